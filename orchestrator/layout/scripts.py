"""What Word must be told about each script: fonts, direction, proofing language."""

from dataclasses import dataclass
from functools import cache

from orchestrator.languages import direction

# One font for each of Word's four kinds of letters: with any of the four missing Word takes another
# for quotation marks or digits inside the same word. The first two are on every office machine;
# where the others are missing Word takes its own for the script.
SERIF = "Times New Roman"
EAST_ASIAN = "SimSun"
COMPLEX = {"hi": "Nirmala UI", "ur": "Noto Naskh Arabic"}
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
    """The settings of a language; `run` is the `w:rPr` that each of its runs carries."""

    locale: str
    fonts: str
    tongue: str
    run: str
    right_to_left: bool


@cache
def script(language: str) -> Script:
    """Return what Word must be told about a language."""
    locale = LOCALES[language]
    turned = direction(language) == "rtl"
    complex_letters = turned or language == "hi"
    latin = "en-GB" if complex_letters or language == "zh-Hans" else locale
    fonts = (
        f'<w:rFonts w:ascii="{SERIF}" w:hAnsi="{SERIF}" '
        f'w:cs="{COMPLEX.get(language, SERIF)}" w:eastAsia="{EAST_ASIAN}"/>'
    )
    east = "zh-CN"
    bidi = locale if complex_letters else "ar-SA"
    main = locale if language == "zh-Hans" else latin
    tongue = f'<w:lang w:val="{main}" w:eastAsia="{east}" w:bidi="{bidi}"/>'
    # w:rtl turns the run; w:cs makes Word use the complex-script font and size (Devanagari too).
    marks = ("<w:rtl/>" if turned else "") + ("<w:cs/>" if complex_letters else "")
    return Script(
        locale=locale,
        fonts=fonts,
        tongue=tongue,
        run=f"<w:rPr>{fonts}{marks}{tongue}</w:rPr>",
        right_to_left=turned,
    )
