"""Only our own pages may ask us to change anything (cross-site request forgery)."""

from urllib.parse import urlsplit

from aiohttp import web

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def is_ours(request: web.Request, base_url: str | None) -> bool:
    """Tell whether a request that changes something was made from a page of ours.

    Every browser since 2023 says where it comes from; without a word nothing is changed.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    parts = urlsplit(base_url or f"{request.scheme}://{request.host}")
    return origin == f"{parts.scheme}://{parts.netloc}"
