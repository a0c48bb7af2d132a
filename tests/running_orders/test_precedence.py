from __future__ import annotations

import pytest

from tests.running_orders.forums import (
    DELEGATIONS,
    ENGLISH,
    HEADS,
    built,
    codes,
    delegation,
    head,
    item,
    reasons,
    said,
    session,
    statements,
    states,
)

BELARUS = {
    "ru": {"short": "Беларусь", "official": "Республика Беларусь", "key": "беларусь"},
    "zh-Hans": {"short": "白俄罗斯", "official": "白俄罗斯共和国", "key": "bai2 e2 luo2 si1"},
}


def test_the_forum_of_2020_speaks_in_the_order_of_the_russian_alphabet() -> None:
    assert states(built(session(statements(by="ru")))) == "IN KZ CN KG PK RU TJ UZ"


@pytest.mark.parametrize(
    ("by", "order"),
    [
        ("en", "CN IN KZ KG PK RU TJ UZ"),
        ("zh-Hans", "PK RU KZ KG TJ UZ IN CN"),
        ("hi", "UZ KZ KG CN TJ PK IN RU"),
        ("kk", "KZ KG CN UZ PK RU TJ IN"),
        ("ky", "IN KZ KG CN UZ PK RU TJ"),
        ("ur", "UZ IN PK TJ CN RU KZ KG"),
        ("tg", "KZ KG PK RU TJ UZ IN CN"),
        ("uz", "IN PK KG KZ RU TJ CN UZ"),
    ],
)
def test_each_alphabet_gives_its_own_order(by: str, order: str) -> None:
    assert states(built(session(statements(by=by)))) == order


def test_without_a_language_the_first_official_one_decides() -> None:
    assert states(built(session(statements(by=None)))) == "IN KZ CN KG PK RU TJ UZ"


def test_the_order_of_the_file_does_not_matter() -> None:
    turned = built(session(statements()), delegations=DELEGATIONS[::-1], people=HEADS[::-1])
    assert states(turned) == "IN KZ CN KG PK RU TJ UZ"


def test_a_round_says_why_each_stands_where_it_stands() -> None:
    assert reasons(built(session(statements())))[:4] == [
        "first in alphabetical order (Russian): «Индия»",
        "alphabetical order (Russian): «Казахстан» after «Индия»",
        "alphabetical order (Russian): «Китай» after «Казахстан»",
        "alphabetical order (Russian): «Кыргызстан» after «Китай»",
    ]


def test_a_delegation_without_a_named_speaker_keeps_its_place() -> None:
    people = [each for each in HEADS if each["delegation"] != "cn"]
    slots = list(built(session(statements()), people=people).slots)
    assert [(slot.person, slot.delegation) for slot in slots[1:4]] == [
        ("head-kz", "kz"),
        (None, "cn"),
        ("head-kg", "kg"),
    ]


def test_observers_do_not_speak_among_the_heads() -> None:
    observer = delegation("BY", status="observer")
    order = built(session(statements()), delegations=[*DELEGATIONS, observer])
    assert states(order) == "IN KZ CN KG PK RU TJ UZ"


def test_a_round_of_observers_is_theirs_alone() -> None:
    observers = [delegation(code, status="observer") for code in ("IR", "BY")]
    order = built(session(statements(all="observers")), delegations=[*DELEGATIONS, *observers])
    assert states(order) == "BY IR"


def test_who_is_left_out_does_not_speak() -> None:
    order = built(session(statements(**{"except": ["cn", "head-ru"]})))
    assert (states(order), order.findings) == ("IN KZ KG PK TJ UZ", ())


def test_leaving_out_somebody_who_does_not_speak_is_found() -> None:
    order = built(session(statements(**{"except": ["by"]})), delegations=DELEGATIONS)
    assert said(order) == ["E203 'by' does not speak in item 'statements'"]


def test_a_round_of_nobody_is_found() -> None:
    assert said(built(session(statements(all="observers")))) == [
        (
            "E202 nobody is found for 'observers' in item 'statements' "
            "(give delegations the 'status:' that is called for)"
        ),
    ]


def test_delegations_of_one_state_follow_the_names_of_their_regions() -> None:
    regions = {"ru-sve": "Свердловская область", "ru-che": "Челябинская область", "ru-alt": "Алтай"}
    delegations = [
        delegation("RU", id=name, region={"ru": region}) for name, region in regions.items()
    ]
    order = built(session(statements()), delegations=[*DELEGATIONS[:2], *delegations])
    assert [slot.delegation for slot in order.slots] == ["ru-alt", "ru-sve", "ru-che", "tj", "uz"]
    assert reasons(order)[1] == (
        "same state, regions in alphabetical order (Russian): "
        "«Россия (Свердловская область)» after «Россия (Алтай)»"
    )


def test_delegations_of_one_state_and_region_follow_their_ids() -> None:
    order = built(
        session(statements()),
        delegations=[delegation("RU", id="ru-b"), delegation("RU", id="ru-a")],
    )
    assert reasons(order) == [
        "first in alphabetical order (Russian): «Россия»",
        "same name; by their ids in the agenda file: 'ru-b' after 'ru-a'",
    ]


def test_organs_follow_the_states_by_their_own_names() -> None:
    organs = [
        {"id": "sec", "name": {"ru": "Секретариат"}, "status": "organ"},
        {"id": "bank", "name": {"ru": "Банк развития"}, "status": "organ"},
    ]
    order = built(session(statements(all="delegations")), delegations=[*organs, delegation("UZ")])
    assert [slot.delegation for slot in order.slots] == ["uz", "bank", "sec"]
    assert reasons(order)[1:] == [
        "organs follow the states; «Банк развития» comes after «Узбекистан»",
        "alphabetical order (Russian): «Секретариат» after «Банк развития»",
    ]


def test_a_state_that_the_file_brings_along_takes_its_place_in_the_alphabet() -> None:
    order = built(
        session(statements()),
        delegations=[*DELEGATIONS, delegation("XX")],
        states={"XX": BELARUS},
    )
    assert states(order) == "XX IN KZ CN KG PK RU TJ UZ"


def test_a_state_without_a_name_is_found_once() -> None:
    order = built(session(statements()), delegations=[delegation("XX"), delegation("UZ")])
    assert [(found.code, found.path) for found in order.findings] == [
        ("E127", ("delegations", 0, "state")),
    ]


def test_a_state_without_a_key_in_the_deciding_alphabet_is_found() -> None:
    order = built(
        session(statements(by="en")),
        delegations=[*DELEGATIONS, delegation("XX")],
        states={"XX": BELARUS},
    )
    (found,) = said(order)
    assert found.startswith("E204 'XX' cannot be put into the order of this language: English (")


def test_rank_decides_and_the_alphabet_parts_equals() -> None:
    ranks = {"UZ": 1, "CN": 2, "IN": 3, "KZ": 2}
    people = [head(code, rank=rank) for code, rank in ranks.items()]
    delegations = [delegation(code) for code in ranks]
    order = built(session(statements(order="rank")), delegations=delegations, people=people)
    assert (states(order), order.findings) == ("UZ KZ CN IN", ())
    assert reasons(order) == [
        "by rank: rank 1",
        "by rank: rank 2",
        "by rank: rank 2 like «Казахстан»; alphabetical order (Russian): «Китай» after «Казахстан»",
        "by rank: rank 3",
    ]


def test_whoever_has_no_rank_is_found_where_rank_decides() -> None:
    order = built(
        session(statements(order="rank")),
        delegations=[delegation("UZ"), delegation("CN")],
        people=[head("UZ", rank=1)],
    )
    assert said(order) == [
        "E205 'cn' has no rank, but item 'statements' is ordered by rank (give 'rank:')",
    ]


def test_a_list_is_spoken_in_its_own_order() -> None:
    welcome = item("welcome", "address", "10 min each", speakers=["head-uz", "head-cn"])
    order = built(session(welcome))
    assert states(order) == "UZ CN"
    assert reasons(order) == [
        "place 1 of 2 in the order laid down in the agenda",
        "place 2 of 2 in the order laid down in the agenda",
    ]


def test_joint_speakers_share_one_turn() -> None:
    joint = item("welcome", "address", "5 min each", speakers=[["head-uz", "head-cn"], "head-ru"])
    slots = list(built(session(joint)).slots)
    assert [(slot.person, slot.place, f"{slot.start:%H:%M}") for slot in slots] == [
        ("head-uz", 1, "07:00"),
        ("head-cn", 1, "07:00"),
        ("head-ru", 2, "07:05"),
    ]
    assert ENGLISH.phrase(slots[0].because) == (
        "speak jointly; place 1 of 2 in the order laid down in the agenda"
    )


def test_the_same_person_twice_is_counted() -> None:
    speakers = ["head-uz", "head-cn", "head-uz"]
    order = built(session(item("talk", "address", "9 min", speakers=speakers)))
    assert [(slot.person, slot.nth) for slot in order.slots] == [
        ("head-uz", 1),
        ("head-cn", 1),
        ("head-uz", 2),
    ]


def test_a_delegation_can_be_listed_before_its_speaker_is_named() -> None:
    (slot,) = built(session(item("talk", speakers=[{"delegation": "kz"}]))).slots
    assert (slot.person, slot.delegation, slot.state) == (None, "kz", "KZ")


def test_the_chair_alone_speaks_as_chair() -> None:
    order = built(session(item("opening", "opening", speakers=["head-ru"]), chair="head-ru"))
    assert reasons(order) == ["speaks as Chair of the session"]


def test_an_item_without_speakers_has_one_slot_of_nobody() -> None:
    (slot,) = built(session(item("pause", "break"))).slots
    assert (slot.person, slot.delegation, slot.state, slot.place) == (None, None, None, 1)
    assert ENGLISH.phrase(slot.because) == "no speaker is named for this item"


def test_a_rehearsal_tests_every_delegation_in_the_order_of_the_file() -> None:
    order = built(session(item("test", "rehearsal", "5 min each")))
    assert states(order) == "UZ TJ RU PK KG CN KZ IN"
    assert {slot.person for slot in order.slots} == {each["id"] for each in HEADS}


def test_an_id_that_nobody_has_leaves_the_others_speaking() -> None:
    order = built(session(item("talk", speakers=["nobody", "head-uz"])))
    assert (states(order), codes(order)) == ("UZ", [])
