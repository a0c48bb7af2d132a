"""Keeps directions apart: every value stands in an isolate of its own (Unicode bidi, UAX 9).

Unisolated, an Urdu page shows 12:00–13:30 as 13:30–12:00 and turns telephone numbers round.
"""

import re
import unicodedata
from typing import Literal

from markupsafe import Markup, escape

Form = Literal["html", "md", "txt"]
Direction = Literal["ltr", "rtl", "auto"]

OPENERS = {"ltr": "\u2066", "rtl": "\u2067", "auto": "\u2068"}
CLOSER = "\u2069"
RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
# All such scripts stand in these blocks: most texts have no letter that need be asked.
NEAR_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)

# What Markdown would read as its own, wherever it stands, and only at the start of a value.
MARKDOWN = re.compile(r"[\\`*_\[\]<>|~@]|&(?=#?\w+;)|(?<=www)\.|:(?=//)")
MARKDOWN_START = re.compile(r"^(\d{0,9})([-+#=.)])")


def ready(text: str, form: Form) -> Markup:
    """Return somebody's text so that it is text, never markup, on this kind of paper."""
    if form == "html":
        return escape(text)
    flat = " ".join(text.split())
    return trusted(_markdown(flat) if form == "md" else flat)


def trusted(text: str) -> Markup:
    """Mark words of our own, or what was escaped for its paper, as ready for it.

    On Markdown and text too `Markup` says "ready": one mark, so that templates take it as it is.
    """
    return Markup(text)  # noqa: S704 - the only place where it is said


def _markdown(text: str) -> str:
    return MARKDOWN_START.sub(r"\1\\\2", MARKDOWN.sub(r"\\\g<0>", text))


def has_right_to_left(text: str) -> bool:
    """Tell whether any character of the text runs from right to left."""
    found = NEAR_RIGHT_TO_LEFT.findall(text)
    return any(unicodedata.bidirectional(character) in RIGHT_TO_LEFT for character in found)


def isolated(
    inner: Markup, direction: Direction, form: Form, page: str, *, whole: bool = False
) -> Markup:
    """Return ready text in an isolate; on plain paper only where directions can meet.

    What is `whole`, as a range of times is, is never broken over two lines.
    """
    if form == "html":
        # Filled by hand: `Markup.format` would take most of the time of a long paper.
        given = "" if direction == "auto" else f' dir="{direction}"'
        kept = ' class="whole"' if whole else ""
        return trusted(f"<bdi{given}{kept}>{inner}</bdi>")
    if inner and (page == "rtl" or has_right_to_left(inner)):
        return trusted(f"{OPENERS[direction]}{inner}{CLOSER}")
    return inner
