"""An article held against a case: everything at once."""

from __future__ import annotations

from collections.abc import Callable

from headwater.claims.audit.article import read_article
from headwater.claims.audit.citations import citations
from headwater.claims.audit.figures import figures
from headwater.claims.audit.holdings import Holdings
from headwater.claims.audit.locating import Locator
from headwater.claims.audit.paraphrases import paraphrases
from headwater.claims.audit.quotations import quotations
from headwater.claims.audit.sentences import sentences
from headwater.model.audit import Audit
from headwater.model.document import Document
from headwater.statements.mode import Mode

VERSION = "audit-1"
"""The version of what an audit finds; it changes when the same article and case give another one."""


def audit(
    document: Document, holdings: Holdings, mode: Mode, tell: Callable[[str], None] | None = None
) -> Audit:
    """Hold an article against what a case holds. ``tell`` hears what is being done.

    Raises Unsupported where no language model is installed.
    """
    say = tell or (lambda words: None)
    say("reading the article")
    article = read_article(document, mode)
    say("looking for what it cites")
    locator = Locator(holdings)
    cited = citations(article, holdings, locator)
    count = lambda done, of: say(f"quotation {done} of {of}")  # noqa: E731
    quoted = quotations(article, holdings, cited, count, locator)
    say("looking for what it says in other words")
    told = paraphrases(article, holdings, cited)
    say("comparing figures")
    counted = figures(article, holdings, cited, quoted, told)
    return Audit(
        title=document.title,
        sha256=document.sha256,
        text=document.text,
        author=article.author,
        outlet=article.outlet,
        date=article.date,
        extent=holdings.extent(),
        sentences=sentences(article, quoted, cited, told, counted),
        quotations=quoted,
        citations=cited,
        paraphrases=told,
        figures=counted,
    )
