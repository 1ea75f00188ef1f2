"""Mail archives of any size, made up from a seed: the parts behind ``bench/corpus.py``.

draw        random choices that come out the same everywhere
languages   function words, syllables, charsets and set phrases of six languages
tongues     running text from those: Zipfian heads, long tails
people      invented persons with their addresses and ways of being written
dates       Date headers, sound and broken
prose       what one writer adds: greeting, paragraphs, signature
quoting     what a reply or a forward carries along
encoding    charsets, transfer encodings, encoded words
html        the HTML twin of a text
attach      attachments
envelope    header blocks
records     what is asked for, and what comes out: the small types
damage      what goes wrong with messages in real archives
message     one message from all of these
stream      threads, duplicates, variants: the messages of an archive in order
layouts     writing them as mbox, maildir or one file a message
manifest    the account of what was written
"""
