"""`docs/architecture.md`: its paths and layers exist, and its recipes work in a copy of the program."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.doc_blocks import ROOT

PAGE: Final = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
FOLDERS: Final = ("scanner", "rules", "docs", "tests", "tools", "benchmarks", "sample_exports", ".ci")
PATH: Final = re.compile(rf"(?<![\w/.])((?:{'|'.join(map(re.escape, FOLDERS))})/[\w./-]*|pyproject\.toml)")
PLACEHOLDER: Final = re.compile(r"(?<![A-Za-z])[A-Z]{2,}(?![A-Za-z])")
"""A word of a path that is different each time, as in `rules/letters/LANGUAGE.toml`."""
PROGRAM: Final = ("scanner", "rules")
"""What a trial copies, and whose changes it compares with the recipe."""
POSTS: Final = "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1"
"""A posts file of Facebook since 2024, without its ending."""
ONE_POST: Final = {f"{POSTS}.json": '[{"timestamp": 1600000000, "data": [{"post": "Hello"}]}]'}


class Recipe(NamedTuple):
    """One section of `Where to add ...`."""

    steps: tuple[frozenset[str], ...]
    """Each numbered step: the files of which one always changes."""
    files: frozenset[str]
    """Every file that any step names."""
    commands: tuple[str, ...]


class Copied(NamedTuple):
    """A piece of a file written once more behind itself, or into a new file, with other words."""

    path: str
    piece: str
    """A regular expression, `^` at the start of any line and `.` any character."""
    replacements: Mapping[str, str]
    into: str | None = None


class Added(NamedTuple):
    """Text at the end of a file, which may be new."""

    path: str
    text: str


class Trial(NamedTuple):
    """A recipe followed with something made up."""

    recipe: str
    changes: tuple[Copied | Added, ...]
    call: str
    """A command that shows it; `DOWNLOAD` is the folder of `download`."""
    shows: str
    """A regular expression that the output matches."""
    download: Mapping[str, str] = {}
    names: Mapping[str, str] = {}
    """What the placeholders of the recipe are."""


def recipes() -> dict[str, Recipe]:
    """Return the recipes by their titles."""
    sections = re.split(
        r"^### \d+\. ", PAGE.partition("## Where to add")[2].partition("\n## ")[0], flags=re.M
    )
    return {section.partition("\n")[0]: recipe(section) for section in sections[1:]}


def recipe(section: str) -> Recipe:
    """Return what one section says."""
    items = re.findall(r"^(\d+\.|-) (.*(?:\n   ?\S.*)*)", section.partition("```")[0], re.M)
    paths = [(mark, frozenset(PATH.findall(text))) for mark, text in items]
    commands = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    return Recipe(
        steps=tuple(files for mark, files in paths if mark != "-"),
        files=frozenset().union(*(files for _, files in paths)),
        commands=tuple(line for block in commands for line in block.splitlines()),
    )


RECIPES: Final = recipes()

A_KIND_OF_FILE: Final = Trial(
    "A kind of file",
    (
        Added(
            "rules/layouts/facebook_content.toml",
            """
[[layout]]
id = "facebook-recipes"
platform = "facebook"
reader = "facebook.recipes"
section = "other_content"
paths = ["recipes/your_recipes"]
seen = "2027"
source = "made up"
""",
        ),
        Copied(
            "scanner/readers/facebook/simple_records.py",
            r"^NOTE: .*?^\)\n",
            {"NOTE": "RECIPE", '"note"': '"recipe"'},
        ),
        Copied(
            "scanner/readers/facebook/simple_records.py",
            r"^def notes.*?(?=^\S)",
            {"NOTE": "RECIPE", "notes": "recipes"},
        ),
        Copied(
            "scanner/readers/__init__.py",
            r'^ +"facebook\.notes": .*?\),\n',
            {"facebook.notes": "facebook.recipes", ":notes": ":recipes"},
        ),
        Copied("scanner/kinds.py", r'^ +"repost": .*?\),\n', {"repost": "recipe"}),
    ),
    "items DOWNLOAD --kind recipe -f jsonl",
    r'"kind":"recipe".*"text":"Boil the water\.".*"title":"Soup"',
    {
        "your_facebook_activity/recipes/your_recipes.json": (
            '{"recipes_v2": [{"title": "Soup", "text": "Boil the water.", "created_timestamp": 1600000000}]}'
        ),
        **ONE_POST,
    },
)

HTML_THAT_LOOKS_NEW: Final = Trial(
    "HTML that looks new",
    (
        Copied(
            "rules/markup/families.toml",
            r'^\[\[family\]\]\nid = "boxes-2018".*?(?=^\[\[family)',
            {
                "boxes-2018": "made-up", '"div"': '"article"', "uiBoxWhite": "zz-block", "_2lel": "zz-title",
                "_2let": "zz-body", "_2pin": "zz-part", "_2lem": "zz-foot",
            },
        ),
    ),
    "items DOWNLOAD -f jsonl",
    r'"created_at":"2025-11-03T.*"text":"A new look"',
    {
        f"{POSTS}.html": """<html><head><title>Your posts</title></head><body><article class="zz-block">
<div class="zz-title">Jane Sample updated her status.</div>
<div class="zz-body"><div class="zz-part">A new look</div></div>
<div class="zz-foot">Nov 03, 2025 10:15:00 am</div></article></body></html>"""
    },
)  # fmt: skip

A_LANGUAGE: Final = Trial(
    "A language of labels",
    (
        Added(
            "rules/locales/facebook/tlh.toml",
            """language = "tlh"

[[label]]
concept = "message"
spellings = ["QIn"]
source = "made up"

[[label]]
concept = "audience"
spellings = ["nuv"]
source = "made up"

[[audience]]
audience = "friends"
spellings = ["juppu'"]
source = "made up"
""",
        ),
    ),
    "items DOWNLOAD -f jsonl",
    r'"text":"nuqneH".*"audience":"friends","visibility":"private"',
    {
        f"{POSTS}.json": """[{"timestamp": 1600000000, "label_values": [
{"label": "QIn", "value": "nuqneH"}, {"label": "nuv", "value": "juppu'"}]}]"""
    },
    {"LANGUAGE": "tlh"},
)

A_RULE: Final = Trial(
    "A rule",
    (
        Added(
            "rules/eligibility/now_01_made_up.toml",
            """table = "now"

[[rule]]
id = "posts-of-2010"
title = "A post of 2010"
when = { platform = "facebook", kind = "post", created_at = { from = 2010-01-01, until = 2011-01-01 } }
then = { now = "unknown" }
why = "Made up."
change = "Nothing."
sources = ["my-note"]
confidence = "low"
examples = [
    { item = { created_at = 2010-06-01, visibility = "public" }, expect = { now = "unknown" } },
]
counterexamples = [{ item = { kind = "post", created_at = 2016-06-01, visibility = "private" } }]
""",
        ),
        Added(
            "rules/sources.toml",
            """
[[source]]
id = "my-note"
title = "My own note"
address = ""
grade = "inference"
date = 2026-11-01
quote = ""
""",
        ),
    ),
    "rules show posts-of-2010",
    r"A post of 2010.*rule posts-of-2010.*My own note",
    names={"TABLE": "now", "NUMBER": "01", "WORDS": "made_up"},
)

A_FORMAT: Final = Trial(
    "An output format",
    (
        Copied(
            "scanner/output/rows.py",
            r"^def csv.*?(?=^def )",
            {"def csv": "def tsv", "write_csv(": 'write_csv(separator="\\t", '},
        ),
        Copied("scanner/cli/formats.py", r'^ +"csv": .*?\),\n', {"csv": "tsv"}),
    ),
    "items DOWNLOAD -f tsv",
    r"item_id\tparent_id\tplatform\t.*\tHello\t",
    ONE_POST,
    {"NAME": "tsv"},
)

A_COMMAND: Final = Trial(
    "A command",
    (
        Copied("scanner/cli/coverage.py", r".*", {"def coverage(": "def census("}, "scanner/cli/census.py"),
        Copied(
            "scanner/cli/app.py",
            r"^from scanner\.cli import [^\n]*\bcoverage\b[^\n]*\n",
            {"coverage": "census"},
        ),
        Copied(
            "scanner/cli/app.py",
            r"^    \(\s*coverage\.coverage,.*?^    \),\n",
            {"coverage.coverage": "census.census"},
        ),
    ),
    "census DOWNLOAD",
    r"Total: 1 of 1 file",
    ONE_POST,
    {"NAME": "census"},
)

AN_ACTION: Final = Trial(
    "An action",
    (
        Added(
            "rules/actions/50_made_up.toml",
            """[[action]]
id = "hide-posts"
title = "Facebook: hide your posts"
platforms = ["facebook"]
steps = ["Made up."]
effect = "Makes posts visible to friends only."
caveats = ["Made up."]
effort = 2
sources = ["no-statement-found"]
date = 2026-11-23
changes = [
    { when = { kind = "post" }, then = { visibility = "private", audience = "friends" } },
]
examples = [
    { item = { visibility = "public", fact_region = "US" }, before = "eligible", after = "not_eligible" },
]
counterexamples = [
    { item = { kind = "reel", fact_region = "US" }, before = "unknown", after = "unknown" },
]
""",
        ),
    ),
    "plan DOWNLOAD --region US",
    "Facebook: hide your posts",
    ONE_POST,
    {"NUMBER": "50", "WORDS": "made_up"},
)

A_REGION: Final = Trial(
    "A region",
    (
        Copied(
            "rules/regions.toml",
            r'^\[\[region\]\]\ngroup = "JP".*?(?=^\[\[region)',
            {'"JP"': '"MX"', "Japan": "Mexico"},
        ),
    ),
    "scan DOWNLOAD --region Mexico",
    "Judged for: Mexico",
    ONE_POST,
)

A_PLATFORM: Final = Trial(
    "A platform",
    (
        Copied(
            "scanner/platforms.py", r'^ +"whatsapp": .*?\),\n', {"whatsapp": "horizon", "WhatsApp": "Horizon"}
        ),
        Added(
            "rules/layouts/horizon.toml",
            """
[[layout]]
id = "horizon-posts"
platform = "horizon"
found_in = ["facebook"]
reader = "facebook.posts"
section = "timeline"
paths = ["horizon/horizon_posts"]
seen = "2027"
source = "made up"
""",
        ),
    ),
    "items DOWNLOAD --platform horizon",
    r"post +\? +\? +\? +Hello",
    {
        "your_facebook_activity/horizon/horizon_posts.json": (
            '[{"timestamp": 1600000000, "data": [{"post": "Hello"}]}]'
        ),
    },
    {"NAME": "horizon"},
)

TRIALS: Final = (
    A_KIND_OF_FILE, HTML_THAT_LOOKS_NEW, A_LANGUAGE, A_RULE, A_FORMAT, A_COMMAND, AN_ACTION, A_REGION,
    A_PLATFORM,
)  # fmt: skip


def existing(path: str) -> bool:
    """Return whether a path exists, or one that has other words for its placeholders."""
    return (ROOT / path).exists() or any(ROOT.glob(PLACEHOLDER.sub("*", path)))


def layers() -> Iterator[tuple[int, str]]:
    """Yield each part with the number of its layer, as import-linter has them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    rows = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    for number, row in enumerate(rows, 1):
        for part in re.findall(r"\w+", row):
            yield number, part


def apply(change: Copied | Added, folder: Path) -> str:
    """Make a change, and return the path of the changed file."""
    file = folder / change.path
    if isinstance(change, Added):
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        file.write_text(before + change.text, encoding="utf-8")
        return change.path
    text = file.read_text(encoding="utf-8")
    piece = re.search(change.piece, text, re.DOTALL | re.MULTILINE)
    assert piece, f"{change.path} has no {change.piece}"
    copy = piece[0]
    for old, new in change.replacements.items():
        assert old in copy, f"{old} is not in the copied piece of {change.path}"
        copy = copy.replace(old, new)
    if change.into:
        assert not (folder / change.into).exists()
        (folder / change.into).write_text(copy, encoding="utf-8")
        return change.into
    file.write_text(text[: piece.end()] + copy + text[piece.end() :], encoding="utf-8")
    return change.path


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of `exposure`, or of Python, with the program in the folder."""
    arguments = shlex.split(line.replace("exposure ", "python -m scanner ", 1))
    return subprocess.run(
        [sys.executable, *arguments[1:]],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "80", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("path", sorted(set(PATH.findall(PAGE))))
def test_every_path_exists(path: str) -> None:
    assert existing(path)


def test_the_picture_names_what_exists() -> None:
    picture = PAGE.partition("```text\n")[2].partition("```")[0]
    names = re.findall(r"(?<![\w/])([a-z_]+(?:/|\.py))(?![a-z])", picture)
    assert len(names) > 10
    assert [name for name in names if not (ROOT / "scanner" / name).exists()] == []


def test_the_parts_are_the_layers_of_the_contracts() -> None:
    rows = re.findall(r"^\| (\d+) \| `scanner/(\w+)(?:/|\.py)` \|", PAGE, re.M)
    assert sorted((int(number), part) for number, part in rows) == sorted(layers())


def test_there_is_a_recipe_for_each_of_the_ten_changes() -> None:
    assert len(RECIPES) == 10
    assert all(recipe.steps and all(recipe.steps) and recipe.commands for recipe in RECIPES.values())


@pytest.mark.parametrize("trial", TRIALS, ids=[trial.recipe for trial in TRIALS])
def test_a_recipe_is_all_it_takes(trial: Trial, tmp_path: Path) -> None:
    recipe = RECIPES[trial.recipe]
    program, download = tmp_path / "program", tmp_path / "facebook-jane"
    for name in (*PROGRAM, "docs/rules"):
        shutil.copytree(ROOT / name, program / name)
    changed = {apply(change, program) for change in trial.changes}

    def with_names(path: str) -> str:
        return PLACEHOLDER.sub(lambda match: trial.names.get(match[0], match[0]), path)

    needed = [{with_names(path) for path in step} for step in recipe.steps]
    assert changed <= {with_names(path) for path in recipe.files}
    assert [
        step for step in needed if any(path.startswith(PROGRAM) for path in step) and not step & changed
    ] == []

    for path, content in trial.download.items():
        (download / path).parent.mkdir(parents=True, exist_ok=True)
        (download / path).write_text(content, encoding="utf-8")
    result = run(f"exposure {trial.call.replace('DOWNLOAD', str(download))}", program)
    assert re.search(trial.shows, result.stdout, re.DOTALL), result.stdout + result.stderr
    for command in recipe.commands:
        if command.startswith(("exposure", "python -m scanner")):
            for sample in re.findall(r"sample_exports/\S+", command):
                (program / sample).parent.mkdir(exist_ok=True)
                shutil.copy(ROOT / sample, program / sample)
            result = run(with_names(command), program)
            assert result.returncode == 0, result.stdout + result.stderr
