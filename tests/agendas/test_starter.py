"""The commented file that `new` writes."""

from __future__ import annotations

import pytest

from orchestrator import agendas, running_orders
from orchestrator.languages import TAGS, Translator, compiled

CATALOGUE = """\
msgid "Forum of Regions"
msgstr "Форум: «#1»"

msgid "The forum's own clock, by which sessions start."
msgstr "Часы\\nфорума."
"""
PLAIN = Translator(language="en")


@pytest.mark.parametrize("tag", TAGS)
def test_a_starter_file_can_be_published_as_it_is(tag: str) -> None:
    reading = agendas.read(agendas.starter("forum", tag, PLAIN).encode())
    assert reading.findings == ()
    assert reading.agenda is not None
    assert running_orders.build(reading.agenda).findings == ()


def test_a_starter_file_has_two_delegations_and_one_session_in_its_language() -> None:
    agenda = agendas.read(agendas.starter("my-forum", "tg", PLAIN).encode()).agenda
    assert agenda is not None
    assert (agenda.id, agenda.languages.all) == ("my-forum", ("tg",))
    assert (len(agenda.delegations), len(agenda.sessions)) == (2, 1)
    assert {agenda.language_of(person) for person in agenda.people} == {"tg"}


def test_remarks_and_texts_are_said_in_the_language_of_the_starter() -> None:
    words = compiled("ru", CATALOGUE)
    text = agendas.starter("forum", "ru", words)
    agenda = agendas.read(text.encode()).agenda
    assert agenda is not None
    assert agenda.title == {"ru": "Форум: «#1»"}
    assert "\n# Часы форума.\n" in text


def test_a_starter_file_is_explained_throughout() -> None:
    lines = agendas.starter("forum", "en", PLAIN).splitlines()
    assert len([line for line in lines if line.strip().startswith("# ")]) >= 12
