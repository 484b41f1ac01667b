"""The floor: inflate every JSON member and parse it, no more. `python -m benchmarks.floor ZIP...`."""

import sys
import zipfile
from collections.abc import Iterable

import orjson


def read_all(paths: Iterable[str]) -> tuple[int, int]:
    """Inflate and parse every JSON member of some zips; gives how many, and how many bytes."""
    members = size = 0
    for path in paths:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                if entry.filename.endswith(".json"):
                    orjson.loads(archive.read(entry))
                    members, size = members + 1, size + entry.file_size
    return members, size


if __name__ == "__main__":
    print("{:,} members, {:,} bytes".format(*read_all(sys.argv[1:])))
