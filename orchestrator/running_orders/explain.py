"""Why each delegation stands where it stands, as sentences to be read out."""

from collections.abc import Iterator
from dataclasses import dataclass

from orchestrator.agendas.models import Agenda, Round
from orchestrator.languages import Translator
from orchestrator.running_orders import states
from orchestrator.running_orders.naming import person_name
from orchestrator.running_orders.order import RunningOrder, Slot, TimedItem
from orchestrator.running_orders.turns import language


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The reason for one place, in the reader's language.

    `name` is what the speaker is called in the reader's language, `decided_as` in the language
    whose alphabet decides the order (None where no alphabet does).
    """

    session: str
    item: str
    place: int
    delegation: str | None
    person: str | None
    name: str
    decided_as: str | None
    decided_in: str | None
    sentence: str


def explain(
    order: RunningOrder, translator: Translator, session: str | None = None
) -> tuple[Explanation, ...]:
    """Return why everybody speaks where they do, in all sessions or in one."""
    return tuple(
        each
        for timed in order.sessions
        if session in (None, timed.session.id)
        for item in timed.items
        for each in _of_item(order.agenda, translator, item)
    )


def _of_item(agenda: Agenda, translator: Translator, timed: TimedItem) -> Iterator[Explanation]:
    rule = timed.item.speakers
    by = language(agenda, rule) if isinstance(rule, Round) else None
    for slot in timed.slots:
        if slot.person is None and slot.delegation is None:
            continue
        name = _name(agenda, slot, translator.language, of_round=by is not None)
        yield Explanation(
            session=slot.session,
            item=slot.item,
            place=slot.place,
            delegation=slot.delegation,
            person=slot.person,
            name=name,
            decided_as=_decided_as(agenda, slot, by) if by else None,
            decided_in=by,
            sentence=translator.say(
                "{place}. {name}: {reason}", place=slot.place, name=name, reason=slot.because
            ),
        )


def _name(agenda: Agenda, slot: Slot, language: str, *, of_round: bool) -> str:
    """Return who speaks: in a round the delegation, for its name decides, else the person."""
    person = agenda.person.get(slot.person or "")
    delegation = agenda.delegation.get(slot.delegation or "")
    if delegation and (of_round or person is None):
        return states.delegation_name(agenda, delegation, language)
    return person_name(agenda, person, language) if person else ""


def _decided_as(agenda: Agenda, slot: Slot, by: str) -> str:
    delegation = agenda.delegation[slot.delegation or ""]
    return states.in_language(agenda, states.protocol_names(agenda, delegation), by)
