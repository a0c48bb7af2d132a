"""The tokens of machines on the desk: made and shown once, shut for good."""

from __future__ import annotations

import re

from tests.web import seen
from tests.web.house import FORUM, OURS, House


async def test_a_token_is_shown_once_and_shut(house: House) -> None:
    await house.sign_in("owner")
    form = {"name": "the office's calendar", "scope": "read", "forum": FORUM}
    made = await house.client.post("/tokens/make?language=en", data=form, headers=OURS)
    page = await made.text()
    (held,) = set(re.findall(r"orchestrator_[0-9a-f]{64}", page))
    told = {"Authorization": f"Bearer {held}"}
    before = (await house.client.get(f"/api/v1/forums/{FORUM}", headers=told)).status
    listed = await house.page("/tokens?language=en")
    (number,) = re.findall(r'name="token" value="(\d+)"', listed)
    await house.client.post("/tokens/shut", data={"token": number}, headers=OURS)
    after = (await house.client.get(f"/api/v1/forums/{FORUM}", headers=told)).status
    assert (seen.wrong(page), before, after, held in listed) == ([], 200, 401, False)
    assert "the office's calendar" in seen.text(listed)


async def test_a_token_without_a_name_or_a_scope_is_not_made(house: House) -> None:
    await house.sign_in("owner")
    form = {"name": "the office's calendar"}
    response = await house.client.post("/tokens/make?language=en", data=form, headers=OURS)
    page = await response.text()
    assert (response.status, "orchestrator_" in page) == (422, False)
    assert 'value="the office&#39;s calendar"' in page


async def test_tokens_are_made_by_who_has_just_signed_in(house: House) -> None:
    await house.sign_in("owner")
    house.clock.forward(hours=1)
    form = {"name": "x", "scope": "read"}
    response = await house.client.post(
        "/tokens/make", data=form, headers=OURS, allow_redirects=False
    )
    assert response.headers["Location"] == "/sign-in/again?next=make+token"
