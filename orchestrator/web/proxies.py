"""What stands before us speaks for the browser; what anybody else says about themselves is air."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

from aiohttp import web

from orchestrator.config import Networks

SCHEMES = frozenset({"http", "https"})
LONGEST = 1000


def seen_through(request: web.Request, proxies: Networks) -> web.Request:
    """Return a request as the browser made it, where a proxy that we know passed it on."""
    if not proxies or not _is_known(request.remote, proxies):
        return request
    scheme = request.headers.get("X-Forwarded-Proto", "").strip().lower()
    return request.clone(
        remote=_sender(request, proxies),
        scheme=scheme if scheme in SCHEMES else request.scheme,
    )


def _sender(request: web.Request, proxies: Networks) -> str:
    """Return who sent it: the last address that none of our proxies has, read from our end."""
    found = request.remote or ""
    told = ",".join(request.headers.getall("X-Forwarded-For", ()))[-LONGEST:]
    for each in reversed(told.split(",")):
        address = _address(each.strip())
        if address is None:
            break
        found = str(address)
        if not _is_known(found, proxies):
            break
    return found


@lru_cache(maxsize=1024)
def _is_known(text: str | None, proxies: Networks) -> bool:
    address = _address(text or "")
    return address is not None and any(address in network for network in proxies)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.strip("[]"))
    except ValueError:
        return None
    # A socket that takes both kinds writes an IPv4 address as an IPv6 one.
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
