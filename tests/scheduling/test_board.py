"""The board of a day: who is in care, how many seats, who waits, and what stands open."""

from datetime import date

import pytest

from iopctl import checking, library
from iopctl.counting.authorized import for_this_level
from iopctl.model.program import Program
from iopctl.scheduling.board import Board, TrackRow, board, seats
from iopctl.testing import census_of, chart_of, pack_of

MONDAY = date(2026, 11, 23)
PLANS = """
[program]
packs = ["house"]
[[plans]]
patient = "pt-0001"
status = "active"
track = "morning"
admitted_at = 2026-11-02

[[plans]]
patient = "pt-0002"
status = "active"
track = "morning"
admitted_at = 2026-11-02
planned_discharge_on = 2026-11-20
pauses = [{ from = 2026-11-16, reason = "surgery" }]

[[plans]]
patient = "pt-0003"
status = "draft"
track = "morning"

[[plans]]
patient = "pt-0004"
status = "draft"
track = "morning"
admitted_at = 2026-11-24

[[plans]]
patient = "pt-0005"
status = "active"
track = "evening"
admitted_at = 2026-11-23

[[plans]]
patient = "pt-0006"
status = "active"
track = "morning"

[[plans]]
patient = "pt-0007"
status = "draft"
track = "morning"
admitted_at = 2026-11-23

[[plans]]
patient = "pt-0008"
status = "closed"
track = "morning"
admitted_at = 2026-10-05
discharge = { on = 2026-11-22, reason = "completed" }
"""


def board_of(facts: str, day: date = MONDAY) -> Board:
    """The board, with what RV201 finds."""
    census = census_of(facts)
    found = checking.check_census(census, library.packs(), day, view=checking.Selection(select=("RV201",)))
    return board(census, library.packs(), [finding for finding in found if finding.waived is None], day)


def morning(facts: str, day: date = MONDAY) -> TrackRow:
    """The first row of it."""
    return board_of(facts, day).rows[0]


def test_in_care_is_who_was_admitted_by_the_day_and_has_not_left() -> None:
    row = morning(PLANS)
    assert row.in_care == ("pt-0001", "pt-0002")  # one beyond the planned discharge, and on a break
    assert row.on_break == ("pt-0002",)


def test_on_the_last_day_of_a_stay_somebody_is_in_care() -> None:
    assert "pt-0008" in morning(PLANS, date(2026, 11, 22)).in_care


def test_drafts_and_later_admissions_wait() -> None:
    assert morning(PLANS).waiting == ("pt-0003", "pt-0004")
    assert morning(PLANS, date(2026, 11, 1)).waiting == (
        "pt-0001",
        "pt-0002",
        "pt-0003",
        "pt-0004",
        "pt-0007",
    )


def test_nobody_with_an_open_plan_disappears() -> None:
    day = board_of(PLANS)
    assert day.apart == {"pt-0006": "no day of admission", "pt-0007": "draft, admitted 2026-11-23"}


def test_a_patient_of_no_track_has_a_row_of_their_own() -> None:
    day = board_of(PLANS)
    assert [(row.track and row.track.id, row.in_care) for row in day.rows] == [
        ("morning", ("pt-0001", "pt-0002")),
        ("youth", ()),
        (None, ("pt-0005",)),
    ]
    assert day.people == 3
    assert day.rows[-1].seats is None


def test_an_ended_stay_without_a_track_makes_no_row() -> None:
    ended = """
    [plan]
    status = "closed"
    admitted_at = 2026-10-05
    discharge = { on = 2026-11-22, reason = "completed" }
    """
    assert [row.track is None for row in board_of(ended).rows] == [False, False]
    assert [row.track is None for row in board_of(ended, date(2026, 11, 22)).rows] == [False, False, True]


# Seats

GROUPS = """
[program]
rooms = [{ id = "a", capacity = 12 }, { id = "b", capacity = 8 }]
services = [
  { id = "cbt", title = "CBT", kind = "group-therapy", size = { max = 10 } },
  { id = "art", title = "Art", kind = "expressive" },
  { id = "individual", title = "Individual", kind = "individual", size = { max = 1 } },
]
"""


def program(slots: str) -> Program:
    """A clinic with these slots on the morning track."""
    return census_of(f"{GROUPS}\nslots = [{slots}]").program


def slot(service: str, room: str = "", track: str = "morning") -> str:
    """One slot of a Monday, in TOML."""
    where = f', room = "{room}"' if room else ""
    times = 'day = "mon", start = 09:00:00, end = 10:00:00'
    return f'{{ id = "{track}-{service}-{room}", track = "{track}", service = "{service}", {times}{where} }}'


@pytest.mark.parametrize(
    ("slots", "found"),
    [
        ([slot("cbt", "a")], 10),  # the group is smaller than the room
        ([slot("cbt", "b")], 8),  # the room is smaller than the group
        ([slot("cbt"), slot("art", "a")], 10),  # either alone is enough
        ([slot("cbt", "a"), slot("art", "b")], 8),  # the tightest hour decides
        ([slot("cbt", "a"), slot("individual", "b")], 10),  # a time of one patient is no seat
        ([slot("cbt", "a"), slot("art")], None),  # that hour may be the tightest
        ([slot("unheard-of")], None),
        ([slot("cbt", "a", "youth")], None),
        ([slot("individual", "a")], None),
    ],
)
def test_a_track_holds_as_many_as_fit_into_every_group(slots: list[str], found: int | None) -> None:
    assert seats(program(", ".join(slots)), "morning") == found


# Short weeks, late reviews, open risk

SHORT = """
[program]
packs = ["house"]

[plan]
status = "active"
track = "morning"
admitted_at = 2026-11-02
coverage = [{ pack = "medicare", from = 2026-11-02 }]
"""
WEEK = """
[[weeks]]
week = "2026-W47"

[[weeks.sessions]]
id = "m"
service = "group"
date = 2026-11-16
start = 09:00:00
end = 12:00:00
patients = ["pt-0001"]
"""


def test_a_last_full_week_below_a_minimum_is_short() -> None:
    row = morning(SHORT + WEEK)
    assert (row.short_weeks, row.unknown_weeks) == (("pt-0001",), ())


def test_a_last_full_week_that_is_not_on_file_is_a_gap_and_not_short() -> None:
    row = morning(SHORT)
    assert (row.short_weeks, row.unknown_weeks) == ((), ("pt-0001",))


def test_in_the_first_days_of_a_stay_no_week_is_full() -> None:
    row = morning(SHORT, date(2026, 11, 7))
    assert (row.short_weeks, row.unknown_weeks) == ((), ())


@pytest.mark.parametrize(("day", "late"), [(date(2026, 11, 16), ()), (date(2026, 11, 17), ("pt-0001",))])
def test_a_review_is_late_once_its_day_has_passed_and_a_reminder_is_none(day: date, late: tuple[str, ...]) -> None:
    found = checking.check_census(census_of(SHORT), library.packs(), day)
    assert [finding.code for finding in found if finding.code == "RV201"]  # it reminds, or it is overdue
    assert morning(SHORT, day).late_reviews == late


ALERT = """
[[assessments]]
instrument = "phq9"
given_at = 2026-11-20T09:00:00-05:00
answers = [1, 1, 1, 1, 1, 1, 1, 1, 2]
"""


def test_open_risk_stays_with_drafts_and_ended_stays() -> None:
    assert morning(SHORT + ALERT).open_risk == ("pt-0001",)
    ended = SHORT + 'discharge = { on = 2026-11-20, reason = "completed" }\n' + ALERT
    row = morning(ended)
    assert (row.in_care, row.open_risk) == ((), ("pt-0001",))


# Authorized and treated level

AUTHORIZED = """
[plan]
status = "active"
track = "morning"
admitted_at = 2026-11-02
coverage = [{{ pack = "payer", from = 2026-11-02 }}]
authorizations = [{}]
"""
PAYER = {"payer": pack_of('[[limits.service_codes]]\nvalue = ["S9480", "H0015"]', "payer"), "core": pack_of("", "core")}


@pytest.mark.parametrize(
    ("authorizations", "same"),
    [
        ('{ number = "A", code = "S9480", until = 2026-11-23 }', True),
        ('{ number = "A", code = "s9480-GO" }', True),
        ('{ number = "A", code = "H0035", from = 2026-11-23 }', False),
        ('{ number = "A", code = "H0035" }, { number = "B", code = "H0015" }', True),
        ('{ number = "A", code = "S9480", until = 2026-11-22 }', None),  # no longer in force
        ('{ number = "A" }', None),  # for any code
        ('{ number = "A" }, { number = "B", code = "H0035" }', None),
        ("", None),
    ],
)
def test_an_authorization_is_for_this_level_by_the_codes_of_the_pack(authorizations: str, same: bool | None) -> None:
    assert for_this_level(chart_of(AUTHORIZED.format(authorizations)), PAYER, MONDAY) is same


def test_where_no_pack_names_its_codes_the_level_cannot_be_told() -> None:
    chart = chart_of(AUTHORIZED.format('{ number = "A", code = "H0035" }'))
    assert for_this_level(chart, {"payer": pack_of("", "payer")}, MONDAY) is None


def test_the_board_names_who_is_authorized_elsewhere_and_of_whom_nobody_can_tell() -> None:
    plan = '{ number = "A", code = "H0035" }, { number = "B", code = "Mrs Jones" }'
    told = board(census_of(AUTHORIZED.format(plan)), PAYER, [], MONDAY)
    assert (told.authorized, told.elsewhere, told.untold) == (1, {"pt-0001": ("H0035", "a malformed code")}, {})
    untold = board(census_of(AUTHORIZED.format('{ number = "A" }')), PAYER, [], MONDAY)
    assert (untold.authorized, untold.elsewhere, untold.untold) == (1, {}, {"pt-0001": ("any code",)})
