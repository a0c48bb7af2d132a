"""Files that are meant to cost much time or memory: the tests read them, the benchmark too."""

from __future__ import annotations

from collections.abc import Mapping

MIB = 1024 * 1024

HEAD = """\
format: 1
id: forum
title: Forum
languages: {official: [en]}
zone: UTC
organizer: {name: Office, email: office@example.org}
"""
SESSION = "sessions:\n- id: s\n  title: S\n  starts: 2030-01-01 10:00\n  items:\n"


def many(text: str, size: int, *, head: str = "", tail: str = "") -> str:
    """Repeat a text to a size in bytes."""
    room = size - len((head + tail).encode())
    return head + text * (room // len(text.encode())) + tail


def numbered(line: str, count: int) -> str:
    """Return a line many times, with its number for each `#`."""
    return "".join(line.replace("#", str(number)) for number in range(count))


def repeated(size: int) -> Mapping[str, tuple[str, str]]:
    """Return files that are one thing again and again, with the code each earns."""
    return {
        "deep brackets": ("E008", many("[", size)),
        "deep brackets in lines": ("E008", many("[\n", size)),
        "deep braces": ("E018", many("{", size)),
        "deep dashes": ("E008", many("- ", size)),
        "question marks": ("E018", many("? ", size)),
        "a long list": ("E009", many("- a\n", size)),
        "a long flow list": ("E009", many("a,", size, head="[")),
        "a long flow map": ("E010", many("a: b, ", size, head="{")),
        "one great text": ("E102", many("x", size, head="a: ")),
        "one great quoted text": ("E102", many("x", size, head='a: "', tail='"')),
        "one great block": ("E102", many("  x\n", size, head="a: |\n")),
        "one great key": ("E018", many("x", size, head="? ")),
        "one open quotation mark": ("E006", many("x\n", size, head='"')),
        "single quotation marks": ("E003", many("'' ", size)),
        "double quotation marks": ("E003", many('"', size)),
        "colons": ("E003", many(":", size)),
        "directives": ("E020", many("%YAML 1.1\n", size)),
        "different directives": ("E020", numbered("%TAG !a#! x\n", size // 20)),
        "remarks": ("E015", many("#\n", size)),
        "empty lines": ("E015", many("\n", size)),
        "spaces": ("E015", many(" ", size)),
        "documents": ("E014", many("---\n", size)),
        "anchors": ("E007", many("- &a b\n", size)),
        "aliases": ("E007", many("- *a\n", size)),
        "tabs": ("E004", many("\tx\n", size)),
        "zeros": ("E001", many("\0", size)),
        "bells": ("E011", many("\a", size)),
        "turns of direction": ("E011", many("\u202e", size)),
        "marks on a letter": ("E021", many("\u0301\u0316", size, head="a: e")),
        "marks behind escapes": ("E021", many("\\u0301\\u0316", size, head='a: "e', tail='"')),
        "commas in braces": ("E012", many("b, ", size, head="a: {x: y, ")),
        "equal keys": ("E010", many("a: b\n", size)),
    }


def long_values(size: int) -> Mapping[str, tuple[str, str]]:
    """Return files with one value that is as long as the file, with the code it earns."""
    plain = HEAD.replace("id: forum\n", "")
    item = f"{HEAD}sessions: [{{id: s, title: S, when: soon, items: [{{id: i, kind: opening, "
    link = f"{HEAD}sessions: [{{id: s, title: S, when: soon, join: {{url: https://"
    person = f"{HEAD}people: [{{id: p, name: P, available: ['"
    return {
        "a long id": ("E118", many("-", size, head=f"{plain}id: a", tail="\n")),
        "a long link": ("E117", many("a", size, head=link, tail="}}]")),
        "a long duration": ("E113", many("1", size, head=f"{item}takes: ", tail="}]}]")),
        "a long window": ("E114", many("-", size, head=person, tail="']}]")),
        "a long address": ("E116", many("a.", size, head=f"{HEAD[:-20]}a@", tail="}")),
        "braces": ("E105", many("{", size, head=f"{HEAD}invitation: {{text: '", tail="'}")),
    }


def crowds(count: int) -> Mapping[str, tuple[str, str]]:
    """Return well-formed files with very many of something, with a code they earn."""
    people = f"{HEAD}people:\n" + numbered("- {id: p#, name: P, head: true}\n", count)
    speakers = ", ".join(f"q{number}" for number in range(10 * count))
    item = "  - {id: i#, kind: opening, takes: 5, speakers: [q#]}\n"
    rounds = "- {id: s#, title: S, when: soon, invited: [heads, everyone], items: ROUND}\n"
    all_heads = "[{id: i#, kind: statements, takes: 5, speakers: {all: heads}}]"
    lines = [f"{name}: &{name} [{', '.join(9 * [f'*{name - 1}'])}]" for name in range(1, 9)]
    laughs = "0: &0 [" + ", ".join(9 * ["ha"]) + "]\n" + "\n".join(lines)
    return {
        "a billion laughs": ("E007", laughs),
        "people without an id": ("E102", f"{HEAD}people:\n" + "- {name: P}\n" * count),
        "one person many times": ("E120", f"{HEAD}people:\n" + "- {id: p, name: P}\n" * count),
        "heads of nothing": ("E133", people),
        "speakers nobody knows": ("E121", HEAD + SESSION + numbered(item, count)),
        "speakers with near names": (
            "E121",
            f"{people}{SESSION}  - {{id: i, kind: opening, takes: 5, speakers: [{speakers}]}}\n",
        ),
        "zones nobody knows": (
            "E110",
            f"{HEAD}people:\n" + numbered("- {id: p#, name: P, zone: Asia/Bish#}\n", count),
        ),
        "rounds of many": (
            "E022",
            f"{people}sessions:\n" + numbered(rounds.replace("ROUND", all_heads), count),
        ),
        "turns of many": (
            "E023",
            f"{HEAD}delegations:\n"
            + numbered("- {id: d#, name: D}\n", count)
            + SESSION
            + numbered("  - {id: i#, kind: statements, takes: 5, speakers: {all: heads}}\n", count),
        ),
        "keys nobody knows": ("E101", HEAD + numbered("key#: x\n", count)),
        "keys without values": ("E108", HEAD + numbered("key#:\n", count)),
    }


def shapes(size: int, count: int) -> Mapping[str, tuple[str, str]]:
    """Return every hostile file at a size in bytes, or with a count of its parts."""
    return {**repeated(size), **long_values(size), **crowds(count)}
