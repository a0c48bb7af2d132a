"""The shipped records of the forum of 2020 are read, and say what is publicly known."""

from __future__ import annotations

import pytest

from orchestrator import minutes
from orchestrator.minutes import Record
from tests.minutes import examples, forums


def read(tag: str) -> Record:
    data = (forums.ROOT / "agendas" / examples.path(tag)).read_bytes()
    return minutes.record(minutes.answers(minutes.read_markdown(data)))


@pytest.fixture(params=examples.TAGS)
def tag(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_an_example_is_in_step_with_the_form_of_today(tag: str) -> None:
    data = (forums.ROOT / "agendas" / examples.path(tag)).read_text(encoding="utf-8")
    assert data == minutes.write_markdown(examples.example(tag))


def test_an_example_is_read_as_the_plenary_session_in_its_language(tag: str) -> None:
    found = read(tag)
    assert (found.forum, found.session, found.language) == ("sco-regions-2020", "plenary", tag)


def test_the_outcome_stands_in_its_order_with_gapless_numbers(tag: str) -> None:
    decisions = read(tag).decisions
    assert [each.number for each in decisions] == [1, 2, 3, 4, 5]
    assert {each.item for each in decisions} == {"outcome"}
    manners = [each.adopted for each in decisions]
    assert manners == ["consensus", "consensus", "noted", "noted", "noted"]
    assert [each.text for each in decisions[:3]] == list(examples.AGREED[tag])


def test_the_welcomed_follow_ups_are_the_tentative_sessions_of_the_agenda(tag: str) -> None:
    agenda = forums.shipped().agenda
    tentative = [each for each in agenda.sessions if each.status == "tentative"]
    welcomed = [each.text for each in read(tag).decisions[3:]]
    assert [each.id for each in tentative] == list(examples.FOLLOW_UPS)
    for session, text in zip(tentative, welcomed, strict=True):
        assert session.title[tag] in text
        assert session.when is not None
        assert session.when[tag] in text


def test_what_an_example_leaves_open_is_found_and_nothing_else(tag: str) -> None:
    found = read(tag)
    assert [each.code for each in found.findings] == ["W418", "W412", "W412"]
    assert [each.item for each in found.notes] == [None]


def test_the_numbers_are_the_same_in_every_language() -> None:
    def numbered(tag: str) -> list[tuple[str, list[int]]]:
        found = read(tag)
        paragraphs = [(each.id, [part.number for part in each.paragraphs]) for each in found.items]
        return paragraphs + [(each.item, [each.number]) for each in found.statements]

    assert numbered("ru") == numbered("zh-Hans") == numbered("en")
