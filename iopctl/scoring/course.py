"""The valid totals of one instrument over one stay; the first is the baseline of every rule about change."""

from dataclasses import dataclass
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.instrument import Instrument
from iopctl.model.scoring_key import Number
from iopctl.scoring.engine import total_of


@dataclass(frozen=True)
class Dated:
    """A total, the day it was given, and where it stands."""

    on: date
    total: Number
    place: Place


def stay_scores(chart: Chart, instrument: Instrument, last: date) -> list[Dated]:
    """From admission up to a day, oldest first. A form that cannot be scored is none of them."""
    admitted = chart.plan.admitted_on
    found = []
    for each in chart.given(instrument.id):
        total = total_of(instrument, each)
        if total is not None and admitted is not None and admitted <= each.given_on <= last:
            found.append(Dated(each.given_on, total, each.at("total")))
    return found


def in_treatment(chart: Chart, today: date) -> bool:
    """Whether there is still time to act on a score: the stay has begun and goes on."""
    return chart.plan.admitted_on is not None and chart.plan.status_on(today) == "active"
