"""What the rules would say of a week that is not on file yet."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import timedelta

from iopctl import checking
from iopctl.model.chart import Chart
from iopctl.model.record import Discharge
from iopctl.model.rule import Finding
from iopctl.model.week import Attendance, Session, Week
from iopctl.rules import all_rules
from iopctl.scheduling.frame import Frame

SEVERAL_WEEKS = frozenset({"DO105", "DO106", "DO107"})

_Said = tuple[str, str | None, str, object, str]


def findings_of(frame: Frame, week: Week, patients: Collection[str] | None = None) -> list[Finding]:
    """What `check` would raise that it does not raise without the week, and of the dose if everybody came.

    The rules of the dose are asked as of the Monday after, about the days of this week only and about patients who are
    in the week; those that judge several weeks are left to `check`, for what is not recorded yet weighs on them.
    `patients` narrows the charts that are looked at.
    """
    without = {_said(each) for each in _now(frame, frame.on_file, patients)}
    found = [each for each in _now(frame, week, patients) if _said(each) not in without]
    found += [each for each in _if_everybody_came(frame, week, patients) if _said(each) not in without]
    return checking.in_order(dict.fromkeys(found))


def _said(finding: Finding) -> _Said:
    """A finding without its place: sessions before it in the file may have gone."""
    return finding.code, finding.patient, finding.pack, finding.on, finding.message


def _now(frame: Frame, week: Week | None, patients: Collection[str] | None) -> Iterable[Finding]:
    census = frame.census if week is None else frame.census.with_week(week)
    if patients is None:
        return checking.check_census(census, frame.packs, frame.today, only=frame.only)
    charts = [census.chart_by_patient[patient] for patient in patients]
    return [each for chart in charts for each in checking.check_chart(chart, frame.packs, frame.today, only=frame.only)]


def _if_everybody_came(frame: Frame, week: Week, patients: Collection[str] | None) -> Iterable[Finding]:
    came = week.model_copy(update={"sessions": tuple(_attended(each) for each in week.sessions)})
    census, after = frame.census.with_week(came), frame.monday + timedelta(weeks=1)
    rules = [rule for rule in all_rules() if rule.RULE.code.startswith("DO") and rule.RULE.code not in SEVERAL_WEEKS]
    placed = dict.fromkeys(patient for each in week.sessions for patient in each.patients)
    for patient in placed if patients is None else patients:
        chart = census.chart_by_patient.get(patient)
        for each in (
            [] if chart is None else checking.check_chart(chart, frame.packs, after, only=frame.only, rules=rules)
        ):
            if each.on is not None and frame.monday <= each.on <= week.sunday:
                yield each


def _ended(chart: Chart, week: Week) -> Chart:
    """The stay as it is once its planned last day has come; a week that it cuts short is not judged as a full one."""
    plan, ends = chart.plan, chart.plan.planned_discharge_on
    if plan.discharge is not None or ends is None or ends > week.sunday:
        return chart
    return replace(chart, plan=plan.model_copy(update={"discharge": Discharge(on=ends, reason="completed")}))


def _attended(session: Session) -> Session:
    """As if everybody without a record had been there from start to end."""
    if session.cancelled is not None:
        return session
    there = {patient: Attendance(status="attended") for patient in session.patients}
    return session.model_copy(update={"attendance": {**there, **session.attendance}})
