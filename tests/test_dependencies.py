"""Every direct dependency has a reason; none that we import is GPL or AGPL; the lock file pins with hashes."""

import re
import tomllib
from importlib.metadata import distribution, requires
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def canonical(requirement: str) -> str:
    found = NAME.match(requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found.group()).lower()


DIRECT = {canonical(r) for r in PROJECT["dependencies"]}
DEVELOPMENT = {canonical(r) for r in PROJECT["optional-dependencies"]["dev"]}


def closure(names: set[str]) -> set[str]:
    """The installed packages that ``names`` need, themselves included, without extras."""
    found: set[str] = set()
    todo = sorted(names - {"tzdata"})
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            needs = [r for r in requires(name) or () if "extra ==" not in r and "sys_platform" not in r]
            todo += [canonical(r) for r in needs if _installed(canonical(r))]
    return found


def _installed(name: str) -> bool:
    try:
        distribution(name)
    except ModuleNotFoundError:
        return False
    return True


def test_the_page_names_every_direct_dependency() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    cells = [row.split("|")[1] for row in page.splitlines() if row.startswith("| ") and "---" not in row]
    named = {canonical(word.strip()) for cell in cells for word in cell.split(",")}
    assert named - {"package"} == DIRECT | DEVELOPMENT


def test_no_gpl_is_imported() -> None:
    packages = closure(DIRECT)
    assert len(packages) > len(DIRECT)
    for name in packages:
        metadata = distribution(name).metadata
        stated = [metadata.get("License-Expression") or "", (metadata.get("License") or "")[:200]]
        stated += [c for c in metadata.get_all("Classifier") or () if c.startswith("License")]
        assert not re.search(r"(?<!L)GPL|(?<!Lesser )General Public", " ".join(stated)), f"{name}: {stated}"


def test_the_lock_pins_every_direct_dependency_with_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = dict(
        re.findall(r"^([A-Za-z0-9._-]+)==[^\n]*\\\n((?:    --hash=\S+[^\n]*\n)+)", lock, re.MULTILINE)
    )
    assert {canonical(name) for name in pins} >= DIRECT | DEVELOPMENT
    assert "://" not in lock, "no registry hosts"
