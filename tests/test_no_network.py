"""No command reaches for the network, and nothing it writes does."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.builders import JANE, VINTAGES, as_zip
from tests.hostile.loading import loads_by_itself

ROOT: Final = Path(__file__).parents[1]
GUARD: Final = """
import os, sys
NAMES = {
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
    "socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request", "http.client.connect",
    "smtplib.connect", "webbrowser.open",
}
def _guard(event, args):
    inet = event == "socket.__new__" and args[1] in (2, 10)
    if inet or event in NAMES:
        with open(os.environ["EXPOSURE_NETWORK_LOG"], "a") as log:
            log.write(f"{event} {os.getpid()}\\n")
        raise OSError("the network was asked for: " + event)
sys.addaudithook(_guard)
"""
"""Stands in `sitecustomize`, so that it holds in every process, worker processes too."""
NETWORK: Final = {
    "socket", "ssl", "http", "urllib", "ftplib", "smtplib", "asyncio", "xmlrpc", "webbrowser", "requests",
    "httpx", "aiohttp", "distributed", "dask",
}  # fmt: skip
CLUSTER: Final = "cluster.py"
"""`cohort --scheduler ADDRESS` alone speaks to a cluster, which the user names."""


def _without_network() -> list[str]:
    """Give the command before a command that takes the network away, empty where that is not permitted."""
    if shutil.which("unshare") is None:
        return []
    for options in (["-n"], ["-r", "-n"]):
        found = subprocess.run(["unshare", *options, "true"], capture_output=True, check=False)
        if found.returncode == 0:
            return ["unshare", *options]
    return []


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tree = VINTAGES["facebook_v5"](JANE).tree | VINTAGES["instagram_g5"](JANE).tree
    return as_zip(tree, tmp_path_factory.mktemp("export") / "export.zip")


@pytest.fixture(scope="module")
def guarded(export: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """Run every command with a guard before the network, which is taken away too where that is permitted.

    Gives what was written, what went wrong and what the guard met.
    """
    folder, guard = tmp_path_factory.mktemp("written"), tmp_path_factory.mktemp("guard")
    (guard / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    log = guard / "log"
    log.touch()
    environment = {"PYTHONPATH": os.pathsep.join([str(guard), str(ROOT)]), "EXPOSURE_NETWORK_LOG": str(log)}
    code = "import socket\ntry: socket.socket()\nexcept OSError: print('guarded')"
    check = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.stdout == "guarded\n", check.stderr
    log.write_text("", encoding="utf-8")
    command = [
        *_without_network(),
        sys.executable,
        "-m",
        "tests.hostile.every_command",
        str(export),
        str(folder),
    ]
    ran = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    return folder, ran.stderr, log.read_text(encoding="utf-8")


def test_no_command_asks_for_the_network(guarded: tuple[Path, str, str]) -> None:
    _, err, log = guarded
    assert (err, log) == ("", "")


def test_nothing_written_loads_anything_by_itself(guarded: tuple[Path, str, str]) -> None:
    written = [path for path in guarded[0].rglob("*") if path.is_file()]
    assert {path.suffix for path in written} >= {".csv", ".json", ".txt", ".scan", ".toml", ".parquet"}
    assert {path.name: found for path in written if (found := loads_by_itself(path))} == {}


def _imported(file: Path) -> set[str]:
    """Give the packages that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_there_is_no_code_for_the_network() -> None:
    files = [file for file in (ROOT / "scanner").rglob("*.py") if file.name != CLUSTER]
    assert len(files) > 100
    allowed = {"urllib"}
    found = {file.name: names for file in files if (names := (_imported(file) & NETWORK) - allowed)}
    assert found == {}


def test_addresses_are_taken_apart_never_opened() -> None:
    opened = [
        file.name for file in (ROOT / "scanner").rglob("*.py") if "urllib.request" in file.read_text("utf-8")
    ]
    assert opened == []
