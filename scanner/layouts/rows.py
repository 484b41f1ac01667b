"""The rows of rules/layouts, as they are written in TOML, and the placement they give a member."""

import msgspec

from scanner.schema import PLATFORMS, SECTIONS


class LayoutError(Exception):
    """The catalogue can't be loaded; the message names the file and the row."""


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One kind of file in exports, with all paths it was seen at. Raises ValueError for an incomplete row."""

    id: str
    seen: str
    """The dates between which the layout was seen."""
    source: str
    platform: str | None = None
    """The platform of the items in it; where absent, the product of the export."""
    found_in: tuple[str, ...] = ()
    """The products whose exports contain it; where absent, `platform`."""
    reader: str | None = None
    section: str | None = None
    reason: str | None = None
    """Why it is no content, in short plain words."""
    paths: tuple[str, ...] = ()
    """Tails without extension: `<n>` is any number, `<any>` any one name, a leading `/` the root."""
    telling: bool = False
    """Its path alone identifies the product, even with no other file."""
    closed_folders: tuple[str, ...] = ()
    """Folders below the root that contain no content, in listed or other files."""
    keys: tuple[tuple[str, ...], ...] = ()
    """Sets of keys: a JSON file with all keys of a set at its top is this, whatever its name."""

    def __post_init__(self) -> None:
        """Raise ValueError for a row with both or neither of reader and reason, or with unknown words."""
        if (self.reader is None) == (self.reason is None):
            raise ValueError(f"{self.id}: give a reader or a reason")
        if (self.reader is None) != (self.section is None) or self.section not in (None, *SECTIONS):
            raise ValueError(f"{self.id}: section goes with a reader and is one of schema.SECTIONS")
        if not self.products or not {*self.products, self.platform or PLATFORMS[0]} <= set(PLATFORMS):
            raise ValueError(f"{self.id}: platform and found_in are of schema.PLATFORMS")
        if self.reader and self.closed_folders:
            raise ValueError(f"{self.id}: a closed folder has no reader")
        if self.keys and not (self.reader and all(self.keys)):
            raise ValueError(f"{self.id}: keys go with a reader, and no set of them is empty")

    @property
    def products(self) -> tuple[str, ...]:
        """The products whose exports contain it."""
        return self.found_in or ((self.platform,) if self.platform else ())


class MediaFolder(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Folders of media files, and what they mean for a file that no JSON names."""

    id: str
    found_in: tuple[str, ...]
    folders: tuple[str, ...]
    section: str
    seen: str
    source: str
    reason: str | None = None

    def __post_init__(self) -> None:
        """Refuse a word that is not one of schema.SECTIONS."""
        if self.section not in SECTIONS or not set(self.found_in) <= set(PLATFORMS):
            raise ValueError(f"{self.id}: unknown section or platform")


class Product(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How the export of a product is recognised."""

    platform: str
    export_name: str
    """Regular expression over the export's own name."""
    trees: tuple[str, ...] = ()
    """Folders below which everything belongs to this product."""
    folders: tuple[str, ...] = ()
    """Top folders that only this product has."""


class Packing(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Files of every download that are no content."""

    id: str
    reason: str
    names: tuple[str, ...] = ()
    root_names: tuple[str, ...] = ()
    """Names that count only at the root and in `html/`."""
    prefixes: tuple[str, ...] = ()
    """Two characters each."""
    folders: tuple[str, ...] = ()
    """Top folders."""
    extensions: tuple[str, ...] = ()


class Unread(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Files that may contain an export, or a part of one, and are never opened."""

    id: str
    reason: str
    """Why, and what to do about it."""
    endings: tuple[str, ...]
    """Of the name, each with its dot."""


class Extensions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """File name endings of media."""

    photo: frozenset[str]
    video: frozenset[str]
    audio: frozenset[str]


class Anchors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names by which the root of an export is found below wrapper folders; casefolded, apostrophes as `_`."""

    strong_folders: frozenset[str]
    weak_folders: frozenset[str]
    strong_files: frozenset[str]
    weak_files: frozenset[str]
    export_name: str


class Placement(msgspec.Struct, frozen=True):
    """The outcome that a path gives a member."""

    state: str
    """`content media not_content unknown`, of schema.MEMBER_STATES."""
    platform: str | None
    """The platform of its items."""
    format: str
    """`json html csv txt ...`: its extension."""
    reader: str | None = None
    section: str | None = None
    reason: str | None = None
    layout: str | None = None
    """The id of the row that placed it."""
    media_class: str | None = None
    """The section of a media file that no JSON names, by its folder; one of schema.SECTIONS."""
