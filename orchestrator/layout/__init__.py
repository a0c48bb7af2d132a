"""What every paper needs: one jinja2 environment, and the pen that writes values on it."""

from orchestrator.layout.isolation import Form
from orchestrator.layout.pen import Ltr, Pen

__all__ = ["Form", "Ltr", "Pen"]
