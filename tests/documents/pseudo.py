"""Two languages that nobody speaks: an accented one a third longer, and a right-to-left one."""

from __future__ import annotations

import gettext
import re
from collections.abc import Mapping

PLACE = re.compile(r"(\{[a-z_]+\})")
ASCII_WORD = re.compile(r"[A-Za-z]{2,}")

ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçđéƒĝĥíĵķłɱñóƥɋřšťúṽŵẋýžÁƁÇĐÉƑĜĤÍĴĶŁṀÑÓƤɊŘŠŤÚṼŴẊÝŽ",
)
MIRRORED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ابپتٹثجچحخدڈذرڑزژسشصضطظعغفابپتٹثجچحخدڈذرڑزژسشصضطظعغف",
)


class Pseudo(gettext.NullTranslations):
    """Changes every letter of a message and leaves its places alone."""

    def __init__(self, letters: Mapping[int, int | str | None]) -> None:
        super().__init__()
        self.letters = letters

    def gettext(self, message: str) -> str:
        """Return the message in brackets, its letters changed, a third longer."""
        parts = [
            part if PLACE.fullmatch(part) else part.translate(dict(self.letters))
            for part in PLACE.split(message)
        ]
        return "⟦" + "".join(parts) + "·" * (len(message) // 3) + "⟧"

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the counted message changed in the same way."""
        return self.gettext(singular if n == 1 else plural)
