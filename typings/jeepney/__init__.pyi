# What we use of a library without types: the error of an answer over D-Bus.
class DBusErrorResponse(Exception):
    name: str
