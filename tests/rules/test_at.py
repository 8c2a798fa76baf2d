"""AT: attendance, absences, and days that are billed by it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

import pytest

from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.model.week import week_id
from iopctl.rules import at101_attendance_incomplete as at101
from iopctl.rules import at104_absence_limit as at104
from iopctl.rules import at108_billed_day_short as at108
from iopctl.testing import findings_of, found
from tests.conftest import AS_OF, messages, pack_of

Packs = Mapping[str, RulePack]


def test_yesterdays_session_without_attendance_is_incomplete_and_todays_is_not_yet(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[weeks]]
    week = "2026-W47"
    monday = 2026-11-16
    sessions = [{ id = "sun", service = "group", date = 2026-11-22, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] }]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
      { id = "tue", service = "group", date = 2026-11-24, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
    ]
    """  # noqa: E501  # one session a line
    [finding] = at101.check(chart, packs["core"], AS_OF)
    assert finding.message == (
        "2026-W47/sun on 2026-11-22 has no attendance status, which is due within 24 hours of its end"
    )
    assert finding.next == "record it: `iopctl attend 2026-W47/sun`"
    assert finding.place == Place("weeks/2026-W47.toml", ("sessions", 0))
    assert (finding.on, finding.severity) == (date(2026, 11, 22), "warning")
    assert messages(at101.check(chart, packs["house"], AS_OF)) == []


def test_hours_are_counted_as_they_elapse_on_a_day_of_23(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[weeks]]
    week = "2026-W10"
    monday = 2026-03-02
    sessions = [
      { id = "exact", service = "group", date = 2026-03-07, start = 21:00:00, end = 23:00:00, patients = ["pt-0001"] },
      { id = "over", service = "group", date = 2026-03-07, start = 21:00:00, end = 22:59:00, patients = ["pt-0001"] },
    ]
    """
    # The clocks go forward on the 8th: from 23:00 on the 7th to the midnight that closes the 8th are 24 hours.
    assert messages(at101.check(chart, packs["core"], date(2026, 3, 8))) == [
        "2026-W10/over on 2026-03-07 has no attendance status, which is due within 24 hours of its end"
    ]


def test_a_pack_may_give_more_hours(chart: Chart) -> None:
    """
    [plan]
    [[weeks]]
    week = "2026-W47"
    monday = 2026-11-16
    sessions = [{ id = "sun", service = "group", date = 2026-11-22, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] }]
    """  # noqa: E501  # one session a line
    assert messages(at101.check(chart, pack_of("limits.attendance_hours = [{ value = 38 }]"), AS_OF)) == []
    assert len(messages(at101.check(chart, pack_of("limits.attendance_hours = [{ value = 37 }]"), AS_OF))) == 1


def test_an_absence_or_a_cancellation_needs_its_reason_the_same_day(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "a", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "absent-excused" } } },
      { id = "b", service = "group", date = 2026-11-23, start = 10:00:00, end = 11:00:00, attendance = { pt-0001 = { status = "absent-unexcused" } } },
      { id = "c", service = "group", date = 2026-11-23, start = 11:00:00, end = 12:00:00, attendance = { pt-0001 = { status = "cancelled-by-program", reason = "" } } },
      { id = "d", service = "group", date = 2026-11-23, start = 12:00:00, end = 13:00:00, patients = ["pt-0001"], cancelled = { reason = "", by = "t01", on = 2026-11-23 } },
      { id = "e", service = "group", date = 2026-11-24, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "absent-excused" } } },
    ]
    """  # noqa: E501  # one session a line
    found = list(at101.check(chart, packs["core"], AS_OF))
    assert messages(found) == [
        "2026-W48/a on 2026-11-23 is absent-excused without a reason",
        "2026-W48/b on 2026-11-23 is absent-unexcused without a reason",
        "2026-W48/c on 2026-11-23 is cancelled-by-program without a reason",
        "2026-W48/d on 2026-11-23 is cancelled without a reason",
    ]
    assert found[0].place.key == ("sessions", 0, "attendance", "pt-0001")
    assert found[3].place.key == ("sessions", 3, "cancelled")


def test_what_is_recorded_in_full_is_complete(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[weeks]]
    week = "2026-W47"
    monday = 2026-11-16
    sessions = [
      { id = "a", service = "group", date = 2026-11-16, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "attended" } } },
      { id = "b", service = "group", date = 2026-11-16, start = 10:00:00, end = 11:00:00, attendance = { pt-0001 = { status = "partial", arrived = 10:15:00 } } },
      { id = "c", service = "group", date = 2026-11-16, start = 11:00:00, end = 12:00:00, attendance = { pt-0001 = { status = "absent-excused", reason = "illness" } } },
      { id = "d", service = "group", date = 2026-11-16, start = 12:00:00, end = 13:00:00, patients = ["pt-0001"], cancelled = { reason = "closure", by = "t01", on = 2026-11-16 } },
      { id = "e", service = "group", date = 2026-11-16, start = 13:00:00, end = 14:00:00, patients = ["pt-0002"] },
    ]
    """  # noqa: E501  # one session a line
    assert messages(at101.check(chart, packs["core"], AS_OF)) == []


# AT104


def missed(days: Sequence[date], status: str = "absent-unexcused", more: str = "") -> str:
    """One session of pt-0001 on each day, all with the same status."""
    weeks = []
    for week, group in groupby(days, key=week_id):
        sessions = ", ".join(
            f'{{ id = "s{n}", service = "group", date = {day}, start = {9 + n:02}:00:00, end = {10 + n:02}:00:00,'
            f' attendance = {{ pt-0001 = {{ status = "{status}", reason = "no call" }} }} {more} }}'
            for n, day in enumerate(group)
        )
        weeks.append(f'[[weeks]]\nweek = "{week}"\nsessions = [{sessions}]\n')
    return "".join(weeks)


STAY = "[plan]\nadmitted_at = 2026-09-07T09:00:00-04:00\n"
WEEKLY = [date(2026, 9, 8) + timedelta(days=7 * n) for n in range(12)]


def test_a_seventh_unexcused_absence_in_twelve_weeks_is_one_too_many() -> None:
    assert found(at104, STAY + missed(WEEKLY[:6]), "house", AS_OF) == []
    [finding] = findings_of(at104, STAY + missed(WEEKLY[:8]), "house", AS_OF)
    assert finding.message == "8 unexcused absences from 2026-09-07 to 2026-11-23, at most 6 are allowed"
    assert finding.next == "talk with the patient about what keeps them away, and record what was decided"
    assert finding.place == Place("weeks/2026-W43.toml", ("sessions", 0, "attendance", "pt-0001"))
    assert (finding.patient, finding.on, finding.severity) == ("pt-0001", date(2026, 10, 20), "warning")
    assert finding.pack == "house"
    assert found(at104, STAY + missed(WEEKLY[:8]), "core", AS_OF) == []


def test_each_missed_session_of_a_day_counts() -> None:
    days = [date(2026, 9, 8)] * 4 + [date(2026, 9, 9)] * 3
    assert found(at104, STAY + missed(days), "house", AS_OF) == [
        "7 unexcused absences from 2026-09-07 to 2026-11-23, at most 6 are allowed"
    ]


def test_what_was_excused_called_off_or_lies_outside_the_stay_is_no_absence() -> None:
    cancelled = ', cancelled = { reason = "snow", by = "t01", on = 2026-09-08 }'
    for weeks in (
        missed(WEEKLY[:8], "absent-excused"),
        missed(WEEKLY[:8], "cancelled-by-program"),
        missed(WEEKLY[:8], "attended"),
        missed(WEEKLY[:8], more=cancelled),
        missed([date(2026, 9, 6), *WEEKLY[:6]]),
    ):
        assert found(at104, STAY + weeks, "house", AS_OF) == []
    left = STAY + 'status = "closed"\ndischarge = { on = 2026-10-13, reason = "lost" }\n'
    assert found(at104, left + missed(WEEKLY[:7]), "house", AS_OF) == []
    stayed = left.replace("2026-10-13", "2026-10-20")
    assert found(at104, stayed + missed(WEEKLY[:7]), "house", AS_OF) == [
        "7 unexcused absences from 2026-09-07 to 2026-10-20, at most 6 are allowed"
    ]


def test_cycles_follow_each_other_from_admission() -> None:
    first, second = date(2026, 11, 29), date(2026, 11, 30)  # day 84 of the stay, and day 1 of the next cycle
    six, today = WEEKLY[:6], date(2027, 2, 28)
    assert found(at104, STAY + missed([*six, first]), "house", today) == [
        "7 unexcused absences from 2026-09-07 to 2026-11-29, at most 6 are allowed"
    ]
    assert found(at104, STAY + missed([*six, second]), "house", today) == []
    later = [second + timedelta(days=n) for n in range(7)]
    [finding] = findings_of(at104, STAY + missed([*six, *later]), "house", today)
    assert finding.message == "7 unexcused absences from 2026-11-30 to 2027-02-21, at most 6 are allowed"
    assert finding.on == date(2026, 12, 6)


def test_a_cycle_may_be_a_single_day() -> None:
    pack = pack_of("limits = { unexcused_absences_max = [{ value = 1 }], absence_cycle_days = [{ value = 1 }] }")
    days = [date(2026, 9, 8), date(2026, 9, 9), date(2026, 9, 9)]
    assert found(at104, STAY + missed(days), pack, AS_OF) == [
        "2 unexcused absences from 2026-09-09 to 2026-09-09, at most 1 are allowed"
    ]


@pytest.mark.parametrize("cycle", ["", "absence_cycle_days = [{ value = 0 }]"])
def test_without_a_cycle_the_whole_stay_counts(cycle: str) -> None:
    pack = pack_of(f"[limits]\nunexcused_absences_max = [{{ value = 6 }}]\n{cycle}")
    days = [*WEEKLY[:6], date(2026, 12, 1)]
    assert found(at104, STAY + missed(days), pack, date(2026, 12, 31)) == [
        "7 unexcused absences from 2026-09-07 to 2026-12-31, at most 6 are allowed"
    ]
    assert found(at104, "[plan]\n" + missed(days), pack, date(2026, 12, 31)) == []


def test_the_limit_in_force_on_the_first_day_of_the_cycle_holds() -> None:
    pack = pack_of(
        """
        [limits]
        absence_cycle_days = [{ value = 14 }]
        unexcused_absences_max = [{ value = 1, until = 2026-09-21 }, { value = 0, since = 2026-09-22 }]
        """
    )
    assert found(at104, STAY + missed([date(2026, 9, 23), date(2026, 10, 6)]), pack, AS_OF) == [
        "1 unexcused absence from 2026-10-05 to 2026-10-18, at most 0 are allowed"
    ]


# AT108

MORNING = """
[[weeks]]
week = "2026-W47"
sessions = [
  { id = "a", service = "group", date = 2026-11-16, start = 09:00:00, end = 12:00:00, attendance = { pt-0001 = { status = "partial", left = %s } } },
]
"""  # noqa: E501  # one session a line
BILLED = """
[plan]
age_at_admission = 40
[[claims]]
lines = [{ on = 2026-11-16, code = "H0015" }]
"""


def test_a_billed_day_under_its_unit_is_short_and_exactly_the_unit_passes() -> None:
    assert found(at108, BILLED + MORNING % "12:00:00", "va-arts", AS_OF) == []
    [finding] = findings_of(at108, BILLED + MORNING % "11:59:00", "va-arts", AS_OF)
    assert finding.message == "2026-11-16 is billed with 179 delivered minutes, at least 180 are required"
    assert finding.next == "take the day off the claim"
    assert finding.place == Place("pt-0001/claims/c-0.toml", ("lines", 0))
    assert (finding.patient, finding.on, finding.severity) == ("pt-0001", date(2026, 11, 16), "error")
    assert found(at108, BILLED + MORNING % "11:59:00", "va-arts", date(2026, 11, 16)) != []
    assert found(at108, BILLED + MORNING % "11:59:00", "va-arts", date(2026, 11, 15)) == []
    assert found(at108, BILLED + MORNING % "11:59:00", "core", AS_OF) == []


def test_youth_have_a_shorter_day() -> None:
    youth = BILLED.replace("40", "20") + MORNING
    assert found(at108, youth % "11:00:00", "va-arts", AS_OF) == []
    [finding] = findings_of(at108, youth % "10:59:00", "va-arts", AS_OF)
    assert finding.message == "2026-11-16 is billed with 119 delivered minutes, at least 120 are required"
    assert finding.severity == "info"  # that 20 is still youth is uncertain


def test_only_the_packs_own_claims_and_per_diem_codes_bill_a_day() -> None:
    short = MORNING % "10:00:00"
    other = BILLED.replace("lines", 'pack = "medicare"\nlines')
    assert found(at108, other + short, "va-arts", AS_OF) == []
    assert len(found(at108, other.replace("medicare", "va-arts") + short, "va-arts", AS_OF)) == 1
    assert len(found(at108, BILLED.replace("H0015", "h0015-HQ") + short, "va-arts", AS_OF)) == 1
    assert found(at108, BILLED.replace("H0015", "90853") + short, "va-arts", AS_OF) == []
    assert len(found(at108, BILLED.replace("H0015", "90853") + short, "tricare", AS_OF)) == 1


def test_a_day_is_judged_once_at_its_first_line_and_days_in_order() -> None:
    facts = """
        [plan]
        age_at_admission = 40
        [[claims]]
        from = 2026-11-16
        lines = [{ on = 2026-11-17, code = "H0015" }, { on = 2026-11-16, code = "H0015" }]
        [[claims]]
        from = 2026-11-17
        lines = [{ on = 2026-11-16, code = "H0015" }]
        """
    found = findings_of(at108, facts + MORNING % "11:00:00", "va-arts", AS_OF)
    assert [finding.message for finding in found] == [
        "2026-11-16 is billed with 120 delivered minutes, at least 180 are required",
        "2026-11-17 is billed with 0 delivered minutes, at least 180 are required",
    ]
    assert [finding.place.key for finding in found] == [("lines", 1), ("lines", 0)]
    assert found[0].place.file == "pt-0001/claims/c-0.toml"


def test_open_attendance_is_recorded_first_and_a_week_without_a_file_is_a_gap() -> None:
    open_ = MORNING.replace('attendance = { pt-0001 = { status = "partial", left = %s } }', 'patients = ["pt-0001"]')
    [finding] = findings_of(at108, BILLED + open_, "va-arts", AS_OF)
    assert (finding.severity, finding.next) == ("error", "record the attendance that is still open")
    off = open_.replace('["pt-0001"]', '["pt-0001"], cancelled = { reason = "ill", by = "t01", on = 2026-11-16 }')
    [finding] = findings_of(at108, BILLED + off, "va-arts", AS_OF)
    assert finding.next == "take the day off the claim"
    [finding] = findings_of(at108, BILLED, "va-arts", AS_OF)
    assert finding.message == (
        "2026-11-16 is billed, and no week file shows what was delivered; 180 minutes are required"
    )
    assert finding.next == "put the week on file with its attendance, or take the day off the claim"
    assert finding.severity == "info"
