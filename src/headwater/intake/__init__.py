"""Bytes to documents, renditions and receipts: one reader per format.

``run.take_in`` reads files, folders and archives into a case; ``single.read_file`` reads one document without a
case. docs/renditions.md says what becomes of the bytes, docs/formats.md what is kept and what is lost.
"""
