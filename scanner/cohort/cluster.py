"""The very same tasks on a Dask cluster, whose workers see the same folders under the same paths.

The only part of the program that talks to other machines, and only where `--scheduler` names one.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scanner.cohort.errors import CohortError, reason
from scanner.cohort.task import Outcome, Task, failed, run

if TYPE_CHECKING:
    from distributed import Future


def on_cluster(tasks: Sequence[Task], address: str) -> Iterator[Outcome]:
    """Do the tasks on the cluster of a scheduler; gives outcomes as they come. Raises CohortError.

    The scheduler gives the task of a worker that is lost to another one.
    """
    try:
        from distributed import Client, as_completed  # noqa: PLC0415 - an extra, loaded only when asked for
    except ImportError:
        raise CohortError(
            "--scheduler needs Dask: install the extra `cluster` (pip install 'exposure-scanner[cluster]')"
        ) from None
    try:
        client = Client(address, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError) as fault:
        raise CohortError(
            f"--scheduler {address}: no scheduler answers there ({type(fault).__name__})"
        ) from None
    with client:
        futures = client.map(run, tasks, pure=False)
        task_of = {future.key: task for future, task in zip(futures, tasks, strict=True)}
        for future in as_completed(futures, loop=client.loop):  # type: ignore[no-untyped-call]
            yield _outcome(future, task_of[future.key])


def _outcome(future: "Future[Outcome]", task: Task) -> Outcome:
    """Return what came of a task; of one that cost several workers their life, a failure."""
    try:
        return future.result()
    except Exception as fault:  # noqa: BLE001 - what the cluster could not do must cost one person only
        return failed(task, reason(fault))
