"""The mail that would have been sent, as the desk shows it where no mail server is set."""

from __future__ import annotations

from orchestrator.delivery import FolderTransport, Mail
from orchestrator.storage import forums
from tests.web import seen
from tests.web.house import FORUM, NOW, House

PAGE = f"/desk/{FORUM}/mail"
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


async def test_the_mail_of_another_forum_is_not_shown_here(house: House) -> None:
    name = await written(house, MAIL.replace(FORUM, "another"))
    async with house.store.transaction() as kept:
        await forums.ensure(kept, "another", NOW)
    await house.sign_in("owner")
    found = [(await house.client.get(f"{PAGE}/{name}{end}")).status for end in ("", "/page")]
    assert (found, name in await house.page(PAGE)) == ([404, 404], False)


async def test_a_name_that_is_none_of_ours_opens_nothing(house: House) -> None:
    await written(house)
    await house.sign_in("owner")
    for name in ("..%2f..%2fkey", "20201020T070000.000000Z-ffffffffffff", "x"):
        assert (await house.client.get(f"{PAGE}/{name}")).status == 404
