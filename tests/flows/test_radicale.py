"""A real calendar server keeps one person's entry from the first invitation to the last word."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from socket import create_server
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from tests.flows.office import Office, Told

ME = "pk@example.org"
MKCALENDAR = '<?xml version="1.0"?><mkcalendar xmlns="urn:ietf:params:xml:ns:caldav"/>'
QUERY = """<?xml version="1.0"?>
<c:calendar-query xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:d="DAV:">
<d:prop><c:calendar-data/></d:prop>
<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"/></c:comp-filter></c:filter>
</c:calendar-query>"""


@pytest.fixture
def calendar(tmp_path: Path) -> Iterator[str]:
    """Return the address of an empty calendar on a server of our own."""
    with closing(create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    told = {
        "--storage-filesystem-folder": str(tmp_path / "calendars"),
        "--server-hosts": f"127.0.0.1:{port}",
        "--auth-type": "none",
        "--rights-type": "authenticated",
    }
    options = [f"{name}={value}" for name, value in told.items()]
    with subprocess.Popen(
        [sys.executable, "-m", "radicale", "--config", "", *options], stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait(f"http://127.0.0.1:{port}/")
            own = f"http://127.0.0.1:{port}/me/calendar/"
            ask("MKCALENDAR", own, MKCALENDAR)
            yield own
        finally:
            server.terminate()


def _wait(url: str) -> None:
    for _ in range(100):
        try:
            ask("GET", url)
        except URLError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the calendar server did not start")


def ask(method: str, url: str, body: str = "", kind: str = "text/xml") -> str:
    request = Request(url, data=body.encode() or None, method=method)  # noqa: S310 - our own server
    request.add_header("Authorization", "Basic bWU6")  # me, without a password
    request.add_header("Content-Type", kind)
    request.add_header("Depth", "1")
    with urlopen(request, timeout=10) as answer:  # noqa: S310 - the same
        return str(answer.read().decode())


def keep(calendar: str, told: Told) -> None:
    """Keep what a mail brought, as a calendar program does: METHOD is for the way alone."""
    part = next(each for each in told.mail.walk() if each.get_content_type() == "text/calendar")
    text = part.get_payload(decode=True)
    assert isinstance(text, bytes)
    plain = re.sub(r"METHOD:\w+\r\n", "", text.decode())
    ask("PUT", f"{calendar}{told.uid.partition('@')[0]}.ics", plain, "text/calendar")


def kept(calendar: str) -> list[tuple[str, str, str]]:
    """Return UID, SEQUENCE and STATUS of every entry that the server has."""
    found = re.sub(r"&#13;|\r", "", ask("REPORT", calendar, QUERY)).replace("\n ", "")
    return [
        tuple(re.search(rf"^{name}:(.*)$", event, re.MULTILINE)[1] for name in NAMES)  # type: ignore[index, misc]
        for event in re.findall(r"BEGIN:VEVENT\n(.*?)END:VEVENT", found, re.DOTALL)
    ]


NAMES = ("UID", "SEQUENCE", "STATUS")


async def test_created_moved_five_times_and_cancelled_it_is_one_entry(
    calendar: str, tmp_path: Path
) -> None:
    office = Office(folder=tmp_path)
    seen = []
    for hour in (None, "12:10", "12:20", "12:30", "12:40", "12:50", "cancelled"):
        if hour == "cancelled":
            office.edit(("status: confirmed", "status: cancelled"))
        elif hour is not None:
            office.text = re.sub(r"(starts: 2030-10-10) \d\d:\d\d", rf"\1 {hour}", office.text)
        mails = await office.tell(cancel=9)
        session = next(
            each for each in mails if each.to == ME and "RELATED-TO" not in (each.event or {})
        )
        keep(calendar, session)
        seen.append(kept(calendar))
    uid = seen[0][0][0]
    assert seen == [
        *([(uid, str(sequence), "CONFIRMED")] for sequence in range(6)),
        [(uid, "6", "CANCELLED")],
    ]
