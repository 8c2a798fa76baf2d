"""AU203: a billed line without a signed note, or for other units than the signed notes document."""

from collections.abc import Mapping
from datetime import date

import pytest

from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.rules import au203_billed_without_note as au203
from iopctl.testing import found
from tests.conftest import AS_OF, messages, pack_of

Packs = Mapping[str, RulePack]

# Tuesday 17 November: two signed sessions, one unsigned, one missed; Wednesday: one attended without a note.
WEEK = """
[plan]
[[weeks]]
week = "2026-W47"
sessions = [
  { id = "mon", service = "group", date = 2026-11-16, start = 09:00:00, end = 10:00:00, attendance.pt-0001 = { status = "attended", signed_by = "t01", signed_at = 2026-11-16 } },
  { id = "one", service = "group", date = 2026-11-17, start = 09:00:00, end = 10:00:00, attendance.pt-0001 = { status = "attended", signed_by = "t01", signed_at = 2026-11-17 } },
  { id = "two", service = "group", date = 2026-11-17, start = 10:00:00, end = 11:00:00, attendance.pt-0001 = { status = "partial", signed_by = "t01", signed_at = 2026-11-18T09:00:00-05:00 } },
  { id = "not", service = "group", date = 2026-11-17, start = 11:00:00, end = 12:00:00, attendance.pt-0001 = { status = "attended", noted_by = "t01" } },
  { id = "out", service = "group", date = 2026-11-17, start = 12:00:00, end = 13:00:00, attendance.pt-0001 = { status = "absent-excused", signed_by = "t01", signed_at = 2026-11-17 } },
  { id = "wed", service = "group", date = 2026-11-18, start = 09:00:00, end = 10:00:00, attendance.pt-0001 = { status = "attended" } },
]
[[claims]]
"""  # noqa: E501  # one session a line


def billed(line: str) -> str:
    """The week, with one line billed."""
    return f"{WEEK}lines = [{{ {line} }}]"


@pytest.mark.parametrize(
    "line",
    [
        "on = 2026-11-17, code = 'S9480'",
        "on = 2026-11-17, code = 'S9480-GO'",
        "on = 2026-11-17, code = 'H0015', sessions = ['2026-W47/not', '2026-W47/two']",
        "on = 2026-11-17, code = '90853', units = 2, sessions = ['2026-W47/one', '2026-W47/two']",
        "on = 2026-11-17, code = '90853', units = 2, sessions = ['2026-W47/one', '2026-W47/two', '2026-W47/not']",
        "on = 2026-11-17, code = '90853', units = 1, sessions = ['2026-W47/one', '2026-W47/one']",
        "on = 2026-11-17, code = '90853', units = 1",
        "on = 2026-11-17, code = '90853', units = 2",
        "on = 2026-11-24, code = 'S9480'",
    ],
)
def test_what_signed_notes_document_may_be_billed(line: str) -> None:
    assert found(au203, billed(line), "core", AS_OF) == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("code = 'S9480'", "1 attended session, none signed"),
        ("code = '90853', sessions = ['2026-W47/wed']", "1 attended session that it lists, none signed"),
        ("code = '90853', sessions = ['2026-W47/mon']", "no session that it lists was attended that day"),
        ("code = '90853', sessions = ['2026-W47/gone']", "no session that it lists was attended that day"),
    ],
)
def test_a_line_without_a_signed_note_is_found(line: str, why: str) -> None:
    code = line[8:13]
    assert found(au203, billed(f"on = 2026-11-18, {line}"), "core", AS_OF) == [
        f"{code} is billed on 2026-11-18 without a signed note: {why}"
    ]


def test_a_day_on_which_nothing_was_attended_is_not_billed() -> None:
    assert found(au203, billed("on = 2026-11-19, code = 'S9480'"), "core", AS_OF) == [
        "S9480 is billed on 2026-11-19 without a signed note: no session was attended that day"
    ]
    missed = "on = 2026-11-17, code = '90853', sessions = ['2026-W47/out']"
    assert found(au203, billed(missed), "core", AS_OF) == [
        "90853 is billed on 2026-11-17 without a signed note: no session that it lists was attended that day"
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("code = 'S9480', units = 2", "2 units of S9480 billed, signed notes document 1: a per diem is one unit a day"),
        ("code = '90853', units = 3", "3 units of 90853 billed, signed notes document 2: one for each signed session"),
        (
            "code = '90853', units = 2, sessions = ['2026-W47/one', '2026-W47/not']",
            "2 units of 90853 billed, signed notes document 1: one for each signed session",
        ),
        (
            "code = '90853', sessions = ['2026-W47/one', '2026-W47/two']",
            "1 unit of 90853 billed, signed notes document 2: one for each signed session",
        ),
    ],
)
def test_units_that_differ_from_what_is_documented_are_found(line: str, said: str) -> None:
    expected = said.replace(" billed", " billed on 2026-11-17")
    assert found(au203, billed(f"on = 2026-11-17, {line}"), "core", AS_OF) == [expected]


def test_a_code_is_a_per_diem_where_the_pack_says_so() -> None:
    facts = billed("on = 2026-11-17, code = 'S9480', units = 2, sessions = ['2026-W47/one', '2026-W47/two']")
    assert found(au203, facts, "va-arts", AS_OF) == []
    assert found(au203, facts, "core", AS_OF) == [
        "2 units of S9480 billed on 2026-11-17, signed notes document 1: a per diem is one unit a day"
    ]
    assert found(au203, facts, "medicare", AS_OF) == []


def test_a_pack_may_ask_for_one_of_the_two() -> None:
    note = pack_of("limits.billed_needs = [{ value = ['signed-note'] }]")
    units = pack_of("limits.billed_needs = [{ value = ['units'] }]")
    unsigned, too_many = billed("on = 2026-11-18, code = '90853'"), billed("on = 2026-11-17, code = '90853', units = 3")
    assert found(au203, unsigned, note, AS_OF) == [
        "90853 is billed on 2026-11-18 without a signed note: 1 attended session, none signed"
    ]
    assert found(au203, too_many, note, AS_OF) == []
    assert found(au203, unsigned, units, AS_OF) == [
        "1 unit of 90853 billed on 2026-11-18, signed notes document 0: one for each signed session"
    ]
    assert len(found(au203, too_many, units, AS_OF)) == 1


def test_a_note_counts_from_the_day_it_was_signed() -> None:
    facts = billed("on = 2026-11-17, code = '90853', sessions = ['2026-W47/two']")
    assert found(au203, facts, "core", "2026-11-17") == [
        "90853 is billed on 2026-11-17 without a signed note: 1 attended session that it lists, none signed"
    ]
    assert found(au203, facts, "core", "2026-11-18") == []


def test_half_a_signature_and_a_cancelled_session_document_nothing(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[weeks]]
    week = "2026-W47"
    sessions = [
      { id = "who", service = "group", date = 2026-11-16, start = 09:00:00, end = 10:00:00, attendance.pt-0001 = { status = "attended", signed_by = "t01" } },
      { id = "when", service = "group", date = 2026-11-16, start = 10:00:00, end = 11:00:00, attendance.pt-0001 = { status = "attended", signed_at = 2026-11-16 } },
      { id = "off", service = "group", date = 2026-11-16, start = 11:00:00, end = 12:00:00, cancelled = { reason = "ill", by = "t01", on = 2026-11-16 }, attendance.pt-0001 = { status = "attended", signed_by = "t01", signed_at = 2026-11-16 } },
    ]
    [[claims]]
    lines = [{ on = 2026-11-15, code = "S9480" }, { on = 2026-11-16, code = "S9480" }]
    """  # noqa: E501  # one session a line
    gap, finding = au203.check(chart, packs["core"], AS_OF)
    assert finding.message == "S9480 is billed on 2026-11-16 without a signed note: 2 attended sessions, none signed"
    assert finding.place == Place("pt-0001/claims/c-0.toml", ("lines", 1))
    assert (finding.patient, finding.on, finding.severity) == ("pt-0001", date(2026, 11, 16), "error")
    assert finding.limit == packs["core"].limit("billed_needs", AS_OF)
    assert finding.next == "correct the line or take it off the claim; a note signed now bears today's date"
    assert gap.severity == "info"


def test_a_week_that_is_not_on_file_is_a_gap_and_said_once(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    coverage = [{ pack = "va-arts", from = 2026-11-03 }]
    [[weeks]]
    week = "2026-W46"
    [[claims]]
    lines = [
      { on = 2026-11-02, code = "S9480" },
      { on = 2026-11-04, code = "S9480" },
      { on = 2026-11-08, code = "S9480" },
      { on = 2026-11-09, code = "S9480" },
      { on = 2026-11-16, code = "S9480" },
    ]
    """
    first, error, third = au203.check(chart, packs["core"], AS_OF)
    assert first.message == (
        "the week 2026-W45 is not on file, so the signed notes of what is billed from 2026-11-02 on cannot be seen"
    )
    assert first.place == Place("pt-0001/claims/c-0.toml", ("lines", 0))
    assert (first.patient, first.on, first.severity) == ("pt-0001", date(2026, 11, 2), "info")
    assert first.limit == packs["core"].limit("billed_needs", AS_OF)
    assert first.next == "hold the claim against the notes where they are"
    assert error.message == "S9480 is billed on 2026-11-09 without a signed note: no session was attended that day"
    assert third.message.startswith("the week 2026-W47 is not on file")
    covered, _, _ = au203.check(chart, packs["va-arts"], AS_OF)
    assert (covered.on, covered.place) == (date(2026, 11, 4), Place("pt-0001/claims/c-0.toml", ("lines", 1)))


def test_notes_that_are_kept_elsewhere_are_said_once(chart: Chart, packs: Packs) -> None:
    """
    [program]
    notes = "elsewhere"
    [plan]
    [[weeks]]
    week = "2026-W47"
    [[claims]]
    lines = [{ on = 2026-11-17, code = "S9480" }, { on = 2026-11-24, code = "S9480" }]
    [[claims]]
    lines = [{ on = 2026-11-02, code = "S9480", units = 5 }]
    """
    [finding] = au203.check(chart, packs["core"], AS_OF)
    assert finding.message == (
        "notes are kept elsewhere, so the signed notes of what is billed from 2026-11-02 on cannot be seen"
    )
    assert (finding.severity, finding.place.file) == ("info", "pt-0001/claims/c-1.toml")
    assert messages(au203.check(chart, packs["core"], date(2026, 11, 1))) == []
    assert messages(au203.check(chart, packs["medicare"], AS_OF)) == []
