"""The running order: who has the floor when, on both clocks, and why at that place."""

from datetime import date

from orchestrator.documents.sittings import sittings
from orchestrator.documents.versions import Version
from orchestrator.languages import Translator
from orchestrator.layout import Form, Pen
from orchestrator.running_orders.order import RunningOrder


def running_order(order: RunningOrder, words: Translator, dated: date, form: Form = "html") -> str:
    """Return the running order in one language as a page, as Markdown or as text."""
    version = Version(order=order, words=words)
    return Pen(words=words, form=form).paper(
        f"documents/running-order.{form}",
        version=version,
        sittings=sittings(version),
        dated=dated,
    )
