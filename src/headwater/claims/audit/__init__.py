"""The audit: what an article says, held against what a case holds.

``article`` cuts the article into sentences, quotations and what it says of them; ``holdings`` is what is asked of the case;
``locating`` and ``wording`` find a quotation and compare it word by word; ``speaking`` says who says the words there;
``citations``, ``paraphrases`` and ``figures`` do the same for what is cited, told in other words, and counted.
"""
