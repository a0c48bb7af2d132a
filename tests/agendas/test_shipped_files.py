from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from orchestrator import agendas, running_orders, zones
from orchestrator.agendas.models import Agenda
from orchestrator.findings import Finding
from orchestrator.languages import TAGS
from orchestrator.running_orders.order import RunningOrder, TimedSession
from orchestrator.running_orders.states import shipped
from tests.tables import scripts

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted((ROOT / "agendas").glob("*.yaml"))
FORUM = ROOT / "agendas" / "sco-heads-of-regions-2020.yaml"

# The keys under which a person reads what stands there.
TEXT_KEYS = {"title", "name", "office", "region", "place", "when", "text", "because"}
PROTOCOL_ORDER = ["IN", "KZ", "CN", "KG", "PK", "RU", "TJ", "UZ"]
ORGANISATION = {
    "en": "SCO",
    "ru": "ШОС",
    "zh-Hans": "上海合作组织",
    "hi": "एससीओ",
    "kk": "ШЫҰ",
    "ky": "ШКУ",
    "ur": "ایس سی او",
    "tg": "СҲШ",
    "uz": "ShHT",
}


def texts(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Yield everything a person reads in an agenda file, with the place where it stands."""
    if isinstance(value, list):
        for number, part in enumerate(value):
            yield from texts(part, f"{place}/{number}")
    elif isinstance(value, dict):
        for key, part in value.items():
            here = f"{place}/{key}"
            yield from [(here, part)] if key in TEXT_KEYS else texts(part, here)


def letters(text: str) -> str:
    """Return the letters and their marks in a text, {placeholders} left out."""
    plain = re.sub(r"\{\w+\}", "", text)
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] in "LM")


def flow_maps(node: yaml.Node | None) -> Iterator[int]:
    """Yield the lines on which a map stands in { }."""
    if isinstance(node, yaml.MappingNode):
        if node.flow_style:
            yield node.start_mark.line + 1
        for _, value in node.value:
            yield from flow_maps(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from flow_maps(value)


def glossary() -> Mapping[str, Mapping[str, str]]:
    """Return the rows of the glossary by their English term."""
    lines = (ROOT / "locales" / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    rows = [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if "|" in line
    ]
    return {row[0]: dict(zip(TAGS, row, strict=True)) for row in rows if len(row) == len(TAGS)}


@pytest.fixture(scope="module")
def raw() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(
        FORUM.read_text(encoding="utf-8"),
        Loader=yaml.BaseLoader,  # noqa: S506 - it makes strings only
    )
    return loaded


@pytest.fixture(scope="module")
def agenda() -> Agenda:
    read = agendas.read(FORUM.read_bytes()).agenda
    assert read is not None
    return read


@pytest.fixture(scope="module")
def order(agenda: Agenda) -> RunningOrder:
    return running_orders.build(agenda)


@pytest.fixture(scope="module")
def plenary(order: RunningOrder) -> TimedSession:
    return next(timed for timed in order.sessions if timed.session.id == "plenary")


def found(path: Path) -> tuple[Finding, ...]:
    reading = agendas.read(path.read_bytes())
    assert reading.agenda is not None, reading.findings
    return (*reading.findings, *running_orders.build(reading.agenda).findings)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_file_can_be_published_as_it_is(path: Path) -> None:
    assert [each for each in found(path) if each.severity != "warning"] == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_file_tells_editors_its_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert first == "# yaml-language-server: $schema=agenda.schema.json"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_file_holds_clean_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert scripts.unwanted_signs(text) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_no_comma_can_end_a_text_in_a_shipped_file(path: Path) -> None:
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    assert list(flow_maps(node)) == []


def test_the_first_forum_is_warned_of_nothing_but_unreviewed_texts() -> None:
    assert {each.code for each in found(FORUM)} == {"W340"}


def test_every_text_of_the_first_forum_is_there_in_nine_languages(raw: dict[str, Any]) -> None:
    read = list(texts(raw))
    assert len(read) > 60
    assert [place for place, text in read if set(text) != set(TAGS)] == []


@pytest.mark.parametrize("tag", TAGS)
def test_every_text_of_the_first_forum_is_in_the_letters_of_its_language(
    raw: dict[str, Any], tag: str
) -> None:
    strange = {
        place: scripts.foreign_letters(letters(text[tag]), tag) for place, text in texts(raw)
    }
    assert {place: signs for place, signs in strange.items() if signs} == {}


def test_every_text_of_the_first_forum_keeps_its_placeholders(raw: dict[str, Any]) -> None:
    kept = {
        place: {tag: sorted(re.findall(r"\{(\w+)\}", text[tag])) for tag in TAGS}
        for place, text in texts(raw)
    }
    wanted = {place: ["date", "person", "session"] for place in ["/invitation/text"]}
    assert kept == {place: dict.fromkeys(TAGS, wanted.get(place, [])) for place in kept}


@pytest.mark.parametrize("tag", TAGS)
def test_a_comma_of_another_script_is_not_left_in_a_text(raw: dict[str, Any], tag: str) -> None:
    strange = {"ur": ",;?.", "zh-Hans": ",;:?()."}.get(tag, "，、；：（）。،؛؟۔")
    allowed = {"(", ")"} if tag == "ur" else set()
    left = {place: [sign for sign in text[tag] if sign in strange] for place, text in texts(raw)}
    assert {place: signs for place, signs in left.items() if set(signs) - allowed} == {}


@pytest.mark.parametrize("tag", TAGS)
def test_the_organisation_bears_its_name_in_the_title(raw: dict[str, Any], tag: str) -> None:
    assert ORGANISATION[tag] in raw["title"][tag]


@pytest.mark.parametrize("tag", TAGS)
def test_a_delegation_and_its_people_bear_the_name_of_their_state(agenda: Agenda, tag: str) -> None:
    # Four letters: a name stands in its cases, but its beginning stays.
    people = [each for each in agenda.people if each.id.startswith(("head-", "econ-"))]
    observers = [each for each in agenda.delegations if each.id.endswith("-econ")]
    named = {each.id: (each.office or {})[tag] for each in people}
    named |= {each.id: (each.name or {})[tag] for each in observers}
    stems = {key: shipped()[state_of(agenda, key)][tag].short[:4] for key in named}
    assert len(named) == 7 + 8 + 8
    assert [key for key in named if stems[key] not in named[key]] == []


def state_of(agenda: Agenda, key: str) -> str:
    delegation = agenda.delegation.get(key) or agenda.delegation_of(agenda.person[key])
    assert delegation is not None
    return delegation.state or ""


def test_the_first_forum_speaks_in_the_words_of_the_glossary(agenda: Agenda) -> None:
    items = {item.id: item for session in agenda.sessions for item in session.items}
    used = {
        "Chelyabinsk Region": agenda.delegation["ru-che"].region,
        "Governor of the Chelyabinsk Region": agenda.person["teksler"].office,
        "SCO Secretary-General": agenda.person["norov"].office,
        "Minister of Economic Development of the Russian Federation": agenda.person[
            "reshetnikov"
        ].office,
        "plenary session": agenda.session["plenary"].title,
        "adoption of the agenda": items["adoption"].title,
    }
    rows = {term: glossary()[term] for term in used}
    assert folded(used) == folded(rows)


def folded(terms: Mapping[str, Mapping[str, str] | None]) -> dict[str, dict[str, str]]:
    return {term: {tag: (row or {})[tag].casefold() for tag in TAGS} for term, row in terms.items()}


def test_only_those_whom_public_sources_name_are_named(agenda: Agenda) -> None:
    assert {each.id: each.name["en"] for each in agenda.people if each.name} == {
        "teksler": "Alexei Teksler",
        "norov": "Vladimir Norov",
        "reshetnikov": "Maxim Reshetnikov",
    }


def test_the_plenary_session_is_chaired_by_the_governor_of_the_host(agenda: Agenda) -> None:
    chair = agenda.person[agenda.session["plenary"].chair or ""]
    delegation = agenda.delegation_of(chair)
    assert (chair.id, chair.head) == ("teksler", True)
    assert delegation is not None
    assert (delegation.id, delegation.host) == ("ru-che", True)


def test_the_plenary_session_fills_three_hours_from_noon(plenary: TimedSession) -> None:
    assert plenary.start is not None
    assert plenary.end is not None
    assert zones.local(plenary.start, "Asia/Yekaterinburg").isoformat() == (
        "2020-10-29T12:00:00+05:00"
    )
    assert plenary.end - plenary.start == timedelta(hours=3)
    assert plenary.items[-1].end == plenary.end


def test_the_items_of_the_plenary_session_follow_without_a_gap_but_before_the_outcome(
    plenary: TimedSession,
) -> None:
    ids = [timed.item.id for timed in plenary.items]
    assert ids == [
        *("opening", "adoption", "welcome", "statements", "pause", "priorities", "economy"),
        *("humanities", "outcome", "closing"),
    ]
    buffers = {timed.item.id: timed.buffer for timed in plenary.items if timed.buffer}
    assert buffers == {"outcome": timedelta(minutes=4)}


def test_noon_in_chelyabinsk_is_what_the_clocks_of_that_day_showed(plenary: TimedSession) -> None:
    assert plenary.start is not None
    shown = {
        "Asia/Karachi": "12:00",
        "Asia/Tashkent": "12:00",
        "Asia/Dushanbe": "12:00",
        "Asia/Kolkata": "12:30",
        "Asia/Bishkek": "13:00",
        "Asia/Almaty": "13:00",
        "Asia/Shanghai": "15:00",
        "Europe/Moscow": "10:00",
    }
    assert {name: zones.hour(plenary.start, name) for name in shown} == shown


def test_the_heads_of_regions_speak_in_the_order_of_the_russian_alphabet(
    plenary: TimedSession,
) -> None:
    slots = [slot for slot in plenary.slots if slot.item == "statements"]
    assert [slot.state for slot in slots] == PROTOCOL_ORDER
    assert {slot.end - slot.start for slot in slots if slot.start and slot.end} == {
        timedelta(minutes=7)
    }


def test_two_guests_welcome_the_forum_before_the_round(plenary: TimedSession) -> None:
    spoken = [slot.person for slot in plenary.slots if slot.kind in {"address", "statements"}]
    assert spoken[:3] == ["norov", "reshetnikov", "head-in"]


def test_observers_are_invited_and_do_not_speak(order: RunningOrder, plenary: TimedSession) -> None:
    observers = [each.id for each in order.agenda.people if each.id.startswith("econ-")]
    states = [state_of(order.agenda, person) for person in observers]
    assert (states, set(observers) - set(plenary.invited)) == (PROTOCOL_ORDER, set())
    assert {slot.person for slot in order.slots} & set(observers) == set()


def test_the_two_later_sessions_are_tentative_and_undated(order: RunningOrder) -> None:
    later = order.sessions[2:]
    assert [(each.session.id, each.session.status, each.start) for each in later] == [
        ("expert-session", "tentative", None),
        ("governors-meeting", "tentative", None),
    ]
