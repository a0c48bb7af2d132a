"""What people touch with a browser: pages, feeds, and what an operator watches."""

from orchestrator.web.application import SERVICE, application
from orchestrator.web.health import admin
from orchestrator.web.serving import Serving, start

__all__ = ["SERVICE", "Serving", "admin", "application", "start"]
