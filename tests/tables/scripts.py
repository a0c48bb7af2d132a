"""Which letters belong to which of the nine languages."""

import unicodedata

# The first word of a letter's Unicode name says its script.
SCRIPTS = {
    "en": "LATIN",
    "ru": "CYRILLIC",
    "zh-Hans": "CJK",
    "hi": "DEVANAGARI",
    "kk": "CYRILLIC",
    "ky": "CYRILLIC",
    "ur": "ARABIC",
    "tg": "CYRILLIC",
    "uz": "LATIN",
}

# Letters of the same script that the language does not have: a sign of a slip of the keyboard.
STRANGE = {
    "ru": "әғқңөұүһіӣӯҳҷ",
    "kk": "ӣӯҳҷ",
    "ky": "әғқұһіӣӯҳҷ",
    "tg": "әңөұүһіцщыь",
    "ur": "يكهةىۀ",
    "uz": "w",
}

# What belongs to every script, and the two apostrophes of Uzbek, which are letters to Unicode.
SHARED = " -'ʻʼ"

# Apostrophes that look like ʻ and ʼ, and the space that looks like one.
UNWANTED = "‘’´\N{NO-BREAK SPACE}"


def foreign_letters(text: str, tag: str) -> str:
    """Return the signs of a text that its language does not write."""
    strange = STRANGE.get(tag, "")
    return "".join(
        sign
        for sign in text
        if sign not in SHARED
        and (not unicodedata.name(sign, "").startswith(SCRIPTS[tag]) or sign.lower() in strange)
    )


def unwanted_signs(text: str) -> list[str]:
    """Return control characters, bidi controls and false apostrophes in a file, by name."""
    return [
        unicodedata.name(sign, f"U+{ord(sign):04X}")
        for sign in text
        if sign in UNWANTED
        or (unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp"} and sign != "\n")
    ]
