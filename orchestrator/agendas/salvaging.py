"""Bad parts are cut out of the data, so that the checks can go on with the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from orchestrator import zones
from orchestrator.agendas.places import Raw, value_at, within
from orchestrator.agendas.texts import DEVICES, RESERVED
from orchestrator.agendas.vocabulary import field_at
from orchestrator.agendas.wording import Wrong, proposal
from orchestrator.findings import Path


class _Cut:
    """Stands where something is to be taken out."""


CUT = _Cut()

NOWHERE = "–"
STAND_INS: Mapping[str, Raw] = {
    "format": "1",
    "title": NOWHERE,
    "name": NOWHERE,
    "email": "office@example.org",
    "official": ["en"],
    "languages": {"official": ["en"]},
    "organizer": {"name": NOWHERE, "email": "office@example.org"},
    "sessions": [{"id": "unnamed", "title": NOWHERE, "status": "postponed"}],
    "zone": "UTC",
    "kind": "discussion",
    "takes": "1 min",
}
# Only parts whose loss would hide much from the checks are kept with stand-ins; others are cut out.
KEPT = ("delegations", "people", "sessions", "items")
KEPT_SINGLE = ("organizer", "languages")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """Data without its bad parts; `kept` tells which entries of lists are left, by old path."""

    data: Raw
    kept: Mapping[Path, tuple[int, ...]] = field(default_factory=dict)

    def original(self, path: Path) -> Path:
        """Return the path in the file that a path in this data stands for."""
        steps: list[str | int] = []
        for step in path:
            left = self.kept.get(tuple(steps), ())
            moved = isinstance(step, int) and step < len(left)
            steps.append(left[int(step)] if moved else step)
        return tuple(steps)


def repaired(data: Raw, repairs: Mapping[Path, Raw]) -> Repaired:
    """Return a copy of the data in which every repair is made: cut out, or put in its place."""
    copied = _copy(data)
    lists: set[Path] = set()
    for path in sorted(repairs, key=len):
        _repair(copied, path, repairs[path], lists)
    kept = {path: _compacted(value_at(copied, path)) for path in sorted(lists, key=len)[::-1]}
    return Repaired(data=copied, kept=kept)


def _copy(data: Raw) -> Raw:
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    return [_copy(value) for value in data] if isinstance(data, list) else data


def _repair(data: Raw, path: Path, value: Raw, lists: set[Path]) -> None:
    box = value_at(data, path[:-1])
    if isinstance(box, list) and within(box, path[-1]):
        box[int(path[-1])] = value
        lists.add(path[:-1])
    elif isinstance(box, dict) and value is CUT:
        box.pop(path[-1], None)
    elif isinstance(box, dict):
        box[path[-1]] = _copy(value)


def _compacted(box: list[Raw]) -> tuple[int, ...]:
    left = tuple(number for number, value in enumerate(box) if value is not CUT)
    box[:] = [value for value in box if value is not CUT]
    return left


def repair_for(it: Wrong, path: Path, made: Mapping[Path, Raw]) -> Mapping[Path, Raw]:
    """Return the smallest repair of an error at this path that was not made in vain before."""
    target = (*path, it.missing) if it.missing else path
    while target:
        if target not in made:
            if it.kind == "zone" and (near := zones.suggest(it.given)):
                return {target: near}
            if (repair := _repair_of(target, it.given)) is not None:
                return {target: repair}
        target = target[:-1]
    return {}


def _repair_of(target: Path, given: str) -> Raw:
    """Return what takes the place of something: CUT, a stand-in, None if its whole part must go."""
    field_there = field_at(target)
    if field_there is None or not field_there.is_required():
        return CUT
    if not _is_kept(target[:-1]):
        return None
    if target[-1] == "id":
        return _id(target, given)
    return STAND_INS.get(str(target[-1]))


def _id(target: Path, given: str) -> str:
    """Return an id for what has none that can be used, alike enough to be known again."""
    name = proposal(given)
    usable = name and name not in RESERVED and not DEVICES.fullmatch(name)
    return name if usable else "-".join(("unnamed", *map(str, target[:-1])))


def _is_kept(part: Path) -> bool:
    if not part or part[-1] in KEPT_SINGLE:
        return True
    return isinstance(part[-1], int) and part[-2] in KEPT


def undated(data: Raw, repairs: Mapping[Path, Raw]) -> Mapping[Path, Raw]:
    """Return cuts of the times whose zone is not known: better no hour than a wrong one."""
    cuts: dict[Path, Raw] = {}
    sessions = value_at(data, ("sessions",))
    for number, session in enumerate(sessions if isinstance(sessions, list) else ()):
        own = ("sessions", number, "zone")
        unknown = repairs.get(own) is CUT if within(session, "zone") else False
        if unknown or (not within(session, "zone") and repairs.get(("zone",)) == "UTC"):
            cuts |= {("sessions", number, key): CUT for key in ("starts", "ends", "answer_by")}
    return cuts
