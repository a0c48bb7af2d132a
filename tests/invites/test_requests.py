from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from orchestrator import invites
from orchestrator.invites import wire
from tests.invites import forums
from tests.invites.plain_reader import Part, Property, event, read


def invited(person: str, thing: str, file: dict[str, Any] | None = None, **given: Any) -> Part:
    return event(forums.invitation(person, thing, forums.order(file), **given))


def flat(property_: Property) -> tuple[dict[str, str], str]:
    return {name: ",".join(values) for name, values in property_.params.items()}, property_.value


def test_an_invitation_holds_exactly_these_properties() -> None:
    assert sorted(invited("rao", "session-plenary").names()) == [
        "ATTENDEE",
        "CONFERENCE",
        "CONFERENCE",
        "DESCRIPTION",
        "DTEND",
        "DTSTAMP",
        "DTSTART",
        "LAST-MODIFIED",
        "LOCATION",
        "ORGANIZER",
        "SEQUENCE",
        "STATUS",
        "SUMMARY",
        "TRANSP",
        "UID",
        "URL",
    ]


def test_a_message_says_its_method_once_and_holds_one_entry() -> None:
    calendar = read(forums.invitation("rao", "session-plenary"))
    assert [(each.name, each.value) for each in calendar.properties] == [
        ("VERSION", "2.0"),
        ("PRODID", "-//Orchestrator//Forum invitations//EN"),
        ("METHOD", "REQUEST"),
    ]
    assert [part.name for part in calendar.parts] == ["VEVENT"]


def test_times_travel_in_utc_and_the_hard_end_is_the_end() -> None:
    made = invited("rao", "session-plenary")
    assert [
        made.one(name).instant for name in ("DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED")
    ] == [
        datetime(2020, 10, 29, 7, tzinfo=UTC),
        datetime(2020, 10, 29, 10, tzinfo=UTC),
        forums.DTSTAMP,
        forums.DTSTAMP,
    ]


def test_the_sessions_entry_asks_for_an_answer() -> None:
    assert flat(invited("rao", "session-plenary").one("ATTENDEE")) == (
        {
            "CN": "Head of delegation, India",
            "CUTYPE": "INDIVIDUAL",
            "LANGUAGE": "en",
            "PARTSTAT": "NEEDS-ACTION",
            "ROLE": "REQ-PARTICIPANT",
            "RSVP": "TRUE",
        },
        "mailto:rao@example.org",
    )


def test_a_slots_entry_asks_for_none_hangs_on_its_session_and_takes_no_time() -> None:
    slot, session = invited("rao", "slot-statements"), invited("rao", "session-plenary")
    assert slot.one("ATTENDEE").params["RSVP"] == ["FALSE"]
    assert flat(slot.one("RELATED-TO")) == ({"RELTYPE": "PARENT"}, session.one("UID").value)
    assert (slot.one("TRANSP").value, session.one("TRANSP").value) == ("TRANSPARENT", "OPAQUE")


def test_the_organizer_stands_with_name_and_language() -> None:
    assert flat(invited("khan", "session-plenary").one("ORGANIZER")) == (
        {"CN": "سیکرٹریٹ", "LANGUAGE": "ur"},
        "mailto:forum@example.org",
    )


def test_the_language_is_the_recipients() -> None:
    made = invited("khan", "session-plenary")
    assert [made.one(name).params["LANGUAGE"] for name in ("SUMMARY", "DESCRIPTION")] == [
        ["ur"]
    ] * 2


def test_chair_keeper_and_lookers_on_have_their_roles() -> None:
    roles = {
        person: invited(person, "session-plenary").one("ATTENDEE").params["ROLE"]
        for person in ("host-head", "keeper", "li", "watcher")
    }
    assert roles == {
        "host-head": ["CHAIR"],
        "keeper": ["REQ-PARTICIPANT"],
        "li": ["REQ-PARTICIPANT"],
        "watcher": ["OPT-PARTICIPANT"],
    }


def test_an_observer_who_speaks_is_required() -> None:
    file = forums.data()
    file["sessions"][0]["items"][3]["speakers"] = ["watcher"]
    made = invited("watcher", "session-plenary", file)
    assert made.one("ATTENDEE").params["ROLE"] == ["REQ-PARTICIPANT"]


def test_what_takes_no_time_has_no_end() -> None:
    known = forums.order()
    entry = forums.entry("rao", "slot-statements", known)
    made = invites.request(
        replace(entry, end=entry.start), known, words=forums.words("en"), stamp=forums.STAMP
    )
    assert event(made).all("DTEND") == []


def test_nobody_but_the_recipient_is_named() -> None:
    made = forums.invitation("rao", "session-plenary").decode().replace("\r\n ", "")
    assert not [name for name in ("li@", "khan@", "watcher@", "host") if name in made]


def test_visible_guests_see_one_another_themselves_first() -> None:
    file = forums.data(notices={"guests": "visible"})
    made = invited("rao", "session-plenary", file)
    assert made.all("ATTENDEE")[0].value == "mailto:rao@example.org"
    assert {each.value for each in made.all("ATTENDEE")} == {
        f"mailto:{name}@example.org" for name in ("rao", "li", "khan", "chair", "keeper", "watcher")
    }
    assert len(invited("rao", "slot-statements", file).all("ATTENDEE")) == 1


def test_the_link_stands_wherever_clients_look_for_it() -> None:
    made = invited("rao", "session-plenary")
    assert [made.one(name).text for name in ("URL", "LOCATION")] == [forums.LINK] * 2
    assert made.one("LOCATION").params == {}  # a link is in no language
    assert forums.LINK in made.one("DESCRIPTION").text
    assert [flat(each) for each in made.all("CONFERENCE")] == [
        (
            {
                "FEATURE": "AUDIO,VIDEO",
                "LABEL": "Join the videoconference",
                "LANGUAGE": "en",
                "VALUE": "URI",
            },
            forums.LINK,
        ),
        (
            {
                "FEATURE": "AUDIO,PHONE",
                "LABEL": "Join by telephone",
                "LANGUAGE": "en",
                "VALUE": "URI",
            },
            "tel:+73510000000",
        ),
    ]


def test_features_are_two_values_not_one_in_quotation_marks() -> None:
    made = forums.invitation("rao", "session-plenary").decode().replace("\r\n ", "")
    assert "FEATURE=AUDIO,VIDEO;" in made


def test_a_meeting_in_person_has_its_place_and_no_link() -> None:
    made = invited("rao", "session-experts")
    assert made.one("LOCATION").text == "Chelyabinsk, house 1; hall 2"
    assert [made.all(name) for name in ("URL", "CONFERENCE")] == [[], []]


def test_a_place_and_a_link_stand_together() -> None:
    file = forums.data()
    file["sessions"][1]["join"] = {"url": forums.LINK}
    made = invited("rao", "session-experts", file)
    assert made.one("LOCATION").text == f"Chelyabinsk, house 1; hall 2 · {forums.LINK}"


def test_a_tentative_session_has_its_status() -> None:
    assert invited("rao", "session-experts").one("STATUS").value == "TENTATIVE"
    assert invited("rao", "session-plenary").one("STATUS").value == "CONFIRMED"


def test_sequence_answer_and_stored_uids_are_as_given() -> None:
    stored = {("rao", "session-plenary"): "kept@example.org"}
    stamp = replace(forums.STAMP, uids=stored)
    session = invited("rao", "session-plenary", stamp=stamp, sequence=4, partstat="ACCEPTED")
    assert session.one("UID").value == "kept@example.org"
    assert session.one("SEQUENCE").value == "4"
    assert session.one("ATTENDEE").params["PARTSTAT"] == ["ACCEPTED"]
    assert (
        invited("rao", "slot-statements", stamp=stamp).one("RELATED-TO").value == "kept@example.org"
    )


def test_a_change_of_text_keeps_sequence_and_takes_a_later_stamp() -> None:
    file = forums.data()
    file["sessions"][0]["title"] = {"en": "Plenary"}
    later = replace(forums.STAMP, dtstamp=datetime(2020, 10, 21, tzinfo=UTC))
    before, after = (
        invited("rao", "session-plenary"),
        invited("rao", "session-plenary", file, stamp=later),
    )
    same = ("UID", "SEQUENCE", "DTSTART", "DTEND", "STATUS", "ATTENDEE")
    assert [before.one(name) for name in same] == [after.one(name) for name in same]
    assert after.one("LAST-MODIFIED").instant > before.one("LAST-MODIFIED").instant


@pytest.mark.parametrize("status", ["postponed", "cancelled"])
def test_a_session_that_does_not_stand_cannot_be_invited_to(status: str) -> None:
    file = forums.data()
    file["sessions"][0]["status"] = status
    with pytest.raises(ValueError, match=r"rao\.session-plenary cannot be invited to"):
        invited("rao", "session-plenary", file)


def test_a_session_without_a_date_cannot_be_invited_to() -> None:
    assert not invites.invitable(forums.entry("rao", "session-spring"))


def test_a_person_without_an_address_cannot_be_invited() -> None:
    file = forums.data()
    del file["people"][3]["email"]
    known = forums.order(file)
    assert not invites.invitable(forums.entry("rao", "session-plenary", known))
    with pytest.raises(ValueError, match="rao has no address"):
        forums.cancellation("rao", "session-plenary", known)


def test_a_cancellation_withdraws_the_same_entry_from_its_person() -> None:
    asked = invited("rao", "session-plenary")
    data = forums.cancellation("rao", "session-plenary")
    made = event(data)
    assert read(data).one("METHOD").value == "CANCEL"
    assert [made.one(name).value for name in ("SEQUENCE", "STATUS")] == ["1", "CANCELLED"]
    same = ("UID", "DTSTART", "DTEND", "ORGANIZER", "SUMMARY", "ATTENDEE")
    assert [made.one(name) for name in same] == [asked.one(name) for name in same]
    assert made.parts == []


def test_a_cancellation_leads_nowhere_and_says_why() -> None:
    file = forums.data()
    file["sessions"][0]["status"] = "cancelled"
    data = forums.cancellation("rao", "session-plenary", forums.order(file))
    said = event(data).one("DESCRIPTION").text.split("\n")
    assert said[0] == "Cancelled: this session will not take place."
    assert said[-1] == "Questions: Secretariat, forum@example.org"
    assert "meet.example.org" not in data.decode().replace("\r\n ", "")


def test_what_is_withdrawn_may_not_change_any_more() -> None:
    said = event(forums.cancellation("rao", "session-experts")).one("DESCRIPTION").text
    assert "Tentative" not in said


def test_a_person_taken_off_reads_that_they_are_no_longer_expected() -> None:
    said = event(forums.cancellation("rao", "slot-statements")).one("DESCRIPTION").text
    assert said.startswith("Withdrawn: you are no longer expected at this time.")


def test_what_lost_its_date_is_cancelled_without_one_or_with_the_one_last_told() -> None:
    known = forums.order()
    entry = forums.entry("rao", "session-spring", known)
    given: dict[str, Any] = {"words": forums.words("en"), "stamp": forums.STAMP, "sequence": 1}
    assert event(invites.cancel(entry, known, **given)).all("DTSTART") == []
    told = replace(entry, start=datetime(2021, 4, 1, 7, tzinfo=UTC), end=None)
    assert event(invites.cancel(told, known, **given)).one("DTSTART").value == "20210401T070000Z"


def test_a_name_with_quotation_marks_stays_one_value() -> None:
    file = forums.data()
    file["people"][3]["name"] = {"en": 'R. "Rao"; ^n, M: x\nATTENDEE:mailto:b@example.org'}
    made = invited("rao", "session-plenary", file)
    assert made.one("ATTENDEE").params["CN"] == ["R. ”Rao”; n, M: x ATTENDEE:mailto:b@example.org"]


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("a+b@example.org", "mailto:a+b@example.org"),
        ("a&b=c@example.org", "mailto:a%26b%3Dc@example.org"),
        ("a%b/c?d#e@example.org", "mailto:a%25b%2Fc%3Fd%23e@example.org"),
        ("o'neil@example.org", "mailto:o'neil@example.org"),
    ],
)
def test_an_address_is_a_uri(address: str, uri: str) -> None:
    file = forums.data()
    file["people"][3]["email"] = address
    assert invited("rao", "session-plenary", file).one("ATTENDEE").value == uri


@pytest.mark.parametrize(
    ("link", "uri"),
    [
        (
            "https://meet.example.org/a,b;c?d=e&f=%20#g",
            "https://meet.example.org/a,b;c?d=e&f=%20#g",
        ),
        (
            "https://встреча.example.org/зал",
            "https://xn--80adj7beg1b.example.org/%D0%B7%D0%B0%D0%BB",
        ),
        ("https://meet.example.org/\x00a", "https://meet.example.org/%00a"),
    ],
)
def test_a_link_is_a_uri(link: str, uri: str) -> None:
    file = forums.data()
    file["sessions"][0]["join"] = {"url": link}
    made = invited("rao", "session-plenary", file)
    assert [made.one(name).value for name in ("URL", "CONFERENCE")] == [uri, uri]


@pytest.mark.parametrize("number", ["8 800 000 00 00", "112"])
def test_a_local_telephone_number_is_said_but_not_dialled(number: str) -> None:
    file = forums.data()
    file["sessions"][0]["join"] = {"dial": number}
    made = invited("rao", "session-plenary", file)
    assert (made.all("CONFERENCE"), made.one("LOCATION").text) == ([], number)


def test_the_same_input_gives_the_same_bytes() -> None:
    one, other = (forums.invitation("khan", "session-plenary", forums.order()) for _ in range(2))
    assert one == other
    assert wire.check(one) == []
