"""`exposure facts`: the interview in a terminal, --print and --set; and what all commands take of it."""

import json
import re
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from benchmarks.generate import Size, generate
from scanner.accounts.people import individuals
from scanner.cli.app import app
from scanner.facts import AccountFacts, Facts, Override, load
from scanner.pipeline import scan
from tests.builders import RAVI, VINTAGES, as_zip
from tests.scanning import TODAY, entry, facebook

POSTS = [entry("post", f"{year}-06-01 10:00", f"of {year}") for year in (2010, 2011, 2012, 2016, 2017)]


MINE = "# mine\n[[facebook.audience]]\nuntil = 2014-01-01\naudience = 'public'\n"


@pytest.fixture
def export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return as_zip(facebook(*POSTS, entry("comment", "2016-06-02 10:00", "hm")), tmp_path / "jane.zip")


def run(*args: object, answers: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args], input=answers)


def verdicts(path: Path, facts: Path) -> dict[str, tuple[str, str, str]]:
    """Give of each post how it is seen, by whose word and how surely."""
    rows = scan([path], load(facts), as_of=TODAY).items.filter(pl.col("kind") == "post").to_dicts()
    return {row["text"]: (row["visibility"], row["basis"], row["confidence"]) for row in rows}


def test_answers_are_kept_for_the_owner_only_and_said(export: Path, tmp_path: Path) -> None:
    result = run("facts", export, answers="1\n2\n1\n\n\n\n")
    kept = tmp_path / "exposure.toml"
    assert result.exit_code == 0, result.stderr
    assert "public" not in result.stdout
    assert "items settled" in result.stderr
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert {told[0] for told in verdicts(export, kept).values()} == {"public", "private"}
    assert {told[1:] for told in verdicts(export, kept).values()} == {("user", "medium")}


def test_skipping_everything_writes_nothing(export: Path, tmp_path: Path) -> None:
    result = run("facts", export, answers="\n" * 20)
    assert (result.exit_code, list(tmp_path.glob("*.toml"))) == (0, [])


def test_what_stands_in_the_file_stays_and_is_not_asked_again(export: Path, tmp_path: Path) -> None:
    kept = tmp_path / "mine.toml"
    kept.write_text(
        "# mine\n[[facebook.audience]]\nuntil = 2014-01-01\naudience = 'public'\n", encoding="utf-8"
    )
    result = run("facts", export, "-o", kept, answers="yes\n2\n\n\n\n")
    text = kept.read_text(encoding="utf-8")
    assert text.startswith(MINE)
    assert "2010" not in result.stderr
    assert [period.audience for period in load(kept).facebook.audience] == ["public", "friends"]


def test_an_answer_is_kept_when_the_interview_is_broken_off(export: Path, tmp_path: Path) -> None:
    result = run("facts", export, answers="1\n")
    assert "Stopped" in result.stderr
    assert len(load(tmp_path / "exposure.toml").facebook.audience) == 1


def test_an_answer_that_is_none_is_asked_again(export: Path) -> None:
    result = run("facts", export, answers="9\npu\n\n\n\n\n")
    assert "'9': allowed are public, friends, only_me, friends_of_friends, custom, mixed" in result.stderr
    assert "items settled" in result.stderr


def test_without_a_terminal_it_points_to_print(export: Path) -> None:
    result = run("facts", export, answers="")
    assert result.exit_code == 2
    assert "--print" in result.stderr


def test_print_gives_a_file_to_fill_in(export: Path, tmp_path: Path) -> None:
    result = run("facts", export, "--print")
    assert result.exit_code == 0
    assert re.search(r"^# \d+ posts .* on Facebook\. .* \(\d+ items\)$", result.stdout, re.MULTILINE)
    (tmp_path / "printed.toml").write_text(result.stdout, encoding="utf-8")
    assert load(tmp_path / "printed.toml") == Facts(account=AccountFacts("Jane Sample", "jane.sample"))


def test_a_filter_is_recorded_as_one_rule(export: Path, tmp_path: Path) -> None:
    result = run("facts", export, "--set", "audience=friends", "--kind", "post", "--until", "2012-06-01")
    kept = tmp_path / "exposure.toml"
    assert result.exit_code == 0, result.stderr
    assert "3 items selected" in result.stderr
    assert kept.read_text(encoding="utf-8").count("[[override]]") == 1
    told = verdicts(export, kept)
    assert told["of 2012"] == ("private", "user", "medium")
    assert told["of 2016"][0] == "unknown"


def test_later_filters_beat_earlier_ones_and_one_item_beats_both(export: Path, tmp_path: Path) -> None:
    kept = tmp_path / "exposure.toml"
    assert run("facts", export, "--set", "audience=friends", "--kind", "post").exit_code == 0
    assert run("facts", export, "--set", "audience=public", "--match", "2016|2017").exit_code == 0
    (item,) = scan([export]).items.filter(pl.col("text") == "of 2017")["item_id"]
    assert run("facts", export, "--set", "audience=only_me", "--item", item[:8]).exit_code == 0
    assert load(kept).override[2] == Override(item, "only_me")
    told = verdicts(export, kept)
    assert told["of 2010"] == ("private", "user", "medium")
    assert told["of 2016"] == ("public", "user", "medium")
    assert told["of 2017"] == ("private", "user", "high")


@pytest.mark.parametrize("key", ["audience", '"audience"', "'audience' "])
def test_another_word_on_an_item_takes_the_place_of_the_former(
    key: str, export: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "exposure.toml"
    (item,) = scan([export]).items.filter(pl.col("text") == "of 2017")["item_id"]
    kept.write_text(
        f"# 1 item, as of 2020-01-01\n[[override]]\nitem = '{item}'\n{key} = 'public'  # mine\n"
        "\n# of all others\n[[override]]\nkind = 'post'\naudience = 'friends'\n",
        encoding="utf-8",
    )
    again = run("facts", export, "--set", "audience=only_me", "--item", item)
    assert again.exit_code == 0, again.stderr
    assert "1 item selected, only_me in place of public." in again.stderr
    text = kept.read_text(encoding="utf-8")
    assert text == (
        f"# 1 item, as of {date.today()}\n[[override]]\nitem = '{item}'\n{key} = \"only_me\"  # mine\n"
        "\n# of all others\n[[override]]\nkind = 'post'\naudience = 'friends'\n"
    )
    assert load(kept).override == (Override(item, "only_me"), Override(None, "friends", "post"))
    same = run("facts", export, "--set", "audience=only_me", "--item", item)
    assert (same.exit_code, kept.read_text(encoding="utf-8")) == (0, text)
    assert "says so already: only_me. Nothing was changed." in same.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--kind", "post"], "give --set audience=WORD with them"),
        (["--set", "audience=all", "--kind", "post"], "allowed are public, friends"),
        (["--set", "region=DE", "--kind", "post"], "write audience=WORD"),
        (["--set", "audience=public"], "--set is about one item"),
        (["--set", "audience=public", "--match", "nowhere"], "select no item"),
        (["--set", "audience=public", "--item", "zz"], "no item has an id"),
        (["--set", "audience=public", "--kind", "pst"], "did you mean post?"),
    ],
)
def test_what_can_not_be_set_is_refused_and_nothing_written(
    args: list[str], said: str, export: Path, tmp_path: Path
) -> None:
    result = run("facts", export, *args)
    assert result.exit_code == 2
    assert said in result.stderr
    assert list(tmp_path.glob("*.toml")) == []


def test_a_broken_file_is_named_with_line_and_key(export: Path, tmp_path: Path) -> None:
    broken = tmp_path / "exposure.toml"
    broken.write_text("region = 'DE'\n\n[instagram]\nprivat = true\n", encoding="utf-8")
    for command in (["facts", export, "--print"], ["scan", export, "--facts", broken]):
        result = run(*command)
        assert result.exit_code == 2
        assert (
            "exposure.toml, line 4: instagram.privat: there is no such key; did you mean private?"
            in result.stderr
        )


def graph_file(directory: Path, posts: object) -> Path:
    path = directory / "graph.json"
    path.write_text(json.dumps(posts), encoding="utf-8")
    return path


def test_commands_take_answers_of_the_graph_api(export: Path, tmp_path: Path) -> None:
    post = {
        "created_time": "2016-06-01T10:00:00+0000",
        "message": "of 2016",
        "privacy": {"value": "EVERYONE"},
    }
    answer = graph_file(tmp_path, {"data": [post]})
    rows = run(
        "items", export, "--audience", answer, "--visibility", "public", "--kind", "post", "-f", "jsonl"
    )
    assert [json.loads(line)["text"] for line in rows.stdout.splitlines()] == ["of 2016"]
    document = json.loads(run("scan", export, "--audience", answer, "-f", "json").stdout)
    assert document["graph"] == {"posts": 1, "matched": 1, "silent": 0, "ambiguous": 0, "unmatched": 0}
    assert any(line.startswith("Graph API: 1 post in your file, 1 found") for line in document["warnings"])


def test_an_error_answer_of_the_graph_api_ends_with_2(export: Path, tmp_path: Path) -> None:
    answer = graph_file(tmp_path, {"error": {"type": "OAuthException", "code": 190}})
    result = run("scan", export, "--audience", answer)
    assert result.exit_code == 2
    assert "answered with an error" in result.stderr


def test_three_questions_and_one_file_leave_under_one_in_ten_unknown(tmp_path: Path) -> None:
    (export,) = generate(
        tmp_path, Size(posts=20_000, messages=200, comments=2_000, album_photos=500, parts=1)
    )
    before = scan([export], as_of=TODAY).items
    answer = graph_file(
        tmp_path, {"data": _told_by_graph(before.filter(pl.col("created_at").dt.year() >= 2020))}
    )
    kept = tmp_path / "told.toml"
    skipped_and_three = "\n2\n1\n1\n" + "\n" * 9
    result = run("facts", export, "--audience", answer, "-o", kept, answers=skipped_and_three)
    assert result.exit_code == 0, result.stderr
    assert kept.read_text(encoding="utf-8").count("[[") == 3
    rows = run("scan", export, "--facts", kept, "--audience", answer, "-f", "json").stdout
    groups = pl.DataFrame(json.loads(rows)["groups"]).filter(pl.col("kind") != "message_thread")
    unknown = int(groups.filter(pl.col("visibility") == "unknown")["count"].sum())
    assert _unknown_share(before) > 0.99
    assert unknown / int(groups["count"].sum()) < 0.1


def _told_by_graph(items: pl.DataFrame) -> list[dict[str, object]]:
    """Give what Graph would answer of these posts; of one in fifty it names no audience."""
    posts = items.filter(pl.col("kind") == "post").select("created_at", "text").to_dicts()
    words = ["EVERYONE", "ALL_FRIENDS", "SELF", "CUSTOM", "FRIENDS_OF_FRIENDS"] * 10
    return [
        {
            "created_time": f"{post['created_at']:%Y-%m-%dT%H:%M:%S+0000}",
            "message": post["text"],
            "privacy": {"value": "" if place % 50 == 0 else words[place % 50]},
        }
        for place, post in enumerate(posts)
    ]


def _unknown_share(items: pl.DataFrame) -> float:
    """Give the share of the items of which it is not known whether they are public."""
    listed = items.filter(pl.col("kind") != "message_thread")
    return listed.filter(pl.col("visibility") == "unknown").height / listed.height


def test_a_saved_scan_keeps_what_the_graph_api_said(export: Path, tmp_path: Path) -> None:
    post = {"created_time": "2016-06-01T10:00:00+0000", "message": "of 2016"}
    answer = graph_file(tmp_path, {"data": [post | {"privacy": {"value": "SELF"}}]})
    saved, told = tmp_path / "jane.parquet", tmp_path / "told.toml"
    told.write_text("[[facebook.audience]]\naudience = 'public'\n", encoding="utf-8")
    assert run("scan", export, "--audience", answer, "--save", saved).exit_code == 0
    fresh = run("items", export, "--audience", answer, "--facts", told, "-f", "jsonl").stdout
    assert run("items", saved, "--facts", told, "-f", "jsonl").stdout == fresh
    assert '"audience":"only_me"' in fresh.replace(" ", "")


def test_one_is_not_written_as_many(export: Path, tmp_path: Path) -> None:
    run("facts", export, "--set", "audience=friends", "--match", "of 2010")
    assert "# 1 item, as of" in (tmp_path / "exposure.toml").read_text(encoding="utf-8")


def test_questions_break_between_words(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = run("facts", export, answers="\n" * 20).stderr.splitlines()
    assert f"{export.parent / 'exposure.toml'}." in lines
    paths = [line for line in lines if str(export.parent) in line]
    asked = [
        line
        for line in lines
        if line not in paths and not line.startswith(("Who", "Press Enter", "You answered"))
    ]
    assert max(map(len, asked)) <= 40
    assert " ".join(asked).count("all of them public, all for friends, or mixed?") >= 1


def test_a_file_of_another_name_does_not_name_itself_wrongly(export: Path, tmp_path: Path) -> None:
    run("facts", export, "-o", tmp_path / "mine.toml", answers="1\n" + "\n" * 20)
    assert "exposure.toml --" not in (tmp_path / "mine.toml").read_text(encoding="utf-8")
    assert "--facts exposure.toml" not in (tmp_path / "mine.toml").read_text(encoding="utf-8")


def test_a_region_without_letters_is_no_country(export: Path) -> None:
    result = run("scan", export, "--region", "")
    assert (result.exit_code, "'' is not a country" in result.stderr) == (2, True)


def test_a_file_with_a_blank_in_its_name_is_named_as_it_has_to_be_typed(export: Path, tmp_path: Path) -> None:
    result = run("facts", export, "-o", "my facts.toml", answers="1\n" + "\n" * 20)
    assert f"exposure scan {export} --facts 'my facts.toml'" in result.stderr


def of_ravi(tmp_path: Path, vintage: str = "facebook_v5") -> Path:
    """Give a download of someone else's."""
    story = replace(RAVI, entries=(*POSTS, entry("ig_post", "2020-01-01 10:00", "R", 1)))
    return as_zip(VINTAGES[vintage](story).tree, tmp_path / f"ravi-{vintage}.zip")


def test_it_says_which_file_it_writes_and_for_whom_before_it_asks(export: Path, tmp_path: Path) -> None:
    said = " ".join(run("facts", export, answers="1\n" + "\n" * 20).stderr.split())
    assert said.index(
        f"for Jane Sample (Facebook) go to the new file {tmp_path / 'exposure.toml'}."
    ) < said.index("Question 1 of")
    assert load(tmp_path / "exposure.toml").account == AccountFacts("Jane Sample", "jane.sample")
    again = " ".join(run("facts", export, answers="\n" * 20).stderr.split())
    assert f"for Jane Sample (Facebook) go to the file {tmp_path / 'exposure.toml'}." in again
    assert "does not say whose" not in again


@pytest.mark.parametrize(
    "command", [["facts"], ["facts", "--print"], ["facts", "--set", "audience=public", "--kind", "post"]]
)
def test_a_file_of_another_person_is_not_added_to(command: list[str], export: Path, tmp_path: Path) -> None:
    kept = tmp_path / "exposure.toml"
    kept.write_text('[account]\nname = "Mia Example"\n', encoding="utf-8")
    result = run(command[0], export, *command[1:], answers="1\n" * 20)
    assert result.exit_code == 2
    assert (
        "exposure.toml contains the answers of Mia Example. "
        "By name and username, this download is someone else's." in result.stderr
    )
    assert "Jane" not in result.stderr
    assert kept.read_text(encoding="utf-8") == '[account]\nname = "Mia Example"\n'


@pytest.mark.parametrize("command", ["scan", "items", "plan"])
def test_a_file_of_another_person_is_not_taken(command: str, export: Path, tmp_path: Path) -> None:
    kept = tmp_path / "mia.toml"
    kept.write_text(
        '[account]\nusername = "@mia"\n\n[[facebook.audience]]\naudience = "public"\n', encoding="utf-8"
    )
    result = run(command, export, "--facts", kept)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "mia.toml contains the answers of @mia." in result.stderr


@pytest.mark.parametrize(
    "account",
    [
        'name = "JANE SAMPLE"',
        'username = "@Jane.Sample"',
        'id = "jane.sample"',
        'name = ["Mia Example", "Jane Sample"]',
    ],
)
def test_answers_apply_to_the_person_they_are_of_alone(account: str, export: Path, tmp_path: Path) -> None:
    kept = tmp_path / "jane.toml"
    kept.write_text(
        f'region = "DE"\n\n[account]\n{account}\n\n[[facebook.audience]]\naudience = "public"\n\n'
        "[[override]]\nkind = ['comment', 'photo']\naudience = 'only_me'\n",
        encoding="utf-8",
    )
    ravis = of_ravi(tmp_path)
    found = scan([export, ravis], load(kept), as_of=TODAY)
    alone = scan([ravis], as_of=TODAY)
    verdicts = ["item_id", "visibility", "basis", "now", "past"]
    of_ravis = found.items.filter(pl.col("export") == ravis.name).select(verdicts).sort("item_id")
    assert of_ravis.equals(alone.items.select(verdicts).sort("item_id"))
    janes = found.items.filter(pl.col("export") == export.name, pl.col("kind") == "post")
    assert set(janes["basis"]) == {"user"}
    assert [each.person.region for each in found.exports] == ["DE", alone.exports[0].person.region]
    assert any("they were not used for ravi-facebook_v" in warning for warning in found.warnings)


def test_of_two_people_with_one_name_the_username_decides(export: Path, tmp_path: Path) -> None:
    kept = tmp_path / "other.toml"
    kept.write_text('[account]\nname = "Jane Sample"\nusername = "jane.other"\n', encoding="utf-8")
    assert run("scan", export, "--facts", kept).exit_code == 2


def test_a_download_that_does_not_say_whose_it_is_takes_nobodys_answers(tmp_path: Path) -> None:
    tree = {path: told for path, told in facebook(*POSTS).items() if "posts/" in path}
    kept = tmp_path / "jane.toml"
    kept.write_text('[account]\nname = "Jane Sample"\n', encoding="utf-8")
    result = run("scan", as_zip(tree, tmp_path / "part.zip"), "--facts", kept)
    assert result.exit_code == 2
    assert (
        "this download does not say whose it is. If they are the same person, delete [account]"
        in result.stderr
    )


def test_a_file_without_an_account_goes_on_working(export: Path, tmp_path: Path) -> None:
    kept = tmp_path / "old.toml"
    kept.write_text("[[facebook.audience]]\naudience = 'public'\n", encoding="utf-8")
    assert {told[1] for told in verdicts(export, kept).values()} == {"user"}
    no = run("facts", export, "-o", kept, answers="nein\n")
    assert (no.exit_code, "was not changed" in no.stderr) == (2, True)
    assert "account" not in kept.read_text(encoding="utf-8")
    assert run("facts", export, "-o", kept, answers="oui\n" + "\n" * 20).exit_code == 0
    assert load(kept).account == AccountFacts("Jane Sample", "jane.sample")


def test_downloads_of_several_people_are_not_asked_about_together(export: Path, tmp_path: Path) -> None:
    ravis = of_ravi(tmp_path)
    for command in (["--print"], ["--set", "audience=public", "--kind", "post"]):
        result = run("facts", export, ravis, *command)
        assert (result.exit_code, "these downloads belong to 2 people" in result.stderr) == (2, True)
    asked = run("facts", export, ravis, answers="ravi\n\n1\n" + "\n" * 20)
    assert asked.exit_code == 0, asked.stderr
    kept = load(tmp_path / "exposure.toml")
    assert kept.account == AccountFacts("Ravi Example", "ravi.example")
    assert set(
        scan([export, ravis], kept, as_of=TODAY).items.filter(pl.col("export") == export.name)["basis"]
    ) == set(scan([export], as_of=TODAY).items["basis"])


def test_accounts_of_one_person_under_two_names_share_answers_where_they_say_so(
    export: Path, tmp_path: Path
) -> None:
    other = of_ravi(tmp_path, "instagram_g4")
    assert run("facts", export, other, answers="all\n\n1\n" + "\n" * 20).exit_code == 0
    kept = load(tmp_path / "exposure.toml")
    assert kept.account == AccountFacts(("Jane Sample", "Ravi Example"), ("jane.sample", "ravi.example"))
    found = scan([export, other], kept, as_of=TODAY)
    assert [each.takes_facts for each in found.exports] == [True, True]
    assert len(individuals(found.exports)) == 1


def test_an_answer_ends_at_the_day_of_the_download(export: Path, tmp_path: Path) -> None:
    """What is posted later is in no answer given before it."""
    run("facts", export, answers="1\n" * 3 + "\n" * 20)
    periods = load(tmp_path / "exposure.toml").facebook.audience
    assert max(period.until or date.max for period in periods) == scan([export]).exports[0].made
    later = as_zip(facebook(*POSTS, entry("post", "2027-01-05 10:00", "later")), tmp_path / "later.zip")
    assert verdicts(later, tmp_path / "exposure.toml")["later"][0] == "unknown"


def test_numbers_are_those_of_the_scan(export: Path) -> None:
    said = " ".join(run("facts", export, answers="\n1\n" + "\n" * 20).stderr.split())
    table = run("scan", export, "--facts", "exposure.toml").stdout
    total = next(line.split() for line in table.splitlines() if line.startswith("Total"))
    _, items, _, _, unknown, *_ = total
    assert f"{unknown} of {items} items are still unknown." in said


def test_a_group_that_is_not_in_the_download_is_said(export: Path, tmp_path: Path) -> None:
    kept = tmp_path / "jane.toml"
    kept.write_text("[facebook.groups]\n'Nobody Knows It' = 'public'\n", encoding="utf-8")
    result = run("scan", export, "--facts", kept)
    shown = " ".join((result.stdout + result.stderr).split())
    assert 'Your answers name the group "Nobody Knows It", which is not in this download.' in shown


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (["--region", "EU"], "write the one you live in"),
        (["--region", "Georgia"], "write GE for Georgia or US for United States"),
        (["--born", "04/05/1990"], "could be 4 May 1990 or 5 April 1990: write 1990-05-04 or 1990-04-05"),
        (["--objected", "soon"], "is not a date"),
    ],
)
def test_what_can_be_two_things_is_refused_by_the_options(option: list[str], said: str, export: Path) -> None:
    result = run("scan", export, *option)
    assert (result.exit_code, said in result.stderr) == (2, True), result.stderr


def test_options_take_what_people_write(export: Path) -> None:
    told = ["--region", "Inglaterra", "--born", "4 mai 1990", "--objected", "20.05.2025"]
    person = json.loads(run("scan", export, *told, "-f", "json").stdout)["facts"]
    assert (person["region"], person["born"]) == ("GB", "1990-05-04")
    assert person["objections"] == [{"platform": "all", "filed": "2025-05-20"}]
    rows = run("items", export, "--since", "2012", "--until", "2016", "--kind", "post", "-f", "jsonl").stdout
    assert [json.loads(line)["text"] for line in rows.splitlines()] == ["of 2012", "of 2016"]


def test_what_is_told_for_several_people_at_once_is_said(export: Path, tmp_path: Path) -> None:
    result = run("scan", export, of_ravi(tmp_path), "--region", "FR", "--born", "1990-05-04")
    assert "belong to 2 people. The verdicts for each of them use --region and --born." in result.stderr
