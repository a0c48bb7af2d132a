"""What a form sends, read with care: fields may be missing, doubled or files."""

from collections.abc import Mapping

from aiohttp import web
from multidict import MultiDictProxy

from orchestrator.web.faults import SAID, RequestError

Form = Mapping[str, object]


async def read(request: web.Request) -> MultiDictProxy[str | bytes | bytearray | web.FileField]:
    """Return the fields that were sent; raise RequestError where they cannot be told apart."""
    try:
        return await request.post()
    except (LookupError, ValueError):  # an encoding that nobody knows, a boundary that is none
        raise RequestError(SAID[400][0]) from None


def said(form: Form, name: str) -> str:
    """Return a field as text without the spaces around it; empty where there is none."""
    return whole(form, name).strip()


def whole(form: Form, name: str) -> str:
    """Return a field as it was typed: a password's spaces belong to it."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def number(form: Form, name: str) -> int | None:
    """Return a field as a number; None where it is none."""
    return whole_number(said(form, name))


def whole_number(text: str) -> int | None:
    """Return a text as a number; None where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
