"""Which Spanish words are cues, how content hangs on them, and how likely they are one. By hand, from grammars and style
books of the press; nothing is learned."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from enum import StrEnum

from headwater.statements.spanish.conjugation import VerbForm, conjugate


class Way(StrEnum):
    """How content hangs on a verb: a clause ("que", "si"), words in quotation marks, an infinitive, a noun phrase, or
    what somebody is called ("calificó de absurda la versión")."""

    CLAUSE = "clause"
    QUOTE = "quote"
    INFINITIVE = "infinitive"
    NOUN = "noun"
    NAMING = "naming"


@dataclass(frozen=True, slots=True)
class Cue:
    """``ways`` with the weight of each, in 0..1."""

    lemma: str
    ways: dict[Way, float]


_SAY = """decir afirmar asegurar declarar señalar explicar manifestar indicar añadir agregar contar relatar comentar precisar
    subrayar sostener mantener advertir alertar aclarar apuntar recordar insistir destacar recalcar reiterar remarcar
    confirmar reconocer admitir aceptar confesar revelar denunciar alegar argumentar argüir aducir responder contestar
    replicar informar anunciar avisar avanzar adelantar detallar exponer expresar puntualizar matizar opinar jurar
    prometer testificar atestiguar narrar referir certificar constatar acreditar documentar concluir dictaminar resolver
    publicar escribir repetir mencionar enfatizar sentenciar lamentar criticar reprochar ironizar zanjar bromear espetar
    justificar defender vaticinar pronosticar predecir augurar comunicar notificar ratificar corroborar acotar
    hablar recriminar murmurar susurrar gritar exclamar musitar balbucear protestar rematar contraponer contradecir insinuar
    sugerir deslizar especular rumorear trascender jactarse quejarse ufanarse reafirmar deducir inferir demostrar probar
    mostrar reflejar evidenciar establecer determinar estimar calcular detectar hallar leer constar figurar rezar"""
_THINK = """creer pensar considerar suponer sospechar temer entender estimar opinar dudar esperar confiar imaginar saber
    ignorar ver oír escuchar prever calcular juzgar recordar lamentar enterarse saberse interpretar desconfiar parecer"""
_ASK = "preguntar preguntarse cuestionar cuestionarse interrogar inquirir plantear"
_WANT = "pedir solicitar exigir reclamar rogar ordenar recomendar aconsejar proponer instar demandar urgir suplicar"
_DENY = (
    "negar desmentir rechazar refutar rebatir descartar contradecir impugnar desautorizar objetar repudiar"
)
_WITH_INFINITIVE = """negar asegurar afirmar decir declarar confesar reconocer admitir creer jurar prometer sostener
    lamentar recordar alegar manifestar temer esperar ordenar recomendar pedir aconsejar proponer desmentir testificar
    rechazar denunciar considerar imaginar aducir escuchar descartar""".split()
_WITH_NOUN = """negar desmentir rechazar refutar rebatir descartar contradecir impugnar cuestionar denunciar criticar
    lamentar confirmar desautorizar objetar repudiar admitir reconocer anunciar solicitar exigir reclamar demandar pedir
    estimar opinar prometer defender ratificar corroborar reiterar sostener recordar proponer recomendar alegar
    adelantar revelar""".split()
_WEAK_NOUN = frozenset("admitir reconocer defender sostener recordar pedir opinar".split())
_NAMING = "calificar tildar tachar describir definir catalogar acusar culpar señalar"
_UNLIKELY = {
    "ver": 0.2, "hablar": 0.5, "saber": 0.3, "mostrar": 0.5, "probar": 0.45, "resolver": 0.4, "establecer": 0.45, "determinar": 0.5,
    "figurar": 0.3, "hallar": 0.3, "rezar": 0.3, "leer": 0.4, "esperar": 0.45, "defender": 0.5, "mantener": 0.55,
    "aceptar": 0.5, "ignorar": 0.3, "imaginar": 0.45, "enterarse": 0.45, "reflejar": 0.5, "trascender": 0.6,
    "justificar": 0.45, "plantear": 0.55, "detectar": 0.4, "confiar": 0.45, "oír": 0.45, "escuchar": 0.45,
    "entender": 0.6, "constar": 0.5, "acreditar": 0.5, "avisar": 0.6, "mencionar": 0.6, "prever": 0.5,
}  # fmt: skip

NOUNS = frozenset(
    """afirmación aseveración declaración acusación denuncia alegación alegato tesis versión rumor sospecha creencia
    opinión idea promesa advertencia aviso confesión testimonio conclusión duda temor negativa desmentido hipótesis
    teoría sugerencia argumento insinuación noticia convicción impresión certeza petición exigencia aserto
    mentira imputación""".split()
)
"""Nouns that are cues before "de que"."""
SAYINGS = frozenset(
    """afirmación afirmaciones declaración declaraciones acusación acusaciones versión versiones tesis conclusión
    conclusiones hipótesis teoría denuncia denuncias palabras rumor rumores información informaciones imputación
    imputaciones hecho hechos cargos extremo extremos existencia posibilidad responsabilidad participación implicación
    informe dictamen relato testimonio críticas resultados datos cifra cifras venta pago pagos autoría nulidad pena
    acuerdo años meses cárcel prisión dimisión perdón explicaciones grabaciones vínculos relación noticia contrato acciones""".split()
)
"""What somebody denies, confirms or asks for, so that the noun phrase is content."""
ACCORDING = (
    ("de", "acuerdo", "con"), ("de", "acuerdo", "a"), ("en", "palabras", "de"), ("en", "opinión", "de"),
    ("a", "juicio", "de"), ("a", "decir", "de"), ("al", "decir", "de"), ("en", "boca", "de"), ("según",),
    ("conforme", "a"), ("de", "creer", "a"), ("a", "criterio", "de"), ("a", "ojos", "de"), ("en", "versión", "de"),
)  # fmt: skip
"""The words before a source, the longer ones first; a final "de" may be "del", a final "a" may be "al"."""
OWN_OPINION = (
    ("a", None, "juicio"), ("en", None, "opinión"), ("a", None, "entender"), ("a", None, "decir"), ("a", None, "parecer"),
    ("a", None, "criterio"), ("a", None, "modo", "de", "ver"),
)  # fmt: skip
"""The same with a possessive (None) in it: "a nuestro juicio"."""
NOUN_FORMS = frozenset(
    """cuenta cuentas denuncia denuncias duda dudas nota notas informe informes pregunta preguntas acusa sentencia
    sentencias apunta relato anuncio aviso avisos comento cuento temo critica muestra muestras prueba pruebas protesta
    protestas firma mando defensa documento documentos dicho dichos escrito escritos alerta alertas reclamo reclamos recuerdo ruego demanda
    demandas resuelto visto supuesto descrito visita refiero confesa pienso dice razona espero queja acuerdo considerando
    propuesta propuestas respuesta expresa justifica rechazo juicio culpa culpas leí""".split()
)
"""Forms that are nouns after an article, a possessive or a preposition."""

CLAIMING = frozenset(
    """negar desmentir rechazar confirmar asegurar afirmar decir reconocer admitir jurar sostener creer dudar declarar
    repetir corroborar ratificar descartar""".split()
)
"""Verbs whose "lo" stands for what is said."""
TOPICS = {
    "hablar": ("de", "del", "sobre"), "preguntar": ("por", "sobre"), "advertir": ("de", "del", "sobre"),
    "alertar": ("de", "del", "sobre"), "avisar": ("de", "del", "sobre"), "informar": ("de", "del", "sobre"),
    "quejarse": ("de", "del", "por"), "dudar": ("de", "del"), "jactarse": ("de", "del"), "sospechar": ("de", "del"),
    "desconfiar": ("de", "del"), "opinar": ("sobre",), "declarar": ("sobre",), "enterarse": ("de", "del", "por"),
}  # fmt: skip
"""The prepositions behind which a verb has what is spoken of."""

DENYING = frozenset(_DENY.split()) | {"negativa", "desmentido"}
DOUBTING = frozenset("dudar cuestionar desconfiar duda".split())
HEDGING = frozenset(
    "sospechar suponer sugerir especular rumorear insinuar imaginar deslizar parecer rumor sospecha".split()
)
ASKING = frozenset(
    """preguntar preguntarse interrogar inquirir pedir solicitar exigir reclamar rogar instar demandar suplicar petición
    exigencia""".split()
)
HOLDING = frozenset("creer pensar confiar constar considerar fiarse".split())
"""To hold something for true; with "no" it is a doubt."""
INFERRING = frozenset(
    """creer pensar considerar suponer sospechar estimar opinar calcular concluir dictaminar deducir inferir prever juzgar
    interpretar imaginar entender opinión juicio parecer criterio conclusión hipótesis sospecha creencia teoría""".split()
)
HEARING = frozenset("oír escuchar enterarse rumorear trascender rumor".split())


@functools.cache
def cues() -> dict[str, Cue]:
    """The verbs that are cues, by lemma."""
    out: dict[str, dict[Way, float]] = {}
    for verbs, clause in ((_SAY, 0.8), (_WANT, 0.65), (_ASK, 0.7), (_DENY, 0.8), (_THINK, 0.6)):
        for verb in verbs.split():
            weight = _UNLIKELY.get(verb, clause)
            out.setdefault(verb, {Way.CLAUSE: weight, Way.QUOTE: max(weight, 0.6)})
    for verb in _WITH_INFINITIVE:
        out[verb][Way.INFINITIVE] = 0.6
    for verb in _WITH_NOUN:
        out[verb][Way.NOUN] = 0.45 if verb in _WEAK_NOUN else 0.6
    for verb in _NAMING.split():
        out.setdefault(verb, {})[Way.NAMING] = 0.6
    return {verb: Cue(verb, ways) for verb, ways in out.items()}


@functools.cache
def verb_forms() -> dict[str, VerbForm]:
    """Every form of the cues and of the auxiliaries, lower-case, with what it is."""
    reflexive = {lemma: lemma.removesuffix("se") for lemma in cues() if lemma.endswith("rse")}
    plain = [lemma for lemma in cues() if lemma not in reflexive]
    more = [verb for verb in reflexive.values() if verb not in cues()]
    return conjugate(["haber", "ser", *plain, *more])


@functools.cache
def reflexives() -> frozenset[str]:
    """Verbs that are cues only with "se": "jactar" in "se jactaba de que"."""
    return frozenset(
        lemma.removesuffix("se") for lemma in cues() if lemma.endswith("rse") and lemma[:-2] not in cues()
    )
