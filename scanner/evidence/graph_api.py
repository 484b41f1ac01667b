"""Audiences from the Graph API: its answers to `/me/posts` read, and joined to the posts of an export.

Source: Graph API, `/me/posts?fields=id,created_time,message,story,privacy`. An empty `privacy.value` stays
unknown: taking it for public was a privacy incident elsewhere (snarfed/bridgy#739).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import orjson
import polars as pl

from scanner.dtypes import FACT_DTYPES
from scanner.facts import FactsError, GraphPost
from scanner.result import GraphReport

AUDIENCES: Final = {
    "EVERYONE": "public",
    "ALL_FRIENDS": "friends",
    "FRIENDS_OF_FRIENDS": "friends_of_friends",
    "SELF": "only_me",
    "CUSTOM": "custom",
    "SOME_FRIENDS": "custom",
    "NETWORKS_FRIENDS": "custom",
}
"""What `privacy.value` says; CUSTOM is narrower than everyone, whatever `allow` and `deny` name."""
NOT_POSTS: Final = (
    "comment", "reply", "group_comment", "photo", "video", "audio", "file", "profile_field", "other_post",
    "ai_prompt", "ai_reply", "ai_upload", "message_thread", "reaction", "story",
)  # fmt: skip
"""Kinds that `/me/posts` never lists."""
TOKEN_EXPIRED: Final = 190
"""The code of Graph's error for an access token that is not valid any more.

Source: https://developers.facebook.com/docs/graph-api/guides/error-handling, "Error Codes"."""
DAY_SECONDS: Final = 24 * 3600
_KEYS: Final = ("created_time", "privacy", "message", "story")
"""What a post of Graph's has one of."""


def load_posts(paths: Iterable[Path]) -> tuple[GraphPost, ...]:
    """Read answers of the Graph API, each a page or a list of pages. Raises FactsError."""
    named = list(paths)
    posts = tuple(post for path in named for post in _posts(path))
    if named and not posts:
        raise FactsError(
            f"{named[0]}: the Graph API gave no post; did the token have the permission user_posts?"
        )
    return posts


def _posts(path: Path) -> Iterator[GraphPost]:
    """Give the posts of one file."""
    try:
        document = orjson.loads(path.read_bytes())
    except OSError as fault:
        raise FactsError(f"{path}: {fault.strerror or 'can not be read'}") from None
    except orjson.JSONDecodeError as fault:
        raise FactsError(f"{path}: no JSON, so no answer of the Graph API (byte {fault.pos:,})") from None
    for page in _pages(document, path):
        yield from (_post(entry) for entry in page)


def _pages(document: Any, path: Path) -> Iterator[list[Any]]:
    """Give the lists of posts of an answer, of several, or of a bare list of posts. Raises FactsError."""
    pages = document if isinstance(document, list) else [document]
    if pages and all(_is_post(page) for page in pages):
        yield pages
        return
    for page in pages:
        data = _data(page, path)
        if not all(_is_post(entry) for entry in data):
            raise _other(path)
        yield data


def _data(page: object, path: Path) -> list[Any]:
    """Give the posts of one page. Raises FactsError where it is an error of Graph's, or something else."""
    if isinstance(page, dict):
        if "error" in page:
            raise FactsError(
                f"{path}: the Graph API answered with an error, not with posts: {_error(page['error'])}"
            )
        nested = page.get("posts", page)
        if isinstance(nested, dict) and isinstance(nested.get("data"), list):
            return list(nested["data"])
    raise _other(path)


def _is_post(entry: object) -> bool:
    """Tell whether an entry can be a post of Graph's."""
    return isinstance(entry, dict) and "data" not in entry and any(key in entry for key in _KEYS)


def _error(error: object) -> str:
    """Name an error by its type and code alone, with what helps."""
    told = error if isinstance(error, dict) else {}
    kind, code = told.get("type"), told.get("code")
    known = kind if isinstance(kind, str) and kind.isidentifier() else "an error"
    name = f"{known} {code if isinstance(code, int) else ''}".strip()
    expired = told.get("code") == TOKEN_EXPIRED
    return f"{name}; the token has expired, get a new one" if expired else f"{name}; ask again"


def _other(path: Path) -> FactsError:
    """Say that a file is no answer of Graph's."""
    asked = "/me/posts?fields=id,created_time,message,story,privacy"
    return FactsError(
        f'{path}: no answer of the Graph API to {asked}: a page has a list of posts under "data"'
    )


def _post(entry: Mapping[str, Any]) -> GraphPost:
    """Read one post."""
    privacy = entry.get("privacy")
    value = privacy.get("value") if isinstance(privacy, dict) else None
    name, text = entry.get("id"), entry.get("message")
    return GraphPost(
        at=_moment(entry.get("created_time")),
        text=text if isinstance(text, str) else None,
        audience=AUDIENCES.get(value) if isinstance(value, str) else None,
        id=name if isinstance(name, str) else None,
    )


def _moment(told: object) -> float | None:
    """Give a time of Graph's, `2012-05-04T10:11:12+0000` or seconds, in seconds since 1970."""
    if isinstance(told, int) and not isinstance(told, bool):
        return float(told)
    try:
        moment = datetime.fromisoformat(str(told))
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def with_graph(
    content: pl.DataFrame, posts: tuple[GraphPost, ...]
) -> tuple[pl.DataFrame, GraphReport | None]:
    """Add `fact_graph` to the content, and report how many posts of Graph's were found in it.

    A post is found by its second and text, else by its text alone within a day; both only where no other post
    could be meant, or where all that could be have the same audience.
    """
    if not posts:
        return content, None
    asked = _asked(posts)
    mine = _candidates(content)
    exact = _by_second(mine, asked)
    left, unasked = _without(mine, asked, exact)
    near = _by_text(left, unasked)
    found = pl.concat([exact, near])
    audience = pl.col("row").replace_strict(
        found["row"], found["audience"], default=None, return_dtype=FACT_DTYPES["fact_graph"]
    )
    return content.with_columns(audience.alias("fact_graph")), _report(asked, mine, found)


def _asked(posts: tuple[GraphPost, ...]) -> pl.DataFrame:
    """Give the posts of Graph's as a frame, each once; one that was told with two audiences has none."""
    frame = pl.DataFrame(
        {
            "second": pl.Series([post.at for post in posts], dtype=pl.Float64).floor().cast(pl.Int64),
            "text": pl.Series([post.text for post in posts], dtype=pl.String),
            "audience": pl.Series([post.audience for post in posts], dtype=pl.String),
            "id": pl.Series([post.id for post in posts], dtype=pl.String),
        }
    ).with_columns(_plain("text"))
    named = frame.filter(pl.col("id").is_not_null()).group_by("id", maintain_order=True).agg(
        pl.col("second", "text").first(),
        pl.when(pl.col("audience").n_unique() == 1).then(pl.col("audience").first()).alias("audience"),
    )  # fmt: skip
    others = frame.filter(pl.col("id").is_null())
    return pl.concat([named.select(frame.columns), others]).with_row_index("asked")


def _candidates(content: pl.DataFrame) -> pl.DataFrame:
    """Give the posts of the export that Graph may speak of."""
    posts = content.filter(
        pl.col("platform") == "facebook",
        pl.col("kind").cast(pl.String).is_in(NOT_POSTS).not_(),
    )
    return posts.select("row", pl.col("at").floor().cast(pl.Int64).alias("second"), _plain("text"))


def _plain(column: str) -> pl.Expr:
    """Give text in the one form that is compared: NFC, single spaces, empty where there is none."""
    text = pl.col(column).fill_null("").str.normalize("NFC")
    return text.str.replace_all(r"\s+", " ").str.strip_chars()


def _by_second(mine: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Join by second and text; gives `row`, `asked` and `audience`.

    Several posts alike are joined where there are as many on both sides and Graph names one audience for all.
    """
    key = ["second", "text"]
    there = asked.filter(pl.col("second").is_not_null()).group_by(key, maintain_order=True).agg(
        pl.col("asked"), pl.len().alias("told"), pl.col("audience").n_unique().alias("words"),
        pl.col("audience").first(),
    )  # fmt: skip
    here = mine.filter(pl.col("second").is_not_null()).group_by(key, maintain_order=True).agg(pl.col("row"))
    both = there.join(here, on=key, maintain_order="left")
    sure = both.filter(pl.col("words") == 1, pl.col("told") == pl.col("row").list.len())
    return sure.select("row", "asked", "audience").explode("row", "asked")


def _without(
    mine: pl.DataFrame, asked: pl.DataFrame, found: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give both sides without what has been found."""
    return mine.join(found, on="row", how="anti"), asked.join(found, on="asked", how="anti")


def _by_text(mine: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Join by text alone within a day, where one post is meant and no other; gives as `_by_second` does."""
    near = _near(mine, asked)
    once = pl.col("row").is_unique() & pl.col("asked").is_unique()
    return near.filter(once).select("row", "asked", "audience")


def _near(mine: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Give each pair of equal text, not empty, within a day."""
    worded = asked.filter(pl.col("text") != "")
    once = worded.join(mine, on="text", maintain_order="left")
    return once.filter((pl.col("second") - pl.col("second_right")).abs() <= DAY_SECONDS)


def _report(asked: pl.DataFrame, mine: pl.DataFrame, found: pl.DataFrame) -> GraphReport:
    """Count what was found, what could be several posts, and what is not in the export."""
    left, unasked = _without(mine, asked, found)
    same_second = unasked.join(left, on=["second", "text"], how="semi")["asked"]
    doubtful = pl.concat([same_second, _near(left, unasked)["asked"]]).n_unique()
    return GraphReport(
        posts=asked.height,
        matched=found.height,
        silent=found["audience"].null_count(),
        ambiguous=doubtful,
        unmatched=asked.height - found.height - doubtful,
    )


def graph_report_line(report: GraphReport) -> str:
    """Say how many posts of Graph's were found, in one line."""
    told = f"Graph API: {report.posts:,} posts given, {report.matched:,} found in the export"
    silent = f" ({report.silent:,} of them without an audience, which stay unknown)" if report.silent else ""
    rest = f"{report.unmatched:,} not found, {report.ambiguous:,} could be one of several and settle nothing."
    return f"{told}{silent}, {rest}"
