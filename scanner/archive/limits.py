"""How much an export may ask of the machine: each limit a named constant, each an option."""

from typing import Final

import msgspec

MIB: Final = 1024 * 1024

MAX_MEMBERS: Final = 800_000
"""Of all paths of one call. A listing takes some 500 bytes a member, so this stays below 500 MB; the largest
downloads known hold a few hundred thousand files."""

MAX_OTHER_FILES: Final = 50_000
"""Files of one folder that lie below no folder that exports have. Whoever gives a home folder by mistake has
hundreds of thousands; beside an export lie a few."""

MAX_MEMBER_BYTES: Final = 256 * MIB
"""Of one member that is read, as inflated. Meta's JSON comes in files of some MB and its HTML in pages of
up to 100 MB; media are listed and never inflated, so a video may be as large as it likes."""

MAX_RATIO: Final = 200
"""Inflated bytes for each packed one. JSON of messages packs 10 to 30 times, deflate at most 1,032."""

RATIO_FROM: Final = 64 * MIB
"""A member that inflates to less than this is small enough to take whatever its ratio."""

PART_RATIO_FROM: Final = 1024 * MIB
"""What may be inflated of one part before its ratio as a whole counts: a bomb may be in small pieces."""

MAX_PATH_LENGTH: Final = 1024
"""Characters of a member's path. Folders of message threads make paths of some 200."""

MAX_JSON_DEPTH: Final = 1_024
"""Nesting of a JSON member: what the parser takes. The deepest known stays below 20; to hold a lower limit,
every document has to be measured, which takes half as long as parsing it."""


class Limits(msgspec.Struct, frozen=True):
    """What an export may ask for; past a limit, a member is reported with it and the rest is still read."""

    members: int = MAX_MEMBERS
    other_files: int = MAX_OTHER_FILES
    member_bytes: int = MAX_MEMBER_BYTES
    ratio: int = MAX_RATIO
    ratio_from: int = RATIO_FROM
    part_ratio_from: int = PART_RATIO_FROM
    path_length: int = MAX_PATH_LENGTH
    json_depth: int = MAX_JSON_DEPTH
    """For the readers: `archive` itself parses nothing."""

    def inflated(self, packed: int) -> int:
        """Bytes that a member of so many packed bytes may inflate to."""
        return min(self.member_bytes, max(self.ratio_from, self.ratio * packed))

    def inflated_of_part(self, part_bytes: int) -> int:
        """Bytes that may be inflated of a part of that size, all its members together."""
        return max(self.part_ratio_from, self.ratio * part_bytes)
