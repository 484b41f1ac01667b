"""The whole rule book: the built-in rules, validated, with the user's own over them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from scanner.resources import rules_dir
from scanner.rulebook.action import Action
from scanner.rulebook.actions import change_conditions, check_actions, read_actions
from scanner.rulebook.conditions import Condition, conditions
from scanner.rulebook.files import Folder, read_folder
from scanner.rulebook.regions import alpha2
from scanner.rulebook.rules import TABLES, Citation, Note, Region, Rule, RuleError
from scanner.rulebook.validate import check_head, check_rule

if TYPE_CHECKING:
    import polars as pl

    from scanner.rulebook.decision_table import DecisionTable


class RuleBook(msgspec.Struct, frozen=True, eq=False):
    """Every rule, source and region, as loaded; tables are compiled when they are first used."""

    rules: Mapping[str, Rule]
    """By id: in the order of the tables, and of the rules in each table."""
    notes: Mapping[str, Note]
    """By id: what no export has evidence for."""
    sources: Mapping[str, Citation]
    """By id."""
    regions: Mapping[str, Region]
    """By group."""
    policy_date: date
    """The last day on which Meta's statements were checked."""
    actions: Mapping[str, Action] = msgspec.field(default_factory=dict)
    """By id: what a person can do, in the order of the files."""
    layouts: tuple[Path, ...] = ()
    """The files that say what each member of an export is."""
    locales: tuple[Path, ...] = ()
    """The files that say what Meta's localised words mean."""
    _tables: dict[str, "DecisionTable"] = msgspec.field(default_factory=dict)

    def table(self, name: str) -> "DecisionTable":
        """Return a table of `rules.TABLES`, compiled once."""
        from scanner.rulebook.decision_table import DecisionTable  # noqa: PLC0415 - brings polars, only when needed

        if name not in self._tables:
            self._tables[name] = DecisionTable(name, self.rules_of(name))
        return self._tables[name]

    def rules_of(self, name: str) -> tuple[Rule, ...]:
        """Return the rules of one table in their order."""
        return tuple(rule for rule in self.rules.values() if rule.table == name)

    def flags(self, frame: "pl.DataFrame") -> "pl.Series":
        """Return for each row of the item frame the ids of the flags that apply."""
        return self.table("flags").flags(frame)

    def group_of(self, country: str | None) -> str:
        """Return the region group of an ISO 3166-1 alpha-2 code, `UK` too; `ROW` if no group lists it."""
        code = alpha2(country or "")
        return next((region.group for region in self.regions.values() if code in region.countries), "ROW")

    def open_note(self, country: str | None) -> str | None:
        """Return what is uncertain about a country that no source puts into a group; None for all others."""
        code = alpha2(country or "")
        return next(
            (region.open_note for region in self.regions.values() if code in region.open_countries), None
        )


def load(user_dir: Path | None = None, root: Path | None = None) -> RuleBook:
    """Read and validate the rule book at `root` (None: the built-in one), the user's own over it.

    A user's rule, note, source or region with an id of the built-in ones takes its place; a new rule comes
    before the built-in rules of its table. Raises RuleError for the first thing that is wrong.
    """
    builtin = read_folder(root or rules_dir())
    user_folder = read_folder(user_dir) if user_dir else None
    folders = (builtin, user_folder) if user_folder else (builtin,)
    book = RuleBook(
        rules=_in_order(_merged(builtin.rules, user_folder.rules) if user_folder else builtin.rules),
        notes={name: note for folder in folders for name, note in folder.notes.items()},
        sources={name: source for folder in folders for name, source in folder.sources.items()},
        regions={name: region for folder in folders for name, region in folder.regions.items()},
        policy_date=_policy_date(folders),
        actions={name: action for folder in folders for name, action in read_actions(folder.path).items()},
        layouts=_data_files(folders, "layouts"),
        locales=_data_files(folders, "locales"),
    )
    _check(book)
    return book


def _merged(builtin: Mapping[str, Rule], user_rules: Mapping[str, Rule]) -> dict[str, Rule]:
    for name in user_rules.keys() & builtin.keys():
        if user_rules[name].table != builtin[name].table:
            raise user_rules[name].error(
                "table", f"the rule it replaces is in the table {builtin[name].table}"
            )
    added = {name: rule for name, rule in user_rules.items() if name not in builtin}
    return added | {name: user_rules.get(name, rule) for name, rule in builtin.items()}


def _in_order(rules: Mapping[str, Rule]) -> dict[str, Rule]:
    return {name: rule for table in TABLES for name, rule in rules.items() if rule.table == table}


def _policy_date(folders: Sequence[Folder]) -> date:
    dates = [folder.policy_date for folder in folders if folder.policy_date]
    if not dates:
        raise RuleError(folders[0].path / "regions.toml", "", "policy_date", "is missing")
    return dates[-1]


def _data_files(folders: Sequence[Folder], name: str) -> tuple[Path, ...]:
    return tuple(file for folder in folders for file in sorted((folder.path / name).rglob("*.toml")))


def _check(book: RuleBook) -> None:
    for note in book.notes.values():
        check_head(note, book.sources)
        if note.id in book.rules:
            raise note.error("id", "is also the id of a rule")
    for rule in book.rules.values():
        check_rule(rule, book.sources)
    check_actions(book.actions, book.sources, book.rules)
    _check_groups(book)
    for region in book.regions.values():
        for source in set(region.sources) - book.sources.keys():
            raise RuleError(Path("regions.toml"), region.group, "sources", f'there is no source "{source}"')


def _check_groups(book: RuleBook) -> None:
    """Raise RuleError where a rule or an action names a region group that there is not."""
    for rule in book.rules.values():
        groups_by_key = [("regions", rule.regions), ("when.fact_region", _groups_of(conditions(rule)))]
        _check_group_names(book, rule, groups_by_key)
    for action in book.actions.values():
        links = [group for link in action.links for group in link.regions]
        condition_groups = [
            group for at in range(len(action.changes)) for group in _groups_of(change_conditions(action, at))
        ]
        _check_group_names(
            book,
            action,
            [
                ("regions", action.regions),
                ("regional", action.regional),
                ("regional_effect", action.regional_effect),
                ("regional_caveats", action.regional_caveats),
                ("links.regions", links),
                ("changes.when.fact_region", condition_groups),
            ],
        )


def _groups_of(conditions: Iterable[Condition]) -> list[str]:
    """Return the region groups that conditions name."""
    return [
        group
        for condition in conditions
        if condition.column == "fact_region" and condition.operator in ("in", "not")
        for group in condition.value
    ]


def _check_group_names(
    book: RuleBook, row: Rule | Action, groups_by_key: Iterable[tuple[str, Iterable[str]]]
) -> None:
    for key, groups in groups_by_key:
        for group in groups:
            if group not in book.regions:
                raise row.error(key, f'"{group}" is not one of {", ".join(book.regions)}')
