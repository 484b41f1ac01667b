"""Large exports read by several processes: the same as by one, whatever becomes of the others."""

import gc
import signal
import time
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from weakref import ReferenceType, ref

import pytest
from polars.testing import assert_frame_equal

from scanner import scan
from scanner.reading import processes, workers
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


def test_what_was_handed_back_is_held_by_nobody_once_it_is_put_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = as_zip(VINTAGES["facebook_v5"](JANE).tree, tmp_path / "export.zip")
    submit, given = processes.WorkerPool.submit, list[ReferenceType[Any]]()

    def noted(hands: processes.WorkerPool, *work: Any) -> Any:
        future = submit(hands, *work)
        given.append(ref(future))
        return future

    monkeypatch.setattr(processes.WorkerPool, "submit", noted)
    gc.collect()
    gc.disable()
    try:
        read(export, 2)
        assert [future() for future in given] == [None]
    finally:
        gc.enable()


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
    monkeypatch.setattr(processes.WorkerPool, "submit", submit)
    assert_same(read(export, 2), alone)


def test_a_process_of_the_crew_ends_its_piece_once_nobody_waits_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left = get_context("spawn").Event()
    monkeypatch.setattr(processes, "_abandoned", left)
    workers._Watched().advance(1)
    left.set()
    with pytest.raises(InterruptedError):
        workers._Watched().advance(1)


def slow(seconds: float) -> None:
    time.sleep(seconds)


def test_a_crew_that_is_left_takes_no_more_work() -> None:
    with processes.WorkerPool(2) as hands:
        futures = [hands.submit(slow, 0.2) for _ in range(5)]
    assert [future.cancelled() for future in futures if future][-2:] == [True, True]


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="masks of POSIX")
def test_a_process_started_by_the_crew_has_ctrl_c_blocked() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    with processes.no_interrupt():
        assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before
