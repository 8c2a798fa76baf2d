"""One stay under review: objectives, scores, hours, services, discharge criteria, what is due."""

from datetime import date
from typing import Any

from iopctl.model.goal import Number
from iopctl.render.alerts import days_text
from iopctl.render.hours import week_json, weeks_grid
from iopctl.render.score import band_text
from iopctl.render.sheet import GAP, Grid, Sheet, hours_text, or_gap
from iopctl.render.signals import signal_json
from iopctl.render.stay import alert_heading, change_json, due_text, findings_text, stay_json
from iopctl.reviewing.change import Course
from iopctl.reviewing.dose import ServiceDose
from iopctl.reviewing.progress import CriterionState, ObjectiveProgress
from iopctl.reviewing.stay import StayReview
from iopctl.scoring import band_of

SHOWN = 4  # scores and weeks; JSON and `iopctl hours` have all


def review_sheet(stay: StayReview) -> Sheet:
    """Everything about one stay, open alerts first."""
    data = {
        **stay_json(stay),
        "crisis_text": stay.chart.program.crisis_text,
        "objectives": [_objective_json(each) for each in stay.objectives],
        "weeks": [week_json(hours) for hours in stay.weeks],
        "signals": [signal_json(each) for each in stay.signals],
        "services": [_service_json(each) for each in stay.services],
        "discharge_criteria": [
            {"id": each.id, "text": each.text, "met": each.met, "on": _iso(each.on)} for each in stay.criteria
        ],
    }
    grids = [
        _objectives_grid(stay),
        _scores_grid(stay),
        _signals_grid(stay),
        weeks_grid("Hours promised against given", stay.weeks[-SHOWN:], stay.today),
        _services_grid(stay),
        _criteria_grid(stay),
        _due_grid(stay),
    ]
    heading = "\n".join((*alert_heading([stay]), _heading(stay)))
    return Sheet({"review": data}, [grid for grid in grids if grid.rows], heading, _missing(stay))


def objective_line(each: ObjectiveProgress) -> str:
    """One objective with its numbers, for the person who judges its goal."""
    seen = _seen(each)
    return (
        f"{each.objective.id} {each.objective.text} start {_value(each.start)}, target {_value(each.target)},"
        f" seen {seen}, {_verdict(each)}"
    )


def _heading(stay: StayReview) -> str:
    at = "not admitted" if stay.day is None else f"day {stay.day}, week {stay.week}"
    attended = stay.attendance
    gap = f", {attended.unrecorded} not recorded" if attended.unrecorded else ""
    return (
        f"{stay.chart.patient}  {stay.status}, revision {stay.chart.plan.revision}, {at}, attended"
        f" {attended.attended} of {attended.recorded} sessions{gap}, findings: {findings_text(stay)}"
    )


def _missing(stay: StayReview) -> list[str]:
    """The parts that a review looks for and that are not there."""
    parts = {
        "objectives": stay.objectives,
        "scores": stay.courses,
        "promised services": stay.services,
        "discharge criteria": stay.criteria,
    }
    missing = [name for name, part in parts.items() if not part]
    return [f"Not on file: {', '.join(missing)}."] if missing else []


def _objectives_grid(stay: StayReview) -> Grid:
    rows = [
        (
            f"{each.objective.id} {each.objective.text}",
            _value(each.start),
            _value(each.target),
            _seen(each),
            _verdict(each),
            _worked_on(each, stay.today),
        )
        for each in stay.objectives
    ]
    return Grid("Objectives", ("objective", "start", "target", "seen", "verdict", "not seen since"), rows)


def _scores_grid(stay: StayReview) -> Grid:
    columns = ("instrument", "start", "last", "on", "change", "in words")
    return Grid("Scores", columns, [_score_row(course) for course in stay.courses])


def _score_row(course: Course) -> tuple[str, ...]:
    last, change = course.last, course.change
    if change is None:
        points, words = GAP, "first score"
    else:
        percent = "no percent from 0" if change.percent is None else f"{change.percent:+.0f} %"
        points, words = f"{change.points:+g} ({percent})", ", ".join((change.movement, *change.words))
    band = band_of(course.instrument, last.total)
    seen = f"{last.total:g}, {band_text(band)}" if band else f"{last.total:g}"
    return (course.instrument.short, f"{course.baseline:g}", seen, str(last.on), points, words)


def _signals_grid(stay: StayReview) -> Grid:
    """What the courses of the scores say that a first and a last score do not."""
    rows = [(f"{each.code} {each.name}", each.message) for each in stay.signals]
    return Grid("Signals", ("signal", "what"), rows)


def _services_grid(stay: StayReview) -> Grid:
    rows = [
        (
            each.service,
            str(each.weeks),
            _value(each.sessions_promised),
            str(each.sessions_scheduled),
            str(each.sessions_given),
            GAP if each.minutes_promised is None else hours_text(round(each.minutes_promised)),
            hours_text(each.minutes_given),
            _exempt(each),
        )
        for each in stay.services
    ]
    columns = ("service", "weeks", "promised", "scheduled", "given", "hours promised", "hours given", "exempt")
    return Grid("Services promised against given", columns, rows)


def _criteria_grid(stay: StayReview) -> Grid:
    rows = [(f"{each.id} {each.text}", _criterion(each)) for each in stay.criteria]
    return Grid("Discharge criteria", ("criterion", "last judged"), rows)


def _due_grid(stay: StayReview) -> Grid:
    rows = [(item.what, due_text(item, stay.today), item.why or "as planned", item.pack or "plan") for item in stay.due]
    return Grid("Due", ("what", "when", "why", "by"), rows)


def _value(value: Number | bool | None) -> str:
    """A number, yes or no, or the gap."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return GAP if value is None else f"{value:g}"


def _seen(each: ObjectiveProgress) -> str:
    return " ".join(_value(seen.value) for seen in each.seen[-SHOWN:]) or GAP


def _verdict(each: ObjectiveProgress) -> str:
    if each.active:
        return or_gap(", ".join(each.words))
    closed_on = each.objective.closed_on
    word = "goal closed" if each.objective.active else f"closed as {each.objective.status}"
    return f"{word} on {closed_on}" if closed_on else word


def _worked_on(each: ObjectiveProgress, today: date) -> str:
    day = each.last_worked_on
    if day is None:
        return "never named"
    return "seen today" if day == today else f"{day}, {days_text((today - day).days)}"


def _exempt(each: ServiceDose) -> str:
    if each.exempt is None:
        return "no"
    return each.exempt.reason + (f" until {each.exempt.until}" if each.exempt.until else "")


def _criterion(each: CriterionState) -> str:
    if each.met is None:
        return "never judged"
    return f"{'met' if each.met else 'not met'} on {each.on}"


def _objective_json(each: ObjectiveProgress) -> dict[str, Any]:
    measure = each.objective.measure
    return {
        "goal": each.goal,
        "id": each.objective.id,
        "text": each.objective.text,
        "measure": measure and measure.metric,
        "active": each.active,
        "start": each.start,
        "target": each.target,
        "seen": [{"on": seen.on.isoformat(), "value": seen.value} for seen in each.seen],
        "verdict": each.verdict,
        "change": change_json(each.change),
        "last_session_on": _iso(each.last_worked_on),
    }


def _service_json(each: ServiceDose) -> dict[str, Any]:
    return {
        "service": each.service,
        "weeks": each.weeks,
        "sessions_promised": each.sessions_promised,
        "sessions_scheduled": each.sessions_scheduled,
        "sessions_given": each.sessions_given,
        "minutes_promised": each.minutes_promised,
        "minutes_given": each.minutes_given,
        "exempt": None if each.exempt is None else {"reason": each.exempt.reason, "until": _iso(each.exempt.until)},
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
