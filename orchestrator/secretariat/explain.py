"""Explain the running order: why each speaker stands where they stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from orchestrator import running_orders
from orchestrator.errors import UsageError
from orchestrator.findings import N_
from orchestrator.languages import Translator, choose
from orchestrator.running_orders import KIND_NAMES, Explanation, RunningOrder
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


def values(found: Iterable[Explanation]) -> list[dict[str, object]]:
    """Return the reasons as values for JSON."""
    return [
        {
            "session": each.session,
            "item": each.item,
            "place": each.place,
            "delegation": each.delegation,
            "person": each.person,
            "name": each.name,
            "because": each.sentence,
        }
        for each in found
    ]


def lines(explained: Explained, words: Translator) -> Iterator[str]:
    """Return the reasons as lines to be read out, under the titles of sessions and items."""
    order = explained.checked.order
    found = explained.explanations or ()
    if order is None:
        return
    for (session, item), group in groupby(found, key=lambda each: (each.session, each.item)):
        yield f"{title(order, session, item, words)} ({session}/{item})"
        yield from (f"  {each.sentence}" for each in group)
        yield ""


def title(order: RunningOrder, session: str, item: str, words: Translator) -> str:
    """Return the title of an item in the reader's language, else the name of its kind."""
    official = order.agenda.languages.official
    found = next(each for each in order.agenda.session[session].items if each.id == item)
    if found.title is None:
        return words.say(KIND_NAMES[found.kind])
    return choose(found.title, words.language, official).text
