"""Parts of a file that are not as they must be."""

from __future__ import annotations

import pytest

from orchestrator.agendas.vocabulary import keys
from tests.agendas.faulty import changed, expected, read, seen, words

TITLE = "title: {en: Plenary, ru: Пленарное заседание}"
PARTS = {
    "an unknown key": ("E101", changed("kind: opening", "kind: opening\n        §color: red")),
    "a missing key": (
        "E102",
        changed("      - id: opening\n        kind: opening\n", "      - §id: opening\n"),
    ),
    "a missing key of a part": (
        "E102",
        changed("  email: forum@example.org\n", "").replace("organizer:", "§organizer:"),
    ),
    "a missing key of the file": ("E102", "§" + changed("zone: Asia/Tashkent\n", "")),
    "a text for a list": ("E103", changed("speakers: [chair-uz]", "speakers: §chair-uz")),
    "a list for a text": ("E103", changed("takes: 5 min\n", "takes: §[5]\n")),
    "a text for a part": (
        "E103",
        changed("join: {url: https://meet.example.org/plenary}", "join: §link"),
    ),
    "a text for an entry": (
        "E128",
        changed("  - {id: day, before: 1 day, to: everyone}", "  - §day"),
    ),
    "no choice": ("E104", changed("kind: opening", "kind: §talk")),
    "no yes or no": (
        "E104",
        changed(
            "head: true\n    office: {en: Governor, ru: Губернатор}\n    email: chair",
            "head: §maybe\n    office: {en: Governor, ru: Губернатор}\n    email: chair",
        ),
    ),
    "an empty text": ("E105", changed("{en: Plenary,", "{en: §'',")),
    "a text too long": ("E105", changed("{en: Plenary,", f"{{en: §{'a' * 8001},")),
    "a text in no language": ("E105", changed(TITLE, "title: §{}")),
    "no number": ("E106", changed("email: chair@", "rank: §first\n    email: chair@")),
    "a number too small": ("E106", changed("email: chair@", "rank: §0\n    email: chair@")),
    "another format": ("E107", changed("format: 1", "format: §2")),
    "a key without a value": (
        "E108",
        changed("    chair: chair-uz\n", "    chair: chair-uz\n    §ends:\n"),
    ),
    "a key with null": (
        "E108",
        changed("    chair: chair-uz\n", "    chair: chair-uz\n    §ends: null\n"),
    ),
    "a list of nothing": ("E108", changed("official: [en]", "§official: []")),
    "a dash without a value": ("E109", changed("reminders:\n", "reminders:\n  -§\n")),
    "no zone": ("E110", changed("zone: Asia/Almaty", "zone: §Asia")),
    "no date": ("E111", changed("2030-10-29 12:00", "§29.10.2030")),
    "a date that is not there": ("E111", changed("2030-10-29 12:00", "§2030-02-30 12:00")),
    "a date out of all calendars": ("E111", changed("2030-10-29 12:00", "§9999-12-31 23:00")),
    "no time": ("E112", changed("takes: 5 min\n", "takes: 5 min\n        starts: §12.30\n")),
    "no duration": ("E113", changed("takes: 5 min\n", "takes: §a while\n")),
    "a duration out of all proportion": (
        "E113",
        changed("takes: 5 min\n", "takes: §99999999999 weeks\n"),
    ),
    "no window": ("E114", changed("email: chair@", "available: [§mornings]\n    email: chair@")),
    "no language": ("E115", changed("official: [en]", "official: [en, §xx]")),
    "no language of a text": ("E115", changed("{en: Plenary,", "{en: Plenary, §xx: y,")),
    "no address": ("E116", changed("email: forum@example.org", "email: §forum@example")),
    "two addresses": (
        "E116",
        changed("email: forum@example.org", "email: §'a@example.org, b@example.org'"),
    ),
    "no link": ("E117", changed("https://meet", "§http://meet")),
    "no id": ("E118", changed("id: opening", "id: §Opening Day")),
    "no code of a state": ("E119", changed("state: UZ", "state: §UZB")),
    "a word of its own as an id": ("E122", changed("id: opening", "id: §heads")),
    "a name of a device as an id": ("E122", changed("id: opening", "id: §con")),
    "no telephone number": (
        "E123",
        changed("email: forum@example.org", "email: forum@example.org\n  phone: §none"),
    ),
}


@pytest.mark.parametrize(("code", "text"), PARTS.values(), ids=PARTS)
def test_a_part_that_is_wrong_is_found_at_its_place(code: str, text: str) -> None:
    assert seen(text) == expected(text, code)
    assert read(text).agenda is None


ASSISTANT = "email: chair@example.org\n    assistants: [{email: a@example.org, nmae: A}]"
SENTENCES = {
    "unknown key 'kinds' in item 'opening' — did you mean 'kind'?": changed(
        "kind: opening", "kinds: opening"
    ),
    "unknown key 'zones' in the file — did you mean 'zone'?": changed(
        "zone: Asia/Tashkent", "zones: Asia/Tashkent"
    ),
    "unknown key 'orders' in 'speakers' of item 'round' — did you mean 'order'?": changed(
        "{all: heads}", "{all: heads, orders: rank}"
    ),
    "unknown key 'nmae' in entry 1 of 'assistants' of person 'chair-uz' — did you mean 'name'?": (
        changed("email: chair@example.org", ASSISTANT)
    ),
    "key 'id' is missing in item 2": changed(
        "      - id: round\n        kind: statements\n", "      - kind: statements\n"
    ),
    "key 'because' is missing in entry 1 of 'placed' of 'speakers' of item 'round'": changed(
        "{all: heads}", "{all: heads, placed: [{speaker: head-kz, before: chair-uz}]}"
    ),
    "'join' must be keys with values": changed(
        "join: {url: https://meet.example.org/plenary}", "join: link"
    ),
    "entry 1 of 'reminders' must be keys with values": changed(
        "{id: day, before: 1 day, to: everyone}", "day"
    ),
    "'talk' is not allowed for 'kind' — allowed: opening, agenda, address, statements, "
    "discussion, decision, signing, break, rehearsal, closing": changed(
        "kind: opening", "kind: talk"
    ),
    "the text of 'title' is empty or too long": changed("{en: Plenary,", "{en: '',"),
    "nothing stands after 'ends:' — give it a value, or remove the line": changed(
        "    chair: chair-uz\n", "    chair: chair-uz\n    ends:\n"
    ),
    "unknown time zone 'Asia/Ekaterinburg' — did you mean 'Asia/Yekaterinburg'?": changed(
        "zone: Asia/Almaty", "zone: Asia/Ekaterinburg"
    ),
    "unknown time zone 'here'": changed("zone: Asia/Almaty", "zone: here"),
    "unknown language 'zh-CN' — did you mean 'zh-Hans'?": changed("[ru], rev", "[zh-CN], rev"),
    "unknown language 'kz' — did you mean 'kk'?": changed("[ru], rev", "[ru, kz], rev"),
    "unknown language 'xx' — known: en, ru, zh-Hans, hi, kk, ky, ur, tg, uz": changed(
        "[ru], rev", "[ru, xx], rev"
    ),
    "'Opening Day' cannot be an id — use small Latin letters, digits and hyphens, "
    "such as opening-day": changed("id: opening", "id: Opening Day"),
    "'heads' cannot be an id: the word has a meaning of its own — "
    "for a round write 'speakers: {all: heads}'": changed("[chair-uz]", "[heads]"),
}


@pytest.mark.parametrize(("sentence", "text"), SENTENCES.items())
def test_a_finding_speaks_of_the_file_as_its_author_does(sentence: str, text: str) -> None:
    assert sentence in words(text)


def test_a_misspelt_key_is_not_missed_too() -> None:
    text = changed("kind: opening", "§kinds: opening")
    assert seen(text) == expected(text, "E101")


def test_a_translation_that_is_still_to_be_written_is_a_missing_one() -> None:
    text = changed("{en: Plenary, ru: Пленарное заседание}", "\n      en: Plenary\n      ru:\n")
    assert [line.partition(" ")[2] for line in seen(text)] == ["W302"]


def test_a_text_with_every_language_still_to_be_written_is_empty() -> None:
    text = changed("title: {en: Plenary, ru: Пленарное заседание}", "title:\n      §en:\n").replace(
        "§", ""
    )
    assert [line.partition(" ")[2] for line in seen(text)] == ["E105"]


def test_every_place_has_a_vocabulary() -> None:
    round_of = ("sessions", 0, "items", 0, "speakers")
    assert keys(("record",)) == ("form", "language", "sent", "due")
    assert keys(round_of) == ("all", "order", "by", "first", "last", "except", "placed")
    assert keys((*round_of, 0)) == ("person", "delegation")
    assert keys(("states", "BY", "ru")) == ("short", "official", "key")
    assert keys(("title",)) == ()
