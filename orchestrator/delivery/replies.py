"""What servers say, made fit to be kept and shown."""

import re

ADDRESS = re.compile(r"[^\s<>()\[\]\",;:]+@[^\s<>()\[\]\",;:]+")
UNSHOWN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff]+")
LONGEST = 300


def tidy(said: str, *private: str) -> str:
    """Return a reply on one line, bounded, without addresses and without the private words."""
    line = ADDRESS.sub("…", UNSHOWN.sub(" ", said))
    for word in filter(None, private):
        if word.isascii() and line.isascii() and word.lower() not in line.lower():
            continue  # the usual case, told without a pattern for each address
        line = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "…", line, flags=re.IGNORECASE)
    return line.strip()[:LONGEST]
