"""`docs/architecture.md` is true: its paths exist, and what its recipes name is enough to add a thing."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from tests.builders import as_zip, mojibake
from tests.doc_blocks import ROOT

PAGE: Final = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PATH: Final = re.compile(r"`((?:scanner|rules|tests|tools|docs)/[^`*\s]*)`")


def recipe(title: str) -> set[str]:
    """Return the paths that a recipe names."""
    return set(PATH.findall(PAGE.split(f"### {title}\n")[1].split("\n##")[0]))


AT: Final = 1_700_000_000
TEXT: Final = "Rain again"
POSTS: Final = [{"timestamp": AT, "data": [{"post": TEXT}]}]


class House:
    """A copy of the program and its rules, to which something is added as a recipe says."""

    def __init__(self, folder: Path, title: str) -> None:
        self.folder = folder
        self.named = recipe(title)
        for name in ("scanner", "rules"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))

    def _path(self, path: str) -> Path:
        is_named = any(path == name or (name.endswith("/") and path.startswith(name)) for name in self.named)
        assert is_named, f"the recipe does not name {path}"
        return self.folder / path

    def add(self, path: str, text: str) -> None:
        """Add text at the end of a file, which may be new."""
        with self._path(path).open("a", encoding="utf-8") as file:
            file.write(text)

    def insert(self, path: str, before: str, text: str) -> None:
        """Insert text before the only place of another text."""
        file = self._path(path)
        content = file.read_text(encoding="utf-8")
        assert content.count(before) == 1
        file.write_text(content.replace(before, text + before), encoding="utf-8")

    def run(self, *args: str, module: str = "scanner") -> str:
        """Run the changed program and return its standard output."""
        done = subprocess.run(
            [sys.executable, "-m", module, *args],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(self.folder)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def download(folder: Path, file: str = "posts/your_posts_1.json", records: Any = POSTS) -> str:
    """Build a download of Facebook with one post; return its path."""
    return str(as_zip({f"your_facebook_activity/{file}": mojibake(records)}, folder / "facebook.zip"))


@pytest.mark.parametrize("path", sorted(set(PATH.findall(PAGE))))
def test_every_path_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_every_package_and_module_is_on_the_page() -> None:
    rooms = {
        f"scanner/{path.name}{'/' if path.is_dir() else ''}"
        for path in (ROOT / "scanner").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert rooms - {"scanner/__init__.py", "scanner/__main__.py"} <= set(PATH.findall(PAGE))


def test_a_kind_of_file(tmp_path: Path) -> None:
    export = download(tmp_path, "posts/your_postcards_1.json")
    house = House(tmp_path, "a kind of file")
    house.add(
        "rules/layouts/facebook_content.toml",
        '\n[[layout]]\nid = "facebook-postcards"\nplatform = "facebook"\nreader = "facebook.posts"\n'
        'section = "timeline"\npaths = ["your_postcards_<n>"]\nseen = "2026"\nsource = "public code"\n',
    )
    item = json.loads(house.run("items", export, "-f", "jsonl", "-q"))
    assert (item["kind"], item["text"]) == ("post", TEXT)


def test_a_language_of_labels(tmp_path: Path) -> None:
    labelled = [{"timestamp": AT, "label_values": [{"label": "Kromteksto", "value": TEXT}]}]
    export = download(tmp_path, records=labelled)
    house = House(tmp_path, "a language of labels")
    house.add(
        "rules/locales/facebook/eo.toml",
        'language = "eo"\n\n[[label]]\nconcept = "text"\nspellings = ["Kromteksto"]\nsource = "inferred"\n',
    )
    assert json.loads(house.run("items", export, "-f", "jsonl", "-q"))["text"] == TEXT


def test_a_rule(tmp_path: Path) -> None:
    house = House(tmp_path, "a rule")
    house.add(
        "rules/sources.toml",
        '\n[[source]]\nid = "postcards-2026"\ntitle = "On postcards"\naddress = "https://example.org/"\n'
        'date = 2026-01-01\nretrieved = 2026-01-02\ngrade = "press"\nquote = "Everyone can see postcards."\n',
    )
    item = 'kind = "life_event", fact_section = "reels"'
    then = 'visibility = "public", audience = "public", basis = "structural", ever_public = "yes"'
    house.add(
        "rules/visibility/15_postcards.toml",
        f"""table = "visibility"

[[rule]]
id = "postcard"
title = "Everyone can see postcards"
when = {{ {item} }}
then = {{ {then}, confidence = "medium" }}
why = "Everyone can see postcards, a newspaper writes."
sources = ["postcards-2026"]
confidence = "medium"
examples = [{{ item = {{ {item} }}, expect = {{ visibility = "public" }} }}]
counterexamples = [{{ item = {{ kind = "life_event" }}, expect = {{ visibility = "unknown" }} }}]
""",
    )
    assert "all hold" in house.run("rules", "check")
    assert "Everyone can see postcards." in house.run("rules", "show", "postcard")


def test_an_output_format(tmp_path: Path) -> None:
    export = download(tmp_path)
    house = House(tmp_path, "an output format")
    house.add(
        "scanner/output/rows.py",
        '\n\ndef texts(frame: pl.DataFrame) -> Iterator[bytes]:\n    """Yield the texts, one a line."""\n'
        '    yield "\\n".join(frame["text"]).encode()\n',
    )
    house.insert(
        "scanner/cli/formats.py",
        '    "csv": Format(',
        '    "texts": Format(_writer("texts"), (".txt",), is_for_rows_only=True),\n',
    )
    house.run("items", export, "-o", "posts.txt", "-q")
    assert (tmp_path / "posts.txt").read_text(encoding="utf-8") == TEXT
    assert "texts" in house.run("items", "--help")


def test_a_command(tmp_path: Path) -> None:
    house = House(tmp_path, "a command")
    house.add("scanner/cli/hello.py", 'def hello() -> None:\n    """Greet."""\n    print("Hello")\n')
    house.insert("scanner/cli/app.py", "_COMMANDS: Final = (\n", "from scanner.cli.hello import hello\n\n")
    house.insert("scanner/cli/app.py", "    (\n        scan.scan,", '    (hello, "Greet.", ("hello",)),\n')
    assert house.run("hello") == "Hello\n"


def test_a_region(tmp_path: Path) -> None:
    export = download(tmp_path)
    house = House(tmp_path, "a region")
    house.add(
        "rules/regions.toml",
        '\n[[region]]\ngroup = "NZ"\nname = "New Zealand"\ncountries = ["NZ"]\nform = false\n'
        'minors = "Unknown."\nnotes = "Unknown."\nsources = ["meta-policy-global-public-content"]\n',
    )
    assert json.loads(house.run("items", export, "-f", "jsonl", "-q", "--region", "NZ"))
    assert "New Zealand" in house.run("scan", export, "--region", "NZ", "-q")
