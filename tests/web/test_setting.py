"""How a paragraph's line breaks are understood."""

import pytest

from headwater.web.setting import Setting, setting_of

WRAPPED = (
    "The order came by telephone late in the evening, and I wrote it down in\n"
    "the log as I always do, with the hour and the name of whoever called me\n"
    "that night."
)


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        (WRAPPED, Setting.FLOWING),
        (WRAPPED.replace("\n", "\r\n"), Setting.FLOWING),
        ("One line only, however long it may be, and there is nothing to join to it at all.", Setting.LINES),
        ("Sam Okoro\n12 Quay Street\nLow Harrow", Setting.LINES),
        (WRAPPED.replace("the log", "> the log"), Setting.LINES),
        (
            WRAPPED + "\nand a line of its own that was long enough to have been joined to the last\nx",
            Setting.LINES,
        ),
        ("| hour  | level |\n| 23.40 | 1.92  |", Setting.COLUMNS),
        ("gate      hour\ntwo       23.40", Setting.COLUMNS),
        ("gate\thour\ntwo\t23.40", Setting.COLUMNS),
        ("", Setting.LINES),
        ("a\n\nb", Setting.LINES),
    ],
)
def test_setting(text: str, setting: Setting) -> None:
    assert setting_of(text) is setting
