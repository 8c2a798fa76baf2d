"""The counting semantics once more, written from their text by the plainest means: minute by minute, day by day.

Nothing here uses the counting code but what is compared: random charts have to be counted alike by both.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from iopctl.counting.age import age_on
from iopctl.counting.deadlines import add_business_days, add_months, past_hours
from iopctl.counting.minutes import delivered, scheduled
from iopctl.counting.weeks import blocks_of_stay, is_full, weeks_of_stay
from iopctl.model.chart import Chart
from iopctl.testing import chart_of

ZONE = ZoneInfo("America/New_York")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
# A common Monday, both nights with a clock change, a leap day.
DAYS = (date(2026, 9, 7), date(2026, 3, 8), date(2026, 11, 1), date(2028, 2, 29))


# S1 and S2: every minute of a day, asked one by one


@cache
def minutes_of(day: date) -> tuple[tuple[datetime, time, int], ...]:
    """Every minute that the local clock shows on a day: the instant, what it shows, and the how manieth time (0, 1)."""
    found = []
    instant = datetime.combine(day - DAY, time(0), UTC)
    while instant < datetime.combine(day + 2 * DAY, time(0), UTC):
        local = instant.astimezone(ZONE)
        if local.date() == day:
            found.append((instant, local.time().replace(fold=0), local.fold))
        instant += MINUTE
    return tuple(found)


def instant_of(day: date, clock: time, fold: int) -> datetime:
    shown = [instant for instant, what, _ in minutes_of(day) if what == clock]
    return shown[min(fold, len(shown) - 1)]


def attended_minutes(day: date, session: dict[str, Any]) -> set[datetime]:
    """The instants that one patient sat in one session, minute by minute."""
    start = instant_of(day, session["start"], session["start_fold"])
    end = instant_of(day, session["end"], session["end_fold"])
    status = session["status"]
    if status == "absent-excused" or (status == "partial" and session["arrived"] is None and session["left"] is None):
        return set()
    inside = {instant for instant, _, _ in minutes_of(day) if start <= instant < end}
    if session["arrived"] is not None:
        inside = {instant for instant in inside if instant >= within(day, session["arrived"], start, end)}
    if session["left"] is not None:
        inside = {instant for instant in inside if instant < within(day, session["left"], start, end)}
    for rest, resumed in session["breaks"]:
        from_ = within(day, rest, start, end)
        until = within(day, resumed, from_, end)
        inside = {instant for instant in inside if not from_ <= instant < until}
    return inside


def within(day: date, clock: time, start: datetime, end: datetime) -> datetime:
    """A clock time without a mark inside a session: of two instants the first that lies in it."""
    shown = [instant for instant, what, _ in minutes_of(day) if what == clock]
    return next((instant for instant in shown if start <= instant <= end), shown[0])


def clocks(day: date) -> st.SearchStrategy[time]:
    return st.sampled_from(sorted({what for _, what, _ in minutes_of(day)}))


@st.composite
def sessions(draw: st.DrawFn, day: date) -> dict[str, Any]:
    folds = st.integers(0, 1)
    start, end = draw(clocks(day)), draw(clocks(day))
    start_fold, end_fold = draw(folds), draw(folds)
    if instant_of(day, end, end_fold) <= instant_of(day, start, start_fold):
        start, end, start_fold, end_fold = end, start, end_fold, start_fold
    status = draw(st.sampled_from(["attended", "partial", "absent-excused"]))
    partial = st.none() | clocks(day) if status == "partial" else st.none()
    return {
        "service": draw(st.sampled_from(["group", "individual", "lunch"])),
        "start": start,
        "end": end,
        "start_fold": start_fold,
        "end_fold": end_fold,
        "status": status,
        "arrived": draw(partial),
        "left": draw(partial),
        "breaks": draw(st.lists(st.tuples(clocks(day), clocks(day)), max_size=2)),
    }


def week_text(day: date, some: list[dict[str, Any]]) -> str:
    year, week, _ = day.isocalendar()
    return f'[[weeks]]\nweek = "{year}-W{week:02d}"\n' + "\n".join(
        session_text(day, number, each) for number, each in enumerate(some)
    )


def session_text(day: date, number: int, each: dict[str, Any]) -> str:
    parts = [f'status = "{each["status"]}"']
    parts += [f"{key} = {each[key]}" for key in ("arrived", "left") if each[key] is not None]
    breaks = ", ".join(f"{{ start = {rest}, end = {resumed} }}" for rest, resumed in each["breaks"])
    return f"""
[[weeks.sessions]]
id = "s{number}"
service = "{each["service"]}"
date = {day}
start = {each["start"]}
end = {each["end"]}
start_fold = {each["start_fold"]}
end_fold = {each["end_fold"]}
breaks = [{breaks}]
patients = ["pt-0001"]
attendance = {{ pt-0001 = {{ {", ".join(parts)} }} }}
"""


@given(st.sampled_from(DAYS).flatmap(lambda day: st.tuples(st.just(day), st.lists(sessions(day), max_size=4))))
def test_minutes_are_those_counted_one_by_one(drawn: tuple[date, list[dict[str, Any]]]) -> None:
    day, some = drawn
    chart = chart_of(f"[plan]\nadmitted_at = 2026-01-05\n{week_text(day, some)}")
    countable = [each for each in some if each["service"] != "lunch"]
    one_by_one = set().union(*(attended_minutes(day, each) for each in countable))
    counted = delivered(chart.program, chart.bookings)
    assert counted.minutes == len(one_by_one)
    assert counted.days == bool(one_by_one)
    assert counted.sessions == sum(bool(attended_minutes(day, each)) for each in countable)
    offered = [{**each, "status": "attended", "arrived": None, "left": None} for each in countable]
    assert scheduled(chart.program, chart.bookings).minutes == len(
        set().union(*(attended_minutes(day, each) for each in offered))
    )


# S3 and S4: day by day


def blocks(first: date, last: date, anchor: str, start: int, pauses: list[tuple[date, date]]) -> Iterator[list[date]]:
    """The dates of each program week that touches a stay, walked from day to day."""

    def paused(day: date) -> bool:
        return any(begun <= day <= ended for begun, ended in pauses)

    def begins(day: date, block: list[date]) -> bool:
        if anchor == "calendar":
            return day.weekday() == start
        again = not paused(day) and any(ended == day - DAY for _, ended in pauses)
        return len(block) == 7 or (again and day > first)

    day = first
    while anchor == "calendar" and day.weekday() != start:
        day -= DAY
    block: list[date] = []
    while True:
        if block and begins(day, block):
            yield block
            if day > last:
                return
            block = []
        block.append(day)
        day += DAY


def stay(admitted: date, anchor: str, start: int, pauses: list[tuple[date, date]]) -> Chart:
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    breaks = ", ".join(f'{{ from = {begun}, until = {ended}, reason = "away" }}' for begun, ended in pauses)
    return chart_of(
        f'[program]\nweek_anchor = "{anchor}"\nweek_start = "{names[start]}"\n'
        f"[plan]\nadmitted_at = {admitted}\npauses = [{breaks}]\n"
    )


@st.composite
def stays(draw: st.DrawFn) -> tuple[date, int, list[tuple[date, date]]]:
    admitted = date(2027, 12, 1) + draw(st.integers(0, 120)) * DAY  # around a new year and a leap day
    length = draw(st.integers(0, 60))
    pauses = []
    for _ in range(draw(st.integers(0, 2))):
        begun = admitted + draw(st.integers(0, 50)) * DAY
        pauses.append((begun, begun + draw(st.integers(0, 10)) * DAY))
    return admitted, length, pauses


@given(stays(), st.sampled_from(["calendar", "admission"]), st.integers(0, 6))
def test_weeks_are_those_walked_day_by_day(
    drawn: tuple[date, int, list[tuple[date, date]]], anchor: str, start: int
) -> None:
    admitted, length, pauses = drawn
    last = admitted + length * DAY
    chart = stay(admitted, anchor, start, pauses)
    walked = list(blocks(admitted, last, anchor, start, pauses))
    assert [list(week.dates) for week in blocks_of_stay(chart, last)] == walked
    for week, dates in zip(blocks_of_stay(chart, last), walked, strict=True):
        whole = len(dates) == 7 and all(
            admitted <= day <= last and not any(begun <= day <= ended for begun, ended in pauses) for day in dates
        )
        assert is_full(week, chart.plan, last) == whole


@given(stays())
def test_rolling_windows_are_every_seven_days_inside(drawn: tuple[date, int, list[tuple[date, date]]]) -> None:
    admitted, length, pauses = drawn
    last = admitted + length * DAY
    inside = [admitted + n * DAY for n in range(length + 1) if admitted + (n + 6) * DAY <= last]
    assert [week.first for week in weeks_of_stay(stay(admitted, "rolling", 0, pauses), last)] == inside


# S8 to S12: deadlines and ages

dates = st.dates(date(2023, 1, 1), date(2032, 12, 31))


@given(dates, st.integers(0, 60))
def test_months_are_added_on_the_calendar_and_clamped(day: date, months: int) -> None:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for number in range(day.day, 0, -1):
        try:
            expected = date(year, month, number)
        except ValueError:
            continue
        break
    assert add_months(day, months) == expected


@given(dates, st.integers(0, 15), st.lists(st.integers(0, 30), max_size=6))
def test_business_days_are_counted_off_on_the_calendar(day: date, count: int, offsets: list[int]) -> None:
    holidays = [day + offset * DAY for offset in offsets]
    left, at = count, day
    while left:
        at += DAY
        if at.strftime("%a") not in {"Sat", "Sun"} and at not in holidays:
            left -= 1
    assert add_business_days(day, count, holidays) == at


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda naive: naive.replace(tzinfo=ZONE))  # noqa: DTZ001  # given a zone at once


@given(moments, st.integers(0, 100), st.integers(-5_000, 500_000))
def test_hours_are_elapsed_and_equal_passes(start: datetime, hours: int, seconds: int) -> None:
    at = start.astimezone(UTC) + timedelta(seconds=seconds)
    assert past_hours(start, hours, at) == (seconds > hours * 3600)


@given(dates, st.integers(0, 100), st.integers(0, 8))
def test_hours_between_days_are_judged_to_the_day(day: date, hours: int, days: int) -> None:
    allowed = next(n for n in range(10) if n * 24 >= hours)
    assert past_hours(day, hours, day + days * DAY) == (days > allowed)


@given(st.dates(date(1940, 1, 1), date(2020, 12, 31)), dates)
def test_an_age_is_the_birthdays_that_were_had(born: date, day: date) -> None:
    had = 0
    for year in range(born.year + 1, day.year + 1):
        leap_day = (born.month, born.day) == (2, 29)
        common = leap_day and not (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
        birthday = date(year, 3, 1) if common else date(year, born.month, born.day)
        had += birthday <= day
    assert age_on(born, day) == had
