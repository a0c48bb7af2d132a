"""The agenda: one language, or two side by side."""

from datetime import date

from orchestrator.documents.sittings import Sitting, sittings
from orchestrator.documents.versions import Version
from orchestrator.languages import Translator
from orchestrator.layout import Form, Pen
from orchestrator.running_orders.order import RunningOrder


def agenda(order: RunningOrder, words: Translator, dated: date, form: Form = "html") -> str:
    """Return the agenda in one language as a page, as Markdown or as text."""
    version = Version(order=order, words=words)
    return Pen(words=words, form=form).paper(
        f"documents/agenda.{form}", version=version, sittings=shown(version), dated=dated
    )


def side_by_side(order: RunningOrder, words: tuple[Translator, Translator], dated: date) -> str:
    """Return the agenda in two languages side by side, on the clock they share."""
    pens = tuple(Pen(words=each) for each in words)
    versions = tuple(Version(order=order, words=each) for each in words)
    return pens[0].paper(
        "documents/agenda-beside.html",
        versions=versions,
        sides=tuple(zip(pens, versions, strict=True)),
        pairs=tuple(zip(*map(shown, versions), strict=True)),
        dated=dated,
    )


def shown(version: Version) -> tuple[Sitting, ...]:
    """Return the sessions that an agenda shows, in order."""
    # A connection test concerns those who test, not the public.
    return tuple(each for each in sittings(version) if not each.technical)
