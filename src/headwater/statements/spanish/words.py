"""Function words of Spanish, and marks."""

from __future__ import annotations

Range = tuple[int, int]
"""First and last token, both included."""

DEFINITE = frozenset(
    "el la los las este esta estos estas ese esa esos esas aquel aquella dicho dicha dichos dichas".split()
)
POSSESSIVE = frozenset(
    "su sus mi mis tu tus nuestro nuestra nuestros nuestras vuestro vuestra vuestros vuestras".split()
)
INDEFINITE = frozenset(
    """un una unos unas algún alguna algunos algunas otro otra otros otras varios varias muchos muchas ningún ninguna cada
    ambos ambas cierto cierta dos tres cuatro cinco seis siete ocho nueve diez doce veinte cien mil todo toda todos todas
    numerosos numerosas diversos diversas""".split()
)
DETERMINERS = DEFINITE | POSSESSIVE | INDEFINITE
PRONOUNS = frozenset(
    "él ella ellos ellas yo nosotros nosotras usted ustedes quien quienes este esta éste ésta ese esa nadie alguien tú vosotros".split()
)
RELATIVES = frozenset("que quien quienes cual cuales".split())
CLITICS = frozenset("me te se le les lo la los las nos os".split())
PREPOSITIONS = frozenset(
    """a al ante bajo con contra de del desde durante en entre hacia hasta mediante para por según sin sobre tras como
    frente además ante""".split()
)
CONJUNCTIONS = frozenset("y e o u ni pero sino aunque mientras porque pues cuando si donde así".split())
ADVERBS = frozenset(
    """también además tampoco ya aún todavía hoy ayer anoche después luego antes entonces sí siempre nunca jamás ahora
    finalmente asimismo incluso solo sólo apenas casi así bien claro claramente categóricamente tajantemente aquí ahí
    siquiera más menos muy mismo""".split()
)
BREAKS = frozenset({",", ";", ":", "(", ")", ".", "!", "?", "…", "...", "—", "–", "¿", "¡"})
