"""The mail archives that the benches run on: the same every time, and what their manifest says they are."""

import email
import hashlib
import io
import json
import mailbox
import os
import re
import statistics
import subprocess
import sys
import tracemalloc
import zipfile
from base64 import b64decode
from binascii import Error as Base64Error
from collections import Counter
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

import corpus
from mailgen.layouts import LAYOUTS
from mailgen.manifest import VERSION
from mailgen.records import Item, Spec
from mailgen.stream import Stream
from mailgen.tongues import planted_word

BENCH = Path(corpus.__file__).parent
PLANTED = re.compile(rb"qx(?:[bdfgklmnprstvz][aeiou]){3,}k(?![a-z])")
DIGESTS = {1: "c7e8e5103b65c9388b2c80ecc49661d41e8db5c6183700dbb4d1f1a7eb35331b"}


@dataclass(frozen=True)
class Archive:
    """An archive that was written, with its manifest and the bytes that stand at the places named there."""

    root: Path
    report: dict[str, Any]
    lines: list[dict[str, Any]]
    raws: list[bytes]

    @property
    def fresh(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["copy_of"] is None and line["variant_of"] is None]

    def damaged(self, kind: str) -> list[bytes]:
        return [raw for line, raw in zip(self.lines, self.raws, strict=True) if kind in line["damage"]]


def written(root: Path, spec: Spec, layout: str, per_container: int) -> Archive:
    report = corpus.generate(root, spec, layout, per_container)
    lines = [json.loads(line) for line in (root / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    return Archive(root, report, lines, [_raw(root, line) for line in lines])


def _raw(root: Path, line: dict[str, Any]) -> bytes:
    """The item's bytes at its place; in an mbox without the quoting, as mboxrd has it."""
    with (root / line["path"]).open("rb") as file:
        file.seek(line["offset"])
        raw: bytes = file.read(line["length"])
    if line["path"].endswith(".mbox") and line["escaped"]:
        raw = re.sub(rb"(?m)^>(>*From )", rb"\1", raw)
    return raw


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    spec = Spec(messages=3_000, seed=11, damaged=0.12, attachments=0.2, window=150)
    return written(tmp_path_factory.mktemp("corpus"), spec, "mixed", 250)


def test_the_same_arguments_give_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    digests = set()
    for hash_seed in ("0", "4711"):
        out = tmp_path / hash_seed
        command = [
            sys.executable,
            str(BENCH / "corpus.py"),
            str(out),
            "--messages",
            "400",
            "--layout",
            "mixed",
        ]
        command += ["--per-container", "60", "--seed", "3"]
        subprocess.run(
            command, check=True, env={**os.environ, "PYTHONHASHSEED": hash_seed}, capture_output=True
        )
        digests.add(_digest(out))
    assert digests == {DIGESTS[VERSION]}, (
        "other bytes for the same arguments need a new VERSION, with its digest here"
    )


def _digest(root: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(root.rglob("*"), key=lambda path: path.relative_to(root).as_posix()):
        if path.is_file():
            whole.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def test_another_seed_gives_other_messages() -> None:
    ones, others = ({item.sha256 for item in Stream(Spec(messages=50, seed=seed))} for seed in (1, 2))
    assert not ones & others


def test_every_layout_holds_the_same_messages(tmp_path: Path) -> None:
    spec = Spec(messages=300, seed=5)
    hashes = []
    for layout in LAYOUTS:
        made = written(tmp_path / layout, spec, layout, 70)
        hashes.append([line["sha256"] for line in made.lines])
        assert [hashlib.sha256(raw).hexdigest() for raw in made.raws] == hashes[-1]
    assert hashes == [[item.sha256 for item in Stream(spec)]] * len(LAYOUTS)


def test_hashes_and_sizes_are_those_of_the_bytes(archive: Archive) -> None:
    for line, raw in zip(archive.lines, archive.raws, strict=True):
        assert (hashlib.sha256(raw).hexdigest(), len(raw)) == (line["sha256"], line["size"])


def test_nothing_stands_in_the_archive_that_is_not_in_the_manifest(archive: Archive) -> None:
    files = {
        path.relative_to(archive.root).as_posix()
        for path in (archive.root / "mail").rglob("*")
        if path.is_file()
    }
    assert files == {line["path"] for line in archive.lines}
    for name in (name for name in files if name.endswith(".mbox")):
        mine = [line for line in archive.lines if line["path"] == name]
        data = (archive.root / name).read_bytes()
        ends = [0, *[line["offset"] + line["length"] + 1 for line in mine]]
        separators = [data[end : line["offset"]] for end, line in zip(ends, mine, strict=False)]
        assert ends[-1] == len(data)
        assert [line["index"] for line in mine] == list(range(1, len(mine) + 1))
        assert all(
            re.fullmatch(rb"From \S+@\S+\.example \w{3} \w{3} [\d ]\d [\d:]{8} \d{4}\n", s)
            for s in separators
        )


def test_counts_agree_with_pythons_mailbox(archive: Archive) -> None:
    """Python takes every line that begins with "From " for a separator: it finds one more for each unescaped one."""
    count = unescaped = 0
    for path in (archive.root / "mail").iterdir():
        if path.suffix == ".mbox":
            box = mailbox.mbox(path, create=False)
            count += len(box)
            box.close()
        elif (path / "cur").is_dir():
            count += len(mailbox.Maildir(path, create=False))
        else:
            count += len(list(path.glob("*.eml")))
    for line, raw in zip(archive.lines, archive.raws, strict=True):
        if line["path"].endswith(".mbox") and not line["escaped"]:
            unescaped += len(re.findall(rb"(?m)^From ", raw))
    assert unescaped > 0
    assert count == len(archive.lines) + unescaped


def test_message_ids_are_those_of_the_headers(archive: Archive) -> None:
    for line, raw in zip(archive.lines, archive.raws, strict=True):
        found = email.message_from_bytes(raw)["Message-ID"]
        assert (found.strip("<>") if found else None) == line["message_id"]


def test_planted_words_stand_where_the_manifest_says_and_nowhere_else(archive: Archive) -> None:
    for line, raw in zip(archive.lines, archive.raws, strict=True):
        found = {word.decode() for word in PLANTED.findall(_text(email.message_from_bytes(raw)))}
        attached = (
            {part["word"] for part in line["attached"]} if "missing-boundary" in line["damage"] else set()
        )
        assert found - attached == {line["word"], *line["carries"]}, line["n"]


def _text(message: Message) -> bytes:
    """The decoded text of a message without its attachments; all of a multipart that declares no boundary."""
    if message.get_content_type() == "message/rfc822" or message.get_filename():
        return b""
    if message.is_multipart():
        return b"\n".join(_text(part) for part in _parts(message))
    payload = message.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def test_each_word_is_its_messages_own(archive: Archive) -> None:
    words = [line["word"] for line in archive.fresh]
    words += [
        part["word"]
        for line in archive.fresh
        for part in line["attached"]
        if part["word"] and part["kind"] != "message"
    ]
    assert len(set(words)) == len(words)
    assert {line["language"] for line in archive.fresh if line["carries"]} == set("en es fr de ru zh".split())


def test_planted_words_are_all_different() -> None:
    words = [planted_word(number) for number in range(350_000)]
    assert len(set(words)) == len(words)
    assert all(PLANTED.fullmatch(word.encode()) for word in words[::5_000])


def test_attachments_are_what_the_manifest_says(archive: Archive) -> None:
    kinds: Counter[str] = Counter()
    for line, raw in zip(archive.lines, archive.raws, strict=True):
        whole = [part for part in line["attached"] if part["sha256"]]
        if len(whole) < line["attachments"]:
            continue
        parts = _attachments(email.message_from_bytes(raw), raw)
        assert [hashlib.sha256(part).hexdigest() for part in parts] == [part["sha256"] for part in whole], (
            line["n"]
        )
        for data, part in zip(parts, whole, strict=True):
            kinds[part["kind"]] += 1
            text = _text(email.message_from_bytes(data)) if part["kind"] == "message" else data
            assert part["word"].encode() in text
            assert _members(data, line) == part["members"]
            if part["kind"] == "message":
                assert archive.lines[part["copy_of"]]["sha256"] == part["sha256"]
    assert set(kinds) == {"text", "html", "zip", "message", "binary"}


def _attachments(message: Message, raw: bytes) -> list[bytes]:
    found = []
    for part in _parts(message):
        if part.get_content_type() == "message/rfc822":
            found.append(_between_boundaries(raw, part))
        elif part.get_filename() or part.get_param("filename*", header="content-disposition"):
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            found.append(payload)
    return found


def _parts(message: Message) -> list[Message]:
    """The parts of a multipart, or the message in a message/rfc822; none of any other."""
    payload = message.get_payload()
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def _between_boundaries(raw: bytes, part: Message) -> bytes:
    """The bytes of an attached message as they stand: the standard library only gives them written anew."""
    identifier = _parts(part)[0]["Message-ID"].encode()
    outer = re.search(rb'boundary="(----=_Mixed_\d+)"', raw)
    assert outer
    pieces = [
        piece
        for piece in raw.split(b"\n--" + outer[1])
        if b"message/rfc822" in piece[:60] and identifier in piece
    ]
    return pieces[0].partition(b"\n\n")[2]


def _members(data: bytes, line: dict[str, Any]) -> list[str]:
    if not data.startswith(b"PK"):
        return []
    if "unreadable-zip" in line["damage"]:
        with pytest.raises(zipfile.BadZipFile):
            zipfile.ZipFile(io.BytesIO(data))
        return []
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return [hashlib.sha256(opened.read(name)).hexdigest() for name in opened.namelist()]


def test_copies_repeat_bytes_and_nothing_else_does(archive: Archive) -> None:
    first: dict[str, int] = {}
    for line in archive.lines:
        assert first.get(line["sha256"]) == line["copy_of"]
        first.setdefault(line["sha256"], line["n"])
    assert len(first) == archive.report["totals"]["distinct"] < len(archive.lines)


def test_variants_repeat_a_message_id_in_other_bytes(archive: Archive) -> None:
    known = {line["n"]: line["message_id"] for line in archive.fresh}
    fresh_ids = [name for name in known.values() if name]
    assert len(set(fresh_ids)) == len(fresh_ids)
    variants = [line for line in archive.lines if line["variant_of"] is not None]
    assert variants
    for line in variants:
        original = archive.lines[line["variant_of"]]
        assert line["message_id"] == original["message_id"]
        assert archive.raws[line["n"]].endswith(archive.raws[original["n"]])
        assert line["sha256"] != original["sha256"]


def test_parents_are_there_unless_they_are_ghosts(archive: Archive) -> None:
    known = {line["message_id"] for line in archive.lines}
    for line in archive.fresh:
        if line["parent"]:
            assert (line["parent"] not in known) == line["ghost"]
    assert sum(line["ghost"] for line in archive.fresh) > 10


def test_headers_name_the_parent_and_its_thread(archive: Archive) -> None:
    threads = {line["message_id"]: line["thread"] for line in archive.lines}
    for line in archive.fresh:
        message = email.message_from_bytes(archive.raws[line["n"]])
        answers = [name.strip("<>") for name in (message["In-Reply-To"] or "").split()]
        references = [name.strip("<>") for name in (message["References"] or "").split()]
        expected = [line["parent"]] if line["parent"] and "unthreaded" not in line["traits"] else []
        assert answers == expected
        assert references[-1:] in ([], expected)
        assert all(threads.get(name, line["thread"]) == line["thread"] for name in references)


def test_damage_is_there(archive: Archive) -> None:
    def defects(kind: str) -> set[str]:
        return {
            type(defect).__name__
            for raw in archive.damaged(kind)
            for defect in email.message_from_bytes(raw).defects
        }

    assert "CloseBoundaryNotFoundDefect" in defects("truncated-multipart")
    assert "NoBoundaryInMultipartDefect" in defects("missing-boundary")
    assert "MissingHeaderBodySeparatorDefect" in defects("bad-headers")
    assert all(b"\0" in raw for raw in archive.damaged("nul-bytes"))
    assert all(b"=ZZ" in raw for raw in archive.damaged("bad-quoted-printable"))
    assert all(email.message_from_bytes(raw)["Date"] is None for raw in archive.damaged("missing-date"))
    assert all(
        email.message_from_bytes(raw)["Message-ID"] is None for raw in archive.damaged("missing-message-id")
    )
    for raw in archive.damaged("broken-date"):
        with pytest.raises(ValueError):
            parsedate_to_datetime(email.message_from_bytes(raw)["Date"])
    for raw in archive.damaged("broken-base64"):
        with pytest.raises(Base64Error):
            b64decode(raw.rpartition(b"\n\n")[2].partition(b"\n--")[0].replace(b"\n", b""), validate=True)
    assert all(archive.report["damage"].values())
    assert len(archive.report["damage"]) == 11


def test_wrong_charsets_do_not_decode_to_what_was_written(archive: Archive) -> None:
    wrong = [line for line in archive.lines if "wrong-charset" in line["damage"]]
    assert wrong
    for line in wrong:
        message = email.message_from_bytes(archive.raws[line["n"]])
        for part in (
            part for part in message.walk() if part.get_param("charset") and not part.get_filename()
        ):
            declared, data = str(part.get_param("charset")), part.get_payload(decode=True)
            assert isinstance(data, bytes)
            assert _decoded(data, declared) != data.decode(line["charset"])
            break


def _decoded(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return None


def test_totals_are_those_of_the_lines(archive: Archive) -> None:
    totals, lines = archive.report["totals"], archive.lines
    assert totals["items"] == len(lines) == 3_000
    assert totals["bytes"] == sum(line["size"] for line in lines)
    assert totals["attachments"] == sum(line["attachments"] for line in lines)
    assert totals["copies"] == sum(line["copy_of"] is not None for line in lines)
    assert totals["variants"] == sum(line["variant_of"] is not None for line in lines)
    assert totals["threads"] == len({line["thread"] for line in lines})
    assert archive.report["damage"] == Counter(kind for line in lines for kind in line["damage"])
    assert archive.report["traits"] == Counter(trait for line in lines for trait in line["traits"])
    assert archive.report["languages"] == Counter(line["language"] for line in lines)
    assert json.loads((archive.root / "manifest.json").read_text(encoding="utf-8")) == archive.report


@pytest.fixture(scope="module")
def usual() -> list[Item]:
    """An archive with the shares that it has when nothing is said."""
    return list(Stream(Spec(messages=6_000, seed=2)))


def test_shares_are_those_asked_for(usual: list[Item]) -> None:
    fresh = [item for item in usual if item.copy_of is None and item.variant_of is None]

    def share(items: list[Item]) -> float:
        return len(items) / len(fresh)

    assert share([item for item in fresh if "plain" not in item.traits]) == pytest.approx(0.4, abs=0.03)
    assert share([item for item in fresh if item.attached]) == pytest.approx(0.11, abs=0.02)
    assert share([item for item in fresh if item.parent]) > 0.7
    assert share([item for item in fresh if item.language == "en"]) == pytest.approx(0.78, abs=0.08)
    assert sum(item.copy_of is not None for item in usual) / len(usual) == pytest.approx(0.03, abs=0.01)
    assert sum(item.variant_of is not None for item in usual) / len(usual) == pytest.approx(0.02, abs=0.01)


def test_sizes_and_threads_are_long_tailed(usual: list[Item]) -> None:
    assert 4_500 < statistics.median(len(item.raw) for item in usual) < 7_500
    assert max(len(item.raw) for item in usual) > 100_000
    sizes = sorted(Counter(item.thread for item in usual if item.copy_of is None).values())
    assert sizes[len(sizes) // 2] <= 2
    assert sizes[-1] > 25


def test_shares_of_nothing_give_nothing() -> None:
    spec = Spec(messages=400, html=0, attachments=0, damaged=0, duplicates=0, variants=0, replies=0)
    for item in Stream(spec):
        assert item.traits[0] == "plain"
        assert not item.attached
        assert (item.copy_of, item.variant_of, item.parent) == (None, None, None)
        assert set(item.damage) <= {"missing-date", "broken-date", "missing-message-id"}


def test_memory_does_not_grow_with_the_archive() -> None:
    stream = iter(Stream(Spec(messages=4_000, window=100)))
    tracemalloc.start()
    try:
        for _ in range(1_000):
            next(stream)
        _, early = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        for _ in range(3_000):
            next(stream)
        _, late = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert late < early + 3_000_000


def test_an_archive_is_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [str(tmp_path / "out"), "--messages", "5"]
    assert corpus.main(arguments) == 0
    assert corpus.main(arguments) == 73
    assert "cannot write" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--html", "1.5"], ["--messages", "0"], ["--layout", "pst"]])
def test_arguments_that_mean_nothing_are_refused(tmp_path: Path, wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        corpus.main([str(tmp_path), *wrong])
    assert ended.value.code == 2
