"""Stance, basis and form of a Spanish attribution, by the words of cue and content."""

from __future__ import annotations

import re
from collections.abc import Sequence

from headwater.base.spans import Span
from headwater.model.statement import Basis, Form, Stance
from headwater.statements.quotes import MARKS
from headwater.statements.spanish.cues import ASKING, DENYING, DOUBTING, HEARING, HEDGING, HOLDING, INFERRING

_OPENING = 200  # code points of the content that are looked at for its manner

_FALSE = re.compile(
    r"\b(?:fals[oa]s?|falsedad\w*|mentiras?|absurd[oa]s?|infundad[oa]s?|infundios?|calumni\w+|disparates?|patrañas?|invent\w+|"
    r"bulos?|sin fundamento|tendencios[oa]s?|ridícul[oa]s?|inexact[oa]s?|fantasios[oa]s?|malintencionad[oa]s?)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\W*(?:no,|es (?:una? )?(?:falso|mentira|falsedad|calumnia|invento|absurdo)|(?:eso )?no es (?:cierto|verdad)|nada de eso"
    r"|no hay (?:ningun[oa]|tal)|mentira|falso|rotundamente no|eso es (?:falso|mentira))\b",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:presunt\w+|supuest(?:o|a|os|as|amente)|al parecer|aparentemente|posiblemente|probablemente|quizás?|tal vez|acaso"
    r"|parecen? (?:que|ser|haber)|podrían?|pudo haber|habrían? (?:\w+ )?\w+[aiís](?:do|to|cho)s?|es posible que|es probable que)\b",
    re.IGNORECASE,
)
_WOULD = re.compile(r"\b(?:tendría|sería|estaría|habría)n?\b", re.IGNORECASE)
_SAW = re.compile(
    r"\b(?:(?:yo|nosotros) (?:mism[oa]s? )?(?:\W+)?(?:lo |la |los |las )?(?:vi|vimos)|con mis propios ojos|presencié|presenciamos"
    r"|fui testigo|haber (?:visto|presenciado)|lo vi|la vi|los vi|las vi|yo estaba|yo estuve|estaba presente|que (?:vio|vieron) )\b",
    re.IGNORECASE,
)
_HEARD = re.compile(
    r"\b(?:(?:me|nos|le|les) (?:ha |han |había |habían )?(?:dijo|dijeron|dicho|contó|contaron|contado|aseguró|aseguraron|confesó"
    r"|comentó|comentaron|explicó|advirtió|advertido|repetía|pidió|llamó)|me enteré|nos enteramos|oí|oímos|haber (?:oído"
    r"|escuchado)|escuché|se rumorea|se dice|dicen que)\b",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"que (?:\w+ ){0,3}(?!para\b)\w+(?:ara|aran|iera|ieran|iese|iesen|ase|asen|áramos|iéramos|uera|uesen?)\b",
    re.IGNORECASE,
)


def stance_of(lemma: str, negated: bool, rumour: bool, opening: str, ending: str, naming: bool) -> Stance:
    """The stance. ``opening`` and ``ending`` are the content's first and last words; ``naming`` is True where the cue says
    what somebody calls it ("calificó de absurda")."""
    if lemma in DENYING or (naming and _FALSE.search(opening)) or _DENIAL.match(opening.lstrip('—–"“«¡ ')):
        if lemma == "descartar" and negated:
            return Stance.HEDGES
        return Stance.ASSERTS if negated and lemma in DENYING else Stance.DENIES
    if lemma in DOUBTING:
        return Stance.ASSERTS if negated and lemma == "dudar" else Stance.DOUBTS
    if lemma in HOLDING and negated:
        return Stance.DOUBTS
    if negated and lemma in ("recordar", "confirmar"):
        return Stance.DENIES if lemma == "recordar" else Stance.HEDGES
    if (
        lemma in ASKING
        or ending.rstrip("\"'”’»— .").endswith("?")
        or (lemma == "decir" and _WISH.match(opening))
    ):
        return Stance.ASKS
    if lemma in HEDGING or rumour or _HEDGED.search(opening) or (lemma == "según" and _WOULD.search(opening)):
        return Stance.HEDGES
    return Stance.ASSERTS


def basis_of(lemma: str, opening: str, person: int) -> Basis:
    """The basis, where the cue or the content's first words say so; ``person`` is 0 for an impersonal cue."""
    if _SAW.search(opening):
        return Basis.WITNESSED
    if (
        lemma in HEARING
        or (person == 0 and lemma in ("rumorear", "trascender", "decir"))
        or _HEARD.search(opening)
    ):
        return Basis.HEARD
    return Basis.INFERRED if lemma in INFERRING else Basis.UNKNOWN


def form_of(text: str, content: Sequence[Span], block: bool) -> Form:
    """The form; a dash at its start is the quotation mark of a dialogue."""
    if block:
        return Form.BLOCK
    words = [s.of(text) for s in content]
    if any(w[0] in "—–―" for w in words):
        return Form.DIRECT
    if not any(mark in w for w in words for mark in MARKS):
        return Form.INDIRECT
    quoted = any(w[0] in MARKS for w in words) and all(
        w[0] in MARKS or w.rstrip(",.")[-1] in MARKS for w in words
    )
    return Form.DIRECT if quoted and words[-1].rstrip(",.")[-1] in MARKS else Form.MIXED


def opening_of(text: str, content: Sequence[Span]) -> str:
    """The first words of the content, on one line."""
    return (
        " ".join(text[content[0].start : min(content[0].end, content[0].start + _OPENING)].split())
        if content
        else ""
    )
