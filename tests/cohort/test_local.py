"""Tasks in processes of this machine, some of which are killed."""

import os
import signal
from pathlib import Path

import pytest

from scanner.cohort import Outcome, Settings, Task
from scanner.cohort.local import DIED, RECYCLED_AFTER, locally
from scanner.facts import Facts
from tests.scanning import TODAY


def tasks(directory: Path, count: int) -> list[Task]:
    settings = Settings(Facts(), TODAY)
    return [
        Task(f"{number:032x}", (directory,), None, directory / f"{number}.parquet", "", b"", settings)
        for number in range(count)
    ]


def killed_once(task: Task) -> Outcome:
    """Die at the third task, the first time."""
    mark = task.paths[0] / "died"
    if task.target.stem == "2" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return Outcome(task.person, "done", os.getpid())


def killed_always(task: Task) -> Outcome:
    """Die at the third task, whenever it is begun."""
    if task.target.stem == "2":
        os.kill(os.getpid(), signal.SIGKILL)
    return Outcome(task.person, "done")


class _StubbornError(Exception):
    """Can't be handed from one process to another."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__("content of the export")


def failing(task: Task) -> Outcome:
    """Fail at the third task, with what can't be handed back."""
    if task.target.stem == "2":
        raise _StubbornError(1, 2)
    return Outcome(task.person, "done")


def told_its_process(task: Task) -> Outcome:
    return Outcome(task.person, "done", os.getpid())


posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


@posix
def test_a_process_that_is_killed_costs_nothing(tmp_path: Path) -> None:
    outcomes = list(locally(tasks(tmp_path, 6), 2, killed_once))
    assert sorted((each.person, each.state) for each in outcomes) == [
        (each.person, "done") for each in tasks(tmp_path, 6)
    ]
    assert (tmp_path / "died").exists()
    assert os.getpid() not in {each.items for each in outcomes}


@posix
def test_a_task_that_kills_costs_one_person(tmp_path: Path) -> None:
    outcomes = {int(each.person, 16): each for each in locally(tasks(tmp_path, 6), 2, killed_always)}
    assert {number for number, each in outcomes.items() if each.state == "done"} == {0, 1, 3, 4, 5}
    assert (outcomes[2].state, outcomes[2].reason) == ("failed", DIED)


def test_a_fault_that_can_not_be_handed_back_costs_one_person(tmp_path: Path) -> None:
    outcomes = list(locally(tasks(tmp_path, 6), 1, failing))
    assert [each.state for each in outcomes].count("done") == 5
    assert not [each.reason for each in outcomes if "content" in each.reason]


def test_a_process_is_replaced_after_so_many_tasks(tmp_path: Path) -> None:
    outcomes = list(locally(tasks(tmp_path, RECYCLED_AFTER + 1), 1, told_its_process))
    assert len({each.items for each in outcomes}) == 2


def test_no_task_starts_no_process(tmp_path: Path) -> None:
    assert list(locally([], 4)) == []
