from __future__ import annotations

import pytest

from orchestrator.languages import TAGS
from orchestrator.running_orders import alphabets, states


@pytest.mark.parametrize("tag", sorted(set(TAGS) - {"zh-Hans"}))
def test_a_key_made_here_is_the_key_in_the_table(tag: str) -> None:
    made = {code: alphabets.key(names[tag].short, tag) for code, names in states.shipped().items()}
    assert made == {code: names[tag].key for code, names in states.shipped().items()}


@pytest.mark.parametrize(
    ("tag", "names"),
    [
        ("ru", ["Алтай", "Ёлкино", "Жигули", "Свердловская область", "Челябинск"]),
        ("kk", ["Алматы", "Әулиеата", "Қарағанды", "Шымкент", "Ыстықкөл"]),
        ("ky", ["Нарын", "Ош", "Өзгөн", "Талас"]),
        ("tg", ["Гулистон", "Ғафуров", "Душанбе", "Хатлон", "Ҳисор"]),
        ("uz", ["Andijon", "Xorazm", "Oʻzbekiston", "Gʻijduvon", "Shahrisabz", "Chirchiq"]),
        ("en", ["Altai", "Álvaro", "Chelyabinsk", "New York", "Newland"]),
        ("zh-Hans", ["安徽", "北京", "车里雅宾斯克州", "四川", "浙江"]),
        ("hi", ["असम", "उत्तर प्रदेश", "केरल", "गोवा", "बिहार"]),
        ("ur", ["آزاد کشمیر", "بلوچستان", "پنجاب", "خیبر پختونخوا", "سندھ"]),
    ],
)
def test_names_stand_in_the_order_of_their_alphabet(tag: str, names: list[str]) -> None:
    assert sorted(set(names), key=lambda name: alphabets.key(name, tag)) == names


def test_capitals_do_not_matter() -> None:
    assert alphabets.key("УРАЛ", "ru") == alphabets.key("урал", "ru")


def test_signs_come_before_letters_and_strange_letters_after_them() -> None:
    names = ["1-й округ", "Урал", "Ural"]
    assert sorted(set(names), key=lambda name: alphabets.key(name, "ru")) == names


def test_any_apostrophe_after_o_or_g_makes_the_uzbek_letter() -> None:
    keys = {alphabets.key(f"O{sign}zbekiston", "uz") for sign in "ʻʼ'’‘`"}
    assert keys == {alphabets.key("Oʻzbekiston", "uz")}
    assert alphabets.key("Qurʼon", "uz") == alphabets.key("Qur'on", "uz")
