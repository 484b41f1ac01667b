"""Trees that lie beside Facebook's and Instagram's in an Accounts Center download: the Meta AI app."""

from html import escape

from tests.builders.built import Built
from tests.builders.people import JANE
from tests.builders.story import Entry, Story

_PAGE = "<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>"


def meta_ai(story: Story = JANE) -> Built:
    """The Meta AI app, 2026: conversations and settings in HTML, pictures given to the AI."""
    built = Built()
    _page(built, "meta_ai_profile/your_ai_conversations.html", "".join(map(_conversation, _titles(story))))
    _page(built, "meta_ai_app/app_settings.html", "<table><tr><td>Language</td><td>English</td></tr></table>")
    _page(
        built, "meta_ai_app/connected_devices.html", "<table><tr><td>Device</td><td>Glasses</td></tr></table>"
    )
    for entry in story.of("app_upload"):
        for file in entry.files:
            built.media(f"posts/media/your_posts/{file.name}")
            built.expected["ai_upload"] += 1
    return built


def _page(built: Built, path: str, body: str) -> None:
    """Add an HTML member."""
    built.raw(path, _PAGE.format(title=path.rsplit("/", 1)[-1], body=body).encode())


def _titles(story: Story) -> list[list[Entry]]:
    """Give the turns of the app's chats, chat by chat."""
    turns = story.of("app_prompt", "app_reply")
    names = dict.fromkeys(entry.name for entry in turns)
    return [[entry for entry in turns if entry.name == name] for name in names]


def _conversation(turns: list[Entry]) -> str:
    """Give a chat as the app's export has it: one cell with all turns."""
    said = " ".join(
        f"{'Meta AI' if entry.sort.endswith('reply') else 'You'}: {escape(entry.text)}" for entry in turns
    )
    cell = f'<td class="_2piu _a6_r">Conversation with Meta AI {said}</td>'
    return f'<section class="_3-95 _a6-g"><table><tr>{cell}</tr></table></section>'
