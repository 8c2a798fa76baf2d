"""How stays went: ended, attended, waited for, fitted around a life, followed up, in hospital again."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from iopctl.model.chart import Census
from iopctl.reporting.attendance import attendance
from iopctl.reporting.figures import Figure, Period, Report, shared
from iopctl.reporting.fit import fit
from iopctl.reporting.fuh import fuh
from iopctl.reporting.readmissions import readmissions
from iopctl.reporting.stay import stay
from iopctl.reporting.waits import waits
from iopctl.testing import census_of

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
TODAY = date(2026, 11, 23)
Make = Callable[[Census, Period, date], Report]


def made(make: Make, facts: str, period: Period = QUARTER, as_of: date = TODAY) -> dict[str, Figure]:
    return {figure.id: figure for figure in make(census_of(facts), period, as_of).figures}


def plan(number: int, *lines: str) -> str:
    return "\n".join(["[[plans]]", f'patient = "pt-{number:04}"', *lines, ""])


def ended(number: int, admitted: str, on: str, reason: str = "completed", *more: str) -> str:
    left = f'discharge = {{ on = {on}, reason = "{reason}" }}'
    return plan(number, 'status = "closed"', f"admitted_at = {admitted}", left, *more)


def running(number: int, admitted: str, *more: str) -> str:
    return plan(number, 'status = "active"', f"admitted_at = {admitted}", *more)


# report stay

STAYS = (
    ended(1, "2026-06-01", "2026-07-10")  # 40 days
    + ended(2, "2026-06-01", "2026-07-20")  # 50
    + ended(3, "2026-07-01", "2026-08-29", "ama")  # 60
    + ended(4, "2026-07-01", "2026-09-08", "lost")  # 70
    + ended(5, "2026-07-01", "2026-09-30", "step-up")  # 92
    + ended(6, "2026-07-01", "2026-10-01", "transfer")  # after the period
    + running(7, "2026-09-01")
    + running(8, "2026-10-01")
    + plan(9, 'status = "draft"', "admitted_at = 2026-08-01")
    + plan(10, 'status = "closed"', "admitted_at = 2026-07-01")
)


def test_completion_and_drop_out_are_of_the_stays_that_ended_in_the_period() -> None:
    found = made(stay, STAYS)
    shares = {id_: (found[id_].count, found[id_].of) for id_ in ("completed", "dropout", "step-up", "step-down")}
    assert shares == {"completed": (2, 5), "dropout": (2, 5), "step-up": (1, 5), "step-down": (0, 5)}
    assert (found["transfer"].count, found["administrative"].count) == (0, 0)
    assert (found["open"].count, found["closed"].left_out) == (2, {"closed without a day of discharge": 1})


def test_days_count_admission_and_discharge_and_hours_only_whole_records() -> None:
    found = made(stay, STAYS)
    assert [found[f"days.{name}"].value for name in ("q1", "median", "q3", "longest")] == [50, 60, 70, 92]
    assert (found["hours.median"].value, found["hours.median"].of) == (None, 0)
    assert found["hours.median"].left_out == {"a week without a file": 5}


def test_the_length_of_the_longest_stay_is_of_one_person_and_not_shared() -> None:
    facts = "".join(ended(n, "2026-07-01", f"2026-08-{n:02}") for n in range(1, 31))
    found = {figure.id: figure for figure in shared(stay(census_of(facts), QUARTER, TODAY)).figures}
    assert (found["days.longest"].hidden, found["days.median"].hidden) == (True, False)
    assert found["days.median"].value == 46.5


def test_hours_are_those_attended_up_to_the_last_day() -> None:
    facts = ended(1, "2026-07-06", "2026-07-08") + week("2026-07-06", session("2026-07-06", a="attended"))
    found = made(stay, facts)
    assert (found["hours.median"].value, found["hours.median"].of) == (3, 1)


def test_open_stays_count_for_the_days_they_have_lasted() -> None:
    """Admitted in the period: 60, 70, 92, 93 days with an end, 84 days without one."""
    found = made(stay, STAYS)["km"]
    assert (found.value, found.count, found.of) == (92, 4, 5)
    nobody = made(stay, running(1, "2026-08-01"))["km"]
    assert (nobody.value, nobody.interval) == (None, None)


def test_a_stay_without_admission_has_an_end_and_no_length() -> None:
    facts = plan(1, 'status = "closed"', 'discharge = { on = 2026-08-01, reason = "lost" }')
    found = made(stay, facts)
    assert (found["dropout"].count, found["days.median"].value) == (1, None)
    assert found["days.median"].left_out == {"no day of admission": 1}


def test_the_median_has_the_interval_of_the_curve_around_one_half() -> None:
    """Twelve stays of 10 to 120 days; `quantile_ci` of statsmodels gives 20 and 100."""
    facts = "".join(ended(n, "2026-03-01", f"{date(2026, 3, 1) + timedelta(days=10 * n - 1)}") for n in range(1, 13))
    found = made(stay, facts, Period(date(2026, 3, 1), date(2026, 9, 30)))["km"]
    assert (found.value, found.of) == (60, 12)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == (20, 100)


def test_a_stay_that_ended_on_an_unknown_day_is_told_and_not_followed() -> None:
    found = made(stay, STAYS)["km"]
    assert found.left_out == {"closed without a day of discharge": 1}


# report attendance


def session(on: str, number: int = 1, **statuses: str) -> str:
    """Three hours; `a="attended"` is of pt-0001, b of pt-0002 and so on, an empty status is no record."""
    rows = {f"pt-{'abcdef'.index(name) + 1:04}": status for name, status in statuses.items()}
    records = "".join(f', attendance.{pt} = {{ status = "{status}" }}' for pt, status in rows.items() if status)
    patients = ", ".join(f'"{pt}"' for pt in rows)
    return (
        f'  {{ id = "s{on[-2:]}-{number}", service = "group", date = {on}, start = 09:00:00, end = 12:00:00,'
        f" patients = [{patients}]{records} }},\n"
    )


def week(monday: str, *sessions: str) -> str:
    name = date.fromisoformat(monday).strftime("%G-W%V")
    return f'[[weeks]]\nweek = "{name}"\nsessions = [\n{"".join(sessions)}]\n'


PRESENCE = (
    running(1, "2026-07-01", 'track = "morning"')
    + running(2, "2026-07-01")
    + week(
        "2026-07-06",
        session("2026-07-06", a="attended", b="absent-excused"),
        session("2026-07-08", a="absent-unexcused", b=""),
        session("2026-07-10", a="attended", b="cancelled-by-program"),
    )
    + week("2026-07-13", session("2026-07-13", a="attended", b="attended"))
)


def test_offered_is_what_was_not_called_off_and_has_a_record() -> None:
    found = made(attendance, PRESENCE)
    assert (found["attended"].count, found["attended"].of) == (4, 6)
    assert found["attended"].left_out == {"no record": 1}
    assert (found["adjusted"].count, found["adjusted"].of) == (4, 5)
    assert found["adjusted"].left_out == {"no record": 1, "excused": 1}
    assert (found["hours-offered"].value, found["hours-attended"].value) == (18, 12)
    assert found["hours"].value == pytest.approx(2 / 3)
    assert (found["hours"].count, found["hours"].of) == (12, 18)


def test_weeks_services_and_tracks_are_told_apart() -> None:
    weeks, hours, services, tracks = attendance(census_of(PRESENCE), QUARTER, TODAY).series
    assert [row[:5] for row in weeks.rows] == [("2026-W28", 2, 4, 1, 0.5), ("2026-W29", 2, 2, 0, 1.0)]
    assert weeks.title == "Share attended by week (p-chart, centre 66.7 %)"
    assert [row[:3] for row in hours.rows] == [("2026-W29", 6.0, None)]  # of the other week a record is missing
    assert [row[:4] for row in services.rows] == [("group", 4, 6, 1)]
    assert [row[:4] for row in tracks.rows] == [("morning", 3, 4, 0), ("no track", 1, 2, 1)]


def test_a_week_that_is_not_over_shows_no_hours_and_a_session_of_today_counts_once_recorded() -> None:
    facts = running(1, "2026-07-01") + week(
        "2026-07-06", session("2026-07-06", a="attended"), session("2026-07-07", a="")
    )
    report = attendance(census_of(facts), QUARTER, date(2026, 7, 6))
    assert (report.figures[0].count, report.figures[0].of) == (1, 1)
    assert report.series[1].rows == ()
    assert attendance(census_of(facts), QUARTER, date(2026, 7, 7)).figures[0].left_out == {}
    assert attendance(census_of(facts), QUARTER, date(2026, 7, 8)).figures[0].left_out == {"no record": 1}


def test_signals_are_named() -> None:
    """Seven weeks of 18 sessions attended, then one of 18 missed."""
    mondays = [f"{date(2026, 7, 6) + timedelta(weeks=n)}" for n in range(8)]
    names = "abcdef"
    facts = "".join(running(n, "2026-07-01") for n in range(1, 7))
    for monday in mondays:
        status = "absent-unexcused" if monday == mondays[-1] else "attended"
        facts += week(monday, *(session(monday, n, **dict.fromkeys(names, status)) for n in range(3)))
    weeks, hours, *_ = attendance(census_of(facts), QUARTER, TODAY).series
    assert [row[-1] for row in weeks.rows] == [None] * 7 + ["beyond its limits"]
    assert hours.rows[-1][-1] == "beyond its limits, jump"


def test_of_nobody_there_is_no_share() -> None:
    report = attendance(census_of(running(1, "2026-07-01")), QUARTER, TODAY)
    assert [figure.value for figure in report.figures] == [None, None, None, 0, 0, None]
    assert report.series[0].title == "Share attended by week (p-chart, centre n/a)"


@pytest.mark.parametrize(("excused", "told"), [(5, False), (12, True)])
def test_how_many_were_excused_is_not_told_by_two_denominators(excused: int, told: bool) -> None:
    facts = "".join(running(n, "2026-07-01") for n in range(1, 7))
    missed = [f"2026-07-{day:02}" for day in range(6, 6 + excused // 2)]
    attended = "".join(session("2026-07-27", n, **dict.fromkeys("abcdef", "attended")) for n in range(9))
    away = "".join(
        session(day, 1, **dict.fromkeys("ade", "absent-unexcused"), b="absent-excused", c="absent-excused")
        for day in missed
    )
    facts += week("2026-07-06", *away.splitlines(keepends=True)) + week("2026-07-27", attended)
    found = {f.id: f for f in shared(attendance(census_of(facts), QUARTER, TODAY)).figures}
    assert (found["excused"].hidden, found["adjusted"].hidden) == (not told, not told)
    assert (found["adjusted"].of is None) is not told


# report waits


def test_waits_are_between_what_the_chart_dates() -> None:
    facts = (
        running(
            1,
            "2026-07-10",
            "referral = { inpatient_discharged_on = 2026-07-03 }",
            'evaluations = [{ id = "e1", kind = "initial", signed_at = 2026-07-08 }]',
            'revisions = [{ revision = 1, kind = "initial", effective_at = 2026-07-11 },'
            ' { revision = 2, kind = "comprehensive", effective_at = 2026-11-24 }]',
        )
        + running(2, "2026-07-06", 'revisions = [{ revision = 1, kind = "initial", effective_at = 2026-07-05 }]')
        + running(3, "2026-10-01")
        + plan(4, 'status = "draft"', "admitted_at = 2026-08-01")
        + week("2026-07-06", session("2026-07-06", b="absent-excused"), session("2026-07-08", b="attended"))
    )
    found = made(waits, facts)
    assert found["admitted"].count == 2
    medians = {id_: (found[f"{id_}.median"].value, found[f"{id_}.median"].of) for id_ in ("hospital", "evaluated")}
    assert medians == {"hospital": (7, 1), "evaluated": (2, 1)}
    assert (found["session.median"].value, found["session.median"].left_out) == (2, {"not dated": 1})
    assert (found["initial.longest"].value, found["initial.median"].value) == (1, 0.5)  # one before admission is 0
    assert found["comprehensive.median"].left_out == {"not dated": 2}


# report fit

WORKS = (
    'commitments = [{ kind = "work", days = ["mon", "wed"], start = 11:00:00, end = 15:00:00 },'
    ' { kind = "family", days = ["mon"], start = 08:00:00, end = 09:00:00, firm = false }]'
)


def test_a_block_is_kept_when_no_session_cuts_into_it() -> None:
    facts = (
        running(1, "2026-07-06", WORKS)
        + running(2, "2026-07-06")
        + week("2026-07-06", session("2026-07-06", a="attended"), session("2026-07-08", a="cancelled-by-program"))
        + week("2026-07-13")
    )
    report = fit(census_of(facts), QUARTER, TODAY)
    found = {figure.id: figure for figure in report.figures}
    assert (found["kept"].count, found["kept"].of) == (5, 6)
    # Two blocks of every Monday and one of every Wednesday up to the last day of September stand in no file.
    assert found["kept"].left_out == {"in weeks without a file": 33, "people who declared none": 1}
    assert (found["kept.work"].count, found["kept.work"].of) == (3, 4)
    assert (found["kept.family"].count, found["kept.family"].of) == (2, 2)
    assert (found["kept.firm"].count, found["kept.soft"].count) == (3, 2)
    [cut] = report.series
    assert cut.rows == (("pt-0001", "work", 3, 4, 60),)
    assert fit(census_of(running(2, "2026-07-06")), QUARTER, TODAY).series == ()
    elsewhere = ended(1, "2025-01-01", "2025-02-01") + running(2, "2026-11-01")
    assert made(fit, elsewhere)["kept"].left_out == {}


# report fuh


def left_hospital(number: int, on: str, admitted: str, *more: str) -> str:
    return running(number, admitted, f"referral = {{ psychiatric = true, inpatient_discharged_on = {on} }}", *more)


@pytest.mark.parametrize(
    ("out", "visit", "within"),
    [
        ("2026-07-05", "2026-07-06", (1, 1)),  # day 1
        ("2026-07-06", "2026-07-06", (0, 0)),  # the day of discharge does not count
        ("2026-06-29", "2026-07-06", None),  # day 7, but not of this period
        ("2026-07-01", "2026-07-08", (1, 1)),
        ("2026-07-01", "2026-07-09", (0, 1)),
        ("2026-07-01", "2026-07-31", (0, 1)),
        ("2026-07-01", "2026-08-01", (0, 0)),
    ],
)
def test_days_1_to_7_and_1_to_30_count(out: str, visit: str, within: tuple[int, int] | None) -> None:
    monday = date.fromisoformat(visit)
    monday = monday.fromordinal(monday.toordinal() - monday.weekday())
    facts = left_hospital(1, out, "2026-07-02") + week(str(monday), session(visit, a="attended"))
    found = made(fuh, facts)
    if within is None:
        assert found["discharges"].count == 0
        return
    assert (found["within-7"].count, found["within-30"].count) == within
    assert (found["within-7"].of, found["within-30"].of) == (1, 1)


def test_a_missed_session_is_no_visit() -> None:
    facts = left_hospital(1, "2026-07-05", "2026-07-06") + week("2026-07-06", session("2026-07-06", a="absent-excused"))
    assert made(fuh, facts)["within-30"].count == 0


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("died_on = 2026-08-04", "died within 30 days"),
        ("age_at_admission = 5", "younger than 6"),
        ('other_care = [{ level = "inpatient", from = 2026-08-04 }]', "in hospital again within 30 days"),
        ('events = [{ kind = "hospitalization", on = 2026-07-06 }]', "in hospital again within 30 days"),
    ],
)
def test_who_is_left_out_is_told(more: str, reason: str) -> None:
    found = made(fuh, left_hospital(1, "2026-07-05", "2026-07-06", more))
    assert (found["within-7"].of, found["within-7"].left_out) == (0, {reason: 1})


def test_of_two_stays_in_hospital_within_30_days_the_last_discharge_counts() -> None:
    again = 'other_care = [{ level = "inpatient", from = 2026-07-10, until = 2026-07-20 }]'
    found = made(fuh, left_hospital(1, "2026-07-05", "2026-07-06", again))
    assert (found["discharges"].count, found["within-30"].of) == (2, 1)


@pytest.mark.parametrize(("until", "discharges"), [("", 1), (", until = 2026-08-20", 2)])
def test_who_was_moved_to_another_hospital_that_day_was_not_discharged(until: str, discharges: int) -> None:
    """Of the two discharges only the last has days in which a visit is expected."""
    moved = f'other_care = [{{ level = "inpatient", from = 2026-07-05{until} }}]'
    found = made(fuh, left_hospital(1, "2026-07-05", "2026-07-01", moved))
    assert (found["discharges"].count, found["within-30"].of) == (discharges, discharges - 1)


def test_a_stay_of_one_day_in_hospital_is_a_discharge() -> None:
    day = 'other_care = [{ level = "inpatient", from = 2026-07-05, until = 2026-07-05 }]'
    assert made(fuh, running(1, "2026-07-01", day))["within-30"].of == 1


def test_a_referral_that_does_not_say_it_was_psychiatric_is_no_discharge() -> None:
    facts = running(1, "2026-07-06", "referral = { inpatient_discharged_on = 2026-07-05 }")
    assert made(fuh, facts)["discharges"].count == 0


def test_days_that_are_not_over_are_no_failure_but_a_visit_counts_at_once() -> None:
    facts = left_hospital(1, "2026-07-05", "2026-07-06")
    found = made(fuh, facts, as_of=date(2026, 7, 12))
    assert (found["within-7"].of, found["within-7"].left_out) == (0, {"7 days not over": 1})
    assert made(fuh, facts, as_of=date(2026, 7, 13))["within-7"].of == 1
    seen = facts + week("2026-07-06", session("2026-07-06", a="attended"))
    assert made(fuh, seen, as_of=date(2026, 7, 7))["within-30"].count == 1


# report readmissions


def test_who_is_followed_for_less_than_30_days_counts_for_those_days() -> None:
    """Four discharges: one in hospital on day 10, one lost on day 5, two known for 30 days: S = 1 - 1/3."""
    facts = "".join(
        ended(n, "2026-06-01", "2026-08-01", "completed", more)
        for n, more in enumerate(
            [
                'other_care = [{ level = "inpatient", from = 2026-08-11 }]',
                "last_known_on = 2026-08-06",
                "last_known_on = 2026-10-01",
                "",
            ],
            1,
        )
    )
    report = readmissions(census_of(facts), QUARTER, TODAY)
    found = {figure.id: figure for figure in report.figures}
    assert found["km"].value == pytest.approx(1 / 3)
    assert found["naive"].value == 0.25
    assert found["km"].interval is not None
    assert (round(found["km"].interval.low, 4), round(found["km"].interval.high, 4)) == (
        0.0548,
        0.9459,
    )  # by hand from log(-log S)
    assert report.inside == (
        "Followed for less than 30 days: 1 were lost sight of.",
        "Nobody wrote last_known_on in 2 of these charts.",
    )
    assert shared(report).inside == ()


def test_before_and_after_a_change_are_compared_and_no_cause_is_named() -> None:
    facts = "".join(
        ended(n, "2026-06-01", on, "completed", 'other_care = [{ level = "inpatient", from = 2026-07-12 }]' * (n == 1))
        for n, on in enumerate(["2026-07-10", "2026-07-10", "2026-08-10", "2026-08-10"], 1)
    )
    report = readmissions(census_of(facts), QUARTER, TODAY, date(2026, 8, 1))
    found = {figure.id: figure for figure in report.figures}
    assert (found["before"].count, found["before"].of, found["after"].count, found["after"].of) == (1, 2, 0, 2)
    assert report.inside[-1].endswith("That is not distinguishable from chance: neither more nor fewer may be said.")


def test_what_one_part_of_a_period_hides_its_whole_does_not_tell() -> None:
    """12 of 30 before, 3 of 40 after: 15 of 70 would tell the three."""
    facts = ""
    for n in range(1, 71):
        on, again = ("2026-07-10", n <= 12) if n <= 30 else ("2026-08-10", n <= 33)
        day = date.fromisoformat(on) + timedelta(days=3)
        more = f'other_care = [{{ level = "inpatient", from = {day} }}]' * again
        facts += ended(n, "2026-06-01", on, "completed", more)
    report = shared(readmissions(census_of(facts), QUARTER, TODAY, date(2026, 8, 1)))
    hidden = {figure.id: figure.hidden for figure in report.figures}
    assert hidden == {
        "closed": False, "open": False, "before": False, "after": True, "difference": True, "ratio": True, "km": True,
        "naive": True,
    }  # fmt: skip


def test_of_no_discharge_there_is_no_share() -> None:
    found = made(readmissions, running(1, "2026-07-01"))
    assert (found["km"].value, found["naive"].value, found["km"].interval) == (None, None, None)
