"""Invented reports: many events, for each of them several accounts that agree on the facts and on nothing else.

Every account is written anew: its sentences draw from the topic's own words and from a common stock, and each puts in
some of the facts (names with roles, places, figures, a date), which all accounts of the event have word for word. So
accounts of one event are distractors as copies' rivals are in a case: the same names and numbers, the same subject.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

SYLLABLES = "ba ben cal dor eck fen gar hol il jor kel lan mor nev or pell quin ros sed tam ul ves wen yar zel".split()
ENDINGS = "a an ard en er ey in is o on or ow um y".split()
ROLES = (
    "deputy governor,harbour master,chief inspector,state auditor,mill owner,union secretary,district judge,"
    "customs officer,bank director,ferry captain,county clerk,mine surveyor"
).split(",")
UNITS = (
    "crowns,containers,tonnes of copper,hectares,rifles,permits,households,barrels,vehicles,workers".split(
        ","
    )
)
MONTHS = "January February March April May June July August September October November December".split()
STOCK = (
    "account action address agreement answer appeal area arrangement attempt authority balance bargain blame board border "
    "branch bridge budget burden camp cargo cause chance change channel charge circle claim coast comment committee "
    "company complaint concern condition conduct contract control council country course court cover crew crime crisis "
    "damage deadline deal debate debt decision defence delay demand department detail device dispute district document "
    "doubt effort election engine estate evidence exchange excuse export factory failure family fault favour fear field "
    "figure fleet flood force fraud freight front fund garden goods guard harbour hearing hint house import inquiry "
    "interest interview journey judge labour lawyer leader letter licence limit list loan loss luggage machine manager "
    "market matter measure meeting member memory message method minute mistake money motive movement murder notice "
    "number objection office order owner paper partner passage payment penalty permit petition phone pier plan plant "
    "police policy port pressure price prison problem profit project proof property protest purchase quarter question "
    "railway rate reason record region relation release remark repair reply report request rescue result return reward "
    "river road route rule rumour safety salary scandal scheme search secret security sentence service shadow share "
    "shipment shore signal site smuggler soldier station statement storage street strike success supply support surprise "
    "suspect system tariff task threat tide timber title trade traffic treaty trial trouble truck trust tunnel union "
    "vessel victim village visit voice vote wage warehouse warning waste weapon weight winter witness worker yard"
).split()
VERBS = (
    "accepted admitted altered announced approached approved argued arranged attacked avoided backed blocked borrowed "
    "carried caught challenged checked claimed closed collected compared concealed confirmed considered copied counted "
    "crossed defended delayed delivered demanded denied described destroyed discovered dismissed divided doubted drafted "
    "dropped earned emptied ended examined expected explained feared filed followed forced forged found gathered "
    "guarded guided halted handled hid hired identified ignored inspected insured joined judged kept landed launched "
    "leaked linked loaded lost managed marked measured mentioned missed moved named noticed offered opened ordered paid "
    "pressed promised proposed protected questioned raised reached received recorded refused registered rejected released "
    "removed rented repaired repeated replaced requested rescued sealed searched seized signed sold split stopped stored "
    "studied suspected tested threatened traced transferred trusted undermined unloaded valued visited warned watched "
    "weighed withdrew"
).split()
QUALITIES = (
    "abandoned absent ambitious ancient angry armed awkward bitter blank bold broad broken careful cautious central cheap "
    "civil clumsy coastal cold costly covert crowded damp dark dead distant double dusty eager early eastern empty "
    "expensive faint false famous final foreign former fragile frequent frozen gentle grave guilty hasty heavy hidden "
    "hollow honest hostile idle illegal inland joint junior large late legal local lonely loyal main medical military "
    "minor missing modest narrow nervous northern obscure odd official open outdated painful partial patient plain "
    "polite poor powerful private proper public quiet rapid rare recent remote reserved rival rural rusty secret senior "
    "severe sharp silent sober southern stolen strange strict sudden tense thin tired troubled uneasy unpaid urgent vacant "
    "vague weak western wet wide young"
).split()
STOCK_PHRASES = (
    "on condition of anonymity",
    "declined to comment",
    "according to people familiar with the matter",
    "did not reply to a request for comment",
    "in the early hours of the morning",
    "for the first time in years",
    "a spokesman for the ministry said",
    "the case is still before the court",
)
DISCLAIMER = (
    "This message is intended only for the person or body to which it is addressed and may contain information that is "
    "privileged or confidential. If you are not the intended recipient, please notify the sender and delete it."
)


@dataclass(frozen=True, slots=True)
class Topic:
    """An event: the facts that every account of it has, and the words in which people speak of such things."""

    facts: tuple[str, ...]
    nouns: tuple[str, ...]
    verbs: tuple[str, ...]
    qualities: tuple[str, ...]


def name(draw: random.Random) -> str:
    """An invented proper name of one word."""
    return (draw.choice(SYLLABLES) + draw.choice(SYLLABLES) + draw.choice(ENDINGS)).capitalize()


def topic(draw: random.Random) -> Topic:
    """A new event."""
    people = [f"{draw.choice(ROLES)} {name(draw)} {name(draw)}" for _ in range(4)]
    places = [
        f"the {draw.choice(['port', 'village', 'province', 'customs house'])} of {name(draw)}"
        for _ in range(2)
    ]
    figures = [f"{draw.randint(13, 9800):,} {draw.choice(UNITS)}" for _ in range(3)]
    date = f"{draw.randint(1, 28)} {draw.choice(MONTHS)} {draw.randint(2029, 2034)}"
    return Topic(
        (
            *people,
            *places,
            *figures,
            f"on {date}",
            f"the {name(draw)} {draw.choice(['Company', 'Bank', 'Union'])}",
        ),
        tuple(draw.sample(STOCK, 40)),
        tuple(draw.sample(VERBS, 25)),
        tuple(draw.sample(QUALITIES, 20)),
    )


def account(about: Topic, draw: random.Random, paragraphs: int = 0) -> str:
    """One account of the event; three to six paragraphs of two to four sentences where ``paragraphs`` does not say."""
    return "\n\n".join(
        " ".join(_sentence(about, draw) for _ in range(draw.randint(2, 4)))
        for _ in range(paragraphs or draw.randint(3, 6))
    )


def _sentence(about: Topic, draw: random.Random) -> str:
    clauses = [_clause(about, draw) for _ in range(draw.randint(1, 3))]
    joined = clauses[0]
    for clause in clauses[1:]:
        joined += draw.choice([", and ", ", but ", ", while ", ", after which ", ", because ", "; "]) + clause
    if draw.random() < 0.15:
        joined += f", {draw.choice(STOCK_PHRASES)}"
    return f"{joined[0].upper()}{joined[1:]}."


def _clause(about: Topic, draw: random.Random) -> str:
    subject = draw.choice(about.facts[:4]) if draw.random() < 0.25 else _thing(about, draw)
    target = draw.choice(about.facts) if draw.random() < 0.3 else _thing(about, draw)
    ending = draw.choice(
        [
            "",
            f" {draw.choice(['in', 'near', 'with', 'without', 'against', 'before', 'under'])} {_thing(about, draw)}",
            f" {draw.choice(['from', 'for', 'despite', 'about', 'behind'])} {_thing(about, draw)}",
        ]
    )
    return f"{subject} {_drawn(about.verbs, VERBS, draw)} {target}{ending}"


def _thing(about: Topic, draw: random.Random) -> str:
    quality = f"{_drawn(about.qualities, QUALITIES, draw)} " if draw.random() < 0.5 else ""
    return f"{draw.choice(['the', 'a', 'his', 'their', 'that', 'some'])} {quality}{_drawn(about.nouns, STOCK, draw)}"


def _drawn(own: tuple[str, ...], stock: list[str], draw: random.Random) -> str:
    """A word: two in three of the topic's own, the rest of the common stock."""
    return draw.choice(own) if draw.random() < 2 / 3 else draw.choice(stock)
