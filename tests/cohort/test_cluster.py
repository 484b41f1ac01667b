"""The same tasks on a Dask cluster of two processes of this machine, over the loopback alone."""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from scanner.cohort import CohortError, Outcome, Settings, Study, Task, open_study, run, summary
from scanner.cohort.cluster import on_cluster
from scanner.facts import Facts
from tests.cohort.people import PEOPLE, cohort
from tests.scanning import TODAY

FACTS: Final = 'region = "DE"'
pytestmark = pytest.mark.filterwarnings("default")  # of Dask and its event loop


def opened(directory: Path, out: Path) -> Study:
    return open_study(directory, out, Settings(Facts(region="DE"), TODAY), as_of=TODAY)


@pytest.fixture
def cluster() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    ) as cluster:
        yield cluster


def one_waiting(tasks: Sequence[Task], facts: Path) -> list[Task]:
    """Give the tasks; the first waits for its facts to be written, so that someone is busy till then."""
    os.mkfifo(facts)
    return [replace(tasks[0], facts_file=facts), *tasks[1:]]


def tell(facts: Path) -> None:
    """Write the facts: for who waits for them, and for who begins anew in the place of one that died."""
    held = os.open(facts, os.O_RDWR)
    told = facts.with_suffix(".told")
    told.write_text(FACTS, encoding="utf-8")
    told.replace(facts)
    os.write(held, FACTS.encode())
    os.close(held)


def kill_a_busy_worker(cluster: Any) -> int:
    """Kill a worker in the middle of its tasks; gives how many it had been given."""
    busy = {worker.address: len(worker.processing) for worker in cluster.scheduler.workers.values()}
    nanny = max(cluster.workers.values(), key=lambda nanny: busy.get(nanny.worker_address, 0))
    os.kill(nanny.pid, signal.SIGKILL)
    return busy[nanny.worker_address]


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_everyone_is_done_though_a_worker_is_killed(cluster: Any, tmp_path: Path) -> None:
    people = cohort(tmp_path / "people")
    study = opened(people, tmp_path / "out")
    outcomes: list[Outcome] = []
    for outcome in on_cluster(one_waiting(study.tasks, tmp_path / "facts"), cluster.scheduler_address):
        if not outcomes:
            assert kill_a_busy_worker(cluster) > 0
            tell(tmp_path / "facts")
        outcomes.append(outcome)
    assert sorted(each.person for each in outcomes) == sorted(study.names)
    assert {each.state for each in outcomes} == {"done"}
    assert len(opened(people, tmp_path / "out").standing) == PEOPLE
    here = opened(people, tmp_path / "here")
    for task in here.tasks:
        run(task)
    assert summary(study.files).groups.equals(summary(here.files).groups)


def test_without_the_extra_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CohortError, match=r"exposure-scanner\[cluster\]"):
        list(on_cluster([], "tcp://127.0.0.1:1"))
