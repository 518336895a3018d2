"""The walk that finds controls an assistive tool could not name. Used on every page."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QFocusFrame, QScrollArea, QScrollBar, QWidget

CONTROLS = frozenset(
    {
        QAccessible.Role.Button,
        QAccessible.Role.ButtonMenu,
        QAccessible.Role.CheckBox,
        QAccessible.Role.ComboBox,
        QAccessible.Role.EditableText,
        QAccessible.Role.Link,
        QAccessible.Role.List,
        QAccessible.Role.PageTab,
        QAccessible.Role.ProgressBar,
        QAccessible.Role.RadioButton,
        QAccessible.Role.Slider,
        QAccessible.Role.SpinBox,
        QAccessible.Role.Table,
        QAccessible.Role.Tree,
    }
)
SILENT = frozenset(
    {
        QAccessible.Role.NoRole,
        QAccessible.Role.Client,
        QAccessible.Role.Grouping,
        QAccessible.Role.Pane,
        QAccessible.Role.Window,
    }
)
"""Roles of what is only read: an assistive tool would not say that it can be pressed or typed in."""
LISTS = frozenset({QAccessible.Role.List, QAccessible.Role.Table, QAccessible.Role.Tree})


def nameless_controls(widget: QWidget) -> list[str]:
    """Name each visible control, or part that takes the focus, without an accessible name or a role."""
    found = _walk(QAccessible.queryAccessibleInterface(widget), type(widget).__name__)
    for part in (widget, *widget.findChildren(QWidget)):
        if not part.isVisibleTo(widget) or not _takes_focus(part):
            continue
        if not _name(part):
            found.append(f"{type(part).__name__} takes the focus without a name")
        role = QAccessible.queryAccessibleInterface(part).role()
        if role in SILENT and not isinstance(part, QScrollArea):
            found.append(f"{type(part).__name__} « {_name(part)} » takes the focus as {role.name}")
    return sorted(set(found))


def _walk(interface: QAccessibleInterface | None, path: str) -> list[str]:
    if interface is None or not interface.isValid() or interface.state().invisible:
        return []
    role = interface.role()
    found = []
    if role in CONTROLS and not interface.text(QAccessible.Text.Name).strip():
        found.append(f"{path} ({role.name}) has no name")
    if role in LISTS or role == QAccessible.Role.ComboBox:
        return found
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None:
            role_name = child.role().name
            found += _walk(child, f"{path}/{role_name}")
    return found


def _takes_focus(part: QWidget) -> bool:
    """Tell whether Tab stops there; proxies, frames and bars of scrolling do not count."""
    if isinstance(part, QFocusFrame | QScrollBar) or part.focusProxy() is not None:
        return False
    if part.objectName().startswith("qt_"):
        return False
    return bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) and part.isEnabled()


def _name(part: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name).strip()


def unreachable_parts(top: QWidget) -> list[str]:
    """Name each visible part that takes the focus and stands in no branch of the spoken tree."""
    known: set[int] = set()
    waiting = [QAccessible.queryAccessibleInterface(top)]
    while waiting:
        interface = waiting.pop()
        if not interface.isValid():
            continue
        thing = interface.object()
        if thing is not None:
            known.add(id(thing))
        if interface.role() not in LISTS:
            children = (interface.child(number) for number in range(interface.childCount()))
            waiting += filter(None, children)
    parts = [part for part in top.findChildren(QWidget) if part.isVisibleTo(top) and _takes_focus(part)]
    return [f"{type(part).__name__} {_name(part)!r}" for part in parts if id(part) not in known]
