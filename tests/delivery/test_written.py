"""What lies in the folder is read back as it was written, and nothing else is taken for it."""

from __future__ import annotations

from pathlib import Path

from orchestrator.delivery.written import MOST_BYTES, opened, written

NAME = "20201020T070000.000001Z-0123456789ab"
HEAD = (
    "To: A <a@example.org>\nFrom: b@example.org\nSubject: S\nList-Id: <one.example.org>\n\nText\n"
)


def keep(folder: Path, name: str, text: str = HEAD) -> None:
    (folder / f"{name}.eml").write_text(text, encoding="utf-8")


def test_the_newest_messages_of_one_forum_are_listed(tmp_path: Path) -> None:
    later = NAME.replace("000001Z", "000002Z")
    keep(tmp_path, NAME)
    keep(tmp_path, later)
    keep(tmp_path, NAME.replace("000001Z", "000003Z"), HEAD.replace("<one.", "<two."))
    assert [each.name for each in written(tmp_path, "one", 9)] == [later, NAME]
    assert [each.name for each in written(tmp_path, "one", 1)] == [later]
    (found,) = written(tmp_path, "two", 9)
    assert (found.recipient, found.sender, found.subject) == ("a@example.org", "b@example.org", "S")


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert written(tmp_path / "none", "one", 9) == []
    assert opened(tmp_path / "none", NAME) is None


def test_only_files_of_ours_are_opened(tmp_path: Path) -> None:
    keep(tmp_path, "notes")
    (tmp_path / "outbox").mkdir()
    keep(tmp_path, NAME, "no headers at all")
    assert written(tmp_path / "outbox", "one", 9) == []
    assert [each.name for each in written(tmp_path, "", 9)] == [NAME]
    assert [opened(tmp_path, name) for name in ("notes", "../notes", f"outbox/../{NAME}")] == [
        None,
        None,
        None,
    ]


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / f"{NAME}.eml").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert opened(tmp_path, NAME) is None
