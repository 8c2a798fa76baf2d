"""Layout and order: what a person wrote stays, what says nothing is made even."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopctl.store.layout import laid_out
from iopctl.store.ordering import in_order
from iopctl.store.tidying import in_layout
from tests.conftest import DEMO

PLAN = "pt-0001/plan.toml"
WEEK = "weeks/2026-W48.toml"
FIRST = "#:schema ../.schemas/plan.json\n"

UNEVEN = {
    "blanks around =": ("a=1\nb  =\t2\n", "a = 1\nb = 2\n"),
    "blanks inside an inline table": ("a = { b=1, c =2 }\n", "a = { b = 1, c = 2 }\n"),
    "blanks at a line's end": ("a = 1  \n# why \t\n", "a = 1\n# why\n"),
    "an indented table": ("  [roles]\n    a = 1\n", "[roles]\na = 1\n"),
    "blank lines": ("\n\na = 1\n\n\n\nb = 2\n\n", "a = 1\n\nb = 2\n"),
    "no blank line before a header": ("a = 1\n[roles]\nb = 2\n", "a = 1\n\n[roles]\nb = 2\n"),
    "a comment on a header": ("a = 1\n# roles\n[roles]\nb = 2\n", "a = 1\n\n# roles\n[roles]\nb = 2\n"),
    "no newline at the end": ("a = 1", "a = 1\n"),
    "a comment behind a value": ("a=[1]   # one\n", "a = [1]   # one\n"),
    "another schema": ("#:schema ./x.json\na = 1\n", "a = 1\n"),
}
KEPT = {
    "a text of several lines": 'a = """\n  one  \n\n\n  two=2 \n[not]\n"""\n',
    "a list of several lines": "a = [\n  1,  # one\n  2,\n]\n",
    "two blanks in a text": 'a = "b =  c "\n',
    "a comment between keys": "a = 1\n# b is next\nb = 2\n",
    "a key in quotes": '"a = b" = 1\n',
}


@pytest.mark.parametrize(("text", "even"), UNEVEN.values(), ids=UNEVEN)
def test_what_is_uneven_is_made_even(text: str, even: str) -> None:
    assert laid_out(PLAN, text) == FIRST + even


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_is_even_or_data_is_kept(text: str) -> None:
    assert laid_out(PLAN, text) == FIRST + text


SESSIONS = """week = "2026-W48"

# the afternoon
[[sessions]]
id = "b"
date = 2026-11-24
start = 13:00:00

[sessions.attendance]
pt-0001 = { status = "attended" }

[[sessions]]
id = "a"
date = 2026-11-24
start = 09:00:00

# nobody came
[[sessions]]
id = "c"
date = 2026-11-23
start = 09:00:00
"""
IN_ORDER = """week = "2026-W48"

# nobody came
[[sessions]]
id = "c"
date = 2026-11-23
start = 09:00:00

[[sessions]]
id = "a"
date = 2026-11-24
start = 09:00:00

# the afternoon
[[sessions]]
id = "b"
date = 2026-11-24
start = 13:00:00

[sessions.attendance]
pt-0001 = { status = "attended" }
"""


def test_sessions_are_put_in_order_of_time_with_their_comments_and_rows() -> None:
    assert in_order(WEEK, SESSIONS) == IN_ORDER
    assert in_order(WEEK, IN_ORDER) == IN_ORDER


def test_blocks_that_do_not_stand_together_stay() -> None:
    text = SESSIONS.replace("# nobody came\n", "[other]\na = 1\n\n")
    assert in_order(WEEK, text) == text


def test_a_list_on_one_line_stays() -> None:
    text = 'closures = [{ date = 2026-12-25, reason = "a" }, { date = 2026-11-26, reason = "b" }]\n'
    assert in_order("program.toml", text) == text


def test_what_has_no_date_comes_first() -> None:
    text = '[[waivers]]\ncode = "DO101"\non = 2026-11-02\n\n[[waivers]]\ncode = "DO201"\n'
    assert [each["code"] for each in tomllib.loads(in_order(PLAN, text))["waivers"]] == ["DO201", "DO101"]


def test_moments_are_ordered_by_their_day() -> None:
    text = "[[events]]\non = 2026-11-02T01:00:00+02:00\n\n[[events]]\non = 2026-11-01\n"
    assert in_order(PLAN, text).index("2026-11-01\n") < in_order(PLAN, text).index("2026-11-02")


def test_signed_content_keeps_its_order() -> None:
    text = '[[goals]]\nid = "g2"\n\n[[goals]]\nid = "g1"\n'
    assert in_order(PLAN, text) == text


def test_no_file_of_the_demo_would_change() -> None:
    for path in DEMO.rglob("*.toml"):
        text = path.read_text("utf-8")
        file = path.relative_to(DEMO).as_posix()
        assert in_layout(Path("plans"), file, text) == text


LINES = st.sampled_from(
    ["a = 1", "  b=[1,2 ]  ", "# note ", "", "   ", "[t]", " [t.u] ", "[[x]]", 'c = """', "d  =  'e = f'", "[[x.y]]"]
)


@given(st.lists(LINES, max_size=12))
def test_the_data_stays_the_same_and_a_second_time_changes_nothing(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    once = laid_out(PLAN, text)
    assert tomllib.loads(once) == data
    assert laid_out(PLAN, once) == once
