"""An agenda file becomes an Agenda."""

from orchestrator.agendas.models import Agenda
from orchestrator.agendas.reading import Reading, read
from orchestrator.agendas.schema import schema

__all__ = ["Agenda", "Reading", "read", "schema"]
