"""The nine catalogues: complete, in step with the code, with the places of their source."""

import re
import string
import unicodedata

import pytest

from tests.locales import catalogues

OTHERS = [tag for tag in catalogues.TAGS if tag != "en"]
SCRIPTS = {
    "ru": "CYRILLIC",
    "kk": "CYRILLIC",
    "ky": "CYRILLIC",
    "tg": "CYRILLIC",
    "zh-Hans": "CJK",
    "hi": "DEVANAGARI",
    "ur": "ARABIC",
    "uz": "LATIN",
}
# What stays in Latin letters in every language: places, keys and values of a file, options,
# commands, names of formats. Han letters touch Latin ones, where `\\b` sees no border.
FORMATS = (
    "UTF-8 UTF-16 UTC YAML JSON MiB ID DIR TAG FILE ISO KZ U A,B HEAD Python Markdown alpha-2 "
    "zoneinfo Word OpenDocument LibreOffice PDF XML Nastaliq Naskh true false UIDs? ru,zh-Hans "
    "SEQUENCE SQLite PostgreSQL STARTTLS TLS ASCII PEM SMTP IMAP CSV Outlook HTML HOST PORT me "
    "PERSON AUDIENCE FORUM N From ORCHESTRATOR_[A-Z_]+ authserv-id pg_dump pg_restore winmail.dat "
    "Ctrl-C ETag If-Match OpenAPI RFC application/json https read templates/deploy "
    "/livez /readyz /metrics XLSX Excel Idempotency-Key If-None-Match "
    r"everyone heads speakers %[0-9A-F]{2} \d{4}-\d\d-\d\dT\d\d:\d\d"
)
SAMPLES = (
    "meng3 gu3",
    "A=email,B=name:ru",
    "sep=;",
    r"\[a, b\]",
    "5 min",
    "2 days",
    "1 h 30",
    "7 min each",
    " ".join(catalogues.TAGS),
)
LATIN = re.compile(
    r"\{[^{}]*\}|`[^`]*`|'[^']*'|«[^»]*»|“[^”]*”|--?[a-z][a-z-]*|orchestrator( [a-z]+){0,2}|"
    r"https?://\S*|\./[\w.-]+|\.(docx|doc|odt|md|eml|pdf|html|ttf|otf|ttc|xlsx|xls|csv)(?![A-Za-z])|"
    rf"(?<![A-Za-z])({'|'.join((*SAMPLES, *FORMATS.split()))})(?![A-Za-z])"
)
# Words that a language writes as English does.
ALIKE = {("uz", "Forum")}


def places(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@pytest.fixture(scope="module")
def source() -> dict[str, str | None]:
    return catalogues.messages()


@pytest.fixture(scope="module", params=catalogues.TAGS)
def tag(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def held(tag: str) -> dict[str, tuple[str, ...]]:
    return catalogues.known(tag)


def test_the_template_and_every_catalogue_are_in_step_with_the_code(tag: str) -> None:
    path = catalogues.LOCALES / tag / "LC_MESSAGES" / "messages.po"
    assert path.read_text(encoding="utf-8") == catalogues.written(tag, catalogues.known(tag))
    template = (catalogues.LOCALES / "messages.pot").read_text(encoding="utf-8")
    assert template == catalogues.template()


def test_every_message_is_translated(
    tag: str, held: dict[str, tuple[str, ...]], source: dict[str, str | None]
) -> None:
    empty = [message for message in source if not all(held.get(message, ("",)))]
    assert empty == []
    counted = {message: len(held[message]) for message, plural in source.items() if plural}
    assert set(counted.values()) <= {catalogues.forms(tag)}


def test_no_catalogue_holds_a_fuzzy_message(tag: str) -> None:
    assert [each.id for each in catalogues.catalogue(tag) if each.fuzzy and each.id] == []


def test_every_translation_has_the_places_of_its_source(
    held: dict[str, tuple[str, ...]], source: dict[str, str | None]
) -> None:
    wrong = {
        message: strings
        for message, strings in held.items()
        for text in strings
        if places(text) not in (places(message), places(source.get(message) or message))
    }
    assert wrong == {}


def test_texts_are_composed_and_hold_no_invisible_characters(
    held: dict[str, tuple[str, ...]],
) -> None:
    for strings in held.values():
        for text in strings:
            assert text == unicodedata.normalize("NFC", text)
            assert [
                each for each in text if unicodedata.category(each) in {"Cc", "Cf"} and each != "\n"
            ] == []


@pytest.mark.parametrize("tag", OTHERS)
def test_every_translation_is_written_in_its_own_script(tag: str) -> None:
    foreign = {}
    for message, strings in catalogues.known(tag).items():
        for text in strings:
            bare = LATIN.sub("", text)
            names = {unicodedata.name(each, "").split()[0] for each in bare if each.isalpha()}
            if (
                names
                - {SCRIPTS[tag], "MODIFIER"}
                - ({"FULLWIDTH", "IDEOGRAPHIC"} if tag == "zh-Hans" else set())
            ):
                foreign[message] = text
    assert foreign == {}


def test_a_translation_is_not_the_english_text_again() -> None:
    same = {
        (tag, message)
        for tag in OTHERS
        for message, strings in catalogues.known(tag).items()
        if message in strings
        and len([each for each in LATIN.sub("", message) if each.isalpha()]) > 3
    }
    assert same - ALIKE == set()
