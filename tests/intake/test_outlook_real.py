"""Real Outlook files against what other programs make of them: outcomes that are shipped beside the files, Debian's
``tnef`` and ``readpst``. Each difference is explained where it is allowed.

What is frozen here are sizes and the first digits of hashes; the programs are asked again where they are installed.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import re
import shutil
import struct
import subprocess
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import add, all_documents, all_receipts, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headwater.base.dates import DateRank
from headwater.base.settings import Limits
from headwater.intake.detect import recognise_bytes
from headwater.intake.guarded import items_of
from headwater.intake.items import read_item
from headwater.intake.opening import open_entry
from headwater.intake.originals import fetch
from headwater.intake.outlook import ltp, ndb, pff, serial
from headwater.intake.seam import About, Claim, Entry, Form, Found, Source
from headwater.intake.single import read_all
from headwater.model.document import Document, Failed, Kind, Place, Status, Taken
from headwater.store import documents
from headwater.store.case import Case

pytestmark = pytest.mark.real

RTF, HTML = "the body as RTF", "the body as HTML"


def short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:10]


def flat(taken: Taken) -> Iterator[Document]:
    for inner in taken.inside:
        yield inner.document
        yield from flat(inner)


def inside(path: Path) -> Counter[tuple[int, str]]:
    """Size and hash of everything in a file."""
    data = path.read_bytes()
    taken = read_item(data, Place("x"), About("x"), recognise_bytes(data)).taken
    return Counter((one.size, one.sha256[:10]) for one in flat(taken))


TNEF: dict[str, list[tuple[int, str]]] = {
    "IPM-DistList.tnef": [],
    "MAPI_ATTACH_DATA_OBJ.tnef": [
        (61952, "9955935516"),
        (213685, "968c9c4a8a"),
        (68919, "c2ee04f99e"),
        (2429, "e803e31e72"),
    ],
    "MAPI_OBJECT.tnef": [(628240, "38b6a2874d"), (732, "095da1917e")],
    "bad_checksum.tnef": [],
    "body.tnef": [(5358, "0f4e697985")],
    "data-before-name.tnef": [(0, "e3b0c44298"), (0, "e3b0c44298"), (289, "a815374e31"), (163, "047bc7915c")],
    "duplicate_filename.tnef": [],
    "garbage-at-end.tnef": [],
    "long-filename.tnef": [(279, "de2ad5d4e2"), (1066, "2f522487cf")],
    "minimal_attachment.tnef": [(16, "2052d1c219")],
    "missing-filenames.tnef": [
        (34304, "360db5c11b"),
        (33792, "d1a592c2e3"),
        (33792, "b1e6b103cc"),
        (61210, "69ebd0e9c2"),
        (1367, "507cd565d4"),
    ],
    "multi-name-property.tnef": [],
    "multi-value-attribute.tnef": [(10656, "cf2e3cd417"), (1796, "1feaf9614a")],
    "one-file.tnef": [(244, "36c47da7d1")],
    "rtf.tnef": [(593, "285e04e771")],
    "triples.tnef": [(247, "8bbeaeb23f")],
    "two-files.tnef": [(244, "36c47da7d1"), (893, "d0f163180d")],
    "umlaut.tnef": [(44764, "67597116a0"), (14, "9b34b140af"), (1001, "49b5976827"), (5190, "fa3743d439")],
    "unicode-mapi-attr-name.tnef": [
        (3815, "037f9d1fa0"),
        (3573, "ea179fb97a"),
        (3792, "20c51557b9"),
        (6389, "3d598c5cfc"),
        (8387, "4d9639506f"),
    ],
    "unicode-mapi-attr.tnef": [(1024, "b188960490"), (1226, "2b1faef9cd")],
}
"""Size and hash of the files that ``tnef --save-body`` (1.4.18) writes."""

_OBJECT = "an embedded object: tnef leaves the 16 bytes of its interface before the file, which is not what was attached"
_CHECKSUM = "tnef writes nothing where a checksum is wrong; here the attachment comes in, with a note"
_BODY = "tnef writes the body as a file; here it is the text of the document"
TNEF_DIFFERS: dict[str, tuple[str, list[tuple[int, str]], list[tuple[int, str]]]] = {
    "IPM-DistList.tnef": (_CHECKSUM, [], [(3901, "eda342684f")]),
    "MAPI_OBJECT.tnef": (_OBJECT, [(628240, "38b6a2874d")], [(628224, "f89a1afbdf")]),
    "bad_checksum.tnef": (_CHECKSUM, [], [(1533127, "b9bdadaf56")]),
    "body.tnef": (_BODY, [(5358, "0f4e697985")], []),
    "duplicate_filename.tnef": (
        _CHECKSUM,
        [],
        [(2429, "e803e31e72"), (61952, "9955935516"), (213685, "968c9c4a8a"), (68919, "c2ee04f99e")],
    ),
    "multi-value-attribute.tnef": (_BODY, [(1796, "1feaf9614a")], []),
    "triples.tnef": (_BODY, [(247, "8bbeaeb23f")], []),
    "umlaut.tnef": (_BODY, [(5190, "fa3743d439")], []),
    "unicode-mapi-attr-name.tnef": (_BODY, [(6389, "3d598c5cfc")], []),
    "unicode-mapi-attr.tnef": (_BODY, [(1226, "2b1faef9cd")], []),
}
"""Why, what only tnef has, what is only here."""


@pytest.mark.parametrize("name", TNEF)
def test_tnef_gives_what_the_tool_gives(shared_data: Path, name: str) -> None:
    why, theirs, ours = TNEF_DIFFERS.get(name, ("", [], []))
    wanted = Counter(TNEF[name]) - Counter(theirs) + Counter(ours)
    found = inside(shared_data / "mail" / "tnef" / "examples" / name)
    if name == "IPM-DistList.tnef":  # its one attachment is an item, hashed by its serialisation
        assert len(found) == 1
    else:
        assert found == wanted, why


def test_every_example_of_tnef_is_in_the_table(shared_data: Path) -> None:
    assert {path.name for path in (shared_data / "mail" / "tnef" / "examples").iterdir()} == TNEF.keys()


@pytest.mark.parametrize("name", TNEF)
def test_the_table_is_what_the_tool_gives(shared_data: Path, tmp_path: Path, name: str) -> None:
    tool = shutil.which("tnef")
    if tool is None:
        pytest.skip("tnef is not installed")
    path = shared_data / "mail" / "tnef" / "examples" / name
    subprocess.run(
        [tool, "--save-body", "-C", str(tmp_path), str(path)], capture_output=True, timeout=60, check=False
    )
    files = [one.read_bytes() for one in tmp_path.iterdir()]
    assert Counter((len(data), short(data)) for data in files) == Counter(TNEF[name])


MSG = {
    "unicode.msg": "2013-11-18_0026 Test for TIF files",
    "strangeDate.msg": "2016-02-23_0657 MSG Test File",
}


@pytest.mark.parametrize("name", MSG)
def test_msg_files_meet_the_outputs_that_are_shipped(shared_data: Path, name: str) -> None:
    folder = shared_data / "mail" / "msg"
    expected = folder / "expected-outputs" / MSG[name]
    head, _, body = (expected / "message.text").read_bytes().decode("utf-8").partition("-----------------")
    wanted = {
        line.partition(":")[0]: line.partition(":")[2].strip() for line in head.splitlines() if ":" in line
    }
    document, *attached = read_all(folder / name)
    assert document.title == wanted["Subject"]
    assert document.text.split() == body.split()
    assert document.message
    for role, line in (("from", wanted["From"]), ("to", wanted["To"]), ("cc", wanted["CC"])):
        # "name <None>" is how msg-extractor shows one whose address it does not find; here the address is found
        people = [one.name or one.address for one in document.message.participants if one.role == role]
        assert people == [re.sub(r" <None>$", "", line)] * bool(line)
    files = sorted(path.read_bytes() for path in expected.iterdir() if path.suffix == ".tif")
    if name == "unicode.msg":
        kept = sorted((one.size, one.sha256) for one in attached)
        # one of the shipped pictures is cut; it agrees with the attachment as far as it goes
        assert [size for size, _ in kept] == [969674, 1033142]
        assert {hashlib.sha256(data).hexdigest() for data in files} & {sha256 for _, sha256 in kept}


def test_dates_of_msg_files_are_those_that_are_shipped(shared_data: Path) -> None:
    """The shipped dates say GMT and are local time, eight hours behind; that of the second is when it was made."""
    dated = {name: read_all(shared_data / "mail" / "msg" / name)[0] for name in MSG}
    assert {name: (one.sent.iso(), one.rank) for name, one in dated.items() if one.sent} == {
        "unicode.msg": ("2013-11-18T08:26:24Z", DateRank.HEADER),
        "strangeDate.msg": ("2016-02-23T14:57:50Z", DateRank.FILE),
    }


@pytest.mark.parametrize("folder", ["aleph", "hoover", "mime", "msg"])
def test_every_msg_file_is_read(case: Case, shared_data: Path, tmp_path: Path, folder: str) -> None:
    for number, path in enumerate(sorted((shared_data / "mail" / folder).rglob("*"))):
        if path.is_file() and recognise_bytes(path.read_bytes()[: 1 << 24]).form is Form.MSG:
            (tmp_path / f"{number}.bin").write_bytes(path.read_bytes())
    found = [read_all(path)[0] for path in tmp_path.glob("*.bin")]
    assert found
    assert {(one.kind, one.status) for one in found} == {(Kind.MESSAGE, Status.READ)}
    assert all(one.title and one.text.strip() and one.message and one.message.participants for one in found)


PST = {
    "hoover/pst/flags_jane_doe.pst": Counter(
        {"Top of Outlook data file/Inbox": 6, "Top of Outlook data file/Sent Items": 2}
    ),
    "hoover/no-extension/file_pst": Counter(
        {"Top of Outlook data file/Inbox": 6, "Top of Outlook data file/Sent Items": 2}
    ),
    "aleph/tests/fixtures/testPST.pst": Counter({"Début du fichier de données Outlook": 6}),
}


def store(path: Path) -> list[tuple[str, Taken]]:
    source = Source(str(path), path.name, path.stat().st_size, lambda: path.open("rb"), Limits(), path=path)
    found = []
    for item in items_of(Form.PST, source):
        if isinstance(item, Entry):
            made = open_entry(item, Limits())
            assert not isinstance(made, Failed)
            assert hasattr(made, "taken")
            found.append((item.place.path.rpartition("/")[0], made.taken))
        else:
            assert isinstance(item, Claim)
            assert item.items == len(found)
    return found


@pytest.mark.parametrize("name", PST)
def test_stores_are_walked_folder_by_folder(shared_data: Path, name: str) -> None:
    found = store(shared_data / "mail" / name)
    assert Counter(folder for folder, _ in found) == PST[name]
    for _, taken in found:
        document = taken.document
        assert (document.kind, document.status, document.rank) == (Kind.MESSAGE, Status.READ, DateRank.HEADER)
        assert document.title
        assert document.text.strip()
        assert document.message
        assert {one.role for one in document.message.participants} >= {"from", "to"}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("name", PST)
def test_stores_give_what_readpst_gives(shared_data: Path, tmp_path: Path, name: str) -> None:
    """Message by message: subject, Message-ID, date, and every word of the plain text.

    In one store, readpst also writes a message without any header or text for an item outside of all folders of mail,
    which holds nothing; libpff does not list it.
    """
    tool = shutil.which("readpst")
    if tool is None:
        pytest.skip("readpst is not installed")
    path = shared_data / "mail" / name
    subprocess.run(
        [tool, "-S", "-e", "-D", "-q", "-o", str(tmp_path), str(path)],
        capture_output=True,
        timeout=60,
        check=True,
    )
    theirs, empty = {}, 0
    for file in sorted(tmp_path.rglob("*.eml")):
        parsed = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        if not parsed["Subject"] and not parsed["Date"]:
            empty += 1
            continue
        body = parsed.get_body(("plain",))
        theirs[parsed["Message-ID"].strip("<> ")] = (
            parsed["Subject"],
            parsed["Date"].datetime.timestamp(),
            body,
        )
    assert empty == ("hoover" in name)
    ours = {
        taken.document.message.message_id: taken.document
        for _, taken in store(path)
        if taken.document.message
    }
    assert ours.keys() == theirs.keys()
    for identifier, document in ours.items():
        subject, date, body = theirs[identifier]
        assert document.title == " ".join(subject.split())
        assert document.sent
        assert document.sent.seconds == int(date)
        plain = body.get_content()
        missing = Counter(words(plain)) - Counter(words(document.text))
        assert not missing, "a word of the plain text is lost"


def test_a_store_in_a_case(case: Case, shared_data: Path) -> None:
    path = shared_data / "mail" / "hoover" / "pst" / "flags_jane_doe.pst"
    summary = add(case, path)
    assert (summary.documents, summary.failed) == (8, 0)
    (receipt,) = all_receipts(case)
    assert (receipt.kind, receipt.taken, receipt.size, receipt.structure_bytes) == ("pst", 8, 271360, 271360)
    with case.reading() as connection:
        for stored in all_documents(case):
            data = fetch(stored.document.sha256, documents.copies(connection, stored.key))
            assert data is not None
            assert hashlib.sha256(data).hexdigest() == stored.document.sha256
    assert add(case, path).skipped == 1


JANE = "hoover/pst/flags_jane_doe.pst"


def serialisations(path: Path) -> dict[str, str]:
    """Hash of each item by its place."""
    return {item.place.path: sha256(item) for item in found_in(path) if isinstance(item, Entry)}


def found_in(path: Path) -> list[Found]:
    source = Source("x", path.name, path.stat().st_size, lambda: path.open("rb"), Limits(), path=path)
    *found, claim = items_of(Form.PST, source)
    assert isinstance(claim, Claim)
    assert claim.items == len(found)
    lengths = sum(item.place.length or 0 for item in found if not isinstance(item, Claim))
    assert claim.size == claim.structure + lengths == path.stat().st_size
    return found


def sha256(item: Entry) -> str:
    with item.opened() as stream:
        return hashlib.sha256(stream.read()).hexdigest()


@pytest.mark.parametrize("name", PST)
def test_two_readers_of_a_store_agree_on_every_byte(shared_data: Path, name: str) -> None:
    """libpff by way of the folders; our own reader of the node database, which is there for what no folder lists."""
    path = shared_data / "mail" / name
    by_folders = {place.rpartition("#")[2]: digest for place, digest in serialisations(path).items()}
    opened = pff.opened(str(path))
    with path.open("rb") as stream:
        nodes = ndb.Store(stream, path.stat().st_size)
        items = {
            str(node.identifier): ltp.read(nodes, node, opened.names, opened.charset, Limits())
            for node in nodes.nodes()
            if node.identifier & 0x1F == 4
        }
    opened.file.close()
    by_nodes = {
        number: hashlib.sha256(serial.serialised(item, Limits())).hexdigest()
        for number, item in items.items()
    }
    assert by_nodes == by_folders


def test_a_store_that_is_cut_off_gives_what_is_there_and_lists_what_is_not(
    shared_data: Path, tmp_path: Path
) -> None:
    data = (shared_data / "mail" / JANE).read_bytes()
    whole = {
        place.rpartition("#")[2]: digest
        for place, digest in serialisations(shared_data / "mail" / JANE).items()
    }
    path = tmp_path / "cut.pst"
    path.write_bytes(data[:100_000])
    found = found_in(path)
    kept = {item.place.path.rpartition("#")[2]: sha256(item) for item in found if isinstance(item, Entry)}
    assert kept
    assert kept.items() < whole.items()
    lost = {item.place.path.rpartition("#")[2] for item in found if isinstance(item, Failed)}
    assert whole.keys() <= kept.keys() | lost
    assert any("cut off" in item.reason for item in found if isinstance(item, Failed))


def test_a_store_that_libpff_refuses_is_read_all_the_same(shared_data: Path, tmp_path: Path) -> None:
    data = bytearray((shared_data / "mail" / JANE).read_bytes())
    data[4] ^= 1  # the checksum of its header
    path = tmp_path / "refused.pst"
    path.write_bytes(data)
    found = found_in(path)
    kept = sorted(sha256(item) for item in found if isinstance(item, Entry) and item.place.path != "(whole)")
    assert kept == sorted(serialisations(shared_data / "mail" / JANE).values())
    assert [item.code for item in found if isinstance(item, Failed)] == ["damaged"]


def checksum(data: bytes) -> bytes:
    """As [MS-PST] 5.3 has it."""
    return (zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF).to_bytes(4, "little")


def with_method(data: bytes, method: int) -> bytes:
    """A store whose header says that it is encoded by ``method``."""
    made = bytearray(data)
    made[513] = method
    made[4:8] = checksum(made[8:479])
    made[524:528] = checksum(made[8:524])
    return bytes(made)


def test_an_encrypted_store_is_listed(case: Case, shared_data: Path, tmp_path: Path) -> None:
    data = (shared_data / "mail" / JANE).read_bytes()
    (tmp_path / "same.pst").write_bytes(with_method(data, data[513]))
    (tmp_path / "locked.pst").write_bytes(with_method(data, 0x10))
    add(case, tmp_path)
    found = {
        receipt.container.rpartition("/")[2]: receipt
        for receipt in all_receipts(case)
        if receipt.kind == "pst"
    }
    assert (found["same.pst"].taken, found["same.pst"].failed) == (8, 0)
    assert (found["locked.pst"].taken, [one.code for one in found["locked.pst"].failures]) == (
        1,
        ["encrypted"],
    )
    (whole,) = [one.document for one in all_documents(case) if one.document.status is not Status.READ]
    assert whole.sha256 == hashlib.sha256((tmp_path / "locked.pst").read_bytes()).hexdigest()


def turned(data: bytes) -> bytes:
    """The store with its blocks encoded by the other method that needs no key ("high encryption")."""
    made = bytearray(with_method(data, 2))
    for at in range(0, len(data) - 511, 512):
        page = data[at : at + 512]
        if page[496:498] == b"\x80\x80" and page[491] == 0:
            for row in range(0, 24 * page[488], 24):
                identifier, start, size = struct.unpack_from("<QQH", page, row)
                end = start + -(-(size + 16) // 64) * 64
                if identifier & 2 or data[end - 8 : end] != page[row : row + 8]:
                    continue  # one that lists others, or an old one
                plain = ndb.decoded(data[start : start + size], identifier, 1)
                made[start : start + size] = ndb.decoded(plain, identifier, 2)
                made[end - 12 : end - 8] = checksum(made[start : start + size])
    return bytes(made)


def test_a_store_of_high_encryption_needs_no_key(shared_data: Path, tmp_path: Path) -> None:
    """Of the items whose blocks are all named by even numbers: the lowest bit of a number is reserved, and whether it goes into
    the key where it is set, no store at hand can tell."""
    path = tmp_path / "high.pst"
    path.write_bytes(turned((shared_data / "mail" / JANE).read_bytes()))
    with path.open("rb") as stream:
        store = ndb.Store(stream, path.stat().st_size)
        nodes = [node for node in store.nodes() if node.identifier & 0x1F == 4]
        even = [node for node in nodes if not any(sub.data & 1 for sub in store.subnodes(node.sub))]
        opened = pff.opened(str(path))
        items = [ltp.read(store, node, opened.names, opened.charset, Limits()) for node in even]
        opened.file.close()
    plain, high = serialisations(shared_data / "mail" / JANE), serialisations(path)
    same = {place.rpartition("#")[2]: digest for place, digest in plain.items() if high.get(place) == digest}
    assert same.keys() == {str(node.identifier) for node in even}
    assert len(even) == 6
    made = [hashlib.sha256(serial.serialised(item, Limits())).hexdigest() for item in items]
    assert sorted(made) == sorted(same.values())


def without(data: bytes, identifier: int) -> bytes:
    """A store in which an item was deleted as Outlook does it: a new page without it, the old one still in the file."""
    made = bytearray(data)
    for at in range(0, len(data) - 511, 512):
        page = data[at : at + 512]
        if page[496:498] == b"\x81\x81" and page[491] == 0:
            rows = [page[row : row + 32] for row in range(0, 32 * page[488], 32)]
            kept = [row for row in rows if int.from_bytes(row[:4], "little") != identifier]
            if len(kept) < len(rows):
                new = bytearray(b"".join(kept).ljust(488, b"\0") + page[488:])
                new[488] = len(kept)
                new[500:504] = checksum(new[:496])
                made[at : at + 512] = new
                made += page
    return bytes(made)


def test_a_deleted_item_is_recovered_byte_for_byte(shared_data: Path, tmp_path: Path) -> None:
    whole = serialisations(shared_data / "mail" / JANE)
    path = tmp_path / "deleted.pst"
    path.write_bytes(without((shared_data / "mail" / JANE).read_bytes(), 2_097_252))
    kept = {item.place.path: sha256(item) for item in found_in(path) if isinstance(item, Entry)}
    ((place, digest),) = kept.items() - whole.items()
    assert place.startswith("(recovered)/Top of Outlook data file/Inbox/#2097252-")
    assert digest == whole["Top of Outlook data file/Inbox/#2097252"]
    assert len(kept) == len(whole)


def test_a_store_in_an_archive(case: Case, shared_data: Path, tmp_path: Path) -> None:
    data = (shared_data / "mail" / JANE).read_bytes()
    (tmp_path / "a.zip").write_bytes(zipped({"old/jane": data}))
    add(case, tmp_path)
    inner = all_receipts(case)[-1]
    assert (inner.kind, inner.taken, inner.container.rpartition("!")[2]) == ("pst", 8, "old/jane")
    with case.reading() as connection:
        for stored in all_documents(case):
            assert fetch(stored.document.sha256, documents.copies(connection, stored.key)) is not None


def test_a_store_cut_off_or_damaged_is_read_or_listed(case: Case, shared_data: Path, tmp_path: Path) -> None:
    data = (shared_data / "mail" / "hoover" / "pst" / "flags_jane_doe.pst").read_bytes()
    for end in (5, 600, 20_000, 100_000, 200_000, 271_000):
        (tmp_path / f"cut{end}.pst").write_bytes(data[:end])
    for start in range(0, len(data), 24_000):
        (tmp_path / f"wiped{start}.pst").write_bytes(data[:start] + bytes(2_000) + data[start + 2_000 :])
    add(case, tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 271_359), st.integers(0, 255)), min_size=1, max_size=200))
def test_changed_bytes_never_end_a_run(
    shared_data: Path, tmp_path: Path, changes: list[tuple[int, int]]
) -> None:
    data = bytearray((shared_data / "mail" / "hoover" / "pst" / "flags_jane_doe.pst").read_bytes())
    for at, value in changes:
        data[at] = value
    path = tmp_path / "changed.pst"
    path.write_bytes(data)
    for item in found_in(path):
        if isinstance(item, Entry):
            open_entry(item, Limits())
        else:
            assert isinstance(item, Failed)
            assert item.code != "defect", item
