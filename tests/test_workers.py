"""Large exports read by several processes: the same as by one, whatever becomes of the others."""

import signal
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from scanner import scan, workers
from scanner.readers import source
from scanner.result import Scan
from tests.builders import JANE, VINTAGES, as_zip


@pytest.fixture(autouse=True)
def _worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH_BYTES", 0)


def read(export: Path, by: int) -> Scan:
    return scan([export], workers=by)


def assert_same(one: Scan, other: Scan) -> None:
    assert_frame_equal(one.items, other.items)
    assert_frame_equal(one.coverage, other.coverage)
    assert (one.exports, one.person, one.warnings) == (other.exports, other.person, other.warnings)


@pytest.mark.parametrize("vintage", ["facebook_v5", "instagram_g5"])
def test_several_processes_give_what_one_gives(vintage: str, tmp_path: Path) -> None:
    export = as_zip(VINTAGES[vintage](JANE).tree, tmp_path / "export.zip")
    assert_same(read(export, 3), read(export, 1))


@pytest.mark.parametrize("vintage", [name for name in VINTAGES if "html" not in name])
def test_large_documents_are_read_as_small_ones(
    vintage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = as_zip(VINTAGES[vintage](JANE).tree, tmp_path / "export.zip")
    small = read(export, 1)
    monkeypatch.setattr(source, "LARGE", 0)
    assert_same(read(export, 1), small)


def gone(*_: object) -> None:
    """Nobody takes the piece: the processes are gone."""


def dying(*_: object) -> "Future[workers.Read]":
    future: Future[workers.Read] = Future()
    future.set_running_or_notify_cancel()
    future.set_exception(BrokenProcessPool())
    return future


@pytest.mark.parametrize("submit", [gone, dying])
def test_what_no_other_process_reads_is_read_here(
    submit: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = as_zip(VINTAGES["facebook_v5"](JANE).tree, tmp_path / "export.zip")
    alone = read(export, 1)
    monkeypatch.setattr(workers.Crew, "submit", submit)
    assert_same(read(export, 2), alone)


def test_a_process_of_the_crew_ends_its_piece_once_nobody_waits_for_it() -> None:
    left = get_context("spawn").Event()
    watched = workers._Watched()
    watched.left = left
    watched.advance(1)
    left.set()
    with pytest.raises(InterruptedError):
        watched.advance(1)


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="masks of POSIX")
def test_a_process_started_by_the_crew_has_ctrl_c_blocked() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    with workers.no_interrupt():
        assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before
