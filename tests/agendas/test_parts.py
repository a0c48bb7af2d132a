"""Parts of a file that are not as they must be."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orchestrator.agendas.texts import length
from orchestrator.agendas.vocabulary import keys
from tests.agendas.faulty import changed, expected, read, seen, words

TITLE = "title: {en: Plenary, ru: Пленарное заседание}"
PLACING = "{speaker: uz, before: kz, because: {en: A, ru: Б}}"
HOURS = ", ".join(["09:00-17:00"] * 51)
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
    "a number with a line in it": (
        "E106",
        changed("email: chair@", "rank: §1_0\n    email: chair@"),
    ),
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
    "nobody among speakers": ("E109", changed("[chair-uz]", "[chair-uz, §[]]")),
    "more hours than a person can name": (
        "E144",
        changed("email: chair@", f"available: §[{HOURS}]\n    email: chair@"),
    ),
    "more who are left out than there can be": (
        "E144",
        changed("{all: heads}", f"{{all: heads, except: §[{', '.join(['uz'] * 2_001)}]}}"),
    ),
    "more who are invited than there can be": (
        "E144",
        changed("    items:\n", f"    invited: §[{', '.join(['uz'] * 2_001)}]\n    items:\n"),
    ),
    "more places than a round can have": (
        "E144",
        changed("{all: heads}", f"{{all: heads, placed: §[{', '.join([PLACING] * 201)}]}}"),
    ),
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
    "a decimal comma": ("E113", changed("takes: 5 min\n", "takes: §1,5 h\n")),
    "a decimal point": ("E113", changed("takes: 5 min\n", "takes: §1.5 h\n")),
    "two numbers": ("E113", changed("takes: 5 min\n", "takes: §5 10 min\n")),
    "the same unit twice": ("E113", changed("takes: 5 min\n", "takes: §1 h 1 h\n")),
    "minutes before hours": ("E113", changed("takes: 5 min\n", "takes: §30 min 1 h\n")),
    "a number without a unit after days": ("E113", changed("before: 1 day", "before: §2 days 3")),
    "no window": ("E114", changed("email: chair@", "available: [§mornings]\n    email: chair@")),
    "no language": ("E115", changed("official: [en]", "official: [en, §xx]")),
    "no language of a text": ("E115", changed("{en: Plenary,", "{en: Plenary, §xx: y,")),
    "no address": ("E116", changed("email: forum@example.org", "email: §forum@example")),
    "two addresses": (
        "E116",
        changed("email: forum@example.org", "email: §'a@example.org, b@example.org'"),
    ),
    "no link": ("E117", changed("https://meet", "§http://meet")),
    "a link without a host": (
        "E117",
        changed("https://meet.example.org", "§'https://]ж").replace("plenary}", "plenary'}"),
    ),
    "a link with an empty label": ("E117", changed("https://meet.example", "§https://a..b")),
    "a link to a port that is not there": (
        "E117",
        changed("https://meet.example.org/", "§https://meet.example.org:65536/"),
    ),
    "a link with a letter that hides a slash": ("E117", changed("https://meet", "§https://℀meet")),
    "a link to half an address": (
        "E117",
        changed("https://meet.example.org", "§'https://[::1").replace("plenary}", "plenary'}"),
    ),
    "an address that begins with a dot": (
        "E116",
        changed("email: forum@example.org", "email: §.a@example.org"),
    ),
    "an address with two dots": (
        "E116",
        changed("email: forum@example.org", "email: §a..b@example.org"),
    ),
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
    "'available' has more than 50 entries": changed(
        "email: chair@", f"available: [{HOURS}]\n    email: chair@"
    ),
    "entry 2 of 'speakers' is empty — give it a value, or remove the line": changed(
        "[chair-uz]", "[chair-uz, []]"
    ),
    "unknown time zone 'UTC+5'": changed("zone: Asia/Almaty", "zone: UTC+5"),
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


LENGTHS = {
    "5": timedelta(minutes=5),
    "5min": timedelta(minutes=5),
    "90 minutes": timedelta(minutes=90),
    "1 h": timedelta(hours=1),
    "1 h 30": timedelta(minutes=90),
    "1h30": timedelta(minutes=90),
    "1 h 30 min": timedelta(minutes=90),
    "2 days 3 h": timedelta(days=2, hours=3),
    "1 week 1 day": timedelta(days=8),
    "": None,
    "min": None,
    "0 min": None,
    "1, 5 h": None,
    "1½ h": None,
    "1 h and 5": None,
    "5 min 5": None,
    "1 week 2": None,
    "1 h 30 min 10": None,
    "- 5": None,
}


@pytest.mark.parametrize(("words", "meant"), LENGTHS.items())
def test_a_duration_can_be_read_in_one_way_only(words: str, meant: timedelta | None) -> None:
    assert length(words) == meant


LINKS = (
    "https://meet.example.org:8443/a?b=c#d",
    "https://[2001:db8::1]:443/x",
    "https://localhost/x",
    "https://пример.рф./зал?место=[1]",
    "https://例え。example/",
)


@pytest.mark.parametrize("link", LINKS)
def test_a_link_may_lead_to_any_host(link: str) -> None:
    text = changed("https://meet.example.org/plenary", f"'{link}'")
    assert seen(text) == []


def test_a_list_may_be_as_long_as_its_ceiling() -> None:
    hours = ", ".join(["09:00-17:00"] * 50)
    assert seen(changed("email: chair@", f"available: [{hours}]\n    email: chair@")) == []


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
