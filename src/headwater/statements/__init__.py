"""Text -> statements and chains.

``extract.extract(provenance, text)`` gives the statements of one document, ``extract_batch`` of many, ``row`` one of them as
JSON. Pure functions over text; no database. On the way:

language            which language a part of a text is written in
spanish             Spanish text to drafts; what follows up to ``blocks`` is for English
paragraphs, quotes  pieces of text and what stands in quotation marks
parse               the light dependency parse of a paragraph, as lists
trees               phrases, subjects and verb groups of a parse
frames, phrases     every place where the syntax could be an attribution
proposals           those places with exact spans
lexicon, drafts     which of them are statements
blocks              block quotations and whose they are
mentions, names     who is meant by a phrase, within the document
genders, speakers   who is meant by a pronoun, and by "I"
byline, chains      through whom it came
headings, outlets   what the lines at the top and bottom of a text are, and the outlets that they name
stance              how the source stands to it, and how it knows
extract             statements of a whole document

It does not decide who is who across documents (people) nor what a statement means for a claim (claims).
"""
