"""An export under construction: its members, and the items a scan of it must give."""

from collections import Counter
from dataclasses import dataclass, field

from tests.builders.pictures import file_content
from tests.builders.write import Json, Tree, mojibake


@dataclass
class Built:
    """A finished tree and what is in it.

    `expected` counts rows by kind, with those of media files that belong to content (`photo`, `video`) and of
    chats; `counted` sums what is counted and never listed: messages of chats, entries of reactions.
    """

    tree: Tree = field(default_factory=dict)
    expected: Counter[str] = field(default_factory=Counter)
    counted: Counter[str] = field(default_factory=Counter)

    def json(self, path: str, document: Json, **kinds: int) -> None:
        """Add a JSON member, and say how many rows of which kind stand in it."""
        self.tree[path] = mojibake(document)
        self.expected.update(kinds)

    def raw(self, path: str, content: bytes) -> None:
        """Add a member as it is."""
        self.tree[path] = content

    def media(self, path: str, *, belongs: bool = True) -> str:
        """Add a media file once; one that `belongs` to content has a row. Gives its path."""
        if path not in self.tree:
            self.tree[path] = file_content(path)
            if belongs:
                self.expected["video" if path.endswith(".mp4") else "photo"] += 1
        return path

    def react(self, entries: int) -> None:
        """Note a file of reactions, which is one row however many entries it has."""
        self.counted["reaction"] += entries
        self.expected["reaction"] += 1 if entries else 0

    def empty(self, *folders: str) -> None:
        """Add what Meta leaves in a folder with nothing in it."""
        for folder in folders:
            self.tree[f"{folder}/no-data.txt"] = b"You have no data in this section"

    def __or__(self, other: "Built") -> "Built":
        """Lay two exports side by side, as a combined download has them."""
        return Built(
            {**self.tree, **other.tree}, self.expected + other.expected, self.counted + other.counted
        )
