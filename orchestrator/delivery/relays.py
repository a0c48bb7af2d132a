"""The mail server that takes what we send, and how much of it at a time."""

from dataclasses import dataclass

from orchestrator.delivery.servers import Server, ServerError, server
from orchestrator.findings import N_

LIMITS = frozenset({"connections", "per_domain", "rate"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """A server for outgoing mail, and the bounds it is used within.

    At most `connections` at once, `per_domain` of them for one recipient's domain, and `rate`
    messages a second to one domain (0: as many as it takes).
    """

    server: Server
    connections: int
    per_domain: int
    rate: float


def relay(url: str) -> Relay:
    """Read `smtp[s]://user:password@host:port?connections=…&per_domain=…&rate=…`."""
    found = server(url, "smtp", LIMITS)
    if found.path:
        raise ServerError(N_("The address of the mail server ends with its port."))
    # A relay on this machine has bounds of its own; others are strangers' and easily annoyed.
    near = found.loopback
    connections = _number(found, "connections", 20 if near else 8)
    return Relay(
        server=found,
        connections=connections,
        per_domain=min(connections, _number(found, "per_domain", connections if near else 4)),
        rate=_number(found, "rate", 0 if near else 20, least=0),
    )


def _number(found: Server, name: str, default: int, least: int = 1) -> int:
    told = found.options.get(name, str(default))
    if not (told.isascii() and told.isdigit() and least <= int(told) <= 1000):
        raise ServerError(
            N_("In the address of the mail server `{name}=` is a number from {least} to {most}."),
            name=name,
            least=least,
            most=1000,
        )
    return int(told)
