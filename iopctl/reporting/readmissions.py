"""report readmissions: psychiatric admissions within 30 days of the end of a stay (measures, section 4)."""

from collections.abc import Iterator
from datetime import date, timedelta

from iopctl.model.chart import Census
from iopctl.reporting.claims import COUNTED, readmissions_fewer
from iopctl.reporting.closed import stays_of
from iopctl.reporting.figures import Figure, Period, Report, share_figure
from iopctl.reporting.intervals import Interval
from iopctl.reporting.readmitted import WINDOW, AfterStays, End, after_stays

SOURCE = "measures, section 4"
WHY = (
    "Kaplan and Meier let everybody count for the days they were followed; the naive ratio counts all as followed to"
    " the end and is too low where they were not."
)


def readmissions(census: Census, period: Period, as_of: date, changed_on: date | None = None) -> Report:
    """The share in hospital again; with the day of a change, before it and from it on too."""
    after = after_stays(census, period, as_of)
    figures = list(stays_of(census, period, as_of).figures)
    notes = [COUNTED, WHY]
    inside = list(_cut_short(after))
    if changed_on is not None:
        tested = readmissions_fewer(
            census,
            Period(period.first, changed_on - timedelta(days=1)),
            Period(changed_on, period.last),
            as_of,
            None,
        )
        figures += tested.report.figures
        notes += [note for note in tested.report.notes if note not in notes]
        inside.append(f"What may be said: {tested.sentence}")
    # What the parts of a period hide, the whole of it must not tell.
    figures += _figures(after, within=None if changed_on is None else "after")
    return Report("readmissions", "Readmissions", period, as_of, tuple(figures), (), tuple(notes), tuple(inside))


def _figures(after: AfterStays, within: str | None) -> list[Figure]:
    curve, people = after.curve, len(after.stays)
    estimate = 1 - curve.at(after.window) if people else None
    below = curve.interval_at(after.window)
    between = None if below is None else Interval(1 - below.high, 1 - below.low)
    text = f"in hospital within {after.window} days (Kaplan-Meier, 1 - S({after.window}))"
    return [
        Figure("km", text, "%", estimate, curve.events, people, between, after.left_out, SOURCE, within=within),
        share_figure("naive", "naive ratio beside it", after.naive, after.left_out, SOURCE, within=within),
    ]


def _cut_short(after: AfterStays) -> Iterator[str]:
    """Who was not followed to the end, and of whom nobody said so."""
    words: dict[End, str] = {"running": f"{WINDOW} days are not over", "lost": "were lost sight of", "died": "died"}
    counts = [f"{after.count(end)} {text}" for end, text in words.items() if after.count(end)]
    if counts:
        yield f"Followed for less than {WINDOW} days: {', '.join(counts)}."
    if after.unsaid:
        yield f"Nobody wrote last_known_on in {after.unsaid} of these charts."
