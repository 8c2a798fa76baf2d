"""Answers that need a human and have no recorded action yet. The tool reports a level, never a decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from iopctl import scoring
from iopctl.model.assessment import Answer, Assessment
from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.instrument import Instrument


@dataclass(frozen=True)
class OpenAlert:
    """One form whose critical answer, or missing answer to a safety item, nobody has answered for."""

    patient: str
    instrument: str
    given_on: date
    alerts: tuple[str, ...]
    place: Place

    def days(self, today: date) -> int:
        """How long it has been open."""
        return (today - self.given_on).days


def open_alerts(chart: Chart, instruments: Mapping[str, Instrument], today: date = date.max) -> list[OpenAlert]:
    """The alerts of one chart without an `[action]`, oldest first; with a day, as they stood on it.

    It holds whatever the total, the band or the state of the plan: an alert ends only with a recorded action.
    """
    found = []
    for assessment in chart.assessments:
        instrument = instruments.get(assessment.instrument)
        if instrument is None or _from_elsewhere(chart, assessment):
            continue
        if assessment.given_on <= today and not _answered(assessment, today):
            raised = urgent(instrument, assessment.answers)
            if raised:
                at = assessment.at()
                found.append(OpenAlert(chart.patient, instrument.id, assessment.given_on, raised, at))
    return found


def urgent(instrument: Instrument, answers: tuple[Answer, ...]) -> tuple[str, ...]:
    """The ids of the critical alerts that answers raise, and of a safety item left blank."""
    extra = [each.alert for each in instrument.extra_items if each.alert is not None]
    critical = {alert.id for alert in (*instrument.alerts, *extra) if alert.level == "critical"}
    wanted = critical | {scoring.SAFETY_ITEM_UNANSWERED}
    return tuple(alert for alert in scoring.alerts(instrument, answers) if alert in wanted)


def _from_elsewhere(chart: Chart, assessment: Assessment) -> bool:
    """A bare total from before the stay: another record's form, of which nobody here can say what was left blank."""
    admitted = chart.plan.admitted_on
    return not assessment.answers and (admitted is None or assessment.given_on < admitted)


def _answered(assessment: Assessment, today: date) -> bool:
    return assessment.action is not None and assessment.action.on <= today
