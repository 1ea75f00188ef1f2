"""Reading and finding: the parts of a message, tokens, the search index, the query language, highlighting.

markers     how mail programs introduce a quoted or forwarded message
parts       the parts of a message's text: own, quoted, forwarded, signature
tokens      text -> tokens: the one definition of what a word is
query       what an investigator types -> a small syntax tree
index       rows of the case -> the tantivy index on disk
indexing    keeping that index in step with the case
search      syntax tree -> exact counts and every hit, in a stable order
highlight   syntax tree and text -> matched spans and snippets

The index is derived: it can be thrown away and made again from the case's database. It holds no text that can
be read back, only which tokens stand where, and is reached through ``index`` and ``search`` alone.
"""
