"""Fonts that an installation adds to those of the papers, and characters that neither have."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from orchestrator.agendas import Reading
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_, Finding, finding
from orchestrator.layout import coverage
from orchestrator.layout.press import OURS_ALONE, Fonts

KINDS = frozenset({".ttf", ".otf", ".ttc", ".otc"})
# Parts of a file that stand in mails and on pages only: those have the reader's fonts.
NOT_ON_PAPER = frozenset({"invitation", "reminders"})
# Nobody reads more; a hostile file could hold a hundred thousand.
MOST_FINDINGS = 100


@cache
def added(path: Path | None) -> Fonts:
    """Return the fonts of a file or folder, with the characters that they have."""
    if path is None:
        return OURS_ALONE
    files = [path] if path.is_file() else sorted(path.rglob("*"))
    faces = [file for file in files if file.suffix.lower() in KINDS]
    if not faces:
        raise OrchestratorError(
            N_("No font is at '{path}': name a .ttf, .otf or .ttc file, or a folder of them."),
            path=path,
        )
    return Fonts(path=path, characters=frozenset().union(*map(_characters, faces)))


def _characters(file: Path) -> frozenset[str]:
    # A second to import, for the few installations that add a font.
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    collection = file.suffix.lower() in (".ttc", ".otc")
    try:
        with (TTCollection if collection else TTFont)(file, lazy=True) as held:
            faces = held.fonts if collection else [held]
            # The faces of a collection mostly share one table: it is read once.
            tables = {face.reader.tables["cmap"].offset: face for face in faces}
            return frozenset(chr(code) for face in tables.values() for code in face.getBestCmap())
    except (OSError, TTLibError, KeyError, TypeError):
        raise OrchestratorError(
            N_("The font '{path}' cannot be read: it is damaged, or no font."), path=file
        ) from None


def unprintable(reading: Reading, also: frozenset[str]) -> tuple[Finding, ...]:
    """Find the characters of a file that no font has, each once in every text it stands in."""
    data = reading.data if isinstance(reading.data, dict) else {}
    shown = {name: value for name, value in data.items() if name not in NOT_ON_PAPER}
    missing = coverage.lacking(coverage.texts(shown), also)
    return tuple(_found(reading, shown, missing))[:MOST_FINDINGS] if missing else ()


def _found(reading: Reading, shown: object, missing: frozenset[str]) -> Iterator[Finding]:
    for path, text in coverage.placed(shown):
        for character in dict.fromkeys(each for each in text if each in missing):
            found = finding(
                "E145",
                path,
                character=character,
                name=coverage.named(character),
                text=coverage.around(text, text.index(character)),
            )
            yield _pointed(reading, found, character)


def _pointed(reading: Reading, found: Finding, character: str) -> Finding:
    """Point at the character itself, where it stands in the line as it is."""
    line, column = reading.locate(found)
    at = reading.lines[line - 1].find(character, column - 1)
    return replace(found, mark=(line, at + 1)) if at >= 0 else found
