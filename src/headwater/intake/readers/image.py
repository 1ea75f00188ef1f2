"""Images: what they say of themselves. Their words are read by OCR, later (``headwater ocr``)."""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import replace

from PIL import ExifTags, Image

from headwater.intake import charsets
from headwater.intake.readers.text import unread
from headwater.intake.seam import DAMAGE, About, Leaf, Recognised
from headwater.model.document import Kind, Status

NEEDS_OCR = "{width} × {height} pixels{pages}: needs OCR"
LARGEST = 250_000_000
"""Pixels of an image that is opened: a page of A2 at 600 dots per inch has 140 million."""

_LOWEST, _NARROWEST, _SMALLEST = 10, 20, 2_000  # pixels below which no word can be read
_TAGS = {
    ExifTags.Base.ImageDescription: "Description",
    ExifTags.Base.Make: "Make",
    ExifTags.Base.Model: "Model",
    ExifTags.Base.Software: "Software",
    ExifTags.Base.Artist: "Artist",
    ExifTags.Base.Copyright: "Copyright",
    ExifTags.Base.DateTime: "DateTime",
}
_LONGEST = 2_000  # characters of a property


def read_image(data: bytes, recognised: Recognised, about: About) -> Leaf:
    """An image as a document without text: it needs OCR, unless it is too small to hold a word."""
    empty = replace(
        unread(hashlib.sha256(data).hexdigest(), len(data), recognised, about.name), kind=Kind.IMAGE
    )
    try:
        with opened(data) as image:
            width, height = image.size
            frames = frame_count(image)
            properties = _properties(image)
    except (*DAMAGE, SyntaxError) as error:  # SyntaxError: Pillow's word for a broken header
        return Leaf(replace(empty, notes=(f"not a readable image: {error or type(error).__name__}",)))
    if width * height > LARGEST:
        return Leaf(replace(empty, notes=(f"{width} × {height} pixels; at most {LARGEST} are read",)))
    if height < _LOWEST or width < _NARROWEST or width * height < _SMALLEST:
        small = f"{width} × {height} pixels: too small to hold a word"
        return Leaf(replace(empty, status=Status.READ, notes=(small,), properties=properties))
    pages = f", {frames} pages" if frames > 1 else ""
    note = NEEDS_OCR.format(width=width, height=height, pages=pages)
    return Leaf(replace(empty, status=Status.NEEDS_OCR, notes=(note,), properties=properties))


def opened(data: bytes) -> Image.Image:
    """The image, its header read and its pixels not. Raises what DAMAGE lists, or SyntaxError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return Image.open(io.BytesIO(data))
        except Image.DecompressionBombError as error:
            raise ValueError("more pixels than are read") from error


def frame_count(image: Image.Image) -> int:
    """How many pages a TIFF has; 1 of every other format, whose frames are an animation."""
    return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1


def _properties(image: Image.Image) -> tuple[tuple[str, str], ...]:
    try:
        exif = image.getexif()
        found = [
            (name, charsets.cleaned(str(exif[tag])).strip()) for tag, name in _TAGS.items() if tag in exif
        ]
    except (*DAMAGE, SyntaxError, KeyError, TypeError):
        return ()
    return tuple((name, value[:_LONGEST]) for name, value in found if value)
