"""Read an incoming mail. Whatever it holds, it is read within limits and nothing is raised."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import PurePath

from orchestrator.findings import N_, Phrase, phrase
from orchestrator.invites.replies import objects, texts
from orchestrator.invites.replies.bounces import bounces, from_machine, inner
from orchestrator.invites.replies.incoming import Attached, Incoming, Reply

MOST_BYTES = 28 * 1024 * 1024  # a form of 20 MiB in base64
MOST_CALENDAR_MAIL = 1024 * 1024
MOST_BOUNDARIES = 2_000
MOST_EMPTY_LINES = 10_000
MOST_LINES = 30_000
LONGEST_LINE_FOR_FREE = 40
MOST_PARTS = 100
MOST_CALENDARS = 4
MOST_FILES = 4
MOST_WORDS = 65_536
# What the standard library raises on what is no mail; LookupError and ValueError have many faces.
GARBAGE = (
    *(ValueError, LookupError, TypeError, AttributeError),
    *(AssertionError, RecursionError, OverflowError),
)

CALENDARS = frozenset({"text/calendar", "application/ics", "application/calendar"})
CALENDAR_FILES = frozenset({".ics", ".ical", ".ifb"})
TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
KINDS = {".docx": "docx", ".odt": "odt", ".md": "md", ".markdown": "md"}
TYPES = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "text/markdown": "md",
}
ANSWERED_BY_MACHINE = ("auto-replied", "auto_replied")

UNREADABLE = phrase(N_("The mail is damaged and cannot be read."))
TOO_LARGE = phrase(N_("The mail is larger than a filled form can be; it is not read."))
TOO_LARGE_ANSWER = phrase(N_("The mail is larger than an answer can be; it is not read."))
DIFFERENT = phrase(N_("The mail carries calendars that say different things; none is taken."))
IN_TNEF = phrase(
    N_(
        "The answer came as winmail.dat, which Outlook alone can read. Ask the sender to answer on "
        "their page or in plain words, or enter the answer for them."
    )
)
BY_MACHINE = phrase(N_("The answer was given by a machine, not by a person; it is not taken."))


def read(raw: bytes) -> Incoming:
    """Return what a mail holds, whoever sent it and whatever it is."""
    if len(raw) > MOST_BYTES:
        return Incoming(trouble=TOO_LARGE)
    if _is_bomb(raw):
        return Incoming(trouble=UNREADABLE)
    try:
        return _incoming(message_from_bytes(raw), len(raw))
    except GARBAGE:
        return Incoming(trouble=UNREADABLE)


def _is_bomb(raw: bytes) -> bool:
    """Tell whether a mail would become far more parts or headers than it has reason to hold."""
    empty = raw.count(b"\n\n") + raw.count(b"\n\r\n")
    lines = raw.count(b"\n") if len(raw) > MOST_CALENDAR_MAIL else 0
    return (
        raw.count(b"\n--") > MOST_BOUNDARIES
        or empty > MOST_EMPTY_LINES
        or lines > MOST_LINES + len(raw) // LONGEST_LINE_FOR_FREE
    )


def _incoming(message: Message, size: int) -> Incoming:
    parts = list(_parts(message))
    words = _words(parts)
    reported = bounces(message, parts, words)
    reply, trouble = (None, None) if reported else _calendar(message, parts, size)
    senders = texts.addresses(texts.raw(message, "from"))
    return Incoming(
        message_id=next(iter(texts.message_ids(texts.raw(message, "message-id"))), ""),
        sender=senders[0] if len(senders) == 1 else "",
        subject=texts.header(message, "subject")[:400],
        date=texts.instant(texts.header(message, "date")),
        named=texts.message_ids(
            [*texts.raw(message, "in-reply-to"), *texts.raw(message, "references")]
        ),
        words=texts.plain(words),
        reply=reply,
        bounces=reported,
        attached=() if reported else tuple(_attached(parts)),
        automatic=_is_automatic(message),
        route=_route(message),
        trouble=trouble,
    )


def _parts(message: Message) -> Iterator[Message]:
    """Return the parts that are no multiparts; mails within the mail are not entered."""
    left = [message]
    for _ in range(MOST_PARTS * 4):
        if not left:
            return
        part = left.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            left += reversed(inner(part)[:MOST_PARTS])
        else:
            yield part


def _route(message: Message) -> tuple[tuple[str, str], ...]:
    wanted = ("received", "authentication-results")
    found = [
        (name.lower(), str(value)) for name, value in message.raw_items() if name.lower() in wanted
    ]
    return tuple((name, " ".join(value.split())[:4_000]) for name, value in found[:100])


def _content(part: Message) -> bytes:
    held = part.get_payload(decode=True)
    return held if isinstance(held, bytes) else b""


def _words(parts: list[Message]) -> str:
    """Return the first text that a person can have written."""
    for part in parts:
        if part.get_content_type() == "text/plain" and not part.get_filename():
            return texts.decoded(_content(part)[:MOST_WORDS], _charset(part))
    return ""


def _charset(part: Message) -> str | None:
    said = part.get_param("charset")
    return said if isinstance(said, str) else None


def _suffix(part: Message) -> str:
    return PurePath(texts.spoken(part.get_filename() or "").lower()).suffix


def _calendar(
    message: Message, parts: list[Message], size: int
) -> tuple[Reply | None, Phrase | None]:
    """Return the one thing that the calendars of a mail say, or why there is none."""
    found = [part for part in parts if _is_calendar(part)]
    if not found:
        return None, IN_TNEF if any(map(_is_tnef, parts)) else None
    if size > MOST_CALENDAR_MAIL and not any(map(_kind, parts)):
        return None, TOO_LARGE_ANSWER
    # The same calendar often comes twice, once to be shown and once as a file.
    said = [_said(part) for part in found[:MOST_CALENDARS]]
    answers = [each for each in said if isinstance(each, Reply)]
    if any(each != answers[0] for each in answers) or len(found) > MOST_CALENDARS:
        return None, DIFFERENT
    if not answers:
        return None, next(each for each in said if isinstance(each, Phrase))
    if answers[0].method in objects.ANSWERING and _answers_by_itself(message):
        return None, BY_MACHINE
    return answers[0], None


def _is_calendar(part: Message) -> bool:
    kind = part.get_content_type()
    return kind in CALENDARS or (kind not in TYPES and _suffix(part) in CALENDAR_FILES)


def _is_tnef(part: Message) -> bool:
    return part.get_content_type() in TNEF or (part.get_filename() or "").lower() == "winmail.dat"


def _said(part: Message) -> Reply | Phrase:
    method = part.get_param("method")
    return objects.reply(_content(part), _charset(part), method if isinstance(method, str) else "")


def _kind(part: Message) -> str | None:
    if not part.get_filename():
        return None
    return KINDS.get(_suffix(part)) or TYPES.get(part.get_content_type())


def _attached(parts: list[Message]) -> Iterator[Attached]:
    forms = [(part, kind) for part in parts if (kind := _kind(part))]
    for part, kind in forms[:MOST_FILES]:
        name = texts.plain(texts.spoken(part.get_filename() or ""), 200)
        yield Attached(
            name=PurePath(re.sub(r"[/\\]", "_", name)).name, kind=kind, data=_content(part)
        )


def _submitted(message: Message) -> str:
    return texts.header(message, "auto-submitted").partition(";")[0].strip().lower() or "no"


def _answers_by_itself(message: Message) -> bool:
    """Tell whether a machine answered; Google marks what its people press as auto-generated."""
    return _submitted(message) in ANSWERED_BY_MACHINE or any(
        texts.raw(message, name) for name in ("x-autoreply", "x-autorespond", "x-autoresponse")
    )


def _is_automatic(message: Message) -> bool:
    """Tell whether no person wrote a mail: it is never answered (RFC 3834)."""
    bulk = texts.header(message, "precedence").lower() in ("auto_reply", "bulk", "junk", "list")
    return (
        _submitted(message) != "no" or bulk or _answers_by_itself(message) or from_machine(message)
    )
