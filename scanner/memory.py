"""Memory that is no longer needed, given back to the system at once: a scan's parts follow on each other."""

import gc
import sys
from contextlib import suppress
from typing import Final

AT_ONCE: Final = ("_RJEM_MALLOC_CONF", "dirty_decay_ms:0,muzzy_decay_ms:0")
"""Has polars give back what it frees, and no slower: a twentieth less at the peak.

A setting of its allocator, jemalloc, to be there before polars is loaded; child processes have it too.
"""


def trim_memory() -> None:
    """Return freed memory that Python and the C library keep to the system: some 70 MB after a long read.

    Python keeps tuples to use them again, scattered among freed memory; a collection releases them. Where the
    library is another than Linux's usual one, it is not asked.
    """
    gc.collect()
    if sys.platform == "linux":
        from ctypes import CDLL  # noqa: PLC0415 - takes longer to load than small exports to be read

        with suppress(OSError, AttributeError):
            CDLL(None).malloc_trim(0)
