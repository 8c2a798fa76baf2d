"""What holds for every schedule, not only for the examples."""

import time as machine
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from iopctl import library
from iopctl.counting.hours import WeekHours, hours
from iopctl.counting.minutes import Span, delivered, dose, scheduled, union_minutes
from iopctl.counting.weeks import blocks_of_stay, is_full, week_of, weeks_of_stay
from iopctl.model.chart import Chart
from iopctl.model.program import Program
from iopctl.rules import do101_planned_weekly_minimum as do101
from iopctl.rules import do102_planned_weekly_maximum as do102
from iopctl.rules import do103_days_per_week_minimum as do103
from iopctl.rules import do201_delivered_below_minimum as do201
from tests.conftest import build_chart
from tests.three_mornings import ATTENDED, PATTERN, chart_text, session, week

MON = date(2026, 9, 7)
SUNDAY = date(2026, 9, 13)
PROGRAM: Program = build_chart(chart_text()).program
MEDICARE, INDIANA, ASAM = (library.packs()[name] for name in ("medicare", "in", "asam3"))
NIGHTS = (date(2026, 3, 8), MON, date(2026, 11, 1))  # two of them with a clock change

Times = tuple[int, int]  # minutes after midnight

clocks = st.integers(0, 24 * 60 - 1)
stretches = st.tuples(clocks, clocks).map(lambda pair: (min(pair), max(pair)))


def at(minute: int) -> datetime:
    return datetime(2026, 9, 7, tzinfo=UTC) + timedelta(minutes=minute)


def clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


@st.composite
def span_strategy(draw: st.DrawFn, service: str = "group") -> Span:
    start, end = draw(stretches)
    breaks = draw(st.lists(stretches, max_size=3))
    day = MON + timedelta(days=draw(st.integers(0, 6)))
    return Span(day, service, at(start), at(end), tuple((at(rest), at(resumed)) for rest, resumed in breaks))


spans = st.lists(span_strategy(), max_size=6)


@given(spans, st.randoms())
def test_the_union_does_not_depend_on_the_order(some: list[Span], chance: Random) -> None:
    shuffled = chance.sample(some, len(some))
    assert union_minutes(shuffled) == union_minutes(some)
    assert dose(PROGRAM, shuffled) == dose(PROGRAM, some)


@given(spans)
def test_the_union_is_at_most_the_sum_and_at_least_the_longest(some: list[Span]) -> None:
    each = [union_minutes([span]) for span in some]
    assert max(each, default=0) <= union_minutes(some) <= sum(each)


@given(spans, span_strategy())
def test_one_more_countable_span_never_lowers_the_dose(some: list[Span], more: Span) -> None:
    before, after = dose(PROGRAM, some), dose(PROGRAM, [*some, more])
    assert before.minutes <= after.minutes
    assert before.days <= after.days
    assert before.sessions <= after.sessions


@given(spans, span_strategy("lunch"))
def test_a_span_that_does_not_count_changes_nothing(some: list[Span], lunch: Span) -> None:
    assert dose(PROGRAM, [*some, lunch]) == dose(PROGRAM, some)


@given(spans, stretches)
def test_a_break_never_adds(some: list[Span], pause: Times) -> None:
    rested = [replace(span, breaks=(*span.breaks, (at(pause[0]), at(pause[1])))) for span in some]
    assert dose(PROGRAM, rested).minutes <= dose(PROGRAM, some).minutes


@given(spans)
def test_a_day_of_a_dose_has_minutes_and_they_add_up(some: list[Span]) -> None:
    counted = dose(PROGRAM, some)
    assert all(0 < minutes <= 24 * 60 for minutes in counted.minutes_by_day.values())
    assert counted.minutes == sum(counted.minutes_by_day.values())
    assert counted.days <= counted.sessions


def toml_time(minute: int) -> str:
    return f"{clock(minute):%H:%M:%S}"


@st.composite
def own_time(draw: st.DrawFn) -> str:
    start, end = draw(stretches)
    day = draw(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
    return f'{{ service = "group", day = "{day}", start = {toml_time(start)}, end = {toml_time(end)} }}'


def planned(own: list[str], program: str = "") -> Chart:
    return build_chart(chart_text(f"pattern = {{ own = [{', '.join(own)}] }}", program=program))


@settings(deadline=None)
@given(st.lists(own_time(), max_size=6), own_time(), st.sampled_from(["calendar", "rolling"]))
def test_one_more_planned_time_never_makes_a_weekly_minimum_finding(own: list[str], more: str, anchor: str) -> None:
    program = f'week_anchor = "{anchor}"'
    before, after = planned(own, program), planned([*own, more], program)
    assert len(list(do101.check(after, MEDICARE, SUNDAY))) <= len(list(do101.check(before, MEDICARE, SUNDAY)))
    assert len(list(do103.check(after, INDIANA, SUNDAY))) <= len(list(do103.check(before, INDIANA, SUNDAY)))
    assert len(list(do102.check(after, ASAM, SUNDAY))) >= len(list(do102.check(before, ASAM, SUNDAY)))


RECORDS = (
    ATTENDED,
    'status = "absent-excused", reason = "illness"',
    'status = "absent-unexcused"',
    'status = "cancelled-by-program", reason = "snow"',
    'status = "partial", arrived = 09:30:00',
    'status = "partial", left = 10:10:00, reason = "bus"',
    'status = "partial"',
    None,
)


@st.composite
def booked(draw: st.DrawFn, day: date) -> str:
    start, end = draw(stretches)
    times = f"{clock(start):%H:%M}-{clock(end):%H:%M}"
    record = draw(st.sampled_from(RECORDS))
    rest, resumed = draw(stretches)
    folds = draw(st.sampled_from(["", ", start_fold = 1", ", end_fold = 1", ", start_fold = 1, end_fold = 1"]))
    off = draw(st.sampled_from([*[""] * 5, ', cancelled = { reason = "snow", by = "t01", on = 2026-01-01 }']))
    more = f"breaks = [{{ start = {toml_time(rest)}, end = {toml_time(resumed)} }}]{folds}{off}"
    return session(day, times, record, service=draw(st.sampled_from(["group", "individual", "lunch"])), more=more)


@st.composite
def booked_days(draw: st.DrawFn) -> Chart:
    """A few sessions on one day, which may be one of a clock change."""
    day = draw(st.sampled_from(NIGHTS))
    monday = day - timedelta(days=day.weekday())
    stay = f'[plan]\ntrack = "morning"\nage_at_admission = 40\nadmitted_at = {monday}\n'
    return build_chart(chart_text(stay=stay, weeks=[week(monday, *draw(st.lists(booked(day), max_size=5)))]))


@settings(deadline=None)
@given(booked_days())
def test_no_more_is_delivered_than_scheduled(chart: Chart) -> None:
    offered, given_ = scheduled(chart.program, chart.bookings), delivered(chart.program, chart.bookings)
    assert given_.minutes <= offered.minutes
    assert given_.days <= offered.days
    assert given_.sessions <= offered.sessions


@settings(deadline=None)
@given(st.lists(booked(MON), max_size=4), st.integers(0, 6), stretches)
def test_more_delivered_minutes_never_make_a_weekly_minimum_finding(some: list[str], day: int, more: Times) -> None:
    extra = session(MON + timedelta(days=day), f"{clock(more[0]):%H:%M}-{clock(more[1]):%H:%M}")
    before = build_chart(chart_text(weeks=[week(MON, *some)]))
    after = build_chart(chart_text(weeks=[week(MON, *some, extra)]))
    assert len(list(do201.check(after, MEDICARE, SUNDAY))) <= len(list(do201.check(before, MEDICARE, SUNDAY)))


days = st.dates(date(2026, 8, 1), date(2026, 12, 31))


@st.composite
def stays(draw: st.DrawFn) -> Chart:
    anchor = draw(st.sampled_from(["calendar", "admission", "rolling"]))
    start = draw(st.sampled_from(["mon", "sun", "thu"]))
    pauses = ", ".join(
        f'{{ from = {min(pair)}, until = {max(pair)}, reason = "ill" }}'
        for pair in draw(st.lists(st.tuples(days, days), max_size=3))
    )
    return build_chart(
        chart_text(
            f"{PATTERN}\npauses = [{pauses}]",
            program=f'week_anchor = "{anchor}"\nweek_start = "{start}"',
            stay=f"[plan]\nadmitted_at = {draw(days)}\n",
        )
    )


def dates(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


@settings(deadline=None)
@given(stays(), days)
def test_every_date_of_a_stay_lies_in_exactly_one_week(chart: Chart, until: date) -> None:
    admitted = chart.plan.admitted_on
    assert admitted is not None
    blocks = blocks_of_stay(chart, until)
    held = [day for block in blocks for day in block.dates]
    assert len(held) == len(set(held))
    assert set(dates(admitted, until)) <= set(held)
    assert all(block == week_of(chart, day) for block in blocks for day in block.dates)
    assert all(block.days == 7 or not is_full(block, chart.plan, until) for block in blocks)


@settings(deadline=None)
@given(stays(), days)
def test_rolling_windows_are_seven_dates_inside_the_stay(chart: Chart, until: date) -> None:
    assume(chart.program.week_anchor == "rolling")
    admitted = chart.plan.admitted_on
    assert admitted is not None
    windows = weeks_of_stay(chart, until)
    assert len(windows) == max((until - admitted).days - 5, 0)
    assert all(admitted <= each.first and each.last <= until and each.days == 7 for each in windows)


@pytest.mark.skipif(not hasattr(machine, "tzset"), reason="the machine's time zone cannot be set from here")
@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_minutes_are_the_same_whatever_the_time_zone_of_the_machine(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    night, monday = date(2026, 11, 1), date(2026, 10, 26)
    sessions = [session(night, "00:30-03:30"), session(monday, "21:00-23:30"), session(monday, "09:00-12:00")]
    text = chart_text(stay=f"[plan]\nadmitted_at = {monday}\n", weeks=[week(monday, *sessions)])

    def counted() -> list[WeekHours]:
        return hours(build_chart(text), library.packs(), night)

    here = counted()
    try:
        monkeypatch.setenv("TZ", zone)
        machine.tzset()
        assert counted() == here
    finally:
        monkeypatch.undo()
        machine.tzset()
    assert [(each.delivered, each.days_delivered) for each in here] == [(240 + 150 + 180, 2)]
