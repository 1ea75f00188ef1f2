"""The HTML twin of a text, with the ballast that mail programs put around it."""

from __future__ import annotations

from html import escape

from mailgen.draw import Draw

_OFFICE_HEAD = """\
<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv=Content-Type content="text/html">
<meta name=Generator content="Office Word 11 (filtered medium)">
<style>
<!--
 /* Font Definitions */
 @font-face {font-family:Tahoma; panose-1:2 11 6 4 3 5 4 4 2 4;}
 /* Style Definitions */
 p.MsoNormal, li.MsoNormal, div.MsoNormal {margin:0cm; margin-bottom:.0001pt; font-size:12.0pt;
  font-family:"Times New Roman";}
 a:link, span.MsoHyperlink {color:blue; text-decoration:underline;}
 span.EmailStyle17 {mso-style-type:personal-compose; font-family:Arial; color:windowtext;}
 @page Section1 {size:595.3pt 841.9pt; margin:72.0pt 90.0pt 72.0pt 90.0pt;}
 div.Section1 {page:Section1;}
-->
</style>
</head>
<body lang=EN-GB link=blue vlink=purple>
<div class=Section1>
"""


def _wrapped(text: str, before: str, between: str) -> str:
    """Paragraphs between ``before`` and ``between``, line ends as breaks."""
    inner = escape(text, quote=False).replace("\n", "<br>\n").replace("<br>\n<br>\n", between)
    return f"{before}{inner}"


def _office(own: str, quoted: str) -> str:
    start = '<p class=MsoNormal><font size=2 face=Arial><span style="font-size:10.0pt;font-family:Arial">'
    end = "</span></font></p>\n"
    paragraphs = _wrapped(own, start, f"{end}<p class=MsoNormal>&nbsp;</p>\n{start}") + end
    if quoted:
        paragraphs += '<div style="border:none;border-left:solid blue 1.5pt;padding:0cm 0cm 0cm 4.0pt">\n'
        paragraphs += _wrapped(quoted, start, end + start) + end + "</div>\n"
    return f"{_OFFICE_HEAD}{paragraphs}</div>\n</body>\n</html>\n"


def _webmail(own: str, quoted: str) -> str:
    body = _wrapped(own, '<div dir="ltr">', "</div>\n<div><br></div>\n<div>") + "</div>\n"
    if quoted:
        body += _wrapped(
            quoted, '<div class="gmail_quote"><blockquote style="margin:0 0 0 .8ex">', "<br><br>\n"
        )
        body += "</blockquote></div>\n"
    return body


def _plain(own: str, quoted: str) -> str:
    body = _wrapped(own, "<p>", "</p>\n<p>") + "</p>\n"
    if quoted:
        body += _wrapped(quoted, '<hr>\n<blockquote type="cite"><p>', "</p>\n<p>") + "</p></blockquote>\n"
    return f"<!DOCTYPE html>\n<html><head><title></title></head><body>\n{body}</body></html>\n"


_PROGRAMS = (_office, _office, _webmail, _plain)


def to_html(own: str, quoted: str, draw: Draw) -> str:
    """The same words as HTML, ``quoted`` set off, as one of several mail programs writes it."""
    return draw.pick(_PROGRAMS)(own, quoted)
