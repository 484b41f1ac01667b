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

from scanner.layouts.rows import (
    Anchors,
    Extensions,
    LayoutError,
    MediaFolder,
    Packing,
    Placement,
    Product,
    Row,
    Unread,
)
from scanner.resources import TomlError, decoded
from scanner.schema import THREAD_FOLDERS

ANY: Final = "<any>"
_IGNORED_MARKS: Final = {ord(mark): None for mark in "_'’‘ʼ"}
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
_ENOUGH_VOTES: Final = 4
"""A file in its folder identifies a product; a plain name at the root needs a second one."""
_COPY_SUFFIXES: Final = (" #", " (#)")
"""What a computer appends to the name of a folder that exists already, with its number as `#`."""
_MOST_CACHED: Final = 10_000
"""Most folders cached: one catalogue may serve thousands of exports."""


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
        """Return whether a path ends like the pattern; a plain name at the root counts in its own product."""
        depth = len(self.folders)
        if len(path.folders) < depth or (self.anchored and len(path.folders) != depth):
            return False
        if self.anchored and (path.product or root) not in (None, *self.row.products):
            return False
        return all(
            pattern in (ANY, folder) for pattern, folder in zip(self.folders, path.folders, strict=False)
        )

    @property
    def specificity(self) -> int:
        """How specific it is: its length, then how few of its folders are `<any>`."""
        return len(self.folders) * _WORTH_OF_FOLDER - self.folders.count(ANY)

    def names(self, name: str) -> bool:
        """Return whether a pattern with `<any>` in its name takes the name."""
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


@lru_cache(maxsize=_MOST_CACHED)
def _folder(directory: str) -> _Folder:
    """Return what a folder says of its files, once for all of them."""
    low = directory.casefold()
    return _Folder(low in ("", "html"), f"{low.partition('/')[0]}/", low.rpartition("/")[2] == "files")


@lru_cache(maxsize=1 << 16)
def normal(name: str) -> str:
    """Return a name as it is compared: no case, no apostrophe or underscore, each number as `#`."""
    return _DIGITS.sub("#", name.casefold().translate(_IGNORED_MARKS))


class Catalogue:
    """The rows of rules/layouts, ready to look up paths in."""

    def __init__(self, files: Iterable[_File]) -> None:
        catalogue_files = list(files)
        rows = [row for file in catalogue_files for row in file.layout]
        self.rows: Final = {row.id: row for row in rows}
        self._products: Final = [product for file in catalogue_files for product in file.product]
        self._packed: Final = _packing_by_name(
            packing for file in catalogue_files for packing in file.packing
        )
        self.unread: Final = {row.id: row for file in catalogue_files for row in file.unread}
        self._keyed: Final = _most_telling((frozenset(keys), row) for row in rows for keys in row.keys)
        self.anchors: Final = _only([file.anchors for file in catalogue_files if file.anchors], "anchors")
        self._media_endings: Final = _media_endings(
            [file.extensions for file in catalogue_files if file.extensions]
        )
        patterns = [_compiled(path, row) for row in rows for path in row.paths]
        self._by_name: Final = _grouped(pattern for pattern in patterns if ANY not in pattern.name)
        self._open: Final = [pattern for pattern in patterns if ANY in pattern.name]
        self._closed: Final = _by_folder((folder, row) for row in rows for folder in row.closed_folders)
        media = [folder for file in catalogue_files for folder in file.media]
        self._media: Final = _by_folder((path, row) for row in media for path in row.folders)
        self._trees: Final = {normal(tree): item.platform for item in self._products for tree in item.trees}
        self._tops: Final = {normal(top): item.platform for item in self._products for top in item.folders}
        self._strong: Final = {normal(folder) for folder in self.anchors.strong_folders}
        self._media_cache: dict[tuple[str, str, str | None], Placement] = {}
        self._document_cache: dict[tuple[_Parsed, str | None], Placement] = {}
        self._known_folders: Final = self._folder_names(rows, media)
        self._words: Final = _words_of_meta(rows)

    @classmethod
    def load(cls, paths: Iterable[Path]) -> "Catalogue":
        """Read the TOML files of the catalogue. Raises LayoutError."""
        files = [_decoded(path) for path in paths]
        ids = Counter(row_id for file in files for row_id in file.ids)
        if twice := [row for row, count in ids.items() if count > 1]:
            raise LayoutError(f"ids given twice: {', '.join(twice)}")
        return cls(files)

    def placement_of(self, inner_path: str, root_platform: str | None) -> Placement:
        """Return the placement of a member, by its path below the root and the product of the export."""
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

    def placement_by_keys(
        self, inner_path: str, root_platform: str | None, keys: frozenset[str]
    ) -> Placement | None:
        """Return the placement of a JSON file of unknown name by the keys at its top, None for new ones."""
        path = self._parsed(*_split(inner_path))
        row = self._row_with(keys, path.product or root_platform)
        return _placement_by_row(row, path, root_platform) if row else None

    def root_by_keys(self, candidates: Iterable[frozenset[str]]) -> str | None:
        """Return the product that most JSON files of an export are of by the keys at their top, or None."""
        rows = (self._row_with(keys, None) for keys in candidates)
        votes = Counter(row.products[0] for row in rows if row)
        return votes.most_common(1)[0][0] if votes else None

    def _row_with(self, keys: frozenset[str], product: str | None) -> Row | None:
        """Return the row that asks for most of these keys; where a product is given, one of its rows."""
        return next(
            (row for required, row in self._keyed if required <= keys and product in (None, *row.products)),
            None,
        )

    def is_document(self, inner_path: str) -> bool:
        """Return whether a member is JSON or HTML by its name: all else is never read."""
        return inner_path[-_LONGEST_EXTENSION:].lower().endswith(_PAGE_ENDINGS)

    def root_platform(self, inner_paths: Iterable[str], name: str) -> str | None:
        """Return the product of an export by its folders, its files, then its name; None: not from Meta."""
        paths = list(inner_paths)
        parsed = [self._parsed(*parts) for parts in self._sample_paths(paths)]
        if trees := Counter(path.product for path in parsed if path.product):
            return trees.most_common(1)[0][0]
        votes: Counter[str] = Counter()
        for (product, _), weight in {mark: w for path in parsed for mark, w in self._marks(path)}.items():
            votes[product] += weight
        return self._elected(votes, name) or ("messenger" if _is_flat_messenger(paths) else None)

    def clear_caches(self) -> None:
        """Clear the caches: their entries are scattered among the members in memory, and keep it."""
        self._media_cache.clear()
        self._document_cache.clear()
        _folder.cache_clear()
        normal.cache_clear()

    def masked_path(self, inner_path: str) -> str:
        """Return a path that can be shown: Meta's own names stay, other names and numbers are masked."""
        directory, name, extension = _split(inner_path)
        folders = directory.split("/") if directory else []
        masked = [self._masked_folder(folder, folders[:depth]) for depth, folder in enumerate(folders)]
        return "/".join([*masked, self._masked_file(name, extension, masked)])

    # looking up

    def _parsed(self, directory: str, name: str, extension: str) -> _Parsed:
        """Take a path apart, up to its product's own folder."""
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

        Computers name a folder like this where one of that name exists already.
        """
        name = normal(folder)
        if name.endswith(_COPY_SUFFIXES) and name not in self._known_folders:
            original = name.removesuffix(_COPY_SUFFIXES[0]).removesuffix(_COPY_SUFFIXES[1])
            return original if original in self._known_folders else name
        return name

    def _unread(self, name: str) -> Unread | None:
        """Return the row of what is never opened, if a file of this name is that."""
        low = name.casefold()
        return next((row for row in self.unread.values() if low.endswith(row.endings)), None)

    def _fitting(self, path: _Parsed, root: str | None) -> list[_Pattern]:
        """Return the patterns that a document's path ends in: with the file's name, else with `<any>`."""
        if path.extension not in _PAGES:
            return []
        candidates_by_name = self._by_name.get(path.name, ())
        fitting = [pattern for pattern in candidates_by_name if pattern.fits(path, root)]
        return fitting or [item for item in self._open if item.names(path.name) and item.fits(path, root)]

    def _page_placement(self, path: _Parsed, root: str | None) -> Placement:
        """Place a document; cached for paths that differ only in folders no row names, as those of chats."""
        folders_by_name = tuple(folder if folder in self._known_folders else "" for folder in path.folders)
        key = (path._replace(folders=folders_by_name), root)
        if key not in self._document_cache:
            if len(self._document_cache) >= _MOST_CACHED:
                self._document_cache.clear()
            self._document_cache[key] = self._new_page_placement(*key)
        return self._document_cache[key]

    def _new_page_placement(self, path: _Parsed, root: str | None) -> Placement:
        """Place a document: by its row, else by a closed folder above it."""
        fitting = self._fitting(path, root)
        row = _chosen(path, root, [(item.specificity, item.row) for item in fitting])
        row = row or _chosen(path, root, _rows_above(path, self._closed))
        if row is None:
            return Placement("unknown", path.product or root, _format(path.extension))
        return _placement_by_row(row, path, root)

    def _media_placement(self, directory: str, extension: str, root: str | None) -> Placement:
        """Place a media file; cached by folder and extension."""
        key = (directory, extension, root)
        if key not in self._media_cache:
            if len(self._media_cache) >= _MOST_CACHED:
                self._media_cache.clear()
            self._media_cache[key] = self._new_media_placement(*key)
        return self._media_cache[key]

    def _new_media_placement(self, directory: str, extension: str, root: str | None) -> Placement:
        """Place a media file by its folder, as if no record named it."""
        path = self._parsed(directory, "", extension)
        if folder := _chosen(path, root, _rows_above(path, self._media)):
            platform = _product_of(path, root, folder.found_in)
            return Placement("media", platform, _format(extension), reason=folder.reason, layout=folder.id,
                             media_class=folder.section)  # fmt: skip
        if row := _chosen(path, root, _rows_above(path, self._closed)):
            return _placement_by_row(row, path, root)
        return Placement("media", path.product or root, _format(extension), media_class="orphan")

    def _odd_placement(self, directory: str, name: str, extension: str, root: str | None) -> Placement:
        """Place a file with another ending: media in a folder of media, else unknown.

        Some PNG of Facebook's have no extension (FBC: 774 in one export).
        """
        path = self._parsed(directory, "", extension)
        if _rows_above(path, self._media):
            return self._media_placement(directory, extension, root)
        if row := _chosen(path, root, _rows_above(path, self._closed)):
            return _placement_by_row(row, path, root)
        unread = self._unread(name)
        reason, layout = (unread.reason, unread.id) if unread else (None, None)
        return Placement("unknown", path.product or root, _format(extension), reason=reason, layout=layout)

    def _packing(self, folder: "_Folder", name: str, extension: str) -> Packing | None:
        """Return the packing row of a file, if it is one."""
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

    def _sample_paths(self, paths: list[str]) -> Iterator[tuple[str, str, str]]:
        """Yield the parts of documents' paths (of chats one per name) and of one other file per folder."""
        visited: set[tuple[str, str]] = set()
        folders_visited: set[str] = set()
        for path in paths:
            holder = path.rpartition("/")[0]
            if holder in folders_visited and not self.is_document(path):
                continue
            directory, name, extension = _split(path)
            if extension not in _PAGES:
                folders_visited.add(holder)
                name = ""
            above = directory.rpartition("/")[0]
            is_named_by_user = normal(above.rpartition("/")[2]) in _USER_FOLDERS
            if (place := (above if is_named_by_user else directory, name)) not in visited:
                visited.add(place)
                yield directory, name, extension

    def _marks(self, path: _Parsed) -> Iterator[tuple[tuple[str, object], int]]:
        """Yield the products that a path speaks for: ((product, what was seen), weight)."""
        if path.extension not in _PAGES:
            media_rows = [folder for depth, folder in _rows_above(path, self._media) if depth > 1]
            yield from (((to, row.id), _WEIGHT_OF_PLAIN_NAME) for row in media_rows for to in row.found_in)
            return
        for pattern in self._fitting(path, None):
            if ANY not in pattern.name:
                plain = pattern.anchored and not pattern.row.telling
                weight = _WEIGHT_OF_PLAIN_NAME if plain else _WEIGHT_OF_PATH
                yield from (((product, pattern[:3]), weight) for product in pattern.row.products)
        for depth, row in _rows_above(path, self._closed):
            sure = depth > 1 or path.folders[-1] in self._strong
            weight = _WEIGHT_OF_PATH if sure else _WEIGHT_OF_PLAIN_FOLDER
            yield from (((product, path.folders[-depth:]), weight) for product in row.products)

    def _elected(self, votes: Counter[str], name: str) -> str | None:
        """Return the product with most votes; the name decides a tie, and where the votes are too few."""
        most = max(votes.values(), default=0)
        candidates_by_name = [
            item.platform for item in self._products if re.search(item.export_name, name.casefold())
        ]
        if most < _ENOUGH_VOTES:
            return candidates_by_name[0] if candidates_by_name else None
        tied = [item.platform for item in self._products if votes[item.platform] == most]
        return next((platform for platform in candidates_by_name if platform in tied), tied[0])

    # names that can be shown

    def _folder_names(self, rows: list[Row], media: list[MediaFolder]) -> frozenset[str]:
        """Return every folder name in the catalogue, normalised."""
        paths = [path.strip("/").rpartition("/")[0] for row in rows for path in row.paths]
        paths += [folder for row in rows for folder in row.closed_folders]
        paths += [folder for row in media for folder in row.folders]
        names = {normal(name) for path in paths for name in path.split("/") if ANY not in name}
        anchors = self.anchors.strong_folders | self.anchors.weak_folders
        return frozenset((names | {normal(name) for name in anchors} | set(self._trees)) - {""})

    def _masked_folder(self, folder: str, above: list[str]) -> str:
        """Return a folder's name, masked unless it is Meta's own; a thread's always is."""
        named_by_user = bool(above) and normal(above[-1]) in _USER_FOLDERS
        if not named_by_user and (normal(folder) in self._known_folders or folder.isdecimal()):
            return _DIGITS.sub("<n>", folder)
        return "<folder>"

    def _masked_file(self, name: str, extension: str, above: list[str]) -> str:
        """Return a file's name, masked unless it looks like one of Meta's own."""
        stem = name[: -len(extension) - 1] if extension else name
        ending = f".{extension}" if extension else ""
        masked = f"{_DIGITS.sub('<n>', stem)}{ending}"
        return masked if extension in _PAGES and self._is_metas(stem, above) else f"<file>{ending}"

    def _is_metas(self, stem: str, above: list[str]) -> bool:
        """Return whether a name is Meta's: lower-case words, in folders of Meta's or all used by Meta."""
        if not re.fullmatch(r"[a-z']+(?:[_-]{1,2}(?:[a-z']+|[0-9]{1,2}))*", stem):
            return False
        users = {normal(folder) for folder in above} & _HOLDS_USERS_NAMES
        if above and "<folder>" not in above and not users:
            return True
        return set(re.findall("[a-z]+", stem)) <= self._words


_USER_FOLDERS: Final = frozenset(
    normal(name)
    for name in (
        *THREAD_FOLDERS, "legacy_threads", "broadcast", "ai_conversations",
    )
)  # fmt: skip
"""Folders whose subfolders are named after people."""

_HOLDS_USERS_NAMES: Final = _USER_FOLDERS | {"messages", "html", "files", "yourgroupmessages"}
"""Folders with files named after people or albums."""


def _decoded(path: Path) -> _File:
    """Read one file of the catalogue. Raises LayoutError."""
    try:
        return decoded(path, _File)
    except TomlError as fault:
        raise LayoutError(f"{path.name}: {fault}") from None


def _only(candidates: list[R], what: str) -> R:
    """Return the only one. Raises LayoutError for none or several."""
    if len(candidates) != 1:
        raise LayoutError(f"one table of {what} is needed, {len(candidates)} found")
    return candidates[0]


def _packing_by_name(packings: Iterable[Packing]) -> dict[str, Packing]:
    """Return packing rows by name, `/name` at the root, `folder/`, `._*` and `*.extension`."""
    table: dict[str, Packing] = {}
    for packing in packings:
        table |= dict.fromkeys(packing.names, packing)
        table |= dict.fromkeys((f"/{name}" for name in packing.root_names), packing)
        table |= dict.fromkeys((f"{folder}/" for folder in packing.folders), packing)
        table |= dict.fromkeys((f"{prefix}*" for prefix in packing.prefixes), packing)
        table |= dict.fromkeys((f"*.{ending}" for ending in packing.extensions), packing)
    return table


def _media_endings(candidates: list[Extensions]) -> frozenset[str]:
    """Return the file name endings of media."""
    extensions = _only(candidates, "extensions")
    return extensions.photo | extensions.video | extensions.audio


def _compiled(path: str, row: Row) -> _Pattern:
    """Return the pattern of a row's path."""
    *folders, name = [_pattern_name(part) for part in path.removeprefix("/").split("/")]
    return _Pattern(name, tuple(reversed(folders)), path.startswith("/"), row)


def _pattern_name(part: str) -> str:
    """Return a name of a row's path, normalised; `<any>` stays."""
    return ANY.join(normal(piece) for piece in part.replace("<n>", "0").split(ANY))


def _grouped(patterns: Iterable[_Pattern]) -> dict[str, list[_Pattern]]:
    """Return patterns by the file's name."""
    groups: dict[str, list[_Pattern]] = {}
    for pattern in patterns:
        groups.setdefault(pattern.name, []).append(pattern)
    return groups


def _most_telling(pairs: Iterable[tuple[frozenset[str], Row]]) -> list[tuple[frozenset[str], Row]]:
    """Return sets of keys with their rows, those that ask for most keys first."""
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def _by_folder(pairs: Iterable[tuple[str, R]]) -> dict[tuple[str, ...], list[R]]:
    """Return rows by folder, as normalised names from the root downwards."""
    groups: dict[tuple[str, ...], list[R]] = {}
    for folder, row in pairs:
        groups.setdefault(tuple(_pattern_name(name) for name in folder.split("/")), []).append(row)
    return groups


def _rows_above(path: _Parsed, groups: dict[tuple[str, ...], list[R]]) -> list[tuple[int, R]]:
    """Return the rows of the folders above a path, with their depth."""
    folders = path.folders[::-1]
    depths = range(1, len(folders) + 1)
    return [(depth, row) for depth in depths for row in groups.get(folders[:depth], ())]


def _chosen(path: _Parsed, root: str | None, candidates: list[tuple[int, PlacedBy]]) -> PlacedBy | None:
    """Return the most specific row; of equals, the one of the export's own product.

    None where the export has no product: then a name that Meta uses too means nothing.
    """
    product = path.product or root
    if product is None:
        return None
    ranked = [(worth, product in _products(row), row) for worth, row in candidates]
    if path.product:
        ranked = [entry for entry in ranked if entry[1]]
    return max(ranked, key=lambda entry: entry[:2])[2] if ranked else None


def _products(row: Row | MediaFolder) -> tuple[str, ...]:
    """Return the products whose exports contain what the row describes."""
    return row.products if isinstance(row, Row) else row.found_in


def _product_of(path: _Parsed, root: str | None, products: tuple[str, ...]) -> str:
    """Return the product a member belongs to: its path's, the export's, or the row's own."""
    product = path.product or root
    return product if product in products else products[0]


def _placement_by_row(row: Row, path: _Parsed, root: str | None) -> Placement:
    """Return the placement by a row."""
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
    """Return the folder, the file's name and its extension in lower case."""
    directory, _, name = inner_path.replace("\\", "/").removeprefix("./").rpartition("/")
    stem, _, extension = name.rpartition(".")
    extension = extension.lower()
    real = stem and len(extension) <= _LONGEST_EXTENSION and extension.isascii() and extension.isalnum()
    return directory, name, extension if real else ""


def _format(extension: str) -> str:
    """Return the name of a format."""
    return _FORMATS.get(extension, extension)


def _is_flat_messenger(paths: list[str]) -> bool:
    """Return whether these are encrypted chats: `<name>_<n>.json` beside `media/` (msgvault, NIK)."""
    pages = [path for path in paths if path.lower().endswith(".json")]
    beside = any(path.casefold().startswith("media/") for path in paths)
    return beside and bool(pages) and all(re.fullmatch(r"[^/]+_\d+\.json", path.lower()) for path in pages)


def _words_of_meta(rows: list[Row]) -> frozenset[str]:
    """Return the words in Meta's own file and folder names."""
    names = [name for row in rows for name in (*row.paths, *row.closed_folders)]
    return frozenset(re.findall(r"[a-z]+", " ".join(names).replace("<any>", "").replace("<n>", "")))
