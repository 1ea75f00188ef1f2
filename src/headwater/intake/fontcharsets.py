"""The charsets that a font of an RTF text stands for (RTF Specification 1.9.1, \\fcharset)."""

from __future__ import annotations

from collections.abc import Mapping

FONT_CHARSETS: Mapping[int, str] = {
    77: "mac-roman",
    128: "shift_jis",
    129: "cp949",
    134: "gb18030",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    255: "cp850",
}
"""Python's names of code pages by the number after \\fcharset; what is not here has the text's own."""
