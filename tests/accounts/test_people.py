"""Which downloads are of one person."""

import json
from datetime import date
from pathlib import Path

import pytest

from scanner.accounts.people import NAMELESS, individuals, numbers_of_people
from scanner.result import Account, Export
from tests.scanning import entry, instagram, scanned

BORN = date(1990, 5, 4)
OTHER = date(1979, 8, 15)


def of(
    platform: str, name: str | None = None, username: str | None = None, born: date | None = None
) -> Export:
    """Give a download of one account."""
    return Export("x.zip", (Account(platform, name, username, birth_date=born),), ("x.zip",))


@pytest.mark.parametrize(
    ("exports", "numbers"),
    [
        ([of("facebook", "Jane Sample")], [0]),
        ([of("facebook", "Jane Sample"), of("instagram", "janey", "jane.s")], [0, 1]),
        ([of("facebook", "Jane Sample", born=BORN), of("instagram", "Jane", born=BORN)], [0, 1]),
        ([of("facebook", "Jane Sample", born=BORN), of("instagram", "jane sample", born=BORN)], [0, 0]),
        ([of("facebook", "Jane Sample", born=BORN), of("instagram", "Jane", born=OTHER)], [0, 1]),
        ([of("facebook", "Jane Sample"), of("facebook", "Ravi Example")], [0, 1]),
        ([of("facebook", "Jane Sample"), of("facebook", "jane sample")], [0, 0]),
        ([of("facebook", "Jane Sample"), of("facebook")], [0, 0]),
        ([of("facebook"), of("facebook", "Jane Sample")], [0, 0]),
        ([of("facebook"), of("instagram")], [0, 0]),
        ([of("facebook", "Jane Sample", born=BORN), of("instagram", born=OTHER)], [0, 1]),
        ([of("facebook", "Jane Sample"), of("facebook", "Ravi Example"), of("instagram")], [0, 1, 2]),
        ([of("instagram", "Jane", "jane.1"), of("instagram", "Jane", "jane.2")], [0, 1]),
        ([of("instagram", "Jane", "jane.1", BORN), of("instagram", "Jane", "jane.2", BORN)], [0, 0]),
        ([of("instagram", "Jane", "jane.1"), of("threads", "Jane at work", "@JANE.1")], [0, 0]),
        ([of("facebook", "Jane  Sample"), of("facebook", "Jane\u00a0Sample")], [0, 0]),
        ([of("facebook", "\uff2aane Sample"), of("facebook", "jane sample")], [0, 0]),
        ([of("facebook", "Zo\u00eb"), of("instagram", "Zoe\u0308", "zoe")], [0, 0]),
        (
            [
                of("facebook", "Jane Sample", born=BORN), of("facebook", "Jane Sample", born=OTHER),
                of("instagram", "Jane Sample"),
            ],
            [0, 1, 0],
        ),
        (
            [
                of("facebook", "Jane Sample"), of("instagram", "Ravi Example", "ravi"),
                of("facebook", "Ravi Example"), of("instagram", "Jane Sample", "jane"), of("threads", "who"),
            ],
            [0, 1, 1, 0, 4],
        ),
    ],
)  # fmt: skip
def test_downloads_are_of_one_person_where_they_share_a_name_and_nothing_contradicts(
    exports: list[Export], numbers: list[int]
) -> None:
    assert numbers_of_people(exports) == numbers


def test_accounts_that_the_user_named_as_theirs_are_of_one_person() -> None:
    accounts = [Account("facebook", "Jane Sample"), Account("instagram", "janey", "jane.s")]
    exports = [Export(f"{a.platform}.zip", (a,), (f"{a.platform}.zip",), in_facts=True) for a in accounts]
    assert numbers_of_people(exports) == [0, 0]


def test_each_person_is_called_by_what_tells_them_from_the_others() -> None:
    exports = [
        of("facebook", "Jane Sample", born=BORN), of("instagram", "Jane Sample", "jane.s", OTHER),
        of("instagram", None, "ravi"), of("facebook", "Mia Example"), of("threads"),
    ]  # fmt: skip
    found = individuals(exports)
    assert [each.number for each in found] == [1, 2, 3, 4, 5]
    assert [each.label for each in found] == [
        "Jane Sample", "Jane Sample @jane.s", "@ravi", "Mia Example", f"{NAMELESS} (x.zip)"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("linked", "born", "numbers"),
    [
        (("Instagram", "JANEY.S", "17841400000000001"), None, [0, 0]),
        (("@janey.s",), BORN, [0, 0]),
        (("janey.s",), OTHER, [0, 1]),
        (("Instagram", "someone.else"), None, [0, 1]),
    ],
)
def test_accounts_linked_in_the_accounts_center_are_of_one_person(
    linked: tuple[str, ...], born: date | None, numbers: list[int]
) -> None:
    one = Export("a", (Account("facebook", "Jane Sample", birth_date=BORN, linked=linked),), ("a.zip",))
    other = of("instagram", "janey", "janey.s", born)
    assert numbers_of_people([one, other]) == numbers_of_people([other, one]) == numbers


@pytest.mark.parametrize(
    "labels", [("Account type", "User name", "Identifier"), ("Kontotyp", "Benutzer", "Kennung")]
)
def test_linked_accounts_are_read_in_any_language(labels: tuple[str, ...], tmp_path: Path) -> None:
    values = ("Facebook", "Ravi Example", "100000000000001")
    record = {"string_map_data": {label: {"value": text} for label, text in zip(labels, values, strict=True)}}
    path = "personal_information/personal_information/linked_meta_accounts.json"
    tree = instagram(entry("ig_post", "2020-01-01 10:00", "A", 1))
    tree[path] = json.dumps({"profile_linked_meta_accounts": [record]}).encode()
    found = scanned(tree, tmp_path)
    assert found.exports[0].accounts[0].linked == values
    assert "Ravi Example" not in str(found.items.to_dicts())
