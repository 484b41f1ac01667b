import zipfile
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from sample_exports.build import BESIDE, HERE, SAMPLES
from scanner.evidence import graph_api
from scanner.facts import load
from scanner.pipeline import scan

LARGEST = 150_000


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("samples")
    for make in SAMPLES.values():
        make(directory)
    return directory


def _zips(sample: Path) -> list[Path]:
    return sorted(sample.glob("*.zip")) if sample.is_dir() else [sample]


def _members(path: Path) -> list[tuple[str, tuple[int, ...], bytes]]:
    """Give names, dates and content; packed bytes may differ from one zlib to the next."""
    with zipfile.ZipFile(path) as archive:
        return [(entry.filename, entry.date_time, archive.read(entry)) for entry in archive.infolist()]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_committed_sample_is_what_the_script_builds(name: str, built: Path) -> None:
    committed, fresh = _zips(HERE / name), _zips(built / name)
    assert [path.name for path in committed] == [path.name for path in fresh]
    for old, new in zip(committed, fresh, strict=True):
        assert _members(old) == _members(new)


@pytest.mark.parametrize("name", SAMPLES)
def test_building_twice_gives_the_same_bytes(name: str, built: Path, tmp_path: Path) -> None:
    SAMPLES[name](tmp_path)
    assert [path.read_bytes() for path in _zips(tmp_path / name)] == [
        p.read_bytes() for p in _zips(built / name)
    ]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_small(name: str) -> None:
    assert all(path.stat().st_size < LARGEST for path in _zips(HERE / name))


@pytest.mark.parametrize("name", BESIDE)
def test_what_stands_beside_a_sample_is_what_the_script_builds(name: str) -> None:
    assert (HERE / name).read_text(encoding="utf-8") == BESIDE[name]()


def test_what_the_owner_knows_and_fetched_settles_most_of_the_german_sample() -> None:
    german = HERE / "facebook_2025_german"
    knows = replace(
        load(HERE / "facebook_2025_german.toml"),
        graph=graph_api.load_posts([HERE / f"{german.name}_graph.json"]),
    )
    bare, told = (scan([german], facts, as_of=date(2026, 8, 1)) for facts in (None, knows))
    assert told.graph is not None
    assert (told.graph.unmatched, told.graph.ambiguous) == (0, 0)
    assert told.graph.silent > 0
    unknown = [found.items.filter(kind="post", visibility="unknown").height for found in (bare, told)]
    assert unknown[1] < unknown[0] / 2


def test_every_sample_is_described_and_nothing_else_lies_there() -> None:
    described = (HERE / "README.md").read_text(encoding="utf-8")
    assert [name for name in [*SAMPLES, *BESIDE] if f"`{name}" not in described] == []
    assert {path.name for path in HERE.glob("*.zip")} <= set(SAMPLES)
