"""Reads a page as a browser would and says what is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = {"meta", "br", "hr", "img", "input", "link"}
# What reads backwards in a right-to-left page unless it stands in an isolate of its own.
FRAGILE = re.compile(
    r"\d{1,2}:\d{2}"  # a time
    r"|UTC[+-]"  # an offset
    r"|\d\s*[–-]\s*\d"  # a range
    r"|\+\d[\d ]{5,}"  # a telephone number
    r"|https?:|\w\.\w+/\w|[\w.]@\w"  # a link, an address
)
# A start tag whose every attribute is quoted, or has no value.
QUOTED = re.compile(
    r'<[a-z][a-z0-9]*(?:\s+[a-z-]+(?:="[^"]*")?)*\s*/?>|<!doctype html>', re.IGNORECASE
)
LOADS = {"script", "link", "iframe", "object", "embed", "img", "video", "audio", "source", "base"}


@dataclass(slots=True, kw_only=True)
class Element:
    """An element of a page and those it stands in."""

    tag: str
    attributes: dict[str, str | None]
    above: tuple[Element, ...] = field(repr=False)  # its repr would hold the page many times
    text: str = ""

    @property
    def line(self) -> tuple[Element, ...]:
        return (*self.above, self)

    @property
    def language(self) -> str | None:
        """Return the language that holds here."""
        return next(
            (e.attributes["lang"] for e in reversed(self.line) if "lang" in e.attributes), None
        )

    @property
    def isolated(self) -> bool:
        """Tell whether it stands in an isolate that runs from left to right."""
        isolates = {"bdi", "textarea", "option"}
        if any(e.tag == "pre" and "dir" in e.attributes for e in self.line):
            return True  # the text of a letter: it isolates its own parts
        return any(e.tag in isolates and e.attributes.get("dir") == "ltr" for e in self.line)


@dataclass(slots=True, kw_only=True)
class Text:
    """A piece of text and the element it stands in."""

    said: str
    within: Element


@dataclass(slots=True)
class Page(HTMLParser):
    """A parsed page."""

    source: str = field(repr=False)
    elements: list[Element] = field(default_factory=list, repr=False)
    texts: list[Text] = field(default_factory=list, repr=False)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)
        self.open: list[Element] = []
        self.feed(self.source)
        self.close()
        if self.open:
            self.faults.append(f"not closed: {self.open[-1].tag}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw = self.get_starttag_text() or ""
        if not QUOTED.fullmatch(raw):
            self.faults.append(f"not quoted: {raw}")
        element = Element(tag=tag, attributes=dict(attrs), above=tuple(self.open))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].tag != tag:
            self.faults.append(f"closed out of order: {tag}")
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data
        if data.strip() and self.open:
            self.texts.append(Text(said=data, within=self.open[-1]))

    def all(self, tag: str) -> list[Element]:
        """Return the elements of that name in order."""
        return [element for element in self.elements if element.tag == tag]

    @property
    def shown(self) -> list[Text]:
        """Return what a reader sees."""
        return [text for text in self.texts if text.within.tag not in ("style", "title")]


def wrong(page: Page) -> list[str]:
    """Return everything that is wrong with a page."""
    return [
        *page.faults,
        *_directions(page),
        *_loose(page),
        *_outside(page),
        *_ids(page),
        *_headings(page),
        *_tables(page),
    ]


def _directions(page: Page) -> Iterator[str]:
    root = page.elements[0]
    if root.tag != "html" or not {"lang", "dir"} <= root.attributes.keys():
        yield "the root has no lang or no dir"
    for element in page.elements:
        if ("lang" in element.attributes) > ("dir" in element.attributes):
            yield f"a change of language without a direction: {element.attributes}"
        if element.attributes.get("dir") == "auto":
            yield f"dir=auto: {element.tag}"


def _loose(page: Page) -> Iterator[str]:
    for text in page.shown:
        if FRAGILE.search(text.said) and not text.within.isolated:
            yield f"not isolated: {text.said.strip()}"


def _outside(page: Page) -> Iterator[str]:
    for element in page.elements:
        given = element.attributes
        if element.tag in LOADS or "src" in given or "style" in given:
            yield f"asks for something or styles itself: {element.tag} {given}"
        if any(name.startswith("on") for name in given):
            yield f"runs something: {given}"
        if "href" in given and element.tag != "a":
            yield f"a link that is no link: {element.tag}"
    for style in page.all("style"):
        if re.search(r"url\(|@import|</", style.text):
            yield "the style asks for something"


def _ids(page: Page) -> Iterator[str]:
    given = Counter(element.attributes.get("id") for element in page.elements)
    yield from (f"id used twice: {name}" for name, times in given.items() if name and times > 1)


def _headings(page: Page) -> Iterator[str]:
    levels = [int(e.tag[1]) for e in page.elements if re.fullmatch(r"h[1-6]", e.tag)]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"not exactly one h1, first: {levels}"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"a heading is skipped: {levels}"


def _tables(page: Page) -> Iterator[str]:
    for header in page.all("th"):
        if header.attributes.get("scope") not in ("col", "row", "rowgroup", "colgroup"):
            yield f"a header without a scope: {header.text}"


def words(element: Element) -> str:
    """Return the text of an element with its white space closed up."""
    return " ".join(element.text.split())


def section(page: Page, name: str) -> str:
    """Return the text of the element with that id."""
    return next(words(e) for e in page.elements if e.attributes.get("id") == name)
