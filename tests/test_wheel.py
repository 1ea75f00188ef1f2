"""The built wheel, not the source tree: installed with pip into an empty environment, it builds the demo case."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (made,) = target.glob("*.whl")
    return made


def test_the_wheel_is_for_every_platform_and_holds_what_is_read_at_run_time(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "src/headwater"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\n")
    wanted = {Path(path).relative_to("src").as_posix() for path in tracked if path}
    assert {name for name in wanted - names if not name.endswith(".gitattributes")} == set()


def test_it_installs_into_an_empty_environment_and_builds_the_demo(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "env")], check=True)
    bin_folder = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    quiet = ["--quiet", "--disable-pip-version-check"]
    subprocess.run([str(bin_folder / "python"), "-m", "pip", "install", *quiet, str(wheel)], check=True)
    done = subprocess.run(
        [str(bin_folder / "headwater"), "demo", "--no-serve"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")},
    )
    assert done.returncode == 0, done.stderr
    assert "90 documents" in done.stdout
    assert "One person would have to be wrong" in done.stdout
