"""Write the picture of a scan in the README: `python -m tools.picture`, on Linux or macOS.

The command runs in a terminal of its own, so that the picture has the colours that people see. The picture
shows the first block of the output, down to the first empty line.
"""

import html
import os
import pty
import re
import shlex
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

ROOT: Final = Path(__file__).parents[1]
PICTURE: Final = ROOT / "docs" / "pictures" / "scan.svg"
COMMAND: Final = "exposure scan sample_exports/instagram_switched_private_2024.zip"
AS_OF: Final = " --as-of 2026-11-23"
"""Added so that the age of the download stays the same; the title of the picture leaves it out."""
WIDTH: Final = 80
_FONT: Final = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_ROW: Final = re.compile(r'<text class="[^"]*-r\d+"[^>]* y="([\d.]+)"[^>]*>(.*?)</text>')


def printed(command: str) -> str:
    """Return the first block of what a command of `exposure` prints to a terminal, with colours."""
    terminal, screen = pty.openpty()
    env = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    program = [sys.executable, "-c", "from scanner.cli import main; main()", *shlex.split(command)[1:]]
    with subprocess.Popen(  # noqa: S603 - the program of this folder, with words from this file
        program,
        cwd=ROOT,
        env=env | {"COLUMNS": str(WIDTH), "TERM": "xterm-256color"},
        stdin=subprocess.DEVNULL,
        stdout=screen,
        stderr=subprocess.DEVNULL,
    ):
        os.close(screen)
        text = _read(terminal)
    os.close(terminal)
    return text.replace("\r\n", "\n").partition("\n\n")[0]


def _read(terminal: int) -> str:
    """Return all that is written to a terminal until its last writer ends (Linux then raises OSError)."""
    chunks = []
    try:
        while chunk := os.read(terminal, 65536):
            chunks.append(chunk)
    except OSError:
        pass
    return b"".join(chunks).decode()


def svg(text: str) -> str:
    """Return text with colours as a picture that loads nothing, not even a font."""
    console = Console(record=True, width=WIDTH, file=StringIO(), color_system="truecolor")
    console.print(Text.from_ansi(f"$ {COMMAND}\n{text}"))
    return _FONT.sub("", console.export_svg(title="exposure", unique_id="scan"))


def lines(picture: str) -> list[str]:
    """Return the words of a picture, line by line, with one blank between them."""
    rows: dict[str, str] = {}
    for height, text in _ROW.findall(picture):
        rows[height] = rows.get(height, "") + html.unescape(text).replace("\xa0", " ")
    return [" ".join(row.split()) for row in rows.values() if row.strip()]


def write() -> bool:
    """Write the picture anew; return whether its text changed."""
    new = svg(printed(COMMAND + AS_OF))
    changed = not PICTURE.exists() or lines(PICTURE.read_text(encoding="utf-8")) != lines(new)
    if changed:
        PICTURE.parent.mkdir(exist_ok=True)
        PICTURE.write_text(new, encoding="utf-8", newline="\n")
    return changed


if __name__ == "__main__":
    sys.stdout.write(f"{PICTURE.relative_to(ROOT)} {'written anew' if write() else 'is up to date'}\n")
