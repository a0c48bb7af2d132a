from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import Path

import pytest

from orchestrator import languages, minutes
from orchestrator.secretariat import drafts
from orchestrator.secretariat.collect import sentences
from orchestrator.storage import records
from orchestrator.storage.records import Record
from tests.invites.replies.mails import mail, part
from tests.minutes.forums import blank, order_of, word
from tests.minutes.pencil import Pencil
from tests.secretariat.post import FORUM, NOW, TEXT, Post, told

RAPPORTEUR = "secretary@example.org"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAMING = f"In-Reply-To: {told('secretary')}\r\n"


def form(summary: str = "The Forum met.", tag: str = "en") -> bytes:
    pencil = Pencil(word(blank(tag, order=order_of(TEXT))))
    pencil.write("o/opening/summary", summary)
    return pencil.saved()


def letter(
    data: bytes, *, sender: str = RAPPORTEUR, headers: str = "", name: str = "form.docx"
) -> bytes:
    file = (
        f'Content-Type: {WORD}; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'.encode()
    )
    attached = file + base64.encodebytes(data)
    return mail(part("Filled.", "text/plain"), attached, headers=headers, sender=sender)


@pytest.fixture
async def post(tmp_path: Path) -> Post:
    found = Post(folder=tmp_path)
    await found.publish()
    return found


async def newest(post: Post) -> Record | None:
    async with post.open() as store, store.reading() as kept:
        return await records.newest(kept, FORUM, "plenary")


async def test_a_filled_form_of_the_rapporteurs_is_kept_as_a_draft(post: Post) -> None:
    (found,) = await post.collect(letter(form(), headers=NAMING))
    assert (found.outcome, sentences(found, languages.translator("en"))) == (
        "draft",
        ["The form that Secretary of the session filled is kept as draft 1: Plenary session."],
    )
    kept = await newest(post)
    assert kept is not None
    assert (kept.revision, kept.state, kept.language, kept.by, kept.made) == (
        1,
        "draft",
        "en",
        "secretary",
        NOW,
    )
    filled = drafts.filled_in(kept.content)
    assert filled.fields["o/opening/summary"] == "The Forum met."
    assert minutes.record(filled).items[0].paragraphs[0].text == "The Forum met."
    assert {"W415", "W418"} <= {each["code"] for each in kept.content["findings"]}


async def test_each_form_that_comes_is_a_revision_of_its_own(post: Post) -> None:
    await post.collect(letter(form("One.")))
    post.now += timedelta(hours=1)
    second = letter(form("Two."))
    assert await post.outcome(second) == "draft"
    kept = await newest(post)
    assert kept is not None
    assert kept.revision == 2
    assert drafts.filled_in(kept.content).fields["o/opening/summary"] == "Two."


async def test_a_form_that_comes_takes_nothing_from_what_the_draft_says_elsewhere(
    post: Post,
) -> None:
    pencil = Pencil(form("One."))
    pencil.write("h/number", "7")
    await post.collect(letter(pencil.saved()))
    post.now += timedelta(hours=1)
    await post.collect(letter(form("Two.")))
    kept = await newest(post)
    assert kept is not None
    fields = drafts.filled_in(kept.content).fields
    assert (fields["o/opening/summary"], fields["h/number"]) == ("Two.", "7")


@pytest.mark.parametrize("sender", ["head@example.org", "x@evil.example"])
async def test_a_form_from_anybody_else_waits_for_the_organiser(post: Post, sender: str) -> None:
    assert await post.outcome(letter(form(), sender=sender)) == "proposal"
    (found,) = await post.proposals()
    assert (found.kind, found.thing, found.details["from"]) == ("form", "session-plenary", sender)
    assert await newest(post) is None


async def test_a_record_that_was_submitted_is_not_written_over(post: Post) -> None:
    await post.collect(letter(form("One.")))
    async with post.open() as store, store.transaction() as kept:
        assert await records.advance(kept, FORUM, "plenary", 1, was="draft", state="submitted")
    assert await post.outcome(letter(form("Two."))) == "proposal"
    assert [each.kind for each in await post.proposals()] == ["form"]
    kept_record = await newest(post)
    assert kept_record is not None
    assert kept_record.revision == 1


async def test_a_form_in_another_language_than_the_draft_waits_for_the_organiser(
    post: Post,
) -> None:
    await post.collect(letter(form("One.")))
    post.now += timedelta(hours=1)
    assert await post.outcome(letter(form("Один.", "ru"))) == "proposal"
    kept = await newest(post)
    assert kept is not None
    assert (kept.revision, kept.language) == (1, "en")


async def test_a_letter_with_a_file_that_is_no_form_is_a_letter(post: Post) -> None:
    assert await post.outcome(letter(b"PK no form", sender="x@elsewhere.example")) == "nothing"
    assert await post.outcome(letter(b"%PDF-1.7", headers=NAMING)) == "proposal"
    assert await post.kinds() == [("unclear", "secretary")]


async def test_a_form_of_another_forum_is_no_business_of_ours(post: Post) -> None:
    other = word(blank("en"))
    assert await post.outcome(letter(other, sender="x@elsewhere.example")) == "nothing"
    assert (await post.proposals(), await newest(post)) == ([], None)
