"""What Word must be told about each script: fonts, direction, proofing language."""

import re
from dataclasses import dataclass
from functools import cache

from orchestrator.languages import direction

# One font for each of Word's four kinds of letters: with any of the four missing Word takes another
# for quotation marks or digits inside the same word. The first is on every office machine, and
# another of the same widths on the others; `LIKE` names what may stand in for the rest.
SANS = "Arial"
EAST_ASIAN = "Microsoft YaHei"
COMPLEX = {"hi": "Nirmala UI", "ur": "Noto Naskh Arabic"}
NASTALIQ = "Noto Nastaliq Urdu"
LIKE = {
    SANS: "Liberation Sans",
    EAST_ASIAN: "Noto Sans CJK SC",
    "Nirmala UI": "Noto Sans Devanagari",
    "Noto Naskh Arabic": "Arial",
    NASTALIQ: "Urdu Typesetting",
}
# Digits and signs that Arabic fonts lack, or draw as no other sign on the page is drawn.
PLAIN = re.compile("([!-~\u00a1-\u024f\u200e-\u201f\u2026-\u202a\u202c\u2030-\u205e]+)")
LOCALES = {
    "en": "en-GB",
    "ru": "ru-RU",
    "zh-Hans": "zh-CN",
    "hi": "hi-IN",
    "kk": "kk-KZ",
    "ky": "ky-KG",
    "ur": "ur-PK",
    "tg": "tg-Cyrl-TJ",
    "uz": "uz-Latn-UZ",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The settings of a language: what its own runs say, and runs of it in another's paper.

    `plain` is what runs of digits and signs say that its font lacks or draws too heavily.
    """

    language: str
    locale: str
    fonts: str
    tongue: str
    own: str
    plain: str
    foreign: str
    right_to_left: bool
    complex: bool


@cache
def script(language: str, *, nastaliq: bool = False) -> Script:
    """Return what Word must be told about a language; Urdu may be set in Nastaliq."""
    locale = LOCALES[language]
    turned = direction(language) == "rtl"
    complex_letters = turned or language == "hi"
    # Said to be Chinese, a Russian name would be broken in the middle of a word.
    latin = "en-GB" if complex_letters or language == "zh-Hans" else locale
    # Quotation marks and dashes are wide in Chinese, and of the Latin font anywhere else.
    hint = '<w:rFonts w:hint="eastAsia"/>' if language == "zh-Hans" else ""
    own = NASTALIQ if nastaliq and language == "ur" else COMPLEX.get(language, SANS)
    fonts = f'<w:rFonts w:ascii="{SANS}" w:hAnsi="{SANS}" w:eastAsia="{EAST_ASIAN}" w:cs="{own}"/>'
    bidi = locale if complex_letters else "ar-SA"
    # w:rtl turns the run; w:cs makes Word use the complex-script font and size (Devanagari too).
    marks = ("<w:rtl/>" if turned else "") + ("<w:cs/>" if complex_letters else "")
    tongue = f'<w:lang w:val="{latin}" w:eastAsia="zh-CN" w:bidi="{bidi}"/>'
    return Script(
        language=language,
        locale=locale,
        fonts=fonts,
        tongue=tongue,
        own=hint + marks,
        plain=f'<w:rFonts w:cs="{SANS}"/>{marks}' if turned else "",
        foreign=(fonts.replace("<w:rFonts", hint[:-2]) if hint else fonts) + marks + tongue,
        right_to_left=turned,
        complex=complex_letters,
    )
