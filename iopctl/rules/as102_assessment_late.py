"""The evaluation that is due at the beginning of a stay was signed late, or is not signed.

Why: treatment that begins without an evaluation is a guess. What counts is the signature; one before admission is in
time, and a comprehensive evaluation does for an initial one. Hours, days and business days count from admission; a
visit is a day of the stay with an attended session, whatever the service. Where days and visits are given, the later of
the two is due, so nothing is overdue before that visit. Where a record knows only its day, hours are judged to the day,
and that is said.
What to do: finish the evaluation and sign it with the true date; a late one stays late.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from iopctl.counting.clock import midnight_after, shown
from iopctl.counting.deadlines import add_business_days, due_soon, hours_after, past_hours
from iopctl.model.chart import Booking, Chart
from iopctl.model.frozen import Key
from iopctl.model.pack import Limit, RulePack
from iopctl.model.record import Evaluation
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.words import Moment, day_of

RULE = Rule(
    "AS102",
    "assessment-late",
    Severity.ERROR,
    (
        "initial_evaluation_hours",
        "comprehensive_evaluation_business_days",
        "comprehensive_evaluation_days",
        "first_evaluation_days",
        "first_evaluation_visits",
    ),
)

# Which kinds of evaluation do for which one.
DOES_FOR = {
    "initial": frozenset({"initial", "comprehensive"}),
    "comprehensive": frozenset({"comprehensive"}),
    "first": frozenset({"initial", "comprehensive"}),
}


@dataclass(frozen=True)
class _Due:
    """An evaluation and the last moment that is in time for it."""

    what: str
    by: Moment
    why: str
    limit: Limit
    late: Callable[[Moment], bool]
    passed: bool  # within the stay so far

    @property
    def day(self) -> date:
        return day_of(self.by)


@dataclass(frozen=True)
class _Signed:
    """A signed evaluation and its place in the plan's list."""

    index: int
    evaluation: Evaluation
    at: Moment


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each evaluation that is due; within the lead time a reminder."""
    admitted, last = chart.plan.admitted_at, chart.last_day(today)
    if admitted is None or day_of(admitted) > today:
        return
    day = day_of(admitted)
    for due in (
        *_in_hours(chart, pack, admitted, last),
        *_in_days(chart, pack, day, last),
        *_first(chart, pack, day, last),
    ):
        signed = [each for each in _signed(chart, today) if each.evaluation.kind in DOES_FOR[due.what]]
        in_time = [each for each in signed if not due.late(each.at)]
        if in_time:
            yield from _judged_to_the_day(chart, due, admitted, in_time)
        elif due.passed:
            yield _late(chart, due, signed)
        elif chart.plan.status_on(today) != "closed" and due_soon(due.day, today):
            message = f"the {due.what} evaluation is due by {shown(chart.program.zone, due.by)}, {due.why}"
            yield _finding(chart, due, message, "have it signed by then", severity=Severity.INFO)


def _in_hours(chart: Chart, pack: RulePack, admitted: Moment, last: date) -> Iterator[_Due]:
    limit = pack.limit("initial_evaluation_hours", day_of(admitted), chart.plan)
    if limit is not None:
        hours = limit.number
        end = midnight_after(chart.program.zone, last) if isinstance(admitted, datetime) else last
        yield _Due(
            what="initial",
            by=hours_after(admitted, hours),
            why=f"{hours} hours after admission",
            limit=limit,
            late=lambda at: past_hours(admitted, hours, at),
            passed=past_hours(admitted, hours, end),
        )


def _in_days(chart: Chart, pack: RulePack, admitted: date, last: date) -> Iterator[_Due]:
    business = pack.limit("comprehensive_evaluation_business_days", admitted, chart.plan)
    if business is not None:
        by = add_business_days(admitted, business.number, pack.holidays)
        yield _by_day("comprehensive", by, f"{business.number} business days after admission", business, last)
    days = pack.limit("comprehensive_evaluation_days", admitted, chart.plan)
    if days is not None:
        by = admitted + timedelta(days=days.number)
        yield _by_day("comprehensive", by, f"{days.number} days after admission", days, last)


def _first(chart: Chart, pack: RulePack, admitted: date, last: date) -> Iterator[_Due]:
    """The later of days and visits; nothing before that visit has been made."""
    days = pack.limit("first_evaluation_days", admitted, chart.plan)
    visits = pack.limit("first_evaluation_visits", admitted, chart.plan)
    due: list[tuple[date, str, Limit]] = []
    if days is not None:
        due.append((admitted + timedelta(days=days.number), f"{days.number} days after admission", days))
    if visits is not None:
        made = sorted({each.session.date for each in chart.booked(admitted, last) if _attended(each)})
        if len(made) < visits.number:
            return
        due.append((made[visits.number - 1], f"the day of visit {visits.number}", visits))
    if due:
        by, why, limit = max(due, key=lambda each: each[0])
        yield _by_day("first", by, why, limit, last)


def _attended(booking: Booking) -> bool:
    return booking.offered and booking.attendance is not None and booking.attendance.present


def _by_day(what: str, by: date, why: str, limit: Limit, last: date) -> _Due:
    return _Due(what, by, why, limit, late=lambda at: day_of(at) > by, passed=by < last)


def _signed(chart: Chart, today: date) -> Iterator[_Signed]:
    for index, each in enumerate(chart.plan.evaluations):
        if each.signed_at is not None and day_of(each.signed_at) <= today:
            yield _Signed(index, each, each.signed_at)


def _late(chart: Chart, due: _Due, signed: list[_Signed]) -> Finding:
    """The earliest that does for it, or none at all."""
    by = f"the {due.what} evaluation was due by {shown(chart.program.zone, due.by)}, {due.why}"
    if not signed:
        return _finding(chart, due, f"{by}, and none is signed", "finish it, and sign it with the true date")
    first = min(signed, key=lambda each: day_of(each.at))
    at, next_step = shown(chart.program.zone, first.at), "correct the date if it is wrong; a late one stays late"
    message = f"{by}, and {first.evaluation.id} was signed on {at}"
    return _finding(chart, due, message, next_step, ("evaluations", first.index, "signed_at"))


def _judged_to_the_day(chart: Chart, due: _Due, admitted: Moment, in_time: list[_Signed]) -> Iterator[Finding]:
    """S9: hours were asked for, and nothing that passes knows its time; before the day of admission none is needed."""
    if due.limit.name != "initial_evaluation_hours":
        return
    exact = isinstance(admitted, datetime)
    if not any((exact and isinstance(each.at, datetime)) or day_of(each.at) < day_of(admitted) for each in in_time):
        first = in_time[0]
        yield _finding(
            chart,
            due,
            f"time missing: {due.why} can only be judged to the day for {first.evaluation.id}",
            "write admission and signature with time and offset, for example 2026-09-07T09:00:00-04:00",
            ("evaluations", first.index, "signed_at") if exact else ("admitted_at",),
            severity=Severity.INFO,
        )


def _finding(
    chart: Chart,
    due: _Due,
    message: str,
    next_step: str,
    key: Key = ("evaluations",),
    severity: Severity | None = None,
) -> Finding:
    place, on = chart.plan.at(*key), due.day
    return RULE.finding(place, message, next_step, patient=chart.patient, limit=due.limit, on=on, severity=severity)
