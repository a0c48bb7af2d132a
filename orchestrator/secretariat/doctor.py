"""Look at the installation: what is missing, and the command that repairs it."""

import asyncio
import os
import platform
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from orchestrator import __version__, languages, resources, zones
from orchestrator.errors import OrchestratorError
from orchestrator.languages import TAGS, Translator
from orchestrator.secretariat import fonts
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.diagnosis import Check

OLDEST_PYTHON = (3, 11)
# The modules that carry the work, as they are named on the package index.
DISTRIBUTIONS = (
    "aiohttp",
    "apscheduler",
    "babel",
    "fonttools",
    "icalendar",
    "jinja2",
    "lxml",
    "pydantic",
    "pyyaml",
    "typst",
    "tzdata",
)
PRIVATE = 0o077
# Zone rules of a year are too old for the next one's meetings from July on.
LAST_FRESH_MONTH = 6


async def doctor(desk: Desk, data: Path, words: Translator) -> tuple[Check, ...]:
    """Look at everything the program stands on."""
    # Late: the database and the mail libraries take their time, and `build` imports this file too.
    from orchestrator.secretariat.checkup import checkup

    found = await asyncio.to_thread(_look, desk, data, words)
    if not next(each for each in found if each.name == "data").fine:
        return found
    more = await checkup(desk, words)
    # What the store says of the key stands in the place of what was seen of its file.
    named = {each.name for each in more}
    return (*(each for each in found if each.name not in named), *more)


def _look(desk: Desk, data: Path, words: Translator) -> tuple[Check, ...]:
    return (
        _python(words),
        *(_distribution(name, words) for name in DISTRIBUTIONS),
        _rules(desk.now().year, desk.now().month, words),
        _catalogues(words),
        *_shipped(words),
        *_fonts(desk, words),
        *_data(desk, data, words),
    )


def _python(words: Translator) -> Check:
    fine = sys.version_info[:2] >= OLDEST_PYTHON
    return Check(
        name="python",
        fine=fine,
        sentence=words.say(
            "orchestrator {version} on Python {python}",
            version=__version__,
            python=platform.python_version(),
        ),
        repair=None if fine else words.say("Install Python 3.11 or newer."),
    )


def _distribution(name: str, words: Translator) -> Check:
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Check(
            name=name,
            fine=False,
            sentence=words.say("The library {name} is missing.", name=name),
            repair=f"python3 -m pip install {name}",
        )
    return Check(name=name, fine=True, sentence=f"{name} {version}")


def _rules(year: int, month: int, words: Translator) -> Check:
    released = zones.rules_year()
    age = year - released
    fine = age <= 0 or (age == 1 and month <= LAST_FRESH_MONTH)
    return Check(
        name="zones",
        fine=fine,
        sentence=words.say("Time zone rules {version}", version=zones.rules_version()),
        repair=None
        if fine
        else words.say("Zone rules change several times a year: {command}", command=REPAIR_RULES),
    )


REPAIR_RULES = "python3 -m pip install --upgrade tzdata"


def _catalogues(words: Translator) -> Check:
    broken = [tag for tag in TAGS if not _loads(tag)]
    return Check(
        name="languages",
        fine=not broken,
        sentence=words.say(
            "Languages: {languages}", languages=", ".join(languages.OWN_NAMES.values())
        ),
        repair=words.say(
            "Install the program again; these cannot be read: {tags}", tags=", ".join(broken)
        )
        if broken
        else None,
    )


def _loads(tag: str) -> bool:
    try:
        return bool(languages.translator(tag).lookup("Agenda"))
    except (OSError, ValueError, OrchestratorError):
        return False


def _shipped(words: Translator) -> tuple[Check, ...]:
    return tuple(_folder(name, words) for name in ("agendas", "templates", "locales"))


def _folder(name: str, words: Translator) -> Check:
    try:
        found = resources.folder(name)
    except OrchestratorError as wrong:
        return Check(name=name, fine=False, sentence=words.say(wrong.message, **wrong.values))
    return Check(name=name, fine=True, sentence=words.say("Shipped folder {folder}", folder=found))


def _fonts(desk: Desk, words: Translator) -> tuple[Check, ...]:
    if desk.fonts is None:
        return ()
    try:
        found = len(fonts.added(desk.fonts).characters)
    except OrchestratorError as wrong:
        return (Check(name="fonts", fine=False, sentence=words.say(wrong.message, **wrong.values)),)
    sentence = words.say(
        "Fonts beside those of the papers: {path}, characters: {count}",
        path=desk.fonts,
        count=found,
    )
    return (Check(name="fonts", fine=True, sentence=sentence),)


def _data(desk: Desk, data: Path, words: Translator) -> Iterator[Check]:
    # What lies in a folder that nobody may look into is not there, and its folder is.
    place = next(each for each in (data.absolute(), *data.absolute().parents) if _is_there(each))
    fine = place.is_dir() and os.access(place, os.W_OK | os.X_OK)
    yield Check(
        name="data",
        fine=fine,
        sentence=words.say("Data folder {folder}", folder=data),
        repair=None if fine else words.say("It cannot be written: name another with --data."),
    )
    if fine:
        yield from _key(desk, data, words)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _key(desk: Desk, data: Path, words: Translator) -> Iterator[Check]:
    path = data / "key"
    if not path.exists():
        # What a store says that was begun with another, the look at the database tells.
        if not desk.kept():
            sentence = words.say("The key is made at first use.")
            yield Check(name="key", fine=True, note=True, sentence=sentence)
        return
    try:
        desk.key()
    except OrchestratorError as wrong:
        yield Check(name="key", fine=False, sentence=words.say(wrong.message, **wrong.values))
        return
    exposed = os.name == "posix" and path.stat().st_mode & PRIVATE
    yield Check(
        name="key",
        fine=not exposed,
        sentence=words.say("Key {path}", path=path),
        repair=words.say("Others can read it: {command}", command=f"chmod 600 {path}")
        if exposed
        else None,
    )
