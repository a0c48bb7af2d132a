"""The fonts that papers are set in: what they have, and what is said when they lack a character."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst
from fontTools.ttLib import TTFont

from orchestrator import resources
from orchestrator.layout import coverage
from orchestrator.layout.coverage import UnprintableError
from tests.documents import forums
from tests.papers import papers

FOLDER = resources.folder("templates") / "fonts"
FACES = sorted(path for path in FOLDER.iterdir() if path.suffix in {".ttf", ".otf"})


def characters(path: Path) -> set[str]:
    with TTFont(path, lazy=True) as font:
        return set(map(chr, font.getBestCmap()))


def weight(path: Path) -> int:
    with TTFont(path, lazy=True) as font:
        return int(font["OS/2"].usWeightClass)


def families() -> dict[str, dict[str, Path]]:
    found: dict[str, dict[str, Path]] = {}
    for path in FACES:
        family, _, weight = path.stem.partition("-")
        found.setdefault(family, {})[weight] = path
    return found


def test_the_list_says_exactly_what_the_fonts_have() -> None:
    both = [set.intersection(*map(characters, each.values())) for each in families().values()]
    assert coverage.printable() == set.union(*both)


def test_every_family_has_two_weights_that_know_which_they_are() -> None:
    assert {
        family: {name: weight(path) for name, path in each.items()}
        for family, each in families().items()
    } == {
        family: {"Regular": 400, "Bold": 700}
        for family in (
            *("NotoSans", "NotoSansDevanagari", "NotoNaskhArabic", "NotoNastaliqUrdu"),
            "NotoSansSC",
        )
    }


def test_the_fonts_weigh_no_more_than_ten_megabytes() -> None:
    assert sum(path.stat().st_size for path in FACES) <= 10_000_000


def test_every_text_that_we_ship_can_be_printed(repository: Path) -> None:
    for folder in ("locales", "agendas"):
        for path in (repository / folder).rglob("*.*"):
            if path.is_file():
                coverage.refuse_unprintable(path.read_text(encoding="utf-8").split("\n"))


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\U00013000", "U+13000 EGYPTIAN HIEROGLYPH A001"),
        ("\u0e01", "U+0E01 THAI CHARACTER KO KAI"),
        ("\U0001f1f7", "U+1F1F7 REGIONAL INDICATOR SYMBOL LETTER R"),
        ("\ue000", "U+E000"),
    ],
)
def test_a_character_without_a_font_is_named_with_the_text_it_stands_in(
    character: str, name: str
) -> None:
    order = forums.crowded(("en",), ("en",), extra=f" {character}!")
    with pytest.raises(UnprintableError) as told:
        papers.pdf(papers.made(order)["public/agenda.en.pdf"])
    assert (told.value.values["character"], told.value.values["name"]) == (character, name)
    assert f" {character}!" in str(told.value.values["text"])


def test_what_only_steers_the_text_needs_no_font() -> None:
    steering = "\u200e\u200f\u200b\u200c\u200d\u2060\u2066\u2069\ufe0f\u00ad"
    steering += "\u3000\u2028\u2061\u180e\U000e0041"
    order = forums.crowded(("en",), ("en",), extra=f" {steering}!")
    paper = papers.made(order)["public/agenda.en.pdf"]
    assert (papers.pdf(paper)[:5], papers.warnings(paper)) == (b"%PDF-", [])


def test_what_slips_through_would_still_be_refused_by_typst() -> None:
    order = forums.crowded(("en",), ("en",), extra=" \u0e01!")
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        papers.warnings(papers.made(order)["public/agenda.en.pdf"])
