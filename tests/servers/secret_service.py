"""A real Secret Service: gnome-keyring on a D-Bus of its own."""

import os
import shutil
import signal
import socket
from pathlib import Path

import secretstorage
from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection

from tests.servers.process import Server, new_folder, wait_until

PASSWORD = b"mot de passe du trousseau"
SERVICE = "org.freedesktop.Secret.Service"
UNLOCKER = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"
# No service folder: nothing starts by itself on this bus, so nothing outlives us.
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


def answers(path: Path) -> bool:
    """Tell whether somebody listens: under load a bus makes its socket a moment before it listens."""
    with socket.socket(socket.AF_UNIX) as tried:
        return tried.connect_ex(str(path)) == 0


class SecretService:
    """An unlocked keyring; it can be locked, unlocked, made silent, taken away."""

    def __init__(self) -> None:
        """Start the bus and the keyring (a fraction of a second)."""
        # The bus speaks only to the user it runs as: both run as ourselves.
        self.folder = new_folder("vault")
        os.chown(self.folder, os.getuid(), os.getgid())
        runtime = self.folder / "run"
        runtime.mkdir(mode=0o700)
        bus = self.folder / "bus"
        self.environment = {
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={bus}",
            "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
        }
        config = self.folder / "bus.conf"
        config.write_text(BUS.format(socket=bus), encoding="utf-8")
        self._bus = self._start("dbus", ["dbus-daemon", f"--config-file={config}", "--nofork"])
        self._bus.wait_for(lambda: answers(bus))
        self._daemon: Server | None = None
        try:
            self.start()
        except BaseException:
            self.stop()
            raise

    @property
    def bus_address(self) -> str:
        """The value of DBUS_SESSION_BUS_ADDRESS."""
        return self.environment["DBUS_SESSION_BUS_ADDRESS"]

    def _start(self, name: str, command: list[str], told: bytes = b"") -> Server:
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return Server(folder, command, self.environment, told)

    def start(self) -> None:
        """Start the keyring, unlocked, with what it already holds."""
        command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
        self._daemon = self._start("keyring", command, PASSWORD)
        self._daemon.wait_for(lambda: not self.locked())

    def unlock(self) -> None:
        """Unlock the keyring without the dialog that a desktop would show."""
        with open_dbus_connection(self.bus_address) as connection:
            service = DBusAddress("/org/freedesktop/secrets", "org.freedesktop.secrets", SERVICE)
            opened = connection.send_and_get_reply(
                new_method_call(service, "OpenSession", "sv", ("plain", ("s", "")))
            )
            secret = (opened.body[1], b"", PASSWORD, "text/plain")
            collection = secretstorage.get_default_collection(connection).collection_path
            answer = connection.send_and_get_reply(
                new_method_call(
                    service.with_interface(UNLOCKER),
                    "UnlockWithMasterPassword",
                    "o(oayays)",
                    (collection, secret),
                )
            )
        assert answer.header.message_type is MessageType.method_return, answer.body
        assert not self.locked()

    def lock(self) -> None:
        """Lock the keyring, as leaving the desk does."""
        with open_dbus_connection(self.bus_address) as connection:
            secretstorage.get_default_collection(connection).lock()
        wait_until(self.locked, "lock of the keyring")

    def locked(self) -> bool:
        """Tell whether the keyring is locked or not there yet."""
        with open_dbus_connection(self.bus_address) as connection:
            try:
                return secretstorage.get_default_collection(connection).is_locked()
            except secretstorage.exceptions.SecretStorageException:
                return True

    def freeze(self) -> None:
        """Make the keyring silent: calls are taken and never answered."""
        self._running().process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a silent keyring answer again."""
        self._running().process.send_signal(signal.SIGCONT)

    def vanish(self) -> None:
        """End the keyring; the bus stays, with nobody to ask. `start` brings it back."""
        self.thaw()
        self._running().end()

    def _running(self) -> Server:
        assert self._daemon is not None
        return self._daemon

    def stop(self) -> None:
        """End keyring and bus, remove what they kept."""
        if self._daemon is not None:
            self.vanish()
        self._bus.end()
        shutil.rmtree(self.folder, ignore_errors=True)
