"""The dates of notes and signatures in a chart: what they are, where they stand, whether a late entry is explained."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.history import DATED, value_at
from iopctl.model.words import day_of

# In the words of a clinic, by the kind of record and the key of the date.
_WHAT = {
    "signatures.on": "the {0.role} signature by {0.by}",
    "signatures.attempted_on": "the attempt to have the {0.role} signature",
    "evaluations.signed_at": "the signature under evaluation {0.id}",
    "evaluations.cosigned.at": "the co-signature under evaluation {0.id}",
    "certifications.on": "the certification by {0.by}",
    "attendance.noted_at": "the note of {1}",
    "attendance.signed_at": "the signature under the note of {1}",
    "attendance.cosigned.at": "the co-signature under the note of {1}",
    "reviews.filed_on": "the filing of the review of {0.on}",
}


@dataclass(frozen=True)
class DatedFact:
    """A date that somebody wrote under a note or a signature."""

    what: str
    on: date
    place: Place
    signs: bool  # whether something stands under it
    explained: bool  # by a reason for the late entry


def dated_facts(chart: Chart) -> Iterator[DatedFact]:
    """The dates in the plan, then those of the session notes, then those of the reviews."""
    for name in ("signatures", "evaluations", "certifications"):
        for index, record in enumerate(getattr(chart.plan, name)):
            yield from _dates(name, record, chart.plan.at(name, index))
    for booking in chart.bookings:
        place = booking.week.at("sessions", booking.index, "attendance", chart.patient)
        yield from _dates("attendance", booking.attendance, place, booking.ref)
    for review in chart.reviews:
        yield from _dates("reviews", review, review.at())


def _dates(name: str, record: object, place: Place, ref: str = "") -> Iterator[DatedFact]:
    reason = value_at(record, "late_entry.reason")
    explained = isinstance(reason, str) and bool(reason.strip())
    for dated in DATED[name]:
        moment = value_at(record, dated.key)
        if isinstance(moment, date):
            what = _WHAT[f"{name}.{dated.key}"].format(record, ref)
            yield DatedFact(what, day_of(moment), dated.under(place), dated.signs, explained)
