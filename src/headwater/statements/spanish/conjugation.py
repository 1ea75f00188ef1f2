"""Forms of Spanish verbs, made from their infinitives: enough of the conjugation to recognise a cue in running text.

Indicative, conditional, imperfect subjunctive, gerund, participle and infinitive; no imperative and no present
subjunctive, in which nothing is said. Irregular verbs are those of reporting and thinking. After Real Academia Española,
"Nueva gramática de la lengua española" (2009), chapter 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Mood(StrEnum):
    """What a form can do: stand as a verb of its own, or only beside another."""

    FINITE = "finite"
    RUMOUR = "conditional"
    SUBJUNCTIVE = "subjunctive"
    GERUND = "gerund"
    PARTICIPLE = "participle"
    INFINITIVE = "infinitive"


@dataclass(frozen=True, slots=True)
class VerbForm:
    """``person`` is 1, 2 or 3 and ``plural`` of a finite form; 0 where the form has no person."""

    lemma: str
    mood: Mood
    person: int = 0
    plural: bool = False


_PERSONS = ((1, False), (2, False), (3, False), (1, True), (2, True), (3, True))
_PRESENT = {"ar": "o as a amos áis an", "er": "o es e emos éis en", "ir": "o es e imos ís en"}
_PAST = {"ar": "é aste ó amos asteis aron", "er": "í iste ió imos isteis ieron"}
_STRONG_PAST = "e iste o imos isteis ieron"
_WAS = {"ar": "aba abas aba ábamos abais aban", "er": "ía ías ía íamos íais ían"}
_FUTURE = "é ás á emos éis án"
_WOULD = "ía ías ía íamos íais ían"
_SUBJUNCTIVE = "ra ras ra ramos rais ran"

_VOWEL_CHANGES = {
    "ie": "negar pensar advertir sugerir referir desmentir sentir preferir confesar recomendar querer inferir mentir "
    "diferir disentir",
    "ue": "contar recordar rogar poder demostrar mostrar comprobar aprobar reprobar",
    "i": "pedir decir repetir contradecir desdecir predecir",
}
_STRONG = {
    "decir": ("dij", "dir", "digo"),
    "contradecir": ("contradij", "contradecir", "contradigo"),
    "sostener": ("sostuv", "sostendr", "sostengo"),
    "mantener": ("mantuv", "mantendr", "mantengo"),
    "tener": ("tuv", "tendr", "tengo"),
    "poner": ("pus", "pondr", "pongo"),
    "exponer": ("expus", "expondr", "expongo"),
    "proponer": ("propus", "propondr", "propongo"),
    "suponer": ("supus", "supondr", "supongo"),
    "oponer": ("opus", "opondr", "opongo"),
    "aducir": ("aduj", "aducir", "aduzco"),
    "deducir": ("deduj", "deducir", "deduzco"),
    "saber": ("sup", "sabr", "sé"),
}
_SHORT_TENSE = {
    "sostener": "sostien", "mantener": "mantien", "tener": "tien", "confiar": "confí", "desconfiar": "desconfí",
    "insinuar": "insinú",
}  # fmt: skip
_PARTICIPLES = {
    "decir": "dicho", "contradecir": "contradicho", "escribir": "escrito", "describir": "descrito", "poner": "puesto",
    "exponer": "expuesto", "proponer": "propuesto", "suponer": "supuesto", "oponer": "opuesto", "ver": "visto",
    "prever": "previsto", "suscribir": "suscrito",
}  # fmt: skip
_WHOLE = {
    "haber": {
        Mood.FINITE: ["he has ha hemos habéis han", "había habías había habíamos habíais habían",
                      "hube hubiste hubo hubimos hubisteis hubieron", "habré habrás habrá habremos habréis habrán"],
        Mood.RUMOUR: ["habría habrías habría habríamos habríais habrían"],
        Mood.SUBJUNCTIVE: ["haya hayas haya hayamos hayáis hayan", "hubiera hubieras hubiera hubiéramos hubierais hubieran"],
    },
    "ser": {
        Mood.FINITE: ["soy eres es somos sois son", "era eras era éramos erais eran", "fui fuiste fue fuimos fuisteis fueron",
                      "seré serás será seremos seréis serán"],
        Mood.RUMOUR: ["sería serías sería seríamos seríais serían"],
        Mood.SUBJUNCTIVE: ["sea seas sea seamos seáis sean", "fuera fueras fuera fuéramos fuerais fueran"],
    },
    "prever": {Mood.FINITE: ["preveo prevés prevé prevemos prevéis prevén", "preví previste previó previmos previsteis previeron",
                             "preveía preveías preveía preveíamos preveíais preveían"]},
    "ver": {Mood.FINITE: ["veo ves ve vemos veis ven", "vi viste vio vimos visteis vieron", "veía veías veía veíamos veíais veían"]},
    "oír": {Mood.FINITE: ["oigo oyes oye oímos oís oyen", "oí oíste oyó oímos oísteis oyeron", "oía oías oía oíamos oíais oían"]},
}  # fmt: skip
_CHANGE = {verb: change for change, verbs in _VOWEL_CHANGES.items() for verb in verbs.split()}


def conjugate(infinitives: Iterable[str]) -> dict[str, VerbForm]:
    """Every form of the verbs, with what it is; where two fall together the one made first is kept."""
    out: dict[str, VerbForm] = {}
    for infinitive in infinitives:
        for word, form in _forms(infinitive):
            out.setdefault(word, form)
    return out


def _forms(verb: str) -> Iterator[tuple[str, VerbForm]]:
    yield verb, VerbForm(verb, Mood.INFINITIVE)
    if verb in _WHOLE:
        for mood, tenses in _WHOLE[verb].items():
            for tense in tenses:
                yield from _persons(verb, mood, tense.split())
    else:
        yield from _finite(verb)
    yield from _others(verb)


def _persons(verb: str, mood: Mood, words: Iterable[str]) -> Iterator[tuple[str, VerbForm]]:
    six = list(words)
    for (person, plural), word in zip(_PERSONS, six, strict=True):
        if person != 1 or word != six[2]:  # "decía" is taken for the third person
            yield word, VerbForm(verb, mood, person, plural)


def _finite(verb: str) -> Iterator[tuple[str, VerbForm]]:
    stem, ending = verb[:-2], verb[-2:].replace("í", "i")
    second = "ar" if ending == "ar" else "er"
    strong, future, first = _STRONG.get(verb, ("", verb, ""))
    yield from _persons(verb, Mood.FINITE, _present(verb, stem, ending, first))
    yield from _persons(verb, Mood.FINITE, _past(verb, stem, second, strong))
    yield from _persons(verb, Mood.FINITE, [stem + e for e in _WAS[second].split()])
    yield from _persons(verb, Mood.FINITE, [future + e for e in _FUTURE.split()])
    yield from _persons(verb, Mood.RUMOUR, [future + e for e in _WOULD.split()])
    they = _past(verb, stem, second, strong)[5]  # "dijeron": the stem of the imperfect subjunctive
    yield from _persons(verb, Mood.SUBJUNCTIVE, [they.removesuffix("ron") + e for e in _SUBJUNCTIVE.split()])


def _present(verb: str, stem: str, ending: str, first: str) -> list[str]:
    endings = _PRESENT[ending].split()
    stressed = _SHORT_TENSE.get(verb) or _changed(verb, stem)
    if verb.endswith("uir"):
        stressed = stem + "y"
    words = [(stem if n in (3, 4) else stressed) + e for n, e in enumerate(endings)]
    if verb.endswith(("cer", "cir")) and not first and verb not in ("convencer", "ejercer"):
        first = stem[:-1] + "zco"
    if verb.endswith(("ger", "gir")):
        first = stem[:-1] + "jo"
    return [first or words[0], *words[1:]]


def _changed(verb: str, stem: str) -> str:
    """The stem under stress: the last vowel becomes a diphthong where the verb is one of those."""
    change = _CHANGE.get(verb)
    if change is None:
        return stem
    old = "o" if change == "ue" else "e"
    at = stem.rfind(old)
    return stem[:at] + change + stem[at + 1 :] if at >= 0 else stem


def _past(verb: str, stem: str, second: str, strong: str) -> list[str]:
    if strong:
        words = [strong + e for e in _STRONG_PAST.split()]
        return [*words[:5], strong + "eron"] if strong.endswith("j") else words
    words = [stem + e for e in _PAST[second].split()]
    if verb.endswith("car"):
        words[0] = stem[:-1] + "qué"
    elif verb.endswith("gar"):
        words[0] = stem + "ué"
    elif verb.endswith("zar"):
        words[0] = stem[:-1] + "cé"
    if verb.endswith(("eer", "uir")):
        words[2], words[5] = stem + "yó", stem + "yeron"
    elif verb.endswith("ir") and verb in _CHANGE:
        at = stem.rfind("e")
        weak = stem[:at] + "i" + stem[at + 1 :]
        words[2], words[5] = weak + "ió", weak + "ieron"
    return words


def _others(verb: str) -> Iterator[tuple[str, VerbForm]]:
    """Gerund and participles."""
    stem = verb[:-2]
    if verb.endswith("ar"):
        gerund, participle = stem + "ando", stem + "ado"
    else:
        at = stem.rfind("e")
        weak = stem[:at] + "i" + stem[at + 1 :] if verb.endswith("ir") and verb in _CHANGE else stem
        y = verb.endswith(("eer", "uir", "oír"))
        gerund = stem + "yendo" if y else weak + "iendo"
        participle = stem + ("ído" if verb.endswith(("eer", "oír")) else "ido")
    participle = _PARTICIPLES.get(verb, participle)
    yield gerund, VerbForm(verb, Mood.GERUND)
    for ending in ("o", "a", "os", "as"):
        yield participle[:-1] + ending, VerbForm(verb, Mood.PARTICIPLE, 0, ending.endswith("s"))
