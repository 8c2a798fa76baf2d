"""SC: sessions that overlap, lie outside the stay, fall on closed days, or stand at times that do not exist."""

from collections.abc import Mapping
from datetime import date

from iopctl.model.chart import Census, Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.rules import sc101_patient_double_booked as sc101
from iopctl.rules import sc102_session_outside_episode as sc102
from iopctl.rules import sc103_session_on_closed_day as sc103
from iopctl.rules import sc109_local_time_invalid as sc109
from tests.conftest import AS_OF, messages, pack_of

Packs = Mapping[str, RulePack]


# SC101


def test_half_an_hour_in_two_groups_is_double_booked(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "one", service = "individual", date = 2026-11-23, start = 09:30:00, end = 10:20:00, patients = ["pt-0001"] },
      { id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
    ]
    """  # noqa: E501  # one session a line
    [finding] = sc101.check(chart, packs["core"], AS_OF)
    assert finding.message == "2026-W48/one overlaps 2026-W48/mon by 30 min, less than 1 min is allowed"
    assert finding.place == Place("weeks/2026-W48.toml", ("sessions", 0))
    assert (finding.patient, finding.on, finding.severity) == ("pt-0001", date(2026, 11, 23), "error")


def test_sessions_that_only_touch_do_not_overlap(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
      { id = "one", service = "individual", date = 2026-11-23, start = 10:00:00, end = 10:50:00, patients = ["pt-0001"] },
      { id = "tue", service = "group", date = 2026-11-24, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
    ]
    """  # noqa: E501  # one session a line
    assert messages(sc101.check(chart, packs["core"], AS_OF)) == []


def test_one_minute_in_two_places_is_enough(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
      { id = "one", service = "individual", date = 2026-11-23, start = 09:59:00, end = 10:50:00, patients = ["pt-0001"] },
    ]
    """  # noqa: E501  # one session a line
    assert messages(sc101.check(chart, packs["core"], AS_OF)) == [
        "2026-W48/one overlaps 2026-W48/mon by 1 min, less than 1 min is allowed"
    ]
    lenient = pack_of("limits.overlap_minutes = [{ value = 2 }]")
    assert messages(sc101.check(chart, lenient, AS_OF)) == []
    assert messages(sc101.check(chart, packs["house"], AS_OF)) == []


def test_who_was_excused_or_called_off_was_not_in_two_places(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "absent-excused", reason = "dentist" } } },
      { id = "off", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"], cancelled = { reason = "ill", by = "t01", on = 2026-11-22 } },
      { id = "not", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "cancelled-by-program", reason = "ill" } } },
      { id = "one", service = "individual", date = 2026-11-23, start = 09:00:00, end = 09:50:00, patients = ["pt-0001"] },
    ]
    """  # noqa: E501  # one session a line
    assert messages(sc101.check(chart, packs["core"], AS_OF)) == []


def test_an_unexcused_absence_still_was_a_booking(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "absent-unexcused", reason = "no call" } } },
      { id = "one", service = "individual", date = 2026-11-23, start = 09:10:00, end = 10:00:00, patients = ["pt-0001"] },
    ]
    """  # noqa: E501  # one session a line
    assert messages(sc101.check(chart, packs["core"], AS_OF)) == [
        "2026-W48/one overlaps 2026-W48/mon by 50 min, less than 1 min is allowed"
    ]


def test_the_same_clock_time_before_and_after_the_clocks_go_back_is_no_overlap(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[weeks]]
    week = "2026-W44"
    monday = 2026-10-26
    sessions = [
      { id = "first", service = "group", date = 2026-11-01, start = 01:00:00, start_fold = 0, end = 01:45:00, end_fold = 0, patients = ["pt-0001"] },
      { id = "second", service = "group", date = 2026-11-01, start = 01:15:00, start_fold = 1, end = 02:00:00, patients = ["pt-0001"] },
    ]
    """  # noqa: E501  # one session a line
    assert messages(sc101.check(chart, packs["core"], AS_OF)) == []


# SC102


def test_a_visit_on_the_days_of_admission_and_discharge_is_inside(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "closed"
    admitted_at = 2026-11-23T14:00:00-05:00
    discharge = { on = 2026-11-24, reason = "transfer" }
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
      { id = "tue", service = "group", date = 2026-11-24, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
    ]
    """
    assert messages(sc102.check(chart, packs["core"], AS_OF)) == []


def test_a_visit_the_day_before_admission_or_after_discharge_is_outside(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "closed"
    admitted_at = 2026-11-24T09:00:00-05:00
    discharge = { on = 2026-11-24, reason = "transfer" }
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "attended" } } },
      { id = "tue", service = "group", date = 2026-11-24, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
      { id = "wed", service = "group", date = 2026-11-25, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
    ]
    """  # noqa: E501  # one session a line
    before, after = sc102.check(chart, packs["core"], AS_OF)
    assert before.message == (
        "2026-W48/mon on 2026-11-23 is visit 1 before admission on 2026-11-24, at most 0 are allowed"
    )
    assert after.message == "2026-W48/wed on 2026-11-25 is after the stay ended on 2026-11-24"
    assert (before.on, after.on) == (date(2026, 11, 23), date(2026, 11, 25))
    assert after.place == Place("weeks/2026-W48.toml", ("sessions", 2))
    assert messages(sc102.check(chart, packs["house"], AS_OF)) == []


def test_a_protocol_may_allow_visits_before_admission(chart: Chart) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-11-27
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "mon", service = "individual", date = 2026-11-23, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
      { id = "tue", service = "individual", date = 2026-11-24, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
      { id = "wed", service = "individual", date = 2026-11-25, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
      { id = "thu", service = "individual", date = 2026-11-26, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
    ]
    """  # noqa: E501  # one session a line
    protocol = pack_of("limits.preadmission_visits_max = [{ value = 3 }]")
    assert messages(sc102.check(chart, protocol, AS_OF)) == [
        "2026-W48/thu on 2026-11-26 is visit 4 before admission on 2026-11-27, at most 3 are allowed"
    ]


def test_what_was_missed_or_cancelled_was_no_visit(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "closed"
    admitted_at = 2026-09-07
    discharge = { on = 2026-11-20, reason = "completed" }
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "absent-unexcused", reason = "discharged" } } },
      { id = "tue", service = "group", date = 2026-11-24, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"], cancelled = { reason = "discharged", by = "t01", on = 2026-11-20 } },
      { id = "wed", service = "group", date = 2026-11-25, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "cancelled-by-program", reason = "discharged" } } },
    ]
    """  # noqa: E501  # one session a line
    assert messages(sc102.check(chart, packs["core"], AS_OF)) == []


def test_a_planned_end_binds_only_a_closed_plan(packs: Packs, census: Census) -> None:
    """
    [[plans]]
    patient = "pt-0001"
    status = "active"
    admitted_at = 2026-09-07
    planned_discharge_on = 2026-11-20
    [[plans]]
    patient = "pt-0002"
    status = "closed"
    admitted_at = 2026-09-07
    planned_discharge_on = 2026-11-20
    [[plans]]
    patient = "pt-0003"
    status = "draft"
    planned_discharge_on = 2026-11-20
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, patients = ["pt-0001", "pt-0002", "pt-0003"] },
    ]
    """  # noqa: E501  # one session a line
    active, closed, draft = (messages(sc102.check(chart, packs["core"], AS_OF)) for chart in census.charts)
    assert active == draft == []
    assert closed == ["2026-W48/mon on 2026-11-23 is after the stay ended on 2026-11-20"]


# SC103


def test_a_group_left_standing_on_thanksgiving_is_found(chart: Chart, packs: Packs) -> None:
    """
    [program]
    closures = [{ date = 2026-11-26, reason = "Thanksgiving" }]
    [plan]
    track = "morning"
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "wed", service = "group", date = 2026-11-25, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
      { id = "thu", service = "group", date = 2026-11-26, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
    ]
    """
    [finding] = sc103.check(chart, packs["core"], AS_OF)
    assert finding.message == "2026-W48/thu is on 2026-11-26, a closed day: neither cancelled nor made up"
    assert finding.place == Place("weeks/2026-W48.toml", ("sessions", 1))
    assert (finding.on, finding.severity) == (date(2026, 11, 26), "warning")
    assert messages(sc103.check(chart, packs["house"], AS_OF)) == []
    lenient = pack_of("limits.closed_day_sessions_max = [{ value = 1 }]")
    assert messages(sc103.check(chart, lenient, AS_OF)) == []


def test_a_closed_day_is_answered_by_a_cancellation_or_a_make_up(chart: Chart, packs: Packs) -> None:
    """
    [program]
    closures = [{ date = 2026-11-26, until = 2026-11-27, reason = "Thanksgiving" }]
    [plan]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "wed", service = "group", date = 2026-11-25, start = 13:00:00, end = 14:00:00, patients = ["pt-0001"], makes_up = "2026-W48/thu" },
      { id = "thu", service = "group", date = 2026-11-26, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
      { id = "off", service = "group", date = 2026-11-26, start = 11:00:00, end = 12:00:00, patients = ["pt-0001"], cancelled = { reason = "closure", by = "t01", on = 2026-11-20 } },
      { id = "fri", service = "group", date = 2026-11-27, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "cancelled-by-program", reason = "closure" } } },
    ]
    """  # noqa: E501  # one session a line
    assert messages(sc103.check(chart, packs["core"], AS_OF)) == []


def test_a_place_in_a_group_makes_up_for_the_one_who_has_it(chart: Chart, packs: Packs) -> None:
    """
    [program]
    closures = [{ date = 2026-11-26, reason = "Thanksgiving" }]
    [plan]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "wed", service = "group", date = 2026-11-25, start = 13:00:00, end = 14:00:00, patients = ["pt-0001", "pt-0002"], make_ups = { pt-0001 = "2026-W48/thu", pt-0002 = "2026-W48/two" } },
      { id = "thu", service = "group", date = 2026-11-26, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
      { id = "two", service = "group", date = 2026-11-26, start = 11:00:00, end = 12:00:00, patients = ["pt-0001"] },
    ]
    """  # noqa: E501  # one session a line
    assert messages(sc103.check(chart, packs["core"], AS_OF)) == [
        "2026-W48/two is on 2026-11-26, a closed day: neither cancelled nor made up"
    ]


def test_a_make_up_that_was_called_off_makes_up_nothing(chart: Chart, packs: Packs) -> None:
    """
    [program]
    closures = [{ date = 2026-11-26, reason = "Thanksgiving" }]
    [plan]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "thu", service = "group", date = 2026-11-26, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
      { id = "fri", service = "group", date = 2026-11-27, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"], makes_up = "2026-W48/thu", cancelled = { reason = "ill", by = "t01", on = 2026-11-27 } },
    ]
    """  # noqa: E501  # one session a line
    assert messages(sc103.check(chart, packs["core"], AS_OF)) == [
        "2026-W48/thu is on 2026-11-26, a closed day: neither cancelled nor made up"
    ]


def test_a_closure_of_another_track_closes_nothing_here(chart: Chart, packs: Packs) -> None:
    """
    [program]
    closures = [{ date = 2026-11-26, tracks = ["youth"], reason = "School holiday" }]
    [plan]
    track = "morning"
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "thu", service = "group", date = 2026-11-26, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
    ]
    """
    assert messages(sc103.check(chart, packs["core"], AS_OF)) == []


# SC109


def test_an_ordinary_morning_with_a_break_stands_on_the_clock(census: Census, packs: Packs) -> None:
    """
    [program]
    slots = [{ id = "mon", track = "morning", service = "group", day = "mon", start = 09:00:00, end = 10:00:00, breaks = [{ start = 09:00:00, end = 10:00:00 }] }]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 12:15:00, breaks = [{ start = 10:30:00, end = 10:45:00 }] },
    ]
    """  # noqa: E501  # one session a line
    assert messages(sc109.check_program(census, packs["core"], AS_OF)) == []


def test_a_time_in_the_hour_that_spring_skips_does_not_exist(census: Census, packs: Packs) -> None:
    """
    [[weeks]]
    week = "2026-W10"
    monday = 2026-03-02
    sessions = [
      { id = "sat", service = "group", date = 2026-03-07, start = 02:30:00, end = 03:30:00 },
      { id = "late", service = "group", date = 2026-03-08, start = 01:59:00, end = 03:00:00 },
      { id = "sun", service = "group", date = 2026-03-08, start = 02:30:00, end = 04:00:00 },
      { id = "end", service = "group", date = 2026-03-08, start = 01:00:00, end = 02:59:00 },
    ]
    """
    start, end = sc109.check_program(census, packs["core"], AS_OF)
    assert start.message == "2026-W10/sun starts at 02:30 on 2026-03-08, which the clock skips"
    assert end.message == "2026-W10/end ends at 02:59 on 2026-03-08, which the clock skips"
    assert start.place == Place("weeks/2026-W10.toml", ("sessions", 2, "start"))
    assert (start.patient, start.on, start.severity) == (None, date(2026, 3, 8), "error")
    assert messages(sc109.check_program(census, packs["house"], AS_OF)) == []


def test_a_time_in_the_hour_that_autumn_repeats_needs_a_fold_mark(census: Census, packs: Packs) -> None:
    """
    [[weeks]]
    week = "2026-W44"
    monday = 2026-10-26
    sessions = [
      { id = "none", service = "group", date = 2026-11-01, start = 01:00:00, end = 01:59:00 },
      { id = "x", service = "yoga", date = 2026-11-01, start = 01:30:00, start_fold = 0, end = 01:15:00, end_fold = 1 },
      { id = "after", service = "group", date = 2026-11-01, start = 02:00:00, end = 03:00:00 },
    ]
    """
    start, end = sc109.check_program(census, packs["core"], AS_OF)
    assert start.message == (
        "2026-W44/none starts at 01:00 on 2026-11-01, which the clock shows twice, without start_fold"
    )
    assert start.next == "write start_fold = 0 for the first time round, 1 for the second"
    assert end.message == "2026-W44/none ends at 01:59 on 2026-11-01, which the clock shows twice, without end_fold"
    lenient = pack_of("limits.invalid_times_max = [{ value = 1 }]")
    assert messages(sc109.check_program(census, lenient, AS_OF)) == [end.message]


def test_a_session_that_does_not_end_after_its_start_and_a_break_outside_are_found(
    census: Census, packs: Packs
) -> None:
    """
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "same", service = "group", date = 2026-11-23, start = 09:00:00, end = 09:00:00, breaks = [{ start = 08:00:00, end = 08:10:00 }] },
      { id = "early", service = "group", date = 2026-11-23, start = 09:00:00, end = 12:00:00, breaks = [{ start = 08:55:00, end = 09:05:00 }] },
      { id = "late", service = "group", date = 2026-11-23, start = 09:00:00, end = 12:00:00, breaks = [{ start = 10:00:00, end = 10:10:00 }, { start = 11:55:00, end = 12:01:00 }] },
      { id = "back", service = "group", date = 2026-11-23, start = 09:00:00, end = 12:00:00, breaks = [{ start = 10:45:00, end = 10:30:00 }] },
      { id = "none", service = "group", date = 2026-11-23, start = 09:00:00, end = 12:00:00, breaks = [{ start = 10:30:00, end = 10:30:00 }] },
    ]
    """  # noqa: E501  # one session a line
    found = list(sc109.check_program(census, packs["core"], AS_OF))
    assert messages(found) == [
        "2026-W48/same ends at 09:00, not after its start at 09:00",
        "2026-W48/early has a break from 08:55 to 09:05, which is no part of 09:00 to 12:00",
        "2026-W48/late has a break from 11:55 to 12:01, which is no part of 09:00 to 12:00",
        "2026-W48/back has a break from 10:45 to 10:30, which is no part of 09:00 to 12:00",
        "2026-W48/none has a break from 10:30 to 10:30, which is no part of 09:00 to 12:00",
    ]
    assert [finding.place.key for finding in found] == [
        ("sessions", 0, "end"),
        ("sessions", 1, "breaks", 0),
        ("sessions", 2, "breaks", 1),
        ("sessions", 3, "breaks", 0),
        ("sessions", 4, "breaks", 0),
    ]


def test_a_weekly_slot_is_held_to_the_same_order(census: Census, packs: Packs) -> None:
    """
    [program]
    slots = [
      { id = "mon", track = "morning", service = "group", day = "mon", start = 10:00:00, end = 09:00:00 },
      { id = "tue", track = "morning", service = "group", day = "tue", start = 09:00:00, end = 10:00:00, breaks = [{ start = 10:00:00, end = 10:05:00 }] },
      { id = "sun", track = "morning", service = "group", day = "sun", start = 02:30:00, end = 03:30:00 },
    ]
    """  # noqa: E501  # one session a line
    end, pause = sc109.check_program(census, packs["core"], AS_OF)
    assert end.message == "slot mon ends at 09:00, not after its start at 10:00"
    assert end.place == Place("program.toml", ("slots", 0, "end"))
    assert pause.message == "slot tue has a break from 10:00 to 10:05, which is no part of 09:00 to 10:00"
    assert (pause.place, pause.on) == (Place("program.toml", ("slots", 1, "breaks", 0)), None)
