"""An agenda file becomes an Agenda."""

from orchestrator.agendas.models import Agenda
from orchestrator.agendas.reading import Reading, limited, read
from orchestrator.agendas.schema import schema
from orchestrator.agendas.starter import starter

__all__ = ["Agenda", "Reading", "limited", "read", "schema", "starter"]
