"""What the caller sees: results on stdout, talk on stderr, in their language."""

import json
import os
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from orchestrator import languages
from orchestrator.languages import Translator

if TYPE_CHECKING:  # the rooms are heavy, and `--help` must answer at once
    from orchestrator.secretariat.check import Checked, Placed

COLOURS = {"error": "red", "publish": "magenta", "warning": "yellow"}
# Escape sequences and bidi controls in a text of the file must not reach the terminal.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
WIDEST = 160


@dataclass(slots=True)
class Terminal:
    """The caller: language, and how they want to be told."""

    words: Translator
    json: bool = False
    quiet: bool = False
    plain: bool = False
    data: str | None = None

    def result(self, text: str) -> None:
        """Print a result."""
        click.echo(clean(text))

    def mark(self, sign: str, colour: str, text: str) -> None:
        """Print a result after a coloured sign."""
        click.echo(f"{self.styled(sign, colour)} {clean(text)}")

    def result_json(self, value: object) -> None:
        """Print a result as one JSON object."""
        click.echo(json.dumps(value, ensure_ascii=False, indent=1))

    def talk(self, text: str) -> None:
        """Say something that is not the result; never with `--quiet`."""
        if not self.quiet:
            click.echo(clean(text), err=True)

    def warn(self, text: str) -> None:
        """Say what must not be overlooked, even with `--quiet`."""
        click.echo(clean(text), err=True)

    def fail(
        self, sentence: str, *, code: int, command: str | None = None, usage: str | None = None
    ) -> int:
        """Say what went wrong and return the exit code."""
        head = self.styled(self.words.say("Error:"), "red", err=True)
        click.echo(f"{head} {clean(sentence)}", err=True)
        if usage:
            click.echo(clean(usage), err=True)
        if command:
            click.echo(self.words.say("Help: {command}", command=f"{command} --help"), err=True)
        return code

    def styled(self, text: str, colour: str, *, err: bool = False) -> str:
        """Return the text in a colour where the caller's terminal shows colours."""
        stream = sys.stderr if err else sys.stdout
        if self.plain or os.environ.get("NO_COLOR") or not stream.isatty():
            return text
        return click.style(text, fg=colour)

    def findings(self, checked: "Checked", *, err: bool = False) -> None:
        """Print the findings with their lines; on stderr where they are not the result."""
        for placed in checked.findings:
            click.echo(self.finding(checked, placed, err=err), err=err)

    def finding(self, checked: "Checked", placed: "Placed", *, err: bool = False) -> str:
        """Return a finding as a person reads it: place, code, sentence, the line with a caret."""
        found = placed.finding
        sentence = self.words.phrase(found.message)
        if found.hint:
            sentence = f"{sentence} — {self.words.phrase(found.hint)}"
        code = self.styled(found.code, COLOURS[found.severity], err=err)
        place = f"{clean(checked.source.name)}:{placed.line}:{placed.column}"
        head = f"{place} {code} {clean(sentence)}"
        return "\n".join([head, *excerpt(checked.reading.lines, placed.line, placed.column)])


def clean(text: str) -> str:
    """Return a text without what would steer a terminal."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def excerpt(lines: list[str] | tuple[str, ...], line: int, column: int) -> list[str]:
    """Return the source line and a caret under the column, by display width.

    On a line with right-to-left text a caret would stand elsewhere than it seems: none is drawn.
    """
    # wcwidth's tables take 20 ms to import, which only findings need.
    from wcwidth import wcswidth

    if not 0 < line <= len(lines) or len(lines[line - 1]) > WIDEST or not lines[line - 1].strip():
        return []
    source = clean(lines[line - 1].replace("\t", " ").rstrip())
    shown = [f"    {source}"]
    if not RIGHT_TO_LEFT.search(source):
        shown.append("    " + " " * max(0, wcswidth(source[: column - 1])) + "^")
    return shown


def set_language(terminal: Terminal, tag: str) -> bool:
    """Speak another language; tell whether the program knows it."""
    ours = languages.match(tag)
    if ours is not None:
        terminal.words = languages.translator(ours)
    return ours is not None
