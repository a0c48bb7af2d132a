from __future__ import annotations

from typing import Any

from orchestrator import invites
from tests.invites import forums
from tests.invites.plain_reader import event, read

EVERYBODY = ("host-head", "keeper", "khan", "li", "rao", "watcher")
LANGUAGES = ("en", "ru", "zh-Hans", "ur")


def made(file: dict[str, Any] | None = None, **given: Any) -> dict[str, bytes]:
    translators = {tag: forums.words(tag) for tag in LANGUAGES}
    return invites.previews(
        forums.order(file), key=forums.KEY, dtstamp=forums.DTSTAMP, translators=translators, **given
    )


def invitations() -> dict[str, bytes]:
    return {name: data for name, data in made().items() if name.startswith("internal/invites/")}


def test_every_entry_has_a_file_of_its_own_and_every_language_a_calendar() -> None:
    assert sorted(invitations()) == [
        "internal/invites/host-head.session-plenary.ics",
        "internal/invites/keeper.session-plenary.ics",
        "internal/invites/khan.session-experts.ics",
        "internal/invites/khan.session-plenary.ics",
        "internal/invites/khan.slot-statements.ics",
        "internal/invites/khan.slot-talks.ics",
        "internal/invites/li.session-experts.ics",
        "internal/invites/li.session-plenary.ics",
        "internal/invites/li.slot-statements.ics",
        "internal/invites/li.slot-talks.ics",
        "internal/invites/rao.session-experts.ics",
        "internal/invites/rao.session-plenary.ics",
        "internal/invites/rao.slot-statements.ics",
        "internal/invites/rao.slot-talks.2.ics",
        "internal/invites/rao.slot-talks.ics",
        "internal/invites/watcher.session-plenary.ics",
    ]
    assert sorted(set(made()) - set(invitations())) == [
        *(f"internal/calendar.{tag}.ics" for tag in sorted(LANGUAGES)),
        *(f"internal/calendars/{person}.ics" for person in EVERYBODY),
        *(f"public/calendar.{tag}.ics" for tag in sorted(LANGUAGES)),
    ]


def test_a_preview_is_the_invitation_itself() -> None:
    assert made()["internal/invites/khan.slot-talks.ics"] == forums.invitation("khan", "slot-talks")


def test_every_entry_has_a_uid_of_its_own() -> None:
    files = invitations()
    assert len({event(data).one("UID").value for data in files.values()}) == len(files) == 16


def test_a_personal_calendar_holds_the_entries_of_its_person_under_their_uids() -> None:
    own = [data for name, data in invitations().items() if name.startswith("internal/invites/rao.")]
    whole = read(made()["internal/calendars/rao.ics"]).parts
    assert {part.one("UID").value for part in whole} == {
        event(each).one("UID").value for each in own
    }


def test_what_a_store_knows_keeps_its_uid_and_sequence() -> None:
    files = made(known={("rao", "session-plenary"): ("kept@example.org", 7)})
    session = event(files["internal/invites/rao.session-plenary.ics"])
    assert (session.one("UID").value, session.one("SEQUENCE").value) == ("kept@example.org", "7")
    slot = event(files["internal/invites/rao.slot-statements.ics"])
    assert (slot.one("RELATED-TO").value, slot.one("SEQUENCE").value) == ("kept@example.org", "0")


def test_who_has_no_address_has_no_file() -> None:
    file = forums.data()
    del file["people"][3]["email"]
    assert not [name for name in made(file) if name.startswith("internal/invites/rao.")]


def test_a_forum_without_a_date_has_no_calendar_file() -> None:
    assert made(forums.data(sessions=[forums.data()["sessions"][2]])) == {}


def test_the_same_forum_gives_the_same_bytes() -> None:
    assert made() == made()


def test_a_calendar_file_is_in_its_language() -> None:
    names = {
        tag: read(made()[f"public/calendar.{tag}.ics"]).one("NAME").text for tag in ("en", "ur")
    }
    assert names == {"en": "Forum of Regions", "ur": "علاقائی فورم"}
