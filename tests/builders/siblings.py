"""Trees that lie beside Facebook's and Instagram's in an Accounts Center download: the Meta AI app."""

from datetime import UTC, datetime, timedelta
from html import escape

from tests.builders.built import Built
from tests.builders.generic import labelled, value
from tests.builders.people import JANE
from tests.builders.story import Entry, File, Story
from tests.builders.write import Json

_PAGE = "<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>"


def meta_ai(story: Story = JANE) -> Built:
    """The Meta AI app, 2026: conversations and settings in HTML, pictures given to the AI."""
    built = Built()
    chats = _titles(story)
    _page(built, "meta_ai_profile/your_ai_conversations.html", "".join(map(_conversation, chats)))
    built.expected.update(_kind(entry) for turns in chats for entry in turns)
    _page(built, "meta_ai_app/app_settings.html", "<table><tr><td>Language</td><td>English</td></tr></table>")
    _page(
        built, "meta_ai_app/connected_devices.html", "<table><tr><td>Device</td><td>Glasses</td></tr></table>"
    )
    uploads = [file for entry in story.of("app_upload") for file in entry.files]
    _page(built, "meta_ai_app/meta_ai_media.html", "".join(map(_upload, uploads)))
    for file in uploads:
        built.media(f"posts/media/your_posts/{file.name}")
        built.expected["ai_upload"] += 1
    return built


def meta_ai_json(story: Story = JANE) -> Built:
    """The Meta AI app as JSON: a chat is the text of a file, which stands under its name, two groups deep."""
    built = Built()
    chats = _titles(story)
    files = [value(*transcript(turns)) for turns in chats]
    groups = [{"label": "Conversation file", "dict": [{"label": "Conversation file", "dict": files}]}]
    built.json("meta_ai_profile/your_ai_conversations.json", {"label_values": groups})
    built.expected.update(_kind(entry) for turns in chats for entry in turns)
    uploads = [file for entry in story.of("app_upload") for file in entry.files]
    media: list[Json] = [
        {"uri": built.media(f"posts/media/your_posts/{file.name}"), "creation_timestamp": file.at}
        for file in uploads
    ]
    built.json(
        "meta_ai_app/meta_ai_media.json",
        [
            labelled(held["creation_timestamp"], [value("Device ID", "2Q-SAMPLE-0001")], media=[held])
            for held in media
        ],
    )
    built.expected.update({"ai_upload": len(uploads)})
    return built


def _kind(entry: Entry) -> str:
    """Say what a turn of a chat is."""
    return "ai_reply" if entry.sort.endswith("reply") else "ai_prompt"


def _page(built: Built, path: str, body: str) -> None:
    """Add an HTML member."""
    built.raw(path, _PAGE.format(title=path.rsplit("/", 1)[-1], body=body).encode())


def _titles(story: Story) -> list[list[Entry]]:
    """Give the turns of the app's chats, chat by chat."""
    turns = story.of("app_prompt", "app_reply")
    names = dict.fromkeys(entry.name for entry in turns)
    return [[entry for entry in turns if entry.name == name] for name in names]


def transcript(turns: list[Entry]) -> tuple[str, str]:
    """Give the name and the text of the file that a chat is: month, day and year, and the second it began."""
    at = turns[0].at
    name = f"Conversation with Meta AI_{_pacific(at):%m-%d-%Y}_{at}.txt"
    said = [f"{'Meta AI' if _kind(entry) == 'ai_reply' else 'You'}: {entry.text}" for entry in turns]
    return name, "\n".join(["Conversation with Meta AI", "", "", *said, ""])


def _pacific(seconds: int) -> datetime:
    """Give a moment as Meta's pages have it."""
    return datetime.fromtimestamp(seconds, UTC) - timedelta(hours=8)


def _conversation(turns: list[Entry]) -> str:
    """Give a chat as the app's export has it: the name of its file, and one cell with all turns."""
    name, said = transcript(turns)
    row = f'<tr><td class="_a6_q">{escape(name)}</td><td class="_2piu _a6_r">{escape(said)}</td></tr>'
    return _section(row)


def _upload(file: File) -> str:
    """Give a picture given to the AI: the device it came from, the file, its time beside an empty cell.

    In which zone these times are nobody published.
    """
    uri, at = f"posts/media/your_posts/{file.name}", datetime.fromtimestamp(file.at, UTC)
    time = f"{at:%b %d, %Y} {f'{at:%I:%M %p}'.removeprefix('0').lower()}"
    return _section(
        '<tr><td class="_a6_q">Device ID</td><td class="_2piu _a6_r">2Q-SAMPLE-0001</td></tr>'
        f'<tr><td colspan="2" class="_a6_q"><a target="_blank" href="{uri}"><img src="{uri}" /></a></td></tr>'
        f'<tr><td class="_a6_q"></td><td class="_2piu _a6_r">{time}</td></tr>'
    )


def _section(rows: str) -> str:
    """Give one section with a table."""
    return f'<section class="_3-95 _a6-g"><table>{rows}</table></section>'
