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


def test_a_table_quotes_and_no_other_format_does(root: Path, iopctl: Iopctl) -> None:
    write_files(root, {BROKEN: plan(more='\n[necessity]\nwhy_not_lower = "Fell twice."\nwhy_not_highr = "Safe."\n')})
    table = iopctl("check", "--select", "FI101", plans=root).out
    assert f"{root}/{BROKEN}:19:1: error FI101 unknown-key\n" in table
    assert '\n   19 | why_not_highr = "Safe."\n      | ^^^^^^^^^^^^^\n  what  why_not_highr is not a key' in table
    for form in ("plain", "json", "lines", "sarif", "junit", "github"):
        assert "Safe." not in iopctl("check", "--select", "FI101", "--format", form, plans=root).out


def test_an_identity_is_never_quoted(root: Path, iopctl: Iopctl) -> None:
    write_files(root, {"pt-0001/identity.toml": 'schema = 1\nnam = "Jane Doe"\n'})
    out = iopctl("check", "--select", "FI", plans=root).out
    assert "pt-0001/identity.toml:2:1: error FI101" in out
    assert "Jane" not in out
    write_files(root, {"pt-0001/identity.toml": 'schema = 1\nname = "Jane Doe\n'})
    out = iopctl("check", "--select", "FI", plans=root).out
    assert "pt-0001/identity.toml:2:17: error FI001" in out
    assert "Jane" not in out


def test_the_first_line_is_quoted_where_it_is_meant(root: Path, iopctl: Iopctl) -> None:
    write_files(root, {BROKEN: "what a mess\n"})
    assert quoted(iopctl("check", "--select", "FI001", plans=root).out) == ["    1 | what a mess"]
    write_files(root, {BROKEN: 'schema = "1"\n'})
    assert quoted(iopctl("check", "--select", "FI002", plans=root).out) == ['    1 | schema = "1"']
    # What is missing, empty or in no text has no line.
    write_files(root, {BROKEN: plan(), "pt-0003/plan.toml": "", "pt-0004/plan.toml": b"\xff"})
    assert quoted(iopctl("check", "--select", "PL104", "--select", "FI00", plans=root).out) == []


def test_a_terminal_gets_an_excerpt_as_wide_as_it_is(root: Path) -> None:
    write_files(root, {BROKEN: plan(more=f'nonsense = "{"very " * 2_000}long"\n')})
    out, _ = ended(on_terminal("check", "--select", "FI101", plans=root, columns=60))
    [line] = quoted(out)
    assert len(line) <= 60
    assert line.startswith('   16 | nonsense = "very very')
    assert line.endswith("...")
    assert "\n      | ^^^^^^^^\n" in out


def test_a_pipe_gets_an_excerpt_of_a_line_without_end(root: Path, iopctl: Iopctl) -> None:
    write_files(root, {BROKEN: plan(more=f'nonsense = "{"very " * 2_000}long"\n')})
    [line] = quoted(iopctl("check", "--select", "FI101", plans=root).out)
    assert PIPED_WIDTH - 10 < len(line) <= PIPED_WIDTH
