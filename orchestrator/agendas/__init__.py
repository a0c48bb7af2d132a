"""An agenda file becomes an Agenda."""

from orchestrator.agendas.models import Agenda
from orchestrator.agendas.reading import Reading, read

__all__ = ["Agenda", "Reading", "read"]
