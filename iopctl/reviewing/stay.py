"""One stay as of a day: everything that a progress review looks at, side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from iopctl.counting.hours import WeekHours, hours, last_full
from iopctl.counting.weeks import day_of_stay
from iopctl.model.chart import Chart
from iopctl.model.instrument import Instrument
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding
from iopctl.reviewing.change import Course, courses
from iopctl.reviewing.dose import Attendance, RunningWeek, ServiceDose, attendance, running_week, service_doses
from iopctl.reviewing.due import DueItem, due_items, next_due
from iopctl.reviewing.progress import CriterionState, ObjectiveProgress, criteria, objectives
from iopctl.reviewing.signals import signals
from iopctl.scoring.raised import AlertedForm, open_alerts


@dataclass(frozen=True)
class StayReview:
    """What is known about one stay on one day. Nothing here is a judgement about the person."""

    chart: Chart
    today: date
    day: int | None
    alerts: tuple[AlertedForm, ...]
    findings: tuple[Finding, ...]  # those that stand, waived ones left out
    objectives: tuple[ObjectiveProgress, ...]
    courses: tuple[Course, ...]
    signals: tuple[Finding, ...]
    weeks: tuple[WeekHours, ...]
    running: RunningWeek | None
    attendance: Attendance
    services: tuple[ServiceDose, ...]
    criteria: tuple[CriterionState, ...]
    due: tuple[DueItem, ...]

    @property
    def status(self) -> str:
        """Draft, active or closed, as of the day."""
        return self.chart.plan.status_on(self.today)

    @property
    def week(self) -> int | None:
        """The week of the stay; the first seven days are week 1."""
        return None if self.day is None else (self.day - 1) // 7 + 1

    @property
    def last_full_week(self) -> WeekHours | None:
        """The last week of which every day lies in the stay and behind."""
        return last_full(self.weeks)

    @property
    def next_review(self) -> DueItem | None:
        """The earliest review that a pack asks for."""
        return next_due(self.due, "review")

    @property
    def next_certification(self) -> DueItem | None:
        """The earliest certification that a pack asks for."""
        return next_due(self.due, "certification")

    def count(self, severity: str) -> int:
        """How many findings of one severity stand."""
        return sum(finding.severity == severity for finding in self.findings)


def review_stay(
    chart: Chart,
    packs: Mapping[str, RulePack],
    instruments: Mapping[str, Instrument],
    findings: Iterable[Finding],
    today: date,
) -> StayReview:
    """One stay as of a day; the findings come from `checking` and may be about other patients too.

    A draft promises nothing yet, so it has no weeks.
    """
    found = tuple(f for f in findings if f.patient == chart.patient and f.waived is None)
    weeks = hours(chart, packs, today) if chart.plan.status_on(today) != "draft" else []
    return StayReview(
        chart=chart,
        today=today,
        day=day_of_stay(chart.plan, today),
        alerts=tuple(open_alerts([chart], today)),
        findings=found,
        objectives=tuple(objectives(chart, instruments, today)),
        courses=tuple(courses(chart, instruments, today)),
        signals=signals(found, chart.patient),
        weeks=tuple(weeks),
        running=running_week(chart, weeks, today),
        attendance=attendance(chart, today),
        services=tuple(service_doses(chart, weeks, today)),
        criteria=tuple(criteria(chart, today)),
        due=tuple(due_items(chart, packs, today)),
    )
