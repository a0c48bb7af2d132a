from __future__ import annotations

import re

import pytest

from orchestrator.languages import TAGS, translator
from orchestrator.secretariat import links
from orchestrator.storage import answers, audit, entries, proposals
from tests.web import seen
from tests.web.house import FORUM, NOW, OURS, SOURCE, House, publish

PERSON = "head-pk"
URDU = translator("ur")
THING = "session-plenary"


async def answered(house: House, path: str, **form: str) -> str:
    """Send an answer and return the page to which it leads."""
    given = {"thing": THING, "sequence": "0", "partstat": "ACCEPTED", **form}
    response = await house.client.post(f"{path}/answer", data=given, headers=OURS)
    assert response.status == 200, response.status
    return await response.text()


async def partstat(house: House, person: str = PERSON, thing: str = THING) -> str | None:
    """Return the answer that stands."""
    async with house.store.reading() as kept:
        entry = await entries.get(kept, FORUM, person, thing)
    return entry.partstat if entry else None


async def test_the_page_says_whose_it_is_in_their_language(house: House) -> None:
    page = await house.page(await house.link(PERSON))
    assert '<html lang="ur" dir="rtl" class="sheet">' in page
    assert "سربراہِ وفد، پاکستان" in seen.text(page)


async def test_the_page_shows_the_slot_on_both_clocks_and_its_neighbours(house: House) -> None:
    page = seen.text(await house.page(f"{await house.link('head-in')}?language=en"))
    assert "On your clock13:00–13:07Thursday, 29 October 2020New Delhi, UTC+05:30" in page
    assert "On the forum's clock12:30–12:37Thursday, 29 October 2020Yekaterinburg" in page
    assert "12:50–13:00Maxim ReshetnikovBefore you" in page
    assert "13:07–13:14KazakhstanAfter you" in page
    assert "meet.example.org/sco-regions-2020" in page


async def test_the_assistants_page_says_that_it_is_theirs(house: House) -> None:
    path = await house.link(PERSON, links.DELEGATION)
    page = seen.text(await house.page(f"{path}?language=en"))
    assert "meant for those who assist this participant: Head of delegation, Pakistan" in page


@pytest.mark.parametrize("tag", TAGS)
async def test_the_page_is_well_made_in_every_language(house: House, tag: str) -> None:
    source = await house.page(f"{await house.link(PERSON)}?language={tag}")
    assert seen.wrong(source) == []
    assert len(source.encode()) <= 40 * 1024


async def test_the_page_is_kept_by_nobody_and_tells_nobody_its_address(house: House) -> None:
    response = await house.client.get(await house.link(PERSON))
    told = {name: response.headers[name] for name in ("Cache-Control", "Referrer-Policy")}
    assert told == {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


async def test_an_answer_is_kept_and_shown(house: House) -> None:
    path = await house.link(PERSON)
    page = await answered(house, path, comment="With one adviser")
    assert await partstat(house) == "ACCEPTED"
    async with house.store.reading() as kept:
        given = [(a.partstat, a.comment, a.way, a.applied) for a in await answers.of(kept, FORUM)]
        deeds = [(d.actor, d.action, d.object) for d in await audit.latest(kept)]
    assert given == [("ACCEPTED", "With one adviser", "page", True)]
    assert deeds == [(f"link:{path[3:15]}", "answer", f"{PERSON}/{THING}")]
    assert URDU.say("Your answer: you will take part.") in seen.text(page)
    assert URDU.say("Thank you. Your answer has reached the secretariat.") in seen.text(page)
    assert 'value="With one adviser"' in page


async def test_a_change_of_mind_is_an_answer_like_any_other(house: House) -> None:
    path = await house.link(PERSON)
    await answered(house, path)
    house.clock.forward(minutes=1)
    await answered(house, path, partstat="DECLINED")
    assert await partstat(house) == "DECLINED"


async def test_an_answer_to_what_has_changed_since_is_asked_for_again(house: House) -> None:
    path = await house.link(PERSON)
    await publish(house.store, SOURCE.replace("2020-10-29 12:00", "2020-10-29 13:00"))
    page = seen.text(await answered(house, path, sequence="0"))
    assert await partstat(house) == "NEEDS-ACTION"
    changed = "The session has changed since you opened the page. Please look at it and answer."
    assert URDU.say(changed) in page


async def test_the_page_stays_in_the_language_that_was_chosen(house: House) -> None:
    path = await house.link(PERSON)
    page = await (await house.client.get(f"{path}?language=ru")).text()
    assert f"{path}/answer?language=ru" in page
    given = {"thing": THING, "sequence": "0", "partstat": "DECLINED"}
    response = await house.client.post(f"{path}/answer?language=ru", data=given, headers=OURS)
    assert '<html lang="ru"' in await response.text()


async def test_nobody_answers_for_another(house: House) -> None:
    path = await house.link(PERSON)
    form = {"thing": "session-no", "sequence": "0", "partstat": "ACCEPTED", "person": "head-in"}
    response = await house.client.post(f"{path}/answer", data=form, headers=OURS)
    assert response.status == 404
    form["thing"] = THING
    await house.client.post(f"{path}/answer", data=form, headers=OURS)
    assert await partstat(house, "head-in") == "NEEDS-ACTION"


@pytest.mark.parametrize("said", ["", "YES", "NEEDS-ACTION", "accepted"])
async def test_an_answer_that_is_none_is_refused(house: House, said: str) -> None:
    path = await house.link(PERSON)
    form = {"thing": THING, "sequence": "0", "partstat": said}
    response = await house.client.post(f"{path}/answer", data=form, headers=OURS)
    assert response.status == 400
    assert await partstat(house) == "NEEDS-ACTION"


async def test_another_time_is_proposed_on_the_persons_own_clock(house: House) -> None:
    path = await house.link("head-in")
    form = {"thing": THING, "sequence": "0", "when": "2020-10-30T12:30", "comment": "A holiday"}
    response = await house.client.post(f"{path}/proposal", data=form, headers=OURS)
    async with house.store.reading() as kept:
        (found,) = await proposals.of(kept, FORUM)
    assert response.status == 200
    assert (found.kind, found.person, found.thing) == ("counter", "head-in", THING)
    assert found.details["start"] == "2020-10-30T07:00:00Z"
    assert found.details["comment"] == "A holiday"
    assert await partstat(house, "head-in") == "NEEDS-ACTION"


async def propose(house: House, path: str, when: str, comment: str = "") -> str:
    """Propose another time and return the page to which it leads, in English."""
    form = {"thing": THING, "sequence": "0", "when": when, "comment": comment}
    send = f"{path}/proposal?language=en"
    response = await house.client.post(send, data=form, headers=OURS)
    return seen.text(await response.text())


async def decisions(house: House) -> list[str | None]:
    """Return what became of each proposal, oldest first; `open` is one that waits."""
    async with house.store.reading() as kept:
        found = await proposals.of(kept, FORUM, closed=True)
    return [each.decision if each.closed else "open" for each in found]


async def test_whoever_proposed_another_time_sees_it_on_both_clocks(house: House) -> None:
    said = await propose(house, await house.link("head-in"), "2020-10-30T12:30", "A holiday")
    assert "You have proposed another time Friday, 30 October 2020, 12:30 (New Delhi, UTC" in said
    assert "On the forum's clock: 12:00 (Yekaterinburg, UTC+05:00) A holiday" in said
    assert "The secretariat has not decided yet. Withdraw the proposal" in said


async def test_another_proposal_takes_the_place_of_the_one_that_waits(house: House) -> None:
    path = await house.link("head-in")
    await propose(house, path, "2020-10-30T12:30")
    said = await propose(house, path, "2020-10-31T09:15")
    assert ("30 October 2020, 12:30" in said, "31 October 2020, 09:15" in said) == (False, True)
    assert await decisions(house) == ["replaced", "open"]


@pytest.mark.parametrize("when", ["9999-12-31T23:59", "1900-01-01T12:00", "tomorrow"])
async def test_a_time_that_lies_out_of_reach_is_refused(house: House, when: str) -> None:
    path = await house.link("head-in")
    form = {"thing": THING, "sequence": "0", "when": when}
    response = await house.client.post(f"{path}/proposal", data=form, headers=OURS)
    assert (response.status, await decisions(house)) == (400, [])


async def test_an_instant_at_the_end_of_the_calendar_is_shown_as_it_was_written(
    house: House,
) -> None:
    async with house.store.transaction() as kept:
        details = {"start": "9999-12-31T23:59:00Z", "comment": ""}
        await proposals.add(
            kept, FORUM, kind="counter", made=NOW, person="head-in", thing=THING, details=details
        )
    response = await house.client.get(await house.link("head-in"))
    assert response.status == 200
    assert "9999-12-31T23:59:00Z" in await response.text()


async def test_what_a_comment_hides_is_left_out(house: House) -> None:
    path = await house.link("head-in")
    await propose(house, path, "2020-10-30T12:30", "a\u202eb\x07c\x1b[31m")
    async with house.store.reading() as kept:
        (found,) = await proposals.of(kept, FORUM)
    assert found.details["comment"] == "abc[31m"


async def test_nobody_proposes_another_time_all_day_long(house: House) -> None:
    path = await house.link("head-in")
    for _ in range(20):
        await propose(house, path, "2020-10-30T12:30")
    form = {"thing": THING, "sequence": "0", "when": "2020-10-30T12:30"}
    response = await house.client.post(f"{path}/proposal", data=form, headers=OURS)
    assert (response.status, response.headers["Retry-After"]) == (429, "3600")
    assert (await decisions(house)).count("open") == 1


async def test_a_proposal_is_withdrawn_by_whoever_made_it_only(house: House) -> None:
    path = await house.link("head-in")
    await propose(house, path, "2020-10-30T12:30")
    for own, sentence, left in (
        (await house.link(PERSON), "This was decided already.", ["open"]),
        (path, "Your proposal is withdrawn.", ["withdrawn"]),
    ):
        response = await house.client.post(
            f"{own}/proposal/withdraw?language=en", data={"proposal": "1"}, headers=OURS
        )
        said = seen.text(await response.text())
        assert (sentence in said, await decisions(house)) == (True, left)
    assert "You have proposed another time" not in said


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ("taken", "The secretariat follows your proposal. What counts is the time on this page"),
        ("declined", "The secretariat keeps the time as it is."),
        ("close", "The secretariat has seen your proposal and closed it."),
    ],
)
async def test_what_became_of_a_proposal_stands_on_the_page(
    house: House, wanted: str, sentence: str
) -> None:
    path = await house.link("head-in")
    await propose(house, path, "2020-10-30T12:30")
    await house.sign_in("organiser", FORUM)
    form = {"proposal": "1", "do": wanted}
    await house.client.post(f"/desk/{FORUM}/proposal", data=form, headers=OURS)
    said = seen.text(await house.page(f"{path}?language=en"))
    assert (sentence in said, "Withdraw the proposal" in said) == (True, False)


@pytest.mark.parametrize("when", ["tomorrow", "2020-10-30", "9999-99-99T00:00", "0001-01-01T00:00"])
async def test_a_time_that_is_none_is_refused(house: House, when: str) -> None:
    path = await house.link(PERSON)
    form = {"thing": THING, "sequence": "0", "when": when}
    response = await house.client.post(f"{path}/proposal", data=form, headers=OURS)
    assert response.status == 400


async def test_a_session_that_is_over_asks_nothing(house: House) -> None:
    path = await house.link(PERSON)
    assert '<form method="post" action="/s/' in await house.page(path)
    house.clock.forward(days=30)
    assert '<form method="post" action="/s/' not in await house.page(path)


async def test_only_known_words_can_be_put_into_the_page(house: House) -> None:
    path = await house.link(PERSON)
    page = await house.page(f"{path}?said=<b>you+have+won</b>&language=<script>")
    assert "you have won" not in page
    assert "<script>" not in page


async def test_somebody_who_left_the_agenda_finds_nothing(house: House) -> None:
    path = await house.link("somebody-else")
    assert (await house.client.get(path)).status == 404


async def test_the_own_calendar_holds_the_invitations_uids_and_numbers(house: House) -> None:
    path = await house.link(PERSON)
    await house.link(PERSON, links.FEED)
    page = await house.page(path)
    feed = re.search(r'href="webcal://127\.0\.0\.1(/c/[0-9a-z]{34}\.ics)', page)
    assert feed
    for address in (feed[1], f"{path}/calendar.ics"):
        body = await (await house.client.get(address)).text()
        assert f"UID:{PERSON}.{THING}@example.org" in body
        assert "head-in" not in body
        assert "METHOD" not in body


async def test_a_feed_that_is_known_is_not_sent_again(house: House) -> None:
    feed = await house.link(PERSON, links.FEED)
    first = await house.client.get(feed)
    again = await house.client.get(feed, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status, again.status) == (200, 304)


async def test_a_feed_follows_what_is_published(house: House) -> None:
    feed = await house.link(PERSON, links.FEED)
    before = await (await house.client.get(feed)).text()
    await publish(house.store, SOURCE.replace("2020-10-29 12:00", "2020-10-29 13:00"))
    after = await (await house.client.get(feed)).text()
    assert ("DTSTART:20201029T070000Z" in before, "DTSTART:20201029T080000Z" in after) == (
        True,
        True,
    )
