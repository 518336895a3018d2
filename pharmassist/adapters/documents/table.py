"""Tables: drawn row by row, so that the cost grows with the rows and nothing else."""

from __future__ import annotations

from pharmassist.adapters.documents.fonts import Face, typeset, wrap
from pharmassist.adapters.documents.marks import sign
from pharmassist.adapters.documents.running import paragraph
from pharmassist.adapters.documents.sheet import BLACK, HAIR, MUTED, Flow, Side
from pharmassist.services.composing.vocabulary import Column, Paragraph, Row, Table

_PADDING = 3.0
_SIGN = 14.0
"""Room for the sign before a cell."""
_SIZE = 9.4
_LEADING = 11.6
_ROW = 18.0
_DENSE = 15.0
"""Row heights of short and of long tables (more than 40 rows)."""


def table(flow: Flow, block: Table) -> None:
    """Draw a table; its head is repeated on each page, and its running sum carried over."""
    if not block.rows:
        if block.empty:
            paragraph(flow, Paragraph(block.empty))
        return
    if flow.style.continuous:
        _ticket(flow, block)
        return
    edges = _edges(flow, block.columns)
    height = _DENSE if len(block.rows) > 40 else _ROW
    _head(flow, block, edges)
    carried = ""
    for number, row in enumerate(block.rows):
        cells = _cut(row, block.columns, edges)
        high = height + (max(len(lines) for lines in cells) - 1) * _LEADING
        # A group's line stays with its first row, a total with its last one; every row but
        # the last makes room for "À reporter".
        following = block.rows[number + 1].kind if number + 1 < len(block.rows) else "plain"
        group = _ROW if row.kind == "group" or following == "total" else 0.0
        carry = _ROW if block.carry_column is not None and number < len(block.rows) - 1 else 0.0
        if not flow.fits(high + group + carry):
            if carried and block.carry_column is not None:
                _carry(flow, block, edges, "À reporter", carried)
            flow.turn()
            _head(flow, block, edges)
            if carried and block.carry_column is not None:
                _carry(flow, block, edges, "Report", carried)
        _row(flow, block, edges, row, cells, high)
        carried = row.carried or carried
    flow.y += 2


def _edges(flow: Flow, columns: tuple[Column, ...]) -> list[tuple[float, float]]:
    """Return left and right edges of the columns, by their shares of the width."""
    total = sum(column.share for column in columns)
    edges, x = [], flow.style.left
    for column in columns:
        wide = flow.style.room * column.share / total
        edges.append((x + _PADDING, x + wide - _PADDING))
        x += wide
    return edges


def _place(column: Column, edge: tuple[float, float]) -> tuple[float, Side]:
    """Return where a cell's text is anchored."""
    if column.style == "signed":
        return edge[0] + _SIGN, "left"
    if column.align == "right":
        return edge[1], "right"
    if column.align == "centre":
        return (edge[0] + edge[1]) / 2, "centre"
    return edge[0], "left"


def _head(flow: Flow, block: Table, edges: list[tuple[float, float]]) -> None:
    """Write the column heads over a rule."""
    if not block.head:
        return
    titles = [
        wrap(column.title, Face.SEMIBOLD, 8.4, edge[1] - edge[0])
        for column, edge in zip(block.columns, edges, strict=True)
    ]
    deep = max(len(lines) for lines in titles)
    flow.y += 13 + (deep - 1) * 10
    for column, edge, lines in zip(block.columns, edges, titles, strict=True):
        x, side = _place(column, edge)
        for number, line in enumerate(reversed(lines)):
            flow.page.text(x, flow.y - number * 10, line, 8.4, Face.SEMIBOLD, side=side)
    flow.y += 5.5
    flow.page.rule(flow.style.left, flow.style.right, flow.y, 0.8)


def _face(row: Row, column: Column) -> Face:
    """Return the weight of a cell."""
    if row.kind != "plain" or (column.style == "signed" and row.sign is not None):
        return Face.SEMIBOLD
    return Face.SEMIBOLD if column.style == "strong" else Face.REGULAR


def _sign_room(column: Column) -> float:
    """Return the width kept for signs in a column."""
    return _SIGN if column.style == "signed" else 0.0


def _cut(row: Row, columns: tuple[Column, ...], edges: list[tuple[float, float]]) -> list[list[str]]:
    """Cut the cells of a row into lines; a group's first cell may run over the whole width."""
    if row.kind == "group":
        room = edges[-1][1] - edges[0][0] if not any(row.cells[1:]) else edges[0][1] - edges[0][0]
        first = [wrap(row.cells[0], Face.SEMIBOLD, _SIZE, room)]
        return first + [
            wrap(cell, Face.SEMIBOLD, _SIZE, edge[1] - edge[0])
            for cell, edge in zip(row.cells[1:], edges[1:], strict=True)
        ]
    return [
        # A number is never cut: it stands out to the left, where its row is empty.
        [typeset(cell)]
        if column.align == "right" and " " not in cell
        else wrap(cell, _face(row, column), _SIZE, edge[1] - edge[0] - _sign_room(column))
        for cell, column, edge in zip(row.cells, columns, edges, strict=True)
    ]


def _row(
    flow: Flow,
    block: Table,
    edges: list[tuple[float, float]],
    row: Row,
    cells: list[list[str]],
    high: float,
) -> None:
    """Draw one row and the line under it."""
    style = flow.style
    if row.kind == "total":
        flow.page.rule(style.left, style.right, flow.y, 0.8)
    base = flow.y + (high - (max(len(lines) for lines in cells) - 1) * _LEADING) / 2 + 3.3
    for column, edge, lines in zip(block.columns, edges, cells, strict=True):
        # A group's name runs over the whole width, from the left edge.
        named = row.kind == "group" and edge is edges[0]
        x, side = _place(Column("", 0), edge) if named else _place(column, edge)
        ink = MUTED if column.style == "muted" and row.kind == "plain" else BLACK
        if column.style == "signed" and row.sign is not None:
            sign(flow.page, edge[0] + 4.5, base - _SIZE * 0.36, row.sign)
        for number, line in enumerate(lines):
            if line:
                flow.page.text(x, base + number * _LEADING, line, _SIZE, _face(row, column), side, ink)
    flow.y += high
    if row.kind != "total":
        heavy = row.kind == "group"
        flow.page.rule(style.left, style.right, flow.y, 0.5, MUTED if heavy else HAIR)


def _carry(flow: Flow, block: Table, edges: list[tuple[float, float]], label: str, text: str) -> None:
    """Write "À reporter" or "Report" with the running sum in its column."""
    if block.carry_column is None:
        return
    flow.y += _ROW
    y = flow.y - 5.4
    flow.page.text(edges[0][0], y, label, _SIZE, Face.MEDIUM, ink=MUTED)
    x, side = _place(block.columns[block.carry_column], edges[block.carry_column])
    flow.page.text(x, y, text, _SIZE, Face.MEDIUM, side, MUTED)
    flow.page.rule(flow.style.left, flow.style.right, flow.y, 0.5, MUTED)


def _ticket(flow: Flow, block: Table) -> None:
    """Draw a table on a roll: first and strong cells on a line, the others under them."""
    style = flow.style
    strong = [number for number, column in enumerate(block.columns) if column.style == "strong"]
    key = strong[0] if strong else len(block.columns) - 1
    for row in block.rows:
        face = Face.BOLD if row.kind != "plain" else Face.MEDIUM
        flow.y += style.leading + 2
        flow.page.text(style.right, flow.y, row.cells[key], style.text, face, side="right")
        for line in wrap(row.cells[0], face, style.text, style.room * 0.62):
            flow.page.text(style.left, flow.y, line, style.text, face)
            flow.y += style.leading
        middle = " · ".join(cell for at, cell in enumerate(row.cells) if cell and at not in (0, key))
        for line in wrap(middle, Face.REGULAR, style.small, style.room) if middle else []:
            flow.page.text(style.left, flow.y, line, style.small)
            flow.y += style.leading
        flow.y -= style.leading - 4
        flow.page.rule(style.left, style.right, flow.y, 0.4)
    flow.y += 4
