"""The mail that would have been sent, as the desk shows it where no mail server is set."""

from __future__ import annotations

import re

from orchestrator.delivery import FolderTransport, Mail
from orchestrator.storage import forums
from tests.web import seen
from tests.web.house import FORUM, NOW, House

PAGE = f"/desk/{FORUM}/mail"
NOSNIFF = "X-Content-Type-Options"
HOSTILE = "<script>alert(1)</script>"
MAIL = f"""\
From: Office <forum@example.org>
To: Head <head.pk@example.org>
Subject: {HOSTILE} moved
Message-ID: <one@example.org>
List-Id: <{FORUM}.example.org>
Content-Language: en
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="=_a"

--=_a
Content-Type: text/plain; charset="utf-8"

Good day {HOSTILE}
--=_a
Content-Type: text/html; charset="utf-8"

<p style="color: red">Good day</p>
--=_a--
"""


async def ours() -> bool:
    return True


async def written(house: House, text: str = MAIL) -> str:
    """Write a message as the service does, and return its name."""
    mail = Mail(
        message_id="<one@example.org>",
        sender="forum@example.org",
        recipient="head.pk@example.org",
        data=text.replace("\n", "\r\n").encode(),
    )
    name = await FolderTransport(house.folder / "outbox", lambda: NOW).send(mail, ours)
    return name.removesuffix(".eml")


async def test_what_lies_in_the_folder_is_listed_and_read(house: House) -> None:
    name = await written(house)
    await house.sign_in("organiser", FORUM)
    listed = await house.page(f"{PAGE}?language=en")
    one = await house.page(f"{PAGE}/{name}?language=en")
    assert f'href="{PAGE}/{name}"' in listed
    assert (seen.wrong(listed), seen.wrong(one)) == ([], [])
    assert f"Good day {HOSTILE}" in seen.text(one)
    assert f'href="{PAGE}"' in await house.page(f"/desk/{FORUM}")


async def test_its_page_runs_nothing_and_belongs_to_no_origin(house: House) -> None:
    name = await written(house)
    await house.sign_in("organiser", FORUM)
    response = await house.client.get(f"{PAGE}/{name}/page")
    policy = response.headers["Content-Security-Policy"].split("; ")
    assert await response.text() == '<p style="color: red">Good day</p>'
    assert {"default-src 'none'", "sandbox", "form-action 'none'"} <= {*policy}
    assert [each for each in policy if each.startswith("script-src")] == []


async def test_what_is_attached_is_kept_and_never_shown(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    files = ('text/calendar; name="a.ics"', 'text/html; name="../<b>.html"')
    parts = "".join(
        f"--=_a\nContent-Type: {kind}\nContent-Disposition: attachment\n\n{HOSTILE}\n"
        for kind in files
    )
    mixed = MAIL.replace("multipart/alternative", "multipart/mixed")
    name = await written(house, mixed.replace("--=_a--", f"{parts}--=_a--"))
    page = await house.page(f"{PAGE}/{name}?language=en")
    found = {}
    for href in re.findall(r'href="([^"]*/file/\d+)" download', page):
        response = await house.client.get(href)
        told = [response.headers[each] for each in ("Content-Type", "Content-Disposition")]
        found[href.rpartition("/")[2]] = told
        policy = (response.headers["Content-Security-Policy"], response.headers[NOSNIFF])
        assert policy == ("default-src 'none'; sandbox", "nosniff")
        assert (await response.text()).strip() == HOSTILE
    calendar = f'attachment; filename="{FORUM}.1.ics"'
    assert found == {
        "1": ["text/calendar; charset=utf-8", calendar],
        "2": ["application/octet-stream", f'attachment; filename="{FORUM}.2.bin"'],
    }
    assert (await house.client.get(f"{PAGE}/{name}/file/3")).status == 404


async def test_the_mail_of_another_forum_is_not_shown_here(house: House) -> None:
    name = await written(house, MAIL.replace(FORUM, "another"))
    async with house.store.transaction() as kept:
        await forums.ensure(kept, "another", NOW)
    await house.sign_in("owner")
    found = [
        (await house.client.get(f"{PAGE}/{name}{end}")).status for end in ("", "/page", "/file/1")
    ]
    assert (found, name in await house.page(PAGE)) == ([404, 404, 404], False)


async def test_a_name_that_is_none_of_ours_opens_nothing(house: House) -> None:
    await written(house)
    await house.sign_in("owner")
    for name in ("..%2f..%2fkey", "20201020T070000.000000Z-ffffffffffff", "x"):
        assert (await house.client.get(f"{PAGE}/{name}")).status == 404
