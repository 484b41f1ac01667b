"""Dates as pages print them: what each shape and language gives, and what gives nothing."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.readers.html.date_words import DatesError, DateTable, DateWords, HalfRow, MonthRow, load_words
from scanner.readers.html.dates import INSTAGRAM_ZONE, Clock, Moment, zone_named
from scanner.resources import rules_dir
from tools import cldr_dates

DATES = tuple(sorted((rules_dir() / "dates").glob("*.toml")))
TABLES = {path.name: msgspec.toml.decode(path.read_bytes(), type=DateTable) for path in DATES}
MONTHS = [row for table in TABLES.values() for row in table.month]
HALVES = [row for table in TABLES.values() for row in table.half]
SEEN = TABLES["seen.toml"]
SHOWN = [
    *((row.spellings, row.examples) for row in SEEN.month),
    *((row.spellings, row.examples) for row in SEEN.half),
    *((row.spellings, row.examples) for row in SEEN.word),
]
UTC_CLOCK = Clock.load(DATES, UTC)


def read(text: str, clock: Clock = UTC_CLOCK) -> str | None:
    """Give what a text means as ISO 8601, as exact as it is itself."""
    moment = clock.read(text)
    if moment is None:
        return None
    at = datetime.fromtimestamp(moment.at, UTC)
    return {
        "second": f"{at:%Y-%m-%d %H:%M:%S}",
        "minute": f"{at:%Y-%m-%d %H:%M}",
        "day": f"{at:%Y-%m-%d}",
    }[moment.precision]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        # Facebook since 2018, Instagram and Threads
        ("Jun 04, 2025 6:46:10 pm", "2025-06-04 18:46:10"),
        ("Jun 04, 2025 6:46:10\u202fpm", "2025-06-04 18:46:10"),
        ("Aug 17, 2025 11:23 am", "2025-08-17 11:23"),
        ("Jan 1, 2024, 3:45 PM", "2024-01-01 15:45"),
        # halves of the day in other scripts
        ("अक्टूबर 09, 2025 3:04:05 अपराह्न", "2025-10-09 15:04:05"),
        ("9 अक्टूबर 2025 को 3:04 पूर्वाह्न बजे", "2025-10-09 03:04"),
        ("9 अक्टूबर 2025, 3:04 pm", "2025-10-09 15:04"),
        ("2025年10月9日 下午3:04", "2025-10-09 15:04"),
        ("2025年10月9日上午12:04", "2025-10-09 00:04"),
        ("2025年10月9日 凌晨12:30", "2025-10-09 00:30"),
        ("2025年10月9日 15:04", "2025-10-09 15:04"),
        ("2025년 10월 9일 오후 3:04", "2025-10-09 15:04"),
        ("أكتوبر 09, 2025 3:04:05 م", "2025-10-09 15:04:05"),
        ("9 أكتوبر 2025 3:04 صباحاً", "2025-10-09 03:04"),
        ("9 октомври 2025 г. в 3:04 сл.об.", "2025-10-09 15:04"),
        ("৯ অক্টোবর, ২০২৫, ৩:০৪ PM", "2025-10-09 15:04"),
        ("9 அக்டோபர், 2025, பிற்பகல் 3:04", "2025-10-09 15:04"),
        ("Jan 2, 2006 3:04 PM", "2006-01-02 15:04"),
        ("2 Jan 2006, 15:04", "2006-01-02 15:04"),
        ("Jun 05, 2026 1:51:18pm", "2026-06-05 13:51:18"),
        ("  Jun 05, 2026\n 1:51 pm ", "2026-06-05 13:51"),
        ("8월 05, 2015 11:23:43 오후", "2015-08-05 23:23:43"),
        ("Tháng 10 01, 2025 10:21:24 ch", "2025-10-01 22:21:24"),
        ("Tháng 1 10, 2025 10:21:24 sáng", "2025-01-10 10:21:24"),
        ("juil 25, 2014 12:06:36 am", "2014-07-25 00:06:36"),
        ("lis 05, 2014 9:02:15 odpol.", "2014-11-05 21:02:15"),
        ("pro 05, 2014 12:02:15 dopol.", "2014-12-05 00:02:15"),
        # 2010 to 2013
        ("2011-05-06T07:08:09+0000", "2011-05-06 07:08:09"),
        ("2011-05-06T07:08:09-0700", "2011-05-06 14:08:09"),
        ("2011-05-06T07:08Z", "2011-05-06 07:08"),
        # 2014 to 2018
        ("Tuesday, 5 August 2014 at 13:07 UTC+02", "2014-08-05 11:07"),
        ("Tuesday, 5 August 2014 at 13:07 UTC+05:30", "2014-08-05 07:37"),
        ("Friday, January 12, 2018 at 3:04pm EST", "2018-01-12 20:04"),
        ("Friday, January 12, 2018 at 3:04pm (UTC-03)", "2018-01-12 18:04"),
        ("Tuesday, June 2, 2009 at 3:26pm Asia/Kuala_Lumpur", "2009-06-02 07:26"),
        ("mardi 5 août 2014, 13:07", "2014-08-05 13:07"),
        ("mar. 5 août 2014 à 13:07", "2014-08-05 13:07"),
        ("domingo, 4 de diciembre de 2016 a las 13:54", "2016-12-04 13:54"),
        ("mar, 4 mar 2014 1:07 p. m.", "2014-03-04 13:07"),
        ("mar, 4 ago 2014 1:07 p. m.", "2014-08-04 13:07"),
        ("4. prosinec 2016 v 13:54", "2016-12-04 13:54"),
        ("4. prosince 2016 v 13:54", "2016-12-04 13:54"),
        # other orders and digits
        ("2015년 8월 5일 수요일 오후 11:23", "2015-08-05 23:23"),
        ("2015年8月5日(水) 23:23", "2015-08-05 23:23"),
        ("2015年8月5日午後11:23", "2015-08-05 23:23"),
        ("15:04, 2 January 2006", "2006-01-02 15:04"),
        ("5 Oca 2020 ÖÖ 12:01", "2020-01-05 00:01"),
        ("05 Eki 2020 13:01", "2020-10-05 13:01"),
        ("5 Agu 2020 pukul 13.01", "2020-08-05 13:01"),
        ("٥ أغسطس ٢٠١٤ في ١:٠٧ م", "2014-08-05 13:07"),
        ("५ अग॰ २०१४ को १:०७ pm", "2014-08-05 13:07"),
        ("5 كانون الثاني 2014 13:07", "2014-01-05 13:07"),
        # numbers that leave no choice
        ("2025-04-03 15:04", "2025-04-03 15:04"),
        ("2025/4/3 15:04", "2025-04-03 15:04"),
        ("2025. 4. 3. 15:04", "2025-04-03 15:04"),
        ("13/04/2025 15:04", "2025-04-13 15:04"),
        ("04/13/2025 15:04", "2025-04-13 15:04"),
        ("05.05.2025 15:04", "2025-05-05 15:04"),
        # with dots the day stands first
        ("03.04.2025 15:04", "2025-04-03 15:04"),
        ("04.13.2025 15:04", "2025-04-13 15:04"),
        # with a comma or a word beside them
        ("29.07.2019, 16:09", "2019-07-29 16:09"),
        ("29. 7. 2019, 16:09", "2019-07-29 16:09"),
        ("29/07/2019, 16:09", "2019-07-29 16:09"),
        ("29-07-2019, 16.09", "2019-07-29 16:09"),
        ("2019-07-29, 16:09", "2019-07-29 16:09"),
        ("2019. 07. 29., 16:09", "2019-07-29 16:09"),
        ("07/29/2019, 4:09 PM", "2019-07-29 16:09"),
        ("16:09, 29.07.2019", "2019-07-29 16:09"),
        ("29.07.2019 um 16:09", "2019-07-29 16:09"),
        ("٢٩/٠٧/٢٠١٩، ١٦:٠٩", "2019-07-29 16:09"),
        # a day alone
        ("Jun 04, 2025", "2025-06-04"),
        ("5 août 2014", "2014-08-05"),
        ("2014-08-05", "2014-08-05"),
        # leap days, midnight and noon
        ("Feb 29, 2024 12:00 am", "2024-02-29 00:00"),
        ("Feb 29, 2024 12:00 pm", "2024-02-29 12:00"),
        ("Feb 29, 2024 0:59 pm", "2024-02-29 12:59"),
        ("Feb 29, 2024 15:04 pm", "2024-02-29 15:04"),
    ],
)
def test_date_means(text: str, meant: str) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Jane Sample",
        "03/04/2025",
        "03/04/2025 15:04",
        "03/04/2025, 15:04",
        "03-04-2025, 15:04",
        "v1.2.2019 15:04",
        "192.168.10.2020, 15:04",
        "3.4.2019 5.6.2019 15:04",
        "call 29.07.2019, 15:04",
        "3/4/25 15:04",
        "Jun 31, 2025 6:46 pm",
        "Feb 29, 2023 6:46 pm",
        "Jun 04, 2025 25:46",
        "Jun 04, 2025 24:00",
        "Jun 04, 2025 15:04 am",
        "Jun 04, 2025 6:60 pm",
        "Jun 04, 2025 6:46:60 pm",
        "Jun 04, 25 6:46 pm",
        "June 2025",
        "6:46 pm",
        "Jun Jul 04, 2025 6:46 pm",
        "Jun 04 05, 2025 6:46 pm",
        "Xyz 04, 2025 6:46 pm",
        "Jun 04, 2025 6:46 xm",
        "2025年10月9日 晚上12:30",
        "2025年10月9日 中午11:50",
        "Jun 04, 2025 6:46 pm UTC+25",
        "Jun 04, 2025 6:46 pm Europe/Sampletown",
        "We met on May 5, 2014 at 3:04 pm",
        "May 5, 2014 at 3:04 pm was fine",
        "Jun 04, 2025 <6:46 pm>",
        "Updated Jun 04, 2025 6:46 pm",
        "Jan 1, 1969 6:46 pm",
        "Jan 1, 2101 6:46 pm",
        "Jan 1, 9999 6:46 pm UTC-03",
        "Jun 04, 2025 6:46 pm" + " " * 100,
        "99999999999999999999/1/1",
    ],
)
def test_no_date_or_no_sure_one_gives_nothing(text: str) -> None:
    assert UTC_CLOCK.read(text) is None


@pytest.mark.parametrize("row", MONTHS, ids=lambda row: f"{row.language}-{row.month}-{row.source[:4]}")
def test_each_spelling_of_a_month_gives_it(row: MonthRow) -> None:
    for spelling in row.spellings:
        for shown in (spelling, spelling.rstrip("."), spelling.upper(), spelling.title()):
            if shown.casefold() != spelling.casefold().rstrip(".") and row.language == "tr":
                continue  # a capital of Turkish's own two letters i
            assert read(f"{shown} 05, 2021 0:00") == f"2021-{row.month:02}-05 00:00"
            assert read(f"5 {shown} 2021, 12:00") == f"2021-{row.month:02}-05 12:00"
            assert read(f"2021 {shown} 5, 23:59:58") == f"2021-{row.month:02}-05 23:59:58"


@pytest.mark.parametrize("row", HALVES, ids=lambda row: f"{row.language}-{row.half}-{row.source[:4]}")
def test_each_spelling_of_a_half_gives_its_hours(row: HalfRow) -> None:
    midnight, noon, last = ("00:00", None, "11:59") if row.half == "am" else (None, "12:00", "23:59")
    for half in row.spellings:
        assert read(f"Jan 5, 2021 12:00 {half}") == f"2021-01-05 {midnight or noon}"
        assert read(f"Jan 5, 2021 11:59 {half}") == f"2021-01-05 {last}"
        assert read(f"Jan 5, 2021 {half} 11:59") == f"2021-01-05 {last}"


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_a_source(table: str) -> None:
    found = TABLES[table]
    sources = [
        *(row.source for row in found.month),
        *(row.source for row in found.half),
        *(row.source for row in (*found.word, *found.mark)),
        *(row.source for row in found.zone),
    ]
    assert sources
    assert all(sources)


@pytest.mark.parametrize(
    "example",
    [text for _, examples in SHOWN for text in examples],
)
def test_what_was_seen_is_read(example: str) -> None:
    assert UTC_CLOCK.read(example) is not None


def test_every_seen_row_shows_a_date_with_its_own_words() -> None:
    for spellings, examples in SHOWN:
        assert [word for word in spellings if not any(word in text for text in examples)] == []


def test_every_language_has_twelve_months_and_no_month_has_two_meanings() -> None:
    by_language: dict[str, set[int]] = {}
    by_name: dict[str, set[int]] = {}
    for row in MONTHS:
        by_language.setdefault(row.language, set()).add(row.month)
        for spelling in row.spellings:
            by_name.setdefault(spelling.casefold(), set()).add(row.month)
    assert by_language.keys() >= {
        *("en", "de", "fr", "es", "pt", "it", "nl", "pl", "cs", "tr", "vi", "ko", "ja", "id", "hi", "ar"),
        "zh",
    }
    assert all(months == set(range(1, 13)) for months in by_language.values())
    assert {name for name, months in by_name.items() if len(months) > 1} == set()


def test_table_from_cldr_is_what_the_tool_writes() -> None:
    assert cldr_dates.TARGET.read_text(encoding="utf-8") == cldr_dates.table()


TWO_LISTOPADS = DateWords(
    [
        DateTable(
            month=[
                MonthRow(language="cs", month=11, spellings=["lis"], source="invented"),
                MonthRow(language="hr", month=10, spellings=["lis"], source="invented"),
            ],
        ),
    ],
)


@pytest.mark.parametrize(
    ("language", "meant"),
    [("cs", "2021-11-05 10:00"), ("hr", "2021-10-05 10:00"), ("de", None), (None, None)],
)
def test_month_of_two_meanings_is_the_pages_own_or_none(language: str | None, meant: str | None) -> None:
    assert read("lis 5, 2021 10:00", Clock(TWO_LISTOPADS, UTC, language)) == meant


@pytest.mark.parametrize(
    ("zone", "text", "meant"),
    [
        ("Europe/Berlin", "Jan 05, 2025 1:30:00 am", "2025-01-05 00:30:00"),
        ("Europe/Berlin", "Jul 05, 2025 1:30:00 am", "2025-07-04 23:30:00"),
        # the clocks go forward at 2 am on 30 March 2025, and back at 3 am on 26 October
        ("Europe/Berlin", "Mar 30, 2025 1:59:59 am", "2025-03-30 00:59:59"),
        ("Europe/Berlin", "Mar 30, 2025 3:00:00 am", "2025-03-30 01:00:00"),
        ("Europe/Berlin", "Oct 26, 2025 1:59 am", "2025-10-25 23:59"),
        ("Europe/Berlin", "Oct 26, 2025 2:30 am", "2025-10-26 00:30"),
        ("Europe/Berlin", "Oct 26, 2025 3:00 am", "2025-10-26 02:00"),
        ("America/Sao_Paulo", "Nov 04, 2018 1:00 am", "2018-11-04 03:00"),
        ("Asia/Kolkata", "Jul 05, 2025 1:30 am", "2025-07-04 20:00"),
        ("Europe/Berlin", "Jul 05, 2025 1:30 am UTC+05", "2025-07-04 20:30"),
    ],
)
def test_date_is_in_the_accounts_zone_unless_it_names_one(zone: str, text: str, meant: str) -> None:
    assert read(text, Clock.load(DATES, zone_named(zone))) == meant


def test_a_day_begins_in_the_accounts_zone() -> None:
    moment = Clock.load(DATES, ZoneInfo("Asia/Tokyo")).read("Jun 04, 2025")
    assert moment == Moment(datetime(2025, 6, 3, 15, tzinfo=UTC).timestamp(), "day")


def test_instagram_keeps_no_summer_time() -> None:
    clock = Clock.load(DATES, INSTAGRAM_ZONE)
    assert read("Jan 05, 2025 1:30 am", clock) == "2025-01-05 09:30"
    assert read("Jul 05, 2025 1:30 am", clock) == "2025-07-05 09:30"


def test_unknown_zone_is_utc_and_said() -> None:
    clock = Clock.load(DATES, None)
    assert not clock.knows_zone
    assert UTC_CLOCK.knows_zone
    assert read("Jul 05, 2025 1:30 am", clock) == "2025-07-05 01:30"


@pytest.mark.parametrize("name", [None, "", "Sampletown", "Europe", "../etc/passwd", "/etc/passwd", "a\0b"])
def test_no_zone_of_that_name(name: str | None) -> None:
    assert zone_named(name) is None


def test_tables_that_are_none_are_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text('[[month]]\nlanguage = "en"\n')
    with pytest.raises(DatesError, match=r"bad\.toml"):
        load_words((path,))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("May 5, 1931", date(1931, 5, 5)),
        (" 5 août 2014 ", date(2014, 8, 5)),
        ("03/04/1980", None),
        ("May 5", None),
        ("Jane Sample", None),
    ],
)
def test_day_of_a_date(text: str, day: date | None) -> None:
    assert UTC_CLOCK.day(text) == day


SHAPES = (
    "{month} {day:02}, {year} {hour12}:{minute:02}:{second:02} {half}",
    "{month} {day}, {year}, {hour12}:{minute:02} {half}",
    "{day}. {month} {year} {hour}:{minute:02}",
    "{day} {month} {year}, {hour:02}:{minute:02}:{second:02}",
    "{year} {month} {day} {half} {hour12}:{minute:02}",
)
LANGUAGES = sorted({row.language for row in MONTHS})


def spelt_months(language: str) -> list[tuple[int, str]]:
    return [(row.month, name) for row in MONTHS if row.language == language for name in row.spellings]


def spelt_halves(language: str) -> dict[str, list[str]]:
    rows = [row for row in HALVES if row.language in {language, "en"}]
    return {
        half: [name for row in rows if row.half == half for name in row.spellings] for half in ("am", "pm")
    }


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_what_is_written_is_read_back(language: str, data: st.DataObject) -> None:
    number, month = data.draw(st.sampled_from(spelt_months(language)))
    year, day = data.draw(st.integers(1971, 2099)), data.draw(st.integers(1, 28))
    at = data.draw(st.times())
    half = "am" if at.hour < 12 else "pm"
    shape = data.draw(st.sampled_from(SHAPES))
    text = shape.format(
        month=month,
        day=day,
        year=year,
        hour=at.hour,
        hour12=at.hour % 12 or 12,
        minute=at.minute,
        second=at.second,
        half=data.draw(st.sampled_from(spelt_halves(language)[half])),
    )
    written = time(at.hour, at.minute, at.second if "second" in shape else 0)
    expected = datetime.combine(date(year, number, day), written, UTC)
    moment = UTC_CLOCK.read(text)
    assert moment is not None
    assert datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=moment.at) == expected


@given(st.text(max_size=120))
def test_any_text_is_read_or_not(text: str) -> None:
    UTC_CLOCK.read(text)
