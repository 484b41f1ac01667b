"""Which reader a member of an export goes to, or why none: the catalogue of rules/layouts, compiled once.

A path is looked up by the name of its file, then by the longest tail of folders that a row asks for. Case,
apostrophes and underscores don't count (a download to Google Drive writes `who_you_ve_followed` for
`who_you've_followed`: D3I, WIF), and a run of digits stands for any other.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import msgspec

from scanner.resources import TomlError, decoded
from scanner.schema import PLATFORMS, SECTIONS, THREAD_FOLDERS

ANY: Final = "<any>"
_ALIKE: Final = {ord(mark): None for mark in "_'’‘ʼ"}
_DIGITS: Final = re.compile(r"\d+")
_LONGEST_EXTENSION: Final = 5
_FORMATS: Final = {"htm": "html"}
_PAGES: Final = frozenset({"json", "html", "htm"})
_PAGE_ENDINGS: Final = tuple(f".{ending}" for ending in sorted(_PAGES))
_NEVER_MEDIA: Final = _PAGES | {"txt", "csv", "xml"}

_WEIGHT_OF_PATH: Final = 4
_WEIGHT_OF_PLAIN_NAME: Final = 2
_WEIGHT_OF_PLAIN_FOLDER: Final = 1
_WORTH_OF_FOLDER: Final = 16
_ENOUGH: Final = 4
"""A file in its folder tells a product; a plain name at the root needs a second one beside it."""
_COPIES: Final = (" #", " (#)")
"""What a computer puts behind the name of a folder that is there already, its number as `#`."""
_FOLDERS_SEEN: Final = 10_000
"""Folders remembered at most: one catalogue may serve thousands of exports."""


class LayoutError(Exception):
    """The catalogue can't be loaded; the message names the file and the row."""


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing that exports hold, with all the paths it was seen at; ValueError on a half-said row."""

    id: str
    seen: str
    """Between which dates the layout was seen."""
    source: str
    platform: str | None = None
    """Of the items in it; where absent, the product in whose export it lies."""
    found_in: tuple[str, ...] = ()
    """The products whose exports hold it; where absent, `platform`."""
    reader: str | None = None
    section: str | None = None
    reason: str | None = None
    """Why it is no content, in short plain words."""
    paths: tuple[str, ...] = ()
    """Tails without extension: `<n>` is any number, `<any>` any one name, a leading `/` the root."""
    telling: bool = False
    """Its path alone tells the product, also where nothing else lies beside it."""
    closed_folders: tuple[str, ...] = ()
    """Folders below the root of which nothing, listed or not, is content."""
    keys: tuple[tuple[str, ...], ...] = ()
    """Sets of keys; where all of one stand at the top of JSON, it is this, whatever its file is called."""

    def __post_init__(self) -> None:
        """Refuse a row that says both or neither of reader and reason, or words nobody knows."""
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
        """The products whose exports hold it."""
        return self.found_in or ((self.platform,) if self.platform else ())


class MediaFolder(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Folders of media files, and what lying there says of a file that no JSON names."""

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
    """How one product's export is told from another's."""

    platform: str
    export_name: str
    """Regular expression over the export's own name."""
    trees: tuple[str, ...] = ()
    """Folders under which all is this product's."""
    folders: tuple[str, ...] = ()
    """Top folders that only this product has."""


class Packing(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is in every download and is nobody's content."""

    id: str
    reason: str
    names: tuple[str, ...] = ()
    root_names: tuple[str, ...] = ()
    """Names that count at the root and in `html/` alone."""
    prefixes: tuple[str, ...] = ()
    """Of two characters."""
    folders: tuple[str, ...] = ()
    """Top folders."""
    extensions: tuple[str, ...] = ()


class Unread(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Files that may hold an export, or a part of one, and are never opened."""

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
    """What becomes of one member."""

    state: str
    """`content media not_content unknown`, of schema.MEMBER_STATES."""
    platform: str | None
    """Of the items a reader finds in it."""
    format: str
    """`json html csv txt ...`: its extension."""
    reader: str | None = None
    section: str | None = None
    reason: str | None = None
    layout: str | None = None
    """The id of the row that placed it."""
    media_class: str | None = None
    """Of a media file that no JSON names: what its folder says, one of schema.SECTIONS."""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    """One TOML file of the catalogue."""

    layout: tuple[Row, ...] = ()
    media: tuple[MediaFolder, ...] = ()
    product: tuple[Product, ...] = ()
    packing: tuple[Packing, ...] = ()
    unread: tuple[Unread, ...] = ()
    extensions: Extensions | None = None
    anchors: Anchors | None = None

    @property
    def ids(self) -> list[str]:
        """The ids of all its rows."""
        return [row.id for rows in (self.layout, self.media, self.packing, self.unread) for row in rows]


R = TypeVar("R")
PlacedBy = TypeVar("PlacedBy", Row, MediaFolder)


class _Pattern(NamedTuple):
    """One path of a row, normalised, its folders from the file outwards."""

    name: str
    folders: tuple[str, ...]
    anchored: bool
    row: Row

    def fits(self, path: "_Parsed", root: str | None) -> bool:
        """Whether the path ends as the pattern says; a plain name at the root counts in its own product."""
        depth = len(self.folders)
        if len(path.folders) < depth or (self.anchored and len(path.folders) != depth):
            return False
        if self.anchored and (path.product or root) not in (None, *self.row.products):
            return False
        return all(asked in (ANY, given) for asked, given in zip(self.folders, path.folders, strict=False))

    @property
    def worth(self) -> int:
        """How much it says of a path: its length, then how few of its folders are open."""
        return len(self.folders) * _WORTH_OF_FOLDER - self.folders.count(ANY)

    def names(self, name: str) -> bool:
        """Whether a pattern with `<any>` in its name takes the name."""
        before, _, after = self.name.partition(ANY)
        return len(name) > len(before) + len(after) and name.startswith(before) and name.endswith(after)


class _Parsed(NamedTuple):
    """A member's path, taken apart."""

    name: str
    """Of the file, normalised, without extension."""
    folders: tuple[str, ...]
    """Normalised, from the file outwards, up to the root or the product's own folder."""
    product: str | None
    """The product that the path itself names."""
    extension: str


class _Folder(NamedTuple):
    """What a folder says of each file in it, whatever it is called."""

    at_root: bool
    """It is the root, or `html/` below it."""
    top: str
    """Its first step, as the rows of packing write it."""
    loose: bool
    """It holds what people sent or uploaded as files, whatever their format."""


@lru_cache(maxsize=_FOLDERS_SEEN)
def _folder(directory: str) -> _Folder:
    """Look at a folder once for all files in it."""
    low = directory.casefold()
    return _Folder(low in ("", "html"), f"{low.partition('/')[0]}/", low.rpartition("/")[2] == "files")


@lru_cache(maxsize=1 << 16)
def normal(name: str) -> str:
    """Give a name as it is compared: no case, no apostrophe or underscore, each number as `#`."""
    return _DIGITS.sub("#", name.casefold().translate(_ALIKE))


class Catalogue:
    """The rows of rules/layouts, ready to look up paths in."""

    def __init__(self, files: Iterable[_File]) -> None:
        held = list(files)
        rows = [row for file in held for row in file.layout]
        self.rows: Final = {row.id: row for row in rows}
        self._products: Final = [product for file in held for product in file.product]
        self._packed: Final = _packed(packing for file in held for packing in file.packing)
        self.unread: Final = {row.id: row for file in held for row in file.unread}
        self._keyed: Final = _most_telling((frozenset(keys), row) for row in rows for keys in row.keys)
        self.anchors: Final = _only([file.anchors for file in held if file.anchors], "anchors")
        self._media_endings: Final = _media_endings([file.extensions for file in held if file.extensions])
        patterns = [_compiled(path, row) for row in rows for path in row.paths]
        self._by_name: Final = _grouped(pattern for pattern in patterns if ANY not in pattern.name)
        self._open: Final = [pattern for pattern in patterns if ANY in pattern.name]
        self._closed: Final = _by_folder((folder, row) for row in rows for folder in row.closed_folders)
        media = [folder for file in held for folder in file.media]
        self._media: Final = _by_folder((path, row) for row in media for path in row.folders)
        self._trees: Final = {normal(tree): item.platform for item in self._products for tree in item.trees}
        self._tops: Final = {normal(top): item.platform for item in self._products for top in item.folders}
        self._strong: Final = {normal(folder) for folder in self.anchors.strong_folders}
        self._media_seen: dict[tuple[str, str, str | None], Placement] = {}
        self._pages_seen: dict[tuple[_Parsed, str | None], Placement] = {}
        self._known_folders: Final = self._folder_names(rows, media)
        self._words: Final = _words(rows)

    @classmethod
    def load(cls, paths: Iterable[Path]) -> "Catalogue":
        """Read the TOML files of the catalogue. Raises LayoutError."""
        files = [_decoded(path) for path in paths]
        ids = Counter(row_id for file in files for row_id in file.ids)
        if twice := [row for row, count in ids.items() if count > 1]:
            raise LayoutError(f"ids given twice: {', '.join(twice)}")
        return cls(files)

    def place(self, inner_path: str, root_platform: str | None) -> Placement:
        """Say what becomes of a member, by its path below the root and the product of the export."""
        directory, name, extension = _split(inner_path)
        folder = _folder(directory)
        if packing := self._packing(folder, name, extension):
            return Placement(
                "not_content", root_platform, _format(extension), reason=packing.reason, layout=packing.id
            )
        if extension in self._media_endings or folder.loose:
            return self._media_placement(directory, extension, root_platform)
        if extension not in _NEVER_MEDIA:
            return self._odd_placement(directory, name, extension, root_platform)
        return self._page_placement(self._parsed(directory, name, extension), root_platform)

    def place_by_keys(
        self, inner_path: str, root_platform: str | None, keys: frozenset[str]
    ) -> Placement | None:
        """Return the placement of a JSON file of unknown name by the keys at its top, None for new ones."""
        path = self._parsed(*_split(inner_path))
        row = self._row_with(keys, path.product or root_platform)
        return _placed(row, path, root_platform) if row else None

    def root_by_keys(self, found: Iterable[frozenset[str]]) -> str | None:
        """Return the product that most JSON files of an export are of by the keys at their top, or None."""
        rows = (self._row_with(keys, None) for keys in found)
        votes = Counter(row.products[0] for row in rows if row)
        return votes.most_common(1)[0][0] if votes else None

    def _row_with(self, keys: frozenset[str], product: str | None) -> Row | None:
        """Return the row that asks for most of these keys; where a product is given, one of its rows."""
        return next(
            (row for asked, row in self._keyed if asked <= keys and product in (None, *row.products)), None
        )

    def is_page(self, inner_path: str) -> bool:
        """Tell whether a member is JSON or HTML by its name: all else is never read."""
        return inner_path[-_LONGEST_EXTENSION:].lower().endswith(_PAGE_ENDINGS)

    def root_platform(self, inner_paths: Iterable[str], name: str) -> str | None:
        """Name the product an export is of, by its folders, its files, then its name; None: not of Meta."""
        paths = list(inner_paths)
        parsed = [self._parsed(*parts) for parts in self._telling(paths)]
        if trees := Counter(path.product for path in parsed if path.product):
            return trees.most_common(1)[0][0]
        votes: Counter[str] = Counter()
        for (product, _), weight in {mark: w for path in parsed for mark, w in self._marks(path)}.items():
            votes[product] += weight
        return self._elected(votes, name) or ("messenger" if _is_flat_messenger(paths) else None)

    def forget(self) -> None:
        """Forget the folders seen: what is remembered of them lies strewn among the members' memory."""
        self._media_seen.clear()
        self._pages_seen.clear()
        _folder.cache_clear()
        normal.cache_clear()

    def anonymous_path(self, inner_path: str) -> str:
        """Give a path that can be shown: Meta's own names stay, all others and all numbers are masked."""
        directory, name, extension = _split(inner_path)
        folders = directory.split("/") if directory else []
        shown = [self._shown_folder(folder, folders[:depth]) for depth, folder in enumerate(folders)]
        return "/".join([*shown, self._shown_file(name, extension, shown)])

    # looking up

    def _parsed(self, directory: str, name: str, extension: str) -> _Parsed:
        """Take a path apart, as far up as its product's own folder."""
        folders = [self._folder_name(folder) for folder in directory.split("/")] if directory else []
        product = self._tops.get(folders[0]) if folders else None
        for depth, folder in enumerate(reversed(folders)):
            if folder in self._trees:
                product = self._trees[folder]
                folders = folders[len(folders) - depth :]
                break
        stem = name[: -len(extension) - 1] if extension else name
        return _Parsed(normal(stem), tuple(reversed(folders)), product, extension)

    def _folder_name(self, folder: str) -> str:
        """Return a folder's name as it is compared; `messages 2` and `messages (1)` are copies of `messages`.

        A computer names a folder so where one of that name is there already.
        """
        name = normal(folder)
        if name.endswith(_COPIES) and name not in self._known_folders:
            original = name.removesuffix(_COPIES[0]).removesuffix(_COPIES[1])
            return original if original in self._known_folders else name
        return name

    def _unread(self, name: str) -> Unread | None:
        """Return the row of what is never opened, if a file of this name is that."""
        low = name.casefold()
        return next((row for row in self.unread.values() if low.endswith(row.endings)), None)

    def _fitting(self, path: _Parsed, root: str | None) -> list[_Pattern]:
        """Give the patterns a page's path ends in: those naming the file, else those that leave it open."""
        if path.extension not in _PAGES:
            return []
        named = self._by_name.get(path.name, ())
        fitting = [pattern for pattern in named if pattern.fits(path, root)]
        return fitting or [item for item in self._open if item.names(path.name) and item.fits(path, root)]

    def _page_placement(self, path: _Parsed, root: str | None) -> Placement:
        """Place a page; one answer for all that differ in folders that no row names, as those of chats."""
        known = tuple(folder if folder in self._known_folders else "" for folder in path.folders)
        key = (path._replace(folders=known), root)
        if key not in self._pages_seen:
            if len(self._pages_seen) >= _FOLDERS_SEEN:
                self._pages_seen.clear()
            self._pages_seen[key] = self._new_page_placement(*key)
        return self._pages_seen[key]

    def _new_page_placement(self, path: _Parsed, root: str | None) -> Placement:
        """Place a page (JSON, HTML, text): by its row, else by a closed folder it lies in."""
        fitting = self._fitting(path, root)
        row = _chosen(path, root, [(item.worth, item.row) for item in fitting])
        row = row or _chosen(path, root, _above(path, self._closed))
        if row is None:
            return Placement("unknown", path.product or root, _format(path.extension))
        return _placed(row, path, root)

    def _media_placement(self, directory: str, extension: str, root: str | None) -> Placement:
        """Place a media file; one answer for all files alike in folder and extension."""
        key = (directory, extension, root)
        if key not in self._media_seen:
            if len(self._media_seen) >= _FOLDERS_SEEN:
                self._media_seen.clear()
            self._media_seen[key] = self._new_media_placement(*key)
        return self._media_seen[key]

    def _new_media_placement(self, directory: str, extension: str, root: str | None) -> Placement:
        """Place a media file by its folder: what it would be, were it named nowhere else."""
        path = self._parsed(directory, "", extension)
        if folder := _chosen(path, root, _above(path, self._media)):
            platform = _product_of(path, root, folder.found_in)
            return Placement("media", platform, _format(extension), reason=folder.reason, layout=folder.id,
                             media_class=folder.section)  # fmt: skip
        if row := _chosen(path, root, _above(path, self._closed)):
            return _placed(row, path, root)
        return Placement("media", path.product or root, _format(extension), media_class="orphan")

    def _odd_placement(self, directory: str, name: str, extension: str, root: str | None) -> Placement:
        """Place what is neither page nor media by name: media in a folder of media, else unknown.

        Some PNG of Facebook's have no extension (FBC: 774 in one export).
        """
        path = self._parsed(directory, "", extension)
        if _above(path, self._media):
            return self._media_placement(directory, extension, root)
        if row := _chosen(path, root, _above(path, self._closed)):
            return _placed(row, path, root)
        unread = self._unread(name)
        reason, layout = (unread.reason, unread.id) if unread else (None, None)
        return Placement("unknown", path.product or root, _format(extension), reason=reason, layout=layout)

    def _packing(self, folder: "_Folder", name: str, extension: str) -> Packing | None:
        """Give the row of what is in every download, if this is such a file."""
        packed, plain = self._packed, name.casefold()
        if plain in packed:
            return packed[plain]
        if folder.at_root and (at_root := packed.get(f"/{plain}")):
            return at_root
        for key in (folder.top, f"{plain[:2]}*"):
            if key in packed:
                return packed[key]
        return None if folder.loose else packed.get(f"*.{extension}")

    # telling products apart

    def _telling(self, paths: list[str]) -> Iterator[tuple[str, str, str]]:
        """Give the parts of pages' paths, of chats one of each name, and of one other file a folder."""
        seen: set[tuple[str, str]] = set()
        others: set[str] = set()
        for path in paths:
            holder = path.rpartition("/")[0]
            if holder in others and not self.is_page(path):
                continue
            directory, name, extension = _split(path)
            if extension not in _PAGES:
                others.add(holder)
                name = ""
            above = directory.rpartition("/")[0]
            is_named_by_user = normal(above.rpartition("/")[2]) in _NAMED_BY_USER
            if (place := (above if is_named_by_user else directory, name)) not in seen:
                seen.add(place)
                yield directory, name, extension

    def _marks(self, path: _Parsed) -> Iterator[tuple[tuple[str, object], int]]:
        """Give what a path says for which product, and how much: (product, the thing seen), weight."""
        if path.extension not in _PAGES:
            telling = [folder for depth, folder in _above(path, self._media) if depth > 1]
            yield from (((to, row.id), _WEIGHT_OF_PLAIN_NAME) for row in telling for to in row.found_in)
            return
        for pattern in self._fitting(path, None):
            if ANY not in pattern.name:
                plain = pattern.anchored and not pattern.row.telling
                weight = _WEIGHT_OF_PLAIN_NAME if plain else _WEIGHT_OF_PATH
                yield from (((product, pattern[:3]), weight) for product in pattern.row.products)
        for depth, row in _above(path, self._closed):
            sure = depth > 1 or path.folders[-1] in self._strong
            weight = _WEIGHT_OF_PATH if sure else _WEIGHT_OF_PLAIN_FOLDER
            yield from (((product, path.folders[-depth:]), weight) for product in row.products)

    def _elected(self, votes: Counter[str], name: str) -> str | None:
        """Give the product with most votes; the name decides a tie, and where the votes are too few."""
        most = max(votes.values(), default=0)
        named = [item.platform for item in self._products if re.search(item.export_name, name.casefold())]
        if most < _ENOUGH:
            return named[0] if named else None
        tied = [item.platform for item in self._products if votes[item.platform] == most]
        return next((platform for platform in named if platform in tied), tied[0])

    # names that can be shown

    def _folder_names(self, rows: list[Row], media: list[MediaFolder]) -> frozenset[str]:
        """Give every folder that the catalogue names, normalised."""
        paths = [path.strip("/").rpartition("/")[0] for row in rows for path in row.paths]
        paths += [folder for row in rows for folder in row.closed_folders]
        paths += [folder for row in media for folder in row.folders]
        names = {normal(name) for path in paths for name in path.split("/") if ANY not in name}
        anchors = self.anchors.strong_folders | self.anchors.weak_folders
        return frozenset((names | {normal(name) for name in anchors} | set(self._trees)) - {""})

    def _shown_folder(self, folder: str, above: list[str]) -> str:
        """Give a folder's name, masked unless it is Meta's own; a thread's always is."""
        named_by_user = bool(above) and normal(above[-1]) in _NAMED_BY_USER
        if not named_by_user and (normal(folder) in self._known_folders or folder.isdecimal()):
            return _DIGITS.sub("<n>", folder)
        return "<folder>"

    def _shown_file(self, name: str, extension: str, above: list[str]) -> str:
        """Give a file's name, masked unless it reads like one of Meta's own."""
        stem = name[: -len(extension) - 1] if extension else name
        ending = f".{extension}" if extension else ""
        shown = f"{_DIGITS.sub('<n>', stem)}{ending}"
        return shown if extension in _PAGES and self._is_metas(stem, above) else f"<file>{ending}"

    def _is_metas(self, stem: str, above: list[str]) -> bool:
        """Whether a name is Meta's: lower-case words, in folders of Meta's or all of words that Meta uses."""
        if not re.fullmatch(r"[a-z']+(?:[_-]{1,2}(?:[a-z']+|[0-9]{1,2}))*", stem):
            return False
        users = {normal(folder) for folder in above} & _HOLDS_USERS_NAMES
        if above and "<folder>" not in above and not users:
            return True
        return set(re.findall("[a-z]+", stem)) <= self._words


_NAMED_BY_USER: Final = frozenset(
    normal(name)
    for name in (
        *THREAD_FOLDERS, "legacy_threads", "broadcast", "ai_conversations",
    )
)  # fmt: skip
"""Folders whose folders carry the names of people."""

_HOLDS_USERS_NAMES: Final = _NAMED_BY_USER | {"messages", "html", "files", "yourgroupmessages"}
"""Folders with files that carry the names of people or albums."""


def _decoded(path: Path) -> _File:
    """Read one file of the catalogue. Raises LayoutError."""
    try:
        return decoded(path, _File)
    except TomlError as fault:
        raise LayoutError(f"{path.name}: {fault}") from None


def _only(found: list[R], what: str) -> R:
    """Give the one that there has to be. Raises LayoutError."""
    if len(found) != 1:
        raise LayoutError(f"one table of {what} is needed, {len(found)} found")
    return found[0]


def _packed(packings: Iterable[Packing]) -> dict[str, Packing]:
    """Sort what is in every download by name, `/name` at the root, `folder/`, `._*` and `*.extension`."""
    table: dict[str, Packing] = {}
    for packing in packings:
        table |= dict.fromkeys(packing.names, packing)
        table |= dict.fromkeys((f"/{name}" for name in packing.root_names), packing)
        table |= dict.fromkeys((f"{folder}/" for folder in packing.folders), packing)
        table |= dict.fromkeys((f"{prefix}*" for prefix in packing.prefixes), packing)
        table |= dict.fromkeys((f"*.{ending}" for ending in packing.extensions), packing)
    return table


def _media_endings(found: list[Extensions]) -> frozenset[str]:
    """Return the file name endings of media."""
    extensions = _only(found, "extensions")
    return extensions.photo | extensions.video | extensions.audio


def _compiled(path: str, row: Row) -> _Pattern:
    """Make a pattern of a row's path."""
    *folders, name = [_pattern_name(part) for part in path.removeprefix("/").split("/")]
    return _Pattern(name, tuple(reversed(folders)), path.startswith("/"), row)


def _pattern_name(part: str) -> str:
    """Normalise one name of a row's path; `<any>` stays."""
    return ANY.join(normal(piece) for piece in part.replace("<n>", "0").split(ANY))


def _grouped(patterns: Iterable[_Pattern]) -> dict[str, list[_Pattern]]:
    """Sort patterns by the file's name."""
    groups: dict[str, list[_Pattern]] = {}
    for pattern in patterns:
        groups.setdefault(pattern.name, []).append(pattern)
    return groups


def _most_telling(pairs: Iterable[tuple[frozenset[str], Row]]) -> list[tuple[frozenset[str], Row]]:
    """Return sets of keys with their rows, those that ask for most keys first."""
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def _by_folder(pairs: Iterable[tuple[str, R]]) -> dict[tuple[str, ...], list[R]]:
    """Sort rows by folder, as normalised names from the root downwards."""
    groups: dict[tuple[str, ...], list[R]] = {}
    for folder, row in pairs:
        groups.setdefault(tuple(_pattern_name(name) for name in folder.split("/")), []).append(row)
    return groups


def _above(path: _Parsed, groups: dict[tuple[str, ...], list[R]]) -> list[tuple[int, R]]:
    """Give the rows of the folders that a path lies in, with their depth."""
    folders = path.folders[::-1]
    depths = range(1, len(folders) + 1)
    return [(depth, row) for depth in depths for row in groups.get(folders[:depth], ())]


def _chosen(path: _Parsed, root: str | None, found: list[tuple[int, PlacedBy]]) -> PlacedBy | None:
    """Give the row that says most of a path; of equals, the one of the export's own product.

    None where the export is of no product: then a name that Meta uses too says nothing.
    """
    product = path.product or root
    if product is None:
        return None
    own = [(worth, product in _products(row), row) for worth, row in found]
    if path.product:
        own = [entry for entry in own if entry[1]]
    return max(own, key=lambda entry: entry[:2])[2] if own else None


def _products(row: Row | MediaFolder) -> tuple[str, ...]:
    """Give the products whose exports hold what the row tells of."""
    return row.products if isinstance(row, Row) else row.found_in


def _product_of(path: _Parsed, root: str | None, products: tuple[str, ...]) -> str:
    """Give the product a member belongs to: its path's, the export's, or the row's own."""
    product = path.product or root
    return product if product in products else products[0]


def _placed(row: Row, path: _Parsed, root: str | None) -> Placement:
    """Make the placement a row stands for."""
    return Placement(
        "content" if row.reader else "not_content",
        row.platform or _product_of(path, root, row.products),
        _format(path.extension),
        row.reader,
        row.section,
        row.reason,
        row.id,
    )


def _split(inner_path: str) -> tuple[str, str, str]:
    """Give the folder, the file's name and its extension in lower case."""
    directory, _, name = inner_path.replace("\\", "/").removeprefix("./").rpartition("/")
    stem, _, extension = name.rpartition(".")
    extension = extension.lower()
    real = stem and len(extension) <= _LONGEST_EXTENSION and extension.isascii() and extension.isalnum()
    return directory, name, extension if real else ""


def _format(extension: str) -> str:
    """Give the name of a format."""
    return _FORMATS.get(extension, extension)


def _is_flat_messenger(paths: list[str]) -> bool:
    """Whether it is the download of encrypted chats: `<name>_<n>.json` beside `media/` (msgvault, NIK)."""
    pages = [path for path in paths if path.lower().endswith(".json")]
    beside = any(path.casefold().startswith("media/") for path in paths)
    return beside and bool(pages) and all(re.fullmatch(r"[^/]+_\d+\.json", path.lower()) for path in pages)


def _words(rows: list[Row]) -> frozenset[str]:
    """Give the words that Meta's own file and folder names are made of."""
    names = [name for row in rows for name in (*row.paths, *row.closed_folders)]
    return frozenset(re.findall(r"[a-z]+", " ".join(names).replace("<any>", "").replace("<n>", "")))
