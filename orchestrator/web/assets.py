"""Styles and scripts: named after what is in them, so that browsers may keep them for ever."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from orchestrator import resources
from orchestrator.layout.environment import environment
from orchestrator.web.copies import Copy, copied
from orchestrator.web.headers import FOR_EVER, headers

FOLDER = "web/static"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
LENGTH = 12


@cache
def assets() -> Mapping[str, Copy]:
    """Return every asset by the name under which it is served."""
    return {
        f"{path.stem}.{_mark(body)}{path.suffix}": copied(
            body, headers(KINDS[path.suffix], FOR_EVER)
        )
        for path, body in _bodies().items()
    }


@cache
def address(name: str) -> str:
    """Return where an asset is found, by its name in the folder."""
    path = Path(name)
    body = {found.name: body for found, body in _bodies().items()}[name]
    return f"/static/{path.stem}.{_mark(body)}{path.suffix}"


@cache
def _bodies() -> Mapping[Path, bytes]:
    folder = resources.folder("templates") / FOLDER
    found = sorted(path for path in folder.iterdir() if path.suffix in KINDS)
    return {path: _body(path.name) for path in found}


def _body(name: str) -> bytes:
    """Return a style put together from its parts, or a script as it stands."""
    if name.endswith(".css"):
        return environment().get_template(f"{FOLDER}/{name}").render().encode()
    return resources.text("templates", f"{FOLDER}/{name}").encode()


def _mark(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:LENGTH]
