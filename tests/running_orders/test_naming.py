from __future__ import annotations

from typing import get_args

import pytest

from orchestrator import running_orders
from orchestrator.agendas.models import Kind
from tests.running_orders.forums import forum, session

NAME, OFFICE = {"ru": "Алексей Текслер"}, {"ru": "Губернатор"}


def test_every_kind_of_item_has_a_name() -> None:
    assert set(running_orders.KIND_NAMES) == set(get_args(Kind))


@pytest.mark.parametrize(
    ("known", "called"),
    [
        ({"name": NAME, "office": OFFICE}, "Алексей Текслер"),
        ({"office": OFFICE}, "Губернатор"),
        ({}, "teksler"),
    ],
)
def test_a_person_is_called_by_name_or_by_office(known: dict[str, str], called: str) -> None:
    agenda = forum(session(), people=[{"id": "teksler", **known}])
    assert running_orders.person_name(agenda, agenda.people[0], "uz") == called
