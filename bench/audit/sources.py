"""The two archives that articles are written about: real print-outs of the State Department, and invented mail."""

from __future__ import annotations

import email
import email.policy
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from hashlib import sha256
from pathlib import Path

import letters
from letters import Letter
from places import Archive, Document, Passage, damage

from mailgen.layouts import MBOX
from mailgen.layouts import Archive as Layout
from mailgen.records import Item, Spec
from mailgen.stream import Stream

VERSION = 2
"""Goes up when the same arguments make another archive, so that no kept case is taken for it."""

MESSAGES, LETTERS, DAMAGED = 3_000, 500, 60
LONGEST, SHORTEST = 40, 5

_STAMP = re.compile(
    r"UNCLASSIFIED|U\.S\. Department of State|Case No|Doc No|^ *Date:|RELEASE IN|STATE DEPT|SUBJECT TO AGREEMENT|"
    r"^ *(FULL|PART)\b|^ *B\d\b| B\d *$|^ *(Attachments|Importance|Subject|Sent|To|Cc|From)\b *:?"
)
_FROM = re.compile(r"^ *From:? +(\S.*)$")
_SENT = re.compile(r"^ *Sent:? +(\S.*)$")
_HEAD = re.compile(r"^ *From\b *(?::|  +\S)")
_OTHERS = re.compile(
    r"^ *(-+ ?Original|Original Message|Begin forwarded|>|On .{6,80}wrote|By [A-Z]|BY [A-Z])|https?:|www\.|"
    r"\((AP|AFP|Reuters|CNN)\)|REMARKS|QUESTION:|Remarks",
)
_KNOWN = 3
"""So many messages a person must have written, for the name not to be a misread one."""

_PERSON = re.compile(
    r"^([A-Z][a-z]+(?:-[A-Z][a-z]+)?), ([A-Z][a-z]+(?:-[A-Z][a-z]+)?)(?: [A-Z]\.?)?(?: *[<\[(].*)?$"
)
_DAY = re.compile(r"^[A-Z][a-z]+day, ([A-Z][a-z]+ \d{1,2}, 20\d\d)\b")
_SENTENCE = re.compile(r"(?<=[a-z)][.!?]) +(?=[A-Z])")
_PLAIN = re.compile(r"[A-Z][A-Za-z0-9 ,.;:'’()$%-]+[.!?]")
_MIXED = re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])\w+|--|\.\.|[,.;:][A-Za-z]|\b[B-HJ-Z]\b| [.,;:]")


def clinton(folder: Path, out: Path) -> Archive:
    """The texts below ``folder``, copied to ``out``/mail, where 60 have a passage damaged; the same every time."""
    draw = random.Random("clinton")
    paths = sorted(folder.rglob("C0*.txt"))
    texts = {path.name: path.read_bytes().decode("utf-8", errors="replace") for path in paths}
    vocabulary = Counter(word for text in texts.values() for word in re.findall(r"[a-z]+", text.casefold()))
    found = {
        name: [run for run in _runs(text) if _readable(run[0], vocabulary)] for name, text in texts.items()
    }
    usable = [name for name, runs in found.items() if runs]
    misread: dict[str, str] = {}
    for name in draw.sample(usable, DAMAGED):
        words = draw.choice(found[name])[0]
        printed = _printed_with(texts[name], words, damage(words, draw, vocabulary))
        if printed != texts[name]:
            texts[name], misread[name] = printed, words
    _emptied(out).joinpath("mail").mkdir()
    documents, passages = list[Document](), list[Passage]()
    heads = {name: _heading(text) for name, text in texts.items()}
    known = Counter(speaker for speaker, _ in heads.values() if speaker)
    for name, text in texts.items():
        raw = text.encode()
        (out / "mail" / name).write_bytes(raw)
        speaker, day = heads[name]
        documents.append(Document(sha256(raw).hexdigest(), text, day))
        for words, top in found[name]:
            plain = top and known[speaker or ""] >= _KNOWN
            passages.append(
                Passage(
                    words,
                    documents[-1].sha256,
                    speaker if plain else None,
                    day if plain else None,
                    damaged=misread.get(name) == words,
                )
            )
    return Archive(
        out / "mail", documents, passages, sorted(name for name, count in known.items() if count >= _KNOWN)
    )


def _emptied(out: Path) -> Path:
    """The folder ``out`` without the mail of an earlier run, which had the same bytes."""
    shutil.rmtree(out / "mail", ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)
    return out


def _heading(text: str) -> tuple[str | None, str | None]:
    """Who wrote the first message and on which day, where both are plainly readable."""
    lines = text.split("\n")[:40]
    sender = next((match[1].strip() for line in lines if (match := _FROM.match(line))), "")
    sent = next((match[1].strip() for line in lines if (match := _SENT.match(line))), "")
    person, day = _PERSON.match(sender), _DAY.match(sent)
    if not person or not day:
        return None, None
    try:
        when = datetime.strptime(day[1], "%B %d, %Y")
    except ValueError:
        return None, None
    return f"{person[2]} {person[1]}", when.date().isoformat()


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """One or two sentences that stand in one paragraph, and whether the first message's writer wrote them.

    What stands below a second header, a mark of quoting, a byline or a link may be another's.
    """
    heads, paragraph = 0, list[str]()
    for line in [*text.split("\n"), ""]:
        if _HEAD.match(line):
            heads += 1
        elif _OTHERS.search(line):
            heads = 2
        if line.strip() and not (_STAMP.search(line) or _HEAD.match(line) or _OTHERS.match(line)):
            paragraph.append(line.strip())
            continue
        yield from ((run, heads == 1) for run in _sentences(" ".join(paragraph)))
        paragraph = []


def _sentences(paragraph: str) -> Iterator[str]:
    whole = _SENTENCE.split(" ".join(paragraph.split()))
    for number, one in enumerate(whole):
        both = " ".join(whole[number : number + 2])
        if SHORTEST + 2 <= len(one.split()) <= LONGEST:
            yield both if number % 4 == 0 and len(both.split()) <= LONGEST else one


def _readable(words: str, vocabulary: Counter[str]) -> bool:
    """Whether a passage is free of misread words, columns run together and cut ends."""
    if not _PLAIN.fullmatch(words) or _MIXED.search(words) or "- " in words:
        return False
    small = re.findall(r"\b[a-z]+\b", words)
    return len(small) >= 5 and all(vocabulary[word] >= 8 for word in small)


def _printed_with(text: str, words: str, other: str) -> str:
    """``text`` with ``other`` in place of ``words``, in the same lines."""
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words.split()))
    match = pattern.search(text)
    if match is None:
        return text
    gaps = re.findall(r"\s+", match[0])
    pieces = other.split(" ")
    return (
        text[: match.start()]
        + "".join(word + gap for word, gap in zip(pieces, [*gaps, ""], strict=True))
        + text[match.end() :]
    )


def mail(seed: int, out: Path) -> Archive:
    """3,000 messages of bench/mailgen and 500 letters as mbox files below ``out``/mail."""
    draw = random.Random(f"mail {seed}")
    layout = Layout(_emptied(out), MBOX, 1_000)
    documents, passages = list[Document](), list[Passage]()
    for item in Stream(Spec(messages=MESSAGES, seed=seed)):
        layout.put(item)
        message = email.message_from_bytes(item.raw, policy=email.policy.compat32)
        documents.append(Document(item.sha256, _all_text(item.raw), _day(message["Date"])))
        passages += of_item(item)
    layout.close()
    made = letters.letters(draw, LETTERS, DAMAGED)
    with (out / "mail" / "letters.mbox").open("wb") as file:
        for letter, raw in _posted(made, draw):
            file.write(b"From %b Mon Jan  8 08:30:00 2007\n%b\n" % (letter.writer.address.encode(), raw))
            documents.append(Document(sha256(raw).hexdigest(), _all_text(raw), f"{letter.when:%Y-%m-%d}"))
    passages += _of_letters(made, documents[-len(made) :])
    return Archive(out / "mail", documents, passages, sorted({letter.writer.name for letter in made}))


def _posted(made: list[Letter], draw: random.Random) -> Iterator[tuple[Letter, bytes]]:
    for letter in made:
        yield letter, letters.written(letter, draw).as_bytes(policy=email.policy.default.clone(linesep="\n"))


def _of_letters(made: list[Letter], documents: list[Document]) -> Iterator[Passage]:
    answers: dict[int, list[str]] = {}
    for letter in made:
        if letter.answers and letter.style == "marks" and letter.writer != letter.answers.writer:
            answers.setdefault(id(letter.answers), []).append(letter.writer.name)
    for letter, document in zip(made, documents, strict=True):
        for paragraph in letter.paragraphs:
            for number, one in enumerate(paragraph):
                both = " ".join(paragraph[number : number + 2])
                words = both if number == 0 and len(both.split()) <= LONGEST else one
                if len(one.split()) < SHORTEST + 2 or (
                    words == both != one and paragraph[1] in letter.misread
                ):
                    continue
                yield Passage(
                    words, document.sha256, letter.writer.name, document.day, letter.reader.name,
                    tuple(answers.get(id(letter), ())), one in letter.misread,
                )  # fmt: skip


def of_item(item: Item) -> Iterator[Passage]:
    """Paragraphs of a message's own plain text, where it is English and sound."""
    odd = {"odd-date", "unthreaded", "forward", "html-only", "interleaved", "outlook"} & {*item.traits}
    if item.language != "en" or item.damage or odd or item.copy_of is not None or item.variant_of is not None:
        return
    message = email.message_from_bytes(item.raw, policy=email.policy.default)
    part = message.get_body(("plain",)) if isinstance(message, EmailMessage) else None
    name = parseaddr(str(message["From"]))[0]
    if part is None or not re.fullmatch(r"[A-Z][a-z]+ [A-Z][a-z]+", name):
        return
    blocks = part.get_content().split("\n\n")
    quoted = next((at for at, block in enumerate(blocks) if re.search(r"^>", block, re.MULTILINE)), 3)
    for block in blocks[1 : min(3, quoted)]:
        words = " ".join(block.split())
        for one in re.split(r"(?<=\.) +(?=[A-Z])", words):
            if 8 <= len(one.split()) <= LONGEST and _PLAIN.fullmatch(one) and "wrote" not in one:
                yield Passage(one, item.sha256, name, _day(message["Date"]))


def _day(header: str | None) -> str | None:
    """The day of a Date header, where it is the same in the writer's zone and in UTC."""
    try:
        when = parsedate_to_datetime(str(header))
        zoned = when if when.tzinfo else when.replace(tzinfo=UTC)
        return zoned.date().isoformat() if zoned.astimezone(UTC).date() == zoned.date() else None
    except (TypeError, ValueError, OverflowError):
        return None


def _all_text(raw: bytes) -> str:
    """All text parts of a message, markup taken out, quote marks too."""
    pieces = []
    for part in email.message_from_bytes(raw).walk():
        if part.get_content_maintype() != "text":
            continue
        data = part.get_payload(decode=True)
        if isinstance(data, bytes):
            charset = part.get_content_charset() or "utf-8"
            try:
                text = data.decode(charset, errors="replace")
            except LookupError:
                text = data.decode("latin-1")
            pieces.append(re.sub(r"<[^<>]{1,200}>|^[> ]+", " ", text, flags=re.MULTILINE))
    return "\n".join(pieces)


def shifted(day: str, days: int) -> str:
    """The day so many days later."""
    return (datetime.fromisoformat(day) + timedelta(days=days)).date().isoformat()
