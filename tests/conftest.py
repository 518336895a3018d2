"""Guards around every test: no network but loopback, no real vault, no real home, no left-overs.

The environment is cleaned before anything of Qt, keyring or the program is imported.
"""

import os

from hypothesis import HealthCheck, settings

FORGOTTEN = (
    "DBUS_SESSION_BUS_ADDRESS",
    "DISPLAY",
    "GNOME_KEYRING_CONTROL",
    "PYTHON_KEYRING_BACKEND",
    "REQUESTS_CA_BUNDLE",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
    "WAYLAND_DISPLAY",
    "http_proxy",
    "https_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "all_proxy",
    "ALL_PROXY",
)
for _name in FORGOTTEN:
    os.environ.pop(_name, None)
os.environ["QT_QPA_PLATFORM"] = "offscreen"
# Without a session bus, at-spi and the system theme would each wait for one.
os.environ["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "0"
os.environ["LANGUAGE"] = "fr"

# What guards a change says the same twice; `make torture` looks for new examples. How long an example
# takes, or its drawing, says nothing on a loaded computer.
_CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("guard", _CALM, derandomize=True)
settings.register_profile("search", _CALM, derandomize=False)
settings.load_profile("guard")

pytest_plugins = [
    "tests.guards.home",
    "tests.guards.network",
    "tests.guards.logs",
    "tests.guards.left_overs",
    "tests.guards.patience",
    "tests.guards.window_thread",
    "tests.servers.fixtures",
    "tests.order",
]
