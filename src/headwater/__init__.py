"""Headwater: trace every claim in a leak to its sources.

The packages are layers; a module imports only what stands above it in this list:

base        errors, settings, dates, text spans: standard library only
model       the words of the field as small immutable types
store       the case: database, migrations, layout on disk; the one owner of tables
intake      bytes -> documents, renditions, receipts: one reader per format
archive     parts of messages, search
statements  text -> statements and chains
people      names and addresses
claims      ledger, lineage, independence
findings    figures, events, rules, authenticity
dossier     selection, checks, rendering, interchange formats
desk        the use cases: everything that cli and web may call
web, cli    two faces over desk; neither imports the other
"""

__version__ = "0.1.0"
