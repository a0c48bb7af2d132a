"""The places in a round that a rule of the file names: first, last, and those with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from orchestrator.agendas.models import Agenda, Delegation, Placing, Round
from orchestrator.findings import Finding, Phrase, finding
from orchestrator.running_orders import reasons
from orchestrator.running_orders.turns import Floor


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The delegations of a round in order; `because` holds the reasons of those that were placed.

    `fixed` are the placed ones and those beside which they were placed.
    """

    order: tuple[str, ...]
    because: Mapping[str, Phrase] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()


def seats(agenda: Agenda, speaking: Sequence[Delegation]) -> Mapping[str, str]:
    """Return the delegations in a round by the ids they go by: their own and their speakers'."""
    found: dict[str, str] = {}
    for each in speaking:
        head = agenda.head_of(each)
        for name in (each.id, head.id if head else each.id):
            found.setdefault(name, each.id)
    return found


def arrange(floor: Floor, rule: Round, speaking: Sequence[Delegation]) -> Plan:
    """Return the order of a round: who is first and last, then the places with a reason."""
    ends = {}
    wrong: list[Finding] = []
    for end in ("first", "last"):
        ends[end], found = _at_end(floor, rule, end, speaking)
        wrong.extend(found)
    if len(speaking) > 1:
        wrong.extend(_twice(floor, name, "last") for name in ends["first"] if name in ends["last"])
    because = {name: reasons.end(rule, end) for end in ends for name in ends[end]}
    inner = [each.id for each in speaking if each.id not in because]
    last = [name for name in ends["last"] if name not in ends["first"]]
    frame = Plan(
        order=(*ends["first"], *inner, *last),
        because=because,
        fixed=frozenset(because),
        findings=tuple(wrong),
    )
    return _placed(floor, rule, speaking, frame) if rule.placed else frame


def _twice(floor: Floor, name: str, *key: str | int) -> Finding:
    return finding("E206", (*floor.speakers, *key), id=name, item=floor.item.id)


def _absent(floor: Floor, name: str, *key: str | int) -> Finding:
    return finding("E203", (*floor.speakers, *key), id=name, item=floor.item.id)


def _at_end(
    floor: Floor, rule: Round, end: str, speaking: Sequence[Delegation]
) -> tuple[list[str], list[Finding]]:
    """Return who speaks first or last: several where several delegations are hosts."""
    named: str | None = getattr(rule, end)
    path = (*floor.speakers, end)
    match named:
        case None:
            return [], []
        case "host" if not any(each.host for each in floor.agenda.delegations):
            return [], [finding("E207", path)]
        case "host":
            found = [each.id for each in speaking if each.host]
        case "chair" if floor.session.chair is None:
            return [], [finding("E208", path, id=floor.session.id)]
        case _:
            name = seats(floor.agenda, speaking).get(_meant(floor, named))
            found = [name] if name else []
    return found, [] if found else [_absent(floor, _meant(floor, named), end)]


def _meant(floor: Floor, named: str) -> str:
    """Return the id that `host` or `chair` stands for; an id stands for itself."""
    hosts = (each.id for each in floor.agenda.delegations if each.host)
    roles = {"host": next(hosts, named), "chair": floor.session.chair or named}
    return roles.get(named, named)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    """A placing with its ids resolved to delegations of the round."""

    nth: int
    rule: Placing
    speaker: str
    target: str


def _placed(floor: Floor, rule: Round, speaking: Sequence[Delegation], frame: Plan) -> Plan:
    wrong: list[Finding] = []
    moves = {}
    known = seats(floor.agenda, speaking)
    for nth, placing in enumerate(rule.placed):
        move = _resolved(floor, known, nth, placing)
        if isinstance(move, Finding):
            wrong.append(move)
        elif move.speaker in moves or move.speaker in frame.fixed:
            wrong.append(_twice(floor, placing.speaker, "placed", nth))
        else:
            moves[move.speaker] = move
    order = _moved(frame.order, moves)
    places = {name: place for place, name in enumerate(order)}
    wrong.extend(
        _twice(floor, move.rule.speaker, "placed", move.nth)
        for move in moves.values()
        if not _holds(places, move) or _displaces(order, move, frame)
    )
    names = reasons.names(floor.agenda, rule, speaking)
    official = floor.agenda.languages.official
    placed = {
        move.speaker: reasons.placed(move.rule, names[move.target], official)
        for move in moves.values()
    }
    return Plan(
        order=order,
        because={**frame.because, **placed},
        fixed=frame.fixed | {end for m in moves.values() for end in (m.speaker, m.target)},
        findings=(*frame.findings, *wrong),
    )


def _resolved(
    floor: Floor, known: Mapping[str, str], nth: int, placing: Placing
) -> _Move | Finding:
    if (placing.before is None) == (placing.after is None):
        path = (*floor.speakers, "placed", nth)
        return finding("E209", path, id=placing.speaker, item=floor.item.id)
    beside = "before" if placing.before else "after"
    found = {}
    for key in ("speaker", beside):
        named = str(getattr(placing, key))
        name = known.get(named)
        if name is None:
            return _absent(floor, named, "placed", nth, key)
        found[key] = name
    return _Move(nth=nth, rule=placing, speaker=found["speaker"], target=found[beside])


def _moved(order: Sequence[str], moves: Mapping[str, _Move]) -> tuple[str, ...]:
    """Put every moved one beside its target, targets that are themselves moved before it."""
    result = [name for name in order if name not in moves]
    beside: dict[str, list[_Move]] = {}
    for move in moves.values():
        beside.setdefault(move.target, []).append(move)
    standing = {*result}
    ready = [move for move in moves.values() if move.target in standing]
    while ready:
        for move in ready:
            at = result.index(move.target)
            result.insert(at if move.rule.before else at + 1, move.speaker)
            standing.add(move.speaker)
        following = [each for move in ready for each in beside.get(move.speaker, ())]
        ready = sorted(following, key=lambda move: move.nth)
    # Those left wait for each other: they keep their old places, and `_holds` says so.
    return (*result, *(name for name in order if name not in standing))


def _holds(places: Mapping[str, int], move: _Move) -> bool:
    distance = places[move.target] - places[move.speaker]
    return distance == (1 if move.rule.before else -1)


def _displaces(order: Sequence[str], move: _Move, frame: Plan) -> bool:
    """Tell whether a move took the first or last place from whom the round gives it to."""
    ends = {frame.order[0], frame.order[-1]} & frame.fixed
    return move.target in ends and not {order[0], order[-1]} >= ends
