"""One bad part hides no other: everything is found in one run."""

from __future__ import annotations

import pytest

from orchestrator.findings import finding
from tests.agendas.faulty import FORUM, changed, expected, read, seen

TEN_FAULTS = """\
format: 1
id: §Ten Faults
title: {en: Trade§, economy and investment, ru: Торговля}
languages: {official: [en], working: [ru], reviewed: [ru]}
zone: §Asia/Ekaterinburg
organizer: {name: {en: Office, ru: Бюро}, email: §office@example}
delegations:
  - {id: ru, state: RU}
  - {id: kz, state: §Kazakhstan, name: {en: Kazakhstan, ru: Казахстан}}
people:
  - {id: one, delegation: §ur, head: true, name: {en: One, ru: Раз}, email: one@example.org}
  - {id: two, delegation: kz, name: {en: Two, ru: Два}, email: two@example.org}
sessions:
  - id: plenary
    title: {en: Plenary, ru: Заседание}
    starts: 2030-10-29 12:00
    join: {url: https://meet.example.org/plenary}
    chair: one
    rapporteur: §three
    items:
      - {id: opening, §kinds: opening, takes: 5 min, speakers: [§tow]}
      - {id: §opening, kind: closing, takes: §soon}
"""
CODES = ["E118", "E012", "E110", "E116", "E119", "E121", "E121", "E101", "E121", "E120", "E113"]


def test_a_file_with_eleven_faults_shows_eleven() -> None:
    assert seen(TEN_FAULTS) == expected(TEN_FAULTS, *CODES)


def test_a_file_with_faults_has_no_agenda_but_something_to_check_on() -> None:
    reading = read(TEN_FAULTS)
    assert reading.agenda is None
    assert reading.salvage is not None
    items = [item.id for session in reading.salvage.sessions for item in session.items]
    assert items == ["opening", "opening"]


def test_a_file_without_faults_is_its_own_salvage() -> None:
    reading = read(FORUM)
    assert reading.agenda is not None
    assert reading.salvage is reading.agenda


def test_a_wrong_zone_is_read_as_the_one_that_was_meant() -> None:
    salvage = read(TEN_FAULTS).salvage
    assert salvage is not None
    assert salvage.zone == "Asia/Yekaterinburg"


@pytest.mark.parametrize(
    "text",
    [
        changed("zone: Asia/Tashkent", "zone: §here"),
        changed("    chair: chair-uz\n", "    chair: chair-uz\n    zone: §here\n"),
    ],
)
def test_no_hour_is_guessed_where_the_zone_is_unknown(text: str) -> None:
    salvage = read(text).salvage
    assert seen(text) == expected(text, "E110")
    assert salvage is not None
    assert salvage.sessions[0].starts is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (FORUM.replace("head-kz", "§Head-KZ"), ["E118", "E118"]),
        (changed("    chair: chair-uz\n", "    chair: §Chair\n"), ["E118"]),
        (changed("join: {url: https://meet", "join: {url: §ftp://meet"), ["E117"]),
        (changed("join: {url: https://meet.example.org/plenary}", "join: §somewhere"), ["E103"]),
        (changed("starts: 2030-10-29 12:00", "starts: §tomorrow"), ["E111"]),
        (changed("email: head@example.org", "email: §head"), ["E116"]),
        (
            changed(
                "head: true\n    office: {en: Governor, ru: Губернатор}\n    email: chair",
                "head: true\n    office: §[]\n    email: chair",
            ),
            ["E103"],
        ),
        (changed("{id: uz, state: UZ}", "{id: uz, state: §Uzbekistan}"), ["E119"]),
        (changed("delegation: uz\n", "delegation: §{id: uz}\n"), ["E103"]),
        (
            changed("people:\n", "people: §nobody\nwas:\n").replace("was:\n", "§nobody:\n"),
            ["E103", "E101"],
        ),
        (changed("takes: 5 min\n", "takes: §soon\n"), ["E113"]),
        (
            changed("[chair-uz]", "[§Chair, §{person: Chair}]")
            .replace("{person: C", "{person: §C")
            .replace("§{p", "{p"),
            ["E118", "E118"],
        ),
        (
            changed("languages: {official: [en], working", "languages: {official: §en, working"),
            ["E103"],
        ),
        (
            changed("languages: {official: [en], working: [ru], reviewed: [ru]}\n", "").replace(
                "format", "§format"
            ),
            ["E102"],
        ),
    ],
)
def test_nothing_follows_from_a_part_that_is_bad_in_itself(text: str, codes: list[str]) -> None:
    assert seen(text) == expected(text, *codes)


def test_what_is_left_of_a_list_keeps_its_order() -> None:
    text = changed("      - id: opening\n", "      - nothing\n      - id: opening\n")
    salvage = read(text).salvage
    assert salvage is not None
    assert [item.id for item in salvage.sessions[0].items] == ["opening", "round"]


def test_nobody_is_among_the_speakers_or_the_audience_of_a_salvage() -> None:
    text = changed("to: everyone", "to: {}").replace("[chair-uz]", "[{}, chair-uz, [{}, head-kz]]")
    salvage = read(text).salvage
    assert salvage is not None
    speakers = salvage.sessions[0].items[0].speakers
    assert isinstance(speakers, tuple)
    assert [[each.person for each in joint] for joint in speakers] == [["chair-uz"], ["head-kz"]]
    assert salvage.reminders[0].to.group == "everyone"


def test_a_bad_id_hides_nothing_that_is_wrong_beside_it() -> None:
    text = changed("- id: plenary", "- id: §§Plenary").replace("    chair: chair-uz\n", "")
    assert seen(text) == expected(text, "E118", "P303")


def test_what_is_found_later_about_the_salvage_points_at_the_file() -> None:
    text = changed("      - id: opening\n", "      - nothing\n      - §id: opening\n")
    reading = read(text)
    found = finding("W308", ("sessions", 0, "items", 0), item="opening", buffer="1 h")
    (placed,) = reading.placed([found])
    assert placed.pointer == "/sessions/0/items/1"
    (place,) = expected(text, "W308")
    assert "{}:{} W308".format(*reading.locate(placed)) == place


def test_what_is_found_about_a_stand_in_is_not_said() -> None:
    reading = read(changed("    title: {en: Plenary, ru: Пленарное заседание}\n", ""))
    echo = finding("P301", ("sessions", 0, "title"), tag="ru", what="title", place="x")
    assert reading.placed([echo]) == ()


def test_findings_come_in_the_order_of_the_file() -> None:
    reading = read(TEN_FAULTS)
    places = [reading.locate(each) for each in reading.findings]
    assert places == sorted(places)


def test_of_very_many_findings_those_that_stop_a_build_are_shown() -> None:
    items = "".join(
        f"      - {{id: i{n}, kind: opening, takes: 5, title: T}}\n" for n in range(800)
    )
    text = changed("    items:\n", f"    items:\n{items}").replace("working: [ru]", "working: []")
    text = text.replace("official: [en]", "official: [en, ru, kk]").replace(
        "kind: statements", "kind: talk"
    )
    codes = [each.code for each in read(text).findings]
    assert codes.count("E104") == 1
    assert len(codes) <= 1001
