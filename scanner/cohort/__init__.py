"""Many exports: each person's scan as one parquet file without words or names, and the sums over all.

A scan of one person is a `Task` that stands alone: local processes or a Dask cluster run the very same.
"""

from scanner.cohort.columns import HIDDEN
from scanner.cohort.errors import CohortError
from scanner.cohort.keys import keyed_name
from scanner.cohort.study import Study, open_study
from scanner.cohort.summary import Summary, summary
from scanner.cohort.task import Outcome, Settings, Task, run

__all__ = [
    "HIDDEN",
    "CohortError",
    "Outcome",
    "Settings",
    "Study",
    "Summary",
    "Task",
    "keyed_name",
    "open_study",
    "run",
    "summary",
]
