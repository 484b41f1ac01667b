"""Other programs that read a download of Facebook: each on its part, and a scan of the very same files.

A program is installed, as its users do, into an environment of its own that is thrown away. Only the install
uses a network.
"""

import re
import shlex
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from benchmarks.cases import counted, made, repeated
from benchmarks.generate import SIZES, Size
from benchmarks.measure import measured
from benchmarks.report import Beside, Runs

LIMIT = 300
"""Seconds a run may take."""


@dataclass(frozen=True)
class Peer:
    """Another program: what it is installed by, what it does, and on which members of which export."""

    install: tuple[str, ...]
    job: str
    size: str
    members: str
    """A regular expression for their paths."""
    script: str

    @property
    def part(self) -> str:
        """Give the name of the folder in which its members lie unpacked."""
        return f"{self.size}-part"


CHAT_MINER = """
    from pathlib import Path
    from chatminer.chatparsers import FacebookMessengerParser

    rows = 0
    for path in Path("typical-part").rglob("message_*.json"):
        parser = FacebookMessengerParser(path)
        parser.parse_file()
        rows += len(parser.parsed_messages.get_df())
    print(f"{rows:,} messages")
"""
FBJSON2TABLE = """
    from fbjson2table.specific_outputs import get_app_dfs

    frames = get_app_dfs("small-part", "debug")
    for what, place in (("posts", 0), ("comments", 9), ("photos in albums", 10), ("messages", 7)):
        print(f"{0 if frames[place] is None else len(frames[place]):,} {what}", end=", ")
"""
VERSIONS = """
import sys
from importlib.metadata import version
print(", ".join(f"{name} {version(name)}" for name in dict.fromkeys(sys.argv[1:])))
"""
DOCUMENTS = r".*\.json"
PEERS = (
    Peer(
        ("chat-miner",),
        "messages into a frame a file, their text kept (a scan counts messages and keeps no text)",
        "typical",
        r".*/messages/inbox/.*\.json",
        CHAT_MINER,
    ),
    Peer(
        ("fbjson2table",),
        "posts, comments, photos and messages into tables, without a verdict",
        "small",
        DOCUMENTS,
        FBJSON2TABLE,
    ),
    Peer(
        ("fbjson2table", "pandas<2", "numpy<2"),
        "the same, with the pandas of its time",
        "small",
        DOCUMENTS,
        FBJSON2TABLE,
    ),
)


def beside(peer: Peer, work: Path, times: int) -> Beside:
    """Measure a program and a scan on the same files."""
    size = SIZES[peer.size]
    made(peer.size, work)
    unpack(work / peer.size, peer.members, work / peer.part)
    with tempfile.TemporaryDirectory(prefix="exposure-peer-") as place:
        versions, outcome = _tried(peer, Path(place), work, times)
    found = counted(peer.part, work)
    scan = repeated(["exposure", "scan", peer.part], work, times)
    script = dedent(peer.script).strip()
    return Beside(
        shlex.join(peer.install), versions, peer.job, told(size, peer), script, outcome, scan, in_words(found)
    )


def in_words(found: Counter[str]) -> str:
    """Say what a scan found, as far as the programs look for it."""
    words = {"post": "posts", "comment": "comments", "photo": "photos", "message_thread": "messages"}
    return ", ".join(f"{found[kind]:,} {word}" for kind, word in words.items() if found[kind])


def told(size: Size, peer: Peer) -> str:
    """Say what lies in the part."""
    messages = f"{size.messages:,} messages"
    if peer.members != DOCUMENTS:
        return f"`{peer.size}`: {messages}"
    others = f"{size.posts:,} posts, {size.comments:,} comments, {size.album_photos:,} photos in albums"
    return f"`{peer.size}`: {others}, {messages}"


def unpack(export: Path, members: str, part: Path) -> None:
    """Unpack some members of an export."""
    for path in export.glob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            archive.extractall(part, [name for name in archive.namelist() if re.fullmatch(members, name)])


def _tried(peer: Peer, place: Path, work: Path, times: int) -> tuple[str, Runs | str]:
    """Install a program and run it; gives its versions, and what it took or why it failed."""
    python = str(place / "bin" / "python")
    try:
        _quietly([sys.executable, "-m", "venv", str(place)])
        _quietly([python, "-m", "pip", "install", "--quiet", *peer.install])
        versions = _quietly([python, "-I", "-c", VERSIONS, *map(distribution, peer.install), "pandas"])
    except subprocess.CalledProcessError as failure:
        return "", f"not installed: {reason(failure.stderr)}"
    command = [python, "-I", "-W", "ignore", "-c", dedent(peer.script)]
    try:
        runs = tuple(measured(command, work, LIMIT, watched=False) for _ in range(times))
        return versions, Runs("python -c SCRIPT", runs, measured(command, work, LIMIT))
    except (RuntimeError, TimeoutError) as failure:
        return versions, reason(str(failure))


def _quietly(command: list[str]) -> str:
    """Run a command; gives what it says."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def distribution(required: str) -> str:
    """Give the name in a requirement."""
    return re.split("[<>=~!]", required)[0]


def reason(complaint: str) -> str:
    """Give the last line of a complaint."""
    return ([line for line in complaint.splitlines() if line.strip()] or ["no word"])[-1][:200]
