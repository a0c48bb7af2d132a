"""The body of a letter, once in words: as plain text and as a page it says the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from orchestrator.layout import Pen
from orchestrator.letters import marked
from orchestrator.letters.marked import Marked

INDENT = "  "


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Something told under a label; each of its values is a line."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Something that changed: what was told before stands beside what is told now."""

    label: str
    before: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A paragraph in the organizer's own words, in the language in which they wrote it."""

    text: str
    language: str
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Everything that a letter says, marked, in the order in which it is said."""

    lead: str
    marks: tuple[str, ...] = ()
    own: tuple[Own, ...] = ()
    shifts: tuple[Shift, ...] = ()
    rows: tuple[Row, ...] = ()
    link: str | None = None
    link_label: str = ""
    notes: tuple[str, ...] = ()


def text(body: Body, voice: Marked) -> str:
    """Return a body as plain text."""
    blocks = ("\n".join(lines) for lines in _blocks(body, voice))
    return "\n\n".join(marked.plain(block, voice.page) for block in blocks if block) + "\n"


def _blocks(body: Body, voice: Marked) -> Iterator[tuple[str, ...]]:
    yield (body.lead,)
    yield from ((mark,) for mark in body.marks)
    yield from ((own.text,) for own in body.own)
    yield from (_shifted(shift, voice) for shift in body.shifts)
    yield from ((row.label, *(INDENT + value for value in row.values)) for row in body.rows)
    if body.link:
        yield body.link_label, INDENT + voice.link(body.link)
    yield from ((note,) for note in body.notes)


def _shifted(shift: Shift, voice: Marked) -> tuple[str, ...]:
    before = voice.say("Until now: {value}", value=shift.before)
    return shift.label, INDENT + before, INDENT + voice.say("Now: {value}", value=shift.now)


def page(body: Body, voice: Marked, subject: str) -> str:
    """Return a body as a page for mail programs old and new."""
    pen = Pen(words=voice.words)
    return pen.paper("letters/letter.html", subject=subject, body=body, html=html)


@lru_cache(maxsize=16384)
def html(text: str, page: str) -> Markup:
    """Return marked text as markup."""
    return marked.markup(text, page)
