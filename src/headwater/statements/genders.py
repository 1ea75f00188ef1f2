"""Whether a name, a title or a role is a man's or a woman's, as far as words can say; for pronouns within a document.

First names are common ones of several languages, by hand; a name that is not among them says nothing, and neither does
one that both bear.
"""

from __future__ import annotations

from collections.abc import Iterable

HE, SHE = "he", "she"

_HIS = frozenset(
    """aaron abdul abdullah abel abu adam adrian ahmad ahmed alain alan albert alberto alejandro aleksandr alex alexander
    alexei alfred ali amir anders andre andreas andrei andrew andy angelo anthony antoine anton antonio arjun arnold
    arthur arturo august axel barack ben benedek benjamin bernard bernie bill bob boris brad brendan brian bruce bruno
    carl carlo carlos chad charles charlie chris christian christopher chuck claude colin colm conrad craig dan daniel
    dave david dean dennis derek diego dieter dirk dmitri don donald doug douglas duncan edgar eduardo edward edwin elias
    emil emilio emmanuel enrique eric erik ernest ernesto ethan evan evo felipe felix ferdinand fernando finn floyd francis
    francisco francois frank franz fred frederick friedrich gareth gary george georges gerald gerard giovanni glenn gordon
    graham greg gregory guido guillermo gunter gustav guy hank hans harald harold harry hassan hector heinrich henri henrik
    henry herbert herman hermann hugh hugo hussein ian ibrahim igor imran isaac ismail ivan ivo jack jacob jacques jake
    james jan jason javier jean jeff jeffrey jens jeremy jerome jerry jesus jim joaquin joe joel joerg johan johann john
    johnny jon jonas jonathan jorge jose josef joseph joshua juan julian julio jurgen justin karim karl kemal ken kenneth
    kevin khalid klaus kofi konrad kurt lars larry lawrence leo leon leonard leonardo lewis lorenz louis luca lucas ludwig
    luigi luis lukas luke mahmoud malcolm manuel marc marcel marco marcos mario mark markus martin marvin mathias matteo
    matthew maurice max maximilian michael michel miguel mike mikhail mohamed mohammed moses muhammad mustafa nathan neil
    nelson nicholas nicolas nigel nikolai norman olaf oleg oliver omar orlando oscar oskar osman otto owen pablo paolo
    patrick paul pavel pedro pete peter petros philip philippe pierre piet piotr quentin rafael ralph ramon randy raul ray
    raymond rene ricardo richard rick robert roberto rodrigo roger roland rolf roman ron ronald ross roy rudolf rupert
    ryan salman salvador sam samuel saul scott sean sebastian serge sergei sergio seth simon spyros stefan stephen steve
    steven stuart sven tariq ted terry theo theodore thomas tim timothy tobias todd tom tomas tommy tony trevor ulrich
    umberto vadim victor viktor vincent vladimir walter warren werner wilhelm will william winston wolfgang yannick yuri
    yury yusuf zoran""".split()
)
_HERS = frozenset(
    """abigail ada adele agatha agnes aisha alba alice alicia alina alison amanda amara amelia amina amy ana anastasia
    andrea angela angelina anita ann anna anne annette annie antonia april ariana astrid audrey barbara beatrice beatriz
    bella bertha beth betty birgit bonnie brenda brigit brigitte camilla carla carmen carol carolina caroline catalina
    catherine cecilia celia charlotte cheryl chloe christina christine cindy claire clara claudia colette concepcion
    cristina cynthia dagmar daisy dalia dana daniela daphne deborah delia denise diana diane dolores donna dora doris
    dorothea dorothy edith eileen elaine eleanor elena elisa elisabeth elise elizabeth ella ellen elsa elvira emily emma
    erika esther eugenia eva eve evelyn fatima fiona flora florence frances francesca frida gabriela gail genevieve
    georgia gertrude gillian gina giulia glenda gloria grace greta gudrun hanna hannah hattie heather heidi helen helena
    helene helga hilary hilda hillary ida ilse imelda ines ingrid irene iris irma isabel isabella isabelle ivanka
    jacqueline jana jane janet janice jasmine jean jeanne jennifer jenny jessica jill joan joanna josephine joyce juana
    judith judy julia juliana julie juliet karen karin karla kate katharina katherine kathleen kathryn katja kelly
    khadija kim kirsten kristina laila lara laura lauren laurie layla leila lena leticia lidia lila lilian lily linda lisa
    liza lola lois loretta lorena lotte louise lucia lucille lucy luisa lydia mabel madeleine magdalena manuela mara
    marcela margaret margarita margot maria mariam mariana marianne marie marilyn marina marion marisol marta martha mary
    mathilde maud maureen megan melania melanie melissa mercedes michelle mila mildred mina minna miranda miriam moira
    molly monica monika muriel nadia nancy naomi natalia natalie natasha nessa nicole nina nora norma odile olga olivia
    orla paloma pamela patricia paula pauline penelope petra phyllis pilar priscilla rachel raquel rebecca regina renata
    rita roberta rosa rosalind rose rosemary roxana ruby ruth sabine sadia sally samantha sandra sara sarah selma sharon
    sheila shirley silvia simone sofia sonia sophia sophie stella stephanie susan susanna susanne suzanne svetlana sybil
    sylvia tamara tania tanya tatiana teresa thea theresa tina ursula valentina valerie vanessa vera veronica victoria
    viola violet virginia vivian wanda wendy wilma winifred yasmin yolanda yvonne zainab zoe""".split()
)
_MALE = frozenset(
    """mr sir papa dad daddy pa lord king prince father brother son husband uncle nephew grandfather man boy congressman chairman
    spokesman businessman policeman fireman fisherman priest monk widower gentleman guy lad señor monsieur herr duke
    baron emperor policemen""".split()
)
_FEMALE = frozenset(
    """mrs ms miss madam lady queen princess mother sister daughter wife aunt niece grandmother woman girl congresswoman
    chairwoman spokeswoman businesswoman policewoman nun widow mistress actress heroine señora señorita madame frau
    duchess baroness empress mum mom""".split()
)


def gender(words: Iterable[str], roles: Iterable[str] = ()) -> str:
    """HE, SHE, or "" where nothing is known. ``words`` are those of a phrase, titles and first name in order; ``roles``
    the nouns that say what the named one is."""
    low = [w.lower().rstrip(".") for w in words]
    nouns = {*low, *(r.lower() for r in roles)}
    if bool(nouns & _MALE) != bool(nouns & _FEMALE):
        return HE if nouns & _MALE else SHE
    for word in low:
        if (word in _HIS) != (word in _HERS):
            return HE if word in _HIS else SHE
    return ""
