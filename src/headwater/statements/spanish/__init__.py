"""Spanish text -> drafts of statements, by rules over words, without a parser.

conjugation, cues   the forms of verbs, and which words are cues
tokens              sentences, with what is quoted as one token and as sentences of its own
phrases, contents   where phrases and clauses begin and end
attributions        whose and of what each cue is
people, speakers    who is meant, within the document
manner              stance, basis and form
dates               dates and bylines as they are written
reading             drafts of the regions of a text, for ``extract``
"""
