"""report stay: how stays ended and how long they were (measures, section 4)."""

from collections.abc import Mapping, Sequence
from datetime import date

from iopctl.counting.minutes import attended_minutes
from iopctl.counting.weeks import ProgramWeek, blocks_of_stay, days_inclusive, on_file
from iopctl.model.chart import Census, Chart
from iopctl.reporting.closed import Closed, stays_of
from iopctl.reporting.figures import Figure, Period, Report, share_figure
from iopctl.reporting.intervals import Interval, Share
from iopctl.reporting.spread import counted, spread_figures
from iopctl.reporting.survival import Curve, Followed, kaplan_meier

# How stays end, each in one way; administrative and transfer are neither completion nor drop-out.
ENDINGS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "completed": ("completed", ("completed",)),
    "dropout": ("dropped out (against advice, or lost)", ("ama", "lost")),
    "step-up": ("stepped up", ("step-up",)),
    "step-down": ("stepped down", ("step-down",)),
    "transfer": ("transferred", ("transfer",)),
    "administrative": ("ended administratively", ("administrative",)),
}
SOURCE = "measures, section 4"
NOTES = (
    "Shares are of the stays that ended in the period; open ones are counted and never failures.",
    "By Kaplan and Meier: everybody admitted in the period, open stays counted for the days they have lasted.",
)


def stay(census: Census, period: Period, as_of: date) -> Report:
    """The figures of the stays of a period."""
    stays = stays_of(census, period, as_of)
    figures = [*stays.figures, *_endings(stays.closed), *_lengths(stays.closed), _median(census, period, as_of)]
    return Report("stay", "Stays", period, as_of, tuple(figures), notes=NOTES)


def _endings(closed: Sequence[Closed]) -> list[Figure]:
    reasons = [each.chart.plan.discharge.reason for each in closed if each.chart.plan.discharge]
    return [
        share_figure(
            id_, text, Share(sum(each in mine for each in reasons), len(reasons)), None, SOURCE, part_of="endings"
        )
        for id_, (text, mine) in ENDINGS.items()
    ]


def _lengths(closed: Sequence[Closed]) -> list[Figure]:
    """Days from admission to discharge, both included; hours attended, of stays whose weeks are all on file."""
    dated = [each for each in closed if each.chart.plan.admitted_on is not None]
    undated = {"no day of admission": len(closed) - len(dated)}
    days = [_days(each.chart, each.on) for each in dated]
    whole = [each for each in dated if all(on_file(each.chart, week, each.on) for week in _weeks(each))]
    hours = [_hours(each) for each in whole]
    missing = {**undated, "a week without a file": len(dated) - len(whole)}
    return [
        *spread_figures("days", "days of stay", "days", days, counted(undated), SOURCE),
        *spread_figures("hours", "hours attended", "hours", hours, counted(missing), SOURCE),
    ]


def _hours(each: Closed) -> float:
    bookings = (booking for booking in each.chart.bookings if booking.session.date <= each.on)
    return sum(attended_minutes(each.chart.program, booking) for booking in bookings) / 60


def _median(census: Census, period: Period, as_of: date) -> Figure:
    """The day by which half of those admitted in the period had left."""
    last = min(period.last, as_of)
    admitted = [chart for chart in census.charts if period.holds(chart.plan.admitted_on) and _began(chart, last)]
    people = [_followed(chart, as_of) for chart in admitted]
    curve = kaplan_meier(people)
    undated = sum(_undated(chart) and period.holds(chart.plan.admitted_on) for chart in census.charts)
    return Figure(
        "km",
        "median days of stay with open ones (Kaplan-Meier)",
        "days",
        curve.median,
        curve.events,
        len(people),
        _around_median(curve),
        counted({"closed without a day of discharge": undated}),
        SOURCE,
    )


def _around_median(curve: Curve) -> Interval | None:
    """From the first day whose interval holds one half to the first whose interval lies below it (Brookmeyer)."""
    low = next((step.day for step in curve.steps if step.interval and step.interval.low <= 0.5), None)
    high = next((step.day for step in curve.steps if step.interval and step.interval.high <= 0.5), None)
    return None if low is None or high is None else Interval(low, high)


def _followed(chart: Chart, as_of: date) -> Followed:
    ended = chart.plan.discharged_on
    over = ended is not None and ended <= as_of
    return Followed(_days(chart, min(ended or as_of, as_of)), over)


def _began(chart: Chart, last: date) -> bool:
    """A draft has not begun; a stay that ended on a day nobody wrote down cannot be followed."""
    admitted = chart.plan.admitted_on
    return chart.plan.status != "draft" and not _undated(chart) and admitted is not None and admitted <= last


def _undated(chart: Chart) -> bool:
    return chart.plan.status == "closed" and chart.plan.discharge is None


def _days(chart: Chart, until: date) -> int:
    return days_inclusive(chart.plan.admitted_on or until, until)


def _weeks(each: Closed) -> list[ProgramWeek]:
    return blocks_of_stay(each.chart, each.on)
