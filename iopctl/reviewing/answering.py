"""Which alerts an action answers, and when it was done: one that is named, never one that is guessed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from iopctl.counting.clock import Now, exists, instant, instant_between, shown
from iopctl.errors import NotFound, Refused, UsageError
from iopctl.model.assessment import Action
from iopctl.model.chart import Chart
from iopctl.model.ids import known_staff
from iopctl.model.words import Moment, day_of, reached
from iopctl.scoring.raised import AlertedForm, open_alerts


@dataclass(frozen=True)
class Deed:
    """What somebody states to have done. Without a day it is done now; with a day alone the hour is not known."""

    text: str
    by: str
    on: date | None = None
    at: time | None = None


@dataclass(frozen=True)
class Named:
    """Which of several open alerts are meant."""

    instrument: str | None = None
    of: date | None = None
    everything: bool = False

    def names(self, alert: AlertedForm) -> bool:
        """Whether it is one of them."""
        return self.instrument in {None, alert.instrument.id} and self.of in {None, alert.form.given_on}


def answered_by(chart: Chart, named: Named, today: date) -> list[AlertedForm]:
    """The open alerts that are meant. Raises Refused where several are and nobody said all, NotFound for none."""
    waiting = open_alerts([chart], today)
    meant = [each for each in waiting if named.names(each)]
    if not waiting:
        raise Refused(f"{chart.patient} has no open alert; nothing was written.")
    if not meant:
        raise NotFound(f"{chart.patient} has no open alert of that name. Open: {_listed(waiting)}.")
    if len(meant) > 1 and not named.everything:
        raise Refused(
            f"{chart.patient} has {len(meant)} open alerts: {_listed(meant)}; nothing was written."
            " Name one with --instrument and --of, or say --all where it answers them all."
        )
    return meant


def action_on(alerts: Sequence[AlertedForm], chart: Chart, deed: Deed, now: Now) -> Action:
    """The action as it is recorded. Raises NotFound, UsageError; Refused for one before its alert or still to come."""
    known_staff(chart.program, deed.by)
    if not deed.text.strip():
        raise UsageError("--record: say what was done.")
    zone = chart.program.zone
    done = _done(zone, deed, [each.form.given_at for each in alerts], now)
    for alert in alerts:
        if not reached(done, alert.form.given_at):
            when = f"the alert is of {shown(zone, alert.form.given_at)}, the action of {shown(zone, done)}"
            raise Refused(
                f"{_name(alert)}: {when}; what was done before an alert answers nothing. Nothing was written."
            )
    if not reached(now.instant if isinstance(done, datetime) else now.day, done):
        raise Refused(
            f"{shown(zone, done)} is still to come: record what was done, once it is done. Nothing was written."
        )
    if isinstance(done, datetime):
        # With the offset and not the zone's name: a file holds no more, and a clock time that comes twice stays itself.
        done = datetime.fromisoformat(done.astimezone(zone).isoformat())
    return Action(on=day_of(done), at=done if isinstance(done, datetime) else None, by=deed.by, text=deed.text.strip())


def with_action(alert: AlertedForm, action: Action) -> AlertedForm:
    """The alert as it stands once the action is on file."""
    return replace(alert, form=alert.form.model_copy(update={"action": action}))


def _done(zone: ZoneInfo, deed: Deed, given: Sequence[Moment], now: Now) -> Moment:
    """When it was done, as exactly as it was stated; of a clock time that comes twice, the one after the alert."""
    day = deed.on or now.day
    if deed.at is None:
        return now.instant if deed.on is None and not now.named else day
    if not exists(zone, day, deed.at):
        raise UsageError(f"--at: on {day} the clocks go forward, and none shows {deed.at:%H:%M}.")
    first = instant(zone, day, deed.at)
    latest = max((each for each in given if isinstance(each, datetime)), default=first)
    return instant_between(zone, day, deed.at, latest, now.instant)


def _listed(alerts: Sequence[AlertedForm]) -> str:
    return ", ".join(map(_name, alerts))


def _name(alert: AlertedForm) -> str:
    return f"{alert.instrument.id} of {alert.form.given_on}"
