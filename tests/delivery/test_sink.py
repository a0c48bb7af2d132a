"""The sink that campaigns count by must itself be right."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from orchestrator.delivery import Outcome, SmtpTransport, relay
from orchestrator.delivery.connections import Patience
from tests.delivery import ledgers
from tests.delivery.faults import Dice, Fault, faults
from tests.delivery.mails import Marks, mail
from tests.delivery.sink import Sink

QUICK = Patience(turn=20, open=5, reply=1, data=1, pause=0.01, longest_pause=0.02)


@contextmanager
def process(folder: Path, *arguments: str) -> Iterator[int]:
    command = [sys.executable, "-m", "tests.delivery.sink", "--port", "0", *arguments]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder)
    try:
        assert running.stdout is not None
        yield int(running.stdout.readline())
    finally:
        running.terminate()
        running.communicate(timeout=20)
    assert running.returncode == 0


async def ends(url: str, count: int) -> dict[str, str]:
    """Send so many messages and return how each ended."""
    transport = SmtpTransport(relay(url), QUICK)

    async def end(number: int) -> tuple[str, str]:
        try:
            await transport.send(mail(number), Marks())
        except Outcome as outcome:
            return f"<m{number}@example.org>", type(outcome).__name__
        return f"<m{number}@example.org>", "sent"

    found = dict(await asyncio.gather(*(end(number) for number in range(count))))
    await transport.close()
    return found


def test_a_process_logs_what_it_took_even_where_nobody_was_told(
    repository: Path, tmp_path: Path
) -> None:
    log = tmp_path / "taken.log"
    wrong = "drop@taken=0.2,drop@dot=0.2,451@rcpt=0.1,550@dot=0.1,garbage@taken=0.1"
    options = ("--log", str(log), "--faults", wrong, "--seed", "7")
    with process(repository, *options) as port:
        ended = asyncio.run(ends(f"smtp://127.0.0.1:{port}", 200))
        # While it runs: what it said it took stands in the file.
        taken = {each.message_id: each.told for each in ledgers.read(log)}
    assert set(ended.values()) == {"sent", "Uncertain", "Deferred", "Rejected"}
    assert {name for name, end in ended.items() if end == "sent"} == {
        name for name, told in taken.items() if told
    }
    assert {ended[name] for name, told in taken.items() if not told} == {"Uncertain"}
    assert len(ledgers.read(log)) == len(taken)


async def test_the_log_goes_on_where_it_ended(tmp_path: Path) -> None:
    for number in (1, 2):
        async with Sink(log=tmp_path / "log") as sink:
            await ends(sink.url, number)
            kept = [replace(taken, data=b"") for taken in sink.taken]
            assert ledgers.read(tmp_path / "log")[-number:] == kept
    assert len(ledgers.read(tmp_path / "log")) == 3


def test_a_line_cut_short_was_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "log"
    assert ledgers.read(path) == []
    path.write_bytes(b'{"at": 1.0, "message')
    assert ledgers.read(path) == []


def test_faults_are_read_as_they_are_ordered() -> None:
    assert faults("drop@taken=0.05, 451@rcpt/slow.example.org=1,hang@dot=0.1:30") == (
        Fault(what="drop", stage="taken", chance=0.05),
        Fault(what="451", stage="rcpt", recipient="slow.example.org"),
        Fault(what="hang", stage="dot", chance=0.1, seconds=30),
    )


@pytest.mark.parametrize("spec", ["drop", "drop@taken", "melt@dot=1", "drop@lunch=1", "999@dot=1"])
def test_a_fault_that_cannot_be_is_refused(spec: str) -> None:
    with pytest.raises(ValueError, match=r"is (not|none)"):
        faults(spec)


def test_the_same_seed_throws_the_same() -> None:
    def thrown(seed: int) -> list[bool]:
        dice = Dice(faults("drop@dot=0.5"), seed)
        return [dice.thrown("dot") is not None for _ in range(50)]

    assert thrown(1) == thrown(1)
    assert thrown(1) != thrown(2)
    assert 10 < sum(thrown(1)) < 40
