"""A PostgreSQL server of our own, as long as the tests run."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PASSWORD = "only for tests"  # noqa: S105 - of a server that listens to this machine for a minute
HINT = "PostgreSQL 15 or newer is not installed: on Debian `apt-get install postgresql`"
SECONDS = 60
# The machine stays up, so what was written is there after a crash of the server; waiting for the
# disk would cost most of the time.
QUICK = ("fsync=off", "full_page_writes=off")
# Waits until we close its stdin, or are no more: a server would outlive tests that were killed.
AFTERWARDS = 'read -r _; "$0" stop -s -D "$1/data" -m immediate; rm -rf "$1"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server; every database in it is a fresh one."""

    folder: Path
    port: int
    programs: Path

    def url(self, database: str = "postgres", *, password: str = PASSWORD) -> str:
        quoted = password.replace(" ", "%20")
        return f"postgresql+asyncpg://postgres:{quoted}@127.0.0.1:{self.port}/{database}"

    def make(self, database: str) -> str:
        self.tell(f'CREATE DATABASE "{database}"')
        return self.url(database)

    def drop(self, database: str) -> None:
        self.tell(f'DROP DATABASE "{database}" WITH (FORCE)')

    def tell(self, sql: str, database: str = "postgres") -> str:
        where = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", database)
        done = subprocess.run(
            [self.programs / "psql", "-qAtX", "-v", "ON_ERROR_STOP=1", *where, "-c", sql],
            env=os.environ | {"PGPASSWORD": PASSWORD},
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=True,
        )
        return done.stdout.strip()

    def start(self) -> None:
        options = f"-c listen_addresses=127.0.0.1 -p {self.port} -k {self.folder} "
        options += " ".join(f"-c {setting}" for setting in QUICK)
        self._control("start", "-w", "-t", str(SECONDS), "-o", options, "-l", self.folder / "log")

    def stop(self, mode: str = "immediate") -> None:
        self._control("stop", "-m", mode, "-w", "-t", str(SECONDS))

    def _control(self, *words: str | Path) -> None:
        _run(self.programs / "pg_ctl", "-D", self.folder / "data", *words)


def programs() -> Path | None:
    """Return the folder with the newest server's programs."""
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3])
    )
    if installed:
        return installed[-1].parent
    found = shutil.which("pg_ctl")
    return Path(found).parent if found else None


@contextmanager
def running(where: Path) -> Iterator[Server]:
    """Run a server in a new folder and take both away."""
    folder = Path(tempfile.mkdtemp(prefix="orchestrator-postgresql-"))
    server = Server(folder=folder, port=_free_port(), programs=where)
    _give(folder)
    with subprocess.Popen(
        ("sh", "-c", AFTERWARDS, where / "pg_ctl", folder),
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # whoever ends the tests does not end this one
        **_demoted(),
    ):
        _make(server)
        server.start()
        yield server


def _make(server: Server) -> None:
    secret = server.folder / "password"
    secret.write_text(PASSWORD, encoding="ascii")
    _give(secret)
    as_scram = ("--auth=scram-sha-256", f"--pwfile={secret}", "-E", "UTF8", "--no-sync")
    _run(server.programs / "initdb", "-D", server.folder / "data", "-U", "postgres", *as_scram)


def _give(path: Path) -> None:
    if os.getuid() == 0:  # the server refuses to run as root
        shutil.chown(path, "postgres", "postgres")


def _demoted() -> dict[str, Any]:
    return {} if os.getuid() else {"user": "postgres", "group": pwd.getpwnam("postgres").pw_gid}


def _run(*command: str | Path) -> None:
    """Run as nobody special, and in a folder that everybody may enter."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # the server would keep a pipe open
        stderr=subprocess.DEVNULL,
        timeout=2 * SECONDS,
        check=False,
        **_demoted(),
    )
    assert done.returncode == 0, command


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def unreachable_port() -> int:
    """Return a port at which nobody listens."""
    return _free_port()


def wait(seconds: float) -> None:
    """Wait for what only time brings."""
    time.sleep(seconds)
