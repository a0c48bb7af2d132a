from __future__ import annotations

from orchestrator.languages import OWN_NAMES, TAGS
from tests.documents import forums
from tests.documents.parser import Page, words


def index(room: str) -> Page:
    return Page(forums.book(forums.crowded())[f"{room}/index.html"])


def links(page: Page) -> list[str]:
    return [e.attributes["href"] or "" for e in page.all("a")]


def test_every_language_finds_itself_under_its_own_name() -> None:
    shelves = [e for e in index("public").all("section") if "lang" in e.attributes]
    order = forums.crowded()
    assert [e.attributes["lang"] for e in shelves] == list(order.agenda.languages.all)
    for shelf in shelves:
        assert words(shelf).startswith(OWN_NAMES[shelf.attributes["lang"] or ""])


def test_the_public_index_leads_to_every_public_paper() -> None:
    papers = forums.book(forums.crowded())
    public = {path.removeprefix("public/") for path in papers if path.startswith("public/")}
    calendars = {f"calendar.{tag}.ics" for tag in TAGS}
    printed = {path.removeprefix("public/") for path in forums.printed("public/")}
    found = set(links(Page(papers["public/index.html"])))
    assert found == (public | calendars | printed) - {"index.html"}


def test_the_internal_index_leads_to_every_internal_paper() -> None:
    papers = forums.book(forums.crowded())
    internal = {path.removeprefix("internal/") for path in papers if path.startswith("internal/")}
    entries = {"invites/head-ru.session-plenary.ics", "invites/far.slot-words.2.ics"}
    printed = {path.removeprefix("internal/") for path in forums.printed("internal/")}
    found = set(links(Page(papers["internal/index.html"])))
    assert found == (internal | entries | printed | {"../public/index.html"}) - {"index.html"}


def test_calendar_entries_are_called_by_what_they_are_about() -> None:
    order = forums.crowded()
    titles = {session.id: session.title["ru"] for session in order.agenda.sessions}
    said = {link.attributes["href"]: words(link) for link in index("internal").all("a")}
    assert said["invites/head-ru.session-plenary.ics"] == titles["plenary"]


def test_calendar_entries_of_sessions_and_of_items_are_told_apart() -> None:
    russian = forums.words()["ru"]
    cells = [words(cell) for cell in index("internal").all("td")]
    kinds = [russian.say(kind) for kind in ("Session", "Agenda item")]
    found = [kind for kind in kinds for cell in cells if cell.startswith(f"{kind} ")]
    assert found == kinds


def test_the_index_calls_every_sheet_what_it_is() -> None:
    page = Page(forums.book(forums.shipped())["internal/index.html"])
    names = {link.attributes["href"]: words(link) for link in page.all("a")}
    translators = forums.words()
    assert names["call-sheets/head-in.html"] == translators["ru"].say("Call sheet")
    assert names["call-sheets/secretary.html"] == translators["ru"].say("Participant's sheet")


def test_on_a_narrow_page_every_cell_says_its_column() -> None:
    page = index("internal")
    assert [cell for cell in page.all("td") if not cell.attributes.get("data-label")] == []


def test_people_stand_in_protocol_order_guests_after_all_members() -> None:
    page = Page(forums.book(forums.shipped())["internal/index.html"])
    sheets = [link for link in links(page) if link.startswith("call-sheets/")]
    pages = [link for link in sheets if link.endswith(".html")]
    called = [link.removeprefix("call-sheets/").removesuffix(".html") for link in pages]
    assert called == [
        *("head-in", "head-kz", "head-cn", "head-kg", "head-pk"),
        *("teksler", "secretary", "coordinator", "head-tj", "head-uz"),
        *("norov", "reshetnikov"),
    ]
