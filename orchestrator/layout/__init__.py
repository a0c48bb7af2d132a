"""What every paper needs: one jinja2 environment, and a pen that writes values safely in nine languages."""

from orchestrator.layout.pen import Form, Ltr, Pen

__all__ = ["Form", "Ltr", "Pen"]
