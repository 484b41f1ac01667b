"""Where an export begins, below wrapper folders of any depth.

A root is named by the folders above it, its prefix: `("Drive", "meta-2026-Jan-10")`, or `()` at the top.
"""

from collections.abc import Container, Iterable, Sequence
from typing import Final

import msgspec

from scanner.archive.anchors import Anchors
from scanner.archive.members import Member

Prefix = tuple[str, ...]
_JUNK_FOLDERS: Final = frozenset(("__macosx",))
_JUNK_FILES: Final = frozenset((".ds_store", "thumbs.db", "desktop.ini"))
"""Files that Finder and Explorer leave everywhere."""


class _Trace(msgspec.Struct, frozen=True):
    """The positions of a strong anchor, a weak one and the last export's name in one folder's path."""

    steps: Prefix
    strong: int | None
    weak: int | None
    below_name: int
    """The number of steps down to and including the last folder named like an export."""

    def with_file(self, name: str, anchors: Anchors) -> "_Trace":
        """Return the same for a file in that folder: an anchor too, where no folder above it is one."""
        strength = anchors.strength_of(name)
        depth = len(self.steps)
        first = self.weak in (None, depth)
        strong = depth if self.strong is None and first and strength == "strong" else self.strong
        weak = depth if self.weak is None and strength == "weak" else self.weak
        return _Trace(self.steps, strong, weak, self.below_name)

    @property
    def sure(self) -> Prefix | None:
        """The root by a strong anchor or an export's name."""
        if self.strong is not None:
            return self.steps[: self.strong]
        return self.steps[: self.below_name] if self.below_name else None

    @property
    def likely(self) -> Prefix | None:
        """The root by a weak anchor."""
        return self.steps[: self.weak] if self.weak is not None else None


def by_root(members: Iterable[Member], anchors: Anchors) -> tuple[dict[Prefix, list[Member]], list[Member]]:
    """Return members by the root they are below, and those below none."""
    folders: dict[str, list[Member]] = {}
    for member in members:
        folders.setdefault(member.inner.rpartition("/")[0], []).append(member)
    traces = {folder: _traced(folder, members, anchors) for folder, members in folders.items()}
    roots = _roots(
        (traces[folder] for folder, files in folders.items() if not _is_junk(folder, files)), anchors
    )
    members_by_root: dict[Prefix, list[Member]] = {root: [] for root in roots}
    astray: list[Member] = []
    for folder, files in folders.items():
        root = _root_above(traces[folder].steps, members_by_root)
        (astray if root is None else members_by_root[root]).extend(files)
    return {root: members_by_root[root] for root in roots if members_by_root[root]}, astray


def _is_junk(folder: str, files: Sequence[Member]) -> bool:
    """Return whether a computer, not Meta, left everything in a folder: no export begins there."""
    if folder.partition("/")[0].casefold() in _JUNK_FOLDERS:
        return True
    return all(
        name.startswith("._") or name.casefold() in _JUNK_FILES
        for name in (member.inner.rpartition("/")[2] for member in files)
    )


def _traced(folder: str, members: Sequence[Member], anchors: Anchors) -> _Trace:
    """Return the trace of one folder, with the files in it that may be anchors."""
    trace = _trace(tuple(folder.split("/")) if folder else (), anchors)
    if trace.strong is not None:
        return trace
    for member in members:
        trace = trace.with_file(member.inner.rpartition("/")[2], anchors)
        if trace.strong is not None:
            break
    return trace


def _trace(steps: Prefix, anchors: Anchors) -> _Trace:
    """Return the trace of one path."""
    strong = weak = None
    below_name = 0
    for at, step in enumerate(steps):
        strength = anchors.strength_of(step)
        if strength == "strong":
            strong = at
            break
        if strength == "weak" and weak is None:
            weak = at
        if weak is None and anchors.names_export(step):
            below_name = at + 1
    return _Trace(steps, strong, weak, below_name)


def _roots(traces: Iterable[_Trace], anchors: Anchors) -> list[Prefix]:
    """Return every root, the shallowest first; one inside another's content is none."""
    traces = list(traces)
    sure = {trace.sure for trace in traces if trace.sure is not None}
    likely = {
        trace.likely
        for trace in traces
        if trace.likely is not None and _root_above(trace.steps, sure) is None
    }
    sure = {root for root in sure if _trace(root, anchors).likely not in likely}
    anchored = {trace.sure for trace in traces if trace.strong is not None}
    roots: dict[Prefix, None] = {}
    for root in sorted(sure | likely, key=lambda root: (len(root), root)):
        outer = _root_above(root, roots)
        if outer is None or (root in anchored and _names_an_export(root[len(outer) :], anchors)):
            roots[root] = None
    return list(roots)


def _names_an_export(steps: Prefix, anchors: Anchors) -> bool:
    """Return whether a folder on the way is named like an export."""
    return any(anchors.names_export(step) for step in steps)


def _root_above(steps: Prefix, roots: Container[Prefix]) -> Prefix | None:
    """Return the deepest root above a path."""
    for depth in range(len(steps), -1, -1):
        if steps[:depth] in roots:
            return steps[:depth]
    return None
