"""Explain the running order: why each speaker stands where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass

from orchestrator import running_orders
from orchestrator.errors import UsageError
from orchestrator.languages import Translator, choose
from orchestrator.resources import N_
from orchestrator.running_orders import Explanation
from orchestrator.secretariat.check import Checked, check
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """The reasons of a running order; None where the file has errors."""

    checked: Checked
    explanations: tuple[Explanation, ...] | None


async def explain(
    desk: Desk, source: Source, words: Translator, session: str | None, item: str | None
) -> Explained:
    """Explain every place, or those of one session or item."""
    checked = await check(desk, source)
    if checked.order is None:
        return Explained(checked=checked, explanations=None)
    found = tuple(
        each
        for each in running_orders.explain(checked.order, words)
        if session in {None, each.session} and item in {None, each.item}
    )
    if not found and (session or item):
        raise UsageError(N_("Nothing in the file has the id '{id}'."), id=item or session)
    return Explained(checked=checked, explanations=found)
