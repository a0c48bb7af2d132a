"""Addresses as the mail servers want them."""

import re
from functools import lru_cache

import idna

from orchestrator.delivery.outcomes import Rejected
from orchestrator.findings import N_

# A dot-atom (RFC 5321 4.1.2), in any script (RFC 6531); quoted local parts serve nobody any more.
LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\-\u0080-\U0010ffff]{1,64}")
DOMAIN = re.compile(r"[a-z0-9_\-]+(?:\.[a-z0-9_\-]+)*")
LONGEST = 254

UNUSABLE = N_("The address is not one that mail can be sent to.")


def domain(address: str) -> str:
    """Return the domain by which deliveries are counted and bounded, in ASCII and lower case."""
    return _in_ascii(address.rpartition("@")[2].strip().lower())


@lru_cache(maxsize=1000)
def _in_ascii(written: str) -> str:
    try:
        return idna.encode(written, uts46=True).decode("ascii")
    except idna.IDNAError:
        return written


@lru_cache(maxsize=1000)
def wire(address: str) -> str:
    """Return an address as it stands in MAIL and RCPT, or refuse one that cannot stand there."""
    local, place = address.rpartition("@")[0], domain(address)
    made = f"{local}@{place}"
    # Nothing may be left that aiosmtplib's parseaddr would read otherwise: to it `a,b@c` is `a`.
    clean = LOCAL.fullmatch(local) and DOMAIN.fullmatch(place) and made.isprintable()
    if not clean or len(made.encode()) > LONGEST:
        raise Rejected(UNUSABLE)
    return made
