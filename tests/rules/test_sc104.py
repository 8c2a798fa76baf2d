"""SC104: too long a stretch of the stay without an offered service."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.model.week import week_id
from iopctl.rules import sc104_gap_between_service_days as sc104
from iopctl.testing import findings_of, found
from tests.conftest import pack_of

STAY = "[plan]\nadmitted_at = 2024-10-07T09:00:00-04:00\n"  # a Monday; nc allows two dates in a row until 2025
WEEK = ("2024-10-07", "2024-10-09", "2024-10-11")
FRIDAY = date(2024, 10, 11)


def session(day: str, start: str = "09:00", end: str = "12:00", more: str = "", service: str = "group") -> str:
    """A session of pt-0001."""
    times = f"date = {day}, start = {start}:00, end = {end}:00"
    more = more or 'patients = ["pt-0001"]'
    return f'{{ id = "s-{day}-{start[:2]}", service = "{service}", {times}, {more} }}'


def weeks(sessions: Iterable[str], *on_file: str) -> str:
    """The week files that hold the sessions, and empty ones for the weeks of other days."""
    files: dict[str, list[str]] = {week_id(date.fromisoformat(day)): [] for day in on_file}
    for each in sessions:
        day = date.fromisoformat(each.partition("date = ")[2][:10])
        files.setdefault(week_id(day), []).append(each)
    return "".join(f'[[weeks]]\nweek = "{name}"\nsessions = [{", ".join(held)}]\n' for name, held in files.items())


def gaps(facts: str, pack: str | RulePack, as_of: str) -> list[str]:
    """What is said of gaps that have come, without the reminders of those that the files have coming."""
    return [message for message in found(sc104, facts, pack, as_of) if "no service was offered" in message]


def of_days(*days: str) -> str:
    """One morning session on each day."""
    return weeks(session(day) for day in days)


def test_a_weekend_passes_and_a_third_date_without_service_does_not() -> None:
    assert gaps(STAY + of_days(*WEEK, "2024-10-14"), "nc", "2024-10-15") == []
    facts = STAY + of_days(*WEEK, "2024-10-15", "2024-10-18")
    [finding] = findings_of(sc104, facts, "nc", "2024-10-15")
    assert finding.message == (
        "no service was offered on 3 dates in a row, 2024-10-12 to 2024-10-14, at most 2 are allowed"
    )
    assert finding.next == "offer a service in between, or record the break in treatment under pauses"
    assert finding.place == Place("weeks/2024-W41.toml", ("sessions", 2))
    assert finding.patient == "pt-0001"
    assert finding.on == date(2024, 10, 14)
    assert finding.severity == "warning"  # one secondary source
    assert gaps(facts, "core", "2024-10-15") == []


def test_a_gap_is_judged_once_its_last_day_has_passed_and_before_that_a_reminder() -> None:
    facts = STAY + of_days(*WEEK) + weeks([], "2024-10-14")
    [reminder] = findings_of(sc104, facts, "nc", "2024-10-14")
    assert reminder.message == (
        "no service is offered on 9 dates in a row, 2024-10-12 to 2024-10-20, at most 2 are allowed"
    )
    assert (reminder.severity, reminder.on) == ("info", date(2024, 10, 14))
    assert len(found(sc104, facts, "nc", "2024-10-07")) == 1
    assert found(sc104, facts, "nc", "2024-10-06") == []
    [missed] = findings_of(sc104, facts, "nc", "2024-10-15")
    assert missed.message == (
        "no service was offered on 4 dates in a row, 2024-10-12 to 2024-10-15, at most 2 are allowed"
    )
    assert missed.severity == "warning"
    assert "on 9 dates" in gaps(facts, "nc", "2024-10-31")[0]


def test_dates_count_from_admission_to_discharge() -> None:
    late = STAY + of_days("2024-10-10", "2024-10-11", "2024-10-14", "2024-10-16", "2024-10-18")
    [finding] = findings_of(sc104, late, "nc", "2024-10-13")
    assert finding.message == (
        "no service was offered on 3 dates in a row, 2024-10-07 to 2024-10-09, at most 2 are allowed"
    )
    assert finding.place == Place("pt-0001/plan.toml", ("admitted_at",))
    before = STAY + of_days("2024-10-01", "2024-10-09", "2024-10-11", "2024-10-14")
    assert gaps(before, "nc", "2024-10-14") == []
    left = STAY + 'status = "closed"\ndischarge = { on = 2024-10-13, reason = "lost" }\n'
    assert gaps(left + of_days(*WEEK) + weeks([], "2024-10-14"), "nc", "2024-10-31") == []
    stayed = left.replace("2024-10-13", "2024-10-14") + of_days(*WEEK) + weeks([], "2024-10-14")
    assert gaps(stayed, "nc", "2024-10-31") == [
        "no service was offered on 3 dates in a row, 2024-10-12 to 2024-10-14, at most 2 are allowed"
    ]
    after = left.replace("2024-10-13", "2024-10-14") + of_days(*WEEK, "2024-10-18")
    assert len(gaps(after, "nc", "2024-10-31")) == 1


def test_a_closed_plan_without_a_discharge_ends_on_its_planned_day() -> None:
    facts = STAY + 'status = "closed"\nplanned_discharge_on = 2024-10-13\n' + of_days(*WEEK) + weeks([], "2024-10-14")
    assert gaps(facts, "nc", "2024-10-31") == []
    still_there = facts.replace('"closed"', '"active"')
    assert len(gaps(still_there, "nc", "2024-10-31")) == 1
    assert found(sc104, still_there, "nc", "2024-10-13") == []
    assert "2024-10-12 to 2024-10-15," in found(sc104, still_there, "nc", "2024-10-15")[0]
    assert gaps(facts.replace("admitted_at", "last_known_on").replace("T09:00:00-04:00", ""), "nc", "2024-10-31") == []


@pytest.mark.parametrize(
    "monday",
    [
        session("2024-10-14", more='patients = ["pt-0001"], cancelled = { reason = "x", by = "t01", on = 2024-10-14 }'),
        session("2024-10-14", more='attendance = { pt-0001 = { status = "cancelled-by-program", reason = "snow" } }'),
        session("2024-10-14", service="lunch"),
        session("2024-10-14", more='patients = ["pt-0002"]'),
    ],
)
def test_what_was_called_off_or_is_no_service_of_the_patient_was_not_offered(monday: str) -> None:
    facts = STAY + weeks([*map(session, WEEK), monday, session("2024-10-15")])
    assert len(gaps(facts, "nc", "2024-10-15")) == 1


def test_what_the_patient_missed_was_offered() -> None:
    missed = session("2024-10-14", more='attendance = { pt-0001 = { status = "absent-unexcused" } }')
    assert gaps(STAY + weeks([*map(session, WEEK), missed, session("2024-10-15")]), "nc", "2024-10-15") == []


def test_a_closed_day_offers_nothing_unless_somebody_came() -> None:
    closed = '[program]\nclosures = [{ date = 2024-10-14, tracks = ["morning"], reason = "x" }]\n' + STAY
    mine = closed + 'track = "morning"\n'
    days = [*map(session, WEEK), session("2024-10-15")]
    assert len(gaps(mine + weeks([*days, session("2024-10-14")]), "nc", "2024-10-15")) == 1
    assert gaps(closed + 'track = "youth"\n' + weeks([*days, session("2024-10-14")]), "nc", "2024-10-15") == []
    came = session("2024-10-14", more='attendance = { pt-0001 = { status = "attended" } }')
    assert gaps(mine + weeks([*days, came]), "nc", "2024-10-15") == []
    stayed_away = session("2024-10-14", more='attendance = { pt-0001 = { status = "absent-excused" } }')
    assert len(gaps(mine + weeks([*days, stayed_away]), "nc", "2024-10-15")) == 1


def test_a_break_in_treatment_divides_the_count() -> None:
    pause = STAY + 'pauses = [{ from = 2024-10-14, until = 2024-10-18, reason = "hospitalized" }]\n'
    facts = pause + of_days(*WEEK, "2024-10-21") + weeks([], "2024-10-14")
    assert gaps(facts, "nc", "2024-10-21") == []
    assert len(gaps(facts.replace("10-18", "10-17"), "nc", "2024-10-21")) == 1


def test_a_week_without_a_file_says_nothing() -> None:
    assert gaps(STAY + of_days(*WEEK, "2024-10-21"), "nc", "2024-10-21") == []
    assert gaps(STAY + of_days(*WEEK, "2024-10-22"), "nc", "2024-10-22") == []
    assert len(gaps(STAY + of_days(*WEEK, "2024-10-24"), "nc", "2024-10-24")) == 1
    assert gaps(STAY, "nc", "2024-10-31") == []


def test_the_limit_of_the_date_that_breaks_it_holds() -> None:
    stay = STAY.replace("2024-10-07", "2025-12-29")
    lifted = stay + of_days("2025-12-29") + weeks([], "2025-12-29")
    assert gaps(lifted, "nc", "2026-01-31") == []
    held = stay + of_days("2025-12-28") + weeks([], "2025-12-29")
    [finding] = findings_of(sc104, held, "nc", "2026-01-31")
    assert finding.message == (
        "no service was offered on 7 dates in a row, 2025-12-29 to 2026-01-04, at most 2 are allowed"
    )
    assert (finding.severity, finding.on) == ("info", date(2025, 12, 31))  # uncertain in 2025


def test_the_same_gap_every_week_is_one_finding_for_each_weekday() -> None:
    days = [FRIDAY - timedelta(days=4) + timedelta(days=n) for n in range(0, 28, 7)]
    mondays_and_thursdays = [day + timedelta(days=n) for day in days for n in (0, 4)]
    facts = STAY + of_days(*map(str, mondays_and_thursdays))
    [finding] = findings_of(sc104, facts, "nc", "2024-11-03")
    assert finding.message == (
        "no service was offered on 3 dates in a row in 4 weeks running, first 2024-10-08 to 2024-10-10,"
        " at most 2 are allowed"
    )
    assert finding.place == Place("weeks/2024-W41.toml", ("sessions", 0))
    assert finding.on == date(2024, 10, 31)
    short = pack_of("limits.gap_days_max = [{ value = 1 }]")
    assert gaps(facts, short, "2024-11-04") == [
        (
            "no service was offered on 3 dates in a row in 4 weeks running, first 2024-10-08 to 2024-10-10,"
            " at most 1 are allowed"
        ),
        (
            "no service was offered on 2 dates in a row in 4 weeks running, first 2024-10-12 to 2024-10-13,"
            " at most 1 are allowed"
        ),
    ]
    broken = STAY + of_days(*map(str, sorted([*mondays_and_thursdays, date(2024, 10, 16)])))
    assert gaps(broken, "nc", "2024-11-03") == [
        "no service was offered on 3 dates in a row, 2024-10-08 to 2024-10-10, at most 2 are allowed",
        (
            "no service was offered on 3 dates in a row in 2 weeks running, first 2024-10-22 to 2024-10-24,"
            " at most 2 are allowed"
        ),
    ]


def test_gaps_that_are_still_to_come_and_days_of_a_payer_stay_apart() -> None:
    fridays = ["2024-10-07", "2024-10-11", "2024-10-14", "2024-10-18", "2024-10-21", "2024-10-25"]
    facts = STAY + of_days(*fridays)
    past, ahead = findings_of(sc104, facts, "nc", "2024-10-18")
    assert "in 2 weeks running" in past.message
    assert ahead.message == (
        "no service is offered on 3 dates in a row, 2024-10-22 to 2024-10-24, at most 2 are allowed"
    )
    assert (ahead.severity, ahead.on) == ("info", date(2024, 10, 24))
    covered = STAY + 'coverage = [{ pack = "nc", from = 2024-10-17, until = 2024-10-17 }]\n' + of_days(*fridays)
    assert len(gaps(covered, "nc", "2024-10-31")) == 3


def test_seventy_two_hours_pass_and_a_minute_more_does_not() -> None:
    exact = STAY + weeks([session("2024-10-11"), session("2024-10-14", "12:00", "13:00")])
    assert gaps(exact, "wi-day", "2024-10-14") == []
    after = [session("2024-10-14", "12:01", "13:00"), session("2024-10-16"), session("2024-10-18")]
    over = STAY + weeks([session("2024-10-11"), *after])
    [finding] = findings_of(sc104, over, "wi-day", "2024-10-14")
    assert finding.message == (
        "no service was offered for 72 h 1 min, between 2024-W41/s-2024-10-11-09 and 2024-W42/s-2024-10-14-12,"
        " at most 72 h are allowed"
    )
    assert finding.place == Place("weeks/2024-W41.toml", ("sessions", 0))
    assert (finding.on, finding.severity) == (date(2024, 10, 14), "error")
    whole = STAY + weeks([session("2024-10-11"), session("2024-10-14", "13:00", "14:00")])
    assert "for 73 h, between" in gaps(whole, "wi-day", "2024-10-14")[0]


def test_a_longer_session_beside_a_shorter_one_ends_the_day() -> None:
    both = [session("2024-10-11", "09:00", "13:00"), session("2024-10-11", "10:00", "11:00")]
    facts = STAY + weeks([*both, session("2024-10-14", "12:30", "14:00")])
    assert gaps(facts, "wi-day", "2024-10-14") == []
    [message] = gaps(STAY + weeks([*both, session("2024-10-15")]), "wi-day", "2024-10-15")
    assert "between 2024-W41/s-2024-10-11-09 and" in message
    touching = [session("2024-10-11", "09:00", "10:00"), session("2024-10-11", "10:00", "11:00")]
    assert gaps(STAY + weeks(touching), pack_of("limits.gap_hours_max = [{ value = 0 }]"), "2024-10-11") == [
        "no service was offered within 0 h after 2024-W41/s-2024-10-11-10"
    ]


def test_hours_elapse_over_both_clock_changes() -> None:
    def stay(friday: str, monday: str, start: str) -> str:
        mornings = [session(friday, "11:00", "12:00"), session(monday, start, "14:00")]
        return f"[plan]\nadmitted_at = {friday}\n" + weeks(mornings)

    assert gaps(stay("2026-03-06", "2026-03-09", "13:00"), "wi-day", "2026-03-09") == []
    assert "for 72 h 1 min," in gaps(stay("2026-03-06", "2026-03-09", "13:01"), "wi-day", "2026-03-09")[0]
    assert gaps(stay("2026-10-30", "2026-11-02", "11:00"), "wi-day", "2026-11-02") == []
    assert "for 72 h 1 min," in gaps(stay("2026-10-30", "2026-11-02", "11:01"), "wi-day", "2026-11-02")[0]


def test_without_a_next_service_the_hours_run_to_the_end_of_the_as_of_day() -> None:
    facts = STAY + weeks([session("2024-10-11")], "2024-10-14")
    [finding] = findings_of(sc104, facts, "wi-day", "2024-10-14")
    assert finding.message == "no service was offered within 72 h after 2024-W41/s-2024-10-11-09"
    assert (finding.severity, finding.on) == ("error", date(2024, 10, 14))
    [reminder] = findings_of(sc104, facts, "wi-day", "2024-10-13")
    assert reminder.message == "no service is offered within 72 h after 2024-W41/s-2024-10-11-09"
    assert (reminder.severity, reminder.on) == ("info", date(2024, 10, 14))
    assert len(found(sc104, facts, "wi-day", "2024-10-07")) == 1
    assert found(sc104, facts, "wi-day", "2024-10-06") == []
    midnight = STAY + weeks([session("2024-10-11", "20:00", "23:59")], "2024-10-14")
    fits = pack_of("limits.gap_hours_max = [{ value = 48 }]")
    to_midnight = pack_of("limits.gap_hours_max = [{ value = 12 }]")
    assert findings_of(sc104, facts, to_midnight, "2024-10-11")[0].severity == "info"
    assert findings_of(sc104, midnight, fits, "2024-10-12")[0].severity == "info"
    assert findings_of(sc104, midnight, fits, "2024-10-13")[0].severity == "error"
    assert gaps(STAY + weeks([session("2024-10-11")]), "wi-day", "2024-10-31") == []  # no file of that week


def test_nothing_follows_the_last_service_before_discharge() -> None:
    left = STAY + 'status = "closed"\ndischarge = { on = 2024-10-18, reason = "completed" }\n'
    assert found(sc104, left + weeks([session("2024-10-11")], "2024-10-14"), "wi-day", "2024-10-31") == []
    planned = STAY + "planned_discharge_on = 2024-10-13\n" + weeks([session("2024-10-11")], "2024-10-14")
    assert found(sc104, planned, "wi-day", "2024-10-12") == []


def test_hours_over_a_break_in_treatment_or_an_unread_week_are_not_judged() -> None:
    away = STAY + 'pauses = [{ from = 2024-10-14, until = 2024-10-14, reason = "away" }]\n'
    assert gaps(away + of_days("2024-10-11", "2024-10-16"), "wi-day", "2024-10-16") == []
    assert gaps(STAY + of_days("2024-10-11", "2024-10-22"), "wi-day", "2024-10-22") == []
    assert len(gaps(STAY + of_days("2024-10-11", "2024-10-16"), "wi-day", "2024-10-16")) == 1


def test_the_same_hours_every_week_are_one_finding() -> None:
    days = ["2024-10-07", "2024-10-11", "2024-10-14", "2024-10-18", "2024-10-21"]
    assert gaps(STAY + of_days(*days), "wi-day", "2024-10-21") == [
        (
            "no service was offered for 93 h in 2 weeks running, first between 2024-W41/s-2024-10-07-09"
            " and 2024-W41/s-2024-10-11-09, at most 72 h are allowed"
        )
    ]


def test_the_hours_in_force_on_the_day_of_the_session_before_hold() -> None:
    pack = pack_of("limits.gap_hours_max = [{ value = 72, since = 2024-10-12 }]")
    assert gaps(STAY + of_days("2024-10-11", "2024-10-16"), pack, "2024-10-16") == []
    assert len(gaps(STAY + of_days("2024-10-12", "2024-10-16"), pack, "2024-10-16")) == 1
