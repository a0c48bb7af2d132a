"""Who speaks in an item, in which order, and why: protocol order is data, not a sort."""

from collections.abc import Iterator, Sequence

from orchestrator.agendas.models import Agenda, Delegation, Round, Speaker
from orchestrator.findings import Finding, finding
from orchestrator.running_orders import alphabets, disputes, placings, reasons, states
from orchestrator.running_orders.turns import Floor, Turn, Voice, language, rank, voice

Turns = tuple[tuple[Turn, ...], tuple[Finding, ...]]


def turns(floor: Floor) -> Turns:
    """Return the speaking turns of an item in order, and what is wrong with them."""
    speakers = floor.item.speakers
    if isinstance(speakers, Round):
        return _round(floor, speakers)
    if not speakers and floor.item.kind == "rehearsal":
        return tuple(_rehearsal(floor.agenda)), ()
    return tuple(_listed(floor, speakers)), ()


def _rehearsal(agenda: Agenda) -> Iterator[Turn]:
    for delegation in agenda.delegations:
        yield Turn(voices=(voice(agenda, delegation),), because=reasons.REHEARSAL)


def _listed(floor: Floor, groups: Sequence[Sequence[Speaker]]) -> Iterator[Turn]:
    # Ids that nobody has are found by the reader; what can be read goes on without them.
    known = [tuple(v for each in group if (v := _named(floor.agenda, each))) for group in groups]
    speaking = [voices for voices in known if voices]
    for place, voices in enumerate(speaking, 1):
        chairs = len(speaking) == len(voices) == 1 and voices[0].person == floor.session.chair
        joint = len(voices) > 1
        because = reasons.listed(place, len(speaking), chairs=chairs, joint=joint)
        yield Turn(voices=voices, because=because)


def _named(agenda: Agenda, speaker: Speaker) -> Voice | None:
    person = agenda.person.get(speaker.person or "")
    if person:
        return Voice(person=person.id, delegation=person.delegation)
    if speaker.delegation in agenda.delegation:
        return Voice(person=None, delegation=speaker.delegation)
    return None


def _round(floor: Floor, rule: Round) -> Turns:
    agenda = floor.agenda
    speaking, wrong = _called(floor, rule)
    ordered = sequence(agenda, rule, speaking)
    plan = placings.arrange(floor, rule, ordered)
    following = [each for each in ordered if each.id not in plan.because]
    because = {**plan.because, **reasons.sequence(agenda, rule, following)}
    made = tuple(
        Turn(
            voices=(voice(agenda, agenda.delegation[name]),),
            because=because[name],
            fixed=name in plan.fixed,
        )
        for name in plan.order
    )
    wrong.extend(_unranked(floor, rule, ordered))
    return made, (*wrong, *plan.findings, *disputes.disputes(floor, rule, ordered, plan.order))


def _called(floor: Floor, rule: Round) -> tuple[list[Delegation], list[Finding]]:
    """Return the delegations that speak in a round, in the order of the file."""
    called = floor.called[rule.all]
    seats = placings.seats(floor.agenda, called) if rule.except_ else {}
    wrong = []
    for n, name in enumerate(rule.except_):
        if name not in seats:
            path = (*floor.speakers, "except", n)
            wrong.append(finding("E203", path, id=name, item=floor.item.id))
    silent = {seats.get(name) for name in rule.except_}
    speaking = [each for each in called if each.id not in silent]
    if not speaking:
        wrong.append(finding("E202", (*floor.speakers, "all"), group=rule.all, item=floor.item.id))
    return speaking, wrong


def sequence(agenda: Agenda, rule: Round, speaking: Sequence[Delegation]) -> list[Delegation]:
    """Return the delegations of a round as its rule alone puts them."""
    by = language(agenda, rule)
    ordered = sorted(speaking, key=lambda each: alphabetical(agenda, each, by))
    if rule.order == "rank":
        ordered.sort(key=lambda each: rank(agenda, each) or 0)
    return ordered


def alphabetical(agenda: Agenda, delegation: Delegation, by: str) -> tuple[str, ...]:
    """Return what places a delegation in an alphabet: its state, then its region; organs follow."""
    region = alphabets.key(states.in_language(agenda, delegation.region or {}, by), by)
    if delegation.state is None:
        name = alphabets.key(states.delegation_name(agenda, delegation, by), by)
        return "1", name, "", region, delegation.id
    key = states.key(agenda, delegation.state, by)
    return "0", key, delegation.state, region, delegation.id


def _unranked(floor: Floor, rule: Round, speaking: Sequence[Delegation]) -> Iterator[Finding]:
    if rule.order != "rank":
        return
    for each in speaking:
        if rank(floor.agenda, each) is None:
            name = voice(floor.agenda, each).id
            path = (*floor.speakers, "order")
            yield finding("E205", path, person=name, item=floor.item.id)
