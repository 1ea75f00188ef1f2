"""What is printed: the same rows in every form, nothing that drives a terminal, the same bytes on every system."""

import csv
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.base.errors import InputError
from headwater.cli.frame import _fail, _utf8_streams, note
from headwater.cli.output import emit

HOSTILE = "a\x1b[2J\x07\x9b31m\u202ec\x7f\r\nb\u2028"
"""Clears a terminal, rings, colours (by a C1 control), turns the direction, and breaks lines."""

OBEYED = set("\x1b\x07\x9b\u202e\x7f\r\u2028")


def printed(capsys: pytest.CaptureFixture[str], form: str, rows: Any, **more: Any) -> str:
    emit(rows, form, ("title",), **more)
    return capsys.readouterr().out


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl"])
def test_nothing_printed_drives_a_terminal(capsys: pytest.CaptureFixture[str], form: str) -> None:
    out = printed(capsys, form, [{"title": HOSTILE}])
    assert not OBEYED & set(out)
    if form == "jsonl":
        assert json.loads(out)["title"] == HOSTILE  # escaped, not lost
    if form == "csv":
        assert "\nb" in next(csv.DictReader(io.StringIO(out)))["title"]
    if form == "table":
        assert len(out.splitlines()) == 1


def test_neither_notes_nor_errors_do(capsys: pytest.CaptureFixture[str]) -> None:
    note(f"{HOSTILE} was read.")
    with pytest.raises(SystemExit):
        _fail(InputError(f"{HOSTILE} cannot be read.", "Try another."))
    err = capsys.readouterr().err
    assert not OBEYED & set(err)
    assert "Try another." in err


def test_wrong_usage_neither(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import click

    from headwater.cli import frame

    @click.command()
    @click.argument("path", type=click.Path(exists=True))
    def command(path: str) -> None: ...

    monkeypatch.setattr(sys, "argv", ["headwater", HOSTILE])
    with pytest.raises(SystemExit) as caught:
        frame.run(command, lambda *_: None)
    err = capsys.readouterr().err
    assert caught.value.code == 2
    assert "does not exist" in err
    assert not OBEYED & set(err)


@settings(deadline=None)
@given(
    st.lists(
        st.dictionaries(st.text(), st.none() | st.text() | st.integers() | st.lists(st.text())), max_size=4
    ),
    st.none() | st.fixed_dictionaries({"count": st.integers(), "query": st.text()}),
)
def test_json_written_row_by_row_is_the_whole(
    rows: list[dict[str, Any]], whole: dict[str, Any] | None
) -> None:
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "stdout", out)
        emit(iter(rows), "json", (), whole=whole)
    assert json.loads(out.getvalue()) == (rows if whole is None else {**whole, "rows": rows})
    plain = json.dumps(rows if whole is None else {**whole, "rows": rows}, ensure_ascii=False, indent=2)
    assert len(out.getvalue().split("\n")) >= plain.count("\n") + 1


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl"])
def test_rows_are_printed_as_they_come_and_nothing_before_the_first(
    capsys: pytest.CaptureFixture[str], form: str
) -> None:
    def rows(good: int) -> Iterator[dict[str, str]]:
        for number in range(good):
            yield {"title": f"row {number}"}
        raise InputError("Broken.")

    for good in (0, 2):
        with pytest.raises(InputError):
            emit(rows(good), form, ("title",), whole={"count": 3})
        out = capsys.readouterr().out
        assert [f"row {n}" in out for n in range(2)] == [good > 0] * 2
        assert bool(out) == (good > 0)


def test_line_ends_are_the_same_on_every_system(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252", newline="\r\n"))
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), newline="\r\n"))
    _utf8_streams()
    emit([{"title": "Ñ\n2"}], "csv", ("title",))
    sys.stdout.flush()
    assert raw.getvalue() == 'title\n"Ñ\n2"\n'.encode()


def test_a_text_goes_to_a_file_as_it_is(tmp_path: Path) -> None:
    import subprocess

    (tmp_path / "a.txt").write_text("bell \x07 and \x1b[31m", encoding="utf-8")

    def call(*words: str) -> bytes:
        done = subprocess.run([sys.executable, "-m", "headwater", *words], cwd=tmp_path, capture_output=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    call("new", "case")
    call("add", "case", "a.txt")
    row = json.loads(call("search", "case", "bell", "--format", "jsonl"))
    assert call("show", "case", row["document"], "--text") == b"bell \x07 and \x1b[31m"
