"""report attendance: attended over offered, in sessions and hours, by week on control charts (measures, section 4).

Offered is what was scheduled minus what the program called off. A past session without a record is a gap and stays out
of every share; it is never an absence.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from iopctl.counting.minutes import attended_minutes, session_span, union_minutes
from iopctl.model.chart import Booking, Census, Chart
from iopctl.model.week import week_id
from iopctl.reporting.figures import Figure, Period, Report, Series, share_figure
from iopctl.reporting.intervals import Interval, Share
from iopctl.reporting.process import Point, p_chart, xmr_chart
from iopctl.reporting.spread import counted

SOURCE = "measures, section 4"
NOTES = (
    "Sessions of one person are not independent of each other: true limits are wider than those printed.",
    "Signals: a week beyond its limits, or the eighth in a row on one side of the centre.",
)


COUNTS = ("attended", "offered", "no record")


@dataclass(frozen=True)
class Place:
    """One patient's place in a session that was offered."""

    chart: Chart
    booking: Booking

    @property
    def present(self) -> bool:
        """Whether any part was attended."""
        return self.booking.attendance is not None and self.booking.attendance.present

    @property
    def excused(self) -> bool:
        """Whether the absence was excused."""
        return self.booking.attendance is not None and self.booking.attendance.status == "absent-excused"


def attendance(census: Census, period: Period, as_of: date) -> Report:
    """The figures of a period, and its weeks, services and tracks."""
    offered = [Place(chart, booking) for chart in census.charts for booking in _offered(chart, period, as_of)]
    places = _recorded(offered)
    gaps = counted({"no record": len(offered) - len(places)})
    excused = Share(sum(each.excused for each in places), len(places))
    adjusted = _share([each for each in places if not each.excused])
    left_out = gaps | counted({"excused": excused.count})
    figures = (
        share_figure("attended", "sessions attended of those offered", _share(places), gaps, SOURCE),
        share_figure("excused", "excused absences of those offered", excused, gaps, SOURCE, within="attended"),
        share_figure("adjusted", "attended, excused absences left out", adjusted, left_out, SOURCE, within="excused"),
        *_hours(census, places, gaps),
    )
    series = (
        _weekly_shares(offered),
        _weekly_hours(census, [each for each in offered if _whole_week(each, period, as_of)]),
        _grouped("service", offered, lambda each: each.booking.session.service),
        _grouped("track", offered, lambda each: each.chart.plan.track or "no track"),
    )
    return Report("attendance", "Attendance", period, as_of, figures, series, NOTES)


def _offered(chart: Chart, period: Period, as_of: date) -> Iterable[Booking]:
    """Sessions of the period up to the day of judgement; those of that day once something is recorded."""
    for booking in chart.booked(period.first, min(period.last, as_of)):
        if booking.offered and (booking.session.date < as_of or booking.attendance is not None):
            yield booking


def _share(places: Sequence[Place]) -> Share:
    return Share(sum(each.present for each in places), len(places))


def _hours(census: Census, places: Sequence[Place], gaps: dict[str, int]) -> list[Figure]:
    program = census.program
    offered = sum(union_minutes([session_span(program, each.booking.session)]) for each in places) / 60
    attended = sum(attended_minutes(program, each.booking) for each in places) / 60
    rows = [("hours-offered", "hours offered", offered), ("hours-attended", "hours attended", attended)]
    share = attended / offered if offered else None
    return [
        *(Figure(i, t, "hours", v, None, len(places), None, gaps, SOURCE, within="attended") for i, t, v in rows),
        Figure(
            "hours", "whole hours attended of those offered", "%", share, round(attended), round(offered), None, gaps,
            SOURCE, within="attended",
        ),
    ]  # fmt: skip


def _weekly_shares(offered: Sequence[Place]) -> Series:
    weeks = _by(offered, _week)
    chart = p_chart([_share(_recorded(mine)) for mine in weeks.values()])
    rows = [
        (week, *_counts(mine), point.value, *_ends(point.limits), _signal(point))
        for (week, mine), point in zip(weeks.items(), chart.points, strict=True)
    ]
    centre = "n/a" if chart.centre is None else f"{100 * chart.centre:.1f} %"
    columns = ("week", *COUNTS, "share", "lower limit", "upper limit", "signal")
    return Series("weeks", f"Share attended by week (p-chart, centre {centre})", columns, tuple(rows))


def _weekly_hours(census: Census, offered: Sequence[Place]) -> Series:
    """Weeks with a session of which nothing is recorded are left out: their hours are not known."""
    weeks = {week: mine for week, mine in _by(offered, _week).items() if len(_recorded(mine)) == len(mine)}
    hours = [sum(attended_minutes(census.program, each.booking) for each in mine) / 60 for mine in weeks.values()]
    chart = xmr_chart(hours)
    rows: list[tuple[str | float | None, ...]] = []
    before: float | None = None
    for week, point in zip(weeks, chart.points, strict=True):
        moved = None if before is None or point.value is None else abs(point.value - before)
        beyond = moved is not None and chart.moving_range_limit is not None and moved > chart.moving_range_limit
        signal = ", ".join(filter(None, (_signal(point), "jump" if beyond else None))) or None
        rows.append((week, point.value, moved, *_ends(point.limits), signal))
        before = point.value
    centre = "n/a" if chart.centre is None else f"{chart.centre:.1f} hours"
    columns = ("week", "hours", "moving range", "lower limit", "upper limit", "signal")
    title = f"Hours attended by whole week with every record (XmR, centre {centre})"
    return Series("hours", title, columns, tuple(rows))


def _whole_week(each: Place, period: Period, as_of: date) -> bool:
    """Whether the calendar week of a session lies in the period and is over: hours of a part of one are no sign."""
    week = each.booking.week
    return period.first <= week.monday and week.sunday <= min(period.last, as_of)


def _grouped(name: str, offered: Sequence[Place], key: Callable[[Place], str]) -> Series:
    groups = _by(offered, key)
    rows = [(each, *_counts(mine), _share(_recorded(mine)).value) for each, mine in groups.items()]
    return Series(f"{name}s", f"By {name}", (name, *COUNTS, "share"), tuple(rows))


def _recorded(offered: Sequence[Place]) -> list[Place]:
    return [each for each in offered if each.booking.attendance is not None]


def _counts(offered: Sequence[Place]) -> tuple[int, int, int]:
    """Attended, offered with a record, and offered without one."""
    share = _share(_recorded(offered))
    return share.count, share.of, len(offered) - share.of


def _by(places: Sequence[Place], key: Callable[[Place], str]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for each in sorted(places, key=key):
        found.setdefault(key(each), []).append(each)
    return found


def _week(each: Place) -> str:
    return week_id(each.booking.session.date)


def _ends(limits: Interval | None) -> tuple[float | None, float | None]:
    return (None, None) if limits is None else (limits.low, limits.high)


def _signal(point: Point) -> str | None:
    said = ["beyond its limits"] * point.beyond + ["eighth on one side"] * point.run
    return ", ".join(said) or None
