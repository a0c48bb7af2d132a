"""The log, one JSON object a line: the route's template, never a path, for a path can be a key."""

import json
import logging
import re
import secrets
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from orchestrator.errors import OrchestratorError

ID = web.RequestKey("id", str)  # joins the lines about one request
# What an error may quote of a request or a message: keys of personal pages, secrets, addresses.
PRIVATE = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9A-Za-z]{34}|[0-9a-f]{64})(?![0-9A-Za-z])|[^\s@]{1,99}@[^\s@]{1,99}"
)
HIDDEN = "…"

log = logging.getLogger("orchestrator.web")
# json.dumps with an option makes a new encoder for every line.
ENCODER = json.JSONEncoder(ensure_ascii=False)


def _id(request: web.Request) -> str:
    """Return the number of a request, made where something is written of it."""
    if ID not in request:
        request[ID] = secrets.token_hex(4)
    return request[ID]


def answered(
    route: str, request: web.Request, method: str, response: web.StreamResponse, seconds: float
) -> None:
    """Note one answer; of the request nothing is written but who sent it."""
    if log.isEnabledFor(logging.INFO):
        facts = {
            "id": _id(request),
            "route": route,
            "method": method,
            "status": response.status,
            "bytes": response.content_length or 0,
            "ms": round(seconds * 1000, 2),
            "client": request.remote,
        }
        log.info("answered", extra={"facts": facts})


def failed(route: str, request: web.Request, method: str, wrong: Exception) -> None:
    """Note why something failed; what nobody foresaw with where it happened."""
    facts = {"id": _id(request), "route": route, "method": method}
    if isinstance(wrong, OrchestratorError):
        log.error("failed: %s", wrong, extra={"facts": facts})
    else:
        log.error("failed", extra={"facts": facts}, exc_info=wrong)


def listening(what: str, url: str) -> None:
    """Note where something listens: with port 0 nobody knows it beforehand."""
    log.info("listening", extra={"facts": {"what": what, "url": url}})


class Lines(logging.Formatter):
    """Writes what was logged as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON."""
        at = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, Any] = {
            "at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "said": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["traceback"] = PRIVATE.sub(HIDDEN, self.formatException(record.exc_info))
        return ENCODER.encode(line)
