"""Reads a page of the service as a browser would: well made, and loading only what is ours."""

from __future__ import annotations

import re

from tests.documents import parser

LOADED = ("asks for something", "a link that is no link")
OWN = re.compile(r"/static/[a-z]+\.[0-9a-f]{12}\.(css|js|svg)")


def text(source: str) -> str:
    """Return everything a reader sees, its white space closed up."""
    body = next(each for each in parser.Page(source).elements if each.tag == "body")
    return parser.words(body)


def wrong(source: str) -> list[str]:
    """Return everything that is wrong with a page: it loads only what is ours, runs nothing."""
    page = parser.Page(source)
    found = [fault for fault in parser.wrong(page) if not fault.startswith(LOADED)]
    return [*found, *filter(None, map(_loads, page.elements))]


def _loads(element: parser.Element) -> str | None:
    given = element.attributes
    if "style" in given or element.tag in {"style", "iframe", "object", "embed", "base", "img"}:
        return f"styles itself, or loads: {element.tag} {given}"
    source = given.get("src") or (given.get("href") if element.tag == "link" else None)
    return f"not ours: {source}" if source and not OWN.fullmatch(source) else None
