"""Faults that a mail server can have, as a test or a campaign orders them.

A fault is `what@stage[/recipient]=chance[:seconds]`, several are parted by commas:
`drop@taken=0.05,451@rcpt=0.1,hang@dot=0.01:30,550@rcpt/nobody=1`. A receipt that comes too early,
with the leave to begin, is `early@data`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass

# Where a conversation stands: before the greeting, before the answer to a command, in the middle of
# a message, at its end but not taken, and taken but not yet answered.
STAGES = ("connect", "ehlo", "mail", "rcpt", "data", "body", "dot", "taken")
SPEC = re.compile(
    r"(?P<what>drop|garbage|hang|delay|early|[2-5]\d\d)@(?P<stage>[a-z]+)"
    r"(?:/(?P<recipient>[^=]+))?=(?P<chance>[\d.]+)(?::(?P<seconds>[\d.]+))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that goes wrong: `what` is an action, or the three digits of a reply."""

    what: str
    stage: str
    chance: float = 1.0
    seconds: float = 0.0
    recipient: str = ""

    def __post_init__(self) -> None:
        """Refuse a stage that no conversation reaches."""
        if self.stage not in STAGES:
            message = f"{self.stage} is none of {', '.join(STAGES)}"
            raise ValueError(message)


def faults(spec: str) -> tuple[Fault, ...]:
    """Read the faults that a campaign orders."""
    return tuple(_fault(part.strip()) for part in spec.split(",") if part.strip())


def _fault(text: str) -> Fault:
    found = SPEC.fullmatch(text)
    if found is None:
        message = f"'{text}' is not what@stage[/recipient]=chance[:seconds]"
        raise ValueError(message)
    return Fault(
        what=found["what"],
        stage=found["stage"],
        recipient=found["recipient"] or "",
        chance=float(found["chance"]),
        seconds=float(found["seconds"] or 0),
    )


class Dice:
    """Says what goes wrong next: what was ordered once, in its order, else by chance."""

    def __init__(self, chances: Iterable[Fault] = (), seed: int = 0) -> None:
        """The same seed and the same conversations give the same faults."""
        self.once: list[Fault] = []
        self._chances = tuple(chances)
        self._random = random.Random(seed)  # noqa: S311 - not for secrets

    def thrown(self, stage: str, recipient: str = "") -> Fault | None:
        """Return the fault of this moment."""
        for fault in self.once:
            if fault.stage == stage and fault.recipient in recipient:
                self.once.remove(fault)
                return fault
        for fault in self._chances:
            meant = fault.stage == stage and fault.recipient in recipient
            if meant and self._random.random() < fault.chance:
                return fault
        return None
