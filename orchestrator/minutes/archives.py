"""Opens a filled form that came as an archive, and says in a form's words why one is not read."""

from collections.abc import Callable

from orchestrator.findings import N_
from orchestrator.layout import archives
from orchestrator.layout.archives import MOST_BYTES, Element, Reasons, UnreadableError

__all__ = ["MOST_BYTES", "Element", "UnreadableError", "members", "tree"]

REASONS = Reasons(
    large=N_("The file is larger than a form may be."),
    portable=N_(
        "The file is a PDF, whatever its name says. Send the Word file that was filled in."
    ),
    old=N_(
        "The file is encrypted, or of the old Word format .doc. "
        "Save it as .docx without a password."
    ),
    strange=N_("The file is neither Word nor OpenDocument."),
    macros=N_("The file holds macros. Save it without them, as .docx or .odt."),
    bomb=N_("The file unpacks to more than a form can hold; it is not read."),
    locked=N_("The file is protected with a password. Save it without one."),
    entities=N_("The file declares entities of its own; it is not read."),
    damaged=N_("The file is damaged: it cannot be opened as Word or OpenDocument."),
)


def members(data: bytes, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """Return the wanted members of an archive by name, after the limits of all were looked at."""
    return archives.members(data, wanted, REASONS)


def tree(content: bytes) -> Element:
    """Parse XML without entities, document types, network or huge nodes."""
    return archives.tree(content, REASONS)
