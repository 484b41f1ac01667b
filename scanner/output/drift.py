"""How a new version of a policy affects the quotes of the rule book, as text and as JSON."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from rich.text import Text

from scanner.output.explain import source_data
from scanner.output.json import json_text
from scanner.output.terminal_safe import safe
from scanner.output.text import TextStyle, dimmed, hanging_indent, heading, rendered
from scanner.output.wording import join_list, quantity
from scanner.rulebook.drift import STATES, Drift, State
from scanner.rulebook.rules import GRADE_NAMES
from scanner.rulebook.sources import Use, Uses

SCHEMA: Final = "exposure.drift/1"
_TITLES: Final[dict[State, str]] = {
    "changed": "Changed: the old text contains the quote, the new one only something similar",
    "gone": "Gone: the old text contains the quote, the new one nothing similar",
    "new": "Only in the new text",
    "both": "In both texts",
}
_REVIEWED: Final[tuple[State, ...]] = ("changed", "gone")
_KIND_NAMES: Final = {
    "rule": ("rule", "rules"),
    "flag": ("flag", "flags"),
    "note": ("note", "notes"),
    "action": ("action", "actions"),
    "region": ("region", "regions"),
    "letter": ("letter", "letters"),
}


def drift_json(drifts: Sequence[Drift], uses: Uses, old: str, new: str) -> str:
    """Return every quote of the rule book with its state as a JSON document."""
    return json_text(
        {
            "schema": SCHEMA,
            "old": old,
            "new": new,
            "counts": {state: len(_of(drifts, state)) for state in STATES},
            "look_again": [str(use) for use in _uses_to_review(drifts, uses)],
            "quotes": [
                {
                    "state": drift.state,
                    "source": source_data(drift.source),
                    "closest": drift.closest or None,
                    "likeness": drift.likeness,
                    "used_by": [str(use) for use in uses[drift.source.id]],
                }
                for drift in drifts
            ],
        }
    )


def drift_table(drifts: Sequence[Drift], uses: Uses, style: TextStyle) -> str:
    """Return the result as text: one sentence, then the quotes that need work, then the others."""
    return rendered(_parts(drifts, uses), style)


def _parts(drifts: Sequence[Drift], uses: Uses) -> Iterator[Any]:
    """Yield the parts from top to bottom."""
    yield heading(_answer(drifts, uses))
    for state in _REVIEWED:
        yield from _in_full(_of(drifts, state), _TITLES[state], uses)
    for state in ("new", "both"):
        yield from _in_short(_of(drifts, state), _TITLES[state])
    yield Text()
    neither = len(_of(drifts, "neither"))
    yield dimmed(
        f"{quantity(neither, 'quote is', 'quotes are')} in neither text: from other sources. "
        "Only words are compared: markup, links, line breaks and styles of quotation marks are ignored."
    )


def _of(drifts: Sequence[Drift], state: State) -> list[Drift]:
    """Return the quotes with this state."""
    return [drift for drift in drifts if drift.state == state]


def _uses_to_review(drifts: Sequence[Drift], uses: Uses) -> list[Use]:
    """Return what uses a quote that changed or is gone, each once."""
    to_review = (use for drift in drifts if drift.state in _REVIEWED for use in uses[drift.source.id])
    return list(dict.fromkeys(to_review))


def _answer(drifts: Sequence[Drift], uses: Uses) -> str:
    """Return the sentence that says what there is to do."""
    counts = {state: len(_of(drifts, state)) for state in STATES}
    in_old = counts["changed"] + counts["gone"] + counts["both"]
    if not in_old:
        return (
            f"The old text contains none of the {quantity(len(drifts), 'quote', 'quotes')} in the rule "
            f"book, the new one {counts['new']:,}. Is the old one the whole text of a quoted policy?"
        )
    answer = (
        f"Of {quantity(in_old, 'quote', 'quotes')} in the old text, the new one keeps "
        f"{counts['both']:,}, changes {counts['changed']:,} and drops {counts['gone']:,}"
    )
    to_review = _uses_to_review(drifts, uses)
    answer += f". Review {_kinds(to_review)}." if to_review else ". Nothing needs a review."
    lost = not counts["both"] and not counts["new"]
    return answer + (" Is the new text the whole text of the same policy?" if lost else "")


def _kinds(to_review: Sequence[Use]) -> str:
    """Return how many entries use the quotes, kind by kind, as `2 rules and 1 action`."""
    counts = {kind: sum(use.kind == kind for use in to_review) for kind in _KIND_NAMES}
    return join_list([quantity(count, *_KIND_NAMES[kind]) for kind, count in counts.items() if count])


def _in_full(drifts: Sequence[Drift], title: str, uses: Uses) -> Iterator[Any]:
    """Yield the quotes with their old and new words, and what uses each."""
    if not drifts:
        return
    yield Text()
    yield heading(f"{title} ({len(drifts)})")
    for drift in drifts:
        yield Text()
        yield from _head(drift)
        yield hanging_indent("    old: ", f'"{drift.source.quote}"')
        if drift.closest:
            yield hanging_indent("    new: ", f'"{safe(drift.closest)}"')
        yield hanging_indent("    used by: ", _use_names(uses[drift.source.id]))


def _in_short(drifts: Sequence[Drift], title: str) -> Iterator[Any]:
    """Yield the ids of quotes that need no work."""
    if drifts:
        yield Text()
        yield heading(f"{title} ({len(drifts)})")
    for drift in drifts:
        yield from _head(drift)


def _head(drift: Drift) -> Iterator[Any]:
    """Yield the line with the id, grade and date of a quote's source."""
    source = drift.source
    yield Text(f"  {source.id}").append(
        f"  {GRADE_NAMES[source.grade]}, {source.date or 'undated'}", style="dim"
    )


def _use_names(used_by: Sequence[Use]) -> str:
    """Return the names of what uses a source."""
    return ", ".join(map(str, used_by)) or "nothing"
