"""Take in incoming mail: each mail is read within limits and applied in one transaction."""

import asyncio
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from orchestrator.findings import N_, Phrase, phrase
from orchestrator.invites import replies
from orchestrator.invites.replies import Bounce, Incoming
from orchestrator.languages import Translator
from orchestrator.running_orders import RunningOrder
from orchestrator.secretariat import cases, filled
from orchestrator.secretariat.cases import Case, Done, propose
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.filled import Filled
from orchestrator.secretariat.library import Library
from orchestrator.secretariat.replied import replied
from orchestrator.storage import Kept, Store, deliveries, entries, forums, mails, revisions
from orchestrator.storage.deliveries import Delivery

ANSWERING = ("REPLY", "COUNTER")
MOST_NAMED = 20  # of the messages that a mail says it answers

NOTHING = phrase(N_("The mail holds no answer, and is from nobody who takes part."))
AUTOMATIC = phrase(N_("The mail was written by a machine; there is nothing to do."))
WORDS = N_("{person} writes in words, without an answer; it waits for the organiser.")
SOMEBODY = N_("A letter came from {address}, without an answer; it waits for the organiser.")
BOUNCED = N_("The message to {address} came back and counts as failed: {reason}")
CAME_BACK = N_("The message to {address} came back and counts as failed.")
DELAYED = N_("The message to {address} is late; the mail server goes on trying.")
NOT_OURS = phrase(N_("A report came about a message that is not ours, or has come back before."))
AGAIN = Done(outcome="again", said=phrase(N_("The mail was read before.")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What became of one mail; `done` is never empty."""

    outcome: cases.Outcome
    done: tuple[Done, ...]
    message_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a mail belongs: known before anything is written."""

    named: tuple[Delivery, ...]
    orders: dict[str, RunningOrder]
    entry: str | None  # the forum of the entry that its calendar is about


async def collect(
    desk: Desk, raws: Iterable[bytes], library: Library | None = None
) -> tuple[Collected, ...]:
    """Read mails and do what they say, one transaction each; read before, they do nothing."""
    shelf = library or Library()
    async with desk.store() as store:
        return tuple([await take(desk, store, shelf, raw) for raw in raws])


def sentences(collected: Collected, words: Translator) -> list[str]:
    """Return what became of a mail, sentence by sentence, in the reader's language."""
    phrases = (each for done in collected.done for each in (done.said, done.more) if each)
    return [words.phrase(each) for each in phrases]


async def take(desk: Desk, store: Store, library: Library, raw: bytes) -> Collected:
    """Read one mail and do what it says, in a store that is open."""
    mail = await asyncio.to_thread(replies.read, raw)
    digest = _digest(mail, raw)
    async with store.reading() as kept:
        if await mails.known(kept, digest=digest):
            return _told(mail, (AGAIN,))
    forms = await asyncio.to_thread(filled.unpack, mail.attached)
    async with store.reading() as kept:
        place = await _placed(kept, library, mail, forms)
    case = Case(
        mail=mail,
        number=0,
        now=desk.now(),
        key=desk.key(),
        named=place.named,
        authserv_id=desk.authserv_id,
        orders=place.orders,
    )
    ours = bool(place.named or place.entry or _writers(case) or any(f.forum for f in forms))
    async with store.transaction() as kept:
        number = await mails.keep(
            kept,
            digest=digest,
            message_id=mail.message_id or None,
            raw=raw if ours else b"",  # other people's letters are none of our business
            received=case.now,
        )
        if number is None:
            return _told(mail, (AGAIN,))  # another process was quicker
        done = await _apply(kept, replace(case, number=number), forms)
        await mails.close(kept, number, cases.outcome(done))
    return _told(mail, done)


def _told(mail: Incoming, done: tuple[Done, ...]) -> Collected:
    return Collected(outcome=cases.outcome(done), done=done, message_id=mail.message_id)


def _digest(mail: Incoming, raw: bytes) -> str:
    """Return what tells whether a mail was read before, on whichever way it came.

    Two ways add different headers to one mail, so where it has a name only the rest counts.
    """
    _, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    told = f"{mail.message_id}\n{mail.sender}\n".encode() + body if mail.message_id else raw
    return hashlib.sha256(told).hexdigest()


async def _placed(
    kept: Kept, library: Library, mail: Incoming, forms: tuple[Filled, ...]
) -> _Place:
    """Look up what a mail is about; a letter of a person's can be about any forum."""
    named = [
        row for each in mail.named[:MOST_NAMED] for row in await deliveries.by_message(kept, each)
    ]
    entry = await entries.by_uid(kept, mail.reply.uid) if mail.reply else None
    about = {row.forum for row in named} | {form.forum for form in forms if form.forum}
    about |= {entry.forum} if entry else set()
    if not about and not mail.automatic:
        about = {forum.id for forum in await forums.every(kept)}
    orders = {}
    for forum in sorted(about):
        published = await revisions.published(kept, forum)
        if published is not None:
            volume = await library.volume(kept, forum, published.number)
            orders[forum] = volume.order
    return _Place(named=tuple(named), orders=orders, entry=entry.forum if entry else None)


async def _apply(kept: Kept, case: Case, forms: tuple[Filled, ...]) -> tuple[Done, ...]:
    mail = case.mail
    if mail.bounces:
        return await _bounced(kept, case, mail.bounces)
    done = [each for form in forms if (each := await filled.draft(kept, case, form))]
    if mail.reply is not None and mail.reply.method in ANSWERING:
        done.append(await replied(kept, case, mail.reply))
    return tuple(done) or (await _letter(kept, case),)


async def _bounced(kept: Kept, case: Case, reports: tuple[Bounce, ...]) -> tuple[Done, ...]:
    found = [done for each in reports for done in await _bounce(kept, case, each)]
    return tuple(found) or (Done(outcome="nothing", said=NOT_OURS),)


async def _bounce(kept: Kept, case: Case, report: Bounce) -> list[Done]:
    """Note on our message what a report says of it; only a final failure changes anything."""
    done = []
    for row in [row for each in report.named for row in await deliveries.by_message(kept, each)]:
        if report.action == "delayed":
            done.append(_about(row, "nothing", phrase(DELAYED, address=row.recipient)))
        if report.action == "failed" and not _of_others(report, row):
            reason = report.reason or report.status
            if await deliveries.bounced(kept, [row.id], now=case.now, reason=reason):
                said = BOUNCED if reason else CAME_BACK
                values = {"address": row.recipient, "reason": reason}
                done.append(_about(row, "bounce", phrase(said, **values)))
    return done


def _of_others(report: Bounce, row: Delivery) -> bool:
    """Tell whether a report is about an address to which somebody passed our message on."""
    told = report.recipient.rpartition(";")[2].strip().lower()
    return bool(told) and told != row.recipient.lower()


def _about(row: Delivery, outcome: cases.Outcome, said: Phrase) -> Done:
    return Done(outcome=outcome, said=said, forum=row.forum, person=row.person, thing=row.thing)


def _writers(case: Case) -> list[tuple[str, str]]:
    """Return those who write from the sender's address, by forum and person."""
    return [
        (forum, person.id)
        for forum, order in case.orders.items()
        for person in order.agenda.people
        if case.mail.sender in cases.addresses(person)
    ]


async def _letter(kept: Kept, case: Case) -> Done:
    """Show the organiser what somebody of theirs wrote that is no answer; nothing is lost."""
    mail = case.mail
    if mail.automatic and mail.trouble is None:
        return Done(outcome="nothing", said=AUTOMATIC)
    named = [(row.forum, row.person) for row in case.named if row.purpose != "trial"]
    known = list(dict.fromkeys(named)) or _writers(case)
    if not known:
        return Done(outcome="nothing", said=mail.trouble or NOTHING)
    forum, person = known[0]
    alone = len(known) == 1
    said = mail.trouble or _from(case, forum, person, alone=alone)
    details = {"words": mail.words, "trust": int(case.trust(forum, person)) if alone else 0}
    name = person if alone else None
    return await propose(kept, case, "unclear", said, forum=forum, person=name, details=details)


def _from(case: Case, forum: str, person: str, *, alone: bool) -> Phrase:
    if alone:
        return phrase(WORDS, person=case.names(forum, person))
    return phrase(SOMEBODY, address=case.mail.sender)
