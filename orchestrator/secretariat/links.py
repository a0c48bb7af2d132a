"""Links for people without an account: an id and a seal over what it opens, and nothing to guess.

The token can be computed again from its row and the key, so that a reminder repeats the link of the
invitation; the rows alone, without the key, yield no link that works.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from orchestrator.storage import Kept, Store
from orchestrator.storage import links as rows
from orchestrator.storage.links import Link

ID = 12  # characters: 60 bits, a name and no secret
SEAL = 22  # characters: 110 bits, the secret
# Crockford's letters, small: mail clients cut punctuation off the end of a link, and people who
# type one from paper take o for 0 and l for 1.
TABLE = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789abcdefghjkmnpqrstvwxyz")
ALIKE = str.maketrans("oil", "011")
LETTERS = frozenset("0123456789abcdefghjkmnpqrstvwxyz")

# To be used is noted so often: each note waits for the disk.
NOTE = timedelta(hours=1)
SPEAKER, DELEGATION, RAPPORTEUR, FEED = "speaker", "delegation", "rapporteur", "feed"
# Where each scope leads: before and after its token.
PLACES = {
    SPEAKER: ("/s/", ""),
    DELEGATION: ("/s/", ""),
    RAPPORTEUR: ("/r/", ""),
    FEED: ("/c/", ".ics"),
}


def of_assistant(address: str) -> str:
    """Return the scope of one assistant's own link: it can be shut without the others'."""
    return f"{DELEGATION}:{address.lower()}"


def feed(scope: str) -> str:
    """Return the scope of the calendar that goes with a link to a person's page."""
    _, parted, reader = scope.partition(":")
    return FEED + parted + reader


def token(key: bytes, link: str, scope: str, generation: int) -> str:
    """Return the 34 characters that open a link; the same row always gives the same ones."""
    # A UID's text has two NULs and this one three, so that neither can stand for the other.
    said = f"link\0{link}\0{scope}\0{generation}".encode()
    return link + _letters(hmac.new(key, said, hashlib.sha256).digest())[:SEAL]


def split(text: str) -> tuple[str, str] | None:
    """Return the id and the seal of a token as somebody sent it; None where it can be none."""
    clean = text.lower().translate(ALIKE)
    if len(clean) != ID + SEAL or not LETTERS.issuperset(clean):
        return None
    return clean[:ID], clean[ID:]


def verify(key: bytes, link: str, seal: str, scope: str, generation: int) -> bool:
    """Tell whether a seal belongs to this link, scope and generation."""
    return hmac.compare_digest(token(key, link, scope, generation), link + seal)


def path(key: bytes, link: str, scope: str, generation: int) -> str:
    """Return where a link leads, from the root of the service."""
    before, after = PLACES[scope.partition(":")[0]]
    return f"{before}{token(key, link, scope, generation)}{after}"


async def url_for(
    kept: Kept,
    key: bytes,
    base_url: str | None,
    *,
    forum: str,
    person: str,
    scope: str,
    now: datetime,
    chance: Callable[[int], bytes] = secrets.token_bytes,
) -> str | None:
    """Return the link of a person, kept at its first use; None without a base URL or once shut."""
    if base_url is None:
        return None
    row = await rows.ensure(kept, fresh(chance), forum=forum, scope=scope, person=person)
    if row.kind in (SPEAKER, DELEGATION):
        # Their page shows the calendar to subscribe to, and looking at a page makes no rows.
        await rows.ensure(kept, fresh(chance), forum=forum, scope=feed(scope), person=person)
    if not is_open(row, now):
        return None
    return base_url.rstrip("/") + path(key, row.id, row.scope, row.generation)


async def opened(kept: Kept, key: bytes, text: str, now: datetime) -> Link | None:
    """Return what a token opens; None where it is forged, shut, replaced or out of date."""
    row = await _genuine(kept, key, text)
    return row if row is not None and is_open(row, now) else None


async def ended(kept: Kept, key: bytes, text: str, now: datetime) -> Link | None:
    """Return what a token opened until its day came; None where it is anything else."""
    row = await _genuine(kept, key, text)
    return row if row and row.revoked is None and row.expires and row.expires <= now else None


async def _genuine(kept: Kept, key: bytes, text: str) -> Link | None:
    parts = split(text)
    row = await rows.get(kept, parts[0]) if parts else None
    if parts is None or row is None:
        return None
    return row if verify(key, row.id, parts[1], row.scope, row.generation) else None


async def note_use(store: Store, link: Link, now: datetime) -> None:
    """Note now and then that a link is used."""
    if link.used is None or now - link.used >= NOTE:
        async with store.transaction() as kept:
            await rows.use(kept, link.id, now)


def is_open(row: Link, now: datetime) -> bool:
    """Tell whether a link still leads anywhere."""
    return row.revoked is None and (row.expires is None or now < row.expires)


def fresh(chance: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """Return an id that no link has yet."""
    return _letters(chance(ID))[:ID]


def _letters(data: bytes) -> str:
    return base64.b32encode(data).decode("ascii").translate(TABLE)
