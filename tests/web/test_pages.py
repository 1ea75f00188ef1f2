"""Every template is held to its page: it uses no name that is not a field, and every field."""

from __future__ import annotations

from dataclasses import fields
from typing import get_args

import pytest
from jinja2 import meta, nodes

from headwater.base.errors import NotFound
from headwater.web import framing, pages
from headwater.web.rendering import environment

ENVIRONMENT = environment()
PAGES = get_args(pages.Page)


def parsed(template: str) -> dict[str, nodes.Template]:
    """The template and all that it extends, includes or imports from."""
    found: dict[str, nodes.Template] = {}
    todo = [template]
    while todo:
        name = todo.pop()
        assert ENVIRONMENT.loader is not None
        found[name] = ENVIRONMENT.parse(ENVIRONMENT.loader.get_source(ENVIRONMENT, name)[0])
        todo += [
            other for other in meta.find_referenced_templates(found[name]) if other and other not in found
        ]
    return found


def names_made(tree: nodes.Template) -> set[str]:
    """What a template imports, defines or sets outside its blocks, which its blocks may use."""
    made: set[str] = set()
    for node in tree.body:
        if isinstance(node, nodes.FromImport):
            made |= {name if isinstance(name, str) else name[1] for name in node.names}
        elif isinstance(node, nodes.Macro):
            made.add(node.name)
        elif isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            made.add(node.target.name)
    return made


def names_used(template: str) -> set[str]:
    trees = parsed(template).values()
    used = {name for tree in trees for name in meta.find_undeclared_variables(tree) - names_made(tree)}
    return used - set(ENVIRONMENT.globals)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_the_template_uses_the_fields_of_its_page_and_no_other_name(page: type) -> None:
    assert names_used(page.template) == {field.name for field in fields(page)}  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_every_page_is_documented_and_frozen(page: type) -> None:
    assert page.__doc__
    assert page.__dataclass_params__.frozen  # type: ignore[attr-defined]


def test_every_template_belongs_to_a_page() -> None:
    reached = {name for page in PAGES for name in parsed(page.template)}
    assert reached == set(ENVIRONMENT.list_templates())


@pytest.mark.parametrize("name", ENVIRONMENT.list_templates())
def test_templates_escape_and_hold_no_script_or_style(name: str) -> None:
    assert ENVIRONMENT.loader is not None
    source = ENVIRONMENT.loader.get_source(ENVIRONMENT, name)[0]
    lower = source.lower()
    for forbidden in (
        "<script",
        "<style",
        " style=",
        "javascript:",
        "|safe",
        "| safe",
        " onclick",
        " onload",
        "autoescape",
    ):
        assert forbidden not in lower
    assert not list(ENVIRONMENT.parse(source).find_all(nodes.MarkSafe))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_pages_with_forms_let_the_browser_say_where_they_come_from(page: type) -> None:
    assert ENVIRONMENT.loader is not None
    names = parsed(page.template)  # type: ignore[attr-defined]
    source = "".join(ENVIRONMENT.loader.get_source(ENVIRONMENT, name)[0] for name in names)
    assert ('method="post"' in source) == ('<meta name="referrer" content="same-origin">' in source)


def test_pager_reaches_every_row_once() -> None:
    seen: list[int] = []
    page: int | None = 1
    while page:
        pager = framing.Pager.of("/search", [("q", "a&b"), ("sort", "")], 101, page, 25)
        seen += range(pager.first, pager.last + 1)
        page = page + 1 if pager.next else None
    assert seen == list(range(1, 102))


def test_pager_keeps_what_was_asked() -> None:
    pager = framing.Pager.of("/search", [("q", "a&b"), ("sort", "")], 60, 2, 25)
    assert (pager.previous, pager.next) == ("/search?q=a%26b", "/search?q=a%26b&page=3")


def test_pager_of_nothing() -> None:
    pager = framing.Pager.of("/search", [], 0, 1, 25)
    assert (pager.first, pager.last, pager.pages, pager.next) == (0, 0, 1, "")


def test_a_page_beyond_the_end_is_not_there() -> None:
    with pytest.raises(NotFound, match="page 4"):
        framing.Pager.of("/search", [], 60, 4, 25)
