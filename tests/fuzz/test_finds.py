"""The small inputs that fuzzing came down to, built by code."""

from typing import Any

import pytest

from scanner.readers.html import escape_text
from scanner.readers.record import UnreadableError


@pytest.mark.parametrize("whole", [True, False])
def test_tables_in_tables_deeper_than_can_be_told_make_the_page_unreadable(
    whole: bool,
) -> None:
    told: Any = "Sampletown"
    for _ in range(400):
        told = {"dict": [told]}
    with pytest.raises(UnreadableError, match="nested too deep"):
        escape_text(told if whole else [told])
