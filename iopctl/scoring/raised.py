"""What a form on file raises and what of it still waits for somebody: one answer for review, today, risk and rules.

The answers, the recorded total and the recorded level of a form are all looked at; whichever is higher counts. A form
without answers says nothing of its safety items, so they count as unanswered. So does a suicide triage that was not
finished, or that states neither answers nor a level.

An alert ends with a recorded action and with nothing else: not with its age, not with a better score, and not with the
stay. Whoever has left may be in more danger than before, and only the record says that somebody looked.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from iopctl.model.assessment import Action, Answer, Assessment
from iopctl.model.chart import Chart
from iopctl.model.instrument import Instrument
from iopctl.model.scoring_key import Number
from iopctl.model.words import Moment, minutes_between, reached
from iopctl.scoring.engine import SAFETY_ITEM_UNANSWERED, alerts
from iopctl.scoring.triage import risk, unanswered

Level = Literal["critical", "urgent"]
LEVELS: tuple[Level, ...] = get_args(Level)  # the gravest first


@dataclass(frozen=True)
class Raised:
    """One alert by its id, and how grave it is."""

    id: str
    level: Level


@dataclass(frozen=True)
class AlertedForm:
    """One form that raised something, the gravest first."""

    patient: str
    instrument: Instrument
    form: Assessment
    raised: tuple[Raised, ...]

    @property
    def level(self) -> Level:
        """That of the gravest alert."""
        return self.raised[0].level

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the alerts."""
        return tuple(each.id for each in self.raised)

    def action(self, today: date) -> Action | None:
        """What had been done about it by a day. A record from before the form answers for nothing."""
        action = self.form.action
        done = action is not None and action.on <= today and reached(action.done, self.form.given_at)
        return action if done else None

    def days(self, until: date) -> int:
        """From the day of the form to another."""
        return (until - self.form.given_on).days

    def minutes(self, until: Moment) -> int | None:
        """Elapsed from the form to a moment; None where one of the two knows only the day."""
        return minutes_between(self.form.given_at, until)


def raised(
    instrument: Instrument, answers: Sequence[Answer], total: Number | None = None, level: str | None = None
) -> tuple[Raised, ...]:
    """The alerts of a form, critical ones first. A contradiction between answers is none: it has no level."""
    extra = [each.alert for each in instrument.extra_items if each.alert is not None]
    levels: dict[str, Level] = {alert.id: alert.level for alert in (*instrument.alerts, *extra)}
    levels[SAFETY_ITEM_UNANSWERED] = "critical"
    found = dict.fromkeys(each for each in _ids(instrument, answers, total, level) if each in levels)
    return tuple(sorted((Raised(each, levels[each]) for each in found), key=lambda each: LEVELS.index(each.level)))


def alerted_forms(chart: Chart, today: date) -> list[AlertedForm]:
    """Every form of the stay up to a day that raised something, answered or not, oldest first."""
    found = []
    for form in chart.assessments:
        instrument = chart.instruments.get(form.instrument)
        if instrument is not None and form.given_on <= today and not from_elsewhere(chart, form):
            alerts_of_form = raised(instrument, form.answers, form.total, form.level)
            if alerts_of_form:
                found.append(AlertedForm(chart.patient, instrument, form, alerts_of_form))
    return found


def open_alerts(charts: Iterable[Chart], today: date) -> list[AlertedForm]:
    """Those without a recorded action, of drafts and ended stays too; the gravest first, of these the oldest."""
    return gravest_first(each for chart in charts for each in alerted_forms(chart, today) if not each.action(today))


def answered_alerts(charts: Iterable[Chart], today: date, since: date | None) -> list[AlertedForm]:
    """Those with an action, in the same order; with a day, those of which it is of that day or later."""
    return gravest_first(
        each
        for chart in charts
        for each in alerted_forms(chart, today)
        if (action := each.action(today)) is not None and (since is None or action.on >= since)
    )


def gravest_first(forms: Iterable[AlertedForm]) -> list[AlertedForm]:
    """Critical ones first, the oldest of them before the others; of a day the hour is not known of, its beginning."""
    return sorted(forms, key=lambda each: (LEVELS.index(each.level), *_age(each.form.given_at), each.patient))


def from_elsewhere(chart: Chart, form: Assessment) -> bool:
    """A bare total from before the stay: another record's form, of which nobody here can say what was left blank."""
    admitted = chart.plan.admitted_on
    return not form.answers and (admitted is None or form.given_on < admitted)


def _age(given_at: Moment) -> tuple[date, float]:
    if isinstance(given_at, datetime):
        return given_at.date(), given_at.timestamp()
    return given_at, 0


def _ids(instrument: Instrument, answers: Sequence[Answer], total: Number | None, level: str | None) -> Iterator[str]:
    triage = instrument.triage
    if triage is None:
        yield from alerts(instrument, answers)
        for alert in instrument.alerts:
            if alert.total_min is not None and total is not None and total >= alert.total_min:
                yield alert.id
        return
    recorded = [level] if level in triage.levels else []
    highest = max((risk(triage, answers), *recorded), key=triage.levels.index)
    yield from (alert.id for alert in instrument.alerts if alert.risk == highest)
    if unanswered(triage, answers) if answers else not recorded:
        yield SAFETY_ITEM_UNANSWERED
