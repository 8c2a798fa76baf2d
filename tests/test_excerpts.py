"""The line that a finding is about, with a caret under what is meant: in every alphabet, and never of an identity."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopctl.render.excerpt import PIPED_WIDTH, excerpt_lines
from iopctl.render.sheet import Excerpt
from iopctl.render.width import cell_width
from tests.conftest import Iopctl
from tests.store.two_charts import BROKEN, plan, root, write_files
from tests.terminal import ended, on_terminal

__all__ = ["root"]


def carets(text: str, column: int, width: int = PIPED_WIDTH) -> str:
    """What stands above the carets."""
    above, below = excerpt_lines(Excerpt(7, column, text), width)
    start, length = below.index("^"), below.count("^")
    assert below == " " * 6 + "| " + " " * (start - 8) + "^" * length
    columns = [character for character in above for _ in range(cell_width(character))]
    return "".join(columns[start : start + length])


def test_the_line_stands_behind_its_number() -> None:
    assert excerpt_lines(Excerpt(41, 1, 'text = "feel better"'), 80) == (
        '   41 | text = "feel better"',
        "      | ^^^^",
    )
    assert excerpt_lines(Excerpt(123456, 1, "a = 1"), 80) == ("123456 | a = 1", "       | ^")


@pytest.mark.parametrize(
    ("text", "column", "meant"),
    [
        ("[[goals.objectives]]  # the first", 1, "[[goals.objectives]]"),
        ("[safety_plan]", 1, "[safety_plan]"),
        ("measure.baseline = 19", 1, "measure.baseline"),
        ('measure . "a.b" = 19', 1, 'measure . "a.b"'),
        ("admited_at = 2026-11-02", 1, "admited_at"),
        ('"Jane Doe" = 1', 1, '"Jane Doe"'),
        ("'a' = 1", 1, "'a'"),
        ('patients = ["pt-0001", "pt-0002"]', 24, '"pt-0002"'),
        ("waivers = [{ code = 1 }]", 12, "{"),
        ("waivers = [{ code = 1 }]", 14, "code"),
        ("\tcode = 1", 2, "code"),
        ('ü = "日本語", until = 1', 12, "until"),
        ('x = "\x1b[31m", code = 1', 14, "code"),
        ('x = "e\u0301", code = 1', 11, "code"),
    ],
)
def test_the_carets_stand_under_what_begins_at_the_column(text: str, column: int, meant: str) -> None:
    assert carets(text, column) == meant


def test_carets_may_stand_behind_the_end_of_the_line() -> None:
    assert excerpt_lines(Excerpt(3, 12, "admitted_on"), 80) == ("    3 | admitted_on", "      |            ^")
    assert excerpt_lines(Excerpt(3, 1, ""), 80) == ("    3 |", "      | ^")


def test_nothing_in_a_line_is_obeyed() -> None:
    above, _ = excerpt_lines(Excerpt(1, 1, "a = '\x1b]0;x\x07\u202e'  # \r\x9b"), 80)
    assert above == r"    1 | a = '\x1b]0;x\x07\u202e'  # \x0d\x9b"


def test_a_long_line_is_cut_around_what_is_meant() -> None:
    long = "a = 1, " + "x" * 20_000 + ", code = 2, " + "y" * 20_000
    above, _ = excerpt_lines(Excerpt(1, 1, long), 40)
    assert above == "    1 | a = 1, xxxxxxxxxxxxxxxxxxx..."
    above, below = excerpt_lines(Excerpt(1, 20_010, long), 40)
    assert above == "    1 | ...xxxx, code = 2, yyyyyyyyyy..."
    assert below == "      |          ^^^^"
    above, below = excerpt_lines(Excerpt(1, len(long), long), 40)
    assert above == "    1 | ...yyyyyyy"
    assert below == "      |          ^"
    above, below = excerpt_lines(Excerpt(1, 1, "x" * 100), 40)
    assert (above.count("x"), below.count("^")) == (26, 26)


def test_a_line_that_just_fits_is_whole() -> None:
    assert excerpt_lines(Excerpt(1, 1, "x" * 32), 40)[0].endswith("x" * 32)
    assert excerpt_lines(Excerpt(1, 1, "x" * 33), 40)[0].endswith("x...")


TEXTS = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]) | st.sampled_from("日\t\x1b\u0301a "))


@given(TEXTS, TEXTS, st.integers(8, 140))
def test_what_is_meant_is_shown_and_pointed_at_whatever_stands_around_it(before: str, after: str, width: int) -> None:
    text = f"{before}, code = 1 {after}"
    room = max(28, width)
    above, below = excerpt_lines(Excerpt(1, len(before) + 3, text), width)
    assert cell_width(above) <= room
    assert cell_width(below) <= room
    assert carets(text, len(before) + 3, width) == "code"


# In the findings of a check


def quoted(ran: str) -> list[str]:
    """The lines with an excerpt, without the carets."""
    return [line for line in ran.splitlines() if " | " in line and "^" not in line]


SERVICE = '\n[[services]]  # {}\nservice = "group"\nper_week = 3\nminutes = 60\nweeks = 12\n'


def test_a_table_quotes_and_no_other_format_does(root: Path, iopctl: Iopctl) -> None:
    write_files(root, {BROKEN: plan(more=SERVICE.format("as she asked"))})
    table = iopctl("check", "--select", "PL207", plans=root).out
    assert "\n   17 | [[services]]  # as she asked\n      | ^^^^^^^^^^^^\n  what" in table
    for form in ("plain", "json", "lines", "sarif", "junit", "github"):
        assert "as she asked" not in iopctl("check", "--select", "PL207", "--format", form, plans=root).out


def test_a_value_that_was_rejected_is_left_out(root: Path, iopctl: Iopctl) -> None:
    write_files(root, {BROKEN: plan(more='\n[necessity]\nwhy_not_highr = "Jane Doe"\n"Jane Doe" = 1\nJane = 1\n')})
    table = iopctl("check", "--select", "FI1", plans=root).out
    assert f"{root}/{BROKEN}:18:1: error FI101 unknown-key\n" in table
    assert "\n   18 | why_not_highr = ...\n      | ^^^^^^^^^^^^^\n  what  why_not_highr is not a key" in table
    assert quoted(table) == ["   18 | why_not_highr = ..."]
    assert "Jane" not in table


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('age_at_admission = "Jane"', "age_at_admission = ..."),
        ('goals = [{ id = 1, text = "Jane" }]', "goals = ..."),
        ("[[jane", "[[jane"),
        ("[jane] doe", "[jane] ..."),
        ("[Jane Doe]]", None),
        ("<<<<<<< HEAD", None),
        ("jane =", "jane ="),
        ("Jane said = 1", None),
    ],
)
def test_of_a_line_that_cannot_be_read_the_key_is_quoted(
    root: Path, iopctl: Iopctl, line: str, shown: str | None
) -> None:
    write_files(root, {BROKEN: f'schema = 1\npatient = "pt-0001"\n{line}\n'})
    out = iopctl("check", "--select", "FI0", plans=root).out
    assert f"{BROKEN}:3:" in out
    assert quoted(out) == ([f"    3 | {shown}"] if shown else [])


@pytest.mark.parametrize("view", [("--ignore", "FI303"), ("--select", "PL207")])
def test_what_stands_beside_a_rejected_value_is_left_out(root: Path, iopctl: Iopctl, view: tuple[str, ...]) -> None:
    """The service is linked to no objective, and on its line stands a key that does not exist."""
    services = 'services = [{ service = "group", per_week = 3, minutes = 60, weeks = 12, nam = "Jane Doe" }]\n'
    write_files(root, {BROKEN: services + plan()})
    out = iopctl("check", *view, plans=root).out
    assert "PL207" in out
    assert set(quoted(out)) == {"    1 | services = ..."}
    assert "Jane" not in out


def test_what_looks_like_an_identifier_is_left_out(root: Path, iopctl: Iopctl) -> None:
    """A phone number stands in the comment to a target, and the finding about it does not repeat it."""
    write_files(root, {BROKEN: plan(more='\n[necessity]\nwhy_not_lower = "call 602-555-0133"\n')})
    out = iopctl("check", "--select", "FI105", plans=root).out
    assert quoted(out) == ["   18 | why_not_lower = ..."]
    assert "0133" not in out


def test_an_identity_is_never_quoted(root: Path, iopctl: Iopctl) -> None:
    for text in ('schema = 1\nnam = "Jane Doe"\n', 'schema = 1\nname = "Jane Doe\n'):
        write_files(root, {"pt-0001/identity.toml": text})
        out = iopctl("check", "--select", "FI", plans=root).out
        assert "pt-0001/identity.toml:2:" in out
        assert "Jane" not in out
        assert "| na" not in out


def test_the_first_line_is_quoted_where_it_is_meant(root: Path, iopctl: Iopctl) -> None:
    write_files(root, {BROKEN: "what\n"})
    assert quoted(iopctl("check", "--select", "FI001", plans=root).out) == []
    write_files(root, {BROKEN: "[what\n"})
    assert quoted(iopctl("check", "--select", "FI001", plans=root).out) == ["    1 | [what"]
    write_files(root, {BROKEN: 'schema = "1"\n'})
    assert quoted(iopctl("check", "--select", "FI002", plans=root).out) == ["    1 | schema = ..."]
    # What is missing, empty or in no text has no line.
    write_files(root, {BROKEN: plan(), "pt-0003/plan.toml": "", "pt-0004/plan.toml": b"\xff"})
    assert quoted(iopctl("check", "--select", "PL104", "--select", "FI00", plans=root).out) == []


LONG = "very " * 2_000 + "long"


def test_a_terminal_gets_an_excerpt_as_wide_as_it_is(root: Path) -> None:
    write_files(root, {BROKEN: plan(more=SERVICE.format(LONG))})
    out, _ = ended(on_terminal("check", "pt-0001", "--select", "PL207", plans=root, columns=60))
    for line in quoted(out):
        assert len(line) <= 60
        assert line.startswith("   17 | [[services]]  # very very")
        assert line.endswith("...")
    assert "\n      | ^^^^^^^^^^^^\n" in out


def test_a_pipe_gets_an_excerpt_of_a_line_without_end(root: Path, iopctl: Iopctl) -> None:
    write_files(root, {BROKEN: plan(more=SERVICE.format(LONG))})
    lines = quoted(iopctl("check", "pt-0001", "--select", "PL207", plans=root).out)
    assert lines
    assert all(PIPED_WIDTH - 10 < len(line) <= PIPED_WIDTH for line in lines)
