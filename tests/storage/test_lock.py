from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from orchestrator.errors import OrchestratorError
from orchestrator.storage import lock
from orchestrator.storage.lock import DispatcherRunsError, Holder
from tests.storage.rows import NOW

HOLDS = (
    "import sys\n"
    "from datetime import UTC, datetime\n"
    "from pathlib import Path\n"
    "from orchestrator.storage import lock\n"
    "with lock.dispatching(Path(sys.argv[1]), datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)):\n"
    "    print('holds', flush=True)\n"
    "    sys.stdin.read()\n"
)


def test_one_dispatcher_is_let_in_and_the_next_after_it(tmp_path: Path) -> None:
    path = tmp_path / "data" / "dispatcher.lock"
    assert lock.holder(path) is None
    me = Holder(pid=os.getpid(), host=socket.gethostname(), since="2026-03-02T06:00:00Z")
    for _ in range(2):
        with lock.dispatching(path, NOW) as holder:
            assert holder == me
            assert lock.holder(path) == me
        assert lock.holder(path) is None


def test_a_second_dispatcher_is_told_who_holds_the_lock_and_it_dies_with_its_process(
    tmp_path: Path,
) -> None:
    path = tmp_path / "dispatcher.lock"
    command = [sys.executable, "-c", HOLDS, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"holds\n"
        with (
            pytest.raises(DispatcherRunsError, match=rf"process {other.pid} on ") as wrong,
            lock.dispatching(path, NOW),
        ):
            pass
        assert wrong.value.exit_code == 1
        assert wrong.value.holder.since == "2026-01-02T03:04:05Z"
        other.kill()
    with lock.dispatching(path, NOW):
        pass


def test_a_holder_who_has_not_said_who_it_is_is_still_a_holder(tmp_path: Path) -> None:
    path = tmp_path / "dispatcher.lock"
    with lock.dispatching(path, NOW):
        path.write_text("", encoding="ascii")
        assert lock.holder(path) == Holder(pid=0, host="?", since="?")


def test_a_lock_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(OrchestratorError, match="cannot be opened"),
        lock.dispatching(tmp_path, NOW),
    ):
        pass
