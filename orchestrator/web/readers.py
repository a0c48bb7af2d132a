"""In which language and on whose clock somebody reads: membership is asked before anything else."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from aiohttp import web

from orchestrator import languages, zones
from orchestrator.languages import TAGS

COOKIE = "language"
YEAR = 365 * 24 * 3600
LONGEST_HEADER = 200
# The word for "every session on its own clock", which is no name of a zone.
OWN = "session"
# The word for "on the clock of each member state, side by side".
EACH = "states"


def language(request: web.Request, offered: Sequence[str] = TAGS, default: str = TAGS[0]) -> str:
    """Return the language for an answer: asked for, remembered, the browser's, the default.

    It is never a neighbour of the one that was wanted.
    """
    return _chosen(
        request.query.get("language", "")[:LONGEST_HEADER],
        _remembered(request),
        request.headers.get("Accept-Language", "")[:LONGEST_HEADER],
        tuple(offered),
        default,
    )


def told(request: web.Request, offered: Sequence[str], default: str) -> str:
    """Return the language for somebody we know: theirs, unless they asked for another one."""
    asked = request.query.get("language", "")[:LONGEST_HEADER]
    return _chosen(asked, _remembered(request), "", tuple(offered), default)


def _remembered(request: web.Request) -> str:
    # Most visitors have no cookie of ours, and aiohttp would parse nothing at some length.
    return request.cookies.get(COOKIE, "")[:LONGEST_HEADER] if "Cookie" in request.headers else ""


@lru_cache(maxsize=4096)
def _chosen(asked: str, kept: str, accepted: str, offered: tuple[str, ...], default: str) -> str:
    wanted = (*filter(None, (asked, kept)), *_by_weight(accepted))
    return languages.negotiate(wanted, offered) or default


def _by_weight(header: str) -> list[str]:
    """Return the languages of an Accept-Language header, the most wanted first."""
    weighed = [pair for pair in _weighed(header) if pair[0] > 0]  # which "nan" is not
    return [tag for _, tag in sorted(weighed, key=lambda pair: -pair[0])]


def _weighed(header: str) -> Iterator[tuple[float, str]]:
    for part in header.split(","):
        tag, _, weight = part.partition(";")
        try:
            weight_of = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            weight_of = 0.0
        yield weight_of, tag.strip()


def zone(request: web.Request) -> str:
    """Return the zone on whose clock a page is read; `session` is each session's own."""
    asked = request.query.get("zone", OWN)
    return asked if asked == EACH or asked in zones.known() else OWN
