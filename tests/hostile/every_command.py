"""Every command in one process: `python -m tests.hostile.every_command EXPORT FOLDER`."""

import sys
from pathlib import Path

from tests.hostile.commands import FINE, Said, all_said, said


def every_said(export: Path, folder: Path) -> list[Said]:
    """Run every command there is, with what it writes below the folder."""
    people = folder / "people"
    people.mkdir()
    (people / "one.zip").write_bytes(export.read_bytes())
    texts = (str(folder / "old.html"), str(folder / "new.txt"))
    for text in texts:
        Path(text).write_text("Some of your information and activity are always public.", "utf-8")
    more = [
        ("cohort", str(people), "--out", str(folder / "cohort"), "--as-of", "2026-08-01", "-q"),
        ("rules", "list"),
        ("rules", "show", "object-facebook"),
        ("rules", "sources", "-f", "csv", "-o", str(folder / "sources.csv")),
        ("rules", "drift", *texts),
        ("rules", "check"),
        ("--help",),
    ]
    answered = said(("facts", str(export), "-o", str(folder / "exposure.toml")), folder, "1\n" * 30)
    return [*all_said(export, folder), answered, *(said(call, folder) for call in more)]


def main() -> None:
    """Run them all; exit 1 where one did not do its work."""
    export, folder = map(Path, sys.argv[1:])
    wrong = [
        f"{each.code}: {each.call}: {each.err}"
        for each in every_said(export, folder)
        if each.code not in FINE
    ]
    sys.exit("\n".join(wrong) or 0)


if __name__ == "__main__":
    main()
