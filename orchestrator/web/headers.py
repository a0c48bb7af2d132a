"""What every answer tells the browser not to do."""

from collections.abc import Mapping
from types import MappingProxyType

# Nothing inline, nothing from elsewhere, nobody's frame; text never becomes script.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
UNUSED = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
SECURITY: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        # The address of a page can be the key to it.
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Server": "orchestrator",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
    }
)
HTML = "text/html; charset=utf-8"
CALENDAR = "text/calendar; charset=utf-8"
PROBLEM = "application/problem+json"
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
ASK_AGAIN_PRIVATE = "private, no-cache"
KEEP_NOTHING = "no-store"


def headers(kind: str, keep: str, **more: str) -> dict[str, str]:
    """Return the headers of an answer: its kind, how long it may be kept, and the security ones."""
    named = {name.replace("_", "-"): value for name, value in more.items()}
    return {"Content-Type": kind, "Cache-Control": keep, **named, **SECURITY}
