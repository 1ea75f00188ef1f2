"""A small leak as a folder of files: mails in a thread, mail in HTML with traps in it, a PDF, a text. All of it is fiction."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import papers

HOSTILE = """<html><head><title>Tariff</title><style>body{background:url(http://far.example/a.png)}</style>
<meta http-equiv="refresh" content="0;url=http://far.example/"><base href="http://far.example/">
<link rel="stylesheet" href="http://far.example/a.css"></head>
<body onload="alert(1)" background="http://far.example/b.png"><h1>The <b>tariff</b></h1>
<script>document.write('<img src=http://far.example/c.png>')</script>
<img src="http://far.example/d.png" alt="a crane"><img src="cid:pic" alt="a chart">
<a href="https://far.example/page">the list</a><a href="javascript:alert(2)">run</a>
<form action="http://far.example/send"><input name="password"><button>Send</button></form>
<iframe src="http://far.example/frame"></iframe><object data="http://far.example/o"></object>
<svg><image href="http://far.example/e.svg"/></svg>
<table><tr><td style="color:red;background:url(http://far.example/f.png)">Berth 4</td><td>90</td></tr></table>
<p style="position:fixed;left:0">Dues</p></body></html>"""


def mail(
    by: str, subject: str, text: str, *, number: int, answers: int | None = None, day: int = 1
) -> EmailMessage:
    """A plain message of March 2010; ``number`` gives it its identifier, ``answers`` that of the one it answers."""
    made = EmailMessage()
    made["From"] = f"{by.title()} <{by}@pier.example>"
    made["To"] = "Bo <bo@pier.example>"
    made["Date"] = f"{day:02d} Mar 2010 10:00:00 +0000"
    made["Subject"] = subject
    made["Message-ID"] = f"<{number}@pier.example>"
    if answers is not None:
        made["In-Reply-To"] = f"<{answers}@pier.example>"
    made.set_content(text)
    return made


def write(folder: Path) -> Path:
    """Write the leak into a new folder in ``folder``, and return it."""
    root = folder / "leak"
    (root / "ada" / "Inbox").mkdir(parents=True)
    (root / "ada" / "Sent").mkdir()
    (root / "papers" / "2010").mkdir(parents=True)
    first = mail("ada", "Übergabe", "The password is under the mat.\n\nAda", number=1)
    answer = mail("bo", "Re: Übergabe", "It is not there.\n", number=2, answers=1, day=2)
    pages = papers.pdf_of(["The ledger of the pier", "Page two of it"])
    traps = mail("eve", "Tariff", "The tariff in words.", number=3, day=5)
    traps.add_alternative(HOSTILE, subtype="html")
    traps.add_attachment(pages, maintype="application", subtype="pdf", filename="ledger.pdf")
    (root / "ada" / "Inbox" / "2.eml").write_bytes(bytes(answer))
    (root / "ada" / "Inbox" / "3.eml").write_bytes(bytes(traps))
    (root / "ada" / "Sent" / "1.eml").write_bytes(bytes(first))
    (root / "papers" / "2010" / "tariff.html").write_text(HOSTILE, encoding="utf-8")
    (root / "papers" / "notes.txt").write_text("A note on the crane.\n", encoding="utf-8")
    (root / "papers" / "plan.bin").write_bytes(bytes(range(256)) * 40)
    return root
