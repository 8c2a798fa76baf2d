"""What a change of the week does to the weeks of the patients: countable minutes, and the minimums in force."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from iopctl.counting.minutes import Dose, attended_span, dose, session_span
from iopctl.counting.weeks import ProgramWeek, week_of
from iopctl.model.chart import Census, Chart
from iopctl.model.pack import RulePack
from iopctl.scheduling.demand import Minimum, minimums


@dataclass(frozen=True)
class Effect:
    """One patient's program week before and after: what was attended so far, and what else is planned."""

    patient: str
    week: ProgramWeek
    before: Dose
    after: Dose
    minimums: tuple[Minimum, ...]

    @property
    def change(self) -> int:
        """Countable minutes gained; less than none where some are lost."""
        return self.after.minutes - self.before.minutes

    def short(self, minimum: Minimum) -> int:
        """How much of a minimum is missing afterwards; 0 when it is met."""
        return max(minimum.value - in_unit(self.after, minimum), 0)


def effects(
    before: Census, after: Census, packs: Mapping[str, RulePack], patients: Iterable[str], day: date
) -> list[Effect]:
    """The week that holds the day, for each of these patients whose chart can be read."""
    later = after.chart_by_patient
    return [
        _effect(chart, later[chart.patient], packs, day)
        for chart in (before.chart_by_patient.get(patient) for patient in patients)
        if chart is not None
    ]


def _effect(before: Chart, after: Chart, packs: Mapping[str, RulePack], day: date) -> Effect:
    week = week_of(before, day)
    held = [packs[each] for each in before.pack_ids(week.first) if each in packs]
    asked = tuple(minimums(before, held, week, before.plan.ends_on or week.last))
    return Effect(before.patient, week, in_prospect(before, week), in_prospect(after, week), asked)


def in_prospect(chart: Chart, week: ProgramWeek) -> Dose:
    """What was attended where somebody recorded it, and what is planned for the rest of a week."""
    spans = (
        attended_span(chart.program, booking)
        if booking.attendance is not None
        else session_span(chart.program, booking.session)
        for booking in chart.booked(week.first, week.last)
        if booking.session.cancelled is None
    )
    return dose(chart.program, (span for span in spans if span is not None))


def in_unit(amount: Dose, minimum: Minimum) -> int:
    """Minutes or days, as the minimum counts."""
    return amount.minutes if minimum.unit == "minutes" else amount.days
