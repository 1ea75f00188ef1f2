"""The files of the demo hold what its manifest says; nothing of Headwater but the package data is used here."""

from __future__ import annotations

import email
import hashlib
import html
import io
import itertools
import json
import mailbox
import re
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from email import policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

import dkim
import pytest

from headwater import demo

ARCHIVE = demo.archive()
EXPECTED: dict[str, Any] = json.loads(demo.expected())
DOCUMENTS: dict[str, dict[str, Any]] = EXPECTED["documents"]
CLAIMS: list[dict[str, Any]] = EXPECTED["claims"]
LEVELS = ("person", "institution", "side")


def files() -> list[Path]:
    return sorted(path for path in ARCHIVE.rglob("*") if path.is_file())


def zipped(name: str) -> bytes:
    with zipfile.ZipFile(ARCHIVE / "evidence" / "harbour-office.zip") as archive:
        return archive.read(name)


def tarred() -> dict[str, bytes]:
    with tarfile.open(ARCHIVE / "evidence" / "court-file.tar.gz") as archive:
        members = {member.name: archive.extractfile(member) for member in archive.getmembers()}
        return {name: stream.read() for name, stream in members.items() if stream is not None}


@cache
def mbox_messages() -> dict[str, bytes]:
    """Message-ID to the unescaped message."""
    with closing(mailbox.mbox(ARCHIVE / "mail" / "tidewrack.mbox", create=False)) as box:
        raw = [re.sub(rb"(?m)^>(>*From )", rb"\1", box.get_bytes(key)) for key in box.iterkeys()]
    return {str(parsed(data)["Message-ID"]).strip("<>"): data for data in raw}


def parsed(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def raw_copy(key: str, copy: Mapping[str, str]) -> bytes:
    if copy["file"].endswith(".mbox"):
        return mbox_messages()[DOCUMENTS[key]["message_id"]]
    if copy["file"].endswith(".zip"):
        return zipped(copy["member"])
    if copy["file"].endswith(".tar.gz"):
        return tarred()[copy["member"]]
    return (ARCHIVE / copy["file"]).read_bytes()


def attachment(holder: str, name: str) -> bytes:
    for part in parsed(raw(holder)).iter_attachments():
        if part.get_filename() == name:
            data = part.get_payload(decode=True)
            assert isinstance(data, bytes)
            return data
    raise AssertionError(f"{holder} carries no {name}")


def raw(key: str) -> bytes:
    document = DOCUMENTS[key]
    if document["copies"]:
        return raw_copy(key, document["copies"][0])
    return attachment(document["attached_to"][0], document["attachment"])


def decoded(data: bytes) -> str:
    """As a browser would: what says ISO-8859-1 is read as Windows-1252."""
    return data.decode("cp1252" if b"iso-8859-1" in data[:200].lower() else "utf-8")


def text(key: str) -> str:
    """What a reader sees of a document, line ends as LF."""
    data = raw(key)
    if DOCUMENTS[key]["kind"] != "message":
        return html.unescape(decoded(data))
    body = parsed(data).get_body(("plain", "html"))
    assert body is not None
    payload = body.get_payload(decode=True)
    assert isinstance(payload, bytes)
    charset = str(body.get_content_charset())
    shown = payload.decode("cp1252" if charset == "iso-8859-1" else charset).replace("\r\n", "\n")
    return html.unescape(shown) if body.get_content_type() == "text/html" else shown


def passages(node: Any) -> Iterator[tuple[str, str]]:
    """Every {"in", "words"} in the manifest, at any depth."""
    if isinstance(node, dict):
        if "in" in node and "words" in node:
            yield node["in"], node["words"]
        for value in node.values():
            yield from passages(value)
    elif isinstance(node, list):
        for value in node:
            yield from passages(value)


def nested(message: EmailMessage) -> Iterator[EmailMessage]:
    """The messages attached to a message, at any depth."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0)
            assert isinstance(inner, EmailMessage)
            yield inner


def all_messages() -> list[bytes]:
    """Every message item of every container, copies included."""
    loose = [path.read_bytes() for path in files() if path.suffix in {".eml", ".calder"}]
    inside = [zipped(n) for n in ("circulated/how-it-works.eml", "inspectorate/statement-2031-03-18.eml")]
    inside += [data for name, data in tarred().items() if name.endswith(".eml")]
    return [*mbox_messages().values(), *loose, *inside]


def lookup(name: bytes, timeout: int = 5) -> bytes | None:
    """The archived DNS record in place of the network."""
    archived, value = demo.dns_key()
    return value.encode("ascii") if name.decode("ascii").rstrip(".") == archived else None


def test_a_second_run_of_the_generator_gives_the_same_bytes(tmp_path: Path) -> None:
    script = Path(__file__).parents[2] / "scripts" / "make_demo.py"
    subprocess.run([sys.executable, str(script), str(tmp_path / "archive")], check=True)
    made = {
        p.relative_to(tmp_path / "archive"): p.read_bytes()
        for p in (tmp_path / "archive").rglob("*")
        if p.is_file()
    }
    assert made == {path.relative_to(ARCHIVE): path.read_bytes() for path in files()}


def test_counts() -> None:
    counts, items = EXPECTED["counts"], EXPECTED["items"]
    messages = all_messages()
    assert len(messages) == counts["message_items"]
    assert len({parsed(data)["Message-ID"] for data in messages}) == counts["messages"]
    assert len({hashlib.sha256(data).digest() for data in messages}) == counts["message_documents"]
    holders = [inner for data in set(messages) for inner in nested(parsed(data))]
    assert len(holders) == counts["nested_messages"]
    assert len(mbox_messages()) == items["mail/tidewrack.mbox"]
    for folder in ("mail/carrasquel", "mail/loose", "papers"):
        assert len([p for p in (ARCHIVE / folder).rglob("*") if p.is_file()]) == items[folder]
    kinds = Counter(document["kind"] for document in DOCUMENTS.values())
    assert {kind: kinds[kind] for kind in ("text", "html", "file")} == counts["documents"]
    attached = [n for d in DOCUMENTS.values() for n in d.get("attached_to", ())]
    assert len(attached) == counts["attachments"]


def test_the_manifest_names_every_file_and_nothing_else() -> None:
    named = {copy["file"] for document in DOCUMENTS.values() for copy in document["copies"]}
    assert named == {path.relative_to(ARCHIVE).as_posix() for path in files()}


@pytest.mark.parametrize("key", DOCUMENTS)
def test_every_document_is_where_the_manifest_says(key: str) -> None:
    document = DOCUMENTS[key]
    for copy in document["copies"]:
        data = raw_copy(key, copy)
        if document["kind"] == "message":
            message = parsed(data)
            assert str(message["Message-ID"]).strip("<>") == document["message_id"]
            assert key in EXPECTED["undated"] or message["Date"].datetime.isoformat() == document["date"]
            assert message["From"].addresses[0].display_name == document["from"]
    for holder in document.get("attached_to", ()):
        assert attachment(holder, document["attachment"])


def test_duplicates_have_the_same_bytes_and_variants_do_not() -> None:
    first, second = (raw_copy("denial-1", copy) for copy in DOCUMENTS["denial-1"]["copies"])
    assert first == second
    assert raw("wire") == attachment("wire-1", "meridian-wire.txt")
    # The standard library turns nothing of a carried message, so its bytes can be looked for in the carrier.
    assert raw("num-3") in raw("num-4")
    assert raw("num-4") in raw("review-5")
    single, in_mbox = (raw_copy("rule-1", copy) for copy in DOCUMENTS["rule-1"]["copies"])
    assert single != in_mbox
    assert single.replace(b"\r\n", b"\n") == in_mbox


def test_escaped_separators_occur_once_and_twice() -> None:
    data = (ARCHIVE / "mail" / "tidewrack.mbox").read_bytes()
    assert b"\n>From the mole" in data
    assert b"\n>>From the mole" in data
    assert "\nFrom the mole" in "\n" + text("tow-5")
    assert "\n>From the mole" in text("tow-6")


def test_the_damaged_member_is_damaged_and_alone() -> None:
    (damaged,) = EXPECTED["damaged"]
    with zipfile.ZipFile(ARCHIVE / damaged["file"]) as archive:
        broken = [name for name in archive.namelist() if not _opens(archive, name)]
    assert broken == [damaged["member"]]


def _opens(archive: zipfile.ZipFile, name: str) -> bool:
    try:
        return bool(archive.read(name))
    except zipfile.BadZipFile:
        return False


def test_the_signed_mail_verifies_and_the_altered_one_does_not() -> None:
    good, bad = EXPECTED["planted"]["signed_mail"], EXPECTED["planted"]["altered_mail"]
    for copy in DOCUMENTS[good["in"]]["copies"]:
        assert dkim.verify(raw_copy(good["in"], copy), dnsfunc=lookup)
    assert not dkim.verify(raw(bad["in"]), dnsfunc=lookup)
    assert text(bad["in"]) == text(good["in"]).replace(bad["before"], bad["after"]) != text(good["in"])


@pytest.mark.parametrize(("key", "words"), sorted(set(passages(EXPECTED))))
def test_every_passage_stands_in_its_document(key: str, words: str) -> None:
    assert words in text(key)


def test_the_rule_and_its_events_stand_in_their_documents() -> None:
    rule = EXPECTED["planted"]["rule"]
    for branch in rule["branches"]:
        assert branch["words"] in text("rule-1")
    rows = text("chronology").splitlines()[1:]
    events = EXPECTED["planted"]["events"]
    assert len(rows) == len(events)
    for row, event in zip(rows, events, strict=True):
        assert row.startswith(event["row"])
        assert event["response_date"] is None or event["response_date"] in row


def test_figures_clash_where_the_manifest_says_so() -> None:
    clashes = {
        figure["kind"]: figure["values"] for figure in EXPECTED["planted"]["figures"] if figure["clash"]
    }
    total = clashes["total against parts"]
    assert sum(total["parts"]) == total["sum"] != total["total"]
    money = clashes["one amount in two currencies"]
    fits = [abs(money["crowns"] / money["rate"] - dollars) < 10_000 for dollars in money["dollars"]]
    assert fits == [True, False]
    fall = clashes["percentage of a base"]
    falls = [abs(100 * (1 - after / fall["before"]) - fall["per_cent"]) < 0.5 for after in fall["after"]]
    assert falls == [True, False]


def test_quotations_of_the_article_are_as_their_verdicts_say() -> None:
    article = EXPECTED["planted"]["article"]
    mails = " ".join(text(key) for key in DOCUMENTS if key not in {article["in"], "locked-note"})
    for quotation in article["quotations"]:
        words, true = quotation["article"], quotation["true"]
        assert words in text(article["in"])
        if quotation["verdict"] == "not found":
            assert words.strip(",.") not in mails
            continue
        assert true in text(quotation["in"])
        assert (words.strip(",.") in true) == (quotation["verdict"] in {"exact", "out of context"})
    for figure in article["figures"]:
        assert figure["article"] in text(article["in"])
        assert figure["true"] in text(figure["in"])
    for words in article["inferences"] + article["unsourced"]:
        assert words in text(article["in"])


def test_forwards_are_three_deep() -> None:
    planted = EXPECTED["planted"]["nested_forwards"]
    quoted = text(planted["quoted"]["in"])
    *forwarders, source = planted["quoted"]["chain"][1:]
    places = [quoted.index(f"From: {name}") for name in forwarders] + [quoted.index(f"{source} said:")]
    assert places == sorted(places)
    outer = parsed(raw(planted["attached"]["in"]))
    found = [outer, *nested(outer)]
    assert [str(m["Message-ID"]).strip("<>") for m in found] == planted["attached"]["message_ids"]


def test_replies_and_forwards_refer_to_messages_that_are_there() -> None:
    known = {document["message_id"] for document in DOCUMENTS.values() if document["kind"] == "message"}
    replies = [str(parsed(data)["In-Reply-To"] or "").strip("<>") for data in all_messages()]
    assert set(filter(None, replies)) <= known
    assert len(list(filter(None, replies))) > 30


def test_all_domains_are_reserved_for_fiction() -> None:
    sources = [decoded(raw(key)) for key in DOCUMENTS if DOCUMENTS[key]["kind"] in {"text", "html"}]
    sources += [
        text(key) + str(parsed(raw(key)).items()) for key in DOCUMENTS if DOCUMENTS[key]["kind"] == "message"
    ]
    for source in sources:
        for host in re.findall(r"(?:@|://|\.|from |by )((?:[\w-]+\.)+[A-Za-z]{2,})\b", source):
            assert host.rsplit(".", 1)[1] in {"example", "test", "invalid", "txt", "html", "csv", "gpg"}, host


def test_file_names_are_good_on_every_system() -> None:
    for path in files():
        assert re.fullmatch(r"[A-Za-z0-9._/-]+", path.relative_to(ARCHIVE).as_posix())


def _support(
    claim: dict[str, Any], role: str, part: int | None, level: str, strict: bool, faithful: bool
) -> list[set[str]]:
    """Every smallest cut of a claim's support or dispute, by trying all sets: DESIGN's definition read aloud."""
    graph = _Graph(claim, level, strict)
    entries = [
        f"{link['id']}/1"
        for link in claim["links"]
        if link["role"] == role and (part is None or part in link["parts"])
    ]
    colours = sorted(set(graph.actor.values()))
    for size in range(len(colours) + 1):
        cuts = [
            set(c)
            for c in itertools.combinations(colours, size)
            if not graph.holds(set(c), faithful) & set(entries)
        ]
        if cuts:
            return cuts
    raise AssertionError("striking everybody leaves nothing")


class _Graph:
    """Nodes ID/1 .. ID/n of each link's chain; the end of a chain rests on what is recorded for its link."""

    def __init__(self, claim: dict[str, Any], level: str, strict: bool) -> None:
        self.actor: dict[str, str] = {}
        self.origins: set[str] = set()
        self.rests: list[tuple[str, str]] = []
        recorded = {d["of"]: [f"{source}/1" for source in d["from"]] for d in claim["derivations"]}
        for link in claim["links"]:
            nodes = [f"{link['id']}/{n}" for n in range(1, len(link["chain"]) + 1)]
            for node, name in zip(nodes, link["chain"], strict=True):
                self.actor[node] = self._colour(node, name, level, strict)
            self.rests += itertools.pairwise(nodes)
            self.rests += [(nodes[-1], source) for source in recorded.get(link["id"], ())]
            unresolved = link["basis"] != "witnessed" and link["id"] not in recorded
            if link["basis"] == "witnessed" or (unresolved and not strict):
                self.origins.add(nodes[-1])

    @staticmethod
    def _colour(node: str, name: str, level: str, strict: bool) -> str:
        known = EXPECTED["actors"].get(name)
        if level == "person":
            return name if known else node
        return known[level] if known else ("(unknown)" if strict else node)

    def loops(self) -> list[list[str]]:
        """Groups of actors each of whom rests on the others."""
        below = {a: {a} for a in self.actor.values()}
        for _ in below:
            for v, p in self.rests:
                below[self.actor[v]] |= below[self.actor[p]]
        groups = {tuple(sorted(b for b in below if b in below[a] and a in below[b])) for a in below}
        return sorted(list(group) for group in groups if len(group) > 1)

    def holds(self, struck: set[str], faithful: bool) -> set[str]:
        """Supp(struck)."""
        held: set[str] = set()
        while True:
            more = {n for n in self.origins if self.actor[n] not in struck}
            more |= {v for v, p in self.rests if p in held and (faithful or self.actor[v] not in struck)}
            if more <= held:
                return held
            held |= more


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim["id"])
@pytest.mark.parametrize("role", ["supports", "disputes"])
def test_intervals_follow_from_links_and_derivations(claim: dict[str, Any], role: str) -> None:
    for level, way in itertools.product(LEVELS, ("counting_carriers", "carriers_faithful")):
        faithful = way == "carriers_faithful"
        counted = [len(_support(claim, role, None, level, strict, faithful)[0]) for strict in (True, False)]
        assert counted == claim["expected"][role][level][way], (level, way)
    for number, part in enumerate(claim["expected"]["parts"], start=1):
        counted = [len(_support(claim, role, number, "person", strict, False)[0]) for strict in (True, False)]
        assert counted == part[role], number


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim["id"])
def test_weak_links_and_origins_follow_too(claim: dict[str, Any]) -> None:
    cuts = _support(claim, "supports", None, "person", False, False)
    ends = {f"{link['id']}/{len(link['chain'])}": link["chain"][-1] for link in claim["links"]}
    named = {ends.get(next(iter(cut)), next(iter(cut))) for cut in cuts if len(cut) == 1}
    assert sorted(named) == sorted(claim["expected"]["weak_links"])
    reached = {
        ends[f"{link['id']}/{len(link['chain'])}"] for link in claim["links"] if link["role"] == "supports"
    }
    assert set(claim["expected"]["origins"]) <= reached
    assert _Graph(claim, "person", strict=False).loops() == claim["expected"]["loops"]


def test_an_unnamed_rewrite_looks_like_an_origin_until_its_derivation_is_recorded() -> None:
    for claim in CLAIMS:
        if "before_derivations" in claim["expected"]:
            before = {**claim, "derivations": []}
            cuts = [_support(before, "supports", None, "person", strict, False) for strict in (True, False)]
            assert [len(cut[0]) for cut in cuts] == claim["expected"]["before_derivations"]


def test_links_name_parts_and_derivations_that_exist() -> None:
    for claim in CLAIMS:
        identifiers = [link["id"] for link in claim["links"]]
        assert len(set(identifiers)) == len(identifiers)
        for link in claim["links"]:
            assert set(link["parts"]) <= set(range(1, len(claim["parts"]) + 1))
            assert link["parts"]
        for derivation in claim["derivations"]:
            assert {derivation["of"], *derivation["from"]} <= set(identifiers)


def test_tar_and_zip_open_from_memory() -> None:
    assert len(tarred()) == EXPECTED["items"]["evidence/court-file.tar.gz"]
    data = (ARCHIVE / "evidence" / "harbour-office.zip").read_bytes()
    assert (
        len(zipfile.ZipFile(io.BytesIO(data)).namelist()) == EXPECTED["items"]["evidence/harbour-office.zip"]
    )
