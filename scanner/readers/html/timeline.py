"""The timeline of 2014 to 2018: a time, a line on what was done, and the words; nothing says who can see it.

Source: FBK's note of March 2014, LFA, and parsers of `html/wall.htm` and `html/timeline.htm`.
"""

from typing import Any

from scanner.readers.html.elements import Tag
from scanner.readers.html.files import linked_files
from scanner.readers.html.links import target
from scanner.readers.html.page import HtmlPage
from scanner.readers.html.wall import FOREIGN

Json = dict[str, Any]


def translate(sheet: HtmlPage) -> Json:
    """Give the timeline as posts, and what others wrote there."""
    heading = sheet.head().first("heading")
    owner = heading.text() if heading else ""
    entries = sheet.held(lambda run, sheet: (entry(run, sheet),))
    foreign = [each for each in entries if _is_foreign(each, owner)]
    posts = [each for each in entries if not _is_foreign(each, owner)]
    return {"owner": owner, "posts": posts, FOREIGN: foreign}


def _is_foreign(told: Json, owner: str) -> bool:
    """Tell whether someone else did it: the line begins with who did."""
    title = told.get("title", "")
    return bool(owner and title) and not title.startswith(owner)


def entry(run: Tag, sheet: HtmlPage) -> Json:
    """Give one entry: the element of its time, and all that follows it."""
    date = run.first("date")
    told: Json = {"timestamp": sheet.time(date.text())} if date else {}
    words = run.all("comment")
    line = Tag("div", "", {}, [child for child in run.children if child is not date and child not in words])
    if title := " ".join(line.text().split()):
        told["title"] = title
    told["data"] = [{"post": text} for tag in words if (text := tag.text())]
    held: list[Json] = [{"media": {"uri": file.uri}} for file in linked_files(run)]
    links = [found for tag in run.walk() if (found := target(tag.attributes.get("href")))]
    held += [{"external_context": {"url": links[0]}}] if links else []
    return told | ({"attachments": [{"data": held}]} if held else {})
