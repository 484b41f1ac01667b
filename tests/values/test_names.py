"""Names are compared by one rule, whether they stand in a text or in a column."""

import sys
from unicodedata import category, normalize

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.values.names import folded_name, folded_names

ODD = st.text(
    st.one_of(
        st.sampled_from("@ \t\u00a0\u2003\x1c\x85ßẞſﬁΣσςİIıi\u0307\u0301\u0345ΐK\uff21\uff20é\u0938\u200f"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=12,
)


@given(st.lists(st.none() | ODD, max_size=8))
def test_a_column_is_folded_as_each_of_its_names(names: list[str | None]) -> None:
    column = pl.DataFrame({"name": pl.Series(names, dtype=pl.String)})
    assert column.select(folded_names(pl.col("name"))).to_series().to_list() == [
        None if name is None else folded_name(name) for name in names
    ]


@given(ODD)
def test_folding_again_changes_nothing_nor_does_another_composition(name: str) -> None:
    assert folded_name(folded_name(name)) == folded_name(name)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert folded_name(normalize(form, name)) == folded_name(name)


@given(ODD)
def test_names_that_casefold_alike_are_one(name: str) -> None:
    assert folded_name(f" @{normalize('NFC', name).casefold()}") == folded_name(name)


def test_every_character_is_folded_once_and_for_all() -> None:
    every = [chr(code) for code in range(sys.maxunicode + 1) if category(chr(code)) != "Cs"]
    once = [folded_name(char) for char in every]
    assert [folded_name(name) for name in once] == once
    frame = pl.DataFrame({"name": every})
    assert frame.select(folded_names(pl.col("name"))).to_series().to_list() == once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("@Jane.S", "jane.s"), ("Zo\u00eb", "ZOE\u0308"), ("Anna  Groß", " anna GROSS"),
        ("\u039d\u03af\u03ba\u03bf\u03c2", "\u039d\u038a\u039a\u039f\u03a3"), ("\ufb01nn", "Finn"),
        ("\uff2aane", "Jane"), ("Jane\u00a0Sample", "Jane Sample"), ("@ jane", "jane"),
    ],
)  # fmt: skip
def test_two_ways_to_write_a_name(one: str, other: str) -> None:
    assert folded_name(one) == folded_name(other)


@pytest.mark.parametrize("name", ["", " ", "@", "@@ @"])
def test_what_names_nobody_is_empty(name: str) -> None:
    assert folded_name(name) == ""


@pytest.mark.parametrize(("one", "other"), [("Jose", "José"), ("ivan", "Иван"), ("jane.s", "janes")])
def test_names_that_differ_stay_two(one: str, other: str) -> None:
    assert folded_name(one) != folded_name(other)


@pytest.mark.parametrize("dtype", [pl.Categorical, pl.Enum(["Jane", "JANE"])])
def test_a_column_of_words_is_folded_to_text(dtype: pl.DataType) -> None:
    column = pl.DataFrame({"name": pl.Series(["Jane", None, "JANE"], dtype=dtype)})
    assert column.select(folded_names(pl.col("name"))).to_series().to_list() == ["jane", None, "jane"]
