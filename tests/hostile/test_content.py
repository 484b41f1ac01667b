"""What may stand in one member, and what it costs: that member, and no other."""

import json
import shlex
from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest

from scanner.readers import resolve
from scanner.readers.html.blocks import LARGEST_BLOCK
from scanner.readers.json_documents import (
    COUNTED_FROM,
    MOST_BYTES,
    MOST_VALUES,
    PARSER_DEPTH,
    check_size,
    is_deeper,
    parse,
)
from scanner.readers.record import Reading, TooMuchError, UnreadableError
from scanner.readers.source import Source
from tests.builders import JANE, VINTAGES, Tree, as_zip
from tests.builders.facebook import post
from tests.builders.html_facebook import in_html, with_zone
from tests.builders.html_instagram import instagram_html_2025
from tests.hostile.commands import said
from tests.scanning import POSTS, one, scanned, verdict

GOOD: Final = json.dumps([post(1_500_000_000, "good")]).encode()
BESIDE: Final = POSTS.replace("_1.json", "_2.json")
PAGE: Final = "your_facebook_activity/posts/your_posts_2.html"
ALBUM: Final = "your_facebook_activity/posts/album/0.json"
THREAD: Final = "your_facebook_activity/messages/inbox/ravi_1/message_1.json"


def record(inside: str) -> bytes:
    return f'[{{"timestamp": 1500000001, {inside}}}]'.encode()


def nested(opening: bytes, closing: bytes, levels: int) -> bytes:
    return opening * levels + closing * levels


def of_beside(raw: bytes, folder: Path, path: str = BESIDE, *options: str) -> tuple[int, dict[str, Any]]:
    """Put bytes beside a good member; give the exit code and what became of them, the good one being read."""
    export = as_zip({POSTS: GOOD, path: raw}, folder / "export.zip")
    result = said(("coverage", str(export), "-f", "json", *options), folder)
    good, beside = json.loads(result.out)["members"]
    assert (good["state"], good["items"]) == ("content", 1)
    return result.code, beside


UNREADABLE: Final = {
    "cut in the middle": (GOOD[:-30], r"no valid JSON (byte 25 of 25)"),
    "something behind it": (GOOD + b"more", "no valid JSON (byte 55 of 59)"),
    "10,000 lists deep": (nested(b"[", b"]", 10_000), "JSON nested deeper than the limit of 1,024"),
    "10,000 objects deep": (nested(b'{"a":', b"}", 10_000), "JSON nested deeper than the limit of 1,024"),
    "opened, never closed": (b"[" * 100_000, "JSON nested deeper than the limit of 1,024"),
    "deep behind a NaN": (
        b"[NaN," + nested(b"[", b"]", 10_000),
        "JSON nested deeper than the limit of 1,024",
    ),
    "invalid UTF-8": (record('"title": "x"').replace(b"x", b"\xff"), "no UTF-8 text (byte 37 of 41)"),
    "UTF-16": (GOOD.decode().encode("utf-16"), "no UTF-8 text (byte 0 of 112)"),
    "a number of 5,000 digits": (record('"fbid": ' + "9" * 5_000), "no valid JSON (byte 35 of 5,037)"),
    "zeros": (bytes(1_000), "no valid JSON (byte 0 of 1,000)"),
    "empty": (b"", "empty file"),
    "blanks": (b" \n", "empty file"),
    "no object": (b"[object Object]", "Meta wrote '[object Object]' in place of the content"),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_is_no_json_costs_its_member_only(what: str, tmp_path: Path) -> None:
    raw, reason = UNREADABLE[what]
    code, beside = of_beside(raw, tmp_path)
    assert (code, beside["state"], beside["reason"]) == (4, "unreadable", reason)
    assert beside["items"] == beside["records"] == 0


@pytest.mark.parametrize("alone", [{BESIDE: GOOD[:-30]}, {PAGE: b"<html><body><div"}], ids=["JSON", "HTML"])
def test_an_export_of_which_nothing_can_be_read_is_one_all_the_same(
    alone: dict[str, bytes], tmp_path: Path
) -> None:
    export = as_zip(alone, tmp_path / "export.zip")
    scan, coverage = (said((command, str(export)), tmp_path) for command in ("scan", "coverage"))
    assert (scan.code, coverage.code) == (4, 4)
    assert scan.err.startswith("Not all could be read: 1 file, ")


READ: Final = {
    "a BOM": (b"\xef\xbb\xbf" + record('"title": "x"'), 1, None),
    "NaN and Infinity": (
        b'[{"timestamp": NaN, "title": "x"}, {"timestamp": -Infinity, "title": "y"}]',
        2,
        "a time that can't be read (2)",
    ),
    "a lone surrogate": (record(r'"title": "\ud800 x"'), 1, None),
    "a key twice": (b'[{"timestamp": 1, "timestamp": 1500000001, "title": "x"}]', 1, None),
    "a list in a list": (b"[[[[]]]]", 0, "not a record but list"),
    "wrapped too often": (nested(b'{"a":', b"}", 1_000).replace(b":}", b":[]}"), 0, "nested too deep"),
    "a bare null": (b"null", 0, "not a record but nothing"),
    "a bare text": (b'"x"', 0, "not a record but str"),
}


@pytest.mark.parametrize("what", READ)
def test_what_is_odd_is_read_as_far_as_it_goes(what: str, tmp_path: Path) -> None:
    raw, items, reason = READ[what]
    code, beside = of_beside(raw, tmp_path)
    assert (code, beside["state"], beside["items"], beside["reason"]) == (0, "content", items, reason)


def test_of_a_key_that_stands_twice_the_last_counts() -> None:
    assert parse(b'{"a": 1, "a": 2}') == {"a": 2}


def test_one_huge_string_is_read_below_the_limit_and_refused_above(tmp_path: Path) -> None:
    raw = record('"title": "' + "x" * 50_000_000 + '"')
    limit = ("--max-member-bytes", "10000000")
    code, beside = of_beside(raw, tmp_path, BESIDE, *limit)
    assert (code, beside["reason"]) == (4, "larger than the limit of 10,000,000 bytes")
    code, beside = of_beside(raw, tmp_path)
    assert (code, beside["reason"]) == (4, "more to be read at once than the limit of 16,777,216 bytes")
    code, beside = of_beside(record('"title": "' + "x" * 1_000_001 + '"'), tmp_path)
    assert (code, beside["reason"]) == (4, "a text longer than the limit of 1,000,000 characters")
    code, beside = of_beside(record('"title": "' + "x" * 1_000_000 + '"'), tmp_path)
    assert (code, beside["items"]) == (0, 1)


TOO_MUCH: Final = {
    "numbers": (b"1," * 3_000_000, "more values to be read at once than the limit of 750,000"),
    "objects": (b'{"":1},' * 400_000, "more values to be read at once than the limit of 750,000"),
    "one text": (
        b'"' + b"x" * 17_000_000 + b'",',
        "more to be read at once than the limit of 16,777,216 bytes",
    ),
}


@pytest.mark.parametrize("path", [BESIDE, THREAD])
@pytest.mark.parametrize("what", TOO_MUCH)
def test_one_record_that_is_too_much_costs_no_other(what: str, path: str, tmp_path: Path) -> None:
    values, reason = TOO_MUCH[what]
    good = b'{"timestamp": 1500000001, "title": "x"},'
    filled = good + b'{"timestamp": 1500000002, "x": "' + b" " * 8_500_000 + b'"},'
    entries = b"[" + filled + b'{"timestamp": 1500000003, "x": [' + values + b"1]}]"
    raw = entries if path == BESIDE else b'{"title": "Meta AI", "messages": ' + entries + b"}"
    code, beside = of_beside(raw, tmp_path, path)
    assert (code, beside["state"], beside["cut"], beside["reason"]) == (4, "content", True, reason)
    assert (beside["records"], beside["skipped"]) == (2, 1)


@pytest.mark.parametrize("around", [(b"", b""), (b"[", b"]"), (b'{"posts": [', b"]}")])
def test_a_file_of_one_record_that_is_too_much_is_unreadable(
    around: tuple[bytes, bytes], tmp_path: Path
) -> None:
    before, behind = around
    raw = before + b'{"timestamp": 1, "x": "' + b"x" * 17_000_000 + b'"}' + behind
    code, beside = of_beside(raw, tmp_path)
    assert (code, beside["state"], beside["cut"], beside["skipped"]) == (4, "unreadable", False, 0)
    assert beside["reason"] == "more to be read at once than the limit of 16,777,216 bytes"


def test_what_stops_being_json_is_unreadable_after_a_record_that_is_too_much(tmp_path: Path) -> None:
    raw = b'[{"timestamp": 1, "title": "y"}, {"x": "' + b"x" * 17_000_000 + b'"}, x]'
    code, beside = of_beside(raw, tmp_path)
    assert (code, beside["state"], beside["cut"]) == (4, "unreadable", False)
    assert beside["records"] == beside["items"] == 0


@pytest.mark.parametrize("path", [BESIDE, THREAD])
def test_records_without_number_are_refused(path: str, tmp_path: Path) -> None:
    raw = b'{"messages": [' + b"{}," * 4_000_000 + b"{}]}"
    code, beside = of_beside(raw, tmp_path, path)
    reason = "more records than the limit of 4,000,000"
    assert (code, beside["state"], beside["reason"]) == (4, "unreadable", reason)


def test_keys_without_number_are_refused(tmp_path: Path) -> None:
    raw = b"{" + b",".join(b'"%d": [1]' % key for key in range(700_000)) + b"}"
    code, beside = of_beside(raw, tmp_path)
    reason = "more keys than the limit of 100,000"
    assert (code, beside["state"], beside["reason"]) == (4, "unreadable", reason)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "raw"),
    [
        (BESIDE, b"[" + b'{"post":"x"},' * 1_000_000 + b'{"post":"x"}]'),
        (ALBUM, b'{"photos": [' + b'{"uri":"x"},' * 700_000 + b'{"uri":"x"}]}'),
    ],
    ids=["posts", "photos"],
)
def test_items_without_number_are_refused(path: str, raw: bytes, tmp_path: Path) -> None:
    code, beside = of_beside(raw, tmp_path, path)
    reason = "more items than the limit of 1,000,000"
    assert (code, beside["state"], beside["reason"]) == (4, "unreadable", reason)


def test_messages_with_an_ai_without_number_are_refused(tmp_path: Path) -> None:
    raw = b'{"messages": [' + b'{"sender_name":"Meta AI"},' * 400_000 + b"{}]}"
    code, beside = of_beside(raw, tmp_path, THREAD)
    reason = "more messages with an AI than the limit of 250,000"
    assert (code, beside["state"], beside["reason"]) == (4, "unreadable", reason)


@pytest.mark.parametrize(("value", "weight"), [(b"1", 1), (b"[]", 2), (b"{}", 2), (b'{"a": [1]}', 3)])
def test_values_are_counted_before_they_are_parsed(value: bytes, weight: int) -> None:
    most = MOST_VALUES // weight
    space = b" " * COUNTED_FROM
    check_size((value + b",") * most + space)
    check_size((value + b",") * (COUNTED_FROM // 16))  # too short to be counted
    with pytest.raises(TooMuchError, match="more values to be read at once than the limit of 750,000"):
        check_size((value + b",") * (most + 1) + space)
    with pytest.raises(TooMuchError, match="more to be read at once than the limit of 16,777,216 bytes"):
        check_size(b" " * (MOST_BYTES + 1))


@pytest.mark.parametrize("path", [BESIDE, THREAD])
@pytest.mark.parametrize(("levels", "code"), [(9, 0), (10, 4)])
def test_a_lower_limit_of_nesting_is_held(path: str, levels: int, code: int, tmp_path: Path) -> None:
    inside = nested(b"[", b"]", levels).decode()
    raw = f'{{"messages": [{{"timestamp_ms": 1500000000000, "x": {inside}}}]}}'.encode()
    raw = raw if path == THREAD else record(f'"title": "x", "x": [{inside}]')
    found, beside = of_beside(raw, tmp_path, path, "--max-json-depth", "12")
    assert found == code, beside
    assert (beside["reason"] == "JSON nested deeper than the limit of 12") is (code == 4)


@pytest.mark.parametrize(
    ("document", "depth"), [(1, 0), ([], 1), ({}, 1), ({"a": [1]}, 2), ([[], [{}], [[[]]]], 4), ([1] * 9, 1)]
)
def test_nesting_is_measured(document: Any, depth: int) -> None:
    assert not is_deeper(document, depth)
    assert depth == 0 or is_deeper(document, depth - 1)


def test_the_parser_holds_the_limit_by_itself() -> None:
    assert parse(nested(b"[", b"]", PARSER_DEPTH)) is not None
    with pytest.raises(UnreadableError, match="the limit of 1,024"):
        parse(nested(b"[", b"]", PARSER_DEPTH + 1))


FAULTS: Final = (RecursionError, MemoryError, ValueError, KeyError, ZeroDivisionError, AssertionError)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_reader_that_fails_costs_its_member_only(
    fault: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(source: Source) -> Any:
        yield from list[Reading]()
        raise fault("the words of a private message")

    monkeypatch.setattr(
        "scanner.reading.placement.resolve", lambda name: failing if "comment" in name else resolve(name)
    )
    comments = "your_facebook_activity/comments_and_reactions/comments.json"
    result = scanned({POSTS: GOOD, comments: b"[]"}, tmp_path)
    rows = {row["member"]: row for row in result.coverage.to_dicts()}
    assert rows[comments]["state"] == "unreadable"
    assert rows[comments]["reason"] == f"its reader failed ({fault.__name__})"
    assert rows[POSTS]["items"] == 1


def pages_of(vintage: str) -> Tree:
    """Give Jane's account as an export in HTML."""
    if vintage.startswith("facebook"):
        return in_html(with_zone(VINTAGES[vintage](JANE).tree), vintage)
    return instagram_html_2025(JANE).tree


PAGES: Final = {
    "an unclosed tag": b'<html><body><div class="_a6-g' * 20_000,
    "nothing but openings": b"<" * 2_000_000,
    "an attribute that never ends": b'<div class="' + b"a" * 1_000_000,
    "comments that never end": b"<!--" * 200_000,
    "100,000 elements deep": b"<html><body>" + b"<div>" * 100_000 + b"x",
    "100,000 elements deep, and closed": (
        b"<html><body>" + b"<div>" * 100_000 + b"x" + b"</div>" * 100_000 + b"</body></html>"
    ),
    "10,000 blocks in each other": b'<div class="_a6-g"><div>' * 10_000,
    "half of an entity, often": b'<div class="_a6-g">' + b"&amp;&lt;&" * 200_000,
    "names of classes, often": b"<html><body>" + b"_a6-g meta thread " * 1_000_000,
    "a zip": b"PK\3\4",
    "zeros": bytes(100_000),
}


@pytest.mark.parametrize("what", PAGES)
def test_a_page_that_is_none_costs_its_member_only(what: str, tmp_path: Path) -> None:
    code, beside = of_beside(PAGES[what], tmp_path, PAGE)
    assert code == 4
    assert beside["state"] == "unreadable" or beside["cut"]
    assert beside["reason"]
    assert "its reader failed" not in beside["reason"]


@pytest.mark.parametrize("block", [b'<div class="_a6-g">', b'<div class="thread"><div class="message">'])
def test_blocks_without_number_are_refused(block: bytes, tmp_path: Path) -> None:
    raw = b"<html><body>" + block * 1_000_001 + b"</body></html>"
    code, beside = of_beside(raw, tmp_path, PAGE, "--max-ratio", "2000")
    reason = "more blocks than the limit of 1,000,000"
    assert (code, beside["state"], beside["reason"]) == (4, "unreadable", reason)


def test_tags_without_number_are_refused(tmp_path: Path) -> None:
    raw = b'<html><body><section class="_a6-g">' + b"<p>" * 17_000_000 + b"</section></body></html>"
    code, beside = of_beside(raw, tmp_path, PAGE, "--max-ratio", "2000")
    reason = "more tags than the limit of 17,000,000"
    assert (code, beside["state"], beside["reason"]) == (4, "unreadable", reason)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("vintage", ["facebook_v5", "instagram_g5"])
def test_a_page_that_is_cut_is_read_up_to_there(vintage: str, share: float, tmp_path: Path) -> None:
    whole = pages_of(vintage)
    cut = max(
        (path for path in whole if path.endswith(".html") and "posts" in path), key=lambda p: len(whole[p])
    )
    broken = whole | {cut: whole[cut][: int(len(whole[cut]) * share)]}
    before, after = (scanned(tree, tmp_path, name=name) for name, tree in (("a", whole), ("b", broken)))
    row = one(after.coverage, member=cut)
    nothing_is_whole = (vintage, share) == ("instagram_g5", 0.3)
    assert verdict(row, "state", "cut") == (("unreadable", False) if nothing_is_whole else ("content", True))
    assert "the page is cut off" in row["reason"]
    assert after.not_whole["member"].to_list() == [cut]
    assert (after.coverage.height, after.coverage["items"].sum()) == (len(whole), after.items.height)
    assert after.coverage["bytes"].sum() == sum(map(len, broken.values()))
    content = [scan.items.filter(pl.col("media_state").is_null()) for scan in (before, after)]
    lost, half = (one.join(other, on="item_id", how="anti") for one, other in (content, content[::-1]))
    assert set(lost["member"]) == {cut}
    assert half.is_empty(), "no half of a post is taken for a post"
    assert (row["items"] > 0) is not nothing_is_whole
    assert row["records"] == one(before.coverage, member=cut)["records"] - lost.height


def test_a_page_that_is_cut_is_said_and_exits_with_4(tmp_path: Path) -> None:
    whole = pages_of("facebook_v5")
    cut = max((path for path in whole if path.endswith(".html")), key=lambda path: len(whole[path]))
    export = as_zip(whole | {cut: whole[cut][:-1_000]}, tmp_path / "export.zip")
    table = said(("coverage", str(export)), tmp_path)
    assert table.code == 4
    line = f"exposure coverage {shlex.quote(str(export))}"
    assert table.err == f"Not all could be read: 1 file read in part. Which and why: {line}\n"
    reason = "".join(table.out.decode().split()).partition(f"{cut}:")[2]
    assert "thepageiscutoff" in reason.partition("facebook.")[0]
    shown = said(("scan", str(export), "--save", str(tmp_path / "kept.scan")), tmp_path)
    assert (shown.code, shown.out.decode().count("1 file read in part")) == (4, 2)
    assert said(("items", str(tmp_path / "kept.scan"), "-f", "json"), tmp_path).code == 4


@pytest.mark.parametrize(("others", "state"), [(0, "unreadable"), (1, "content")])
def test_a_page_with_a_broken_block_is_read_in_part(others: int, state: str, tmp_path: Path) -> None:
    good = '<section class="_a6-g"><h2>Jane</h2><div class="_a6-p">x</div></section>' * others
    broken = f'<section class="_a6-g"><h2>Jane</h2>{"x" * LARGEST_BLOCK}</section>'
    raw = f"<html><body>{good}{broken}</body></html>"
    code, beside = of_beside(raw.encode(), tmp_path, PAGE)
    assert (code, beside["state"], beside["cut"]) == (4, state, bool(others))
    assert "a block with broken markup" in beside["reason"]
    assert (beside["items"], beside["skipped"]) == (others, others)


@pytest.mark.parametrize("beside", [{}, {POSTS: GOOD}], ids=["alone", "beside a good one"])
def test_a_zip_inside_the_zip_is_said_and_not_opened(beside: dict[str, bytes], tmp_path: Path) -> None:
    within = as_zip({POSTS: GOOD}, tmp_path / "facebook-jane.zip").read_bytes()
    export = as_zip({"mine/facebook-jane.zip": within, **beside}, tmp_path / "all.zip")
    for form in ("json", "table"):
        result = said(("coverage", str(export), "-f", form), tmp_path)
        told = " ".join((result.out.decode() + result.err).split())
        assert result.code == (0 if beside else 3)
        assert "a zip inside the zip: unpack the outer one and give exposure that folder" in told
        assert "To get one" not in told
