"""Le clavier : every key of the window on one page, to stand beside the screen."""

from __future__ import annotations

from collections.abc import Sequence

from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.vocabulary import Block, Column, Document, Paragraph, Row, Table

Places = Sequence[tuple[str, Sequence[tuple[Sequence[str], str]]]]
_COLUMNS = (Column("Touches", 24, style="strong"), Column("Ce qu’elles font", 76))


def shortcuts(imprint: Imprint, places: Places) -> Document:
    """Compose the page: a group for each place, one line for each key."""
    rows: list[Row] = []
    for title, keys in places:
        rows.append(Row((title, ""), "group"))
        rows += [Row((" ou ".join(names), does)) for names, does in keys]
    blocks: list[Block] = [
        Paragraph("Tout se fait au clavier. F3 trouve le reste.", weight="strong"),
        Table(_COLUMNS, tuple(rows)),
    ]
    return imprint.document(
        "shortcuts", "Touches du clavier", "À garder près de l’écran", blocks, one_page=True
    )
