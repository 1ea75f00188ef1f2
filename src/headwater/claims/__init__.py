"""Claims: the ledger of what is linked to a claim, the lineage below it, and how many origins stand behind it.

Imports base, model, store, intake, archive, statements and people; nothing below.
"""
