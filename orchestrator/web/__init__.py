"""What people touch with a browser: pages, feeds, and what an operator watches."""

from orchestrator.web.application import SERVICE, application
from orchestrator.web.health import admin
from orchestrator.web.serving import Serving, listening, port_of, start

__all__ = ["SERVICE", "Serving", "admin", "application", "listening", "port_of", "start"]
