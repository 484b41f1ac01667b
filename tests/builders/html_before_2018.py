"""Facebook's exports from before there was JSON: the wall of 2012 in hCard, and the timeline of 2016.

The shape is that which FBK, LFA and other public parsers of these pages count on.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape

from tests.builders.built import Built
from tests.builders.story import Entry, File, Story, at

BROKEN = '<div class="feedentry hentry"><table><tr><td><!-- cut'
"""A block of the wall that is cut off in a comment."""
NAV = (
    '<div class="nav"><img src="photos/profile.jpg"/><ul><li><a href="html/wall.htm">Wall</a></li></ul></div>'
)


def wall_of_2012(story: Story, audiences: Mapping[str, str] | None = None) -> Built:
    """Facebook, 2010 to 2013: each post with its audience, by the text it has; one without shows no icon."""
    built = Built()
    told = story.until(at("2013-06-01 08:00"))
    posts, others = told.of("post"), story.of("others")
    said = audiences or {}
    blocks = [_hcard(told.name, entry.at, entry.text, said.get(entry.text, "")) for entry in posts]
    blocks += [_hcard(entry.container, entry.at, entry.text, "") for entry in others]
    page = f'<h1>{escape(told.name)}</h1><div id="content">{"".join(blocks)}</div>'
    built.raw("html/wall.html", f"<html><body>{page}</body></html>".encode())
    built.expected.update(post=len(posts), other_post=len(others))
    for entry in story.of("profile_pictures"):
        photos = "".join(_photo(built, file) for file in entry.files)
        page = f"<html><body><h1>{escape(entry.container)}</h1>{photos}</body></html>"
        built.raw("html/profile_pictures.html", page.encode())
        built.expected["profile_picture"] += len(entry.files)
    return built


def _iso(moment: int) -> str:
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%dT%H:%M:%S+0000}"


def _hcard(author: str, moment: int, text: str, audience: str) -> str:
    """Give one entry of the wall."""
    iso = _iso(moment)
    icon = f'<img class="privacy" src="icon.png" title="{escape(audience)}"/>' if audience else ""
    parts = (
        f'<span class="author vcard"><span class="profile fn">{escape(author)}</span></span> ',
        f'<span class="entry-title entry-content">{_lines(text)}</span>',
        f'<div class="timerow"><abbr class="time published" title="{iso}">{iso[:10]}</abbr>{icon}</div>',
        '<div class="comments hfeed"><div class="comment like">2 people like this.</div></div>',
    )
    return f'<div class="feedentry hentry">{"".join(parts)}</div>'


def _photo(built: Built, file: File) -> str:
    uri = built.media(f"photos/profile_pictures/{file.name}")
    date = f'<abbr class="time published" title="{_iso(file.at)}">{_iso(file.at)[:10]}</abbr>'
    return f'<div class="photo-container"><img src="../{uri}"/>{date}</div>'


def timeline_of_2016(story: Story) -> Built:
    """Facebook, 2014 to 2018: a timeline, an album, threads; nothing states an audience."""
    built = Built()
    told = story.until(at("2017-12-01 08:00"))
    posts, others = told.of("post"), told.of("others")
    entries = [_entry(entry, f"{told.name} updated her status.") for entry in posts]
    entries += [_entry(entry, f"{entry.container} wrote on your timeline.") for entry in others]
    built.raw("html/timeline.htm", _page(told.name, f"<div>{''.join(entries)}</div>"))
    built.raw("index.htm", _page(told.name, "<p>Profile</p>"))
    built.expected.update(post=len(posts), other_post=len(others))
    for number, entry in enumerate(told.of("album")):
        blocks = "".join(_block(built, number, file) for file in entry.files)
        built.raw(f"photos/{number}/index.htm", _page(entry.container, blocks))
    _threads(built, story)
    return built


def _entry(entry: Entry, line: str) -> str:
    return f'{_meta(entry.at)}{line}<div class="comment">{_lines(entry.text)}</div><p></p>'


def _block(built: Built, album: int, file: File) -> str:
    uri = built.media(f"photos/{album}/{file.name}")
    caption = f"<div>{escape(file.caption)}</div>" if file.caption else ""
    return f'<div class="block"><div><img src="{uri}"/>{caption}{_meta(file.at)}</div></div>'


def _threads(built: Built, story: Story) -> None:
    """Write a page for each thread, and the page that lists them."""
    links = ""
    for number, (name, entries) in enumerate(story.by_container("message")):
        messages = "".join(_message(entry) for entry in entries)
        thread = f'<div class="thread"><h3>{escape(name)}</h3>{escape(name)}{messages}</div>'
        built.raw(f"messages/{number}.html", _page(name, thread))
        built.expected["message_thread"] += 1
        built.counted["message_thread"] += len(entries)
        links += f'<p><a href="messages/{number}.html">{escape(name)}</a></p>'
    built.raw("html/messages.htm", _page(story.name, links))


def _page(heading: str, inner: str) -> bytes:
    contents = f'<div class="contents"><h1>{escape(heading)}</h1>{inner}</div>'
    return f"<html><body>{NAV}{contents}</body></html>".encode()


def _date(moment: int) -> str:
    local = datetime.fromtimestamp(moment, UTC)
    hour, half = local.hour % 12 or 12, "pm" if local.hour >= 12 else "am"
    return f"{local:%A, %B} {local.day}, {local.year} at {hour}:{local:%M}{half} UTC"


def _meta(moment: int) -> str:
    return f'<div class="meta">{_date(moment)}</div>'


def _message(entry: Entry) -> str:
    header = f'<span class="user">Ravi Example</span><span class="meta">{_date(entry.at)}</span>'
    return f'<div class="message"><div class="message_header">{header}</div></div><p>{_lines(entry.text)}</p>'


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br />\n")
