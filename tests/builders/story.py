"""One invented account and what it posted: the same story is told by the builders of every vintage."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime


def at(moment: str) -> int:
    """Give seconds since 1970 of `2019-05-04 10:11`, which is UTC."""
    return int(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp())


@dataclass(frozen=True)
class File:
    """A photo or video: the number is its media id, seventeen digits in a real name."""

    number: int
    at: int
    caption: str = ""
    ending: str = "jpg"
    spot: tuple[float, float] | None = None
    ip: str | None = None

    @property
    def name(self) -> str:
        """Its file name."""
        return f"{17_900_000_000_000_000 + self.number}.{self.ending}"

    @property
    def video(self) -> bool:
        """Whether it is a video."""
        return self.ending == "mp4"


@dataclass(frozen=True)
class Entry:
    """One thing the person did; `container` is its album, group, chat, or whose place it is on."""

    sort: str
    at: int
    text: str = ""
    files: tuple[File, ...] = ()
    container: str = ""
    place: str = ""
    tagged: tuple[str, ...] = ()
    link: str = ""
    name: str = ""
    """Heading of a note, event, life event, listing, poll; title of a chat with an AI."""


@dataclass(frozen=True)
class Story:
    """An account with all it did."""

    name: str
    username: str
    born: str
    joined: int
    exported: int
    country: str
    city: str
    jurisdiction: str
    language: str = "en"
    """Of labels and titles: a key of `words.WORDS`."""
    locale: str = "en_US"
    gender: str = "FEMALE"
    bio: str = ""
    private: bool = False
    switches: tuple[tuple[int, str], ...] = ()
    """When the Instagram account was switched, and to what: `private` or `public`."""
    close_friends_since: int = 0
    professional: bool = False
    default_audience: str = ""
    """What is chosen for future Facebook posts, as the export words it."""
    friend: str = "Ravi Example"
    entries: tuple[Entry, ...] = field(default=())

    def of(self, *sorts: str) -> list[Entry]:
        """Give the entries of these sorts, oldest first."""
        return sorted((entry for entry in self.entries if entry.sort in sorts), key=lambda entry: entry.at)

    def by_container(self, *sorts: str) -> Iterator[tuple[str, list[Entry]]]:
        """Give the entries of these sorts, container by container, in order of first mention."""
        found: dict[str, list[Entry]] = {}
        for entry in self.of(*sorts):
            found.setdefault(entry.container, []).append(entry)
        yield from found.items()

    def until(self, moment: int) -> "Story":
        """Give the account as an export of an earlier moment has it."""
        return replace(
            self,
            exported=moment,
            entries=tuple(
                replace(entry, files=tuple(file for file in entry.files if file.at <= moment))
                for entry in self.entries
                if entry.at <= moment
            ),
            switches=tuple(switch for switch in self.switches if switch[0] <= moment),
        )

    def without(self, *sorts: str) -> "Story":
        """Give the same account without some sorts."""
        return replace(self, entries=tuple(entry for entry in self.entries if entry.sort not in sorts))

    def only(self, *sorts: str) -> "Story":
        """Give the same account with nothing but some sorts."""
        return replace(self, entries=tuple(self.of(*sorts)))
