"""A message in the organiser's own words: written, looked at as its readers get it, then sent."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aiohttp import web

from orchestrator import languages
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_, phrase
from orchestrator.languages import TAGS
from orchestrator.secretariat import message as writing
from orchestrator.secretariat import signing
from orchestrator.secretariat.message import Addressed, Proof, Words
from orchestrator.storage import StoreError
from orchestrator.web import forms, sessions, sign_in
from orchestrator.web.desk.forums import back, known
from orchestrator.web.desk.names import Names
from orchestrator.web.desk.tables import names_of
from orchestrator.web.faults import RequestError
from orchestrator.web.forms import Form
from orchestrator.web.showing import phrase_of, shown
from orchestrator.web.visits import Visit

MOST = 512 * 1024  # bytes of a form as browsers send it
LONGEST_SUBJECT, LONGEST_TEXT = 200, 20_000
LISTED = 200
GROUPS: Mapping[str, str] = {
    "everyone": N_("Everybody"),
    "unanswered": N_("All who have not answered yet"),
    "heads": N_("Heads of the member delegations"),
    "members": N_("Member delegations"),
    "observers": N_("Observers"),
    "delegations": N_("All delegations"),
    "speakers": N_("All who speak"),
    "chair": N_("Those who chair"),
    "rapporteur": N_("Those who write the records"),
}
NO_WORDS = N_("Write the message in at least one language.")
NO_READER = N_("Nobody of them can be written to: choose others, or give them an address.")
TOO_LONG = N_("The message is too long.")
UNPUBLISHED = N_("The agenda is not published yet: nobody can be written to.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A message as it would go out: to whom, how it reads, and the mark of just that."""

    found: Addressed
    proofs: tuple[Proof, ...]
    once: str
    is_fresh: bool


async def ask(visit: Visit) -> web.Response:
    """Answer with the page on which a message is written."""
    await known(visit)
    return await _asked(visit, {"to": visit.request.query.get("to", "everyone")})


async def _asked(
    visit: Visit,
    form: Form,
    *,
    status: int = 200,
    wrong: OrchestratorError | None = None,
    looked: Looked | None = None,
) -> web.Response:
    names = await names_of(visit)
    agenda = visit.published.order.agenda if visit.published else None
    return await shown(
        visit,
        "web/desk/message.html",
        status=status,
        names=names,
        agenda=agenda,
        groups=GROUPS,
        to=forms.said(form, "to"),
        written=_words(form),
        others=[tag for tag in _tongues(visit) if tag not in agenda.languages.official]
        if agenda
        else [],
        looked=looked,
        audience=_called(forms.said(form, "to"), names),
        places=", ".join(f"{{{each}}}" for each in writing.PLACES),
        listed=LISTED,
        side=languages.direction,
        longest=(LONGEST_SUBJECT, LONGEST_TEXT),
        wrong=phrase_of(wrong) if wrong else None,
    )


def _called(audience: str, names: Names) -> object:
    """Return what an audience is called."""
    agenda = names.order.agenda if names.order else None
    if audience in GROUPS:
        return phrase(GROUPS[audience])
    if agenda is not None and audience in agenda.session:
        return names.session(audience)
    if agenda is not None and audience in agenda.delegation:
        return names.delegation(audience)
    return names.person(audience)


def _tongues(visit: Visit) -> tuple[str, ...]:
    """Return the languages in which one can write: the forum's first, in their order."""
    return tuple(dict.fromkeys((*visit.agenda.order.agenda.languages.all, *TAGS)))


def _words(form: Form) -> Words:
    return Words(subject=dict(_texts(form, "subject")), text=dict(_texts(form, "text")))


def _texts(form: Form, name: str) -> Iterator[tuple[str, str]]:
    for tag in TAGS:
        said = forms.said(form, f"{name}-{tag}").replace("\r\n", "\n")
        if said:
            yield tag, said


async def send(visit: Visit) -> web.Response:
    """Show how a message reads; send it once it was looked at, to just those and in just so."""
    await known(visit)
    form = await forms.read(visit.request)
    if visit.published is None:
        return await _asked(visit, form, status=409, wrong=RequestError(UNPUBLISHED))
    try:
        if forms.said(form, "do") != "send":
            return await _shown(visit, form)
        if not sessions.is_fresh(visit.actor, visit.service.now()):
            await sign_in.freshen(visit, form)
        return await _sent(visit, form)
    except (writing.ChangedError, signing.RefusedError) as wrong:
        return await _shown(visit, form, wrong)
    except StoreError:
        raise
    except OrchestratorError as wrong:
        return await _asked(visit, form, status=422, wrong=wrong)


async def _shown(visit: Visit, form: Form, wrong: OrchestratorError | None = None) -> web.Response:
    looked = await _looked(visit, form)
    return await _asked(visit, form, status=409 if wrong else 200, wrong=wrong, looked=looked)


async def _looked(visit: Visit, form: Form) -> Looked:
    words, to = _read(form), forms.said(form, "to")
    found = await writing.preview(visit.service.desk, words, to, visit.thing.forum)
    if not found.rows:
        raise RequestError(NO_READER)
    return Looked(
        found=found,
        proofs=writing.proofs(found),
        # Pressed twice, the button sends once.
        once=forms.said(form, "once") or secrets.token_hex(8),
        is_fresh=sessions.is_fresh(visit.actor, visit.service.now()),
    )


def _read(form: Form) -> Words:
    """Return the words of a form, or raise where there are none or too many."""
    words = _words(form)
    if not words.text:
        raise RequestError(NO_WORDS)
    subjects, texts = words.subject.values(), words.text.values()
    if max(map(len, texts)) > LONGEST_TEXT or any(len(one) > LONGEST_SUBJECT for one in subjects):
        raise RequestError(TOO_LONG)
    return words


async def _sent(visit: Visit, form: Form) -> web.Response:
    await writing.message(
        visit.service.desk,
        _read(form),
        forms.said(form, "to"),
        visit.thing.forum,
        actor=visit.by,
        agreed=forms.said(form, "agreed"),
        once=forms.said(form, "once")[:64],
    )
    return back(visit, "messaged", "/deliveries")
