"""What the parts of an agenda must be to each other."""

from __future__ import annotations

import pytest

from tests.agendas.faulty import FORUM, changed, expected, read, seen, words

STARTS = "    starts: 2030-10-29 12:00\n"
BERLIN = "    zone: Europe/Berlin\n"
JOIN = "    join: {url: https://meet.example.org/plenary}\n"
TITLE = "    title: {en: Plenary, ru: Пленарное заседание}\n"
DAY = "  - {id: day, before: 1 day, to: everyone}\n"
KZ = "  - {id: kz, state: KZ, zone: Asia/Almaty}\n"
TJ = "  - {id: §tj, state: TJ}\n"
OBSERVER = "  - {id: §tj, state: TJ, status: observer}\n"
BECAUSE = "because: {en: A, ru: Б}"
LATER = "    title: {en: Later, ru: Позже}\n    when: {en: in spring, ru: весной}\n"


def person(lines: str) -> str:
    return changed("sessions:\n", f"{lines}sessions:\n")


def session(lines: str, text: str = FORUM) -> str:
    return changed("reminders:\n", f"{lines}reminders:\n", text)


def speakers(said: str) -> str:
    return changed("{all: heads}", said)


def plenary(**lines: str) -> str:
    """Return the file with lines of its session changed, and the session's id marked."""
    text = changed("  - id: plenary", "  - id: §plenary")
    for old, new in lines.items():
        text = changed({"starts": STARTS, "join": JOIN}[old], new, text)
    return text


def invitation(en: str, ru: str) -> str:
    return changed(
        "delegations:\n", f"invitation: {{text: {{en: {en}, ru: {ru}}}}}\ndelegations:\n"
    )


IDENTITY = {
    "two people": (
        "E120",
        person("  - {id: §chair-uz, name: {en: A, ru: Б}, email: a@example.org}\n"),
    ),
    "two sessions": ("E120", session(f"  - id: §plenary\n{LATER}")),
    "two items of one session": ("E120", changed("id: round", "id: §opening")),
    "two items of two sessions": (
        "E120",
        session(f"  - id: later\n{LATER}    items: [{{id: §round, kind: closing, takes: 5}}]\n"),
    ),
    "two reminders": ("E120", changed(DAY, f"{DAY}  - {{id: §day, before: 2 days}}\n")),
    "two delegations": (
        "E120",
        changed("people:\n", "  - {id: §uz, state: TJ}\npeople:\n"),
    ),
    "a former id in use": ("E137", changed("id: round\n", "id: round\n        was: §opening\n")),
    "a former id of its own": ("E137", changed("id: round\n", "id: round\n        was: §round\n")),
}
REFERENCES = {
    "a delegation": changed("    delegation: uz\n", "    delegation: §tj\n"),
    "a chair": changed("chair: chair-uz", "chair: §chair-kz"),
    "a rapporteur": changed("rapporteur: head-kz", "rapporteur: §secretary"),
    "a speaker": changed("[chair-uz]", "[chair-uz, §nobody]"),
    "a speaker in full": changed("[chair-uz]", "[{person: §nobody}]"),
    "a speaker with others": changed("[chair-uz]", "[[chair-uz, §nobody]]"),
    "a delegation that speaks": changed("[chair-uz]", "[{delegation: §tj}]"),
    "somebody invited": changed(STARTS, f"{STARTS}    invited: [heads, §nobody]\n"),
    "a delegation invited": changed(STARTS, f"{STARTS}    invited: [{{delegation: §tj}}]\n"),
    "the first of a round": speakers("{all: heads, first: §nobody}"),
    "the last of a round": speakers("{all: heads, last: §nobody}"),
    "somebody left out": speakers("{all: heads, except: [§nobody]}"),
    "somebody placed": speakers(
        f"{{all: heads, placed: [{{speaker: §nobody, after: uz, {BECAUSE}}}]}}"
    ),
    "a neighbour": speakers(f"{{all: heads, placed: [{{speaker: uz, before: §tj, {BECAUSE}}}]}}"),
    "somebody reminded": changed("to: everyone", "to: §nobody"),
}
PARTIES = {
    "a speaker who is nobody": ("E139", changed("[chair-uz]", "[chair-uz, §{}]")),
    "a speaker who is two": ("E139", changed("[chair-uz]", "[§{person: head-kz, delegation: uz}]")),
    "an audience of two": ("E124", changed("to: everyone", "to: §{group: heads, person: head-kz}")),
    "an audience of nobody": ("E124", changed(STARTS, f"{STARTS}    invited: [§{{}}]\n")),
    "a person without a name": ("E125", person("  - {id: §guest, email: guest@example.org}\n")),
    "a delegation without a name": (
        "E126",
        changed("people:\n", "  - {id: §organ, status: organ}\npeople:\n"),
    ),
    "two heads": (
        "E129",
        person("  - {id: a, delegation: uz, §head: yes, name: {en: A, ru: Б}, email: a@b.org}\n"),
    ),
    "one who speaks together with themselves": (
        "E143",
        changed("[chair-uz]", "[[chair-uz, head-kz, §{person: chair-uz}]]"),
    ),
    "a delegation that speaks together with itself": (
        "E143",
        changed("[chair-uz]", "[chair-uz, [{delegation: kz}, §{delegation: kz}]]"),
    ),
    "somebody invited twice": (
        "E142",
        changed(STARTS, f"{STARTS}    invited: [heads, head-kz, §{{person: head-kz}}]\n"),
    ),
    "a group invited twice": (
        "E142",
        changed(STARTS, f"{STARTS}    invited: [everyone, §everyone]\n"),
    ),
    "somebody left out twice": ("E142", speakers("{all: heads, except: [kz, §kz]}")),
    "a delegation without a head in a round": ("W312", changed(KZ, f"{KZ}{TJ}")),
    "a delegation without a head that is named": (
        "W312",
        changed(KZ, f"{KZ}{OBSERVER}").replace("[chair-uz]", "[chair-uz, {delegation: tj}]"),
    ),
    "a delegation whose head is invited and not named": (
        "W312",
        changed(KZ, f"{KZ}{TJ}")
        .replace("{all: heads}", "[head-kz]")
        .replace(STARTS, f"{STARTS}    invited: [heads]\n"),
    ),
    "a head of nothing": ("E133", person("  - {id: a, §head: true, name: {en: A, ru: Б}}\n")),
    "nobody to write to": (
        "P302",
        changed("- id: head-kz", "- id: §head-kz").replace("    email: head@example.org\n", ""),
    ),
}
SITTINGS = {
    "an end at the start": ("E132", changed(STARTS, f"{STARTS}    ends: §12:00\n")),
    "a date twice": ("E134", changed(STARTS, f"{STARTS}    §when: {{en: soon, ru: скоро}}\n")),
    "no date": ("E135", session("  - id: §later\n    title: {en: Later, ru: Позже}\n")),
    "no items": (
        "E136",
        session(f"  - id: §later\n    title: {{en: A, ru: Б}}\n{STARTS}{JOIN}"),
    ),
    "nobody in the chair": ("P303", plenary().replace("    chair: chair-uz\n", "")),
    "nobody takes the record": ("P304", plenary().replace("    rapporteur: head-kz\n", "")),
    "words of nobody": (
        "W313",
        changed("id: round", "id: §round").replace("        speakers: {all: heads}\n", ""),
    ),
    "no way in": ("P305", plenary(join="")),
    "a way in without a door": ("P305", plenary(join="    join: {code: '7'}\n")),
    "answers too late": ("W311", changed(STARTS, f"{STARTS}    answer_by: §2030-10-29 12:01\n")),
}
CLOCKS = {
    "a start that is skipped": (
        "E130",
        changed(STARTS, f"{BERLIN}    starts: §2030-03-31 02:30\n"),
    ),
    "an end that is skipped": (
        "E130",
        changed(STARTS, f"{BERLIN}    starts: 2030-03-30 23:00\n    ends: §02:30\n"),
    ),
    "an item that is skipped": (
        "E130",
        changed(STARTS, f"{BERLIN}    starts: 2030-03-31 01:30\n").replace(
            "id: round\n", "id: round\n        starts: §02:30\n"
        ),
    ),
    "a start that comes twice": (
        "E131",
        changed(STARTS, f"{BERLIN}    starts: §2030-10-27 02:30\n"),
    ),
    "answers by an hour that comes twice": (
        "E131",
        changed(STARTS, f"{BERLIN}{STARTS}    answer_by: §2030-10-27 02:30\n"),
    ),
}
TEXTS = {
    "a language twice": ("E138", changed("working: [ru]", "working: [ru, §en]")),
    "a place that nothing fills": ("E140", invitation("§'{persn}'", "'Б'")),
    "an opening brace": ("E141", invitation("§'a { b'", "'Б'")),
    "a closing brace": ("E141", invitation("'A'", "§'а } б'")),
    "a place lost in translation": ("W341", invitation("'{person} {date}'", "§'{person}'")),
    "a title in one official language": (
        "P301",
        changed("official: [en], working: [ru]", "official: [en, ru]").replace(
            TITLE, "    §title: Plenary\n"
        ),
    ),
    "a working language with gaps": (
        "W302",
        changed("working: [ru]", "working: [§ru]").replace(TITLE, "    title: Plenary\n"),
    ),
    "a person with another language": (
        "W303",
        changed("    delegation: uz\n", "    delegation: uz\n    language: §tg\n"),
    ),
    "a reviewed language not there": ("W303", changed("reviewed: [ru]", "reviewed: [ru, §tg]")),
    "a language nobody reviewed": ("W340", changed("[ru], reviewed: [ru]", "[§ru]")),
}
UNKNOWN = {place: ("E121", text) for place, text in REFERENCES.items()}
ALL = {**IDENTITY, **UNKNOWN, **PARTIES, **SITTINGS, **CLOCKS, **TEXTS}


@pytest.mark.parametrize(("code", "text"), ALL.values(), ids=ALL)
def test_what_does_not_fit_together_is_found_at_its_place(code: str, text: str) -> None:
    assert seen(text) == expected(text, code)
    assert (read(text).agenda is None) == code.startswith("E")


FINE = {
    "the forum itself": FORUM,
    "an undated session": session(f"  - id: later\n{LATER}"),
    "a tentative session without items": session(
        f"  - id: later\n    title: {{en: A, ru: Б}}\n{STARTS}{JOIN}    status: tentative\n"
    ),
    "a postponed session that kept its date": session(
        f"  - id: later\n{LATER}{STARTS}    status: postponed\n"
    ),
    "a cancelled session that nobody can join": session(
        "  - id: later\n    title: {en: A, ru: Б}\n    status: cancelled\n"
    ),
    "a meeting in person": changed(JOIN, "    place: {en: Tashkent, ru: Ташкент}\n"),
    "a session of a rehearsal only": session(
        f"  - id: later\n    title: {{en: A, ru: Б}}\n{STARTS}{JOIN}"
        "    items: [{id: test, kind: rehearsal, takes: 5}]\n"
    ),
    "an end on the next day": changed(STARTS, f"{STARTS}    ends: 11:59\n"),
    "joint speakers and one not yet named": changed(
        "[chair-uz]", "[[chair-uz, head-kz], chair-uz, {delegation: kz}]"
    ),
    "somebody who speaks again, alone and with others": changed(
        "[chair-uz]", "[chair-uz, [chair-uz, head-kz], head-kz, chair-uz]"
    ),
    "host and chair by their roles": speakers("{all: heads, first: chair, last: host}"),
    "doubled braces": invitation("'{{Forum}} {your_time}'", "'{{Форум}} {your_time}'"),
    "a guest whom nobody invited": person("  - {id: guest, name: {en: A, ru: Б}}\n"),
    "somebody left out of the only round": FORUM.replace(
        "{all: heads}", "{all: heads, except: [kz]}"
    )
    .replace("    rapporteur: head-kz\n", "    rapporteur: chair-uz\n")
    .replace("    email: head@example.org\n", ""),
    "a guest beside an invited delegation": person(
        "  - {id: guest, name: {en: A, ru: Б}}\n"
    ).replace(STARTS, f"{STARTS}    invited: [heads, {{delegation: kz}}]\n"),
    "a delegation without a head that is not asked to speak": changed(
        KZ, KZ + OBSERVER.replace("§", "")
    ),
    "a delegation without a head that is left out": changed(KZ, KZ + TJ.replace("§", "")).replace(
        "{all: heads}", "{all: heads, except: [tj]}"
    ),
    "a discussion among all": changed("kind: statements", "kind: discussion").replace(
        "        speakers: {all: heads}\n", ""
    ),
    "answers until the very start": changed(STARTS, f"{STARTS}    answer_by: 2030-10-29 12:00\n"),
}


@pytest.mark.parametrize("text", FINE.values(), ids=FINE)
def test_what_is_ordinary_needs_no_word(text: str) -> None:
    assert seen(text) == []


def test_everybody_is_found_whom_a_group_invites() -> None:
    lines = "  - {id: §guest, delegation: kz, name: {en: A, ru: Б}}\n"
    for group, codes in {"members": ["P302"], "delegations": ["P302"], "heads": []}.items():
        text = person(lines).replace(STARTS, f"{STARTS}    invited: [{group}]\n")
        assert seen(text) == expected(text if codes else text.replace("§", ""), *codes)


SENTENCES = {
    "nobody is named yet who speaks for delegation 'tj' — give one of its people 'head: true'": (
        PARTIES["a delegation without a head in a round"][1]
    ),
    "person id 'chair-uz' is used twice — first on line 13": IDENTITY["two people"][1],
    "there is no person 'chairuz' — did you mean 'chair-uz'?": changed("[chair-uz]", "[chairuz]"),
    "there is no person or delegation 'hed-kz' — did you mean 'head-kz'?": speakers(
        "{all: heads, first: hed-kz}"
    ),
    "entry 2 of 'speakers' of item 'opening' needs a person or a delegation: exactly one of them": (
        PARTIES["a speaker who is nobody"][1]
    ),
    "delegation 'uz' has two heads: 'chair-uz' and 'a' — leave 'head: true' with one of them": (
        PARTIES["two heads"][1]
    ),
    "'everyone' stands twice in 'invited' — first on line 27": (
        PARTIES["a group invited twice"][1]
    ),
    "'chair-uz' stands twice among those who speak together — first on line 34": (
        PARTIES["one who speaks together with themselves"][1]
    ),
    "the time 2030-03-31 02:30 does not exist in Europe/Berlin: the clocks are put forward over it"
    " — choose 01:30 or 03:30": CLOCKS["a start that is skipped"][1],
    "the time 2030-10-27 02:30 exists twice in Europe/Berlin: 02:30 UTC+02:00 and 02:30 UTC+01:00"
    " — choose a time outside that hour": CLOCKS["a start that comes twice"][1],
    "'ru' title of session 'plenary' is missing — an official language": (
        TEXTS["a title in one official language"][1]
    ),
    "'ru' title of the forum is missing — an official language": changed(
        "title: {en: Forum, ru: Форум}", "title: Forum"
    ).replace("official: [en], working: [ru]", "official: [en, ru]"),
    "texts missing in 'ru': 1 — readers see them in another language, marked": (
        TEXTS["a working language with gaps"][1]
    ),
    "person 'head-kz' is invited but has no address — give 'email:'": (
        PARTIES["nobody to write to"][1]
    ),
    "unknown placeholder {persn} in the text — known: {person}, {office}, {forum}, {session}, "
    "{date}, {time}, {your_time}, {join}, {answer_by}": TEXTS["a place that nothing fills"][1],
    "an opening or closing brace stands alone in the text — write {{ or }} for a brace": (
        TEXTS["an opening brace"][1]
    ),
    "the texts in 'ru' and 'en' have different placeholders — only in one of them: {date}": (
        TEXTS["a place lost in translation"][1]
    ),
}


@pytest.mark.parametrize(("sentence", "text"), SENTENCES.items())
def test_a_finding_names_what_it_is_about(sentence: str, text: str) -> None:
    assert words(text.replace("§", "")) == [sentence]
