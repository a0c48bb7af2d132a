"""The desk: what waits, what its buttons do, and what lies beside it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import timedelta

import pytest
from aiohttp import ClientResponse
from sqlalchemy import update

from orchestrator.languages import TAGS
from orchestrator.secretariat import links
from orchestrator.storage import answers, audit, deliveries, entries, forums, proposals, records
from orchestrator.storage import links as rows
from orchestrator.storage.deliveries import New
from orchestrator.storage.proposals import Kind
from orchestrator.storage.tables import deliveries as delivery_table
from tests.web import seen
from tests.web.house import FORUM, NOW, OURS, House

DESK = f"/desk/{FORUM}"
PERSON, THING = "head-pk", "session-plenary"
PAGES = (
    "",
    "/answers",
    "/people",
    "/deliveries",
    "/links",
    "/audit",
    "/agenda",
    "/publish",
    "/message",
    "/mail",
)


async def post(house: House, path: str, form: Mapping[str, str] | None = None) -> ClientResponse:
    """Press a button of the forum's desk."""
    return await house.client.post(
        f"{DESK}/{path}", data=form or {}, headers=OURS, allow_redirects=False
    )


async def desk(house: House) -> str:
    """Return everything that the desk says."""
    return seen.text(await house.page(f"{DESK}?language=en"))


async def failing(house: House, state: str) -> int:
    """Keep a message in a state, and return its number."""
    row = New(
        key=f"{state}/0",
        forum=FORUM,
        person=PERSON,
        thing=THING,
        purpose="request",
        publication=1,
        recipient="head-pk@example.org",
        due=NOW,
        created=NOW,
        details={"kinds": [], "language": "en"},
    )
    async with house.store.transaction() as kept:
        await deliveries.queue(kept, [row])
        change = {"state": state, "reason": "550 no such user", "doubt": state == "held"}
        await kept.execute(update(delivery_table).values(change))
        (found,) = await deliveries.of(kept, FORUM)
    return found.id


async def proposed(house: House, kind: Kind, **details: object) -> int:
    async with house.store.transaction() as kept:
        return await proposals.add(
            kept, FORUM, kind=kind, made=NOW, person=PERSON, thing=THING, details=details
        )


async def state(house: House, delivery: int) -> str:
    async with house.store.reading() as kept:
        row = await deliveries.get(kept, delivery)
    assert row is not None
    return row.state


@pytest.mark.parametrize("tag", TAGS)
async def test_every_page_of_the_desk_is_well_made_in_every_language(
    house: House, tag: str
) -> None:
    await house.sign_in("owner")
    await house.link(PERSON)
    await failing(house, "failed")
    await proposed(house, "counter", start="2020-10-30T07:00:00Z", comment="<b>A holiday</b>")
    places = [f"{DESK}{page}" for page in PAGES]
    found = {}
    for place in (
        *places,
        "/desk",
        "/new",
        "/account",
        "/accounts",
        "/tokens",
        "/help",
        "/sign-in",
    ):
        found[place] = seen.wrong(await house.page(f"{place}?language={tag}"))
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


async def test_no_id_stands_where_a_name_belongs(house: House) -> None:
    await house.sign_in("owner")
    await failing(house, "failed")
    await proposed(house, "counter")
    for page in ("", "/answers", "/deliveries", "/audit", "/publish"):
        said = seen.text(await house.page(f"{DESK}{page}?language=en"))
        assert (page, re.findall(r"\bhead-[a-z]{2}\b(?!@)|\bsession-\w+", said)) == (page, [])


async def test_whoever_has_not_answered_stands_there_with_the_days_left(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    said = await desk(house)
    assert "No answer yet: Pakistan Head of delegation, Pakistan 6 days left" in said


async def test_a_reader_sees_what_waits_and_has_no_buttons(house: House) -> None:
    await house.sign_in("viewer", FORUM)
    await failing(house, "failed")
    page = await house.page(f"{DESK}?language=en")
    assert "This did not arrive: Head of delegation, Pakistan" in seen.text(page)
    assert re.findall(r'action="(/desk[^"]*)"', page) == []


async def test_what_failed_is_sent_again_or_given_up(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    number = await failing(house, "failed")
    assert "This did not arrive" in await desk(house)
    await post(house, "delivery", {"delivery": str(number), "do": "give up"})
    assert ("This did not arrive" in await desk(house), await state(house, number)) == (
        False,
        "failed",
    )


async def test_what_is_in_doubt_is_sent_after_all(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    number = await failing(house, "held")
    assert "It is not certain whether this arrived" in await desk(house)
    done = await post(house, "delivery", {"delivery": str(number), "do": "send"})
    again = await post(house, "delivery", {"delivery": str(number), "do": "send"})
    assert (done.status, again.status, await state(house, number)) == (303, 409, "pending")


async def test_what_is_in_doubt_can_be_given_up(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    number = await failing(house, "held")
    await post(house, "delivery", {"delivery": str(number), "do": "give up"})
    assert ("not certain" in await desk(house), await state(house, number)) == (False, "failed")


async def test_a_delivery_of_another_forum_is_not_decided_here(house: House) -> None:
    async with house.store.transaction() as kept:
        await forums.ensure(kept, "another", NOW)
    await house.sign_in("organiser", "another")
    number = await failing(house, "held")
    form = {"delivery": str(number), "do": "send"}
    path = "/desk/another/delivery"
    response = await house.client.post(path, data=form, headers=OURS, allow_redirects=False)
    assert (response.status, await state(house, number)) == (409, "held")


async def test_a_proposal_is_closed(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    number = await proposed(house, "counter", start="2020-10-30T07:00:00Z")
    said = await desk(house)
    await post(house, "proposal", {"proposal": str(number), "do": "close"})
    assert "Another time is proposed: Head of delegation, Pakistan" in said
    assert "Friday, 30 October 2020, 12:00 (UTC+05:00)" in said
    assert "Another time is proposed" not in await desk(house)


async def test_a_time_on_nobodys_clock_is_shown_as_it_was_written(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    await proposed(house, "counter", start="20201030T123000")
    assert "20201030T123000" in await desk(house)


async def test_a_letter_is_entered_as_an_answer_by_hand(house: House) -> None:
    account = await house.sign_in("organiser", FORUM)
    number = await proposed(house, "unclear", words="He will come.", comment="With an adviser")
    await post(house, "proposal", {"proposal": str(number), "do": "ACCEPTED"})
    async with house.store.reading() as kept:
        entry = await entries.get(kept, FORUM, PERSON, THING)
        (given,) = await answers.of(kept, FORUM)
        deeds = [(deed.actor, deed.action) for deed in await audit.latest(kept, forum=FORUM)]
    assert entry is not None
    assert (entry.partstat, given.way, given.comment) == ("ACCEPTED", "hand", "With an adviser")
    assert deeds == [(f"account:{account}", "close"), (f"account:{account}", "answer")]
    assert "A letter that only you can read" not in await desk(house)


async def test_a_forum_is_held_and_released(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    await post(house, "hold")
    async with house.store.reading() as kept:
        held = await forums.held(kept, FORUM)
    assert (held, "The forum is on hold: nothing is sent." in await desk(house)) == (True, True)
    await post(house, "release")
    assert "on hold" not in await desk(house)


async def test_the_answers_are_a_table_for_a_spreadsheet(house: House) -> None:
    await house.sign_in("viewer", FORUM)
    response = await house.client.get(f"{DESK}/answers.csv?language=en")
    body = await response.text()
    rows = list(csv.DictReader(io.StringIO(body.removeprefix("\ufeff"))))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert rows[0]["Session"] == "Connection test before the plenary session"
    assert {row["Answer"] for row in rows} == {"no answer yet"}


async def test_a_link_is_revoked_and_renewed(house: House) -> None:
    path = await house.link(PERSON)
    await house.sign_in("organiser", FORUM)
    name = path[3 : 3 + links.ID]
    await post(house, "links/revoke", {"link": name})
    revoked = (await house.client.get(path)).status
    await post(house, "links/renew", {"link": name})
    fresh = await house.link(PERSON)
    assert (revoked, (await house.client.get(path)).status) == (404, 404)
    assert (await house.client.get(fresh)).status == 200


async def test_a_link_of_another_forum_is_not_changed_here(house: House) -> None:
    path = await house.link(PERSON)
    async with house.store.transaction() as kept:
        await forums.ensure(kept, "another", NOW)
    await house.sign_in("organiser", "another")
    form = {"link": path[3 : 3 + links.ID]}
    response = await house.client.post("/desk/another/links/revoke", data=form, headers=OURS)
    assert (response.status, (await house.client.get(path)).status) == (400, 200)


async def test_the_last_use_of_a_link_is_noted_now_and_then(house: House) -> None:
    path = await house.link(PERSON)
    before = await house.digest()
    used = []
    for minutes in (0, 30, 31):
        house.clock.forward(minutes=minutes)
        await house.page(path)
        async with house.store.reading() as kept:
            row = await rows.get(kept, path[3 : 3 + links.ID])
        assert row is not None
        used.append(row.used)
    later = NOW + timedelta(minutes=61)
    assert (used, await house.digest() == before) == ([NOW, NOW, later], True)


async def test_whoever_holds_a_link_that_has_ended_is_told_whom_to_ask(house: House) -> None:
    path = await house.link(PERSON)
    name = path[3 : 3 + links.ID]
    async with house.store.transaction() as kept:
        await rows.expire(kept, [name], NOW)
    ended = await house.client.get(f"{path}?language=en")
    said = seen.text(await ended.text())
    forged = await house.client.get(path[:-1] + ("0" if path[-1] != "0" else "1"))
    async with house.store.transaction() as kept:
        await rows.revoke(kept, name, NOW)
    revoked = await house.client.get(path)
    assert (ended.status, forged.status, revoked.status) == (410, 404, 404)
    reason, way = "It was open for a limited time.", "If you still need it, write to forum@example."
    assert -1 < said.find(reason) < said.find(way)


async def test_an_account_that_keeps_records_writes_them_and_has_no_desk(house: House) -> None:
    account = await house.sign_in("rapporteur", FORUM)
    page = f"{DESK}/records/plenary"
    assert f'href="{DESK}/records"' in await house.page("/desk")
    assert f'href="{page}?language=en"' in await house.page(f"{DESK}/records?language=en")
    written = await house.page(f"{page}?language=en")
    (tag,) = re.findall(r'name="tag" value="([^"]+)"', written)
    form = {"tag": tag, "h/notes": "Checked", "do": "save"}
    done = await house.client.post(page, data=form, headers=OURS, allow_redirects=False)
    async with house.store.reading() as kept:
        row = await records.newest(kept, FORUM, "plenary")
    assert row is not None
    assert (done.headers["Location"], row.by) == (f"{page}?said=saved", f"account:{account}")
    assert row.state == "draft"


async def test_the_help_names_whom_to_write_to(house: House) -> None:
    await house.sign_in(None)
    said = seen.text(await house.page("/help?language=en"))
    assert "Secretariat of the Forum, forum@example.org" in said


async def test_only_who_may_hand_out_a_link_sees_it(house: House) -> None:
    path = await house.link(PERSON)
    await house.sign_in("viewer", FORUM)
    looked = await house.page(f"{DESK}/links")
    await house.sign_in("organiser", FORUM)
    assert (path in looked, path in await house.page(f"{DESK}/links")) == (False, True)


async def test_the_audit_names_who_did_what(house: House) -> None:
    await house.sign_in("owner")
    await post(house, "hold")
    said = seen.text(await house.page(f"{DESK}/audit?language=en"))
    assert re.search(r"owner-[0-9a-f]{8}stopped the sending", said)


@pytest.mark.parametrize("page", PAGES)
async def test_a_forum_that_is_not_there_has_no_desk(house: House, page: str) -> None:
    await house.sign_in("owner")
    assert (await house.client.get(f"/desk/none{page}")).status == 404


@pytest.mark.parametrize("button", ["hold", "release", "told", "resend", "trial", "publish"])
async def test_a_forum_that_is_not_there_has_no_buttons(house: House, button: str) -> None:
    await house.sign_in("owner")
    response = await house.client.post(f"/desk/none/{button}", data={}, headers=OURS)
    assert response.status == 404


async def test_somebody_without_a_role_in_a_forum_does_not_see_it_listed(house: House) -> None:
    await house.sign_in("organiser", "another")
    assert f"/desk/{FORUM}" not in await house.page("/desk")


@pytest.mark.parametrize(
    ("state_", "sentence"),
    [
        (None, "The record is not there yet: Plenary session"),
        ("submitted", "The record waits for your approval: Plenary session"),
        ("approved", None),
    ],
)
async def test_a_record_waits_until_it_is_approved(
    house: House, state_: str | None, sentence: str | None
) -> None:
    if state_ is not None:
        async with house.store.transaction() as kept:
            await records.add(
                kept,
                FORUM,
                "plenary",
                language="ru",
                state=state_,
                content={},
                by="test",
                made=NOW,
            )
    house.clock.forward(days=11)
    await house.sign_in("organiser", FORUM)
    said = await desk(house)
    found = [each for each in (sentence,) if each and each in said]
    assert (found, "Plenary session" in said) == ([sentence] if sentence else [], bool(sentence))


async def test_deliveries_are_shown_by_their_state(house: House) -> None:
    await failing(house, "failed")
    await house.sign_in("viewer", FORUM)
    shown = [
        "head-pk@example.org" in seen.text(await house.page(f"{DESK}/deliveries?state={state}"))
        for state in ("", "failed", "sent", "no-such")
    ]
    assert shown == [True, True, False, True]
