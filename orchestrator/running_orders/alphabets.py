"""The alphabets of the nine languages: sort keys for names that the table of states does not hold.

Keys are made as in `locales/states.yaml`: two digits a letter, 00 a space, compared as plain text.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

# The letters of each language in the order its own schools and dictionaries teach.
ALPHABETS = {
    "en": "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "ru": "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я",
    "kk": "а ә б в г ғ д е ё ж з и й к қ л м н ң о ө п р с т у ұ ү ф х һ ц ч ш щ ъ ы і ь э ю я",
    "ky": "а б в г д е ё ж з и й к л м н ң о ө п р с т у ү ф х ц ч ш щ ъ ы ь э ю я",
    "tg": "а б в г ғ д е ё ж з и ӣ й к қ л м н о п р с т у ӯ ф х ҳ ч ҷ ш ъ э ю я",
    # Five letters are written with two signs and stand at the end.
    "uz": "a b d e f g h i j k l m n o p q r s t u v x y z oʻ gʻ sh ch ng",
    # An aspirate is a letter, after its base.
    "ur": (
        "ا آ ب بھ پ پھ ت تھ ٹ ٹھ ث ج جھ چ چھ ح خ د دھ ڈ ڈھ ذ ر رھ ڑ ڑھ ز ژ س ش ص ض ط ظ ع غ ف ق "
        "ک کھ گ گھ ل لھ م مھ ن نھ ں و ہ ھ ء ی ے"
    ),
    # A consonant without a sign carries the first vowel: so the vowel signs follow all consonants.
    "hi": (
        "ं ँ ः अ आ इ ई उ ऊ ऋ ए ऐ ऑ ओ औ "
        "क ख ग घ ङ च छ ज झ ञ ट ठ ड ढ ण त थ द ध न प फ ब भ म य र ल व श ष स ह "
        "ा ि ी ु ू ृ े ै ॉ ो ौ ्"
    ),
}
# Signs that no dictionary of the language gives a place of its own.
PLACELESS = {"hi": "\N{DEVANAGARI SIGN NUKTA}", "uz": "\N{MODIFIER LETTER APOSTROPHE}"}


@lru_cache(maxsize=4096)
def key(name: str, language: str) -> str:
    """Return the text whose plain order is the order of the name in that language."""
    folded = unicodedata.normalize("NFC", name).casefold()
    if language == "zh-Hans":
        # GB 18030 keeps the common characters where GB 2312 put them: in the order of pinyin.
        return folded.encode("gb18030").hex()
    if language == "uz":  # keyboards have one apostrophe where the alphabet has two
        folded = re.sub("['’‘`]", "ʼ", re.sub("(?<=[og])['’‘`ʼ]", "ʻ", folded))
    places = _places(language)
    return "".join(_place(letter, places) for letter in _letters(folded, places))


@cache
def _places(language: str) -> Mapping[str, str]:
    places = {letter: f"{n:02}" for n, letter in enumerate(ALPHABETS[language].split(), 1)}
    return places | {" ": "00"} | dict.fromkeys(PLACELESS.get(language, ""), "")


def _letters(name: str, places: Mapping[str, str]) -> Iterator[str]:
    """Part a name into the letters of its alphabet, those of two signs first."""
    at = 0
    while at < len(name):
        size = 2 if name[at : at + 2] in places else 1
        yield name[at : at + size]
        at += size


def _place(letter: str, places: Mapping[str, str]) -> str:
    plain = letter if letter in places else unicodedata.normalize("NFD", letter)[0]
    if plain in places:  # é is sorted as e where the alphabet has no é
        return places[plain]
    # A letter of another alphabet comes last, any other sign before all letters.
    return f"{99 if letter.isalpha() else 0:02}{ord(letter):07}"
