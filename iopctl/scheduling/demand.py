"""Who needs what in a week: the dose promised, the life around it, and the weekly minimums of the packs in force."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from iopctl.counting.minimum import asks_for_days, required
from iopctl.counting.minutes import Span, clock_span, union_minutes
from iopctl.counting.planned import in_stay, pattern_on, pattern_spans, promised_services
from iopctl.counting.weeks import WEEK, ProgramWeek, is_full
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.pattern import OwnTime, PatternChange
from iopctl.model.plan import PlannedService
from iopctl.model.words import DAYS
from iopctl.scheduling.composing import LeftOut, not_in_care
from iopctl.scheduling.frame import Frame, one_to_one


@dataclass(frozen=True)
class Dose:
    """One session that is due: how long, and with whom where the plan names somebody."""

    minutes: int
    by: str | None


@dataclass(frozen=True)
class Need:
    """What one patient is promised of one service that week, and what of it stands in sessions that stay."""

    service: str
    doses: tuple[Dose, ...]
    own: bool  # may have a time of its own, outside the slots
    held: int = 0
    held_minutes: int = 0

    @property
    def minutes(self) -> int:
        """Minutes promised."""
        return sum(each.minutes for each in self.doses)

    @property
    def open(self) -> tuple[Dose, ...]:
        """What is still to be placed."""
        return self.doses[self.held :]


@dataclass(frozen=True)
class Minimum:
    """A weekly minimum of a pack that is judged in this week."""

    pack: str
    unit: str  # minutes or days
    value: int


@dataclass(frozen=True)
class Person:
    """One patient to be placed."""

    chart: Chart
    days: frozenset[date]  # in care, and not over yet
    needs: tuple[Need, ...]
    minimums: tuple[Minimum, ...]
    unstated: tuple[str, ...]  # services promised without an amount

    @property
    def patient(self) -> str:
        """The code."""
        return self.chart.patient


def people(frame: Frame) -> tuple[list[Person], list[LeftOut]]:
    """Everybody in care that week, and those whose stay touches it who are given no place."""
    found, left_out = [], []
    for chart in frame.census.charts:
        days = [day for day in frame.dates if _in_care(chart, day)]
        if days:
            found.append(_person(frame, chart, days))
        elif (outside := not_in_care(chart, frame.dates)) is not None:
            left_out.append(outside)
        elif any(pause.covers(day) for pause in chart.plan.pauses for day in frame.dates):
            left_out.append(LeftOut(chart.patient, "a break in treatment"))
    return found, left_out


def _in_care(chart: Chart, day: date) -> bool:
    return chart.plan.admitted_on is not None and chart.plan.status_on(day) == "active" and in_stay(chart, day)


def _person(frame: Frame, chart: Chart, days: list[date]) -> Person:
    own_times = list(standing_times(frame, chart))
    doses = _by_pattern(frame, chart) if _pattern_decides(frame, chart) else _by_services(frame, chart)
    needs = [
        _need(frame, chart, service, due, any(own.service == service for _, own in own_times))
        for service, due in doses.items()
        if not all(_exempt(frame, chart, service, day) for day in days)
    ]
    unstated = [each.service for each in promised_services(chart, frame.week) if not each.weekly_minutes]
    return Person(
        chart=chart,
        days=frozenset(day for day in days if day >= frame.today),
        needs=tuple(needs),
        minimums=tuple(_minimums(frame, chart)),
        unstated=tuple(dict.fromkeys(unstated)),
    )


def _need(frame: Frame, chart: Chart, service: str, doses: list[Dose], own: bool) -> Need:
    held = [
        each
        for each in frame.held
        if each.service == service and each.makes_up_for(chart.patient) is None and chart.patient in each.roster
    ]
    alone = own or one_to_one(frame.program.service_by_id.get(service))
    return Need(service, tuple(doses), alone, len(held), sum(frame.minutes(each) for each in held))


def _exempt(frame: Frame, chart: Chart, service: str, day: date) -> bool:
    known = frame.program.service_by_id.get(service)
    return known is not None and chart.plan.exempt(known.kind, day) is not None


def _pattern_decides(frame: Frame, chart: Chart) -> bool:
    """As `counting.planned.promised_minutes`: in a partial or a changed week, or where no service is promised."""
    plan = chart.plan
    changed = any(isinstance(pattern_on(chart, day)[0], PatternChange) for day in frame.dates)
    return plan.pattern is not None and (not _full(frame, chart) or changed or not plan.services)


def _full(frame: Frame, chart: Chart) -> bool:
    return is_full(frame.week, chart.plan, chart.plan.ends_on or frame.week.last)


def _by_pattern(frame: Frame, chart: Chart) -> dict[str, list[Dose]]:
    """What the pattern in force holds on the days of the stay, closures left in."""
    found: dict[str, list[Dose]] = {}
    leads = {service.service: service.by for service in promised_services(chart, frame.week)}
    for day in frame.dates:
        if _full(frame, chart) or in_stay(chart, day):
            for span in pattern_spans(chart, pattern_on(chart, day)[0], day):
                by = next((own.by for when, own in standing_times(frame, chart) if _is(frame, span, when, own)), None)
                dose = Dose(union_minutes([span]), by or leads.get(span.service))
                found.setdefault(span.service, []).append(dose)
    return found


def _is(frame: Frame, span: Span, day: date, own: OwnTime) -> bool:
    return span == clock_span(frame.program, day, own.service, own.start, own.end)


def _by_services(frame: Frame, chart: Chart) -> dict[str, list[Dose]]:
    """The dose by service; a promise without an amount promises nothing that could be placed."""
    found: dict[str, list[Dose]] = {}
    for each in promised_services(chart, frame.week):
        if each.minutes:
            found.setdefault(each.service, []).extend([Dose(each.minutes, each.by)] * due(frame, chart, each))
    return {service: doses for service, doses in found.items() if doses}


def due(frame: Frame, chart: Chart, promise: PlannedService) -> int:
    """How many sessions this week owes: of one in two weeks, the first week one, the second none."""
    rate = Fraction(promise.per_week or 0).limit_denominator(1000)
    first = promise.from_ or chart.plan.admitted_on or frame.monday
    week = max((frame.week.last - first) // WEEK, 0)
    return ceil(rate * (week + 1)) - ceil(rate * week)


def standing_times(frame: Frame, chart: Chart) -> Iterator[tuple[date, OwnTime]]:
    """The times of one's own in the pattern in force on each date."""
    for day in frame.dates:
        pattern = pattern_on(chart, day)[0]
        for own in pattern.own if pattern else ():
            if own.day == DAYS[day.weekday()]:
                yield day, own


def _minimums(frame: Frame, chart: Chart) -> Iterator[Minimum]:
    end = chart.plan.ends_on or frame.week.last
    return minimums(chart, frame.packs_of(chart, frame.week.first), frame.week, end)


def minimums(chart: Chart, packs: Iterable[RulePack], week: ProgramWeek, end: date) -> Iterator[Minimum]:
    """The minimums of the packs in force on the first day, as DO101 and DO103 judge a week."""
    for pack in packs:
        for name, unit in (("minutes_per_week_min", "minutes"), ("days_per_week_min", "days")):
            limit = pack.limit(name, week.first, chart.plan)
            if limit is not None and (unit == "minutes" or asks_for_days(chart, pack, week)):
                value = required(chart, pack, limit, week, end)
                if value is not None:
                    yield Minimum(pack.id, unit, value)
