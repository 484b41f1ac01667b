"""The wheel carries the rules, and works outside the checkout."""

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Final

import pytest

from scanner import __version__
from tests.doc_blocks import ROOT

RULES: Final = {path.relative_to(ROOT / "rules").as_posix() for path in (ROOT / "rules").rglob("*.toml")}
SAMPLE: Final = ROOT / "sample_exports" / "instagram_switched_private_2024.zip"


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=os.environ | (env or {}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source distribution of the checkout, and the wheel built from that alone."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    (path,) = dist.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as file:
        return set(file.namelist())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment that has the wheel, and sees the packages it needs, but not the checkout."""
    home = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", home / "venv", cwd=home)
    (site,) = (home / "venv").rglob("site-packages")
    run(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", site, wheel, cwd=home)
    needed = Path(next(path for path in sys.path if path.endswith("site-packages")))
    (site / "needed.pth").write_text(f"{needed}\n", encoding="utf-8")
    return home


def exposure(installed: Path, *arguments: str | Path) -> str:
    python = installed / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    command = "import scanner, sys; assert 'venv' in scanner.__file__; from scanner.cli import main; main()"
    return run(python, "-I", "-c", command, *arguments, cwd=installed, env={"COLUMNS": "80"})


def test_the_wheel_carries_every_file_of_the_rules(names: set[str]) -> None:
    assert {f"scanner/_rules/{name}" for name in RULES} <= names


@pytest.mark.parametrize("name", ["scanner/py.typed", "scanner/__init__.py", "scanner/cli/app.py"])
def test_the_wheel_carries(names: set[str], name: str) -> None:
    assert name in names


def test_the_wheel_carries_nothing_else(names: set[str]) -> None:
    assert {name.split("/")[0] for name in names} == {"scanner", f"exposure_scanner-{__version__}.dist-info"}
    assert [name for name in names if "test" in name or name.endswith(".pyc")] == []


def test_the_source_distribution_is_whole(dist: Path) -> None:
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path) as file:
        inside = {name.partition("/")[2] for name in file.getnames()}
    assert {
        "README.md",
        "CHANGELOG.md",
        "LICENSE",
        "pyproject.toml",
        "tests/doc_blocks.py",
        ".ci/run",
    } <= inside
    assert {f"rules/{name}" for name in RULES} <= inside
    assert [
        name for name in inside if name.startswith((".venv", ".git/", ".coverage")) or "_cache" in name
    ] == []


def test_the_installed_program_scans_a_sample(installed: Path) -> None:
    document = json.loads(exposure(installed, "scan", SAMPLE, "-f", "json"))
    assert document["schema"] == "exposure.scan/1"
    assert sum(group["count"] for group in document["groups"]) > 0


def test_the_installed_rules_hold_their_examples(installed: Path) -> None:
    assert exposure(installed, "rules", "check").rstrip().endswith("all hold.")


def test_the_installed_program_tells_its_version(installed: Path) -> None:
    assert exposure(installed, "--version").strip() == f"exposure {__version__}"
