"""Debian's Dovecot as a process of its own, on free ports of this machine, with its own folders."""

from __future__ import annotations

import base64
import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

USER, PASSWORD = "replies@example.org", 'a b"c\\d:/@%'
CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
instance_name = test-{imap}
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
mail_location = maildir:{folder}/mail
mail_uid = {owner}
mail_gid = {group}
disable_plaintext_auth = no
auth_mechanisms = plain login
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
auth_failure_delay = 0
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dovecot:
    """A running server: its ports, the maildir of its one user, who vouches for it."""

    imap: int
    imaps: int
    mail: Path
    ca: Path


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


@contextmanager
def running() -> Iterator[Dovecot]:
    """Start a server and stop it at the end."""
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        pytest.skip("Dovecot is not installed: `apt-get install dovecot-imapd`")
    # Its parts run as users of their own, who may not look into pytest's folders.
    folder = Path(tempfile.mkdtemp(prefix="orchestrator-dovecot-"))
    folder.chmod(0o755)
    try:
        found = _configured(folder)
        with _started([program, "-F", "-c", str(folder / "conf")], folder, found.imap):
            yield found
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _configured(folder: Path) -> Dovecot:
    found = Dovecot(imap=free_port(), imaps=free_port(), mail=folder / "mail", ca=folder / "ca.pem")
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(str(found.ca))
    issued.private_key_and_cert_chain_pem.write_to_path(str(folder / "cert.pem"))
    issued.private_key_pem.write_to_path(str(folder / "key.pem"))
    hidden = base64.b64encode(PASSWORD.encode()).decode()
    (folder / "users").write_text(f"{USER}:{{PLAIN.b64}}{hidden}\n", encoding="ascii")
    root = os.geteuid() == 0
    own = getpass.getuser()
    text = CONFIG.format(
        folder=folder,
        imap=found.imap,
        imaps=found.imaps,
        internal="dovecot" if root else own,
        login="dovenull" if root else own,
        owner="dovecot" if root else own,
        group="dovecot" if root else os.getgid(),
    )
    (folder / "conf").write_text(text, encoding="utf-8")
    found.mail.mkdir()
    if root:
        shutil.chown(found.mail, "dovecot", "dovecot")
    return found


@contextmanager
def _started(command: list[str], folder: Path, port: int) -> Iterator[None]:
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            if server.poll() is not None:
                break
            time.sleep(0.1)
        if server.poll() is not None:
            said = server.stderr.read() if server.stderr else b""
            pytest.fail(f"Dovecot did not start: {said.decode()} {_logged(folder)}")
        yield
    finally:
        server.terminate()
        server.communicate(timeout=20)


def _logged(folder: Path) -> str:
    log = folder / "log"
    return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
