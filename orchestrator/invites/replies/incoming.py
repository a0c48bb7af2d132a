"""What an incoming mail is, once read: values that no longer hold anything its sender could aim."""

from dataclasses import dataclass
from datetime import datetime

from orchestrator.findings import Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """One ATTENDEE of an incoming calendar: an address, and what it says of itself."""

    address: str
    partstat: str
    delegates: tuple[str, ...] = ()
    delegators: tuple[str, ...] = ()
    sent_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a calendar says about one entry: an answer where `method` is REPLY or COUNTER.

    `sequence` is None where none is said, `stamp` where it is no instant in UTC. `start` and `end`
    are those of a COUNTER as they were written, with the sender's name of a zone: shown, never
    reckoned with.
    """

    method: str
    uid: str
    sequence: int | None
    stamp: datetime | None
    attendees: tuple[Attendee, ...]
    comment: str = ""
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """What a report says about one recipient of one of our messages.

    `action` is that of RFC 3464 (failed, delayed, delivered, relayed, expanded); `named` are the
    Message-IDs that the report brings back.
    """

    action: str
    recipient: str
    status: str
    reason: str
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file that could be a filled form: docx, odt or md."""

    name: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A mail as it was read.

    `sender` is the one address of the one From, else empty. `named` are the Message-IDs that it
    says it answers. `route` are its Received and Authentication-Results headers from the top.
    `automatic` tells that no person wrote it. `trouble` says why a calendar in it is no answer.
    """

    message_id: str = ""
    sender: str = ""
    subject: str = ""
    date: datetime | None = None
    named: tuple[str, ...] = ()
    words: str = ""
    reply: Reply | None = None
    bounces: tuple[Bounce, ...] = ()
    attached: tuple[Attached, ...] = ()
    automatic: bool = False
    route: tuple[tuple[str, str], ...] = ()
    trouble: Phrase | None = None
