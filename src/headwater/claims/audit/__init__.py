"""The audit: what an article says, held against what a case holds.

``article`` cuts the article into sentences and quotations, ``attributing`` and ``stating`` say to whom and to what time it gives them;
``holdings`` is what is asked of the case. ``saying``, ``locating``, ``wording`` and ``differing`` find a quotation and compare it word by
word, ``speaking`` says who says the words there and ``cautions`` what speaks against taking them by themselves.
``citations``, ``paraphrases`` and ``figures`` do the same for what is cited, told in other words, and counted; ``sentences``
says what each sentence is, ``changes`` what two audits differ in. ``audit`` puts it together.
"""
