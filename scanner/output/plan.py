"""A plan on a terminal and as data: what each action takes out, how it is done, what it stands on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from msgspec.structs import asdict
from rich.text import Text

from scanner.accounts.people import Individual
from scanner.output.columns import column_widths, count_text, number_line
from scanner.output.explain import source_data
from scanner.output.head import judged_for
from scanner.output.json import individual_data, person_data
from scanner.output.jsontext import json_text
from scanner.output.terminal_safe import safe
from scanner.output.text import TextStyle, dimmed, hanging_indent, heading, rendered
from scanner.output.wording import PLATFORM_NAMES, count_words, country, join_words
from scanner.plan.plan import InapplicableAction, PersonalPlan, Plan, PlannedAction, PoolCounts
from scanner.result import Scan
from scanner.rulebook import RuleBook
from scanner.rulebook.rules import GRADE_NAMES

SCHEMA: Final = "exposure.plan/1"

_COST_WORDS: Final = {"nothing": "", "content": "content goes", "account": "the account goes"}
_HEADS: Final = ("out", '"?" out', 'to "?"', "in it", '"?"')
_TITLES: Final = ("what it changes", "then left")
_LEGEND: Final = (
    '"out": leaves the pool Meta says it uses for its AI. "? out": not known today, known not to be in it '
    'then. to "?": in it today, not known then, since sources disagree or nothing is promised. "Then left": '
    "once this and all above it is done; no item is counted twice."
)


def plan_json(plans: Sequence[PersonalPlan], scan: Scan, book: RuleBook, *, assumed: bool = False) -> str:
    """Return the plans of all people as a JSON document, each action with its sources in full.

    `people` numbers them; each action names its person by that number. Sums are over everybody.
    """
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "policy_date": scan.policy_date,
        "facts": person_data(scan.person),
        "people": [_person(each) for each in plans],
        "before": _standing(_sum(each.plan.before for each in plans)),
        "past": _standing(_sum(each.plan.past for each in plans)),
        "actions": _of_each(plans, lambda plan: [_measure(each, book) for each in plan.actions]),
        "without_effect_here": _of_each(
            plans, lambda plan: [_measure(each, book) for each in plan.without_effect]
        ),
        "not_for_you": _of_each(plans, lambda plan: [_refusal(each, book) for each in plan.inapplicable]),
        "keeping": _from_to(plans, lambda plan: plan.keeping),
        "together": _from_to(plans, lambda plan: plan.together),
    }
    return json_text(document | ({"assumed": "lean"} if assumed else {}))


def _person(of: PersonalPlan) -> dict[str, Any]:
    """Return one of the people, and how things stand for them."""
    return individual_data(of.individual) | {
        "before": _standing(of.plan.before),
        "past": _standing(of.plan.past),
        "keeping": _standing(of.plan.keeping),
        "together": _standing(of.plan.together),
    }


def _of_each(
    plans: Sequence[PersonalPlan], actions: Callable[[Plan], list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """Return the actions of all plans, each with the number of its person."""
    return [action | {"person": each.individual.number} for each in plans for action in actions(each.plan)]


def _from_to(plans: Sequence[PersonalPlan], then: Callable[[Plan], PoolCounts]) -> dict[str, Any]:
    """Return how things stand today and afterwards, for all people together."""
    before = _sum(each.plan.before for each in plans)
    return {"from": _standing(before), "to": _standing(_sum(then(each.plan) for each in plans))}


def _sum(standings: Iterable[PoolCounts]) -> PoolCounts:
    """Return the sum of several people's standings."""
    each = list(standings)
    return PoolCounts(
        sum(one.all for one in each), sum(one.in_pool for one in each), sum(one.unknown for one in each)
    )


def _standing(standing: PoolCounts) -> dict[str, int]:
    """Give how things stand."""
    return {"items": standing.all, "in_pool": standing.in_pool, "unknown": standing.unknown}


def _measure(measure: PlannedAction, book: RuleBook) -> dict[str, Any]:
    """Give an action with its numbers."""
    then = {"then": _standing(measure.then)} if measure.then else {}
    numbers = {"alone": asdict(measure.by_itself), "added": asdict(measure.added)} | then
    return _action(measure, book) | numbers


def _refusal(refusal: InapplicableAction, book: RuleBook) -> dict[str, Any]:
    """Give an action that is not for this person."""
    why = {"reason": refusal.reason, "reason_words": reason_words(refusal)}
    return _action(refusal, book) | why


def _action(of: PlannedAction | InapplicableAction, book: RuleBook) -> dict[str, Any]:
    """Give what the rule book says of an action."""
    told = (
        "id",
        "title",
        "platforms",
        "regions",
        "steps",
        "effort",
        "cost",
        "forward",
        "date",
    )
    links = [{"title": link.title, "address": link.address} for link in of.links]
    sources = [source_data(book.sources[name]) for name in of.sources]
    given = {name: getattr(of.action, name) for name in told}
    return given | {"effect": of.effect, "caveats": of.caveats, "links": links, "sources": sources}


def plan_table(
    plans: Sequence[PersonalPlan],
    scan: Scan,
    book: RuleBook,
    look: TextStyle,
    *,
    assumed: bool = False,
) -> str:
    """Return the plans of all people as text: the numbers first, then each action in full."""
    return rendered(_parts(plans, scan, book, look, assumed=assumed), look)


def _parts(
    plans: Sequence[PersonalPlan], scan: Scan, book: RuleBook, look: TextStyle, *, assumed: bool
) -> Iterator[Any]:
    """Give the parts from top to bottom."""
    if len(plans) > 1:
        yield Text(f"These downloads belong to {len(plans)} people. Each of them has a separate plan.")
        yield Text()
    for at, each in enumerate(plans):
        if at:
            yield Text()
        lead = f"{safe(each.individual.label)}: what" if len(plans) > 1 else "What"
        yield heading(f"{lead} you can do, and what it would change")
        yield from _of_person(each.plan, each.individual, book, look, assumed=assumed)
    yield Text()
    letters = "For letters and a list of items, add --write DIR to this command."
    yield dimmed(f"Based on Meta's statements as of {scan.policy_date}. {letters}")


def _of_person(
    plan: Plan, individual: Individual, book: RuleBook, look: TextStyle, *, assumed: bool
) -> Iterator[Any]:
    """Yield one person's plan."""
    for person in dict.fromkeys(export.person for export in individual.exports):
        yield from judged_for(person)
    if assumed:
        yield hanging_indent(
            "Assumed: ", '"?" is counted as what it leans to (--assume lean). That is a guess.'
        )
    yield hanging_indent("Today: ", _today(plan.before))
    yield hanging_indent("Before: ", _before(plan.past))
    if plan.actions:
        yield Text()
        yield from _numbers(plan, look)
        yield dimmed(_LEGEND)
    for at, measure in enumerate(plan.actions, start=1):
        yield from _in_full(f"{at:>2} ", measure, book)
    if plan.without_effect:
        yield from _titled("These change no item of this download")
    for measure in plan.without_effect:
        yield from _in_full(" - ", measure, book)
    yield from _refused(plan.inapplicable)


def _titled(text: str) -> Iterator[Any]:
    """Give a heading with a line above."""
    yield Text()
    yield heading(text)


def _today(standing: PoolCounts) -> str:
    """Say how many items are in the pool."""
    items = count_words(standing.all, "item", "items")
    known = f"of {items} {standing.in_pool:,} are in the pool Meta names or likely in it"
    return f'{known}, {standing.unknown:,} are "?".'


def _before(past: PoolCounts) -> str:
    """Say what no action can change."""
    count = count_words(past.in_pool, "item was", "items were")
    return (
        f"{count} likely in it at a time when Meta says it trained; of {past.unknown:,} it is not known. "
        "Nothing you can do now changes that: no one has promised to take anything out of a model."
    )


def _numbers(plan: Plan, look: TextStyle) -> Iterator[Text]:
    """Give the table of numbers; where room is short, a title gets its own line."""
    rows = [("   Today", _standing_cells(plan.before))]
    rows += [(f"{at:>2} {m.action.title}", _cells(m)) for at, m in enumerate(plan.actions, start=1)]
    rows += [(f"   {name}", _standing_cells(then)) for name, then in _totals(plan)]
    widths = column_widths([_HEADS, *(cells for _, cells in rows)])
    label = max(len(name) for name, _ in rows)
    gap = next((gap for gap in (3, 2, 1) if label + sum(widths) + gap * len(widths) <= look.width), 0)
    lead = " " * label if gap else ""
    yield _titles(lead, widths, gap or 1)
    yield number_line(lead, _HEADS, widths, gap or 1, "dim")
    for name, cells in rows:
        style = "bold" if name.startswith("   ") else ""
        if not gap:
            yield Text(name, style=style)
        yield number_line(name.ljust(label) if gap else "", cells, widths, gap or 1, style)


def _titles(lead: str, widths: Sequence[int], gap: int) -> Text:
    """Give the line of headings over the two groups of columns."""
    spans = [sum(each) + gap * (len(each) - 1) for each in (widths[:3], widths[3:])]
    return number_line(lead, _TITLES, spans, gap, "dim")


def _totals(plan: Plan) -> list[tuple[str, PoolCounts]]:
    """Give the last rows: all that loses nothing, and everything."""
    costs = {measure.action.cost for measure in plan.actions}
    keeping = [("Together, nothing lost", plan.keeping)] if "nothing" in costs and len(costs) > 1 else []
    return [*keeping, ("All together", plan.together)]


def _cells(measure: PlannedAction) -> tuple[str, ...]:
    """Give the numbers of one action."""
    added, then = measure.added, measure.then
    left = (then.in_pool, then.unknown) if then else (0, 0)
    return tuple(count_text(value) for value in (added.out, added.settled, added.disputed, *left))


def _standing_cells(standing: PoolCounts) -> tuple[str, ...]:
    """Give how things stand, below the columns of what is left."""
    return ("", "", "", count_text(standing.in_pool), count_text(standing.unknown))


def _in_full(lead: str, measure: PlannedAction, book: RuleBook) -> Iterator[Any]:
    """Give an action with everything one has to know of it."""
    action, indent = measure.action, " " * len(lead)
    yield Text()
    about = [f"about {count_words(action.effort, 'minute', 'minutes')}", _COST_WORDS[action.cost]]
    alone = (
        [f"alone: {count_text(measure.by_itself.any)} items"]
        if measure.by_itself.any != measure.added.any
        else []
    )
    yield hanging_indent(lead, Text(action.title, style="bold"))
    yield hanging_indent(indent, dimmed(" · ".join(word for word in [*about, *alone] if word)))
    yield hanging_indent(indent, measure.effect)
    for at, step in enumerate(action.steps, start=1):
        yield hanging_indent(f"{indent}{at}. ", step)
    # an address is not folded, so that it can be copied
    for link in measure.links:
        yield Text(f"{indent}{link.title}: {link.address}", no_wrap=True, overflow="ignore")
    yield hanging_indent(f"{indent}Note: ", " ".join(measure.caveats))
    if unsure := measure.by_itself.disputed:
        items = count_words(unsure, "item", "items")
        yield hanging_indent(indent, f"{items} would then count as unknown, not as taken out.")
    yield hanging_indent(indent, dimmed(_sources(measure, book)))


def _sources(measure: PlannedAction, book: RuleBook) -> str:
    """Name the sources, each with who speaks and of when."""
    named = [book.sources[name] for name in measure.sources]
    told = [f"{each.title} ({GRADE_NAMES[each.grade]}, {each.date or 'undated'})" for each in named]
    return f"Sources: {'; '.join(told)}. Checked on {measure.action.date}."


def _refused(refused: Sequence[InapplicableAction]) -> Iterator[Any]:
    """Give what is not for this person, and why; what only lacks a download in one line."""
    told = [each for each in refused if each.reason != "platform"]
    if refused:
        yield from _titled("Not for you")
    for refusal in told:
        yield hanging_indent(" - ", f"{refusal.action.title}: {reason_words(refusal)}")
    absent = [each.action.title for each in refused if each.reason == "platform"]
    if absent:
        yield hanging_indent(" - ", f"Nothing of these products was scanned: {'; '.join(absent)}.")


def reason_words(refusal: InapplicableAction) -> str:
    """Say in plain words why an action is not for someone."""
    action = refusal.action
    products = join_words([PLATFORM_NAMES[platform] for platform in action.platforms])
    words = {
        "platform": f"nothing of {products} was scanned.",
        "region": f"{country(refusal.at.person.region or '')}: {action.instead}",
        "region_unknown": "where you live is not known. Tell it with --region, as in --region DE.",
        "objected": "you told of an accepted objection; keep its confirmation.",
        "account": f"the {products} account is not public.",
    }
    return words[refusal.reason]
