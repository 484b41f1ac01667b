"""Which downloads are of one person."""

from datetime import date

import pytest

from scanner.people import numbered
from scanner.result import Account, Export

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
        ([of("facebook", "Jane Sample"), of("instagram", "janey", "jane.s")], [0, 0]),
        ([of("facebook", "Jane Sample", born=BORN), of("instagram", "Jane", born=BORN)], [0, 0]),
        ([of("facebook", "Jane Sample", born=BORN), of("instagram", "Jane", born=OTHER)], [0, 1]),
        ([of("facebook", "Jane Sample"), of("facebook", "Ravi Example")], [0, 1]),
        ([of("facebook", "Jane Sample"), of("facebook", "jane sample")], [0, 0]),
        ([of("facebook", "Jane Sample"), of("facebook")], [0, 0]),
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
def test_downloads_are_of_one_person_until_something_says_otherwise(
    exports: list[Export], numbers: list[int]
) -> None:
    assert numbered(exports) == numbers
