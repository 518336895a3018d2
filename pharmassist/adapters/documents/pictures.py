"""Pictures: one from outside is checked and made safe once; then it is only measured and drawn."""

from __future__ import annotations

import warnings
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from pharmassist.adapters.documents.fonts import Face, wrap
from pharmassist.adapters.documents.sheet import MUTED, Flow
from pharmassist.domain.problems import Problem
from pharmassist.services.composing.vocabulary import Picture

MOST_BYTES = 2_000_000
"""Size of a file beyond which it is not even looked at."""
MOST_PIXELS = 12_000_000
"""Pixels beyond which a picture is refused before it is decoded."""
SIDE = 600
"""Most dots on a side once kept: 34 mm at more than 400 dots per inch."""

_POINTS_PER_MM = 72 / 25.4


class CheckedPictures:
    """Implements ``services.ports.documents.Pictures`` with Pillow."""

    def clean(self, content: bytes) -> bytes:
        """Return a PNG or JPEG as a small grey PNG without anything hidden in it.

        Raises ``picture_too_big`` and ``picture_unreadable``.
        """
        if len(content) > MOST_BYTES:
            raise Problem("picture_too_big", {"most": MOST_BYTES // 1_000_000})
        try:
            with warnings.catch_warnings():
                # Our own limit stands before Pillow's, which only warns.
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as image:
                    if image.width * image.height > MOST_PIXELS:
                        raise Problem("picture_too_big", {"most": MOST_BYTES // 1_000_000})
                    return _as_grey(image)
        except (
            UnidentifiedImageError,
            Image.DecompressionBombError,
            Image.DecompressionBombWarning,
        ) as error:
            raise Problem("picture_unreadable", details=str(error)) from error
        except (OSError, SyntaxError, ValueError) as error:
            # A file cut short or damaged: Pillow tells it in these three ways.
            raise Problem("picture_unreadable", details=str(error)) from error


def _as_grey(image: Image.Image) -> bytes:
    """Lay a picture on white, turn it upright, make it small and grey."""
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    page = Image.new("RGBA", upright.size, "white")
    page.alpha_composite(upright)
    grey = page.convert("L")
    grey.thumbnail((SIDE, SIDE))
    out = BytesIO()
    grey.save(out, "PNG", optimize=True)
    return out.getvalue()


@lru_cache(maxsize=8)
def _shape(content: bytes) -> tuple[int, int]:
    """Return width and height in dots of a picture that was cleaned."""
    with Image.open(BytesIO(content), formats=("PNG",)) as image:
        return image.size


def fitted(content: bytes, wide: float, high: float) -> tuple[float, float]:
    """Return width and height in points of a picture that keeps its shape inside a frame."""
    across, down = _shape(content)
    scale = min(wide / across, high / down)
    return across * scale, down * scale


def picture(flow: Flow, block: Picture) -> None:
    """Draw a picture at the left edge, its caption under it."""
    style = flow.style
    wide, high = fitted(
        block.image, min(block.wide * _POINTS_PER_MM, style.room), (style.bottom - style.top) * 0.6
    )
    lines = wrap(block.caption, Face.REGULAR, style.small, style.room) if block.caption else []
    flow.need(high + 10 + len(lines) * style.small * 1.4)
    flow.y += 6
    flow.page.image(style.left, flow.y, wide, high, block.image)
    flow.y += high + 4
    for line in lines:
        flow.y += style.small * 1.4
        flow.page.text(style.left, flow.y - 3, line, style.small, ink=MUTED)
    flow.y += 4
