"""Who was in a psychiatric hospital again within 30 days of the end of a stay (measures, section 4).

An admission on days 1 to 30 counts; one on the day itself is a step-up, and whoever was in hospital then is left out.
An admission is care at the level `inpatient`, an event of the kind `hospitalization`, or the psychiatric stay that a
later referral names, in any chart of the same person; of the last only its end is known, and that day is taken. Care
and event say of no hospital that it is not psychiatric, so each counts.

Somebody is followed until the admission, the death, `last_known_on` of the person's newest chart, or the day of
judgement. Without `last_known_on` nobody said that sight was lost, so the day of judgement it is; `unsaid` counts them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from iopctl.model.chart import Census, Chart
from iopctl.reporting.closed import Closed, charts_by_person, stays_of
from iopctl.reporting.figures import Period
from iopctl.reporting.intervals import Share
from iopctl.reporting.survival import Curve, Followed, kaplan_meier

WINDOW = 30
STEPPED_UP = "in hospital on the day of discharge"
DIED_BEFORE = "died by the day of discharge"
# How the days after a discharge end, each stay in exactly one way.
End = Literal["readmitted", "followed", "died", "lost", "running"]


@dataclass(frozen=True)
class AfterStay:
    """One discharge, for how many days it is known what came after, at most the window, and how that ended.

    `over` says that the window had passed by the day of judgement.
    """

    patient: str
    discharged_on: date
    days: int
    end: End
    over: bool

    @property
    def followed(self) -> Followed:
        """As an estimate by Kaplan and Meier takes it."""
        return Followed(self.days, self.end == "readmitted")


@dataclass(frozen=True)
class AfterStays:
    """Every discharge of a period that can be followed, and how many cannot and why."""

    stays: tuple[AfterStay, ...]
    left_out: Mapping[str, int]
    unsaid: int = 0
    window: int = WINDOW

    @property
    def naive(self) -> Share:
        """Admissions over all discharges, as if everybody had been followed to the end; too low where not."""
        return Share(self.count("readmitted"), len(self.stays))

    @property
    def told(self) -> Share:
        """Admissions over the stays whose window has passed and that are known to its end: fit to be compared."""
        known = [stay.end for stay in self.stays if stay.over and stay.end in {"readmitted", "followed"}]
        return Share(known.count("readmitted"), len(known))

    @property
    def untold(self) -> dict[str, int]:
        """How many stays are not among those told, by the reason."""
        counts = {
            **self.left_out,
            f"{self.window} days not over": sum(not stay.over for stay in self.stays),
            f"died within {self.window} days": sum(stay.over and stay.end == "died" for stay in self.stays),
            f"not known for {self.window} days": sum(stay.over and stay.end == "lost" for stay in self.stays),
        }
        return {reason: count for reason, count in counts.items() if count}

    @property
    def curve(self) -> Curve:
        """The estimate that lets everybody count for the days they were followed."""
        return kaplan_meier(stay.followed for stay in self.stays)

    def count(self, end: End) -> int:
        """How many ended that way."""
        return sum(stay.end == end for stay in self.stays)


def after_stays(census: Census, period: Period, as_of: date, window: int = WINDOW) -> AfterStays:
    """What is known of the days after each discharge of a period."""
    people = charts_by_person(census)
    found, left_out, unsaid = [], dict.fromkeys((STEPPED_UP, DIED_BEFORE), 0), 0
    for stay in stays_of(census, period, as_of).closed:
        charts = people[census.person_of(stay.chart.patient)]
        died = min((each.plan.died_on for each in charts if each.plan.died_on), default=None)
        if died is not None and died <= stay.on:
            left_out[DIED_BEFORE] += 1
        elif _in_hospital(charts, stay.on):
            left_out[STEPPED_UP] += 1
        else:
            unsaid += _known_on(charts) is None
            found.append(_after(stay, charts, died, as_of, window))
    return AfterStays(tuple(found), {why: count for why, count in left_out.items() if count}, unsaid, window)


def _after(stay: Closed, charts: Sequence[Chart], died: date | None, as_of: date, window: int) -> AfterStay:
    full, known = stay.on + timedelta(days=window), _known_on(charts)
    last, end = _earlier((full, "followed"), (as_of, "running"))
    admitted = min((day for day in _admissions(charts) if stay.on < day <= last), default=None)
    if admitted is not None:
        last, end = admitted, "readmitted"
    else:
        last, end = _earlier((last, end), (died or last, "died"))
        last, end = _earlier((last, end), (max(known or last, stay.on), "lost"))
    return AfterStay(stay.chart.patient, stay.on, (last - stay.on).days, end, over=full <= as_of)


def _earlier(one: tuple[date, End], other: tuple[date, End]) -> tuple[date, End]:
    """The one that comes first; of one day the first named."""
    return other if other[0] < one[0] else one


def _admissions(charts: Sequence[Chart]) -> Iterator[date]:
    for chart in charts:
        yield from (care.from_ for care in chart.plan.other_care if care.level == "inpatient" and care.from_)
        yield from (event.on for event in chart.plan.events if event.kind == "hospitalization")
        referral = chart.plan.referral
        if referral is not None and referral.psychiatric and referral.inpatient_discharged_on:
            yield referral.inpatient_discharged_on


def _in_hospital(charts: Sequence[Chart], day: date) -> bool:
    """Admitted that day, or earlier and not out again by then."""
    begun = any(event.on == day for chart in charts for event in chart.plan.events if event.kind == "hospitalization")
    inpatient = [care for chart in charts for care in chart.plan.other_care if care.level == "inpatient"]
    return begun or any(care.from_ == day or (care.covers(day) and care.until != day) for care in inpatient)


def _known_on(charts: Sequence[Chart]) -> date | None:
    newest = max(charts, key=lambda chart: (chart.plan.admitted_on or date.min, chart.patient))
    return newest.plan.last_known_on
