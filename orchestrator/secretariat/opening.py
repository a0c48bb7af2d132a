"""The personal links that a publication's messages name; those of former assistants end."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from orchestrator.agendas.models import Agenda
from orchestrator.running_orders import RunningOrder
from orchestrator.secretariat import links
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.plan import Proposal
from orchestrator.secretariat.queueing import Publication
from orchestrator.storage import Kept
from orchestrator.storage import links as rows

# So long after its last session a forum's links still lead somewhere.
LASTING = timedelta(days=180)


async def open_links(desk: Desk, kept: Kept, publication: Publication, proposal: Proposal) -> None:
    """Make the links that the messages will name: writing a message must not write to the store."""
    await _open(desk, kept, publication, {*_scopes(proposal)})
    await _set_ends(kept, publication)


async def open_own(desk: Desk, kept: Kept, publication: Publication, person: str) -> None:
    """Make the links of one person, who may have been told before the service had an address."""
    agenda = publication.order.agenda
    scopes = {*_own(agenda, person)}
    scopes |= {each for each in _recorded(agenda) if each[0] == person}
    await _open(desk, kept, publication, scopes)
    await _set_ends(kept, publication)


async def _open(
    desk: Desk, kept: Kept, publication: Publication, scopes: set[tuple[str, str]]
) -> None:
    for person, scope in sorted(scopes) if desk.base_url else ():
        await links.url_for(
            kept,
            publication.key,
            desk.base_url,
            forum=publication.forum,
            person=person,
            scope=scope,
            now=publication.at,
        )


async def _set_ends(kept: Kept, publication: Publication) -> None:
    """Let all links end some time after the last session, those of former assistants now.

    They end by date and are not revoked: what the organiser shut by hand stays shut, and who
    returns finds theirs open again.
    """
    end, helping = _end(publication.order), {*_helping(publication.order.agenda)}
    found = await rows.of(kept, publication.forum)
    former = {each.id for each in found if each.reader and each.holder not in helping}
    late = [each.id for each in found if each.id not in former and each.expires != end]
    await rows.expire(kept, late, end)
    # A day ago: a clock that is put back must not open them.
    await rows.expire(kept, former, publication.at - timedelta(days=1))


def _end(order: RunningOrder) -> datetime | None:
    """Return when the links of a forum end; None as long as a session waits for a new day."""
    ends = [each.end or each.start for each in order.sessions]
    last = max((each for each in ends if each is not None), default=None)
    waits = any(each.session.status == "postponed" for each in order.sessions)
    return None if last is None or waits else last + LASTING


def _scopes(proposal: Proposal) -> Iterator[tuple[str, str]]:
    """Yield each link that is needed: whose, and what it opens."""
    agenda = proposal.order.agenda
    persons = {step.person for step in proposal.steps if step.to}
    persons |= {each.person for each in proposal.reminders.new}
    for person in persons:
        yield from _own(agenda, person)
    yield from _recorded(agenda)


def _own(agenda: Agenda, person: str) -> Iterator[tuple[str, str]]:
    yield person, links.SPEAKER
    for each in agenda.person[person].assistants:
        yield person, links.of_assistant(each.email)


def _recorded(agenda: Agenda) -> Iterator[tuple[str, str]]:
    for session in agenda.sessions:
        if session.rapporteur:
            yield session.rapporteur, links.RAPPORTEUR


def _helping(agenda: Agenda) -> Iterator[tuple[str, str]]:
    for person in agenda.people:
        for each in person.assistants:
            yield person.id, each.email.lower()
