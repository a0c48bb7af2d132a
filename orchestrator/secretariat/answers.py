"""Who has answered: by session, delegation and person, with counts, and as a table."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from orchestrator import zones
from orchestrator.agendas.models import Person
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.languages import Translator, choose, translator
from orchestrator.rosters import write_csv
from orchestrator.running_orders import RunningOrder, delegation_name, person_name
from orchestrator.running_orders.entries import session_thing
from orchestrator.secretariat import cases
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.library import Library
from orchestrator.secretariat.which import which
from orchestrator.storage import Kept, Store, entries, proposals, revisions
from orchestrator.storage import answers as rows
from orchestrator.storage.answers import Answer
from orchestrator.storage.entries import WAITING, Entry
from orchestrator.storage.proposals import Proposal

PARTSTATS = ("ACCEPTED", "TENTATIVE", "DECLINED", WAITING)
SAID: Mapping[str, str] = {
    "ACCEPTED": N_("will take part"),
    "TENTATIVE": N_("may take part"),
    "DECLINED": N_("will not take part"),
    WAITING: N_("no answer yet"),
}
WAYS: Mapping[str, str] = {
    "mail": N_("by mail"),
    "page": N_("on the page"),
    "hand": N_("entered by hand"),
}
COLUMNS = (
    N_("Session"),
    N_("Delegation"),
    N_("Person"),
    N_("Answer"),
    N_("Verified"),
    N_("Given (UTC)"),
    N_("Way"),
    N_("Comment"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One person's answer to one session; `given` and `way` are None while there is none."""

    session: str
    delegation: str | None
    person: str
    partstat: str
    verified: bool
    given: datetime | None
    way: str | None
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers of a forum, sessions in order, and what waits for the organiser."""

    forum: str
    order: RunningOrder
    lines: tuple[Line, ...]
    waiting: tuple[Proposal, ...]

    def counts(self, session: str) -> dict[str, int]:
        """Return how many of a session's people have answered what, zeros included."""
        found = Counter(line.partstat for line in self.lines if line.session == session)
        return {partstat: found[partstat] for partstat in PARTSTATS}


async def answers(desk: Desk, named: str | None) -> Answers:
    """Return the answers of a forum, named by id or agenda file, else of the only one."""
    async with desk.store() as store:
        return await in_store(store, named)


async def in_store(store: Store, named: str | None, library: Library | None = None) -> Answers:
    """Return the answers of a forum of a store that is open."""
    async with store.reading() as kept:
        forum = await which(kept, named)
        published = await revisions.published(kept, forum)
        if published is None:
            raise OrchestratorError(N_("The forum '{forum}' is not published yet."), forum=forum)
        volume = await (library or Library()).volume(kept, forum, published.number)
        found = await lines(kept, volume.order)
        waiting = await proposals.of(kept, forum)
    return Answers(forum=forum, order=volume.order, lines=found, waiting=tuple(waiting))


async def lines(kept: Kept, order: RunningOrder) -> tuple[Line, ...]:
    """Return everybody's answer to every session they are invited to."""
    known = await entries.of(kept, order.agenda.id)
    given = await rows.newest(kept, order.agenda.id)
    return tuple(
        _line(timed.session.id, person, known.get(key), given.get(key))
        for timed in order.sessions
        for person in _people(order, timed.invited)
        for key in [(person.id, session_thing(timed.session))]
    )


def _people(order: RunningOrder, invited: Sequence[str]) -> list[Person]:
    """Return those who are invited, delegations in the order of the file, then all others."""
    places = {each.id: place for place, each in enumerate(order.agenda.delegations)}
    people = (order.agenda.person[name] for name in invited)
    return sorted(people, key=lambda each: places.get(each.delegation or "", len(places)))


def _line(session: str, person: Person, entry: Entry | None, answer: Answer | None) -> Line:
    # An answer to an earlier time is kept, but it is no answer to what stands now.
    stands = entry is not None and entry.partstat != WAITING and answer is not None
    return Line(
        session=session,
        delegation=person.delegation,
        person=person.id,
        partstat=entry.partstat if entry else WAITING,
        verified=bool(entry and entry.verified),
        given=answer.given if answer and stands else None,
        way=answer.way if answer and stands else None,
        comment=(answer.comment or "") if answer and stands else "",
    )


def values(found: Answers) -> dict[str, object]:
    """Return the answers as values for JSON."""
    sessions = [timed.session.id for timed in found.order.sessions]
    return {
        "forum": found.forum,
        "counts": {session: found.counts(session) for session in sessions},
        "answers": [answer(line) for line in found.lines],
        "waiting": [proposal(each) for each in found.waiting],
    }


def answer(line: Line) -> dict[str, object]:
    """Return somebody's answer as values for JSON."""
    return {
        "session": line.session,
        "delegation": line.delegation,
        "person": line.person,
        "answer": line.partstat,
        "verified": line.verified,
        "given": instant(line.given),
        "way": line.way,
        "comment": line.comment,
    }


def proposal(each: Proposal) -> dict[str, object]:
    """Return what waits for a decision as values for JSON; a machine reads why in English."""
    english = translator("en")
    own = {name: value for name, value in each.details.items() if name != "values"}
    return {
        "id": each.id,
        "kind": each.kind,
        "person": each.person,
        "entry": each.thing,
        "made": instant(each.made),
        "details": {**own, "why": english.phrase(cases.why(each.details))},
    }


def instant(moment: datetime | None) -> str | None:
    """Return an instant as JSON has it."""
    return zones.stamp(moment) if moment else None


def said(line: Line, words: Translator) -> str:
    """Return what somebody answered; a doubtful answer says so."""
    answer = words.say(SAID.get(line.partstat, SAID[WAITING]))
    if line.given and not line.verified:
        return words.say("{answer} (unverified)", answer=answer)
    return answer


def names(found: Answers, line: Line, words: Translator) -> tuple[str, str, str]:
    """Return the names of a line's session, delegation and person in the reader's language."""
    agenda, language = found.order.agenda, words.language
    title = choose(agenda.session[line.session].title, language, agenda.languages.official).text
    delegation = agenda.delegation.get(line.delegation or "")
    own = delegation_name(agenda, delegation, language) if delegation else ""
    return title, own, person_name(agenda, agenda.person[line.person], language)


def table(found: Answers, words: Translator) -> str:
    """Return the answers as CSV; nothing in it is a formula to a spreadsheet."""
    return write_csv([tuple(words.say(name) for name in COLUMNS), *_rows(found, words)])


def _rows(found: Answers, words: Translator) -> Iterator[tuple[str, ...]]:
    for line in found.lines:
        verified = words.say("yes") if line.verified else words.say("no")
        way = words.say(WAYS[line.way]) if line.way else ""
        yield (
            *names(found, line, words),
            words.say(SAID.get(line.partstat, SAID[WAITING])),
            verified if line.given else "",
            instant(line.given) or "",
            way,
            line.comment,
        )
