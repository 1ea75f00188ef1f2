"""Suspected copies: which texts of a case were probably taken from one another, or from one that is not there.

Everything here is a pure function over a batch: texts in, suspicions out. ``find.find`` is the way in; what it does
and how well is in ``docs/copies.md``. A suspicion is a proposal and counts for nothing until somebody decides.
"""
