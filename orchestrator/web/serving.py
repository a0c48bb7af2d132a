"""Starts the service on an address and ends it: quickly, and with every answer given."""

import logging
import socket
from dataclasses import dataclass

from aiohttp import web

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.system import reason

# What was asked is answered, but nobody waits for a browser that keeps its connection open.
PATIENCE = 5.0
IDLE = 75.0
# aiohttp would put the first line of a request that it cannot read into the log: it can be a key.
QUIET = logging.getLogger("orchestrator.web.wire")
QUIET.addFilter(lambda record: not record.exc_info)


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """An application that listens."""

    host: str
    port: int
    runner: web.AppRunner

    @property
    def url(self) -> str:
        """Return the address at which it listens."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    async def stop(self) -> None:
        """Take nothing new, answer what was asked, and let go."""
        await self.runner.cleanup()


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that takes connections on an address; port 0 takes a free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as wrong:
        raise OrchestratorError(
            N_("The address {host}:{port} cannot be listened on: {reason}."),
            host=host,
            port=port,
            reason=reason(wrong),
        ) from None


def port_of(taken: socket.socket) -> int:
    """Return the port that a socket took."""
    return int(taken.getsockname()[1])


async def start(
    app: web.Application, host: str, port: int, taken: socket.socket | None = None
) -> Serving:
    """Let an application listen, on a socket that was taken before or on one of its own."""
    own = taken or listening(host, port)
    runner = web.AppRunner(
        app, access_log=None, logger=QUIET, keepalive_timeout=IDLE, shutdown_timeout=PATIENCE
    )
    await runner.setup()
    await web.SockSite(runner, own).start()
    return Serving(host=host, port=port_of(own), runner=runner)
