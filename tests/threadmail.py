"""A small archive of invented mail with everything that threads and variants have: for tests of the desk and its faces.

A crane is moved by night. One message is only named by others, one only quoted; one came twice, by two ways; one has
lost its headers and is recognised by its subject; thirty answers stand below one another.
"""

from __future__ import annotations

from pathlib import Path

from headwater.desk import adding, cases

JANE, TOM = "Jane Roe <jane@port.example>", "Tom Hale <tom@port.example>"
_DAY = "Mon, {:02} Mar 2031 {:02}:00:00 +0000"


def letter(
    sender: str,
    to: str,
    subject: str,
    text: str,
    *,
    name: str = "",
    references: str = "",
    answers: str = "",
    day: int = 3,
    hour: int = 9,
    more: str = "",
) -> str:
    """One message as a file; identifiers without brackets, ``references`` separated by spaces."""
    lines = [f"From: {sender}", f"To: {to}", f"Subject: {subject}", f"Date: {_DAY.format(day, hour)}"]
    if name:
        lines.append(f"Message-ID: <{name}>")
    if references:
        lines.append("References: " + " ".join(f"<{one}>" for one in references.split()))
    if answers:
        lines.append(f"In-Reply-To: {answers}")
    return "\n".join([*lines, *more.splitlines(), "", text, ""])


def write(folder: Path) -> None:
    """The archive as one file for each message."""
    folder.mkdir(parents=True)
    quoting = "It was moved.\n\nOn Sun, 2 Mar 2031 at 20:00, Eve Moss <eve@far.example> wrote:\n> Who moved the crane on Saturday night, and why was I not told?\n"
    mails = {
        "a-question": letter(JANE, TOM, "Crane 4", "Where is the crane now?", name="1.1@port.example"),
        "b-answer": letter(
            TOM,
            JANE,
            "Re: Crane 4",
            "At the north quay.",
            name="1.2@port.example",
            references="1.1@port.example",
            hour=10,
        ),
        "c-ghost": letter(
            JANE,
            TOM,
            "Re: Crane 4",
            "Thanks.\n\nOn Mon, 3 Mar 2031 at 11:00, Sam Okoro <sam@port.example> wrote:\n> Take the ferry gate, the other one is shut.\n",
            name="1.4@port.example",
            references="1.1@port.example 1.3@port.example",
            hour=12,
        ),
        "d-lost": letter(TOM, JANE, "AW: [port] Crane 4", quoting, day=5),
        "e-twice": letter(
            JANE, TOM, "Barge", "The barge is late.", name="2.1@port.example", day=6, more="X-Box: sent"
        ),
        "f-twice": letter(
            JANE,
            TOM,
            "Barge",
            "The barge is very late.",
            name="2.1@port.example",
            day=6,
            more="Received: by far.example",
        ),
        "g-alike": letter(JANE, TOM, "Barge", "The  BARGE is\nlate.", day=6),
    }
    for name, text in mails.items():
        (folder / f"{name}.eml").write_text(text, encoding="utf-8", newline="\n")
    for n in range(1, 31):
        answers = f"Your message <3.{n - 1}@port.example>" if n > 1 else ""
        deep = letter(TOM, JANE, "Re: Tide", f"Line {n}.", name=f"3.{n}@port.example", answers=answers, day=7)
        (folder / f"tide-{n:02}.eml").write_text(deep, encoding="utf-8", newline="\n")


def build(root: Path) -> None:
    """A case in ``root`` with the archive, made beside it."""
    write(root.parent / "leak")
    with cases.new_case(root, name="Crane 4") as case:
        adding.add(case, [root.parent / "leak"])
