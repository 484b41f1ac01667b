"""The sources of the rule book: the list, and one in full with its quote and what uses it."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import polars as pl
from rich.text import Text

from scanner.output.explain import dated, source_data
from scanner.output.json import json_text
from scanner.output.terminal_safe import cut
from scanner.output.text import TextStyle, dimmed, hanging_indent, heading, rendered, unbroken_line
from scanner.output.wording import quantity, sentence
from scanner.rulebook import Citation, RuleBook
from scanner.rulebook.rules import GRADE_NAMES
from scanner.rulebook.sources import Use, Uses

SCHEMA: Final = "exposure.sources/1"
COLUMNS: Final[dict[str, Any]] = {
    "id": pl.String, "ref": pl.String, "title": pl.String, "grade": pl.String, "grade_words": pl.String,
    "date": pl.Date, "retrieved": pl.Date, "address": pl.String, "quote": pl.String, "quote_note": pl.String,
    "found_in": pl.String, "used": pl.UInt32, "used_by": pl.List(pl.String),
}  # fmt: skip
"""The columns of the list as rows."""
_MATCHED: Final = "found"
_UNCHECKED: Final = "unchecked"
_NONE: Final = "none"
_LEGEND: Final = (
    f'Quote "{_MATCHED}": word for word in an archived text; "{_UNCHECKED}": not compared with one; '
    f'"{_NONE}": paraphrased, or our own inference. To show one in full: exposure rules show ID'
)
_GAP: Final = 2
_NARROWEST: Final = 16
"""In less room than this, the list of uses is left out."""


def sources_json(book: RuleBook, uses: Uses) -> str:
    """Return all sources as a JSON document."""
    rows = [_row(source, uses) for source in book.sources.values()]
    return json_text({"schema": SCHEMA, "policy_date": book.policy_date, "sources": rows})


def sources_frame(book: RuleBook, uses: Uses) -> pl.DataFrame:
    """Return one row a source, with the columns `COLUMNS`."""
    rows = [_row(source, uses) for source in book.sources.values()]
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def _row(source: Citation, uses: Uses) -> dict[str, Any]:
    """Return one source as data, with what uses it."""
    used_by = [str(use) for use in uses[source.id]]
    row = source_data(source) | {"ref": source.ref or None, "used": len(used_by), "used_by": used_by}
    return {name: row[name] for name in COLUMNS}


def sources_table(book: RuleBook, uses: Uses, style: TextStyle) -> str:
    """Return the numbers, then one line a source, by grade."""
    return rendered(_listed(list(book.sources.values()), uses, style), style)


def _listed(sources: Sequence[Citation], uses: Uses, style: TextStyle) -> Iterator[Any]:
    """Yield the numbers, then the sources grade by grade, the strongest grade first."""
    yield Text(_answer(sources, uses))
    width = max((len(source.id) for source in sources), default=0)
    for grade, title in GRADE_NAMES.items():
        chosen = [source for source in sources if source.grade == grade]
        if chosen:
            yield Text()
            yield heading(f"{sentence(title)}: {len(chosen)}")
            yield _line(("source", "date", "used", "quote", "used by"), width, style, "dim")
        for source in chosen:
            yield _line(_cells(source, uses[source.id]), width, style)
    yield Text()
    yield dimmed(_LEGEND)


def _answer(sources: Sequence[Citation], uses: Uses) -> str:
    """Return the sentence with the numbers."""
    quoted = [source for source in sources if source.quote]
    matched = sum(bool(source.found_in) for source in quoted)
    idle = sum(not uses[source.id] for source in sources)
    answer = f"{quantity(len(sources), 'source', 'sources')}: {len(quoted):,} with a quote, "
    answer += f"{matched:,} of them found word for word in an archived text."
    return answer + (f" {idle:,} are not used." if idle else " All are used.")


def _cells(source: Citation, used_by: Sequence[Use]) -> tuple[str, ...]:
    """Return the cells of one source."""
    state = (_MATCHED if source.found_in else _UNCHECKED) if source.quote else _NONE
    return (source.id, str(source.date or "undated"), str(len(used_by)), state, ", ".join(map(str, used_by)))


def _line(cells: Sequence[str], width: int, style: TextStyle, emphasis: str = "") -> Text:
    """Return one line; what uses the source is left out where there is no room."""
    name, day, used, state, used_by = cells
    line = f"  {name:<{width}}  {day:<10}  {used:>4}  {state:<{len(_UNCHECKED)}}"
    room = style.width - len(line) - _GAP
    line += " " * _GAP + cut(used_by, room) if room >= _NARROWEST and used_by else ""
    return unbroken_line(line.rstrip(), emphasis)


def source_parts(source: Citation, used_by: Sequence[Use]) -> Iterator[Any]:
    """Yield one source in full: its grade, date, address, quote, and what uses it."""
    yield heading(source.title)
    yield dimmed(f"source {source.id}" + (f" ({source.ref})" if source.ref else ""))
    yield hanging_indent("  grade    ", GRADE_NAMES[source.grade])
    yield hanging_indent("  date     ", dated(source))
    if source.address:
        yield unbroken_line(f"  address  {source.address}")
    yield hanging_indent("  quote    ", f'"{source.quote}"' if source.quote else source.unquoted)
    if source.quote_note:
        yield hanging_indent("  note     ", source.quote_note)
    if source.quote:
        yield hanging_indent("  checked  ", _quote_check(source))
    yield hanging_indent("  used by  ", _used(used_by))


def _quote_check(source: Citation) -> str:
    """Return whether and where the quote was found."""
    if source.found_in:
        return (
            f"found word for word in the archived text {source.found_in} "
            "(tests/rulebook/texts of the project)"
        )
    return "not checked: the project keeps no archived text of this source"


def _used(used_by: Sequence[Use]) -> str:
    """Return what uses a source, kind by kind."""
    kinds = dict.fromkeys(use.kind for use in used_by)
    by_kind = {kind: [use.id for use in used_by if use.kind == kind] for kind in kinds}
    parts = [f"{kind if len(ids) == 1 else kind + 's'} {', '.join(ids)}" for kind, ids in by_kind.items()]
    return "; ".join(parts) or "nothing"
