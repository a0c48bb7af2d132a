"""Reads an upload in a process of its own: hostile until read, so with limits on memory and time.

The child gets the bytes on its standard input and answers with one JSON object: the answers of a
form, or the sentence that says why there are none. It has no settings and no secrets of ours.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict

from pydantic import TypeAdapter

from orchestrator import minutes
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.layout.papers import Paper

MOST_MEMORY = 768 * 1024 * 1024
MOST_CPU_SECONDS = 10
MOST_SECONDS = 30

READERS: Mapping[str, Callable[[bytes], Paper]] = {
    "docx": minutes.read_docx,
    "odt": minutes.read_odt,
    "md": minutes.read_markdown,
}
PAPER = TypeAdapter(Paper)


def read(data: bytes, kind: str) -> Paper:
    """Read a filled form of a kind (docx, odt, md) as a paper, without trusting a byte of it."""
    if kind not in READERS:
        raise OrchestratorError(
            N_("A form is read from .docx, .odt or .md, not from '.{kind}'."), kind=kind
        )
    told = _told(data, kind)
    if "refused" in told:
        raise OrchestratorError(told["refused"], **told["values"])
    return PAPER.validate_python(told["paper"])


def _told(data: bytes, kind: str) -> dict[str, object]:
    try:
        run = subprocess.run(  # noqa: S603 - our own module, started with our own Python
            [sys.executable, "-P", "-m", "orchestrator.sandbox", kind],
            input=data,
            capture_output=True,
            timeout=MOST_SECONDS,
            env=_environment(),
            check=False,
        )
        told: dict[str, object] = json.loads(run.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise OrchestratorError(
            N_("Reading the file takes more memory or time than a form needs; it is not read.")
        ) from None
    return told


def _environment() -> dict[str, str]:
    """Return what the child may know: nothing of ours, no password in it."""
    return {name: value for name, value in os.environ.items() if not name.startswith("ORCHESTRATOR")}


def _limit() -> None:
    try:
        # Unix only: on Windows nothing but the time limit of the parent holds.
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _child(kind: str) -> dict[str, object]:
    data = sys.stdin.buffer.read()
    try:
        return {"paper": asdict(READERS[kind](data))}
    except OrchestratorError as wrong:
        return {"refused": wrong.message, "values": wrong.values}


if __name__ == "__main__":
    _limit()
    sys.stdout.write(json.dumps(_child(sys.argv[1])))
