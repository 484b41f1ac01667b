"""Records to columns: a member is taken whole or not at all, however large it is."""

from collections.abc import Iterator

import pytest

from scanner.items import Columns
from scanner.readers.record import MediaReference, Record


def records(count: int, text: str, precision: str = "second") -> Iterator[Record]:
    """Give so many records, each with a file."""
    for number in range(count):
        yield Record(
            platform="facebook", kind="post", section="timeline", pointer=f"/{number}", text=text,
            precision=precision, media=(MediaReference(uri=f"{text}/{number}.jpg"),),
        )  # fmt: skip


def breaking_off(count: int) -> Iterator[Record]:
    """Give so many records, and then fail."""
    yield from records(count, "lost")
    raise ValueError("broken")


@pytest.fixture(autouse=True)
def _few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Columns, "ENOUGH", 4)


@pytest.mark.parametrize("count", [0, 3, 4, 9, 12])
def test_of_a_member_that_breaks_off_nothing_is_kept(count: int) -> None:
    columns = Columns()
    columns.add(records(3, "before"), 0)
    with pytest.raises(ValueError, match="broken"):
        columns.add(breaking_off(count), 1)
    columns.add(records(6, "behind"), 2)
    content, media = columns.frames()
    assert content["text"].to_list() == ["before"] * 3 + ["behind"] * 6
    assert content["member"].to_list() == [0] * 3 + [2] * 6
    assert content["row"].to_list() == media["row"].to_list() == list(range(9))


@pytest.mark.parametrize("count", [2, 4, 9])
def test_how_exactly_a_page_tells_its_moments_reaches_all_of_its_records_alone(count: int) -> None:
    columns = Columns()
    columns.add(records(2, "json"), 0)
    columns.add(records(count, "page"), 1)
    columns.add(records(1, "page", "day"), 1)
    columns.set_precision(1, "minute")
    content, _ = columns.frames()
    assert content["precision"].to_list() == ["second"] * 2 + ["minute"] * count + ["day"]
