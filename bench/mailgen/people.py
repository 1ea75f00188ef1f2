"""Invented persons: names, addresses, aliases, and the ways in which headers write them."""

from __future__ import annotations

from dataclasses import dataclass

from mailgen.draw import Draw
from mailgen.encoding import encoded_words
from mailgen.tongues import Tongue

_GIVEN = {
    "en": "Alda Bram Corin Dessa Edwin Fern Garth Hollis Ione Jory Kit Lorne Maud Nell Orrin Perry Quill Rhea Silas Tamsin",
    "es": "Amparo Beltrán Candela Efrén Fermín Inés Jacinto Lucía Matías Nélida Óscar Remedios Úrsula Zoilo",
    "fr": "Aurèle Basile Céleste Désiré Élodie Fantin Gaëlle Hervé Irénée Léonie Maëlys Noé Solène Tancrède",
    "de": "Anselm Bärbel Dörte Ekkehard Frauke Götz Heiko Ilse Jörg Käthe Lutz Mechthild Rüdiger Wiebke",
    "ru": "Arkady Darya Efim Galina Ignat Ksenia Lev Marfa Nikon Olga Pyotr Raisa Semyon Tikhon",
    "zh": "An Bai Chun Dong Feng Gang Hua Jing Lan Min Ning Ping Qiu Rui Shan Tao",
}
_LATIN_NAMES = {"ru": "ov in enko sky".split(), "zh": "ng n o i".split()}
_ZONES = {"en": (0, -300, -360, -480, 60, 330), "es": (60, 120, -180, -360), "fr": (60, 120), "de": (60, 120)}
_FAR_ZONES = {"ru": (180, 240), "zh": (480,)}
_FIRMS = "group office ministry press union bureau partners holding institute council works lines".split()
_ROLES = (
    "Head of Office", "Analyst", "Legal Counsel", "Desk Editor", "Procurement", "Deputy Director", "Field Coordinator",
    "Accounts", "Private Secretary",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """``forms`` are ready for an address header, the usual one first; ``zone`` is minutes east of UTC."""

    name: str
    given: str
    address: str
    host: str
    role: str
    firm: str
    forms: tuple[str, ...]
    zone: int

    def written(self, draw: Draw) -> str:
        """One of the ways in which this person stands in an address header."""
        return self.forms[0] if draw.chance(0.8) else draw.pick(self.forms)


@dataclass(frozen=True, slots=True)
class Cast:
    """A language with those who write in it."""

    tongue: Tongue
    persons: list[Person]


def firms(tongue: Tongue, draw: Draw, count: int) -> list[str]:
    """Domains of organisations with names invented in this language, which must be ASCII; all under ``.example``."""
    return [f"{tongue.name(draw).lower()}-{draw.pick(_FIRMS)}.example" for _ in range(count)]


def people(tongue: Tongue, hosts: list[str], draw: Draw, count: int) -> list[Person]:
    """``count`` persons who write in this language; addresses are all different."""
    return [_person(tongue, hosts, draw, number) for number in range(count)]


def _person(tongue: Tongue, hosts: list[str], draw: Draw, number: int) -> Person:
    code, host = tongue.language.code, hosts[draw.early(len(hosts))]
    given = draw.pick(_GIVEN[code].split())
    surname = _latin_surname(draw, code) if code in _LATIN_NAMES else tongue.name(draw)
    name = f"{given} {surname}"
    local = f"{_ascii(given)}.{_ascii(surname)}{number or ''}"
    address = f"{local}@{host}"
    second = f"{_ascii(given)[:1]}{_ascii(surname)}{number}@{draw.pick(hosts)}"
    firm = host.partition(".")[0].replace("-", " ").title()
    zones = _ZONES.get(code) or _FAR_ZONES[code]
    forms = _forms(name, given, surname, address, second, firm)
    return Person(name, given, address, host, draw.pick(_ROLES), firm, forms, draw.pick(zones))


def _forms(name: str, given: str, surname: str, address: str, second: str, firm: str) -> tuple[str, ...]:
    shown = name if name.isascii() else encoded_words(name, "utf-8")
    exchange = f"/O={firm.upper()}/OU=FIRST/CN=RECIPIENTS/CN={_ascii(surname).upper()}"
    if not name.isascii():
        latin = encoded_words(f"{surname}, {given}", "iso-8859-1")
        return (f"{shown} <{address}>", address, f"{latin} <{address}>", f"{shown} <{second}>")
    return (
        f"{name} <{address}>",
        address,
        f'"{surname}, {given}" <{address}>',
        f"{given[:1]}. {surname} <{second}>",
        f"{address} ({name})",
        f'"{name}" <{exchange}>',
        f"{surname}, {given} <{address}>",  # wrong without quotation marks, and common
    )


def _latin_surname(draw: Draw, code: str) -> str:
    syllable = draw.pick("bel dar gor kol mar nes pol rad sav tur vel zar".split())
    return (syllable + draw.pick("a e o i".split()) + draw.pick(_LATIN_NAMES[code])).capitalize()


_PLAIN = str.maketrans("áàäéèëêíïóöôúüñçßãõ", "aaaeeeeiiooouuncsao")


def _ascii(name: str) -> str:
    """The name as the local part of an address."""
    return name.lower().translate(_PLAIN).encode("ascii", "ignore").decode()
