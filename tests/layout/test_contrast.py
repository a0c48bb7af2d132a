from __future__ import annotations

import re

import pytest

from orchestrator import resources

COLOUR = re.compile(r"--([a-z]+): (#[0-9a-f]{6});")
TEXTS = ("ink", "quiet", "accent", "warm")
GROUNDS = ("paper", "wash")


def palettes() -> dict[str, dict[str, str]]:
    """Return the colours of the light page, of the dark one and of paper."""
    style = resources.text("templates", "layout/paper.css")
    light, dark = style.split("prefers-color-scheme: dark")
    paper = resources.text("templates", "layout/print.css")
    return {
        name: dict(COLOUR.findall(css))
        for name, css in zip(("light", "dark", "print"), (light, dark, paper), strict=True)
    }


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_can_be_read_on_every_ground(scheme: str, ground: str, text: str) -> None:
    colours = palettes()[scheme]
    assert contrast(colours[text], colours[ground]) >= 4.5


def test_contrast_is_reckoned_as_the_standard_does() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21.0
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


def test_paper_has_the_colours_of_the_light_page() -> None:
    assert palettes()["print"] == palettes()["light"]


def test_no_style_names_a_colour_of_its_own() -> None:
    named = ("agenda", "beside", "index", "list", "order", "scripts", "sheet")
    found = {
        name: re.findall(r"#[0-9a-f]{3,8}\b", resources.text("templates", f"layout/{name}.css"))
        for name in named
    }
    assert found == {name: [] for name in named}
