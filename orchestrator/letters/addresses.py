"""Whom a letter names in its headers: a name of one clean line, and exactly one address."""

from email.headerregistry import Address

from orchestrator.invites.voice import line

LONGEST = 120


def address(name: str, email: str) -> Address:
    """Return a name and an address as one correspondent, whatever the name holds."""
    local, _, domain = email.rpartition("@")
    return Address(display_name=line(name)[:LONGEST].strip(), username=local, domain=domain)
