"""The floor: inflate every document and parse it, in one process, no more.

python -m benchmarks.floor DIRECTORY
"""

import sys
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

import orjson
from selectolax.lexbor import LexborHTMLParser

PARSE: dict[str, Callable[[bytes], object]] = {".json": orjson.loads, ".html": LexborHTMLParser}
"""What parses a document, by its suffix."""


def read_all(paths: Iterable[Path]) -> tuple[int, int]:
    """Inflate and parse every document of some zips; gives how many, and how many bytes."""
    documents = size = 0
    for path in paths:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                if parse := PARSE.get(PurePosixPath(entry.filename).suffix):
                    parse(archive.read(entry))
                    documents, size = documents + 1, size + entry.file_size
    return documents, size


if __name__ == "__main__":
    print("{:,} documents, {:,} bytes".format(*read_all(sorted(Path(sys.argv[1]).glob("*.zip")))))
