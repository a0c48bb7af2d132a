"""Sort keys of the names in locales/states.yaml, made from each language's own alphabet.

`python -m tests.tables.sort_keys` names every key that is not the one made here (exit 1 if any);
with `--write` it puts them right in the file.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

STATES = Path(__file__).resolve().parents[2] / "locales" / "states.yaml"

LATIN = "a b c d e f g h i j k l m n o p q r s t u v w x y z"

# The letters of each language in the order its own schools and dictionaries teach.
ALPHABETS = {
    "en": LATIN,
    "ru": "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я",
    "kk": "а ә б в г ғ д е ё ж з и й к қ л м н ң о ө п р с т у ұ ү ф х һ ц ч ш щ ъ ы і ь э ю я",
    "ky": "а б в г д е ё ж з и й к л м н ң о ө п р с т у ү ф х ц ч ш щ ъ ы ь э ю я",
    "tg": "а б в г ғ д е ё ж з и ӣ й к қ л м н о п р с т у ӯ ф х ҳ ч ҷ ш ъ э ю я",
    # Five letters are written with two signs and stand at the end.
    "uz": "a b d e f g h i j k l m n o p q r s t u v x y z oʻ gʻ sh ch ng",
    # As in the dictionary of the Urdu Dictionary Board an aspirate is a letter, after its base.
    "ur": (
        "ا آ ب بھ پ پھ ت تھ ٹ ٹھ ث ج جھ چ چھ ح خ د دھ ڈ ڈھ ذ ر رھ ڑ ڑھ ز ژ س ش ص ض ط ظ ع غ ف ق "
        "ک کھ گ گھ ل لھ م مھ ن نھ ں و ہ ھ ء ی ے"
    ),
    # A consonant without a sign carries a short a, the first vowel: so the vowel signs come after
    # all consonants, and the virama, which makes a cluster, after them. The nukta has no place.
    "hi": (
        "ं ँ ः अ आ इ ई उ ऊ ऋ ए ऐ ऑ ओ औ "
        "क ख ग घ ङ च छ ज झ ञ ट ठ ड ढ ण त थ द ध न प फ ब भ म य र ल व श ष स ह "
        "ा ि ी ु ू ृ े ै ॉ ो ौ ्"
    ),
}

# Signs that no dictionary of the language gives a place of its own.
PLACELESS = {"hi": "\N{DEVANAGARI SIGN NUKTA}", "uz": "\N{MODIFIER LETTER APOSTROPHE}"}

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
    places = {letter: f"{place:02}" for place, letter in enumerate(ALPHABETS[tag].split(), 1)}
    places[" "] = "00"
    places |= dict.fromkeys(PLACELESS.get(tag, ""), "")
    return "".join(places[letter] for letter in letters(name, places))


def letters(name: str, known: dict[str, str]) -> Iterator[str]:
    """Part a name into the letters of its alphabet, those of two signs first."""
    rest = name.lower()
    while rest:
        letter = rest[:2] if rest[:2] in known else rest[:1]
        if letter not in known:
            raise ValueError(f"{letter!r} in {name!r} is in no alphabet here")
        yield letter
        rest = rest[len(letter) :]


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
