"""A weekly unit is billed for a week in which fewer services were attended than the unit stands for.

Why: the unit pays for a number of services in seven days in a row; below that number there is nothing to bill. Services
are attended countable sessions, each counted once, whatever their type or length. The week is the one that holds the
billed day by the program's anchor, partial weeks included; with a rolling anchor any seven days in a row that hold the
billed day may carry it. A week is judged once it, or the stay, is over.
What to do: record attendance that is still open, else take the unit off the claim, or correct the claim if it was sent.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from iopctl.counting.delivery import unrecorded
from iopctl.counting.minutes import delivered
from iopctl.counting.weeks import DAY, ProgramWeek, end_of_stay, is_over, on_file, week_of
from iopctl.model.chart import Booking, Chart
from iopctl.model.claim import Claim
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("DO108", "services-in-week-minimum", Severity.ERROR, ("services_per_week_min",), ("weekly_unit_codes",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each billed unit whose week has too few services."""
    if "services_per_week_min" not in pack.limits:
        return
    for claim in chart.claims:
        if claim.is_for(pack.id):
            for index in range(len(claim.lines)):
                yield from _unsupported(chart, pack, claim, index, end_of_stay(chart.plan, today))


def _unsupported(chart: Chart, pack: RulePack, claim: Claim, index: int, end: date) -> Iterator[Finding]:
    line = claim.lines[index]
    weeks = _weeks(chart, line.on)
    week = max(weeks, key=lambda each: _services(chart, each, end))
    limit = pack.limit("services_per_week_min", week.first, chart.plan)
    codes = pack.limit("weekly_unit_codes", week.first, chart.plan)
    if limit is None or codes is None or line.code not in codes.words:
        return
    seen = _services(chart, week, end)
    if seen < limit.number and all(is_over(each, chart.plan, end) for each in weeks):
        known = all(on_file(chart, each, end) for each in weeks)
        gap = "" if known else ", and not every day of it has a week file"
        yield RULE.finding(
            claim.at("lines", index, "code"),
            f"{line.code} is billed on {line.on} for {week.name}, in which {_attended(seen)},"
            f" at least {limit.number} are required{gap}",
            _next_step(chart, week, end) if known else "file the missing week, then judge again",
            patient=chart.patient,
            limit=limit,
            on=line.on,
            severity=None if known else Severity.INFO,
        )


def _weeks(chart: Chart, day: date) -> Sequence[ProgramWeek]:
    """The week that a unit billed on that day may stand for (S3); with a rolling anchor each that holds the day."""
    if chart.program.week_anchor == "rolling":
        first = day - ProgramWeek(day).days * DAY + DAY
        return [ProgramWeek(each) for each in ProgramWeek(first).dates]
    return [week_of(chart, day)]


def _services(chart: Chart, week: ProgramWeek, end: date) -> int:
    return delivered(chart.program, _held(chart, week, end)).sessions


def _held(chart: Chart, week: ProgramWeek, end: date) -> tuple[Booking, ...]:
    return chart.booked(week.first, min(week.last, end))


def _attended(services: int) -> str:
    return "1 service was attended" if services == 1 else f"{services} services were attended"


def _next_step(chart: Chart, week: ProgramWeek, end: date) -> str:
    if unrecorded(chart, _held(chart, week, end)):
        return "record the attendance of the sessions that have none, then judge again"
    return "take the unit off the claim, or correct the claim if it was sent"
