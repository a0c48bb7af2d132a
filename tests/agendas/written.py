"""Agenda texts as people write them: with comments and empty lines everywhere, in many styles."""

from __future__ import annotations

from collections.abc import Mapping

import yaml
from hypothesis import strategies as st

from orchestrator.agendas.places import Raw
from orchestrator.agendas.walking import walk

HEAD = """\
format: 1
id: forum  # for life
title: Forum
languages: {official: [en]}
zone: UTC
organizer: {name: Office, email: office@example.org}
"""

# What a key of an item may be followed by; `~` stands for the indentation of the key.
VALUES = st.sampled_from(
    [
        "plain",
        "plain  # beside",
        "'it''s # no comment'",
        '"a \\" # no comment"  # beside',
        "|\n~  a text # no comment\n\n~    of lines",
        "|\n~  a text\n\n",
        "|+\n~  kept\n\n",
        "|2-\n~    deep\n~  text",
        ">-  # folded\n~  a text\n~  of lines",
        "long\n~  plain text",
        '"long\n\n~  quoted"',
        "[a, [b, c]]",
        "[a,  # first\n~  b]",
        "{en: A, ru: 'Б'}",
        "\n~  en: A\n~  # inside\n~  ru: Б",
        "\n~- a\n~- b  # second",
        "\n~  - a\n\n~  - b",
        "",
    ]
)
# What may stand between entries; `~` stands for the indentation of the dash.
GAPS = st.lists(st.sampled_from(["", "   ", "~# above", "~    # deep", "#left"]), max_size=4)


@st.composite
def _item(draw: st.DrawFn, name: str, column: int) -> list[str]:
    """Return the lines of an item whose dash stands in a column."""
    if draw(st.integers(0, 5)) == 0:
        return [" " * column + f"- {{id: {name}, kind: opening}}  # short"]
    between = draw(st.sampled_from(["- ", "-   ", "-\n", "- # dash\n"]))
    inner = column + (2 if "\n" in between else len(between))
    between += " " * inner if "\n" in between else ""
    keys = [f"id: {name}"]
    for n, value in enumerate(draw(st.lists(VALUES, max_size=3))):
        said = value.replace("~", " " * inner)
        keys.append(f"k{n}:{'' if said.startswith(chr(10)) else ' '}{said}")
    body = f"\n{' ' * inner}".join(keys)
    return (" " * column + between + body).split("\n")


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Return a text with two sessions of items; their ids count on through both."""
    lines = [*HEAD.splitlines(), "sessions:  # all"]
    number, column = 0, draw(st.sampled_from([2, 0, 3]))
    for session in ("one", "two"):
        lines += [each.replace("~", " " * column) for each in draw(GAPS)]
        lines += [" " * column + f"- id: {session}"]
        key = " " * (column + 2)
        dash = column + 2 + draw(st.sampled_from([0, 2, 4]))
        count = draw(st.integers(0, 4))
        if not count:
            lines += draw(st.sampled_from([[], [f"{key}items: []"], [f"{key}items: []  # none"]]))
            continue
        lines += [f"{key}items:{draw(st.sampled_from(['', '  # of the session']))}"]
        for _ in range(count):
            lines += [each.replace("~", " " * dash) for each in draw(GAPS)]
            lines += draw(_item(f"i{number}", dash))
            number += 1
        lines += [each.replace("~", " " * dash) for each in draw(GAPS)]
        lines += draw(st.sampled_from([[], [f"{key}after: x"]]))
    lines += draw(st.sampled_from([[], ["reminders: []"], ["# the end"], ["..."]]))
    text = "\n".join(lines) + draw(st.sampled_from(["\n", "", "\n\n"]))
    text = text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"])))
    return draw(st.sampled_from(["", "", "\ufeff"])) + text


def data(text: str) -> Raw:
    """Return what a text says, None where it has faults of form."""
    bare = text.removeprefix("\ufeff")
    tree = walk(bare, tuple(bare.splitlines()))
    return None if tree.findings else tree.data


def items(said: Mapping[str, Raw]) -> dict[str, list[Raw]]:
    """Return the items by session."""
    return {each["id"]: list(each.get("items") or ()) for each in said["sessions"]}


def remarks(text: str) -> list[str]:
    """Return every comment of a text, as PyYAML's own scanner leaves them over."""
    at, found = 0, []
    bare = text.removeprefix("\ufeff").replace("\r\n", "\n")
    for token in yaml.scan(bare, Loader=yaml.SafeLoader):
        found += [each for each in bare[at : token.start_mark.index].split("\n") if "#" in each]
        at = token.end_mark.index
        if getattr(token, "style", None) in ("|", ">"):
            header = bare[token.start_mark.index :].partition("\n")[0]
            found += [header] if "#" in header else []
    found += [each for each in bare[at:].split("\n") if "#" in each]
    return sorted(each[each.index("#") :].strip() for each in found)
