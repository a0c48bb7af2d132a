"""The routing table of records: who writes them, who approves them, who reads them."""

from collections.abc import Iterator

from orchestrator.web import history, minutes, minutes_files, records
from orchestrator.web.visits import Handler, Route

FORUM = "{forum:[a-z0-9][a-z0-9-]{0,63}}"
SEALED = "{token:[0-9A-Za-z]{34}}"
SESSION = "{session:[a-z0-9][a-z0-9-]{0,63}}"
WRITING = f"/r/{SEALED}/{SESSION}"
FILE = "record.{kind:pdf|docx}"
WRITE, APPROVE, LOOK, READ = (
    "write a record",
    "approve a record",
    "look at a forum",
    "read an agenda",
)


def _get(name: str, action: str, path: str, handler: Handler) -> Route:
    return Route(name=name, method="GET", path=path, action=action, handler=handler)


def _post(name: str, action: str, path: str, handler: Handler, most: int | None = None) -> Route:
    return Route(name=name, method="POST", path=path, action=action, handler=handler, most=most)


def _written() -> Iterator[Route]:
    yield _get("own records", "see own records", f"/r/{SEALED}", minutes.own_records)
    yield _get("minutes", WRITE, WRITING, minutes.minutes_page)
    yield _post("minutes save", WRITE, WRITING, minutes.save, minutes.MOST)
    yield _post("minutes withdraw", WRITE, f"{WRITING}/withdraw", minutes.withdraw)
    yield _get("minutes form", WRITE, f"{WRITING}/form.docx", minutes_files.form_as_word)
    hand_in = minutes_files.hand_in
    yield _post("minutes file", WRITE, f"{WRITING}/file", hand_in, minutes_files.MOST)
    yield _get("minutes record file", WRITE, f"{WRITING}/{FILE}", minutes_files.approved_file)
    yield _get("minutes history", WRITE, f"{WRITING}/history", history.history)


def _approved() -> Iterator[Route]:
    doors = (
        ("chair", READ, f"/s/{SEALED}/record/{SESSION}"),
        ("desk", LOOK, f"/desk/{FORUM}/record/{SESSION}"),
        ("public", READ, f"/f/{FORUM}/record/{SESSION}"),
    )
    for name, action, path in doors:
        yield _get(f"{name} record", action, path, records.record_page)
        yield _get(f"{name} record file", action, f"{path}/{FILE}", minutes_files.approved_file)
    for name, _, path in doors[:2]:
        yield _post(f"{name} approve", APPROVE, f"{path}/approve", records.approve)
        yield _post(f"{name} return", APPROVE, f"{path}/return", records.give_back)


RECORDS = (*_written(), *_approved())
