"""The day in the name of a download."""

from datetime import date

import pytest

from scanner.accounts.export_date import date_in_name


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("instagram-jane.sample-2024-11-18-AbCdEfGh.zip", date(2024, 11, 18)),
        ("facebook-jane-2026-3-6.zip", date(2026, 3, 6)),
        ("facebook-jane_2026_01_19", date(2026, 1, 19)),
        ("meta-2026-Jul-21-10-00-00.zip", date(2026, 7, 21)),
        ("meta-2026-jul-1-10-00-00", date(2026, 7, 1)),
        ("instagram-jane-27.08.2026.zip", date(2026, 8, 27)),
        ("instagram-jane-1.2.2026.zip", date(2026, 2, 1)),
        ("instagram-jane-25-4-2025.zip", date(2025, 4, 25)),
        ("instagram-jane-4-25-2025.zip", date(2025, 4, 25)),
        ("instagram-jane-5-5-2025.zip", date(2025, 5, 5)),
        ("jane_20191104.zip", date(2019, 11, 4)),
        ("jane_20191104 (1).zip", date(2019, 11, 4)),
    ],
)
def test_a_day_is_found_in_each_form(name: str, day: date) -> None:
    assert date_in_name(name) == day


@pytest.mark.parametrize(
    "name",
    [
        "facebook-jane.zip",
        "instagram-jane-12-4-2025.zip",
        "facebook-100012345678901.zip",
        "jane-2024-13-45.zip",
        "jane_20241399.zip",
        "meta-2026-Feb-31.zip",
        "jane-0-0-2024.zip",
        "",
    ],
)
def test_no_day_is_made_up(name: str) -> None:
    assert date_in_name(name) is None
