"""For whom the verdicts are, and how their country, age and objections are known."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from rich.text import Text

from scanner.output.text import hanging_indent
from scanner.output.wording import PLATFORM_NAMES, join_list
from scanner.result import Person
from scanner.rulebook.regions import country_name

ADD_REGION: Final = "Add it with --region, for example --region DE."

_ORIGINS: Final = {"told": "you said so", "export": "from the download", "signup": "see below"}
"""Labels for `region_from` and `age_from`; any other value is shown as it is."""


def judged_for(person: Person) -> Iterator[object]:
    """Yield the lines that name the region, age and objections, and how to set what is unknown."""
    facts = [_region(person), _age(person), _objections(person)]
    yield hanging_indent("Judged for: ", " · ".join(facts))
    if person.region_from == "signup" and person.region:
        yield Text(
            f"{country_name(person.region)} is where this account was created. "
            "If you live elsewhere, add --region COUNTRY."
        )
    if person.region and person.region_note:
        yield Text(f"{country_name(person.region)}: {person.region_note}")
    if person.region is None:
        yield Text(
            "Your country is not in the download, so the rules for the rest of the world were used. "
            + ADD_REGION
        )
    if person.age == "unknown":
        yield Text(
            "Your age is not in the download. Add your date of birth with --born, "
            "for example --born 1990-05-04."
        )


def _region(person: Person) -> str:
    """Return the country, its region where that has another name, and how it is known."""
    if person.region is None:
        return "country unknown"
    name = country_name(person.region)
    full_name = name if name == person.region_name else f"{name}, {person.region_name}"
    return f"{full_name} ({_ORIGINS.get(person.region_from, person.region_from)})"


def _age(person: Person) -> str:
    """Return `adult` or `minor`, and how it is known."""
    if person.age == "unknown":
        return "age unknown"
    return f"{person.age} ({_ORIGINS.get(person.age_from, person.age_from)})"


def _objections(person: Person) -> str:
    """Return the objections that are known, or how to add one."""
    no_form = "" if person.has_form else "; it counts only where Meta has a form"
    groups = [
        (person.objections, no_form),
        (person.objections_to_come, "; filed later, so it does not count yet"),
    ]
    sentences = [
        f"{join_list([_objection(*objection) for objection in objections])} (you said so{reason})"
        for objections, reason in groups
        if objections
    ]
    if not sentences:
        return "no objection on record (add --objected DATE if you filed one)"
    return f"objection: {', '.join(sentences)}"


def _objection(platform: str, filed: date) -> str:
    """Return the day and the product of an objection, as `2025-05-20 for Facebook`."""
    return f"{filed} for {'all products' if platform == 'all' else PLATFORM_NAMES.get(platform, platform)}"
