"""Who may stand in From: whoever edits a file must not write as anyone."""

from orchestrator.agendas.models import Agenda
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.secretariat.desk import Desk


class SenderError(OrchestratorError):
    """Mail may not go out in somebody's name."""


def allowed(desk: Desk, address: str) -> bool:
    """Tell whether mail may go out in the name of an address."""
    if desk.senders is None:
        return True
    wanted = address.lower()
    return bool({wanted, wanted.rpartition("@")[2]} & {*desk.senders})


def refuse(desk: Desk, agenda: Agenda) -> None:
    """Raise where the forum's organizer may not stand in From."""
    if not allowed(desk, agenda.organizer.email):
        raise SenderError(
            N_(
                "No mail may go out in the name of {address}: ORCHESTRATOR_SENDERS does not name "
                "it or its domain."
            ),
            address=agenda.organizer.email,
        )
