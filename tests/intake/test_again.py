"""Adding again: nothing twice, changes and losses noticed, and a killed run ends like an unbroken one."""

import base64
import gzip
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from building import add, all_documents, all_receipts, dumped, failures, mbox, message, tarred, zipped

from headwater.intake.run import take_in
from headwater.store import case as cases
from headwater.store import containers, documents
from headwater.store.case import Case


def with_attachment(number: int, data: bytes) -> bytes:
    """A message that carries an archive."""
    return (
        (
            f"From: a@calder.example\nTo: b@calder.example\nSubject: papers {number}\nMessage-ID: <att{number}@x.example>\n"
            'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\nsee the papers\n--b\n'
            "Content-Type: application/zip; name=papers.zip\nContent-Transfer-Encoding: base64\n\n"
        ).encode()
        + base64.encodebytes(data)
        + b"--b\nContent-Transfer-Encoding: mac-binhex40\nContent-Type: a/b\n\nx\n--b--\n"
    )


def fill(leak: Path, count: int = 3) -> None:
    """A small leak with every kind of container in it."""
    (leak / "sub" / "deep").mkdir(parents=True)
    (leak / "box" / "cur").mkdir(parents=True)
    (leak / "box" / "new").mkdir()
    for n in range(count):
        (leak / "sub" / f"{n}.eml").write_bytes(message(n))
        (leak / "sub" / "deep" / f"{n}.txt").write_text(f"note {n}", encoding="utf-8")
        (leak / "box" / "cur" / f"{n}").write_bytes(message(n + 1000))
    papers = zipped({"p.txt": b"paper", "q.mbox": mbox(*(message(n + 5000) for n in range(count)))})
    (leak / "mail.mbox").write_bytes(
        mbox(*(message(n + 2000) for n in range(count)), with_attachment(1, papers))
    )
    (leak / "carrier.eml").write_bytes(with_attachment(2, zipped({"other.txt": b"other"})))
    (leak / "z.zip").write_bytes(
        zipped(
            {"inner.zip": papers, "m.mbox": mbox(*(message(n + 3000) for n in range(count))), "t.txt": b"t"}
        )
    )
    (leak / "z.tgz").write_bytes(tarred({f"{n}.eml": message(n + 4000) for n in range(count)}, "w:gz"))
    (leak / "list.mbox.gz").write_bytes(gzip.compress(mbox(*(message(n + 6000) for n in range(count)))))
    cut = zipped({f"{n}.eml": message(n + 7000) for n in range(count)})
    (leak / "cut.zip").write_bytes(cut[: cut.index(b"PK\x01\x02")])
    (leak / "none.zip").write_bytes(cut[:50])
    (leak / "cut.tar").write_bytes(tarred({"a": b"a" * 900, "b": b"b" * 900})[:1700])


def test_adding_again_changes_nothing(case: Case, leak: Path) -> None:
    fill(leak)
    add(case, leak)
    first = dumped(case)
    again = add(case, leak)
    assert again.documents == 0
    assert dumped(case) == first
    again = add(case, leak / ".." / leak.name / "sub", leak / "mail.mbox", leak)
    assert again.documents == 0
    assert dumped(case) == first


def test_only_what_is_new_is_read(case: Case, leak: Path) -> None:
    fill(leak)
    add(case, leak)
    (leak / "sub" / "late.eml").write_bytes(message(77))
    assert add(case, leak).documents == 1


def test_a_changed_file_takes_the_old_ones_place(case: Case, leak: Path) -> None:
    fill(leak)
    add(case, leak)
    (leak / "sub" / "1.eml").write_bytes(message(99, "quite another text"))
    (leak / "mail.mbox").write_bytes(mbox(message(2000), message(98)))
    (leak / "carrier.eml").write_bytes(message(97, "nothing is attached any more"))
    add(case, leak)
    found = {receipt.container.rpartition("/")[2]: receipt for receipt in all_receipts(case)}
    assert found["mail.mbox"].taken == 2
    assert found["carrier.eml!2"].state == "gone"
    assert found["mail.mbox!#4!2"].state == "gone"
    assert len(all_documents(case)) > found["mail.mbox"].taken  # what was seen once is kept
    assert not any(code == "undecodable" and "carrier" in place for place, code in failures(case).items())


def test_things_that_vanish_or_change_their_kind(case: Case, leak: Path) -> None:
    fill(leak)
    add(case, leak)
    for name in ("carrier.eml", "mail.mbox", "z.zip", "sub/0.eml", "list.mbox.gz", "cut.zip", "none.zip"):
        (leak / name).unlink()
    shutil.rmtree(leak / "box")
    (leak / "z.tgz").write_text("a text now", encoding="utf-8")
    (leak / "sub" / "1.eml").unlink()
    (leak / "sub" / "1.eml").mkdir()
    (leak / "sub" / "2.eml").write_bytes(mbox(message(5), message(6)))
    (leak / "cut.tar").unlink()
    (leak / "cut.tar").mkdir()
    add(case, leak)
    present = {
        receipt.container.rpartition("/")[2] for receipt in all_receipts(case) if receipt.state == "done"
    }
    assert present == {leak.name, "2.eml"}
    (leak / "sub" / "2.eml").write_bytes(message(7))
    add(case, leak)
    assert add(case, leak).documents == 0


def test_what_comes_back_is_present_again(case: Case, leak: Path) -> None:
    fill(leak)
    add(case, leak)
    kept = dumped(case)
    shutil.move(leak, leak.parent / "away")
    leak.mkdir()
    add(case, leak)
    assert all(receipt.taken == 0 for receipt in all_receipts(case))
    leak.rmdir()
    shutil.move(leak.parent / "away", leak)
    assert add(case, leak).documents == 0
    assert sorted(dumped(case)) == sorted(kept)


def test_a_file_added_alone_first_has_one_account(case: Case, leak: Path) -> None:
    fill(leak)
    add(case, leak / "sub" / "0.eml", leak / "mail.mbox", leak / "sub" / "deep")
    assert next(receipt.kind for receipt in all_receipts(case)) == "mbox"
    add(case, leak)
    add(case, leak / "sub" / "0.eml")
    with case.reading() as connection:
        for stored in documents.after(connection, 0, 1000):
            real = [
                (c.container, c.place.path) for c in documents.copies(connection, stored.key) if not c.inside
            ]
            assert len(real) == len(set(real))
            assert len([c for c in real if c[0].endswith("0.eml") or c[1].endswith("sub/0.eml")]) <= 1
        assert containers.find(connection, (leak / "sub" / "0.eml").resolve().as_posix()) is not None


def test_one_path_given_twice_and_a_link_to_it(case: Case, leak: Path) -> None:
    (leak / "a.eml").write_bytes(message(1))
    link = leak.parent / "link"
    try:
        link.symlink_to(leak, target_is_directory=True)
    except OSError:
        pytest.skip("no symbolic links here")
    add(case, leak, link, leak / "a.eml")
    assert len(all_receipts(case)) == 1


_RUN = """
import sys
from pathlib import Path
import headwater.intake.batch as batch
import headwater.intake.pool as pool
import headwater.intake.run as run
from headwater.store import case as cases
batch._ITEMS = pool._BATCH_ITEMS = 7
with cases.open_case(Path(sys.argv[1])) as case:
    print("begun", flush=True)
    tell = lambda p: print(p.items, flush=True)
    run.take_in(case, [Path(sys.argv[2])], progress=tell, workers=int(sys.argv[3]))
print("done", flush=True)
"""


def killed_after(case: Path, leak: Path, lines: int, seconds: float, workers: int) -> bool:
    """Take ``leak`` in in another process and kill it some time after ``lines`` batches; whether it had ended."""
    with subprocess.Popen(
        [sys.executable, "-c", _RUN, str(case), str(leak), str(workers)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for _ in range(lines + 1):
            if process.stdout.readline() in ("done\n", ""):
                break
        time.sleep(seconds)
        process.kill()
        process.stdout.read()
    return process.returncode == 0


@pytest.mark.parametrize("seed", range(3))
def test_a_killed_run_ends_like_an_unbroken_one(tmp_path: Path, leak: Path, seed: int) -> None:
    fill(leak, 20)
    with cases.create(tmp_path / "whole") as whole:
        add(whole, leak)
        expected = dumped(whole)
    cases.create(tmp_path / "broken").close()
    chance = random.Random(seed)
    ended = [
        killed_after(tmp_path / "broken", leak, chance.randrange(1, 12), chance.random() / 50, workers)
        for workers in (0, 2, 1, 0)
    ]
    assert not ended[0]
    with cases.open_case(tmp_path / "broken") as broken:
        add(broken, leak)
        assert dumped(broken) == expected


def test_a_run_stopped_anywhere_ends_like_an_unbroken_one(tmp_path: Path, leak: Path) -> None:
    fill(leak, 4)
    with cases.create(tmp_path / "whole") as whole:
        add(whole, leak)
        expected = dumped(whole)

    class Stopped(Exception):
        pass

    with cases.create(tmp_path / "broken") as broken:
        for _ in range(100):
            left = [1]

            def stop(_: object, left: list[int] = left) -> None:
                left[0] -= 1
                if left[0] < 0:
                    raise Stopped

            try:
                take_in(broken, [leak], progress=stop)
                break
            except Stopped:
                continue
        add(broken, leak)
        assert dumped(broken) == expected
