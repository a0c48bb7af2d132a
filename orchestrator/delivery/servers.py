"""Mail servers as settings name them: `smtp[s]://` and `imap[s]://user:password@host:port`."""

import ipaddress
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_

STARTTLS = ("required", "optional", "no")
UNSENDABLE = re.compile(r"[\x00-\x1f\x7f]")
# Scheme: the port without and with TLS from the first byte.
PORTS = {"smtp": (587, 465), "imap": (143, 993)}
OPTIONS = frozenset({"starttls", "ca"})


class ServerError(OrchestratorError):
    """The address of a mail server cannot be used; what is said never repeats the password."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where a mail server stands, who we are there, and how the way is guarded.

    `wrapped` is TLS from the first byte; else `starttls` says whether it must be asked for.
    """

    host: str
    port: int
    wrapped: bool
    starttls: str
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    ca: Path | None = None
    path: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def loopback(self) -> bool:
        """Tell whether the server is this machine, so that nobody listens on the way."""
        return _is_loopback(self.host)

    def tls(self) -> ssl.SSLContext:
        """Return how the server must prove who it is; reads certificates, so not in the loop."""
        return ssl.create_default_context(cafile=self.ca)


def server(url: str, scheme: str, more: frozenset[str] = frozenset()) -> Server:
    """Read the address of a server; `more` are the options that this kind has of its own."""
    parts, port = _split(url, scheme)
    options = _options(parts, OPTIONS | more)
    found = Server(
        host=_host(parts, scheme),
        port=port,
        wrapped=parts.scheme == f"{scheme}s",
        starttls=_starttls(options, parts),
        user=_decoded(parts.username),
        password=_decoded(parts.password),
        ca=Path(options["ca"]) if "ca" in options else None,
        path=_decoded(parts.path.removeprefix("/")) or "",
        options={name: value for name, value in options.items() if name in more},
    )
    _refuse_open_sign_in(found)
    _refuse_unread_certificates(found)
    return found


def _split(url: str, scheme: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise _unreadable(scheme) from None
    if parts.scheme not in (scheme, f"{scheme}s") or parts.fragment:
        # A password with an unencoded `#`, `/` or `?` in it ends here or as a missing host.
        raise _unreadable(scheme)
    plain, wrapped = PORTS[scheme]
    return parts, port or (plain if parts.scheme == scheme else wrapped)


def _unreadable(scheme: str) -> ServerError:
    return ServerError(
        N_(
            "The address of the mail server is not of the form {form}; letters such as @ : / ? # % "
            "in the user's name or the password are written as %40 %3A %2F %3F %23 %25."
        ),
        form=f"{scheme}[s]://user:password@host:port",
    )


def _host(parts: SplitResult, scheme: str) -> str:
    host = parts.hostname or ""
    try:
        named = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError:
        named = ""
    if not named or re.search(r"[\s%,;@/\\]", named):
        raise _unreadable(scheme)
    return named


def _options(parts: SplitResult, known: frozenset[str]) -> dict[str, str]:
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := sorted(options.keys() - known):
        raise ServerError(
            # The name is not repeated: half a password may stand where an option should.
            N_("The address of the mail server has {count} options that are not known: {known}."),
            count=len(unknown),
            known=", ".join(sorted(known)),
        )
    return options


def _starttls(options: Mapping[str, str], parts: SplitResult) -> str:
    # On the way to this very machine nobody listens, and its certificate is rarely a real one.
    default = "no" if _is_loopback(parts.hostname or "") else "required"
    chosen = options.get("starttls", default)
    if chosen not in STARTTLS:
        raise ServerError(
            N_("In the address of the mail server `starttls=` is one of {choices}."),
            choices=", ".join(STARTTLS),
        )
    return chosen


def _decoded(quoted: str | None) -> str | None:
    try:
        told = unquote(quoted, errors="strict") if quoted else None
    except UnicodeDecodeError:
        told = "\0"
    if told and UNSENDABLE.search(told):
        raise ServerError(
            N_("The address of the mail server holds a control character or no UTF-8 after a %.")
        )
    return told


def _refuse_open_sign_in(found: Server) -> None:
    if found.user and found.starttls == "no" and not (found.wrapped or found.loopback):
        raise ServerError(
            N_(
                "A password would travel readable to the mail server {host}: take `starttls=no` "
                "out of its address, or the user's name and password."
            ),
            host=found.host,
        )


def _refuse_unread_certificates(found: Server) -> None:
    try:
        if found.ca is not None:
            found.tls()
    except OSError:  # SSLError is one too
        raise ServerError(
            N_("The certificates in '{path}' cannot be read; name a PEM file after `ca=`."),
            path=found.ca,
        ) from None


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
