"""What goes wrong with a database, in one sentence for the person."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_, Phrase, phrase


class StoreError(OrchestratorError):
    """The database cannot do its work now; what it was asked to do has not been kept."""


class Conflict(OrchestratorError):  # noqa: N818 - what it is called on the desk
    """Somebody else published meanwhile; `head` is the newest revision now."""

    exit_code = 4

    def __init__(self, *, forum: str, head: int | None) -> None:
        super().__init__(
            N_(
                "The forum '{forum}' was changed elsewhere: its newest revision is now {head}. "
                "Pull it, look at the difference, and publish again."
            ),
            forum=forum,
            head=head or 0,
        )
        self.head = head


BUSY = N_("The database '{place}' is busy: another program is writing. Try again in a moment.")
FULL = N_("No room is left where the database '{place}' stands. Make room and try again.")
DAMAGED = N_(
    "The database '{place}' is damaged or is no database of this program. "
    "Move it away and put a backup in its place with 'restore'."
)
CLOSED = N_("The database '{place}' cannot be opened or written: {reason}.")
NEWER = N_(
    "The database '{place}' was made by a newer version of this program (schema {schema}). "
    "Install that version."
)
UNREACHABLE = N_(
    "The database server '{place}' cannot be reached: {reason}. "
    "Check ORCHESTRATOR_DATABASE_URL and that the server runs."
)
REFUSED = N_(
    "The database server '{place}' refuses the sign-in: {reason}. "
    "Check the name and password in ORCHESTRATOR_DATABASE_URL."
)
TOO_OLD = N_("The database server '{place}' is PostgreSQL {version}; 15 or newer is needed.")
UNKNOWN_KIND = N_(
    "The database address '{place}' cannot be used. "
    "It begins with 'sqlite+aiosqlite:///' or 'postgresql+asyncpg://'."
)

# By the name of SQLite's result code, without its details: SQLITE_IOERR_WRITE is an IOERR.
SQLITE = {
    "BUSY": BUSY,
    "LOCKED": BUSY,
    "FULL": FULL,
    "CORRUPT": DAMAGED,
    "NOTADB": DAMAGED,
    "CANTOPEN": CLOSED,
    "READONLY": CLOSED,
    "PERM": CLOSED,
    "AUTH": CLOSED,
    "IOERR": CLOSED,
}
REASONS = {
    "CANTOPEN": N_("permission denied"),
    "READONLY": N_("permission denied"),
    "PERM": N_("permission denied"),
    "AUTH": N_("permission denied"),
    "IOERR": N_("the disk does not answer"),
}
# By PostgreSQL's SQLSTATE or, with two letters, its class.
POSTGRESQL = {
    "53100": FULL,
    "28": REFUSED,
    "3D": REFUSED,
    "42501": REFUSED,
    "08": UNREACHABLE,
    "53": UNREACHABLE,
    "57P": UNREACHABLE,
    "55P03": BUSY,
    "40": BUSY,
    "XX001": DAMAGED,
    "25006": CLOSED,
}


def place(url: URL) -> str:
    """Return what a person calls the database: its file, or its server without the password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    return url.render_as_string(hide_password=True)


@contextmanager
def spoken(where: str) -> Iterator[None]:
    """Turn a database's complaint into a sentence; faults of our own SQL stay what they are."""
    try:
        yield
    except (DBAPIError, NoConnectionFree) as wrong:
        told = sentence(wrong, where)
        if told is None:
            raise
        raise told from wrong


@contextmanager
def reached(where: str) -> Iterator[None]:
    """Do the same while a connection is made: drivers let the network's own errors through."""
    with spoken(where):
        try:
            yield
        except (OSError, TimeoutError) as wrong:
            raise StoreError(UNREACHABLE, place=where, reason=_reason(wrong)) from wrong
        except Exception as wrong:
            told = _told(wrong, where)
            if told is None:
                raise
            raise told from wrong


@contextmanager
def answered(where: str) -> Iterator[None]:
    """Do the same where a server does not answer in time: its driver then says only that."""
    try:
        yield
    except TimeoutError as wrong:
        raise StoreError(UNREACHABLE, place=where, reason=_reason(wrong)) from wrong


def sentence(wrong: Exception, where: str) -> StoreError | None:
    """Return the sentence for a complaint, or None where it is our own fault."""
    if isinstance(wrong, NoConnectionFree):
        return StoreError(BUSY, place=where)
    if not isinstance(wrong, DBAPIError):
        return None
    told = _told(wrong.orig, where)
    if told is None and wrong.connection_invalidated:
        return StoreError(UNREACHABLE, place=where, reason=_reason(wrong.orig))
    return told


def _told(wrong: BaseException | None, where: str) -> StoreError | None:
    while wrong is not None:
        message = _message(wrong)
        if message is not None:
            return StoreError(message, place=where, reason=_reason(wrong))
        wrong = wrong.__cause__
    return None


def _message(wrong: BaseException) -> str | None:
    if isinstance(wrong, OSError) and wrong.errno == errno.ENOSPC:
        return FULL
    name = getattr(wrong, "sqlite_errorname", None)
    if isinstance(name, str):
        return SQLITE.get(name.removeprefix("SQLITE_").partition("_")[0])
    state = getattr(wrong, "sqlstate", None)
    if isinstance(state, str):
        return next((POSTGRESQL[state[:n]] for n in (5, 3, 2) if state[:n] in POSTGRESQL), None)
    return None


def _reason(wrong: BaseException | None) -> str | Phrase:
    """Return why, in our words where there are any, else the first line of the driver's."""
    name = str(getattr(wrong, "sqlite_errorname", "")).removeprefix("SQLITE_").partition("_")[0]
    if name in REASONS:
        return phrase(REASONS[name])
    said = str(wrong or "").strip() or type(wrong).__name__
    return said.splitlines()[0].rstrip(".")
