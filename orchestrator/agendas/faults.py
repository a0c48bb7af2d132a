"""What libyaml says about a broken file, said to the person who wrote it."""

import re
from typing import Any

from orchestrator.agendas.places import Mark
from orchestrator.findings import N_, Finding, finding

# What libyaml raises, and the last text it read: untyped, as it comes.
Fault = Any
Scalar = Any

# The only colon that a block line may have for its structure is the first one.
COLON = re.compile(r":(?=\s|$)")
QUOTES = ("'", '"')
FLOW = ("while parsing a flow sequence", "while parsing a flow mapping")

# What `pull` writes, as others do, before and after two texts of which one is to be chosen.
UNDECIDED = ("<<<<<<<", ">>>>>>>")
CHOOSE = N_(
    "both texts of a change stand between <<<<<<< and >>>>>>>: keep one, delete the other and the "
    "lines with these marks"
)


def fault(error: Fault, lines: tuple[str, ...], last: Scalar) -> Finding:
    """Return what is to be said where the YAML cannot be read on; `last` is the last text read."""
    at = getattr(error, "problem_mark", None)
    undecided = next((n for n, text in enumerate(lines, 1) if text.startswith(UNDECIDED)), None)
    if undecided:
        return finding("E003", mark=(undecided, 1), hint=CHOOSE)
    if at is None:  # no error of syntax: it names no place
        return finding("E003", mark=(1, 1))
    problem, context = str(error.problem), str(error.context)
    if _is_name(context):
        return finding("E007", mark=_spot(error.context_mark, lines))
    if opened := _opened(error, context, problem, last):
        return finding("E006", mark=_spot(opened, lines))
    if "mapping values" in problem:
        return _second_colon(at, lines)
    return finding("E003", mark=_spot(at, lines), hint=_hint(context, problem, at, last))


def _is_name(context: str) -> bool:
    return context.endswith(("an anchor", "an alias", "a tag", "a directive"))


def _opened(error: Fault, context: str, problem: str, last: Scalar) -> Mark:
    """Return the mark of a quotation mark or bracket that is not closed, None if none is open."""
    at, since = error.problem_mark, error.context_mark
    if "quoted scalar" in context and "end of stream" in problem:
        return since
    if context in FLOW and since.line < at.line:
        return since
    quoted = last is not None and last.style in QUOTES
    if quoted and last.start_mark.line < last.end_mark.line == at.line:
        # The text ran on to the next quotation mark, which was to open another one.
        return last.start_mark
    return None


def _second_colon(at: Mark, lines: tuple[str, ...]) -> Finding:
    first = COLON.search(lines[at.line]) if at.line < len(lines) else None
    if first and first.start() == at.column:
        return finding("E003", mark=_spot(at, lines), hint=_missing_colon(at.line, lines))
    return finding("E005", mark=_spot(at, lines))


def _missing_colon(line: int, lines: tuple[str, ...]) -> str | None:
    """Return the advice for a line without a colon, which is read on into the next one."""
    above = next((text for text in reversed(lines[:line]) if text.strip()), ":")
    return None if ":" in above else N_("a key ends with a colon and a space")


def _hint(context: str, problem: str, at: Mark, last: Scalar) -> str | None:
    if "cannot start any token" in problem:
        return N_("put the text in quotation marks")
    if "escape" in problem or "hexdecimal" in problem:
        return N_("between double quotation marks a backslash has a meaning of its own")
    if "could not find expected ':'" in problem:
        return N_("a key ends with a colon and a space")
    if last is not None and last.style in QUOTES and last.end_mark.line == at.line:
        return N_("a quotation mark ended the text before this: use the other kind inside of it")
    if context in FLOW:
        return N_("separate entries with commas")
    return None


def _spot(mark: Mark, lines: tuple[str, ...]) -> tuple[int, int]:
    # The end of the file may be counted as one line more than it has.
    line = min(mark.line, len(lines) - 1)
    column = min(mark.column, len(lines[line]))
    return line + 1, column + 1
