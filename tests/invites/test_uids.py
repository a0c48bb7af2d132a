from __future__ import annotations

import re

import pytest

from orchestrator.invites.uids import uid
from tests.invites import forums
from tests.invites.plain_reader import event

NAMES = {"forum": "regions", "person": "li", "thing": "session-plenary", "domain": "example.org"}


def test_the_same_names_give_the_same_uid() -> None:
    assert uid(forums.KEY, **NAMES) == uid(forums.KEY, **NAMES)


@pytest.mark.parametrize("name", ["forum", "person", "thing", "domain"])
def test_every_name_makes_a_uid_another(name: str) -> None:
    assert uid(forums.KEY, **NAMES) != uid(forums.KEY, **(NAMES | {name: "other"}))


@pytest.mark.parametrize(("first", "second"), [("forum", "person"), ("person", "thing")])
def test_names_that_run_together_are_told_apart(first: str, second: str) -> None:
    one, other = NAMES | {first: "a", second: "bc"}, NAMES | {first: "ab", second: "c"}
    assert uid(forums.KEY, **one) != uid(forums.KEY, **other)


def test_another_installation_gives_other_uids() -> None:
    assert uid(b"another key", **NAMES) != uid(forums.KEY, **NAMES)


def test_a_uid_is_short_plain_and_stands_at_the_organizers_domain() -> None:
    made = uid(forums.KEY, **(NAMES | {"domain": "Example.ORG"}))
    assert re.fullmatch(r"[a-z2-7]{32}@example\.org", made)


def test_a_slot_that_changes_its_place_keeps_its_uid() -> None:
    file = forums.data()
    statements = file["sessions"][0]["items"][1]
    before = event(forums.invitation("rao", "slot-statements"))
    statements["speakers"] = ["khan", "li", "rao"]
    after = event(forums.invitation("rao", "slot-statements", forums.order(file)))
    assert after.one("UID") == before.one("UID")
    assert after.one("DTSTART") != before.one("DTSTART")
