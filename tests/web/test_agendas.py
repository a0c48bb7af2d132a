from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from orchestrator.languages import TAGS
from tests.web import seen
from tests.web.house import FORUM, SOURCE, House, opened, publish

PAGE = f"/f/{FORUM}"


async def test_a_reader_gets_their_own_language(house: House) -> None:
    page = await house.page(PAGE, **{"Accept-Language": "de;q=0.9, ur-PK;q=0.8, ru;q=0.2"})
    assert '<html lang="ur" dir="rtl"' in page


async def test_without_a_language_of_the_forum_it_is_the_first_official_one(house: House) -> None:
    assert '<html lang="ru"' in await house.page(PAGE, **{"Accept-Language": "fr, de;q=0.5"})


async def test_a_language_that_is_asked_for_comes_before_the_browsers(house: House) -> None:
    page = await house.page(f"{PAGE}?language=zh-CN", **{"Accept-Language": "en"})
    assert '<html lang="zh-Hans"' in page


@pytest.mark.parametrize("asked", ["xx", "../../etc/passwd", "zh-TW", "", "a" * 5000])
async def test_a_language_that_there_is_not_changes_nothing(house: House, asked: str) -> None:
    page = await house.page(f"{PAGE}?language={asked}", **{"Accept-Language": "kk-KZ"})
    assert '<html lang="kk"' in page


async def test_times_stand_on_the_sessions_own_clock_at_first(house: House) -> None:
    page = seen.text(await house.page(f"{PAGE}?language=en"))
    assert "All times are on each session's own clock." in page
    assert "12:00–15:00 (Yekaterinburg, UTC+05:00)" in page


async def test_the_zone_is_named_in_words_wherever_times_stand(house: House) -> None:
    page = seen.text(await house.page(f"{PAGE}?language=en&zone=Asia/Shanghai"))
    assert "All times are on this clock: Beijing." in page
    assert "15:00–18:00 (Beijing, UTC+08:00)" in page
    assert "Time (Beijing)" in page


@pytest.mark.parametrize(
    ("zone", "hours"),
    [
        ("UTC", "07:00–07:05"),
        ("Asia/Kolkata", "12:30–12:35"),
        ("Asia/Calcutta", "12:30–12:35"),
        ("Nowhere/City", "12:00–12:05"),
        ("Asia", "12:00–12:05"),
        ("../../etc/passwd", "12:00–12:05"),
    ],
)
async def test_the_page_is_read_on_any_known_clock(house: House, zone: str, hours: str) -> None:
    assert hours in seen.text(await house.page(f"{PAGE}?zone={zone}"))


async def test_all_clocks_can_be_seen_at_once(house: House) -> None:
    page = seen.text(await house.page(f"{PAGE}?language=en&zone=states"))
    assert "12:30–12:35 New Delhi" in page
    assert "12:00–12:05 Islamabad, Yekaterinburg, Dushanbe, Tashkent" in page


async def test_the_page_names_no_guest_and_no_link_to_join(house: House) -> None:
    for tag in TAGS:
        page = await house.page(f"{PAGE}?language={tag}")
        assert "meet.example.org" not in page
        assert "@example.org" not in page


@pytest.mark.parametrize("zone", ["session", "states", "Asia/Shanghai"])
@pytest.mark.parametrize("tag", ["en", "ur", "zh-Hans"])
async def test_the_page_is_well_made(house: House, tag: str, zone: str) -> None:
    source = await house.page(f"{PAGE}?language={tag}&zone={zone}")
    assert seen.wrong(source) == []
    assert len(source.encode()) <= 40 * 1024


async def test_a_page_that_is_known_is_not_sent_again(house: House) -> None:
    first = await house.client.get(PAGE)
    again = await house.client.get(PAGE, headers={"If-None-Match": first.headers["ETag"]})
    weak = await house.client.get(
        PAGE, headers={"If-None-Match": f'"other", W/{first.headers["ETag"]}'}
    )
    assert (first.status, again.status, weak.status) == (200, 304, 304)
    assert await again.read() == b""
    assert again.headers["ETag"] == first.headers["ETag"]


async def test_a_new_revision_is_a_new_page(house: House) -> None:
    before = await house.client.get(PAGE)
    await publish(house.store, SOURCE.replace("2020-10-29 12:00", "2020-10-29 13:00"))
    after = await house.client.get(PAGE, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status == 200
    assert "13:00–13:05" in seen.text(await after.text())


async def test_many_who_ask_at_once_are_answered_alike(house: House) -> None:
    pages = await asyncio.gather(*(house.page(f"{PAGE}?language=kk") for _ in range(20)))
    assert len(set(pages)) == 1


async def test_a_forum_with_a_link_is_open_and_not_listed(tmp_path: Path) -> None:
    linked = SOURCE.replace("visibility: public", "visibility: link")
    async with opened(tmp_path, linked) as house:
        page = await house.page(PAGE)
        front = await house.page("/")
    assert 'content="noindex, nofollow"' in page
    assert FORUM not in front


async def test_a_public_forum_is_listed_under_its_title_and_date(house: House) -> None:
    page = seen.text(await house.page("/?language=en"))
    assert "First SCO Member States' Heads of Regions Forum" in page
    assert "Thursday, 29 October 2020" in page


async def test_without_a_public_forum_the_front_says_where_participants_go(tmp_path: Path) -> None:
    private = SOURCE.replace("visibility: public", "visibility: private")
    async with opened(tmp_path, private) as house:
        page = await house.page("/?language=en")
    assert "Participants find their own page through the link in their invitation." in page


async def test_the_calendar_for_everybody_can_be_subscribed_to(house: House) -> None:
    page = await house.page(f"{PAGE}?language=en")
    assert f'href="webcal://127.0.0.1/f/{FORUM}/calendar.ics?language=en"' in page
    response = await house.client.get(f"{PAGE}/calendar.ics?language=en")
    body = await response.text()
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY;LANGUAGE=en:" in body
    assert "meet.example.org" not in body
