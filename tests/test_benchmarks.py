import json
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import cases, guard, machine
from benchmarks.floor import read_all
from benchmarks.generate import SIZES, Size, Weight, documents, generate, weighed
from benchmarks.measure import Measured, measured
from benchmarks.page import page
from benchmarks.peers import PEERS, distribution, reason, told
from benchmarks.report import Beside, Compared, Machine, Report, Runs, Short

LITTLE = Size(posts=12_345, messages=1_001, comments=7, album_photos=250, parts=2)
PAGES = Size(posts=25, messages=40, comments=3, album_photos=7, parts=1, html=True)


def _records(member: str, content: bytes) -> int:
    told = json.loads(content)
    key = "messages" if "/inbox/" in member else "photos" if "/album/" in member else "comments_v2"
    return len(told if isinstance(told, list) else told[key])


@pytest.fixture(scope="module")
def little() -> dict[str, bytes]:
    return dict(documents(LITTLE))


@pytest.fixture(scope="module")
def zips(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return generate(tmp_path_factory.mktemp("little"), LITTLE)


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ("/posts/your_posts__", LITTLE.posts),
        ("/posts/album/", LITTLE.album_photos),
        ("/messages/inbox/", LITTLE.messages),
        ("/comments.json", LITTLE.comments),
    ],
)
def test_a_generated_export_holds_what_was_asked_for(
    little: dict[str, bytes], where: str, count: int
) -> None:
    assert sum(_records(name, content) for name, content in little.items() if where in name) == count


def test_every_photo_that_is_referred_to_lies_in_a_part(little: dict[str, bytes], zips: list[Path]) -> None:
    names = {name for path in zips for name in zipfile.ZipFile(path).namelist()}
    album = next(json.loads(content) for name, content in little.items() if "/album/0" in name)
    assert {photo["uri"] for photo in album["photos"]} <= names
    assert weighed(zips).media == LITTLE.photos == 2_469 + 250


def test_few_texts_are_alike(little: dict[str, bytes]) -> None:
    told = [json.loads(content) for name, content in little.items() if "/your_posts__" in name]
    texts = [record["data"][0]["post"] for records in told for record in records]
    assert len(set(texts)) > 0.99 * len(texts)


def test_the_floor_reads_every_document_and_no_picture(little: dict[str, bytes], zips: list[Path]) -> None:
    assert read_all(zips) == (len(little), sum(map(len, little.values())))


def test_the_floor_reads_pages_too(tmp_path: Path) -> None:
    paths = generate(tmp_path, PAGES)
    weight = weighed(paths)
    assert read_all(paths) == (weight.documents, weight.unpacked)
    assert weight.documents == len(list(documents(PAGES)))


def test_the_sizes_keep_one_mix() -> None:
    small, typical, large = (SIZES[name] for name in ("small", "typical", "large"))
    assert large.photos + large.chat_photos == 200_000
    for lesser, times in ((small, 400), (typical, 10)):
        mix, lesser_mix = (
            (size.posts, size.comments, size.photos, size.chat_photos) for size in (large, lesser)
        )
        assert list(mix) == [count * times for count in lesser_mix]
        assert large.messages == pytest.approx(lesser.messages * times, rel=0.01)


def test_a_run_is_measured_and_a_failing_one_is_no_measure() -> None:
    run = measured([sys.executable, "-c", "held = bytearray(50_000_000); print('done')"])
    assert run.wall > 0
    assert run.peak > 50_000_000
    assert run.said == "done\n"
    with pytest.raises(RuntimeError, match="ended with 3"):
        measured([sys.executable, "-c", "raise SystemExit(3)"])


def test_a_run_that_takes_too_long_is_ended() -> None:
    with pytest.raises(TimeoutError):
        measured([sys.executable, "-c", "import time; time.sleep(60)"], limit=0.1, watched=False)


def test_a_scan_finds_all_that_a_named_export_holds(tmp_path: Path) -> None:
    assert cases.made("small", tmp_path).unpacked == pytest.approx(5_000_000, rel=0.02)
    cases.check("small", SIZES["small"], tmp_path)


def test_a_scan_that_misses_something_is_no_measure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(
        cases, "counted", lambda *_: {"post": 1, "comment": 2, "photo": 3, "message_thread": 4}
    )
    cases.check("small", Size(posts=1, comments=2, album_photos=2, messages=4, parts=1), tmp_path)
    with pytest.raises(ValueError, match=r"small: \{'comment': 2\} were found"):
        cases.check("small", Size(posts=1, comments=3, album_photos=2, messages=4, parts=1), tmp_path)


def _runs(command: str, *walls: float, peak: int = 100) -> Runs:
    return Runs(command, tuple(Measured(wall, 2 * wall, 0) for wall in walls), Measured(9, 9, peak * 10**6))


def _compared(name: str, floor: float, scan: float) -> Compared:
    weight = Weight(parts=2, zipped=10**7, documents=77, unpacked=2 * 10**9, media=200_000)
    return Compared(name, SIZES[name], weight, _runs("floor", floor), _runs("scan", scan, peak=450))


def _report(*exports: Compared) -> Report:
    return Report(
        machine=Machine("Abacus 3", 2, 8 * 2**30, "Plan 9", 0.5, {"Python": "3.11.0"}, "2026-11-27"),
        runs=3,
        exports=exports,
        polars=_runs("python -c 'import polars'", 0.2, peak=50),
        short=(Short("`--help`", _runs("exposure --help", 0.1, 0.16, 0.2), 0.15),),
        beside=(
            Beside(
                "slow", "slow 1.0", "messages", "`small`", "import slow", "not done", _runs("scan", 1.0), "2"
            ),
        ),
    )


def test_the_page_says_where_an_aim_is_met_and_where_not() -> None:
    told = page(_report(_compared("large", 20.0, 25.0)), "python -m benchmarks")
    for line in (
        "a scan on 2 cores | at most 1 x the floor | 1.25 x the floor | **not met** |",
        "| `large`: peak above the interpreter with polars | at most 400 MB | 400 MB | met |",
        "| `--help`: wall time | at most 0.15 s | 0.16 s | **not met** |",
        "| large | 100,000 | 100,000 | 8,970,000 | 200,000 | 77 | 2,000 | 10.0 | 2 |",
        "|  | `scan` | 25.0 (25.0 to 25.0) | 1.25 | 50.00 | 1.25 | 450 | 1.25 |",
        "| processor | Abacus 3, 2 cores |",
        "| slow 1.0 | `small` |  |  |  | nothing: not done |",
    ):
        assert line in told


def test_the_page_tells_how_time_and_memory_grow() -> None:
    told = page(_report(_compared("small", 1.0, 2.0), _compared("large", 20.0, 25.0)), "python -m benchmarks")
    assert "From `small` to `large`: 1.0 times the bytes, 12.5 times the time, 1.0 times the memory." in told


def test_the_page_names_no_folder_of_the_machine() -> None:
    report = _report(_compared("large", 20.0, 25.0))
    failed = replace(report.beside[0], outcome="no /home/jane/x/slow.py at https://example.org/simple/slow")
    told = page(replace(report, beside=(failed,)), "python -m benchmarks -o /home/jane/docs/page.md")
    assert "python -m benchmarks -o page.md" in told
    assert "nothing: no slow.py at ... |" in told
    assert "jane" not in told


def test_the_guard_says_no_to_a_bad_ratio_only() -> None:
    allowed = dict(guard.LIMITS)
    assert guard.past(allowed) == []
    (complaint,) = guard.past(allowed | {"typical": allowed["typical"] + 1})
    assert complaint.startswith("typical: ")


def test_the_guard_takes_the_least_of_the_runs() -> None:
    one = replace(
        _compared("typical", 1.0, 1.0), floor=_runs("floor", 2.0, 1.0, 3.0), scan=_runs("scan", 9.0, 3.0)
    )
    assert guard.ratio(one) == 3.0


def test_the_guard_ends_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["guard"])
    monkeypatch.setattr(guard, "measure", lambda _: {"typical": 99.0})
    with pytest.raises(SystemExit, match=r"typical: 99\.00 x the floor"):
        guard.main()


def test_this_machine_is_described_without_a_name_of_it() -> None:
    here = machine.this_machine()
    assert here.cores > 0
    assert here.memory > 0
    assert set(here.versions) == {"Python", *machine.PACKAGES}


def test_what_other_programs_get_is_told() -> None:
    assert told(SIZES["typical"], PEERS[0]) == "`typical`: 897,000 messages"
    assert told(SIZES["small"], PEERS[1]).startswith("`small`: 250 posts, 250 comments, 200 photos in albums")
    assert distribution("pandas<2") == "pandas"
    assert reason("Traceback\n  line\nKeyError: 'messages'\n\n") == "KeyError: 'messages'"
