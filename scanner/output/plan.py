"""A plan as text and as JSON: what each action removes from the pool, how to do it, and its sources."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from msgspec.structs import asdict
from rich.text import Text

from scanner.accounts.people import Individual
from scanner.output.explain import source_data
from scanner.output.json import individual_data, json_text, person_data
from scanner.output.number_grid import Columns, count_text, number_grid
from scanner.output.person import ADD_REGION, judged_for
from scanner.output.terminal_safe import safe
from scanner.output.text import TextStyle, dimmed, hanging_indent, heading, rendered, unbroken_line
from scanner.output.wording import (
    ASSUMED_SENTENCE,
    PLATFORM_NAMES,
    join_list,
    policy_sentence,
    quantity,
)
from scanner.plan.plan import InapplicableAction, PersonalPlan, Plan, PlannedAction, PoolCounts
from scanner.result import Scan
from scanner.rulebook import RuleBook
from scanner.rulebook.regions import country_name
from scanner.rulebook.rules import GRADE_NAMES

SCHEMA: Final = "exposure.plan/1"

_COST_LABELS: Final = {"nothing": "", "content": "deletes content", "account": "deletes the account"}
_COLUMNS: Final = Columns(
    ("removed", "settled", "unclear", "in it", "?"), ((3, "what it changes"), (2, "afterwards"))
)
_TODAY: Final = "   Today"
_LEGEND: Final = (
    '"Removed": no longer in the pool that Meta says it uses for its AI. "Settled": unknown today, but '
    'certainly outside the pool afterwards. "Unclear": in the pool today, disputed or not promised '
    'afterwards. "Afterwards": what is still in the pool ("in it") or unknown ("?") after this step and all '
    "steps above it. No item is counted twice."
)


_AnyAction = PlannedAction | InapplicableAction


def plan_json(plans: Sequence[PersonalPlan], scan: Scan, book: RuleBook, *, assumed: bool = False) -> str:
    """Return the plans of all people as a JSON document, each action with its sources in full.

    `people` numbers them; each action names its person by that number. Sums are over everybody.
    """
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "policy_date": scan.policy_date,
        "facts": person_data(scan.person),
        "people": [_person(person_plan) for person_plan in plans],
        "before": _pool_data(_sum(person_plan.plan.before for person_plan in plans)),
        "past": _pool_data(_sum(person_plan.plan.past for person_plan in plans)),
        "actions": _all_actions(plans, book, lambda plan: plan.actions),
        "without_effect_here": _all_actions(plans, book, lambda plan: plan.without_effect),
        "not_for_you": _all_actions(plans, book, lambda plan: plan.inapplicable),
        "keeping": _from_to(plans, lambda plan: plan.keeping),
        "together": _from_to(plans, lambda plan: plan.together),
    }
    return json_text(document | ({"assumed": "lean"} if assumed else {}))


def _person(person_plan: PersonalPlan) -> dict[str, Any]:
    """Return one of the people with the numbers of their plan."""
    return individual_data(person_plan.individual) | {
        "before": _pool_data(person_plan.plan.before),
        "past": _pool_data(person_plan.plan.past),
        "keeping": _pool_data(person_plan.plan.keeping),
        "together": _pool_data(person_plan.plan.together),
    }


def _all_actions(
    plans: Sequence[PersonalPlan], book: RuleBook, actions: Callable[[Plan], Sequence[_AnyAction]]
) -> list[dict[str, Any]]:
    """Return these actions of all plans, each with the number of its person."""
    return [
        _action(action, book) | {"person": person_plan.individual.number}
        for person_plan in plans
        for action in actions(person_plan.plan)
    ]


def _from_to(plans: Sequence[PersonalPlan], then: Callable[[Plan], PoolCounts]) -> dict[str, Any]:
    """Return the numbers of today and of afterwards, for all people together."""
    before = _sum(person_plan.plan.before for person_plan in plans)
    return {
        "from": _pool_data(before),
        "to": _pool_data(_sum(then(person_plan.plan) for person_plan in plans)),
    }


def _sum(summands: Iterable[PoolCounts]) -> PoolCounts:
    """Return the sum of several people's numbers."""
    counts = list(summands)
    return PoolCounts(
        sum(count.all for count in counts),
        sum(count.in_pool for count in counts),
        sum(count.unknown for count in counts),
    )


def _pool_data(counts: PoolCounts) -> dict[str, int]:
    """Return the numbers as the document names them."""
    return {"items": counts.all, "in_pool": counts.in_pool, "unknown": counts.unknown}


def _action(planned: _AnyAction, book: RuleBook) -> dict[str, Any]:
    """Return an action with its numbers, or with the reason why it does not fit the person."""
    if isinstance(planned, InapplicableAction):
        reason = {"reason": planned.reason, "reason_words": refusal_reason(planned)}
        return _rule_book_action(planned, book) | reason
    then = {"then": _pool_data(planned.then)} if planned.then else {}
    numbers = {"alone": asdict(planned.by_itself), "added": asdict(planned.added)} | then
    return _rule_book_action(planned, book) | numbers


def _rule_book_action(planned: _AnyAction, book: RuleBook) -> dict[str, Any]:
    """Return what the rule book says about an action."""
    names = ("id", "title", "platforms", "regions", "steps", "effort", "cost", "forward", "date")
    links = [{"title": link.title, "address": link.address} for link in planned.links]
    sources = [source_data(book.sources[name]) for name in planned.sources]
    fields = {name: getattr(planned.action, name) for name in names}
    return fields | {"effect": planned.effect, "caveats": planned.caveats, "links": links, "sources": sources}


def plan_table(
    plans: Sequence[PersonalPlan],
    scan: Scan,
    book: RuleBook,
    style: TextStyle,
    *,
    assumed: bool = False,
) -> str:
    """Return the plans of all people as text: the numbers first, then each action in full."""
    return rendered(_parts(plans, scan, book, style, assumed=assumed), style)


def _parts(
    plans: Sequence[PersonalPlan], scan: Scan, book: RuleBook, style: TextStyle, *, assumed: bool
) -> Iterator[Any]:
    """Yield the parts from top to bottom."""
    if len(plans) > 1:
        yield Text(f"These downloads belong to {len(plans)} people. Each of them has a separate plan.")
        yield Text()
    for index, person_plan in enumerate(plans):
        if index:
            yield Text()
        lead = f"{safe(person_plan.individual.label)}: what" if len(plans) > 1 else "What"
        yield heading(f"{lead} you can do, and what it would change")
        yield from _person_parts(person_plan.plan, person_plan.individual, book, style, assumed=assumed)
    yield Text()
    letters = "For letters and a list of items, add --write DIR to this command."
    yield dimmed(f"{policy_sentence(scan.policy_date)} {letters}")


def _person_parts(
    plan: Plan, individual: Individual, book: RuleBook, style: TextStyle, *, assumed: bool
) -> Iterator[Any]:
    """Yield one person's plan."""
    for person in dict.fromkeys(export.person for export in individual.exports):
        yield from judged_for(person)
    if assumed:
        yield hanging_indent("Assumed: ", ASSUMED_SENTENCE)
    yield hanging_indent("Today: ", _today(plan.before))
    yield hanging_indent("Before: ", _before(plan.past))
    if plan.actions:
        yield Text()
        yield from _numbers(plan, style.width)
        yield Text(_LEGEND)
    for number, measure in enumerate(plan.actions, start=1):
        yield from _in_full(f"{number:>2} ", measure, book)
    if plan.without_effect:
        yield from _section_heading("These do not change any item in this download")
    for measure in plan.without_effect:
        yield from _in_full(" - ", measure, book)
    yield from _refused(plan.inapplicable)


def _section_heading(text: str) -> Iterator[Any]:
    """Yield an empty line and a heading."""
    yield Text()
    yield heading(text)


def _today(counts: PoolCounts) -> str:
    """Return how many items are in the pool today."""
    items = quantity(counts.all, "item", "items")
    in_pool = f"{counts.in_pool:,} of {items} {'is' if counts.in_pool == 1 else 'are'} in the pool"
    unknown = f'{counts.unknown:,} {"is" if counts.unknown == 1 else "are"} unknown ("?")'
    return f"{in_pool} that Meta says it uses for its AI, or probably; {unknown}."


def _before(past: PoolCounts) -> str:
    """Return what no action can change."""
    count = quantity(past.in_pool, "item was", "items were")
    return (
        f"{count} probably in the pool at a time when Meta says it trained its AI; {past.unknown:,} "
        f"{'is' if past.unknown == 1 else 'are'} unknown. Nothing you do now can change that: nobody has "
        "promised to remove anything from a trained model."
    )


def _numbers(plan: Plan, width: int) -> Iterator[Text]:
    """Yield the table of numbers."""
    totals = [(f"   {label}", _pool_cells(then)) for label, then in _totals(plan)]
    rows = [
        (_TODAY, _pool_cells(plan.before)),
        *((f"{number:>2} {m.action.title}", _cells(m)) for number, m in enumerate(plan.actions, start=1)),
        *totals,
    ]
    bold = (_TODAY, *(label for label, _ in totals))
    yield from number_grid(rows, _COLUMNS, width, gaps=(3, 2, 1), bold=bold)


def _totals(plan: Plan) -> list[tuple[str, PoolCounts]]:
    """Return the last rows: all steps that delete nothing, and all steps."""
    costs = {measure.action.cost for measure in plan.actions}
    keeping = (
        [("All steps that delete nothing", plan.keeping)] if "nothing" in costs and len(costs) > 1 else []
    )
    return [*keeping, ("All steps", plan.together)]


def _cells(measure: PlannedAction) -> tuple[str, ...]:
    """Return the numbers of one action."""
    added, then = measure.added, measure.then
    remaining = (then.in_pool, then.unknown) if then else (0, 0)
    return tuple(count_text(value) for value in (added.out, added.settled, added.disputed, *remaining))


def _pool_cells(counts: PoolCounts) -> tuple[str, ...]:
    """Return the numbers of a row that has only the columns of afterwards."""
    return ("", "", "", count_text(counts.in_pool), count_text(counts.unknown))


def _in_full(lead: str, measure: PlannedAction, book: RuleBook) -> Iterator[Any]:
    """Yield an action in full: its effect, steps, addresses, caveats and sources."""
    action, indent = measure.action, " " * len(lead)
    yield Text()
    about = [f"about {quantity(action.effort, 'minute', 'minutes')}", _COST_LABELS[action.cost]]
    total = (
        [f"{quantity(measure.by_itself.any, 'item', 'items')} if you only do this"]
        if measure.by_itself.any != measure.added.any
        else []
    )
    yield hanging_indent(lead, Text(action.title, style="bold"))
    yield hanging_indent(indent, dimmed(" · ".join(word for word in [*about, *total] if word)))
    yield hanging_indent(indent, measure.effect)
    for number, step in enumerate(action.steps, start=1):
        yield hanging_indent(f"{indent}{number}. ", step)
    for link in measure.links:
        yield unbroken_line(f"{indent}{link.title}: {link.address}")
    yield hanging_indent(f"{indent}Note: ", " ".join(measure.caveats))
    if unsure := measure.by_itself.disputed:
        items = quantity(unsure, "item", "items")
        yield hanging_indent(indent, f"{items} would then count as unknown, not as removed.")
    yield hanging_indent(indent, dimmed(_sources(measure, book)))


def _sources(measure: PlannedAction, book: RuleBook) -> str:
    """Return the sources, each with its grade and date."""
    citations = [book.sources[name] for name in measure.sources]
    sources = [
        f"{citation.title} ({GRADE_NAMES[citation.grade]}, {citation.date or 'undated'})"
        for citation in citations
    ]
    return f"Sources: {'; '.join(sources)}. Checked {measure.action.date}."


def _refused(refused: Sequence[InapplicableAction]) -> Iterator[Any]:
    """Yield the actions that do not fit this person, and why; those for missing products in one line."""
    explained = [refusal for refusal in refused if refusal.reason != "platform"]
    if refused:
        yield from _section_heading("Not for you")
    for refusal in explained:
        yield hanging_indent(" - ", f"{refusal.action.title}: {refusal_reason(refusal)}")
    absent = [refusal.action.title for refusal in refused if refusal.reason == "platform"]
    if absent:
        yield hanging_indent(" - ", f"Not in this download, so skipped: {'; '.join(absent)}.")


def refusal_reason(refusal: InapplicableAction) -> str:
    """Return why an action does not fit a person, as a sentence."""
    action = refusal.action
    products = join_list([PLATFORM_NAMES[platform] for platform in action.platforms])
    reasons = {
        "platform": f"this download has nothing from {products}.",
        "region": f"{country_name(refusal.at.person.region or '')}: {action.instead}",
        "region_unknown": f"your country is unknown. {ADD_REGION}",
        "objected": "you said that your objection was accepted; keep the confirmation.",
        "account": f"the {products} account is not public.",
    }
    return reasons[refusal.reason]
