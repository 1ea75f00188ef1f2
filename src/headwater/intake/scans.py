"""Documents as pages to look at: which of them are pictures, and a picture of any of them as PNG.

Pure functions over the bytes of a PDF or image, for a process of its own (``headwater.base.apart``).
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageOps, ImageSequence

from headwater.intake.detect import recognise_bytes
from headwater.intake.readers import pdf
from headwater.intake.readers.image import LARGEST, frame_count, opened
from headwater.intake.seam import Form

DOTS = 300
"""Dots per inch at which pages are read."""

MOST_PIXELS = 40_000_000
"""Pixels of a picture that is made: a page of A3 at 300 dots per inch has 17 million. Larger pages are made smaller."""

_MODES = ("1", "L", "RGB")  # those that are left as they are


@dataclass(frozen=True, slots=True)
class Pages:
    """The text of each page, "" where it has none, and the numbers from 1 of those that are pictures."""

    texts: tuple[str, ...]
    pictures: tuple[int, ...]


def pages(data: bytes, passwords: Sequence[str] = ()) -> Pages | None:
    """The pages of a PDF or image; None where ``data`` is neither, or cannot be read."""
    form = recognise_bytes(data).form
    if form is Form.IMAGE:
        try:
            with opened(data) as image:
                count = frame_count(image)
        except (OSError, ValueError, SyntaxError):
            return None
        return Pages(("",) * count, tuple(range(1, count + 1)))
    found = pdf.page_texts(data, passwords) if form is Form.PDF else None
    return Pages(tuple(found[0]), tuple(found[1])) if found else None


def picture(
    data: bytes, page: int, dots: int = DOTS, passwords: Sequence[str] = (), most: int = MOST_PIXELS
) -> bytes | None:
    """Page ``page`` (from 1) of a PDF at ``dots`` per inch, or of an image as it is, as PNG; None where there is none.
    A picture of more than ``most`` pixels is made smaller.

    Raises ValueError for an image of more pixels than are opened, and what Pillow raises over damage.
    """
    form = recognise_bytes(data).form
    if form is Form.PDF:
        return _png(made) if (made := pdf.picture(data, page, dots, most, passwords)) else None
    return _of_image(data, page, most) if form is Form.IMAGE else None


def _of_image(data: bytes, page: int, most: int) -> bytes | None:
    with opened(data) as image:
        if not 1 <= page <= frame_count(image):
            return None
        if page > 1:
            ImageSequence.Iterator(image)[page - 1]
        width, height = image.size
        if width * height > LARGEST:
            raise ValueError(f"{width} × {height} pixels; at most {LARGEST} are opened")
        if width * height > most:
            smaller = math.sqrt(most / (width * height))
            image.draft("RGB", (round(width * smaller), round(height * smaller)))
            image.thumbnail((round(width * smaller), round(height * smaller)))
        return _png(ImageOps.exif_transpose(image))


def _png(image: Image.Image) -> bytes:
    """``image`` as PNG, on white where it lets something through."""
    if image.mode not in _MODES:
        if "A" in image.getbands() or "transparency" in image.info:
            white = Image.new("RGBA", image.size, "white")
            image = Image.alpha_composite(white, image.convert("RGBA"))
        image = image.convert("L" if image.mode.startswith("I") else "RGB")
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()
