"""Which language a text is in. All sentences are invented."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.archive.language import language_of
from headwater.base.errors import NotFound, Unsupported
from headwater.base.spans import Span
from headwater.desk.statements import read_files
from headwater.model.document import Kind
from headwater.model.statement import Provenance
from headwater.statements.extract import extract, languages_refused
from headwater.statements.language import Language, languages_of, supported

SOURCE = Provenance("0" * 64)
OTHERS = {
    "fr": "Le maire a nié avoir vendu le quai à la société. Selon elle, rien n'a jamais été signé.",
    "de": "Der Bürgermeister bestritt, dass der Kai verkauft worden sei. Laut dem Bericht wusste er davon nichts.",
    "pt": "O presidente negou que o governo soubesse do contrato. Segundo ela, ninguém assinou nada.",
    "it": "Il sindaco ha negato che il molo sia stato venduto. Secondo lei nessuno ha firmato nulla.",
    "nl": "De burgemeester ontkende dat de kade was verkocht. Volgens haar heeft niemand iets getekend.",
    "pl": "Burmistrz zaprzeczył, że nabrzeże zostało sprzedane. Według niej nikt niczego nie podpisał.",
    "ca": "L'alcalde va negar que hagués venut el moll. Segons ella, ningú no va signar res.",
    "sv": "Borgmästaren förnekade att kajen hade sålts. Enligt henne skrev ingen under något.",
    "tr": "Belediye başkanı rıhtımın satıldığını reddetti. Ona göre kimse bir şey imzalamadı.",
    "ru": "Мэр отрицает, что причал был продан. По её словам, никто ничего не подписывал.",
    "el": "Ο δήμαρχος αρνήθηκε ότι πούλησε την προβλήτα.",
    "ar": "نفى العمدة بيع الرصيف، وقال إن أحدا لم يوقع شيئا.",
    "zh": "市长否认出售码头，并表示合同不存在。",
}


@pytest.mark.parametrize(("code", "text"), OTHERS.items(), ids=OTHERS.keys())
def test_other_languages_are_told_and_say_nothing(code: str, text: str) -> None:
    assert language_of(text) == code
    assert supported(text) is None
    assert extract(SOURCE, text) == []
    assert languages_refused(SOURCE, text) == (code,)


@pytest.mark.parametrize(
    "text",
    [
        "El alcalde negó que vendiera el muelle.",
        "Dijo que no.",
        "Según el informe, nadie avisó a la empresa.",
        "«No sé nada», dijo Marta.",
        "HOLA ANA: TE MANDO LO DE AYER. LA REUNIÓN ES EL LUNES.",
    ],
)
def test_spanish(text: str) -> None:
    assert supported(text) is Language.SPANISH


@pytest.mark.parametrize(
    "text",
    [
        "The mayor denied that the dock had been sold.",
        "He lied, she said.",
        "Call me re Conti tix asap pls",
        "See attached.",
        "",
        "12 % 3.4 --- 17:05",
        "Odile Marr told Le Monde that the quai was sold; 'c'est faux', she said of the story.",
        "x = y + foo(bar); return baz",
    ],
)
def test_english_and_what_cannot_be_told_is_read_as_english(text: str) -> None:
    assert supported(text) is Language.ENGLISH


def test_a_list_of_names_is_never_refused() -> None:
    assert (
        supported("Maria González López, Juan de la Cruz, Pietro Rossi, Ana Ruiz, Jean-Luc Dupont")
        is not None
    )
    assert supported("Schmidt, Hans\nMüller, Uwe\nKrüger, Anke\nWeiß, Jürgen\nBäcker, Ilse") is not None


def test_each_part_of_a_mail_is_read_by_its_own_rules() -> None:
    text = (
        "Odile, the clerk denies that the dock was sold.\n\n"
        "El lun, 3 mar 2031 a las 18:40, Ana Ruiz <ana@port.example> escribió:\n\n"
        "> El alcalde negó que el muelle se vendiera.\n"
        "> Según la secretaria, nadie firmó.\n"
    )
    source = Provenance("0" * 64, Kind.MESSAGE, writer="Ivo Crane")
    found = {" ".join(c.of(text) for c in s.cue): s for s in extract(source, text)}
    assert found["denies"].chain == ("Ivo Crane", "the clerk")
    assert found["negó"].chain == ("Ivo Crane", "Ana Ruiz", "El alcalde")
    assert found["Según"].chain == ("Ivo Crane", "Ana Ruiz", "la secretaria")
    assert languages_refused(source, text) == ()


def test_a_part_in_another_language_keeps_its_writer() -> None:
    text = (
        "Ivo, the clerk denies that the dock was sold.\n\n"
        "Le lun. 3 mars 2031 à 18:40, Ana Ruiz <ana@port.example> a écrit :\n\n"
        "> Le maire a nié avoir vendu le quai à la société. Selon elle, rien n'a été signé.\n"
    )
    source = Provenance("0" * 64, Kind.MESSAGE, writer="Ivo Crane")
    found = extract(source, text)
    assert languages_refused(source, text) == ("fr",)
    assert ("Ivo Crane", "Ana Ruiz") in [s.chain for s in found]
    assert not any("nié" in c.of(text) for s in found for c in s.cue)


def test_a_part_too_short_to_tell_goes_with_the_others() -> None:
    text = "Ok\nEl alcalde negó que el muelle se vendiera, y la secretaria lo confirmó."
    assert languages_of(text, [(Span(0, 2),), (Span(3, len(text)),)]) == ("es", "es")


def test_read_refuses_another_language_and_reads_the_rest(tmp_path: Path) -> None:
    french, english = tmp_path / "fr.txt", tmp_path / "en.txt"
    french.write_text(OTHERS["fr"], encoding="utf-8")
    english.write_text("Odile Marr denies that the dock was sold.", encoding="utf-8")
    told: list[str] = []
    rows = list(read_files([french, english], told.append))
    assert [row["cue"]["text"] for row in rows] == ["denies"]
    assert any("fr.txt" in line and "language not supported: fr" in line for line in told)
    with pytest.raises(Unsupported) as refused:
        list(read_files([french]))
    assert refused.value.exit_code == 69
    assert "language not supported: fr" in str(refused.value)


def test_a_missing_file_does_not_stop_the_others(tmp_path: Path) -> None:
    english = tmp_path / "en.txt"
    english.write_text("Odile Marr denies that the dock was sold.", encoding="utf-8")
    rows = read_files([tmp_path / "none.txt", english])
    assert next(rows)["cue"]["text"] == "denies"
    with pytest.raises(NotFound):
        list(rows)


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_taken(text: str) -> None:
    assert language_of(text) == "" or len(language_of(text)) == 2


@pytest.mark.real
def test_real_english_is_not_refused(shared_data: Path) -> None:
    texts = sorted((shared_data / "statements" / "polnear" / "dev" / "text").glob("*.txt"))[:40]
    assert texts
    assert all(supported(path.read_text(encoding="utf-8")) is Language.ENGLISH for path in texts)
