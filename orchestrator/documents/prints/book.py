"""Every paper of a forum that goes to the press, by its path in the folder."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from orchestrator import zones
from orchestrator.documents.call_sheets import called
from orchestrator.documents.prints.agendas import agenda, side_by_side
from orchestrator.documents.prints.call_sheets import call_sheet
from orchestrator.documents.prints.orders import running_order
from orchestrator.documents.prints.participants import participants
from orchestrator.languages import Translator
from orchestrator.layout.press import Print
from orchestrator.running_orders.order import RunningOrder


def prints(
    order: RunningOrder,
    *,
    translators: Mapping[str, Translator],
    dated: datetime,
    beside: Sequence[tuple[str, str]] = (),
    nastaliq: bool = False,
) -> Iterator[tuple[str, Print]]:
    """Yield every paper for the press; as on pages, the date is that on the forum's clock."""
    day = zones.local(dated, order.agenda.zone).date()
    for tag in order.agenda.languages.all:
        words = translators[tag]
        yield f"public/agenda.{tag}.pdf", agenda(order, words, day, nastaliq=nastaliq)
        made = running_order(order, words, day, nastaliq=nastaliq)
        yield f"internal/running-order.{tag}.pdf", made
        listed = participants(order, words, day, nastaliq=nastaliq)
        yield f"internal/participants.{tag}.pdf", listed
    for one, other in beside:
        pair = translators[one], translators[other]
        name = f"public/agenda.{one}+{other}.pdf"
        yield name, side_by_side(order, pair, day, nastaliq=nastaliq)
    for person in called(order):
        words = translators[order.agenda.language_of(person)]
        sheet = call_sheet(order, person, words, day, nastaliq=nastaliq)
        yield f"internal/call-sheets/{person.id}.pdf", sheet
