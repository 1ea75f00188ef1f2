"""Mentions in a Spanish text: which phrases speak of somebody or something, with names, roles and gender."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from headwater.base.spans import Span
from headwater.statements.spanish.cues import verb_forms
from headwater.statements.spanish.phrases import noun_phrase
from headwater.statements.spanish.tokens import Sentence
from headwater.statements.spanish.verbs import is_finite
from headwater.statements.spanish.words import (
    ADVERBS,
    CLITICS,
    DEFINITE,
    DETERMINERS,
    INDEFINITE,
    PREPOSITIONS,
    PRONOUNS,
    Range,
)

DOCUMENTS = frozenset(
    """informe documento correo mensaje carta comunicado memorando memorándum memo oficio escrito nota artículo reportaje
    tuit publicación circular acta parte dictamen auditoría peritaje estudio encuesta expediente libro sentencia
    resolución auto querella demanda página web blog análisis texto registro boletín nota cable telegrama email e-mail
    post hilo declaración entrevista certificado contrato imágenes video vídeo""".split()
)
WAYS = DOCUMENTS - frozenset(
    "declaración entrevista comunicado expediente registro contrato imágenes libro parte acta".split()
)
"""What somebody says something in."""
ORGANISATIONS = frozenset(
    """organismo compañía empresa entidad institución asociación firma ministerio fiscalía gobierno policía ayuntamiento
    municipio consorcio sindicato cooperativa banco tribunal juzgado sala partido agencia gerencia oficina organización
    fundación colegio contraloría auditoría comisión consejo querella acusación defensa oposición portal diario periódico
    revista""".split()
)
PEOPLE = frozenset(
    """alcalde alcaldesa concejal concejala portavoz vocero vocera abogado abogada gerente director directora presidente
    presidenta ministro ministra viceministro viceministra secretario secretaria tesorero tesorera gobernador gobernadora
    diputado diputada senador senadora juez jueza fiscal perito perita testigo imputado imputada procesado procesada
    acusado acusada defensor defensora comisario comisaria agente oficial ingeniero ingeniera técnico técnica obrero obrera
    trabajador trabajadora vecino vecina dirigente líder jefe jefa encargado encargada asesor asesora exasesor exasesora
    exfuncionario exfuncionaria funcionario funcionaria secretario exsecretaria contador contadora auditor auditora geólogo
    geóloga médico médica enfermero enfermera profesor profesora periodista reportero reportera editor editora estibador
    capataz cliente hombre mujer joven viejo anciano anciana padre madre hijo hija hermano hermana tío tía abuelo abuela consejero consejera comisionado comisionada exalcalde exalcaldesa exministro exministra vicepresidente
    vicepresidenta exempleado exempleada empleado empleada investigador investigadora entrenador entrenadora escritor
    escritora autor autora sospechoso sospechosa detenido detenida magistrado magistrada procurador procuradora
    nieto nieta primo prima cuñado cuñada marido esposa amigo amiga colega compañero compañera notario notaria celador
    celadora supervisor supervisora archivero archivera cabo bombero sargento capitán coronel general teniente experto
    experta analista economista enólogo comunero representante embajador embajadora canciller candidato candidata
    empresario empresaria subcontratista contratista informante fuente denunciante víctima campesino campesina pescador
    doctor doctora señor señora interventor interventora revisor revisora presunto sacerdote obispo cura rector rectora""".split()
)
_ENCLITIC = ("ele", "eme", "enos", "elo", "ela", "ándose", "iéndose")
_PARTICIPLE = ("ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas")
_HONORIFICS = frozenset("don doña señor señora sr sra dr dra doctor doctora lic ing".split())
_MASCULINE = frozenset("el un este ese aquel los unos dicho nuestro".split())
_FEMININE = frozenset("la una esta esa aquella las unas dicha nuestra".split())


@dataclass(frozen=True, slots=True)
class Figure:
    """One mention: ``span`` of the phrase, ``name`` of the proper name in it, ``head`` its noun, ``words`` all of it."""

    span: Span
    name: Span | None
    head: str
    roles: frozenset[str]
    words: frozenset[str]
    gender: str
    plural: bool
    definite: bool
    subject: bool

    @property
    def is_person(self) -> bool:
        """Whether it names or may name somebody who speaks."""
        if self.head in DOCUMENTS or self.head in ORGANISATIONS or self.roles & ORGANISATIONS:
            return False
        return self.name is not None or self.head in PEOPLE

    @property
    def speaks(self) -> bool:
        """Whether it may say something: somebody, an organisation, a document."""
        return self.is_person or self.head in ORGANISATIONS | DOCUMENTS or bool(self.roles & ORGANISATIONS)


def figures(text: str, sentences: Iterable[Sentence]) -> list[Figure]:
    """All mentions, in order of their starts; those of the same name know the roles that stand beside it."""
    found = [figure for s in sentences for figure in _in_sentence(text, s)]
    return sorted(found, key=lambda f: (f.span.start, -f.span.end))


def _in_sentence(text: str, s: Sentence) -> Iterator[Figure]:
    at = 0
    while at < len(s):
        token = s[at]
        begins = token.is_word and (
            token.word in DETERMINERS
            or (token.word in PEOPLE and at > 0 and s[at - 1].word in ("del", "al"))
            or token.word in _HONORIFICS
            or (token.capital and _may_name(s, at))
        )
        if not begins or (token.word in CLITICS and at + 1 < len(s) and is_finite(s, at + 1)):
            at += 1
            continue
        last = at if token.word in PEOPLE and not token.capital else noun_phrase(s, at)
        if last is None:
            at += 1
            continue
        yield figure_of(text, s, (at, last))
        yield from _inner_names(text, s, at, last)
        at = last + 1


def _may_name(s: Sentence, at: int) -> bool:
    return not (at == 0 or not s[at - 1].is_word) or s[at].word not in PREPOSITIONS | PRONOUNS


def _inner_names(text: str, s: Sentence, first: int, last: int) -> Iterator[Figure]:
    """Names and people behind "de" in a phrase: "un exasesor de Echandía", "la declaración de un contador"."""
    for at in range(first + 1, last + 1):
        if s[at - 1].word not in ("de", "del") or (at > 1 and s[at - 2].capital):
            continue
        noun = s[min(at + 1, last)].word if s[at].word in DETERMINERS else s[at].word
        if s[at].capital or noun in PEOPLE:
            yield figure_of(text, s, (at, last), subject=False)


def figure_of(text: str, s: Sentence, range_: Range, subject: bool | None = None) -> Figure:
    """The mention that the phrase at ``range_`` is; clauses and appositions in the range give it names and roles."""
    first, last = range_
    core = noun_phrase(s, first)
    core = last if core is None or core > last else core
    nouns = [s[k].word for k in range(first, core + 1) if not s[k].capital and s[k].word not in DETERMINERS]
    named = _name(s, first, core)
    alias, roles = _beside(s, core + 1, max(last, core))
    after, more = _beside(s, core + 1, _apposition_end(s, core)) if last <= core else (None, frozenset())
    named = named or alias or after
    head = next((n for n in nouns if n not in ("propio", "propia", "entonces", *_HONORIFICS)), s[first].word)
    if s[first].word in PRONOUNS:
        head = s[first].word
    name = Span(s[named[0]].start, s[named[1]].end) if named is not None else None
    if first == core and named is not None:
        head = ""
    opener = s[first].word
    return Figure(
        span=Span(s[first].start, s[core].end),
        name=name,
        head=head,
        roles=frozenset({head} if head and named is not None else ()) | roles | more,
        words=frozenset(s[k].word for k in range(first, core + 1)) - DETERMINERS - {"de", "del"},
        gender="m" if opener in _MASCULINE else "f" if opener in _FEMININE else _by_name(s, named),
        plural=opener in ("los", "las", "unos", "unas", "estos", "estas")
        or (opener not in DETERMINERS and named is None and opener.endswith("s")),
        definite=opener in DEFINITE,
        subject=_is_subject(s, first, core) if subject is None else subject,
    )


def _by_name(s: Sentence, named: Range | None) -> str:
    if named is None or named[0] == named[1]:
        return ""
    ending = s[named[0]].word[-1]
    return {"a": "f", "o": "m"}.get(ending, "")


def _is_subject(s: Sentence, first: int, last: int) -> bool:
    before = s[first - 1].word if first else ""
    if before in PREPOSITIONS:
        return False
    after = last + 1
    while after < len(s) and (s[after].word in CLITICS or s[after].word in ("no", "también")):
        after += 1
    if after < len(s) and is_finite(s, after):
        return True
    if first == 0:
        return not (
            after < len(s) and s[after].word == "," and last == first
        )  # a name alone there is who is spoken to
    return is_finite(s, first - 1) or s[first - 1].word.endswith(("ar", "er", "ir"))


def _name(s: Sentence, first: int, last: int) -> Range | None:
    """The proper name of a phrase, less titles: capitalised words not behind "de"."""
    for at in range(first, last + 1):
        if (
            not s[at].capital
            or (s[at].word in DETERMINERS and (at == 0 or not s[at - 1].is_word or at + 1 > last))
            or s[at].word in _HONORIFICS
            or s[at].word in PRONOUNS
        ):
            continue
        if at == 0 and first == 0 and not _is_proper(s, at, last):
            continue
        if at > first and (
            s[at - 1].word in ("de", "del") or (at > first + 1 and s[at - 2].word in ("de", "del"))
        ):
            return None
        end = at
        while end < last:
            if s[end + 1].capital:
                end += 1
            elif end + 2 <= last and s[end + 1].word in ("de", "del") and s[end + 2].capital:
                end += 2
            elif (
                end + 3 <= last
                and s[end + 1].word == "de"
                and s[end + 2].word in ("la", "los", "las")
                and s[end + 3].capital
            ):
                end += 3
            else:
                break
        return at, end
    return None


def _may_follow_name(s: Sentence, at: int) -> bool:
    """Whether a word or mark can stand behind a name that opens a sentence: "Segarra lo niega", "Pérez, ..."."""
    word = s[at].word
    return (
        not s[at].is_word
        or is_finite(s, at)
        or word in CLITICS | ADVERBS | {"no", "y", "e", "ha", "había", "habría", "de"}
    )


def _is_proper(s: Sentence, at: int, last: int) -> bool:
    """Whether the first word of a sentence is a name rather than capitalised for its place."""
    word = s[at].word
    if at < last and s[at + 1].capital:
        return True
    following = s[at + 1].word if at + 1 < len(s) else ""
    if at == last and at + 1 < len(s) and not _may_follow_name(s, at + 1):
        return False
    if (
        word in verb_forms()
        or word.endswith(_ENCLITIC)
        or (word.endswith(_PARTICIPLE) and following in PREPOSITIONS)
    ):
        return False
    if (
        word in PEOPLE
        or word.rstrip("s") in PEOPLE
        or word in ORGANISATIONS
        or word in DOCUMENTS
        or word in INDEFINITE
    ):
        return False
    return at == last or not word.endswith("s")


def _apposition_end(s: Sentence, core: int) -> int:
    """The end of ", the director," or ", conocido como X," after a phrase; ``core`` where there is none."""
    if core + 2 >= len(s) or s[core + 1].word != ",":
        return core
    end = core + 2
    while end < len(s) and s[end].word != "," and not s[end].quoted and end - core < 14:
        if is_finite(s, end) or s[end].word in (";", ".", ":"):
            return core
        end += 1
    return end - 1


def _beside(s: Sentence, first: int, last: int) -> tuple[Range | None, frozenset[str]]:
    """The name and the roles that an apposition or a clause after the phrase gives: ", Gaspar Miranda", ", conocido en el
    expediente como Mirlo", ", alcalde de X"."""
    if first > last:
        return None, frozenset()
    first += s[first].word == ","
    alias: Range | None = None
    roles: set[str] = set()
    called = (
        s[first].word.startswith(("conocid", "identificad", "apodad", "llamad", "alias"))
        if first <= last
        else False
    )
    for at in range(first, last + 1):
        if s[at].word in ("que", "quien"):
            break
        if not s[at].is_word or s[at].word in DETERMINERS:
            continue
        if s[at].capital and (
            at == first or called or s[at - 1].word in _HONORIFICS or s[at - 1].word == "tal"
        ):
            end = at
            while end < last and s[end + 1].capital:
                end += 1
            if not called or s[at - 1].word in ("como", "apodado", "apodada", "alias", "llamado", "llamada"):
                alias = alias or (at, end)
        elif s[at].word in PEOPLE and (at <= first + 1):
            roles.add(s[at].word)
    return alias, frozenset(roles)
