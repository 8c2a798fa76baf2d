"""Everybody in care on one page, the most urgent first."""

from collections.abc import Sequence
from datetime import date, timedelta

from iopctl.render.alerts import days_text
from iopctl.render.hours import limits_text
from iopctl.render.sheet import GAP, Grid, Sheet, hours_text
from iopctl.render.stay import alert_heading, counted, due_text, stay_json
from iopctl.reviewing.caseload import Reason, reasons
from iopctl.reviewing.due import DueItem
from iopctl.reviewing.stay import StayReview

FIRST = ("patient", "day", "first because", "review", "certification")
NUMBERS = ("patient", "last full week", "this week", "attended", "scores")
DUE = ("patient", "what", "when", "why")


def caseload_sheet(
    stays: Sequence[StayReview],
    alerted: Sequence[StayReview],
    span: timedelta | None = None,
) -> Sheet:
    """The stays as ordered; alerts are shown of everybody, also of stays that are not listed."""
    crisis_text = alerted[0].chart.program.crisis_text if alerted else None
    data = {"review": [stay_json(stay) for stay in stays], "crisis_text": crisis_text}
    heading = "\n".join(alert_heading(alerted)).rstrip()
    grids = [
        Grid("Who comes first", FIRST, [_first_row(stay) for stay in stays]),
        Grid("Hours, attendance and scores", NUMBERS, [_numbers_row(stay) for stay in stays]),
    ]
    if span is not None:
        grids.append(Grid(f"Due within {days_text(span.days)}", DUE, _due_rows(stays, span)))
    return Sheet(data, grids if stays else [], heading, [] if stays else ["Nobody to show."])


def _first_row(stay: StayReview) -> tuple[str, ...]:
    return (
        stay.chart.patient,
        _day(stay),
        _because(stay),
        _next(stay.next_review, stay.today),
        _next(stay.next_certification, stay.today),
    )


def _numbers_row(stay: StayReview) -> tuple[str, ...]:
    attendance = stay.attendance
    gap = f", {attendance.unrecorded} not recorded" if attendance.unrecorded else ""
    return (
        stay.chart.patient,
        _last_full_week(stay),
        _running_week(stay),
        f"{attendance.attended} of {attendance.recorded}{gap}",
        _scores(stay),
    )


def _due_rows(stays: Sequence[StayReview], span: timedelta) -> list[tuple[str, ...]]:
    return [
        (stay.chart.patient, item.what, due_text(item, stay.today), item.why or "as planned")
        for stay in stays
        for item in stay.due
        if item.within(stay.today, span)
    ]


def _day(stay: StayReview) -> str:
    where = [] if stay.status == "active" else [stay.status]
    if stay.day is not None:
        where += [str(stay.day), f"week {stay.week}"]
    return ", ".join(where) or "not admitted"


def _because(stay: StayReview) -> str:
    """The reasons in their order, findings with their number."""
    numbers = {Reason.ERROR: "error", Reason.WARNING: "warning"}
    words = [
        counted(stay.count(numbers[reason]), numbers[reason]) if reason in numbers else reason.value
        for reason in reasons(stay)
    ]
    return ", ".join(words) or "nothing open"


def _next(item: DueItem | None, today: date) -> str:
    if item is None:
        return GAP
    return "now" if item.on is None else f"{item.on}{' overdue' if item.overdue(today) else ''}"


def _last_full_week(stay: StayReview) -> str:
    week = stay.last_full_week
    if week is None or not week.on_file:
        return GAP
    minimums = limits_text(week, "full")
    return hours_text(week.delivered) + (f": {minimums}" if minimums else "")


def _running_week(stay: StayReview) -> str:
    if stay.running is None:
        return GAP
    return f"{hours_text(stay.running.delivered)} and {hours_text(stay.running.still_scheduled)} to come"


def _scores(stay: StayReview) -> str:
    texts = [
        f"{course.instrument.short} {course.last.total:g}" + (f" ({course.change.points:+g})" if course.change else "")
        for course in stay.courses
    ]
    return ", ".join(texts) or GAP
