"""Pages of photos and videos: albums since 2010, and lists of files that are in none."""

from typing import Any

from scanner.readers.html.elements import Tag
from scanner.readers.html.facebook_blocks import body_of, time_of
from scanner.readers.html.page import HtmlPage

Json = dict[str, Any]


def translate(sheet: HtmlPage) -> Json:
    """Give a page as an album."""
    photos = sheet.held(files)
    heading = sheet.head().first("heading")
    name = heading.text() if heading else next((file["title"] for file in photos if "title" in file), "")
    return {"name": name, "photos": photos}


def files(block: Tag, sheet: HtmlPage) -> list[Json]:
    """Give the files of a block, each with the block's time, and what is said of it."""
    comments = block.of_build(_comments)
    body = body_of(block, sheet)
    at = time_of(block, sheet).get("timestamp")
    words = "\n\n".join(body.own + body.texts)
    told = [_file(file, at, words) for file in body.media.values()]
    if told and (under := [_comment(each, sheet) for each in comments]):
        told[-1]["comments"] = under
    return told


def _comments(block: Tag) -> list[Tag]:
    """Give the comments under a photo."""
    return block.all("comment")


def _file(file: Json, at: object, words: str) -> Json:
    made = dict(file)
    if at is not None:
        made["creation_timestamp"] = at
    if words:
        made.setdefault("description", words)
    return made


def _comment(tag: Tag, sheet: HtmlPage) -> Json:
    """Give a comment under a photo: who wrote it, what, and when."""
    author, date = tag.first("author"), tag.first("date")
    words = [child for child in tag.children if child is not author and child is not date]
    told: Json = {"comment": Tag("div", "", {}, words).text()}
    if author:
        told["author"] = author.text()
    if date:
        told["timestamp"] = sheet.time(date.attributes.get("title") or date.text())
    return told
