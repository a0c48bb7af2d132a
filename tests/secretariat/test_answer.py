from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from orchestrator import languages
from orchestrator.errors import OrchestratorError
from orchestrator.secretariat.answer import Given, Verdict, answer
from orchestrator.secretariat.answers import Answers, answers, table, values
from orchestrator.storage import audit, entries
from orchestrator.storage.answers import Way
from tests.secretariat.post import FORUM, NOW, THING, Post


@pytest.fixture
async def post(tmp_path: Path) -> Post:
    found = Post(folder=tmp_path)
    await found.publish()
    return found


async def give(
    post: Post,
    partstat: str = "ACCEPTED",
    *,
    minutes: int = 0,
    sequence: int = 0,
    way: Way = "page",
    comment: str = "",
    person: str = "uz-head",
) -> Verdict:
    moment = NOW + timedelta(minutes=minutes)
    given = Given(
        partstat=partstat,
        sequence=sequence,
        stamp=moment,
        given=moment,
        way=way,
        by=person,
        comment=comment,
    )
    async with post.open() as store, store.transaction() as kept:
        entry = await entries.get(kept, FORUM, person, THING)
        assert entry is not None
        return (await answer(kept, entry, given)).verdict


async def test_a_page_and_a_hand_go_through_the_same_door(post: Post) -> None:
    assert await give(post, "ACCEPTED") == "applied"
    assert await give(post, "DECLINED", minutes=5, way="hand") == "applied"
    assert await give(post, "TENTATIVE", minutes=3) == "overtaken"
    assert await give(post, "TENTATIVE", minutes=5) == "overtaken"
    assert await post.standing() == ("DECLINED", True)


async def test_a_page_that_was_opened_before_a_move_answers_what_is_no_more(post: Post) -> None:
    await post.change(sequence=1, changed=1)
    assert await give(post, sequence=0) == "earlier"
    assert await give(post, sequence=1, minutes=1) == "applied"


async def test_an_answer_leaves_its_line_in_the_audit(post: Post) -> None:
    await give(post, way="hand")
    async with post.open() as store, store.reading() as kept:
        (deed,) = await audit.latest(kept, forum=FORUM)
    assert (deed.actor, deed.action, deed.object) == ("uz-head", "answer", f"uz-head/{THING}")
    assert (deed.details["partstat"], deed.details["way"]) == ("ACCEPTED", "hand")


async def test_the_answers_of_a_forum_are_counted_by_session(post: Post) -> None:
    await give(post, "DECLINED", comment="Away.")
    found = await answers(post.desk, None)
    assert found.counts("plenary") == {
        "ACCEPTED": 0,
        "TENTATIVE": 0,
        "DECLINED": 1,
        "NEEDS-ACTION": 2,
    }
    told = values(found)["answers"]
    assert isinstance(told, list)
    assert [(each["person"], each["delegation"], each["answer"]) for each in told] == [
        ("kz-head", "kz", "NEEDS-ACTION"),
        ("secretary", "kz", "NEEDS-ACTION"),
        ("uz-head", "uz", "DECLINED"),
    ]
    assert told[2] == {
        "session": "plenary",
        "delegation": "uz",
        "person": "uz-head",
        "answer": "DECLINED",
        "verified": True,
        "given": "2030-10-01T06:00:00Z",
        "way": "page",
        "comment": "Away.",
    }


async def test_an_answer_to_an_earlier_time_is_not_shown_as_one(post: Post) -> None:
    await give(post, "ACCEPTED")
    await post.change(sequence=1, changed=1)
    async with post.open() as store, store.transaction() as kept:
        entry = await entries.get(kept, FORUM, "uz-head", THING)
        assert entry is not None
    moved = await answers(post.desk, FORUM)
    stands = {line.person: line.partstat for line in moved.lines}
    assert stands["uz-head"] == entry.partstat


async def rows(found: Answers) -> list[list[str]]:
    return list(csv.reader(table(found, languages.translator("en")).splitlines()))


@pytest.mark.parametrize("comment", ["=HYPERLINK(1)", "+1", "-1", "@cmd", "\t=1", "＝1"])
async def test_nothing_in_the_table_is_a_formula(post: Post, comment: str) -> None:
    await give(post, comment=comment)
    told = await rows(await answers(post.desk, FORUM))
    assert told[-1][-1] == f"'{comment}"


async def test_the_table_has_names_and_a_head(post: Post) -> None:
    await give(post, comment="Yes, with pleasure")
    told = await rows(await answers(post.desk, FORUM))
    assert told[0] == [
        "Session",
        "Delegation",
        "Person",
        "Answer",
        "Verified",
        "Given (UTC)",
        "Way",
        "Comment",
    ]
    assert told[3] == [
        "Plenary session",
        "Uzbekistan",
        "Head of the delegation of Uzbekistan",
        "will take part",
        "yes",
        "2030-10-01T06:00:00Z",
        "on the page",
        "Yes, with pleasure",
    ]


async def test_a_forum_is_meant_by_its_id_its_file_or_by_being_the_only_one(
    post: Post, repository: Path
) -> None:
    file = str(repository / "agendas" / "minimal.yaml")
    found = [(await answers(post.desk, named)).forum for named in (None, FORUM, file)]
    assert found == [FORUM, FORUM, FORUM]
    with pytest.raises(OrchestratorError) as wrong:
        await answers(post.desk, "another")
    assert str(wrong.value) == f"There is no forum 'another' here; there are: {FORUM}."
