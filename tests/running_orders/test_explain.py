from __future__ import annotations

from orchestrator import running_orders
from orchestrator.languages import Translator
from orchestrator.running_orders import Explanation, RunningOrder
from tests.running_orders.forums import ENGLISH, built, item, session, statements

WHY = {"en": "By agreement", "zh-Hans": "经商定", "ru": "По договорённости"}
OPENING = item("opening", "opening", speakers=["head-ru"])


def order() -> RunningOrder:
    return built(
        session(OPENING, statements(), item("pause", "break"), chair="head-ru"),
        session(item("talk", speakers=["head-uz", {"delegation": "kz"}]), id="second", starts=None),
    )


def test_every_place_is_explained_in_a_sentence_to_be_read_out() -> None:
    assert [each.sentence for each in running_orders.explain(order(), ENGLISH)] == [
        "1. Head of delegation RU: speaks as Chair of the session",
        "1. India: first in alphabetical order (Russian): «Индия»",
        "2. Kazakhstan: alphabetical order (Russian): «Казахстан» after «Индия»",
        "3. China: alphabetical order (Russian): «Китай» after «Казахстан»",
        "4. Kyrgyzstan: alphabetical order (Russian): «Кыргызстан» after «Китай»",
        "5. Pakistan: alphabetical order (Russian): «Пакистан» after «Кыргызстан»",
        "6. Russia: alphabetical order (Russian): «Россия» after «Пакистан»",
        "7. Tajikistan: alphabetical order (Russian): «Таджикистан» after «Россия»",
        "8. Uzbekistan: alphabetical order (Russian): «Узбекистан» after «Таджикистан»",
        "1. Head of delegation UZ: place 1 of 2 in the order laid down in the agenda",
        "2. Kazakhstan: place 2 of 2 in the order laid down in the agenda",
    ]


def test_one_session_can_be_explained_alone() -> None:
    found = running_orders.explain(order(), ENGLISH, session="second")
    assert [(each.session, each.person, each.delegation) for each in found] == [
        ("second", "head-uz", "uz"),
        ("second", None, "kz"),
    ]


def test_names_stand_in_the_readers_language_and_in_that_which_decides() -> None:
    chinese = Translator(language="zh-Hans")
    assert running_orders.explain(order(), chinese)[3] == Explanation(
        session="plenary",
        item="statements",
        place=3,
        delegation="cn",
        person="head-cn",
        name="中国",
        decided_as="Китай",
        decided_in="ru",
        sentence="3. 中国: alphabetical order (Russian): «Китай» after «Казахстан»",
    )


def test_in_a_list_no_alphabet_decides() -> None:
    found = running_orders.explain(order(), ENGLISH)[0]
    assert (found.decided_as, found.decided_in) == (None, None)


def test_the_files_own_reason_is_said_in_the_readers_language_or_the_official_one() -> None:
    placed = [{"speaker": "uz", "before": "in", "because": WHY}]
    moved = built(session(statements(placed=placed)))
    first = {
        tag: running_orders.explain(moved, Translator(language=tag))[0].sentence
        for tag in ("zh-Hans", "ky")
    }
    assert first == {
        "zh-Hans": "1. 乌兹别克斯坦: placed directly before «Индия»: 经商定",
        "ky": "1. Өзбекстан: placed directly before «Индия»: По договорённости",
    }


def test_a_delegation_with_a_name_of_its_own_is_placed_by_its_state() -> None:
    named = {"id": "che", "state": "RU", "name": {"ru": "Южный Урал", "en": "South Urals"}}
    (found,) = running_orders.explain(
        built(session(statements()), delegations=[named], people=[]),
        ENGLISH,
    )
    assert (found.name, found.decided_as) == ("South Urals", "Россия")
    assert found.sentence == "1. South Urals: first in alphabetical order (Russian): «Россия»"
