"""What every test server needs: a folder its user may enter, a port, a start, an end by pid."""

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 45.0
STOP_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Account:
    """The user a server runs as."""

    user: str
    group: str
    uid: int
    gid: int


def server_account() -> Account:
    """Return nobody when we are root, else ourselves: no server needs more."""
    user = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    return Account(user.pw_name, grp.getgrgid(user.pw_gid).gr_name, user.pw_uid, user.pw_gid)


def new_folder(name: str) -> Path:
    """Make a private folder outside pytest's own, which a server's user could not enter."""
    folder = Path(tempfile.mkdtemp(prefix=f"pharmassist-{name}-"))
    give(folder)
    return folder


def give(*paths: Path) -> None:
    """Give files and folders to the servers' user."""
    if os.getuid() == 0:
        account = server_account()
        for path in paths:
            os.chown(path, account.uid, account.gid)


def as_server(command: Sequence[str]) -> list[str]:
    """Return the command run as the servers' user."""
    if os.getuid() != 0:
        return list(command)
    account = server_account()
    return [
        "setpriv",
        f"--reuid={account.uid}",
        f"--regid={account.gid}",
        "--clear-groups",
        "--",
        *command,
    ]


def free_port() -> int:
    """Return a port of the loopback address that nobody uses now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def wait_until(ready: Callable[[], bool], what: str, seconds: float = START_SECONDS) -> None:
    """Wait until ready() tells so; raises TimeoutError with what was waited for."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.01)


def answers(port: int) -> bool:
    """Tell whether something listens on the port."""
    with socket.socket() as sock:
        sock.settimeout(1)
        return sock.connect_ex(("127.0.0.1", port)) == 0


class Server:
    """A running program with its folder; everything ends with `stop`."""

    def __init__(
        self, folder: Path, command: Sequence[str], environment: Mapping[str, str], told: bytes = b""
    ) -> None:
        """Start the command; it is told those bytes, its words go to ``folder/output``."""
        self.folder = folder
        with (folder / "output").open("wb") as output:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**environment, "PATH": os.environ["PATH"]},
                cwd=folder,
            )
        assert self.process.stdin is not None
        with self.process.stdin as ear:
            ear.write(told)

    def wait_for(self, ready: Callable[[], bool]) -> None:
        """Wait until it serves; raises RuntimeError with its words if it ended instead."""

        def look() -> bool:
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.process.args!r} ended: {self.output()}")
            return ready()

        try:
            wait_until(look, f"start of {self.process.args!r}")
        except BaseException:
            self.stop()
            raise

    def output(self) -> str:
        """Return what the program said, and its log if it keeps one."""
        paths = [self.folder / "output", self.folder / "log"]
        return "\n".join(path.read_text(errors="replace") for path in paths if path.exists())

    def end(self) -> None:
        """End the program and wait for it; its folder stays."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        """End the program and remove its folder."""
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)
