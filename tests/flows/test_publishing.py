"""What people get when an organiser publishes, changes the file, and publishes again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orchestrator.secretariat import holding
from orchestrator.secretariat import publish as publishing
from orchestrator.secretariat.build import build
from orchestrator.secretariat.publish import RefusedError, publish
from orchestrator.secretariat.pull import pull
from orchestrator.secretariat.source import fetch
from orchestrator.secretariat.trial import trial
from orchestrator.storage import entries
from tests.flows.office import FORUM, Mailing, Office, Told

START = "starts: 2030-10-10 12:00"
SECOND = """\
      - {id: second, kind: address, starts: "13:00", takes: 9 min, speakers: [head-kz]}
      - {id: closing, kind: closing, takes: 5 min}"""
SEVEN = datetime(2030, 10, 10, 7, 0, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(folder=tmp_path)


def to(mails: list[Told], address: str) -> list[Told]:
    return [each for each in mails if each.to == address]


def session_of(mails: list[Told], address: str) -> Told:
    return next(
        each for each in to(mails, address) if each.event and "RELATED-TO" not in each.event
    )


def slot_of(mails: list[Told], address: str) -> Told:
    return next(each for each in to(mails, address) if each.event and "RELATED-TO" in each.event)


async def accept(office: Office, person: str) -> None:
    async with office.desk.store() as store, store.transaction() as kept:
        await entries.answer(
            kept,
            "regions-2030",
            person,
            "session-plenary",
            partstat="ACCEPTED",
            sequence=0,
            stamp=office.now,
            verified=True,
        )


async def test_everybody_is_invited_once_in_their_language(office: Office) -> None:
    mails = await office.tell()
    assert sorted(each.to for each in mails) == [
        "chair@example.org",
        *["cn@example.org"] * 2,
        *["kz@example.org"] * 2,
        *["office.kz@example.org"] * 2,
        *["pk@example.org"] * 2,
    ]
    assert {each.to: each.mail["Content-Language"] for each in mails} == {
        "chair@example.org": "ru",
        "cn@example.org": "zh-Hans",
        "kz@example.org": "ru",
        "office.kz@example.org": "ru",
        "pk@example.org": "ur",
    }
    assert {each.sequence for each in mails} == {0}
    assert session_of(mails, "pk@example.org").event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert slot_of(mails, "pk@example.org").event["ATTENDEE"].params["RSVP"] == "FALSE"


async def test_publishing_again_sends_nothing(office: Office) -> None:
    await office.tell()
    published = await office.publish()
    assert (published.proposal.is_empty, published.revision) == (True, 1)
    assert (await office.send()).total == 0


async def test_a_comment_in_the_file_is_kept_as_a_revision_and_told_to_nobody(
    office: Office,
) -> None:
    await office.tell()
    office.edit(("format: 1\n", "format: 1 # agreed with the host\n"))
    assert (await office.publish()).revision == 2
    assert (await office.send()).total == 0


async def test_a_moved_session_is_told_with_both_times(office: Office) -> None:
    first = await office.tell()
    office.edit((START, "starts: 2030-10-10 12:20"))
    mails = await office.tell()
    assert len(mails) == len(first)
    told = session_of(mails, "kz@example.org")
    assert (told.start, told.sequence, told.partstat) == (
        SEVEN + timedelta(minutes=20),
        1,
        "NEEDS-ACTION",
    )
    assert told.uid == session_of(first, "kz@example.org").uid
    assert "12:00" in told.text
    assert "12:20" in told.text
    assert told.mail["In-Reply-To"] == session_of(first, "kz@example.org").mail["Message-ID"]


async def test_a_moved_turn_is_told_to_those_whose_turn_moved_alone(office: Office) -> None:
    first = await office.tell()
    office.edit(("speakers: [head-kz, head-cn, head-pk]", "speakers: [head-kz, head-pk, head-cn]"))
    mails = await office.tell()
    assert [each.to for each in mails] == ["cn@example.org", "pk@example.org"]
    assert [each.sequence for each in mails] == [1, 1]
    assert slot_of(mails, "pk@example.org").start == slot_of(first, "cn@example.org").start


async def test_a_new_chinese_title_is_told_to_chinese_readers_without_a_sequence(
    office: Office,
) -> None:
    await office.tell()
    office.edit(("zh-Hans: 全体会议", "zh-Hans: 全体大会"))
    mails = await office.tell()
    assert [(each.to, each.sequence) for each in mails] == [("cn@example.org", 0)]
    assert "全体大会" in str(mails[0].event and mails[0].event["SUMMARY"])


async def test_a_withdrawn_speaker_hears_of_it_and_can_be_reinstated(office: Office) -> None:
    first = await office.tell()
    office.edit(("speakers: [head-kz, head-cn, head-pk]", "speakers: [head-kz, head-cn]"))
    with pytest.raises(RefusedError, match="2 entries would be withdrawn"):
        await office.publish()
    mails = await office.tell(cancel=2)
    assert [(each.to, each.method, each.sequence) for each in mails] == [
        ("pk@example.org", "CANCEL", 1),
        ("pk@example.org", "CANCEL", 1),
    ]
    office.edit(("speakers: [head-kz, head-cn]", "speakers: [head-kz, head-cn, head-pk]"))
    again = await office.tell()
    assert [(each.to, each.method, each.sequence) for each in again] == [
        ("pk@example.org", "REQUEST", 2),
        ("pk@example.org", "REQUEST", 2),
    ]
    assert {each.uid for each in again} == {each.uid for each in to(first, "pk@example.org")}


async def test_a_new_address_takes_the_entry_from_the_old_one(office: Office) -> None:
    await office.tell()
    office.edit(("email: pk@example.org", "email: mission@example.org"))
    mails = await office.tell()
    assert [(each.to, each.method, each.sequence) for each in mails] == [
        ("mission@example.org", "REQUEST", 2),
        ("mission@example.org", "REQUEST", 2),
        ("pk@example.org", "CANCEL", 1),
        ("pk@example.org", "CANCEL", 1),
    ]


async def test_tentative_postponed_and_dated_again_is_one_entry(office: Office) -> None:
    first = await office.tell()
    uid = session_of(first, "cn@example.org").uid
    office.edit(("status: confirmed", "status: tentative"))
    tentative = session_of(await office.tell(), "cn@example.org")
    office.edit(("status: tentative", "status: postponed"))
    postponed = session_of(await office.tell(cancel=9), "cn@example.org")
    office.edit(("status: postponed", "status: confirmed"), (START, "starts: 2030-11-11 12:00"))
    dated = session_of(await office.tell(), "cn@example.org")
    assert [(e.uid, e.method, e.sequence) for e in (tentative, postponed, dated)] == [
        (uid, "REQUEST", 1),
        (uid, "CANCEL", 2),
        (uid, "REQUEST", 3),
    ]
    assert str(tentative.event and tentative.event["STATUS"]) == "TENTATIVE"


async def test_a_link_that_changes_twice_is_told_twice(office: Office) -> None:
    await office.tell()
    for link in ("two", "three"):
        old = "one" if link == "two" else "two"
        office.edit((f"example.org/{old}", f"example.org/{link}"))
        told = session_of(await office.tell(), "pk@example.org")
        assert (told.sequence, f"meet.example.org/{link}" in told.text) == (0, True)


async def test_three_small_moves_add_up_to_one_message(office: Office) -> None:
    office.edit(
        ("takes: 10 min each", "takes: 20 min"),
        ("speakers: [head-kz, head-cn, head-pk]", f"speakers: [head-cn]\n{SECOND}"),
    )
    await office.tell()
    told = []
    for old, new in (("13:00", "13:04"), ("13:04", "13:08"), ("13:08", "13:12")):
        office.edit((f'starts: "{old}"', f'starts: "{new}"'))
        told.append([each.start for each in to(await office.tell(), "kz@example.org")])
    assert told == [[], [SEVEN + timedelta(minutes=68)], []]


async def test_there_and_back_is_three_messages(office: Office) -> None:
    starts = [session_of(await office.tell(), "pk@example.org")]
    for old, new in (("12:00", "12:20"), ("12:20", "12:00")):
        office.edit((f"10-10 {old}", f"10-10 {new}"))
        starts.append(session_of(await office.tell(), "pk@example.org"))
    assert [each.sequence for each in starts] == [0, 1, 2]
    assert [each.start for each in starts] == [SEVEN, SEVEN + timedelta(minutes=20), SEVEN]


async def test_of_two_publishers_at_once_one_is_refused(office: Office) -> None:
    await office.tell()
    other = Office(folder=office.folder, now=office.now)
    office.edit((START, "starts: 2030-10-10 12:20"))
    other.edit((START, "starts: 2030-10-10 12:40"))
    proposal = await office.plan()
    await other.publish()
    with pytest.raises(RefusedError) as refused:
        await office.publish(agreed=proposal.id)
    assert refused.value.exit_code == 4


async def test_a_file_may_go_back_but_not_behind_what_another_file_published(
    office: Office,
) -> None:
    await office.tell()
    copy = office.folder / "copy.yaml"
    copy.write_text(FORUM, encoding="utf-8")
    await publish(office.desk, fetch(copy))  # it holds revision 1, like the file
    office.edit((START, "starts: 2030-10-10 12:20"))
    await office.tell()
    copy.write_text(FORUM.replace("example.org/one", "example.org/two"), encoding="utf-8")
    with pytest.raises(RefusedError, match="pull") as refused:
        await publish(office.desk, fetch(copy))
    assert "+    join: {url: https://meet.example.org/two}" in refused.value.difference
    office.edit(("starts: 2030-10-10 12:20", START))
    assert (await office.publish()).revision == 3


async def test_a_pull_brings_both_changes_together(office: Office) -> None:
    await office.tell()
    copy = office.folder / "copy.yaml"
    copy.write_text(FORUM, encoding="utf-8")
    await publish(office.desk, fetch(copy))
    office.edit((START, "starts: 2030-10-10 12:20"))
    await office.tell()
    copy.write_text(FORUM.replace("quiet: 5 min", "quiet: 7 min"), encoding="utf-8")
    pulled = await pull(office.desk, copy, None)
    assert (pulled.revision, pulled.changed, pulled.conflicts) == (2, True, 0)
    assert copy.read_text("utf-8") == office.text.replace("quiet: 5 min", "quiet: 7 min")
    assert (await publish(office.desk, fetch(copy))).revision == 3


async def test_a_trial_goes_to_the_organizer_and_changes_nothing(office: Office) -> None:
    office.file.write_text(office.text, encoding="utf-8")
    tried = await trial(office.desk, fetch(office.file))
    mails = office.mails()
    assert (tried.sent, {each.to for each in mails}) == (len(mails), {"forum@example.org"})
    plain = await office.tell()
    assert {each.uid for each in mails} & {each.uid for each in plain} == set()
    assert len(plain) == len(mails)


async def test_a_trial_without_a_change_shows_every_letter(office: Office) -> None:
    told = await office.tell()
    tried = await trial(office.desk, fetch(office.file))
    assert (tried.sent, tried.unchanged) == (len(told), 1)
    assert {each.to for each in office.mails()} == {"forum@example.org"}
    one = await trial(office.desk, fetch(office.file), ["head-kz"])
    assert one.sent == len([each for each in told if "kz@example.org" in each.to])


async def test_what_was_written_to_a_folder_is_still_to_be_told_by_mail(office: Office) -> None:
    office.tells = False
    written = await office.tell()
    assert (await office.publish()).proposal.is_empty
    office.tells = True
    assert len(await office.tell()) == len(written)


async def test_what_was_handed_over_from_the_folder_is_declared_told(office: Office) -> None:
    office.tells = False
    written = await office.tell()
    assert await holding.told(office.desk, None) == ("regions-2030", len(written))
    office.tells = True
    assert (await office.plan()).steps == ()


async def test_after_two_publications_without_a_relay_each_gets_one_message(
    office: Office,
) -> None:
    await office.publish()
    office.edit((START, "starts: 2030-10-10 12:20"))
    await office.publish()
    await office.send()
    mails = office.mails()
    told = session_of(mails, "cn@example.org")
    assert len(to(mails, "cn@example.org")) == 2
    assert told.start == SEVEN + timedelta(minutes=20)
    assert "12:00" not in told.subject


async def test_what_came_back_before_it_was_sent_is_never_told(office: Office) -> None:
    await office.tell()
    office.edit((START, "starts: 2030-10-10 12:20"))
    await office.publish()
    office.edit(("starts: 2030-10-10 12:20", START))
    taken_back = await office.publish()
    assert {step.method for step in taken_back.proposal.steps} == {None}
    assert (await office.send()).total == 0


async def test_an_answer_is_asked_for_again_after_a_move_and_kept_after_a_new_title(
    office: Office,
) -> None:
    await office.tell()
    await accept(office, "head-pk")
    office.edit(("ur: مکمل اجلاس", "ur: عام اجلاس"))
    assert session_of(await office.tell(), "pk@example.org").partstat == "ACCEPTED"
    office.edit((START, "starts: 2030-10-10 12:20"))
    assert session_of(await office.tell(), "pk@example.org").partstat == "NEEDS-ACTION"


async def test_an_entry_that_has_ended_is_never_mailed(office: Office) -> None:
    await office.tell()
    office.now = datetime(2030, 10, 11, tzinfo=UTC)
    office.edit(("zh-Hans: 全体会议", "zh-Hans: 全体大会"))
    assert await office.tell() == []


async def test_nothing_of_a_forum_on_hold_is_sent_until_it_is_released(office: Office) -> None:
    await office.publish()
    await holding.hold(office.desk, None)
    assert (await office.send()).total == 0
    await holding.release(office.desk, None)
    assert (await office.send()).sent == 9


async def test_only_those_named_are_told_and_the_others_later(office: Office) -> None:
    mails = await office.tell(only=("head-cn",))
    assert {each.to for each in mails} == {"cn@example.org"}
    assert {each.to for each in await office.tell()} == {
        "chair@example.org",
        "kz@example.org",
        "office.kz@example.org",
        "pk@example.org",
    }


def test_a_folder_that_stands_for_mail_tells(office: Office) -> None:
    assert isinstance(office.desk.transport(), Mailing)


async def test_a_build_after_publishing_names_the_entries_as_they_were_told(
    office: Office,
) -> None:
    await office.tell()
    office.edit((START, "starts: 2030-10-10 12:20"))
    told = session_of(await office.tell(), "pk@example.org")
    out = office.folder / "out"
    await build(office.desk, fetch(office.file), out)
    preview = (out / "internal/invites/head-pk.session-plenary.ics").read_text("utf-8")
    assert f"UID:{told.uid}" in preview
    assert "SEQUENCE:1" in preview


async def test_an_answer_that_comes_while_a_new_title_is_planned_is_not_lost(
    office: Office,
) -> None:
    await office.tell()
    office.edit(("ur: مکمل اجلاس", "ur: عام اجلاس"))
    proposal = await office.plan()
    await accept(office, "head-pk")
    async with office.desk.store() as store, store.transaction() as kept:
        number = await publishing.keep(office.desk, kept, proposal, publishing.Given(actor="test"))
        await publishing.queue(office.desk, kept, proposal, number)
        entry = await entries.get(kept, "regions-2030", "head-pk", "session-plenary")
    assert entry is not None
    assert (entry.partstat, entry.verified) == ("ACCEPTED", True)
    await office.send()
    assert session_of(office.mails(), "pk@example.org").partstat == "ACCEPTED"


async def test_a_renamed_person_session_and_item_keep_their_entries(office: Office) -> None:
    first = await office.tell()
    office.text = FORUM.replace("id: head-pk\n", "id: minister-pk\n    was: head-pk\n")
    office.text = office.text.replace("head-cn, head-pk]", "head-cn, minister-pk]")
    office.text = office.text.replace("- id: plenary\n", "- id: main\n    was: plenary\n")
    office.text = office.text.replace("- id: talks\n", "- id: speeches\n        was: talks\n")
    assert await office.tell() == []
    office.edit((START, "starts: 2030-10-10 12:20"))
    told = to(await office.tell(), "pk@example.org")
    assert [each.sequence for each in told] == [1, 1]
    assert {each.uid for each in told} == {each.uid for each in to(first, "pk@example.org")}
