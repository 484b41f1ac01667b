"""The committed digests of what the commands print, and the tool that writes and compares them."""

import json
from pathlib import Path
from tempfile import gettempdir

import pytest

from sample_exports.build import SAMPLES
from tests.builders import VINTAGES
from tools import goldens

COMMITTED = Path(__file__).parent / "goldens.json"
COMPARED = ("facebook_2025_german-answered", "instagram_html_2025.zip", "messenger_e2ee-jane.sample")
"""A sample in parts with its owner's answers, pages of HTML, and an export with neither account nor posts."""
SMALL = "messenger_e2ee-jane.sample"


@pytest.mark.slow
@pytest.mark.parametrize("name", COMPARED)
def test_what_the_commands_print_is_what_was_committed(name: str, tmp_path: Path) -> None:
    found = goldens.goldens({name: goldens.exports()[name]}, tmp_path)
    assert goldens.changes({name: goldens.load(COMMITTED)[name]}, found) == {}, (
        "If the change is meant: python -m tools.goldens write tests/goldens.json"
    )


def test_every_export_has_committed_digests() -> None:
    committed = goldens.load(COMMITTED)
    assert set(committed) == set(goldens.exports())
    assert set(SAMPLES) <= set(committed)
    assert {vintage for vintage in VINTAGES if f"{vintage}-jane.sample" not in committed} == set()


def test_no_output_names_a_folder_of_this_machine() -> None:
    printed = goldens.outputs(goldens.exports()[SMALL])
    assert {name for name, text in printed.items() if gettempdir() in text} == set()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("goldens") / "goldens.json"
    assert goldens.main(["write", str(file), "--only", SMALL]) == 0
    return file


@pytest.mark.slow
def test_the_same_code_gives_the_same_digests(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert goldens.main(["compare", str(written), "--only", SMALL]) == 0
    assert capsys.readouterr().out == "0 of 1 exports changed\n"


def test_a_changed_output_is_named_and_kept(
    written: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    digests = json.loads(written.read_text(encoding="utf-8"))
    digests[SMALL]["plan.txt"] = "0" * goldens.DIGITS
    altered = tmp_path / "altered.json"
    altered.write_text(json.dumps(digests), encoding="utf-8")
    assert goldens.main(["compare", str(altered), "--only", SMALL, "--keep", str(tmp_path / "kept")]) == 1
    assert capsys.readouterr().out == f"{SMALL}: plan.txt\n1 of 1 exports changed\n"
    kept = tmp_path / "kept" / SMALL
    assert {path.name for path in kept.iterdir()} == set(digests[SMALL])
    assert (kept / "plan.txt").read_text(encoding="utf-8").endswith("exit code 0\n")


def test_what_came_and_what_went_is_a_change() -> None:
    old, new = {"a": {"scan.txt": "1"}, "b": {"scan.txt": "1"}}, {"b": {"plan.txt": "2", "scan.txt": "1"}}
    assert goldens.changes(old, new) == {"a": ["scan.txt"], "b": ["plan.txt"]}
