"""Text that a bank file brings, freed of what must not enter: a NIR becomes bullets."""

from __future__ import annotations

from pharmassist.domain.identifiers import looks_like_nir, nir_spans

_LONGEST = 300
"""Signs of a label, a remittance or a name that are kept; real ones have at most 280."""


def masked(text: str) -> str:
    """Return a text with each NIR in it replaced by bullets, and no control character."""
    kept = text[:_LONGEST]
    if not kept.isprintable():
        kept = "".join(c if c.isprintable() else " " for c in kept)
    if not looks_like_nir(kept):
        return kept
    plain, spans = nir_spans(kept)
    for begin, end in reversed(spans):
        plain = plain[:begin] + "•" * 5 + plain[end:]
    return plain
