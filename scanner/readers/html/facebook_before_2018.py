"""Facebook's pages before 2018: the wall of 2010 to 2013 and the timeline of 2014 to 2018.

The wall is in hCard, and the only page that shows for each post who can see it (FBK). The timeline shows a
time, a line on what was done, and the text, but not who can see it. Source: FBK's note of March 2014, LFA,
and parsers of `html/wall.htm` and `html/timeline.htm`.
"""

from collections import Counter
from typing import Any, Final

from scanner.readers.html.elements import Element
from scanner.readers.html.links import external_address, linked_files
from scanner.readers.html.page import HtmlPage

Json = dict[str, Any]
BY_OTHERS: Final = "by_others"
"""The key of what others wrote on the wall or timeline."""


def wall(page: HtmlPage) -> Json:
    """Return the posts of the wall, the comments under them, and what others wrote there.

    Comments of others have an author and a time but no text: they are counted as skipped.
    """
    records = page.list_records(_post_with_comments)
    posts = [record for record in records if "comment" not in record]
    owner = _wall_owner(page, [post["author"] for post in posts])
    comments = [
        record if record["author"] == owner else record | {"comment": ""}
        for record in records
        if record.get("author") and "comment" in record
    ]
    return {
        "owner": owner,
        "posts": [post for post in posts if post["author"] in (owner, "")],
        "comments": [
            {"timestamp": comment.get("timestamp"), "data": [{"comment": comment}]} for comment in comments
        ],
        BY_OTHERS: [post for post in posts if post["author"] not in (owner, "")],
    }


def _wall_owner(page: HtmlPage, authors: list[str]) -> str:
    """Return the name in the page's heading, or the one that wrote most."""
    name = page.heading() or ""
    counts = Counter(author for author in authors if author)
    return name if name in counts or not counts else counts.most_common(1)[0][0]


def _post_with_comments(block: Element, page: HtmlPage) -> list[Json]:
    """Return a post of the wall and the comments under it."""
    comments = [_comment(comment, page) for comment in block.all("comment")]
    block = _without_comments(block)
    text, icon = block.first("text"), block.first("icon")
    post = _author_and_time(block, page)
    post["data"] = [{"post": text.text()}] if text else []
    if icon and icon.attributes.get("title"):
        # Behind a colon are the names of those it is hidden from or shown to.
        post["privacy"] = icon.attributes["title"].partition(":")[0].strip()
    if url := _first_address(block):
        post["attachments"] = [{"data": [{"external_context": {"url": url}}]}]
    return [post, *comments]


def _without_comments(element: Element) -> Element:
    """Return a post without the comments under it, whose text is not the post's."""
    children = [
        child if isinstance(child, str) else _without_comments(child)
        for child in element.children
        if isinstance(child, str) or child.role != "comment"
    ]
    return Element(element.name, element.role, element.attributes, children)


def _comment(element: Element, page: HtmlPage) -> Json:
    """Return a comment of the wall; a line that counts likes has no author."""
    text = element.first("text")
    return _author_and_time(element, page) | {"comment": text.text() if text else ""}


def _author_and_time(element: Element, page: HtmlPage) -> Json:
    """Return author and time of a wall's entry; the time is in ISO form in the title of its element."""
    author, date = element.first("author"), element.first("date")
    entry: Json = {"author": author.text() if author else ""}
    if text := (date.attributes.get("title") or date.text()) if date else "":
        entry["timestamp"] = page.time(text)
    return entry


def _first_address(element: Element) -> str | None:
    addresses = (external_address(inner.attributes.get("href")) for inner in element.walk())
    return next(filter(None, addresses), None)


def timeline(page: HtmlPage) -> Json:
    """Return the posts of the timeline, and what others wrote there."""
    owner = page.heading() or ""
    entries = page.list_records(lambda block, page: (_timeline_entry(block, page),))
    return {
        "owner": owner,
        "posts": [entry for entry in entries if not _is_by_other(entry, owner)],
        BY_OTHERS: [entry for entry in entries if _is_by_other(entry, owner)],
    }


def _is_by_other(entry: Json, owner: str) -> bool:
    """Return whether someone else wrote an entry: its title begins with the author's name."""
    title = entry.get("title", "")
    return bool(owner and title) and not title.startswith(owner)


def _timeline_entry(block: Element, page: HtmlPage) -> Json:
    """Return an entry of the timeline: the element of its time, and all that follows it."""
    date, texts = block.first("date"), block.all("comment")
    entry: Json = {"timestamp": page.time(date.text())} if date else {}
    line = [child for child in block.children if child is not date and child not in texts]
    if title := " ".join(Element("div", "", {}, line).text().split()):
        entry["title"] = title
    entry["data"] = [{"post": text} for element in texts if (text := element.text())]
    attachments: list[Json] = [{"media": {"uri": file.uri}} for file in linked_files(block)]
    if url := _first_address(block):
        attachments.append({"external_context": {"url": url}})
    return entry | ({"attachments": [{"data": attachments}]} if attachments else {})
