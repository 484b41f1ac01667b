import pytest

from scanner.archive.keys import download_key, plain_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("facebook-jane-2026-07-21-AbCdEfGh.zip", "facebook-jane-2026-07-21"),
        ("facebook-jane-2026-07-21-AbCdEfGh (1).zip", "facebook-jane-2026-07-21"),
        ("facebook-jane-2026-07-21-AbCdEfGh 2", "facebook-jane-2026-07-21"),
        ("facebook-jane-2026-07-21-AbCdEfGh - Copy.zip", "facebook-jane-2026-07-21"),
        ("facebook-100012345678-2024-11-18-AbCdEfGh", "facebook-100012345678-2024-11-18"),
        ("facebook-jane-2026-3-6-AbCdEfGh.zip", "facebook-jane-2026-3-6"),
        ("facebook-jane-12-4-2025-AbCdEfGh.zip", "facebook-jane-12-4-2025"),
        ("facebook-jane-27.08.2026-AbCdEfGh.zip", "facebook-jane-27.08.2026"),
        ("facebook-jane-2026_01_19-AbCdEfGh.ZIP", "facebook-jane-2026_01_19"),
        ("instagram-jane.s_1-2026-09-08-3By1qyrF.zip", "instagram-jane.s_1-2026-09-08"),
        ("instagram-jane-2026-09-08-abc123.zip", "instagram-jane-2026-09-08"),
        ("instagram-jane-2026-01-09-AbCdEfGh-20250214T091955Z-001.zip", "instagram-jane-2026-01-09"),
        ("meta-2026-Jan-10-17-13-19", "meta-2026-Jan-10-17-13-19"),
        ("facebook-jane-2026年1月9日-AbCdEfGh.zip", "facebook-jane-2026年1月9日"),
        ("facebook-jane-AbCdEfGh.zip", "facebook-jane"),
        ("facebook-jane.zip", "facebook-jane"),
        ("facebook-JaneSample.zip", "facebook-JaneSample"),
        ("facebook-janesample.zip", "facebook-janesample"),
        ("instagram-jane-20221116.zip", "instagram-jane-20221116"),
        ("instagram-12345678-20221116.zip", "instagram-12345678-20221116"),
        ("facebook-jane-2026-07-21.zip", "facebook-jane-2026-07-21"),
    ],
)
def test_what_the_parts_of_one_download_share(name: str, key: str) -> None:
    assert download_key(name) == key


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("part1.zip", "part2.zip", True),
        ("my export 1 of 2.zip", "my export 2 of 2.zip", True),
        ("export", "export (2)", True),
        ("drive-001.zip", "drive-002.zip", True),
        ("takeout-20250214T091955Z-001.zip", "takeout-20250214T091955Z-002.zip", True),
        ("export.zip", "export (1).zip", True),
        ("jane.zip", "june.zip", False),
        ("backup2023.zip", "backup2024.zip", False),
    ],
)
def test_numbered_parts(one: str, other: str, alike: bool) -> None:
    assert (plain_key(one) == plain_key(other)) is alike
