"""Reads letters as their readers do: the page line by line, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orchestrator.letters import Letter
from tests.documents.parser import FRAGILE, LOADS, Element, Page

UNSEEN = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e"))
# Cells and line breaks end a line; an element of the template, so that no text can look like it.
BROKEN = re.compile(r"<br>\n?|</td>")


def seen(text: str) -> str:
    """Return a text without what only parts directions, its white space closed up."""
    return " ".join(text.translate(UNSEEN).split())


def page_lines(letter: Letter) -> list[str]:
    """Return what the page shows, cell by cell and line by line; a button shows its link too."""
    _, _, body = letter.html.partition("<body")
    return [line for part in BROKEN.split(f"<body{body}") for line in _shown(part)]


def _shown(part: str) -> Iterator[str]:
    # Parts of a page are not whole, so they are read without asking whether elements are closed.
    page = Page(f"<p>{part}")
    text = seen(page.elements[0].text)
    if text:
        yield text
    yield from (href for href in _links(page) if href != text)


def _links(page: Page) -> list[str]:
    return [link.attributes["href"] or "" for link in page.all("a")]


def text_lines(letter: Letter) -> list[str]:
    """Return what the plain text says, line by line."""
    return [line for line in map(seen, letter.text.split("\n")) if line]


def faults(letter: Letter) -> list[str]:
    """Return what is wrong with a page that goes by mail."""
    page = Page(letter.html)
    return [*page.faults, *_directions(page), *_loose(page), *_loaded(page)]


def _directions(page: Page) -> Iterator[str]:
    for element in page.elements:
        if ("lang" in element.attributes) > ("dir" in element.attributes):
            yield f"a change of language without a direction: {element.attributes}"
        if element.attributes.get("dir") == "auto":
            yield f"dir=auto: {element.tag}"


def _loose(page: Page) -> Iterator[str]:
    for text in page.shown:
        if FRAGILE.search(text.said) and not text.within.isolated:
            yield f"not isolated: {text.said.strip()}"


def _loaded(page: Page) -> Iterator[str]:
    for element in page.elements:
        if element.tag in LOADS or not _is_harmless(element):
            yield f"asks for something: {element.tag} {element.attributes}"
    if re.search(r"url\(|@import", "".join(style.text for style in page.all("style"))):
        yield "the style asks for something"


def _is_harmless(element: Element) -> bool:
    given = element.attributes
    quiet = not any(name.startswith("on") or name in ("src", "background") for name in given)
    return (
        quiet
        and "url(" not in (given.get("style") or "")
        and ("href" in given) <= (element.tag == "a")
    )
