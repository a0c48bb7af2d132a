"""The words of every mail, from invitation to reminder, and the mail itself."""

from orchestrator.letters.about import KINDS, About, Kind, Letter
from orchestrator.letters.addresses import address
from orchestrator.letters.composing import compose
from orchestrator.letters.packing import Attachment, Envelope, mime

__all__ = [
    "KINDS",
    "About",
    "Attachment",
    "Envelope",
    "Kind",
    "Letter",
    "address",
    "compose",
    "mime",
]
