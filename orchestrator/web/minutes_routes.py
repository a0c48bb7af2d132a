"""The routing table of records: who writes them, who approves them, who reads them."""

from collections.abc import Iterator

from orchestrator.web import history, minutes, minutes_files, records
from orchestrator.web.visits import Handler, Route

FORUM = "{forum:[a-z0-9][a-z0-9-]{0,63}}"
SEALED = "{token:[0-9A-Za-z]{34}}"
SESSION = "{session:[a-z0-9][a-z0-9-]{0,63}}"
# Where records are written: by whom, and under which address.
WRITTEN = (
    ("", "write a record", "see own records", f"/r/{SEALED}"),
    ("desk ", "keep records", "keep records", f"/desk/{FORUM}/records"),
)
FILE = "record.{kind:pdf|docx}"
APPROVE, LOOK, READ = "approve a record", "look at a forum", "read an agenda"


def _get(name: str, action: str, path: str, handler: Handler) -> Route:
    return Route(name=name, method="GET", path=path, action=action, handler=handler)


def _post(name: str, action: str, path: str, handler: Handler, most: int | None = None) -> Route:
    return Route(name=name, method="POST", path=path, action=action, handler=handler, most=most)


def _written() -> Iterator[Route]:
    for way, write, see, path in WRITTEN:
        own, hand_in = f"{path}/{SESSION}", minutes_files.hand_in
        yield _get(f"{way or 'own '}records", see, path, minutes.own_records)
        yield _get(f"{way}minutes", write, own, minutes.minutes_page)
        yield _post(f"{way}minutes save", write, own, minutes.save, minutes.MOST)
        yield _post(f"{way}minutes withdraw", write, f"{own}/withdraw", minutes.withdraw)
        yield _get(f"{way}minutes form", write, f"{own}/form.docx", minutes_files.form_as_word)
        yield _post(f"{way}minutes file", write, f"{own}/file", hand_in, minutes_files.MOST)
        file = minutes_files.approved_file
        yield _get(f"{way}minutes record file", write, f"{own}/{FILE}", file)
        yield _get(f"{way}minutes history", write, f"{own}/history", history.history)


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
