"""The kind of a media file by the ending of its name, from `rules/layouts/packaging.toml`. A leaf."""

from functools import cache

from scanner.resources import parsed, rules_dir


@cache
def media_kinds() -> dict[str, str]:
    """Return `photo video audio` by ending, in lower case and without its dot."""
    endings = parsed(rules_dir() / "layouts" / "packaging.toml")["extensions"]
    return {ending: kind for kind in ("photo", "video", "audio") for ending in endings[kind]}
