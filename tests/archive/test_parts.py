"""Parts of messages: own, quoted, forwarded, signed. All people are invented."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.archive.parts import Part, split_parts


def shape(parts: tuple[Part, ...]) -> list[tuple[str, int, str]]:
    return [(p.kind.value, p.depth, p.writer) for p in parts]


def words(part: Part, text: str) -> list[str]:
    return [s.of(text) for s in part.spans]


@pytest.mark.parametrize(
    ("line", "writer"),
    [
        ("On Mon, Mar 5, 2012 at 9:00 AM, Dora Quill <dora@y.example> wrote:", "Dora Quill"),
        ("On Mar 5, 2012, at 9:00, Dora Quill wrote:", "Dora Quill"),
        ("On 03/05/2012 09:00 AM, dora@y.example wrote:", "dora@y.example"),
        ("On Mon, Mar 5, 2012 at 9:00 AM, Dora Quill\n<dora@y.example> wrote:", "Dora Quill"),
        ("Le 5 mars 2012 à 09:00, Dora Quill <dora@y.example> a écrit :", "Dora Quill"),
        ("El 5 de marzo de 2012, 9:00, Dora Quill <dora@y.example> escribió:", "Dora Quill"),
        ("Am 05.03.2012 um 09:00 schrieb Dora Quill <dora@y.example>:", "Dora Quill"),
        ("Dora Quill <dora@y.example> wrote:", "Dora Quill"),
    ],
)
def test_reply_lines(line: str, writer: str) -> None:
    text = f"Yes.\n\n{line}\n> Shall we?\n> Dora\n"
    parts = split_parts(text)
    assert shape(parts) == [("own", 0, ""), ("quoted", 1, writer)]
    assert words(parts[1], text) == ["Shall we?\n> Dora"]
    assert parts[1].named is not None
    assert parts[1].named.of(text) == writer


@pytest.mark.parametrize(
    ("marker", "kind"),
    [
        ("-----Original Message-----", "quoted"),
        ("----- Original Message -----", "quoted"),
        ("-----Ursprüngliche Nachricht-----", "quoted"),
        ("-----Mensaje original-----", "quoted"),
        ("---------- Forwarded message ----------", "forwarded"),
        ("Begin forwarded message:", "forwarded"),
        ("--- Original Message", "quoted"),
    ],
)
def test_rules_with_headers(marker: str, kind: str) -> None:
    text = f"See below.\n\n{marker}\nFrom: Dora Quill <dora@y.example>\nSent: Monday, March 5, 2012 9:00 AM\nTo: Anna; Carl\nSubject: dock\n\nIt is closed."
    own, part = split_parts(text)
    assert words(own, text) == ["See below."]
    assert (part.kind, part.writer, part.subject, part.recipients) == (
        kind,
        "Dora Quill",
        "dock",
        ("Anna", "Carl"),
    )
    assert part.date == "Monday, March 5, 2012 9:00 AM"
    assert words(part, text) == ["It is closed."]


@pytest.mark.parametrize(
    "block",
    [
        "Von: Dora Quill\nGesendet: Montag, 5. März 2012 09:00\nAn: Anna\nBetreff: dock",
        "De : Dora Quill\nEnvoyé : lundi 5 mars 2012 09:00\nÀ : Anna\nObjet : dock",
        "De: Dora Quill\nEnviado: lunes, 5 de marzo de 2012 9:00\nPara: Anna\nAsunto: dock",
        "From      Dora Quill\nSent:     Monday\nTo:\nCc\nSubject:  dock",
        "> Subject: dock\n> From: Dora Quill\n> To: Anna\n> Date: Mon, 5 Mar 2012 09:00:00 +0000",
    ],
)
def test_headers_without_a_rule(block: str) -> None:
    mark = "> " if block.startswith(">") else ""
    text = f"See below.\n\n{block}\n{mark}\n{mark}It is closed."
    parts = split_parts(text)
    assert [p.writer for p in parts if "It is closed." in words(p, text)] == ["Dora Quill"]


def test_notes_forwards() -> None:
    text = (
        "fyi\n---------------------- Forwarded by Anna Beck/NA/Corp on 05/24/2001 \n09:12 AM ------------------\n\n"
        "Dora Quill\n05/23/2001 08:00 PM\nTo:\tAnna Beck/NA/Corp@Corp\ncc:\t\n\nSubject:\tdock\n\nIt is closed."
    )
    own, part = split_parts(text)
    assert words(own, text) == ["fyi"]
    assert (part.kind, part.writer, part.date, part.subject) == (
        "forwarded",
        "Dora Quill",
        "05/23/2001 08:00 PM",
        "dock",
    )
    assert words(part, text) == ["It is closed."]


def test_nesting_and_answers_between() -> None:
    text = (
        "Top.\nOn 5/3/12 9:00 AM, Dora Quill wrote:\n> One.\nMiddle.\n> Two.\n"
        "> On 4/3/12 9:00 AM, Emil Font wrote:\n>> Deep.\n> Three.\nEnd."
    )
    parts = split_parts(text)
    assert shape(parts) == [("own", 0, ""), ("quoted", 1, "Dora Quill"), ("quoted", 2, "Emil Font")]
    assert words(parts[0], text) == ["Top.", "Middle.", "End."]
    assert words(parts[1], text) == ["One.", "Two.", "Three."]
    assert words(parts[2], text) == ["Deep."]
    assert [p.parent for p in parts] == [None, 0, 1]


def test_a_printout_names_its_writer_after_the_stamps() -> None:
    text = "UNSEALED\nCase 12\n\nFrom: Anna Beck\nSent: Monday\nTo: Carl\nSubject: dock\n\nIt is closed."
    assert shape(split_parts(text, printed=True)) == [("own", 0, "Anna Beck")]
    assert shape(split_parts(text)) == [("own", 0, ""), ("quoted", 1, "Anna Beck")]


def test_headers_at_the_start_of_a_body_are_a_quoted_message() -> None:
    text = "From: Anna Beck\nSent: Monday\nTo: Carl\nSubject: dock\n\nIt is closed."
    assert shape(split_parts(text, printed=True)) == [("own", 0, "Anna Beck")]
    assert shape(split_parts(text)) == [("own", 0, ""), ("quoted", 1, "Anna Beck")]


def test_a_message_in_full_loses_its_other_headers_too() -> None:
    text = "Message-ID: <1@x.example>\nFrom: Anna Beck\nTo: Carl\nSubject: dock\nMime-Version: 1.0\nX-To: Carl\n\nIt is closed."
    (own,) = split_parts(text, printed=True)
    assert (own.writer, words(own, text)) == ("Anna Beck", ["It is closed."])


@pytest.mark.parametrize("mark", ["-- ", "--", "Sent from my iPhone"])
def test_signatures(mark: str) -> None:
    text = f"It is closed.\n{mark}\nAnna"
    own, signature = split_parts(text)
    assert (own.kind, signature.kind, signature.parent) == ("own", "signature", 0)
    assert words(own, text) == ["It is closed."]


@pytest.mark.parametrize(
    "text",
    [
        "On Monday the minister wrote:\n\nThe dock is closed.",
        "Destroy all copies of the original message and attachments.",
        "From: here to there is a long way.\nTo: nobody.",
        "Sent from my desk, this is longer and no signature at all.",
    ],
)
def test_prose_is_one_part(text: str) -> None:
    assert shape(split_parts(text)) == [("own", 0, "")]


LINES = st.sampled_from(
    [
        "word",
        "",
        "> word",
        ">> word",
        ">",
        "On 5/3/12 9:00 AM, A B wrote:",
        "-----Original Message-----",
        "From: A B",
        "To: C",
        "Subject: x",
        "Sent: Monday",
        "-- ",
        "Forwarded by A B on 1/2/03",
        "\u00a0",
        "> > deep",
        "A B",
        "05/23/2001 08:00 PM",
        "-" * 30,
        "Message: 1",
        "End of Dock Digest",
        "By Dora Quill",
        "DOCK CLOSED",
        "The dock has been closed since Monday, two pilots said yesterday.",
        "Regards,",
        "Tel: 555-010-0199",
    ]
)


@given(st.lists(LINES, max_size=25), st.booleans())
def test_every_word_belongs_to_one_part_or_marker(lines: list[str], printed: bool) -> None:
    text = "\n".join(lines)
    parts = split_parts(text, printed=printed)
    owners = [0] * len(text)
    for part in parts:
        for span in part.spans:
            for i in range(span.start, span.end):
                owners[i] += 1
    assert max(owners, default=0) <= 1
    markers = {i for p in parts if p.marker for i in range(p.marker.start, p.marker.end)}
    if not printed:
        assert all(owners[i] or i in markers for i, c in enumerate(text) if c.isalnum())
    for n, part in enumerate(parts):
        assert part.parent is None if n == 0 else part.parent is not None and part.parent < n


def test_depth_is_no_bound() -> None:
    text = "\n".join(">" * n + " word" for n in range(1500)) + "\n-----Original Message-----" * 1500
    assert max(p.depth for p in split_parts(text)) >= 1499


def test_real_replies(shared_data: Path) -> None:
    folder = shared_data / "mail" / "replies" / "github" / "emails"
    depths = {}
    for path in sorted(folder.glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        depths[path.stem] = max(p.depth for p in split_parts(text))
    assert depths["email_1_2"] == 1
    assert depths["email_1_3"] == 2
    assert depths["email_1_4"] == 1
    assert depths["correct_sig"] == 0


@pytest.mark.parametrize(
    ("line", "writer", "date"),
    [
        ("On Monday, Bob Salk wrote:", "Bob Salk", "Monday"),
        ("On Monday, March 5, Bob Salk wrote:", "Bob Salk", "Monday, March 5"),
        ("On Mon, Plácido Domingo wrote:", "Plácido Domingo", "Mon"),
        ("El lunes, Bob Salk escribió:", "Bob Salk", "lunes"),
        ("Am Montag schrieb Bob Salk:", "Bob Salk", "Montag"),
    ],
)
def test_the_day_is_no_part_of_the_name(line: str, writer: str, date: str) -> None:
    quoted = split_parts(f"Yes.\n\n{line}\n> The dock is closed.\n")[1]
    assert (quoted.writer, quoted.date) == (writer, date)


@pytest.mark.parametrize(
    ("line", "writer", "date"),
    [
        (
            "Mon, 5 Mar 2012 09:00:00 +0400 от Dora Quill <dora@y.example>:",
            "Dora Quill",
            "Mon, 5 Mar 2012 09:00:00 +0400",
        ),
        ('05.03.2012, 09:00, "Dora Quill" <dora@y.example>:', "Dora Quill", "05.03.2012, 09:00"),
        (
            '05.03.2012 9:00 пользователь "Dora Quill" <dora@y.example> написал:',
            "Dora Quill",
            "05.03.2012 9:00",
        ),
        (
            "On Monday, March 5, 2012 at 9:00:41 AM EDT, Dora Quill wrote:",
            "Dora Quill",
            "Monday, March 5, 2012 at 9:00:41 AM EDT",
        ),
        ("--- On Mon, 3/5/12, Dora Quill <dora@y.example> wrote:", "Dora Quill", "Mon, 3/5/12"),
        ("From: Dora Quill [dora@y.example]\n> To: Carl\n> Subject: dock", "Dora Quill", ""),
    ],
)
def test_more_reply_lines(line: str, writer: str, date: str) -> None:
    mark = "> " if line.startswith("From") else ""
    quoted = split_parts(f"Yes.\n\n{mark}{line}\n> The dock is closed.\n")[1]
    assert (quoted.writer, quoted.date) == (writer, date)


@pytest.mark.parametrize(
    "block",
    [
        "De: Quill, Dora\nEnviado el: lunes, 5 de marzo de 2012 9:00\nPara: Anna\nAsunto: dock",
        "Von: Quill, Dora\nGesendet am: Montag, 5. März 2012 09:00\nAn: Anna\nBetreff: dock",
        "От кого: Quill, Dora\nКому: Anna\nДата: 5 марта 2012\nТема: dock",
    ],
)
def test_keys_of_two_words(block: str) -> None:
    own, quoted = split_parts(f"See below.\n\n{block}\n\nIt is closed.")
    assert (quoted.writer, quoted.subject, quoted.parent) == ("Quill, Dora", "dock", 0)
    assert own.marker is None


def test_a_marker_inside_the_marks_introduces_what_stands_there() -> None:
    text = "Yes.\n> On 5 Mar 2012, at 09:00, Dora Quill wrote:\n>\n> It is closed.\n>> Why?"
    assert shape(split_parts(text)) == [("own", 0, ""), ("quoted", 1, "Dora Quill"), ("quoted", 2, "")]


def test_headers_after_a_reply_line_are_of_the_same_message() -> None:
    text = "Yes.\n\n--- On Mon, 3/5/12, d@y.example wrote:\n\nFrom: Dora Quill\nTo: Carl\nSubject: dock\n\nIt is closed."
    own, quoted = split_parts(text)
    assert (quoted.writer, quoted.subject, words(quoted, text)) == ("Dora Quill", "dock", ["It is closed."])
    assert quoted.cue is not None
    assert quoted.cue.of(text) == "wrote"
    assert words(own, text) == ["Yes."]


RULE = "-" * 30


def test_messages_of_a_digest_stand_side_by_side() -> None:
    text = (
        f"Topics\n\n{'-' * 70}\n\nMessage: 1\nDate: Mon, 5 Mar 2012\nFrom: Dora Quill\nSubject: dock\n\nIt is closed.\n\n"
        f"{RULE}\n\nMessage: 2\nDate: Mon, 5 Mar 2012\nFrom: Emil Font\nSubject: Re: dock\n\nDora Quill wrote:\n"
        f"> It is closed.\n\nNo.\n\n{RULE}\n\nEnd of Dock Digest, Vol 1, Issue 2\n"
    )
    parts = split_parts(text)
    assert shape(parts) == [
        ("own", 0, ""),
        ("quoted", 1, "Dora Quill"),
        ("quoted", 1, "Emil Font"),
        ("quoted", 2, "Dora Quill"),
        ("signature", 1, ""),
    ]
    assert [words(p, text) for p in parts[:3]] == [["Topics"], ["It is closed."], ["No."]]


def test_an_answer_above_the_headers_of_a_printout_is_not_lost() -> None:
    text = "And this is another reply!\n\nFrom: Dora Quill\nSent: Monday\nTo: Carl\nSubject: dock\n\nIt is closed."
    own, quoted = split_parts(text, printed=True)
    assert (words(own, text), quoted.writer) == (["And this is another reply!"], "Dora Quill")


def test_signatures_without_a_delimiter() -> None:
    text = "It is closed.\n\nRegards,\nAnna Beck\nTel: 555-010-0199\n\nOn 5/3/12 9:00 AM, Dora Quill wrote:\n> Why?\n>\n> Dora Quill\n> Tel: 555-010-0188"
    parts = split_parts(text)
    assert shape(parts) == [
        ("own", 0, ""),
        ("signature", 0, ""),
        ("quoted", 1, "Dora Quill"),
        ("signature", 1, "Dora Quill"),
    ]
    assert words(parts[0], text) == ["It is closed."]
    assert words(parts[2], text) == ["Why?"]
    assert [p.parent for p in parts] == [None, 0, 0, 2]


ARTICLE = "The Quay Herald, 5 March 2012\n\nDOCK CLOSED, PILOTS SAY\nBy Dora Quill\n\nThe dock has been closed since Monday, two pilots said yesterday.\n"


def test_an_article_pasted_into_a_message_is_its_writers() -> None:
    text = f"Carl,\n\nsee page one. The rest is from Emil.\n\n{ARTICLE}"
    own, pasted = split_parts(text)
    assert (pasted.kind, pasted.depth, pasted.writer) == ("article", 1, "Dora Quill")
    assert pasted.date == "The Quay Herald, 5 March 2012"
    assert words(own, text) == ["Carl,\n\nsee page one. The rest is from Emil."]
    assert words(pasted, text) == [ARTICLE.strip()]
    assert pasted.cue is not None
    assert pasted.cue.of(text) == "By"


def test_an_article_that_is_quoted_ends_with_the_marks() -> None:
    quoted = "".join(f"> {line}\n" for line in ARTICLE.splitlines())
    text = f"On 5/3/12 9:00 AM, Emil Font wrote:\n{quoted}\nNonsense."
    assert shape(split_parts(text)) == [
        ("own", 0, ""),
        ("quoted", 1, "Emil Font"),
        ("article", 2, "Dora Quill"),
    ]


def test_clippings_stand_side_by_side() -> None:
    second = ARTICLE.replace("Dora Quill", "Emil Font")
    assert shape(split_parts(f"See these.\n\n{ARTICLE}\n{second}")) == [
        ("own", 0, ""),
        ("article", 1, "Dora Quill"),
        ("article", 1, "Emil Font"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The pilots agree.\n\nBy Monday Evening everybody will know that the dock is closed for good.",
        "Plan\nBy Dora Quill\n\nShort.",
        ARTICLE.replace("By Dora Quill", "By then"),
    ],
)
def test_no_article(text: str) -> None:
    assert shape(split_parts(text)) == [("own", 0, "")]


def test_an_article_in_a_file_of_its_own_stays_whole() -> None:
    assert shape(split_parts(ARTICLE, printed=True)) == [("own", 0, "")]


@pytest.mark.parametrize(
    ("marker", "cue"),
    [
        ("-----Original Message-----\nFrom: Dora Quill\nTo: Carl\nSubject: dock", "From"),
        ("De : Dora Quill\nEnvoyé : lundi\nÀ : Carl\nObjet : dock", "De"),
        ("От кого: Dora Quill\nКому: Carl\nТема: dock", "От кого"),
        ("On 5/3/12 9:00 AM, Dora Quill wrote:", "wrote"),
        ("Dora Quill\n05/23/2001 08:00 PM\nTo: Carl\nSubject: dock", ""),
        ('05.03.2012, 09:00, "Dora Quill" <dora@y.example>:', ""),
    ],
)
def test_the_cue_is_the_word_that_makes_the_writer_one(marker: str, cue: str) -> None:
    text = f"Yes.\n\n{marker}\n\nIt is closed."
    quoted = split_parts(text)[1]
    assert quoted.writer == "Dora Quill"
    assert (quoted.cue.of(text) if quoted.cue else "") == cue


@pytest.mark.parametrize(
    "block",
    [
        "\tQuay Trade Corp.\n\t\n\tFrom:  Dora Quill                           20/07/2000 15:25\n\t\n\nTo: Carl\ncc:\nSubject: dock",
        "From: Dora Quill on 07/20/2000 03:25 PM\nTo: Carl\ncc:\nSubject: dock",
    ],
)
@pytest.mark.parametrize("stamp", ["07/21/2000 \n09:12 AM", "07/21/2000 \n09:12\nAM", "07/21/2000 09:12 AM"])
def test_notes_forwards_with_a_letterhead(block: str, stamp: str) -> None:
    text = f"fyi\n------------ Forwarded by Anna Beck/NA/Corp on {stamp} ------------\n\n{block}\n\nIt is closed."
    own, part = split_parts(text)
    assert (words(own, text), words(part, text)) == (["fyi"], ["It is closed."])
    assert (part.writer, part.subject) == ("Dora Quill", "dock")
    assert part.date.split()[0] in ("20/07/2000", "07/20/2000")
