"""An upload is hostile until it is read: each attack gets one sentence, and soon."""

from __future__ import annotations

import re
import secrets
import struct
import sys
import time
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from orchestrator import minutes, sandbox
from orchestrator.errors import OrchestratorError
from tests.minutes import forums

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCUMENT = f"<w:document {SPACE}><w:body>{{}}</w:body></w:document>"
DAMAGED = "The file is damaged: it cannot be opened as Word or OpenDocument."
TOO_LARGE = "The file unpacks to more than a form can hold; it is not read."
TOO_MUCH = "Reading the file takes more memory or time than a form needs; it is not read."
ENTITIES = "The file declares entities of its own; it is not read."
ENCRYPTED = (
    "The file is encrypted, or of the old Word format .doc. Save it as .docx without a password."
)
STRANGER = "The file is neither Word nor OpenDocument."


def archive(**members: bytes | str) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return held.getvalue()


def word(text: str, **more: bytes | str) -> bytes:
    return archive(**{"word/document.xml": text}, **more)


def genuine() -> bytes:
    return forums.word(forums.blank("en"))


def laughs() -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    return f'<!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>' + DOCUMENT.format("&l8;")


def stealing() -> str:
    return '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>' + DOCUMENT.format(
        "<w:p><w:r><w:t>&f;</w:t></w:r></w:p>"
    )


def locked() -> bytes:
    """Return an archive whose members say that they are encrypted."""
    data = bytearray(genuine())
    for found in re.finditer(rb"PK\x01\x02", bytes(data)):
        data[found.start() + 8] |= 1
    return bytes(data)


def lying() -> bytes:
    """Return an archive that says of its text that it is small, and unpacks to 30 MB."""
    data = bytearray(word(DOCUMENT.format("<w:p/>" * 5_000_000)))
    for found in re.finditer(rb"PK\x01\x02", bytes(data)):
        data[found.start() + 24 : found.start() + 28] = struct.pack("<I", 1000)
    return bytes(data)


def deep() -> bytes:
    return word(DOCUMENT.format("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000))


def crowded() -> bytes:
    """Return millions of elements that no ratio betrays."""
    noise = "".join(f'<w:p w:x="{secrets.token_hex(8)}"/>' for _ in range(300_000))
    return word(DOCUMENT.format(noise))


ATTACKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb": (lambda: word("<a>" + " " * 30_000_000), TOO_LARGE),
    "a small bomb": (lambda: word("<a>" + " " * 15_000_000), TOO_LARGE),
    "a bomb that lies about its size": (lying, DAMAGED),
    "too many members": (
        lambda: word("<a/>", **{f"m{n}.xml": "<a/>" for n in range(500)}),
        TOO_LARGE,
    ),
    "a file of 21 MB": (
        lambda: b"PK" + secrets.token_bytes(21 * 1024 * 1024),
        "The file is larger than a form may be.",
    ),
    "macros": (
        lambda: word(DOCUMENT, **{"word/vbaProject.bin": b"\xd0\xcf"}),
        "The file holds macros. Save it without them, as .docx or .odt.",
    ),
    "an encrypted or old Word file": (
        lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000),
        ENCRYPTED,
    ),
    "a locked archive": (
        locked,
        "The file is protected with a password. Save it without one.",
    ),
    "a renamed PDF": (
        lambda: b"%PDF-1.7\n" + bytes(100),
        "The file is a PDF, whatever its name says. Send the Word file that was filled in.",
    ),
    "entities that multiply": (lambda: word(laughs()), ENTITIES),
    "an entity that reads a file": (lambda: word(stealing()), ENTITIES),
    "a document type from elsewhere": (
        lambda: word('<!DOCTYPE x SYSTEM "https://example.org/x.dtd">' + DOCUMENT.format("")),
        ENTITIES,
    ),
    "XML nested without end": (deep, TOO_LARGE),
    "XML cut short": (lambda: word(DOCUMENT.format("<w:p>")), DAMAGED),
    "an archive cut short": (lambda: genuine()[:5000], DAMAGED),
    "an empty archive": (lambda: archive(readme="nothing"), STRANGER),
    "an empty file": (lambda: b"", STRANGER),
    "a program": (lambda: b"\x7fELF" + bytes(100), STRANGER),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_gets_one_sentence_and_soon(attack: str) -> None:
    make, sentence = ATTACKS[attack]
    data = make()
    began = time.monotonic()
    with pytest.raises(OrchestratorError) as told:
        sandbox.read(data, "docx")
    assert (str(told.value), time.monotonic() - began < 10) == (sentence, True)


def test_a_genuine_form_passes_every_limit() -> None:
    data = genuine()
    assert sandbox.read(data, "docx") == minutes.read_docx(data)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits: time alone")
@pytest.mark.parametrize("limit", [{"memory": 200 * 1024 * 1024}, {"seconds": 2}])
def test_what_needs_more_than_a_form_ends_without_harm(limit: dict[str, int]) -> None:
    data = crowded()
    with pytest.raises(OrchestratorError) as told:
        sandbox.read(data, "docx", **limit)
    assert str(told.value) == TOO_MUCH


def test_a_kind_that_no_form_has_is_refused_by_name() -> None:
    with pytest.raises(OrchestratorError) as told:
        sandbox.read(b"", "docm")
    assert str(told.value) == "A form is read from .docx, .odt or .md, not from '.docm'."


def test_text_that_is_no_text_gets_its_sentence() -> None:
    with pytest.raises(OrchestratorError) as told:
        sandbox.read(b"\xff\xfe\x00", "md")
    assert str(told.value) == "The file is not UTF-8 text."


def test_the_child_knows_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORCHESTRATOR_SMTP_URL", "smtp://user:secret@mail.example.org")
    assert [name for name in sandbox.environment() if name.startswith("ORCHESTRATOR")] == []


def test_a_form_without_any_mark_is_said_to_be_none() -> None:
    with pytest.raises(OrchestratorError) as told:
        minutes.answers(sandbox.read(b"# Anything\n\nSome words.\n", "md"))
    assert str(told.value) == "The file is no form of this program: none of its marks is in it."
