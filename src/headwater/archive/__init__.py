"""Finding things in a case: tokens, the search index, the query language, highlighting.

tokens      text -> tokens: the one definition of what a word is
query       what an investigator types -> a small syntax tree
index       rows of the case -> the tantivy index on disk
search      syntax tree -> exact counts and every hit, in a stable order
highlight   syntax tree and text -> matched spans and snippets

The index is derived: it can be thrown away and made again from the case's database. It holds no text that can
be read back, only which tokens stand where, and is reached through ``index`` and ``search`` alone.
"""
