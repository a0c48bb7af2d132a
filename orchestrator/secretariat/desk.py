"""What the verbs need from outside: the clock and the installation's key."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a verb works with; `bootstrap` fills it.

    `now` is the clock (UTC); `dated` is the date that documents carry; `key` makes UIDs that nobody
    can guess; `fonts` are a file or folder of fonts beside those of the papers.
    """

    now: Callable[[], datetime]
    dated: Callable[[], datetime]
    key: Callable[[], bytes]
    fonts: Path | None = None
