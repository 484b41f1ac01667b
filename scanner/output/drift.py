"""What a new text of a policy does to the quotes of the rule book, on a terminal and as data."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from rich.text import Text

from scanner.output.explain import source_data
from scanner.output.jsontext import json_text
from scanner.output.terminal_safe import safe
from scanner.output.text import TextStyle, dimmed, hanging_indent, heading, rendered
from scanner.output.wording import count_words, join_words
from scanner.rulebook.drift import STATES, Drift, State
from scanner.rulebook.rules import GRADE_NAMES
from scanner.rulebook.sources import Use, Uses

SCHEMA: Final = "exposure.drift/1"
_TITLES: Final[dict[State, str]] = {
    "changed": "Changed: only the old text has the quote, the new one has something like it",
    "gone": "Gone: only the old text has the quote, the new one has nothing like it",
    "new": "Only in the new text",
    "both": "In both texts",
}
_WORK: Final[tuple[State, ...]] = ("changed", "gone")
_KIND_WORDS: Final = {
    "rule": ("rule", "rules"),
    "flag": ("flag", "flags"),
    "note": ("note", "notes"),
    "action": ("action", "actions"),
    "region": ("region", "regions"),
    "letter": ("letter", "letters"),
}


def drift_json(found: Sequence[Drift], uses: Uses, old: str, new: str) -> str:
    """Return every quote of the rule book with what became of it as a JSON document."""
    return json_text(
        {
            "schema": SCHEMA,
            "old": old,
            "new": new,
            "counts": {state: len(_of(found, state)) for state in STATES},
            "look_again": [str(use) for use in _resting(found, uses)],
            "quotes": [
                {
                    "state": each.state,
                    "source": source_data(each.source),
                    "closest": each.closest or None,
                    "likeness": each.likeness,
                    "used_by": [str(use) for use in uses[each.source.id]],
                }
                for each in found
            ],
        }
    )


def drift_table(found: Sequence[Drift], uses: Uses, look: TextStyle) -> str:
    """Return the answer in one sentence, then what needs work, then the rest."""
    return rendered(_parts(found, uses), look)


def _parts(found: Sequence[Drift], uses: Uses) -> Iterator[Any]:
    """Yield the parts from top to bottom."""
    yield heading(_answer(found, uses))
    for state in _WORK:
        yield from _in_full(_of(found, state), _TITLES[state], uses)
    for state in ("new", "both"):
        yield from _in_short(_of(found, state), _TITLES[state])
    yield Text()
    neither = len(_of(found, "neither"))
    yield dimmed(
        f"{count_words(neither, 'quote is', 'quotes are')} in neither text: they come from other sources. "
        "Only words are compared, without markup, links, line breaks and styles of quotation marks."
    )


def _of(found: Sequence[Drift], state: State) -> list[Drift]:
    """Return the quotes that came out so."""
    return [each for each in found if each.state == state]


def _resting(found: Sequence[Drift], uses: Uses) -> list[Use]:
    """Return what rests on a quote that changed or is gone, each once."""
    touched = (use for each in found if each.state in _WORK for use in uses[each.source.id])
    return list(dict.fromkeys(touched))


def _answer(found: Sequence[Drift], uses: Uses) -> str:
    """Return the one sentence that says what there is to do."""
    counts = {state: len(_of(found, state)) for state in STATES}
    in_old = counts["changed"] + counts["gone"] + counts["both"]
    if not in_old:
        return (
            f"The old text has none of the {count_words(len(found), 'quote', 'quotes')} of the rule book, the new "
            f"one has {counts['new']:,}: is the old one the whole text of a policy that the rule book quotes?"
        )
    said = (
        f"Of {count_words(in_old, 'quote', 'quotes')} from the old text, the new one keeps {counts['both']:,}, "
        f"changes {counts['changed']:,} and drops {counts['gone']:,}"
    )
    touched = _resting(found, uses)
    said += f"; look again at {_kinds(touched)}." if touched else ": nothing needs another look."
    lost = not counts["both"] and not counts["new"]
    return said + (" Is the new one the whole text of the same policy?" if lost else "")


def _kinds(touched: Sequence[Use]) -> str:
    """Count what rests on the quotes, kind by kind."""
    counts = {kind: sum(use.kind == kind for use in touched) for kind in _KIND_WORDS}
    return join_words([count_words(count, *_KIND_WORDS[kind]) for kind, count in counts.items() if count])


def _in_full(chosen: Sequence[Drift], title: str, uses: Uses) -> Iterator[Any]:
    """Yield the quotes with their old and new words, and what rests on each."""
    if not chosen:
        return
    yield Text()
    yield heading(f"{title} ({len(chosen)})")
    for each in chosen:
        yield Text()
        yield from _head(each)
        yield hanging_indent("    old: ", f'"{each.source.quote}"')
        if each.closest:
            yield hanging_indent("    new: ", f'"{safe(each.closest)}"')
        yield hanging_indent("    see: ", _named(uses[each.source.id]))


def _in_short(chosen: Sequence[Drift], title: str) -> Iterator[Any]:
    """Yield the ids of quotes that need no work."""
    if chosen:
        yield Text()
        yield heading(f"{title} ({len(chosen)})")
    for each in chosen:
        yield from _head(each)


def _head(each: Drift) -> Iterator[Any]:
    """Yield the line that says which source a quote is of, who speaks there and of when it is."""
    source = each.source
    yield Text(f"  {source.id}").append(
        f"  {GRADE_NAMES[source.grade]}, {source.date or 'undated'}", style="dim"
    )


def _named(used_by: Sequence[Use]) -> str:
    """Return the names of what rests on a source."""
    return ", ".join(map(str, used_by)) or "nothing rests on it"
