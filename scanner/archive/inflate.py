"""Deflate and its checksum, by the fastest library that is there.

ISA-L inflates three times as fast as zlib (394 MB of JSON in 0.22 s against 0.63 s on one core); where there
is no build of it for a machine, Python's own zlib does the same.
"""

import zlib
from typing import Any, Final, cast

try:
    from isal import isal_zlib as _library
except ImportError:  # no build for this machine
    _library = zlib  # type: ignore[misc, assignment, unused-ignore]

crc32 = _library.crc32
ERRORS: Final = (zlib.error, cast(type[Exception], _library.error), OSError)
"""What is raised where the bytes are no deflate; OSError where they are no bzip2."""


def inflater() -> Any:
    """Return a decompressor of raw deflate, with `decompress(data, max_length)` and `eof`."""
    return _library.decompressobj(-zlib.MAX_WBITS)
