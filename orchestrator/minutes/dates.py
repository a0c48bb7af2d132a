"""Due dates as people write them: ISO, or the short form of the language; never a guess."""

import re
from dataclasses import dataclass
from datetime import date, time

from orchestrator.agendas.texts import clock

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
HAN = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]")
YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})")
YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
# What may stand behind a date in official Russian, Kazakh, Kyrgyz, Tajik: "31.12.2020 г."
TAIL = re.compile(r"\s*(г\.?|года|ж\.?|с\.?|с)$")
# Where 03/04/2021 is the third of April and nothing else; a dotted date is that everywhere.
DAY_FIRST = frozenset({"ru", "hi", "kk", "ky", "ur", "tg", "uz"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A due date as it was understood; `ambiguous` where it can be read in two ways."""

    day: date | None
    ambiguous: bool = False


def due(text: str, language: str) -> Due:
    """Read a due date as this language writes it."""
    said = TAIL.sub("", text.strip()) if language not in ("en", "zh-Hans") else text.strip()
    for form in (ISO, HAN, YEAR_FIRST):
        if found := form.fullmatch(said):
            return Due(day=_day(found[1], found[2], found[3]))
    found = YEAR_LAST.fullmatch(said)
    if found is None:
        # With two digits for the year nobody can tell which of the three numbers it is.
        short = re.fullmatch(r"\d{1,2}[./-]\d{1,2}[./-]\d{2}", said)
        return Due(day=None, ambiguous=short is not None)
    first, mark, second, year = found.groups()
    if mark != "." and language not in DAY_FIRST and int(first) <= 12 and int(second) <= 12:
        return Due(
            day=_day(year, second, first) if first == second else None, ambiguous=first != second
        )
    swapped = int(second) > 12 and int(first) <= 12 and mark != "."
    return Due(day=_day(year, first, second) if swapped else _day(year, second, first))


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def hour(text: str) -> time | None:
    """Read a time of day on a 24-hour clock, in the digits of any script."""
    western = "".join(str(int(each)) if each.isdecimal() else each for each in text.strip())
    return clock(western.replace(".", ":"))
