"""Audiences from the Graph API: reads its answers to `/me/posts`, and joins them to the posts of an export.

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
"""The audience by `privacy.value`; CUSTOM is narrower than everyone, whatever `allow` and `deny` name."""
NOT_POSTS: Final = (
    "comment", "reply", "group_comment", "photo", "video", "audio", "file", "profile_field", "other_post",
    "ai_prompt", "ai_reply", "ai_upload", "message_thread", "reaction", "story",
)  # fmt: skip
"""Kinds that `/me/posts` never lists."""
TOKEN_EXPIRED: Final = 190
"""The error code of the Graph API for an access token that is no longer valid.

Source: https://developers.facebook.com/docs/graph-api/guides/error-handling, "Error Codes"."""
QUERY: Final = "/me/posts?fields=id,created_time,message,story,privacy"
DAY_SECONDS: Final = 24 * 3600
_POST_KEYS: Final = ("created_time", "privacy", "message", "story")
"""A post in an answer has at least one of these."""


def load_posts(paths: Iterable[Path]) -> tuple[GraphPost, ...]:
    """Read answers of the Graph API, each a page or a list of pages. Raises FactsError."""
    files = list(paths)
    posts = tuple(post for path in files for post in _posts(path))
    if files and not posts:
        raise FactsError(
            f"{files[0]}: this answer of the Graph API has no posts. Check that the token has the permission "
            "user_posts, then ask the Graph API again"
        )
    return posts


def _posts(path: Path) -> Iterator[GraphPost]:
    """Yield the posts of one file."""
    try:
        document = orjson.loads(path.read_bytes())
    except OSError as fault:
        raise FactsError(f"{path}: {fault.strerror or 'can not be read'}") from None
    except orjson.JSONDecodeError as fault:
        raise FactsError(
            f"{path}: this file is not JSON, so it is not an answer of the Graph API (byte {fault.pos:,})"
        ) from None
    for page in _pages(document, path):
        yield from (_post(entry) for entry in page)


def _pages(document: Any, path: Path) -> Iterator[list[Any]]:
    """Yield the lists of posts of an answer, of several, or of a bare list of posts. Raises FactsError."""
    pages = document if isinstance(document, list) else [document]
    if pages and all(_is_post(page) for page in pages):
        yield pages
        return
    for page in pages:
        data = _data(page, path)
        if not all(_is_post(entry) for entry in data):
            raise _not_an_answer(path)
        yield data


def _data(page: object, path: Path) -> list[Any]:
    """Return the posts of one page. Raises FactsError where it is an error of the API, or something else."""
    if isinstance(page, dict):
        if "error" in page:
            raise FactsError(
                f"{path}: the Graph API answered with an error instead of posts: {_error(page['error'])}"
            )
        nested = page.get("posts", page)
        if isinstance(nested, dict) and isinstance(nested.get("data"), list):
            return list(nested["data"])
    raise _not_an_answer(path)


def _is_post(entry: object) -> bool:
    """Return whether an entry can be a post of the Graph API."""
    return isinstance(entry, dict) and "data" not in entry and any(key in entry for key in _POST_KEYS)


def _error(error: object) -> str:
    """Return the type and code of an error, never its message, with what helps."""
    fields = error if isinstance(error, dict) else {}
    kind, code = fields.get("type"), fields.get("code")
    title = kind if isinstance(kind, str) and kind.isidentifier() else "an error"
    name = f"{title} {code if isinstance(code, int) else ''}".strip()
    if code == TOKEN_EXPIRED:
        return f"{name}. The token has expired: get a new one, then ask again"
    return f"{name}. Ask the Graph API again"


def _not_an_answer(path: Path) -> FactsError:
    """Return the error for a file that is no answer of the Graph API."""
    return FactsError(
        f"{path}: this file is not an answer of the Graph API to {QUERY}; such an answer has a list of posts "
        'under "data"'
    )


def _post(entry: Mapping[str, Any]) -> GraphPost:
    """Return one post."""
    privacy = entry.get("privacy")
    value = privacy.get("value") if isinstance(privacy, dict) else None
    name, text = entry.get("id"), entry.get("message")
    return GraphPost(
        at=_seconds(entry.get("created_time")),
        text=text if isinstance(text, str) else None,
        audience=AUDIENCES.get(value) if isinstance(value, str) else None,
        id=name if isinstance(name, str) else None,
    )


def _seconds(time: object) -> float | None:
    """Return a time of the API, `2012-05-04T10:11:12+0000` or seconds, in seconds since 1970 UTC."""
    if isinstance(time, int) and not isinstance(time, bool):
        return float(time)
    try:
        parsed = datetime.fromisoformat(str(time))
    except ValueError:
        return None
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp()


def with_graph(
    content: pl.DataFrame, answers: tuple[GraphPost, ...]
) -> tuple[pl.DataFrame, GraphReport | None]:
    """Return the content with `fact_graph`, and how many posts of the API match a post in it.

    Two match by second and text, else by text alone within a day; both only where no other post could be
    meant, or where all that could be have the same audience.
    """
    if not answers:
        return content, None
    graph, posts = _graph_frame(answers), _candidates(content)
    exact = _by_second(posts, graph)
    matches = pl.concat([exact, _by_text(*_unmatched(posts, graph, exact))])
    audience = pl.col("row").replace_strict(
        matches["row"], matches["audience"], default=None, return_dtype=FACT_DTYPES["fact_graph"]
    )
    return content.with_columns(audience.alias("fact_graph")), _report(posts, graph, matches)


def _graph_frame(answers: tuple[GraphPost, ...]) -> pl.DataFrame:
    """Return the posts of the API as a frame, each once; one with two different audiences has none.

    Columns: `graph_row`, `second`, `text`, `audience`, `id`.
    """
    frame = pl.DataFrame(
        {
            "second": pl.Series([post.at for post in answers], dtype=pl.Float64).floor().cast(pl.Int64),
            "text": pl.Series([post.text for post in answers], dtype=pl.String),
            "audience": pl.Series([post.audience for post in answers], dtype=pl.String),
            "id": pl.Series([post.id for post in answers], dtype=pl.String),
        }
    ).with_columns(_normalized("text"))
    by_id = frame.filter(pl.col("id").is_not_null()).group_by("id", maintain_order=True).agg(
        pl.col("second", "text").first(),
        pl.when(pl.col("audience").n_unique() == 1).then(pl.col("audience").first()).alias("audience"),
    )  # fmt: skip
    without_id = frame.filter(pl.col("id").is_null())
    return pl.concat([by_id.select(frame.columns), without_id]).with_row_index("graph_row")


def _candidates(content: pl.DataFrame) -> pl.DataFrame:
    """Return the posts of the export that `/me/posts` may list: `row`, `second`, `text`."""
    posts = content.filter(
        pl.col("platform") == "facebook",
        pl.col("kind").cast(pl.String).is_in(NOT_POSTS).not_(),
    )
    return posts.select("row", pl.col("at").floor().cast(pl.Int64).alias("second"), _normalized("text"))


def _normalized(column: str) -> pl.Expr:
    """Return text in the form that is compared: NFC, single spaces, empty where there is none."""
    text = pl.col(column).fill_null("").str.normalize("NFC")
    return text.str.replace_all(r"\s+", " ").str.strip_chars()


def _by_second(posts: pl.DataFrame, graph: pl.DataFrame) -> pl.DataFrame:
    """Return the matches by second and text: `row`, `graph_row` and `audience`.

    Several equal posts match where there are as many on both sides and the API names one audience for all.
    """
    key = ["second", "text"]
    answers = graph.filter(pl.col("second").is_not_null()).group_by(key, maintain_order=True).agg(
        pl.col("graph_row"), pl.len().alias("answers"), pl.col("audience").n_unique().alias("audiences"),
        pl.col("audience").first(),
    )  # fmt: skip
    rows = posts.filter(pl.col("second").is_not_null()).group_by(key, maintain_order=True).agg(pl.col("row"))
    pairs = answers.join(rows, on=key, maintain_order="left")
    certain = pairs.filter(pl.col("audiences") == 1, pl.col("answers") == pl.col("row").list.len())
    return certain.select("row", "graph_row", "audience").explode("row", "graph_row")


def _unmatched(
    posts: pl.DataFrame, graph: pl.DataFrame, matches: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the posts of the export and those of the API that have no match."""
    return posts.join(matches, on="row", how="anti"), graph.join(matches, on="graph_row", how="anti")


def _by_text(posts: pl.DataFrame, graph: pl.DataFrame) -> pl.DataFrame:
    """Return the matches by text alone within a day, where only one post can be meant; as `_by_second`."""
    is_unique = pl.col("row").is_unique() & pl.col("graph_row").is_unique()
    return _near(posts, graph).filter(is_unique).select("row", "graph_row", "audience")


def _near(posts: pl.DataFrame, graph: pl.DataFrame) -> pl.DataFrame:
    """Return each pair of equal text, not empty, within a day."""
    pairs = graph.filter(pl.col("text") != "").join(posts, on="text", maintain_order="left")
    return pairs.filter((pl.col("second") - pl.col("second_right")).abs() <= DAY_SECONDS)


def _report(posts: pl.DataFrame, graph: pl.DataFrame, matches: pl.DataFrame) -> GraphReport:
    """Return how many posts of the API match, how many could be several posts, and how many match none."""
    posts_left, graph_left = _unmatched(posts, graph, matches)
    same_second = graph_left.join(posts_left, on=["second", "text"], how="semi")["graph_row"]
    ambiguous = pl.concat([same_second, _near(posts_left, graph_left)["graph_row"]]).n_unique()
    return GraphReport(
        posts=graph.height,
        matched=matches.height,
        silent=matches["audience"].null_count(),
        ambiguous=ambiguous,
        unmatched=graph.height - matches.height - ambiguous,
    )


def graph_report_line(report: GraphReport) -> str:
    """Return how many posts of the API were found, in one line."""
    posts = "1 post" if report.posts == 1 else f"{report.posts:,} posts"
    line = (
        f"Graph API: {posts} in your file, {report.matched:,} found in your download, "
        f"{report.unmatched:,} not found."
    )
    if report.silent:
        line += f" The file has no audience for {report.silent:,} of those found, so it stays unknown."
    if report.ambiguous:
        line += f" {report.ambiguous:,} could not be used, because several posts fit."
    return line
