"""What the operating system refuses, and why, in the reader's language."""

import errno
import socket
from pathlib import Path

from orchestrator.findings import N_, Phrase, phrase

REASONS = {
    socket.EAI_NONAME: N_("nobody knows a machine of this name"),  # from a server's own socket
    errno.EACCES: N_("permission denied"),
    errno.EPERM: N_("permission denied"),
    errno.ENOENT: N_("it does not exist"),
    errno.ENOTDIR: N_("a part of the path is not a folder"),
    errno.EISDIR: N_("it is a folder"),
    errno.EEXIST: N_("it exists already"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk is full"),
    errno.EROFS: N_("the disk is read-only"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EIO: N_("the disk does not answer"),
    errno.ECONNREFUSED: N_("nobody listens there"),
    errno.EHOSTUNREACH: N_("no way leads there"),
    errno.ENETUNREACH: N_("no way leads there"),
    errno.EADDRINUSE: N_("another program listens there already"),
    errno.EADDRNOTAVAIL: N_("this machine has no such address"),
    errno.ETIMEDOUT: N_("it does not answer in time"),
    errno.EMFILE: N_("too many files are open"),
}
UNKNOWN = N_("the system reports error {number}")


def reason(wrong: OSError) -> Phrase:
    """Return why the system refused, as a phrase."""
    if wrong.errno in REASONS:
        return phrase(REASONS[wrong.errno])
    return phrase(UNKNOWN, number=wrong.errno)


def make_folder(path: Path) -> None:
    """Make a folder where there is none; a file in its place is no folder."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise NotADirectoryError(errno.ENOTDIR, "", str(path)) from None
