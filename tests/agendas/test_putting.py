"""People are put into the text of an agenda: what nothing is said of stays to the letter."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.agendas.decoding import CONTROLS
from orchestrator.agendas.places import Raw
from orchestrator.agendas.rewriting import RewritingError, put_people
from tests.agendas.written import HEAD, data, remarks

TEXT = f"""\
{HEAD}delegations:
  - id: kz
# Those who come
people:
  # the chair
  - id: a  # for life
    name:
      en: Old Name  # as in the note
      # to be asked: ru
    office: Head
    email: a@example.org # checked
    assistants:
      - email: first@example.org  # by day
        language: ru
    available: ["10:00–12:00"]  # on weekdays

  - {{id: b, name: {{en: B}}, email: b@example.org}}
# The sittings
sessions: []
"""

LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cf", "Cn", "Co"))
WORDS = st.text(LETTERS, min_size=1, max_size=20).filter(lambda text: not CONTROLS.search(text))
TEXTS = st.dictionaries(st.sampled_from(["en", "ru", "ur"]), WORDS, min_size=1)
PERSON = st.fixed_dictionaries(
    {},
    optional={
        "name": TEXTS,
        "office": TEXTS,
        "email": WORDS,
        "head": st.just("true"),
        "available": st.lists(WORDS, min_size=1, max_size=3),
        "assistants": st.lists(WORDS.map(lambda text: {"email": text}), min_size=1, max_size=2),
    },
)


@given(st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), PERSON))
def test_whatever_is_put_in_is_read_back_and_every_comment_stays(
    people: Mapping[str, Mapping[str, Raw]],
) -> None:
    made = put_people(TEXT, people)
    found = {each["id"]: each for each in data(made)["people"]}
    assert set(found) == {"a", "b", *people}
    assert remarks(made) == remarks(TEXT)
    assert put_people(made, people) == made


def changed(old: str, new: str) -> str:
    assert TEXT.count(old) == 1
    return TEXT.replace(old, new)


@pytest.mark.parametrize(
    ("person", "said", "expected"),
    [
        ("a", {}, TEXT),
        ("a", {"email": "a@example.org"}, TEXT),
        (
            "a",
            {"email": "new@example.org"},
            changed("a@example.org # checked", "new@example.org # checked"),
        ),
        ("a", {"name": {"en": "New: Name"}}, changed("Old Name  #", "'New: Name'  #")),
        (
            "a",
            {"name": {"ru": "Имя"}},
            changed("# as in the note\n", "# as in the note\n      ru: Имя\n"),
        ),
        (
            # A plain text is one in the first official language.
            "a",
            {"office": {"ru": "Глава"}},
            changed("office: Head\n", "office:\n      en: Head\n      ru: Глава\n"),
        ),
        (
            "a",
            {"rank": "3", "zone": "Asia/Almaty"},
            changed("# on weekdays\n", "# on weekdays\n    rank: 3\n    zone: Asia/Almaty\n"),
        ),
        (
            "a",
            {"available": ["11:00–12:00"]},
            changed('["10:00–12:00"]  #', "['11:00–12:00'] #"),
        ),
        ("a", {"email": None}, changed("    email: a@example.org # checked\n", "    # checked\n")),
        (
            "a",
            {"assistants": [{"email": "first@example.org"}, {"email": "second@example.org"}]},
            changed(
                "      - email: first@example.org  # by day\n        language: ru\n",
                "      - email: first@example.org\n        language: ru\n"
                "      - email: second@example.org\n    # by day\n",
            ),
        ),
        (
            "b",
            {"email": "c@example.org", "name": {"ru": "Б, В"}, "head": "true"},
            changed(
                "{en: B}, email: b@example.org}",
                "{en: B, ru: 'Б, В'}, email: c@example.org, head: true}",
            ),
        ),
        (
            "c",
            {"delegation": "kz", "name": {"en": "C"}, "assistants": [{"email": "d@example.org"}]},
            changed(
                "# The sittings",
                "\n  - id: c\n    delegation: kz\n    name:\n      en: C\n"
                "    assistants:\n      - email: d@example.org\n# The sittings",
            ),
        ),
    ],
)
def test_a_person_is_changed_where_they_stand(
    person: str, said: Mapping[str, Raw], expected: str
) -> None:
    assert put_people(TEXT, {person: said}) == expected


@pytest.mark.parametrize("people", ["", "people:  # none\n", "people: []  # none\n"])
def test_a_forum_without_people_gets_its_first(people: str) -> None:
    head, tail = f"{HEAD}delegations:\n  - id: kz # one\n", "# The sittings\nsessions: []\n"
    made = put_people(f"{head}{people}{tail}", {"a": {"email": "a@example.org"}})
    begun = people.replace(" []", "") or "people:\n"
    assert made == f"{head}{begun}  - id: a\n    email: a@example.org\n{tail}"


def test_people_between_brackets_stay_between_them() -> None:
    text = f"{HEAD}people: [{{id: a}}]\n"
    made = put_people(text, {"a": {"email": "x@example.org"}, "b": {"name": {"en": "B"}}})
    assert made == f"{HEAD}people: [{{id: a, email: x@example.org}}, {{id: b, name: {{en: B}}}}]\n"


def test_lines_end_as_in_the_rest_of_the_text() -> None:
    made = put_people(TEXT.replace("\n", "\r\n"), {"c": {"email": "c@example.org"}})
    assert made.count("\n") == made.count("\r\n")


@pytest.mark.parametrize("text", ["people: {a: b}\n", "people: x\n", "people: [a: b\n"])
def test_people_that_are_no_list_are_refused(text: str) -> None:
    with pytest.raises(RewritingError):
        put_people(f"{HEAD}{text}", {"c": {"email": "c@example.org"}})
