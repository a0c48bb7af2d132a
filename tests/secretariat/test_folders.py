"""A folder is written whole or not at all, and never over somebody else's."""

import os
import threading
import time
from pathlib import Path

import pytest

from orchestrator.errors import OrchestratorError
from orchestrator.secretariat import folders
from orchestrator.secretariat.folders import MARKER, ForeignFolderError

FILES = {"public/index.html": b"<p>", "internal/a.txt": b"a"}


def held(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MARKER
    }


def test_a_new_folder_holds_exactly_the_files(tmp_path: Path) -> None:
    folders.replace(tmp_path / "out", FILES, "forum")
    assert held(tmp_path / "out") == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    folders.replace(tmp_path / "out", FILES, "forum")
    assert held(tmp_path / "out") == FILES


def test_a_folder_of_ours_is_replaced_cleanly(tmp_path: Path) -> None:
    folders.replace(tmp_path / "out", {"old.txt": b"old"}, "forum")
    folders.replace(tmp_path / "out", FILES, "forum")
    assert held(tmp_path / "out") == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_somebody_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(ForeignFolderError):
        folders.replace(tmp_path, FILES, "forum")
    assert held(tmp_path) == {"letter.txt": b"mine"}


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(ForeignFolderError):
        folders.replace(tmp_path / "out", FILES, "forum")
    assert (tmp_path / "out").read_text() == "mine"


def test_a_failed_write_leaves_the_old_folder_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    folders.replace(tmp_path / "out", FILES, "forum")
    # A file and a folder of one name cannot both be written: the second write fails midway.
    with pytest.raises(OrchestratorError):
        folders.replace(tmp_path / "out", {"a": b"1", "a/b": b"2"}, "forum")
    assert held(tmp_path / "out") == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_two_builds_at_once_leave_one_whole_folder(tmp_path: Path) -> None:
    contents = [{f"{name}/{n}.txt": name.encode() for n in range(50)} for name in "ab"]
    failures: list[Exception] = []

    def build(files: dict[str, bytes]) -> None:
        for _ in range(10):
            try:
                folders.replace(tmp_path / "out", files, "forum")
            except OrchestratorError as wrong:
                failures.append(wrong)

    threads = [threading.Thread(target=build, args=(files,)) for files in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert held(tmp_path / "out") in contents
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_symbolic_link_to_a_folder_is_followed(tmp_path: Path) -> None:
    folders.replace(tmp_path / "real", {"old.txt": b"old"}, "forum")
    (tmp_path / "out").symlink_to(tmp_path / "real")
    folders.replace(tmp_path / "out", FILES, "forum")
    assert held(tmp_path / "real") == FILES


@pytest.mark.skipif(os.name != "posix", reason="there are no devices in folders elsewhere")
def test_a_device_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(ForeignFolderError):
        folders.replace(pipe, FILES, "forum")
    assert pipe.is_fifo()


def test_what_a_killed_build_left_behind_is_swept_away_after_an_hour(tmp_path: Path) -> None:
    for name, age in (
        (".out.new-abcd1234", 4000),
        (".out.old-abcd1234", 4000),
        (".out.new-live0000", 5),
    ):
        (tmp_path / name).mkdir()
        stamp = time.time() - age
        os.utime(tmp_path / name, (stamp, stamp))
    (tmp_path / ".out.new-mine").mkdir()
    os.utime(tmp_path / ".out.new-mine", (0, 0))
    folders.replace(tmp_path / "out", FILES, "forum")
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == [".out.new-live0000", ".out.new-mine", "out"]
