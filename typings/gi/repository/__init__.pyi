from . import GLib as GLib
