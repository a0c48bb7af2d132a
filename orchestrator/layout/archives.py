"""Opens an uploaded archive as one that may be hostile: limits first, then safe parsing."""

import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO  # noqa: TID251 - bytes in memory: zipfile reads a file object
from typing import Final, TypeAlias

from lxml import etree

from orchestrator.errors import OrchestratorError

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no other name for what it parses

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_MEMBERS = 500
# Tags of one member: every element costs memory and time, however short it is written.
MOST_TAGS = 2_000_000
HIGHEST_RATIO = 100
# Small members may be packed better than the ratio: an empty page of XML often is.
SMALL = 64 * 1024
# How the first bytes of other files betray them, whatever they are called.
PDF = b"%PDF-"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACROS = ("vbaproject", "basic/", "scripts/")


class UnreadableError(OrchestratorError):
    """The file is not one that can be read here."""


# What zipfile raises for an archive that is not whole.
DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Why an archive is refused, in the words of what was to be read from it."""

    large: str
    portable: str
    old: str
    strange: str
    macros: str
    bomb: str
    locked: str
    entities: str
    damaged: str


def members(data: bytes, wanted: Callable[[str], bool], reasons: Reasons) -> dict[str, bytes]:
    """Return the wanted members of an archive by name, after the limits of all were looked at."""
    _refuse_strangers(data, reasons)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            listed = archive.infolist()
            _refuse_bombs(listed, reasons)
            names = {each.filename.lower() for each in listed}
            if any(macro in name for name in names for macro in MACROS):
                raise UnreadableError(reasons.macros)
            found = [each for each in listed if wanted(each.filename)]
            # zipfile unpacks no more of a member than the list says, so a list that lies is damage.
            return {each.filename: archive.read(each) for each in found}
    except DAMAGE as wrong:
        raise UnreadableError(reasons.damaged) from wrong


def _refuse_strangers(data: bytes, reasons: Reasons) -> None:
    if len(data) > MOST_BYTES:
        raise UnreadableError(reasons.large)
    if data.startswith(PDF):
        raise UnreadableError(reasons.portable)
    if data.startswith(OLE):
        raise UnreadableError(reasons.old)
    if not data.startswith(b"PK"):
        raise UnreadableError(reasons.strange)


def _refuse_bombs(listed: list[zipfile.ZipInfo], reasons: Reasons) -> None:
    """Refuse before a single member is unpacked."""
    size = sum(each.file_size for each in listed)
    dense = any(each.file_size > max(SMALL, each.compress_size * HIGHEST_RATIO) for each in listed)
    if len(listed) > MOST_MEMBERS or size > MOST_BYTES or dense:
        raise UnreadableError(reasons.bomb)
    if any(each.flag_bits & 0x1 for each in listed):
        raise UnreadableError(reasons.locked)


def tree(content: bytes, reasons: Reasons) -> Element:
    """Parse XML without entities, document types, network or huge nodes."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
    )
    # Asked before parsing: a document type has no place in an office file, whatever it declares.
    # Without its zeros UTF-16 reads like ASCII here.
    plain = content.replace(b"\0", b"")
    if b"<!DOCTYPE" in plain[:4096] or b"<!ENTITY" in plain:
        raise UnreadableError(reasons.entities)
    if plain.count(b"<") > MOST_TAGS:
        raise UnreadableError(reasons.bomb)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as wrong:
        if wrong.code in (None, etree.ErrorTypes.ERR_NO_MEMORY):
            raise MemoryError from wrong
        raise UnreadableError(reasons.damaged) from wrong
    if root.getroottree().docinfo.doctype:  # further down, or in yet another coding
        raise UnreadableError(reasons.entities)
    return root
