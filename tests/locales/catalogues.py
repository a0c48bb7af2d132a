"""Collect the program's strings and bring every catalogue in step: `just locales`.

Run as a script it writes `locales/messages.pot` and merges new messages into every `.po`;
new ones are empty there until somebody translates them (the tests fail as long as any is empty).
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ROOT / "locales"
TAGS = ("en", "ru", "zh-Hans", "hi", "kk", "ky", "ur", "tg", "uz")

# `say`, `phrase` and `N_` take a message first; `plural` takes singular and plural.
KEYWORDS = {"_": None, "N_": None, "say": None, "phrase": None, "plural": (1, 2)}
# silent=false: a template with a syntax error must fail here, not drop out without a word.
TEMPLATES = {"silent": "false", "extensions": "", "trimmed": "true"}

PLURALS = {
    "en": "nplurals=2; plural=(n != 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4"
    " && (n%100<10 || n%100>=20) ? 1 : 2);",
    "zh-Hans": "nplurals=1; plural=0;",
    "hi": "nplurals=2; plural=(n > 1);",
    "kk": "nplurals=2; plural=(n != 1);",
    "ky": "nplurals=2; plural=(n != 1);",
    "ur": "nplurals=2; plural=(n != 1);",
    "tg": "nplurals=2; plural=(n != 1);",
    "uz": "nplurals=2; plural=(n != 1);",
}


def sources() -> list[tuple[Path, str]]:
    """Return every file with strings and the extractor that reads it."""
    code = [(path, "python") for path in sorted((ROOT / "orchestrator").rglob("*.py"))]
    kept = {".html", ".txt", ".md", ".j2"}
    papers = [path for path in sorted((ROOT / "templates").rglob("*")) if path.suffix in kept]
    return code + [(path, "jinja2") for path in papers if "fonts" not in path.parts]


def collect() -> Catalog:
    """Return the template of all catalogues, in the order of the files."""
    found = Catalog(project="orchestrator", charset="utf-8", fuzzy=False)
    for path, method in sources():
        options = TEMPLATES if method == "jinja2" else {"encoding": "utf-8"}
        with path.open("rb") as file:
            for _, message, comments, context in extract(
                method, file, keywords=KEYWORDS, comment_tags=("Translators:",), options=options
            ):
                if message and message != ("", ""):
                    name = path.relative_to(ROOT).as_posix()
                    found.add(
                        message, locations=[(name, 0)], auto_comments=comments, context=context
                    )
    return found


def messages() -> dict[str, str | None]:
    """Return every message and its plural (None where it has none)."""
    return {
        (each.id if isinstance(each.id, str) else each.id[0]): (
            None if isinstance(each.id, str) else each.id[1]
        )
        for each in collect()
        if each.id
    }


def quoted(text: str) -> str:
    """Return a text as a quoted string of a `.po` file."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def header(tag: str) -> str:
    """Return the head of a catalogue; Babel cannot write it, for it knows no plural rule of tg."""
    fields = (
        "Project-Id-Version: orchestrator\n",
        f"Language: {tag}\n",
        "MIME-Version: 1.0\n",
        "Content-Type: text/plain; charset=UTF-8\n",
        "Content-Transfer-Encoding: 8bit\n",
        f"Plural-Forms: {PLURALS[tag]}\n",
    )
    review = "Source texts." if tag == "en" else "Not reviewed by a native speaker yet."
    return f'# {review}\nmsgid ""\nmsgstr ""\n' + "\n".join(quoted(each) for each in fields) + "\n"


def forms(tag: str) -> int:
    """Return how many plural forms a language has."""
    return int(PLURALS[tag].partition("nplurals=")[2].partition(";")[0])


def catalogue(tag: str) -> Catalog:
    """Read the catalogue of a language as it stands."""
    path = LOCALES / tag / "LC_MESSAGES" / "messages.po"
    return read_po(io.BytesIO(path.read_bytes()), ignore_obsolete=True)


def known(tag: str) -> dict[str, tuple[str, ...]]:
    """Return the translations that a catalogue holds."""
    path = LOCALES / tag / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return {}
    held = {}
    for each in catalogue(tag):
        if each.id:
            key = each.id if isinstance(each.id, str) else each.id[0]
            held[key] = (each.string,) if isinstance(each.string, str) else tuple(each.string or ())
    return held


def written(tag: str, held: dict[str, tuple[str, ...]]) -> str:
    """Return the text of a catalogue in step with the code."""
    parts = [header(tag)]
    parts.extend(entry(each, tag, held) for each in collect() if each.id)
    return "\n".join(parts)


def entry(message: Message, tag: str, held: dict[str, tuple[str, ...]]) -> str:
    """Return one message of a catalogue with its translation, if there is one."""
    singular, plural = (message.id, None) if isinstance(message.id, str) else message.id
    lines = [f"#: {name}" for name in sorted({name for name, _ in message.locations})]
    strings = held.get(singular, ())
    if tag == "en":
        strings = (singular,) if plural is None else (singular, plural)
    lines.append(f"msgid {quoted(singular)}")
    if plural is None:
        lines.append(f"msgstr {quoted(strings[0] if strings else '')}")
    else:
        lines.append(f"msgid_plural {quoted(plural)}")
        filled = [*strings, *[""] * forms(tag)][: forms(tag)]
        lines.extend(f"msgstr[{number}] {quoted(text)}" for number, text in enumerate(filled))
    return "\n".join(lines) + "\n"


def template() -> str:
    """Return the text of the template of all catalogues."""
    head = (
        'msgid ""\nmsgstr ""\n"Project-Id-Version: orchestrator\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
    )
    return "\n".join([head, *(entry(each, "zh-Hans", {}) for each in collect() if each.id)])


def update() -> None:
    """Write the template and merge it into every catalogue."""
    (LOCALES / "messages.pot").write_text(template(), encoding="utf-8")
    for tag in TAGS:
        path = LOCALES / tag / "LC_MESSAGES" / "messages.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(tag, known(tag)), encoding="utf-8")


if __name__ == "__main__":
    update()
    sys.exit(0)
