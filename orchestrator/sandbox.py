"""Reads an upload in a process of its own: hostile until read, so with limits on memory and time.

The child gets the bytes on its standard input and answers with one JSON object: the answers of a
form, or a table of people, or the sentence that says why there are none. It has no settings and no
secrets of ours.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict

from pydantic import BaseModel, ConfigDict

from orchestrator import minutes, rosters
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.layout.papers import Paper
from orchestrator.rosters import Table, codings

MOST_MEMORY = 768 * 1024 * 1024
MOST_CPU_SECONDS = 10
MOST_SECONDS = 30

TOO_MUCH = N_("Reading the file takes more memory or time than a form needs; it is not read.")
TOO_MUCH_TABLE = N_(
    "Reading the file takes more memory or time than a table of people needs; it is not read."
)
# What a table is asked for by; the name of a coding may follow.
TABLE = "table:"

READERS: Mapping[str, Callable[[bytes], Paper]] = {
    "docx": minutes.read_docx,
    "odt": minutes.read_odt,
    "md": minutes.read_markdown,
}


class Told(BaseModel):
    """What the child says: a paper or a table, or why not; it is believed no more than the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    paper: Paper | None = None
    table: Table | None = None
    refused: str = ""
    values: dict[str, str | int] = {}


def read(
    data: bytes, kind: str, *, memory: int = MOST_MEMORY, seconds: int = MOST_CPU_SECONDS
) -> Paper:
    """Read a filled form of a kind (docx, odt, md) as a paper, without trusting a byte of it."""
    if kind not in READERS:
        raise OrchestratorError(
            N_("A form is read from .docx, .odt or .md, not from '.{kind}'."), kind=kind
        )
    told = _told(data, kind, str(memory), str(seconds))
    if told.paper is None:
        raise OrchestratorError(told.refused, **told.values)
    return told.paper


def read_table(
    data: bytes,
    coding: str = "",
    *,
    memory: int = MOST_MEMORY,
    seconds: int = MOST_CPU_SECONDS,
) -> Table:
    """Read a table of people, from text or a workbook, without trusting a byte of it.

    `coding` is what a person says of a text; without it, it is told by the file or guessed.
    """
    told = _told(data, f"{TABLE}{coding and codings.known(coding)}", str(memory), str(seconds))
    if told.table is None:
        refused = TOO_MUCH_TABLE if told.refused == TOO_MUCH else told.refused
        raise OrchestratorError(refused, **told.values)
    return told.table


def _told(data: bytes, *arguments: str) -> Told:
    try:
        run = subprocess.run(  # noqa: S603 - our own module, started with our own Python
            [sys.executable, "-P", "-m", "orchestrator.sandbox", *arguments],
            input=data,
            capture_output=True,
            timeout=MOST_SECONDS,
            env=environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Told(refused=TOO_MUCH)
    if run.returncode < 0:  # ended by the system: a limit was reached
        return Told(refused=TOO_MUCH)
    if run.returncode:
        raise RuntimeError(run.stderr.decode(errors="replace"))  # a fault of ours, shown as one
    return Told.model_validate_json(run.stdout)


def environment() -> dict[str, str]:
    """Return what the child may know: nothing of ours, no password in it."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith("ORCHESTRATOR")
    }


def _limit(memory: int, seconds: int) -> None:
    try:
        # Unix only: on Windows nothing but the time limit of the parent holds.
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _child(kind: str) -> dict[str, object]:
    data = sys.stdin.buffer.read()
    try:
        if kind.startswith(TABLE):
            return {"table": rosters.read(data, kind.removeprefix(TABLE)).model_dump()}
        return {"paper": asdict(READERS[kind](data))}
    except MemoryError:
        return {"refused": TOO_MUCH}
    except OrchestratorError as wrong:
        return {"refused": wrong.message, "values": wrong.values}


if __name__ == "__main__":
    _, asked, *limits = sys.argv
    _limit(*map(int, limits))
    sys.stdout.write(json.dumps(_child(asked)))
