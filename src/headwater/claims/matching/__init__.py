"""Which statements seem to say a claim: ranked proposals with their reasons, which count for nothing until accepted.

``features`` turns texts into what is kept of them; ``scores`` compares a claim with as many as a case has;
``hints`` looks at one pair of texts for what similarity does not show (negation, stance, figures, names).
"""
