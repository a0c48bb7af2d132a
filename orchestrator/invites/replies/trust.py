"""How far an incoming answer is believed, and whose answer it is."""

import re
from collections.abc import Collection, Iterator
from enum import IntEnum

from orchestrator.invites.replies.incoming import Attendee, Incoming, Reply
from orchestrator.invites.replies.texts import domain

RESULT = re.compile(r"\s*([a-z][a-z0-9-]*)(?:/\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
PROPERTY = re.compile(r"(?<!\S)([a-z]+\.[a-z]+)\s*=\s*(\S+)", re.IGNORECASE)
BY = re.compile(r"\bby\s+([A-Za-z0-9.-]+)", re.IGNORECASE)
# What a passed check vouches for; DMARC compares its domain with From's by itself (RFC 7489).
VOUCHED = {
    "dmarc": ("header.from",),
    "dkim": ("header.d", "header.i"),
    "spf": ("smtp.mailfrom",),
}


class Trust(IntEnum):
    """What an incoming answer is worth."""

    NONE = 0  # for the organiser to look at
    CLAIMED = 1  # From says so, nothing proves it: applied as unverified
    VOUCHED = 2  # the trusted mail server vouches for the domain
    KNOWN = 3  # it names a message that only its reader has seen


def own(reply: Reply, addresses: Collection[str]) -> Attendee | None:
    """Return the attendee of a reply who has one of these addresses: nobody speaks for others.

    A head and an assistant may both be listed; the one that says something counts. None also where
    they say different things.
    """
    found = [each for each in reply.attendees if each.address in addresses]
    said = [each for each in found if each.partstat != "NEEDS-ACTION"] or found
    return said[0] if len({each.partstat for each in said}) == 1 else None


def trust(
    incoming: Incoming, addresses: Collection[str], *, authority: str | None, known: bool
) -> Trust:
    """Return how far a mail is believed to come from somebody with one of these addresses.

    `authority` is the authserv-id of the mail server that is trusted; `known` tells that the mail
    names a message that was sent to this person only.
    """
    if known:
        return Trust.KNOWN
    if incoming.sender not in addresses:
        return Trust.NONE
    if authority and _vouched(_results(incoming.route, authority), domain(incoming.sender)):
        return Trust.VOUCHED
    return Trust.CLAIMED


def _results(route: Collection[tuple[str, str]], authority: str) -> str:
    """Return what the trusted server itself found: the topmost header with its id.

    Where the server's own Received header tells how far its part of the headers reaches, what
    stands below that came with the mail and may be forged (RFC 8601 section 5).
    """
    for name, value in _reach(list(route), authority):
        if name == "authentication-results":
            said, _, results = _plain(value).partition(";")
            if said.split()[:1] and said.split()[0].lower() == authority.lower():
                return results
    return ""


def _reach(route: list[tuple[str, str]], authority: str) -> list[tuple[str, str]]:
    received = [number for number, (name, _) in enumerate(route) if name == "received"]
    for place, number in enumerate(received):
        host = BY.search(_plain(route[number][1]))
        if host and host[1].lower().rstrip(".") == authority.lower():
            following = received[place + 1 :]
            return route[: following[0]] if following else route
    return route


def _vouched(results: str, wanted: str) -> bool:
    return any(
        vouched == wanted or (wanted.endswith(f".{vouched}") and "." in vouched)
        for vouched in _domains(results)
    )


def _domains(results: str) -> Iterator[str]:
    """Return the domains for which a check passed."""
    for part in results.split(";"):
        found = RESULT.match(part)
        if found is None or found[2].lower() != "pass":
            continue
        for name, value in PROPERTY.findall(part):
            if name.lower() in VOUCHED.get(found[1].lower(), ()):
                yield domain("@" + value.rpartition("@")[2])


def _plain(value: str) -> str:
    """Return a header without its comments, and with nothing in quotation marks that has a meaning.

    Both may repeat what the sender said, such as a semicolon and a result of their own.
    """
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for letter in value:
        if escaped:
            escaped = False
        elif letter == "\\":
            escaped = True
        elif letter == '"' and not depth:
            quoted = not quoted
        elif letter in "()" and not quoted:
            depth = max(0, depth + (1 if letter == "(" else -1))
        elif not depth:
            kept.append("_" if quoted and letter in " ;=()" else letter)
    return "".join(kept)
