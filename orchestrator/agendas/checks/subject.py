"""An agenda under examination, with the way back to the file it was read from."""

from collections.abc import Mapping
from dataclasses import dataclass

from orchestrator.agendas.models import Agenda
from orchestrator.agendas.places import Raw, Spot, existing, place, position, value_at
from orchestrator.agendas.salvaging import Repaired
from orchestrator.findings import Path, Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An agenda, perhaps without its bad parts, and the data of the whole file."""

    agenda: Agenda
    data: Raw
    spot: Spot
    repaired: Repaired
    repairs: Mapping[Path, Raw]

    def line(self, path: Path) -> int:
        """Return the line on which a part of the agenda stands."""
        return position(self.spot, self.repaired.original(path), on_key=False)[0]

    def place(self, path: Path) -> Phrase:
        """Return a path of the agenda in words."""
        return place(self.data, existing(self.data, self.repaired.original(path)))

    def raw(self, path: Path) -> Raw:
        """Return what stands in the file where a part of the agenda came from."""
        return value_at(self.data, self.repaired.original(path))

    def written(self, path: Path) -> bool:
        """Tell whether the file says something here, even if it could not be read."""
        original = self.repaired.original(path)
        return _keys(existing(self.data, original)) == _keys(original)

    def translated(self, path: Path, tag: str) -> bool:
        """Tell whether the file gives a text in a language, even if it could not be read."""
        original = self.repaired.original(path)
        return original in self.repairs or value_at(self.data, (*original, tag)) is not None

    def ids(self, key: str) -> frozenset[str] | None:
        """Return all ids of people or delegations, bad ones too; None if the list is unreadable."""
        entries = value_at(self.data, (key,))
        if entries is None:
            return frozenset()
        if not isinstance(entries, list):
            return None
        found = (each.get("id") for each in entries if isinstance(each, Mapping))
        return frozenset(name for name in found if isinstance(name, str))


def _keys(path: Path) -> list[str]:
    return [step for step in path if isinstance(step, str)]
