"""Attendance is written into a week file that a person laid out: nothing else in it changes."""

import tomllib
from difflib import ndiff

import pytest
import tomlkit

from iopctl.errors import ChangedMeanwhile
from iopctl.store.attendance import set_attendance

ROWS = {"pt-0001": {"status": "absent-excused", "reason": "ill"}, "pt-0002": {"status": "attended"}}
FIRST = 'pt-0001 = { status = "absent-excused", reason = "ill" }'
SECOND = 'pt-0002 = { status = "attended" }'

WEEK = '''\
schema = 1
week = "2026-W48"   # the week

# Monday
[[sessions]]
id = "none"
patients = ["pt-0001", "pt-0002"]  # roster
# after the roster

# the second
[[sessions]]
id = "rows"

[sessions.attendance]
# bus strike
pt-0001 = { status = "attended", noted_by = "t03" }   # seen
# after the rows

# the third
[[sessions]]
id = "dotted"
attendance.pt-0003 = { status = "attended" }

[[sessions]]
id = "inline"
attendance = { pt-0001 = { status = "attended" } }
[[sessions]]
id = "tables"

[sessions.attendance.pt-0001]
status = "attended"
response = """a
b"""
# after b

# about pt-0003
[sessions.attendance.pt-0003]
status = "attended"

# the sixth
[[sessions]]
id = "breaks"
[[sessions.breaks]]
start = 09:30:00
end = 09:35:00

# the seventh
[[sessions]]
id = "empty"
[sessions.attendance]
[[sessions]]
id = "tight"
[[sessions]]
id = "last"
'''


def changed(text: str, session: str) -> list[str]:
    """The lines that recording ROWS of a session takes out (-) and puts in (+)."""
    document = tomlkit.parse(text)
    set_attendance(document, session, ROWS)
    after = tomlkit.dumps(document)
    expected = tomllib.loads(text)
    [mine] = [each for each in expected["sessions"] if each["id"] == session]
    mine["attendance"] = {**mine.get("attendance", {}), **ROWS}
    assert tomllib.loads(after) == expected
    again = tomlkit.parse(after)
    set_attendance(again, session, ROWS)
    assert tomlkit.dumps(again) == after, "a second time changes nothing"
    return [line for line in ndiff(text.splitlines(), after.splitlines()) if line[0] in "+-"]


def test_a_session_without_records_gets_a_table_before_the_comment_on_the_next() -> None:
    assert sorted(changed(WEEK, "none")) == sorted(["+ ", "+ [sessions.attendance]", f"+ {FIRST}", f"+ {SECOND}"])
    document = tomlkit.parse(WEEK)
    set_attendance(document, "none", ROWS)
    after = tomlkit.dumps(document)
    assert f"# after the roster\n\n[sessions.attendance]\n{FIRST}\n{SECOND}\n\n# the second\n[[sessions]]" in after


def test_a_row_is_replaced_in_its_place_and_keeps_its_comment() -> None:
    assert changed(WEEK, "rows") == [
        '- pt-0001 = { status = "attended", noted_by = "t03" }   # seen',
        f"+ {FIRST}   # seen",
        f"+ {SECOND}",
    ]


def test_dotted_rows_stay_dotted() -> None:
    assert changed(WEEK, "dotted") == [f"+ attendance.{FIRST}", f"+ attendance.{SECOND}"]


def test_an_inline_table_stays_inline() -> None:
    assert [line[0] for line in changed(WEEK, "inline")] == ["-", "+"]


def test_a_record_written_as_a_table_stays_one_with_its_comments() -> None:
    lines = changed(WEEK, "tables")
    assert "- # after b" not in lines
    assert "- # about pt-0003" not in lines
    assert {'+ reason = "ill"', f"+ {SECOND}"} <= set(lines)


@pytest.mark.parametrize("session", ["breaks", "empty", "tight", "last"])
def test_every_other_layout_only_gains_lines(session: str) -> None:
    lines = changed(WEEK, session)
    assert {line[0] for line in lines} == {"+"}
    assert f"+ {FIRST}" in lines


def test_a_file_without_a_last_newline_is_no_exception() -> None:
    assert f"+ {SECOND}" in changed(WEEK.rstrip("\n"), "last")


@pytest.mark.parametrize("session", ["a", "b"])
def test_sessions_on_one_line_stay_there(session: str) -> None:
    assert (
        len(changed('sessions = [{ id = "a" }, { id = "b", attendance = { pt-0003 = { status = "x" } } }]', session))
        == 2
    )


def test_a_session_that_is_gone_is_said_to_be() -> None:
    with pytest.raises(ChangedMeanwhile, match="gone has just been taken out of its week; nothing was written"):
        set_attendance(tomlkit.parse(WEEK), "gone", ROWS)
