"""Tables that do not say their coding: short ones, in the codings of our nine languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from orchestrator import rosters, sandbox
from orchestrator.errors import OrchestratorError
from orchestrator.languages import translator
from orchestrator.rosters import codings

ROWS: dict[str, tuple[tuple[str, ...], list[tuple[str, str]]]] = {
    "ru": (
        ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic"),
        [("Иванов Иван", "Министр экономики"), ("ПЁТР СИДОРОВ", "Заместитель министра")],
    ),
    "kk": (("kz1048",), [("Қайрат Әбілов", "Министр орынбасары"), ("Айгүл Өмірова", "Әкім")]),
    "ky": (("cp1251",), [("Бакыт Асанов", "Министр"), ("Жылдыз Ибраимова", "Облус башчысы")]),
    "tg": (("koi8-t",), [("Ҷамшед Раҳимов", "Вазири иқтисод"), ("Гулнора", "Раиси вилоят")]),
    "uz": (("cp1254",), [("Çolpan Öztürk", "Vazir"), ("Gülşan Şokirov", "Viloyat hokimi")]),
    "zh-Hans": (("gb18030", "gbk"), [("张伟", "经济部部长"), ("王毅", "省长")]),
    "ur": (("cp1256",), [("عمران خان", "وزير"), ("سارہ احمد", "گورنر")]),
    "en": (("cp1252",), [("José Müller", "Minister"), ("Zoë Ångström", "Governor")]),
}


def tables() -> Iterator[tuple[str, str]]:
    """Return tables of one row and of two, with headings in their own language and in English."""
    for tag, (names, rows) in ROWS.items():
        words = translator(tag)
        own = [rosters.label(each, words) for each in (f"name:{tag}", f"office:{tag}", "email")]
        for name in names:
            for headings in (own, ["Name", "Office", "E-mail"]):
                for count in (1, 2):
                    people = [f"{person};{office};x@example.org" for person, office in rows[:count]]
                    lines = [";".join(headings), *people]
                    # What a coding cannot write is left out, as by who saved it.
                    yield name, "\r\n".join(lines).encode(name, "ignore").decode(name)


@pytest.mark.parametrize(("name", "text"), [*tables()])
def test_a_short_table_is_read_in_the_coding_it_was_written_in(name: str, text: str) -> None:
    found = codings.guess(text.encode(name))
    assert found is not None
    assert text.encode(name).decode(found) == text


def test_what_is_like_no_words_is_in_no_coding() -> None:
    assert codings.guess(bytes(range(128, 256))) is None


def test_what_a_person_says_counts_and_not_the_guess() -> None:
    data = "Имя\nИван\n".encode("koi8-r")
    found = [(rosters.read(data, name).lines[1].cells, name) for name in ("koi8-r", "ibm866")]
    assert found[0] == (("Иван",), "koi8-r")
    assert found[1][0] != ("Иван",)
    assert sandbox.read_table(data, "KOI8_R").coding == "koi8-r"


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"a\n", "klingon", "The encoding 'klingon' is unknown; known are utf-8, utf-16, "),
        (b"\xff\n", "utf-8", "The file is not in the encoding utf-8. Name another, or let it be "),
    ],
)
def test_an_encoding_that_cannot_be_is_refused(data: bytes, name: str, sentence: str) -> None:
    with pytest.raises(OrchestratorError) as wrong:
        sandbox.read_table(data, name)
    assert str(wrong.value).startswith(sentence)
