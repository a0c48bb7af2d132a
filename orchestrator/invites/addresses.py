"""Links, mail addresses and telephone numbers in the letters that a URI may have."""

import re
from urllib.parse import quote, urlsplit, urlunsplit


def mailto(address: str) -> str:
    """Return an address as a URI, with `%`, `&`, `/`, `=`, `?` and the like encoded (RFC 6068)."""
    return "mailto:" + quote(address, safe="@!$'*+")


def tel(number: str | None) -> str | None:
    """Return an international telephone number as a URI (RFC 3966); a local one has none."""
    found = re.match(r"\+[0-9 ().-]+", number or "")
    return "tel:+" + re.sub(r"[^0-9]", "", found[0]) if found else None


def uri(link: str | None) -> str | None:
    """Return a link in the letters that a URI may have (RFC 3986): others are percent-encoded."""
    if link is None or re.fullmatch(r"[!#-;=?-Z_a-z~%\[\]]+", link):
        return link
    parts = urlsplit(link)
    try:
        host = parts.netloc.encode("idna").decode("ascii")
    except UnicodeError:
        host = quote(parts.netloc, safe=":@[]")
    path, query, fragment = (quote(part, safe="%/:@!$&'()*+,;=-._~?") for part in parts[2:])
    return urlunsplit((parts.scheme, host, path, query, fragment))
