"""The log, one JSON object a line: the route's template, never a path, for a path can be a key."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

log = logging.getLogger("orchestrator.web")
# json.dumps with an option makes a new encoder for every line.
ENCODER = json.JSONEncoder(ensure_ascii=False)


def answered(
    route: str, request: web.Request, method: str, response: web.StreamResponse, seconds: float
) -> None:
    """Note one answer; of the request nothing is written but who sent it."""
    if log.isEnabledFor(logging.INFO):
        facts = {
            "route": route,
            "method": method,
            "status": response.status,
            "bytes": response.content_length or 0,
            "ms": round(seconds * 1000, 2),
            "client": request.remote,
        }
        log.info("answered", extra={"facts": facts})


def failed(route: str, method: str, wrong: Exception) -> None:
    """Note an error that nobody foresaw, with where it happened."""
    log.error("failed", extra={"facts": {"route": route, "method": method}}, exc_info=wrong)


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
            line["traceback"] = self.formatException(record.exc_info)
        return ENCODER.encode(line)
