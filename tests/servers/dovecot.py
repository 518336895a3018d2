"""A real mailbox: Dovecot with TLS, whose passwords can be changed while it runs."""

import os
import shutil
import time
from pathlib import Path

from tests.servers.certificates import Authority
from tests.servers.process import Server, answers, as_server, free_port, give, new_folder, server_account

# A passwd-file is read again once in each second of the clock; a little more than nothing into the next.
INTO_THE_SECOND = 0.05
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
ssl = required
ssl_cert = <{folder}/chain.pem
ssl_key = <{folder}/key.pem
auth_mechanisms = plain login
auth_failure_delay = 0
disable_plaintext_auth = yes
mail_location = maildir:~/Maildir
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  # Without this, each refusal makes the next answer wait longer (up to 15 s).
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service auth {{
  user = {user}
}}
service auth-worker {{
  user = {user}
}}
"""


class Dovecot(Server):
    """IMAP over TLS at ``localhost:port``; accounts are made by `set_password`."""

    def __init__(self, authority: Authority, *, expired: bool = False) -> None:
        """Start with no account; its certificate is signed by the authority."""
        folder = new_folder("mailbox")
        self.port = free_port()
        self.passwords: dict[str, str] = {}
        account = server_account()
        config = folder / "dovecot.conf"
        config.write_text(
            CONFIG.format(
                folder=folder,
                port=self.port,
                user=account.user,
                group=account.group,
                uid=account.uid,
                gid=account.gid,
            ),
            encoding="utf-8",
        )
        self._users = folder / "users"
        self._users.touch()
        parts = [folder / name for name in ("mail", "run", "state")]
        for part in parts:
            part.mkdir(mode=0o755)
        give(*parts, config, self._users, *authority.sign(folder, expired=expired))
        super().__init__(folder, as_server(["/usr/sbin/dovecot", "-F", "-c", str(config)]), {})
        self.wait_for(lambda: answers(self.port))
        self._changed = 0.0

    def set_password(self, login: str, password: str) -> None:
        """Make the account or change its password; the old one is refused from then on."""
        self.passwords[login] = password
        self._write()

    def remove(self, login: str) -> None:
        """Close the account: its password is refused from then on."""
        del self.passwords[login]
        self._write()

    def forget(self) -> None:
        """Close every account and remove its mail, as on the first day."""
        for folder in (self.folder / "mail").iterdir():
            shutil.rmtree(folder)
        if self.passwords:
            self.passwords.clear()
            self._write()

    def _write(self) -> None:
        # Renamed into place: the server never reads half a file.
        fresh = self._users.with_suffix(".new")
        lines = [f"{login}:{{PLAIN}}{password}\n" for login, password in self.passwords.items()]
        fresh.write_text("".join(lines), encoding="utf-8")
        give(fresh)
        # Seconds are all that the server compares: never two contents in the same one.
        moment = max(time.time(), self._changed + 1)
        os.utime(fresh, (moment, moment))
        self._changed = moment
        fresh.replace(self._users)
        time.sleep(1 - time.time() % 1 + INTO_THE_SECOND)

    def mailbox_folder(self, login: str) -> Path:
        """Return where the account's mail lies; it exists after the first login."""
        return self.folder / "mail" / login
