"""A line of what `doctor` says."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at; `repair` says what to do where it is not fine.

    A `note` says how things stand: nothing is wrong, and nothing was found to work.
    """

    name: str
    fine: bool
    sentence: str
    repair: str | None = None
    note: bool = False

    def values(self) -> dict[str, object]:
        """Return the check as values for JSON."""
        return asdict(self)
