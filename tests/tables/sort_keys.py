"""Sort keys of the names in locales/states.yaml: the program's alphabets, and pinyin for Chinese.

`python -m tests.tables.sort_keys` names every key that is not the one made here (exit 1 if any);
with `--write` it puts them right in the file.
"""

import re
import sys
from pathlib import Path

from orchestrator.running_orders import alphabets

MOST_DIGITS = 2
STATES = Path(__file__).resolve().parents[2] / "locales" / "states.yaml"

# Chinese is ordered by sound; these are the readings of every character in the short names.
PINYIN = {
    "中": "zhong1",
    "丹": "dan1",
    "乌": "wu1",
    "伊": "yi1",
    "俄": "e2",
    "克": "ke4",
    "兹": "zi1",
    "别": "bie2",
    "印": "yin4",
    "吉": "ji2",
    "哈": "ha1",
    "国": "guo2",
    "坦": "tan3",
    "基": "ji1",
    "塔": "ta3",
    "尔": "er3",
    "巴": "ba1",
    "度": "du4",
    "斯": "si1",
    "朗": "lang3",
    "白": "bai2",
    "罗": "luo2",
    "萨": "sa4",
}

LINE = re.compile(
    r'^  (?P<tag>[\w-]+): \{short: "(?P<short>[^"]+)", official: "[^"]+", key: "(?P<key>[^"]*)"\}$'
)


def key(name: str, tag: str) -> str:
    """Return the ASCII string whose plain order is the order of the name in that language."""
    if tag == "zh-Hans":
        return " ".join(PINYIN[sign] for sign in name)
    made = alphabets.key(name, tag)
    if len(made) > MOST_DIGITS * len(name):  # what is in no alphabet has a longer key
        raise ValueError(f"{name!r} has a letter that is in no alphabet of {tag}")
    return made


def corrected(line: str) -> str:
    """Return a line of the table with its key made anew; other lines stay as they are."""
    found = LINE.match(line)
    if not found:
        return line
    made = key(found["short"], found["tag"])
    return f"{line[: found.start('key')]}{made}{line[found.end('key') :]}"


def main(options: list[str]) -> int:
    """Name, or with `--write` correct, every key that is not the one made here."""
    old = STATES.read_text(encoding="utf-8").splitlines()
    new = [corrected(line) for line in old]
    if "--write" in options:
        STATES.write_text("\n".join(new) + "\n", encoding="utf-8")
        return 0
    wrong = [f"{STATES.name}:{at}: {made}" for at, made in enumerate(new, 1) if made != old[at - 1]]
    sys.stdout.write("".join(f"{said}\n" for said in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
