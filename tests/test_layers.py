"""The direction of the data: a module imports only what stands above it, and nothing goes round in a circle."""

import ast
from pathlib import Path

import networkx
import pytest

import headwater

ROOT = Path(headwater.__file__).parent
LAYERS = (
    "base",
    "model",
    "store",
    "intake",
    "archive",
    "statements",
    "people",
    "claims",
    "findings",
    "dossier",
    "demo",
    "desk",
)
FACES = ("web", "cli")
COMPOSITION_ROOT = "headwater.__main__"


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in ROOT.rglob("*.py")}


def imports_of(name: str) -> set[str]:
    """The modules of Headwater that a module imports anywhere in it: at the top, in functions, for types only."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} uses a relative import"
            base = node.module or ""
            found.add(base)
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return {module for module in found if module in MODULES and module != name}


GRAPH = {name: imports_of(name) for name in MODULES}


def layer(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else ""


def test_every_package_is_a_named_layer() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages == {*LAYERS, *FACES}


@pytest.mark.parametrize("name", sorted(MODULES))
def test_imports_point_upwards(name: str) -> None:
    here = layer(name)
    for imported in GRAPH[name]:
        there = layer(imported)
        if not there or there == here or name == COMPOSITION_ROOT:
            continue
        if here in FACES:
            assert there not in FACES, f"{name} imports the other face: {imported}"
        elif here == "__main__":
            continue
        else:
            assert there in LAYERS, f"{name} imports {imported}"
            assert LAYERS.index(there) < LAYERS.index(here), (
                f"{name} imports {imported}, which stands below it"
            )


def test_no_circles() -> None:
    graph = networkx.DiGraph((a, b) for a, found in GRAPH.items() for b in found if layer(b))
    assert [sorted(circle) for circle in networkx.simple_cycles(graph)] == []


@pytest.mark.parametrize("name", sorted(MODULES))
def test_modules_are_short_and_documented(name: str) -> None:
    text = MODULES[name].read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400, "cut the module"
    assert ast.get_docstring(ast.parse(text)), "say what the module is for"


def test_base_is_standard_library_only() -> None:
    import sys

    for name in MODULES:
        if layer(name) == "base":
            for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
                modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
                modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                for module in modules:
                    top = module.split(".")[0]
                    assert top in sys.stdlib_module_names or top == "headwater", f"{name} imports {module}"
