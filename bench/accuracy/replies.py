"""Own words, signatures and writers of the reply fixtures of four libraries, against what their tests expect.

The fixtures are those of github/email_reply_parser, zapier/email-reply-parser, closeio/quotequail and mailgun/talon.
talon ships what it expects as files or by one sentence for a whole folder; for the others the tables below say in
numbers of lines, or in the invented words of the fixture, what the libraries' own tests assert. Nothing is scored that
no library asserts.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from headwater.archive.parts import Part, PartKind, split_parts
from headwater.intake.single import read_file

TOP_LINES = {
    "correct_sig": "1",
    "email_1_1": "1-5",
    "email_1_2": "1 9-34",
    "email_1_3": "1-3",
    "email_1_4": "1",
    "email_1_5": "1-15",
    "email_1_6": "1-3",
    "email_1_7": "1",
    "email_1_8": "13 19",
    "email_2_1": "1",
    "email_2_2": "1",
    "email_2_3": "1",
    "email_BlackBerry": "1",
    "email_bullets": "1-9",
    "email_gmail": "1",
    "email_headers_no_delimiter": "1",
    "email_iPhone": "1",
    "email_multi_word_sent_from_my_mobile_device": "1",
    "email_one_is_not_on": "1-5",
    "email_partial_quote_header": "1-6",
    "email_sent_from_my_not_signature": "1-3",
    "email_sig_delimiter_in_middle_of_line": "1-7",
    "greedy_on": "1-6",
    "pathological": "1-2",
}
"""The lines, counted from 1, that are the writer's own in a fixture of github or zapier."""

UNWRAPPED = {
    "apple_forward": ("test blah", "forwarded", "Foo Bar", "The Subject", "Text of the original email"),
    "apple_reply": ("Foo Bar", "quoted", "John Doe", "", "Some important email"),
    "gmail_forward": ("test blah", "forwarded", "Foo Bar", "The Subject", "Some text"),
    "gmail_reply": ("foo bar", "quoted", "Foo Bar", "", "Hi, This is the reply Thanks a lot! Foo"),
    "ios_mail_reply_unescaped_address": (
        "Sounds good, I'll be there at 2. Sent from my iPhone",
        "quoted",
        "Jane Roe",
        "",
        "Hey - can we reschedule our 1pm to 2pm tomorrow? Thanks, Jane",
    ),
    "mailru_forward": ("", "forwarded", "Иван Иванов", "Тестовая тема", "Дорогой Петр, Это тест!"),
    "outlook_forward": (
        "Original message More text",
        "quoted",
        "John Doe",
        "The subject!",
        "Hi Foo, How are you doing? John",
    ),
    "thunderbird_forward": ("", "forwarded", "John Doe", "Re: Example subject", "Dear John, This is a test."),
    "yahoo_reply_unescaped_address": (
        "Thanks Jane, that looks great. One question on item 2 - can we ship it before Friday? Dan",
        "quoted",
        "Jane Roe",
        "",
        "Hi Dan, Here's the updated quote with three line items:",
    ),
}
"""Of quotequail's files: own words, kind of the other part, its writer, subject and first words."""

TALON_HTML = "Hi. I am fine. Thanks, Alex"
TALON_PLAIN = "Hello"


@dataclass(frozen=True, slots=True)
class Passes:
    """How many fixtures of a folder come out as its library expects; ``failed`` names the others."""

    folder: str
    passed: int
    total: int
    failed: tuple[str, ...]


def passes(replies: Path) -> list[Passes]:
    """The figures for each folder of fixtures under ``replies`` (data/mail/replies); absent ones are left out."""
    checks: tuple[tuple[str, str, Callable[[Path], bool | None]], ...] = (
        ("github", "github/emails/*.txt", _top_lines),
        ("zapier", "zapier/emails/*.txt", _top_lines),
        ("quotequail", "quotequail/files/*.html", _unwrapped),
        ("talon, plain text", "talon/fixtures/standard_replies/*.eml", _talon_plain),
        ("talon, HTML", "talon/fixtures/html_replies/*.html", _talon_html),
        ("talon, signatures", "talon/fixtures/signature/emails/stripped/*_body", _talon_signature),
    )
    return [
        found
        for name, pattern, check in checks
        if (found := _counted(name, sorted(replies.glob(pattern)), check)).total
    ]


def _counted(name: str, paths: list[Path], check: Callable[[Path], bool | None]) -> Passes:
    results = {path.stem: result for path in paths if (result := check(path)) is not None}
    failed = tuple(stem for stem, passed in results.items() if not passed)
    return Passes(name, len(results) - len(failed), len(results), failed)


def _split(path: Path) -> tuple[str, tuple[Part, ...]]:
    """The file as the body of a message, whatever its name."""
    text = read_file(path).text
    return text, split_parts(text)


def _top_lines(path: Path) -> bool | None:
    """Whether the own words stand in exactly the lines that the library keeps."""
    text, parts = _split(path)
    expected = "1" if path.parts[-3] == "zapier" and path.stem == "email_2_3" else TOP_LINES.get(path.stem)
    if expected is None:
        return None
    wanted = {n for piece in expected.split() for n in _numbers(piece)}
    full = {n for n, line in enumerate(text.split("\n"), 1) if line.strip()}
    found = {n for span in parts[0].spans for n in range(_line(text, span.start), _line(text, span.end) + 1)}
    return found & full == wanted & full


def _numbers(piece: str) -> range:
    first, _, last = piece.partition("-")
    return range(int(first), int(last or first) + 1)


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _unwrapped(path: Path) -> bool | None:
    """Whether top, kind, writer, subject and body are those that quotequail unwraps."""
    text, parts = _split(path)
    expected = UNWRAPPED.get(path.stem)
    if expected is None:
        return None
    others = [p for p in parts if p.kind in (PartKind.QUOTED, PartKind.FORWARDED)]
    if len(others) != 1:
        return False
    other = others[0]
    found = (_reply(text, parts, 0), other.kind.value, other.writer, other.subject)
    return found == expected[:4] and _reply(text, parts, parts.index(other)).startswith(expected[4])


def _plain(text: str, part: Part) -> str:
    return " ".join(" ".join(span.of(text) for span in part.spans).split())


def _reply(text: str, parts: tuple[Part, ...], index: int) -> str:
    """A part's words with its signature, which these two libraries leave where it is."""
    mine = [
        p for n, p in enumerate(parts) if n == index or (p.kind is PartKind.SIGNATURE and p.parent == index)
    ]
    return " ".join(filter(None, (_plain(text, p) for p in mine)))


def _talon_plain(path: Path) -> bool | None:
    """Whether own words and signature are together the reply that talon cuts out."""
    text, parts = _split(path)
    beside = path.with_name(f"{path.stem}_reply_text")
    expected = beside.read_text(encoding="utf-8") if beside.exists() else TALON_PLAIN
    return _reply(text, parts, 0) == " ".join(expected.split())


def _talon_html(path: Path) -> bool | None:
    text, parts = _split(path)
    return _reply(text, parts, 0) == TALON_HTML


def _talon_signature(path: Path) -> bool | None:
    """Whether the signature is exactly the one beside the body; empty where there is none."""
    text = re.sub(r"(?m)^#(?:sig|reply)#", "", path.read_text(encoding="utf-8"))
    beside = path.with_name(path.name.replace("_body", "_signature"))
    expected = re.sub(r"(?m)^#sig#", "", beside.read_text(encoding="utf-8"))
    found = [p for p in split_parts(text) if p.kind is PartKind.SIGNATURE]
    return " ".join(_plain(text, p) for p in found) == " ".join(expected.split())


def table(replies: Path) -> Iterator[str]:
    """The figures as rows of a Markdown table."""
    yield "| fixtures | as expected | of | not |"
    yield "| --- | --- | --- | --- |"
    for row in passes(replies):
        yield f"| {row.folder} | {row.passed} | {row.total} | {', '.join(row.failed)} |"


if __name__ == "__main__":
    print("\n".join(table(Path(sys.argv[1]))))
