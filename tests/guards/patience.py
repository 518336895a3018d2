"""A wait ends as soon as what it waits for is there: a busy computer is given time for it.

The plugin's own five seconds refused changes that were good, on a computer that did other work.
"""

from pytestqt.qtbot import QtBot

PATIENCE_MS = 45_000

for _wait in (QtBot.waitActive, QtBot.waitExposed, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitUntil):
    _defaults = _wait.__kwdefaults__ or {}
    assert "timeout" in _defaults
    _defaults["timeout"] = PATIENCE_MS
