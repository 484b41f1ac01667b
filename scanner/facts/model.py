"""What a user can state: the structure of `exposure.toml`, and posts with audiences from the Graph API."""

from datetime import date
from typing import Final

import msgspec

from scanner.platforms import OBJECTIONS
from scanner.schema import AUDIENCES

OVERRIDE_AUDIENCES: Final = tuple(audience for audience in AUDIENCES if audience != "unknown")
"""The audiences that an `[[override]]` can set."""
FACEBOOK_AUDIENCES: Final = ("public", "friends", "friends_of_friends", "custom", "only_me")
"""The audiences that a post on one's own Facebook timeline can have."""
GROUP_AUDIENCES: Final = {"public": "public", "private": "group_members"}
"""The words for a group, each with the audience of what is posted in it."""
PRODUCTS: Final = (*OBJECTIONS, "all")
"""The products that an objection can be for."""


class Objection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An objection to the use of one's own content for AI."""

    filed: date
    platform: str = "all"
    """`facebook`, `instagram` (which covers Threads), or `all`."""
    accepted: bool = True
    """False: Meta refused it, and it changes nothing."""


class Period(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from"}):
    """A period of Facebook with an audience; `until` is the day after it."""

    audience: str
    since: date | None = None
    until: date | None = None


class Override(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from"}):
    """Who can see one item, or everything that a filter selects; of several filters the last one counts."""

    item: str | None = None
    audience: str = ""
    kind: str | tuple[str, ...] = ()
    platform: str | tuple[str, ...] = ()
    container: str | None = None
    """Name of a group, an album, ..., in any case."""
    since: date | None = None
    until: date | None = None
    """The day after the last one."""
    match: str | None = None
    """A regular expression on the text."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds it selects."""
        return (self.kind,) if isinstance(self.kind, str) else self.kind

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms it selects."""
        return (self.platform,) if isinstance(self.platform, str) else self.platform

    @property
    def selects(self) -> bool:
        """Whether it is a filter, and not about one item."""
        return any((self.kinds, self.platforms, self.container, self.since, self.until, self.match))


class FacebookFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the user knows about their Facebook account."""

    audience: tuple[Period, ...] = ()
    """Who could see everything that was posted on the own timeline, by period."""
    default: tuple[Period, ...] = ()
    """The audience that Facebook proposed, as the user remembers it, by period: it decides nothing."""
    groups: dict[str, str] = {}
    """Name of a group to `public` or `private`."""
    pages: tuple[str, ...] = ()
    """Names of profiles that are Pages."""


class ProfileFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the user knows about an account of Instagram or Threads whose export doesn't state it."""

    private: bool | None = None


class GraphPost(msgspec.Struct, frozen=True, gc=False):
    """One post as the Graph API returns it."""

    at: float | None
    """Seconds since 1970 UTC."""
    text: str | None = None
    audience: str | None = None
    """One of `schema.AUDIENCES`; None if the answer is empty or not a listed word."""
    id: str | None = None


class AccountFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose answers the facts are; each key may be a list, for a person with several accounts."""

    name: str | tuple[str, ...] = ()
    username: str | tuple[str, ...] = ()
    id: str | tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names."""
        return _strings(self.name)

    @property
    def handles(self) -> tuple[str, ...]:
        """The usernames, without `@`, and the ids: two accounts of a product never share one."""
        return tuple(text.removeprefix("@") for text in (*_strings(self.username), *_strings(self.id)))

    @property
    def label(self) -> str:
        """Return the names as in `Jane Sample (@jane.sample)`; empty if there are none."""
        names = ", ".join(self.names)
        handles = ", ".join(f"@{text.removeprefix('@')}" for text in _strings(self.username))
        handles = handles or ", ".join(_strings(self.id))
        return f"{names} ({handles})" if names and handles else names or handles


def _strings(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return one text or a list of them as a tuple, without empty ones."""
    return tuple(text for text in ((value,) if isinstance(value, str) else value) if text.strip())


class Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the user knows; each fact overrides what the export suggests."""

    region: str | None = None
    """Where the person lives now, ISO 3166-1 alpha-2; `UK` is taken for `GB`."""
    born: date | None = None
    objection: tuple[Objection, ...] = ()
    facebook: FacebookFacts = FacebookFacts()
    instagram: ProfileFacts = ProfileFacts()
    threads: ProfileFacts = ProfileFacts()
    override: tuple[Override, ...] = ()
    graph: tuple[GraphPost, ...] = ()
    """What the Graph API answered; read from separate files, not from `exposure.toml`."""
    account: AccountFacts | None = None
    """Whose facts these are; None: of the person who is scanned."""
