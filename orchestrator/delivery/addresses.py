"""Addresses as the mail servers want them."""

import re
from email.utils import parseaddr

import idna

from orchestrator.delivery.outcomes import Rejected
from orchestrator.findings import N_

# A dot-atom (RFC 5321 4.1.2), in any script (RFC 6531); quoted local parts serve nobody any more.
LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\-\u0080-\U0010ffff]{1,64}")
LONGEST = 254

UNUSABLE = N_("The address is not one that mail can be sent to.")


def domain(address: str) -> str:
    """Return the domain by which deliveries are counted and bounded, in ASCII and lower case."""
    written = address.rpartition("@")[2].strip().lower()
    try:
        return idna.encode(written, uts46=True).decode("ascii")
    except idna.IDNAError:
        return written


def wire(address: str) -> str:
    """Return an address as it stands in MAIL and RCPT, or refuse one that cannot stand there."""
    local = address.rpartition("@")[0]
    made = f"{local}@{domain(address)}"
    fits = LOCAL.fullmatch(local) and len(made.encode()) <= LONGEST and made.isprintable()
    # aiosmtplib passes what it is given through parseaddr, which takes `a,b@c` for `a`.
    if not (fits and made.rpartition("@")[2].isascii() and parseaddr(made)[1] == made):
        raise Rejected(UNUSABLE)
    return made
