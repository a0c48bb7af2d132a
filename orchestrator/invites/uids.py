"""The names of calendar entries for life: not guessable, and never derived from a slot's place."""

import base64
import hashlib
import hmac

OCTETS = 20  # of the digest: 32 characters, far beyond guessing and short in every line


def uid(key: bytes, *, forum: str, person: str, thing: str, domain: str) -> str:
    """Return the UID of one person's entry: the same in a build, in the mail and in a feed."""
    # No id holds a NUL, so no two triples can read the same.
    said = f"{forum}\0{person}\0{thing}".encode()
    digest = hmac.new(key, said, hashlib.sha256).digest()[:OCTETS]
    return f"{base64.b32encode(digest).decode('ascii').lower()}@{domain.lower()}"
