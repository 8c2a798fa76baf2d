"""claim test: a published sentence against the program's own counts. Never what caused them (measures, section 4)."""

from dataclasses import dataclass
from datetime import date, timedelta

from iopctl.model.chart import Census
from iopctl.model.instrument import Instrument
from iopctl.reporting.closed import stays_of
from iopctl.reporting.figures import Figure, Period, Report, share_figure
from iopctl.reporting.intervals import Interval, Share, newcombe, risk_ratio
from iopctl.reporting.outcomes import FIRST_AND_LAST, UNCONTROLLED, cited
from iopctl.reporting.paired import pairs_of
from iopctl.reporting.readmitted import WINDOW, AfterStays, after_stays
from iopctl.reporting.verdicts import Verdict, at_least, fewer, people_needed
from iopctl.scoring.change import change

COUNTED = (
    f"An admission on days 1 to {WINDOW} counts, care at the level inpatient or an event of the kind hospitalization;"
    " one on the day of discharge is a step-up. Without last_known_on somebody counts as followed."
)
MEANS: dict[Verdict, str] = {
    "supported": "That is fewer than chance explains; it does not say why.",
    "smaller than claimed": "That is fewer than chance explains, but not so many as claimed; it does not say why.",
    "not distinguishable from chance": "That is not distinguishable from chance: neither more nor fewer may be said.",
    "contradicted": "That contradicts the claim, and it must not be made.",
    "not comparable": "The periods do not hold the same populations: neither more nor fewer may be said.",
    "n/a": "In one of the periods there is nobody to count: nothing may be said.",
}


@dataclass(frozen=True)
class Tested:
    """What the counts say of a claim, and the sentence that may be said."""

    claim: str
    verdict: Verdict
    sentence: str
    report: Report


def around(day: date, as_of: date) -> tuple[Period, Period]:
    """As many days before a change as after it, at most a year: of the days whose follow-up is over."""
    days = max(1, min(365, (as_of - timedelta(days=WINDOW) - day).days + 1))
    span = timedelta(days=days)
    return Period(day - span, day - timedelta(days=1)), Period(day, day + span - timedelta(days=1))


def readmissions_fewer(census: Census, before: Period, after: Period, as_of: date, claimed: float | None) -> Tested:
    """The claim that fewer stays than before are followed by an admission within 30 days."""
    one, other = (after_stays(census, period, as_of) for period in (before, after))
    mixed = _populations(census, before, as_of) != _populations(census, after, as_of)
    was, now = one.told, other.told
    verdict = "not comparable" if mixed and was.of and now.of else fewer(was, now, claimed)
    figures = [_side("before", before, one), _side("after", after, other), *_differences(was, now)]
    needed = people_needed(was.value or 0, claimed or 0)
    if claimed and needed:
        text = f"stays a period to tell {100 * claimed:g} % fewer from chance (80 % power)"
        figures.append(
            Figure("needed", text, "people", needed, source="measures, section 4 [derived]", within="before")
        )
    notes = [COUNTED]
    if _days(before) != _days(after):
        notes.append(f"The periods differ in length: {_days(before)} and {_days(after)} days.")
    whole = Period(min(before.first, after.first), max(before.last, after.last))
    says = "" if claimed is None else f"{100 * claimed:g} % "
    report = Report("readmit-30", "Fewer readmissions", whole, as_of, tuple(figures), notes=tuple(notes))
    return Tested(
        f"{says}fewer readmissions within {WINDOW} days", verdict, f"{_counts(was, now)} {MEANS[verdict]}", report
    )


def improvement(census: Census, period: Period, as_of: date, instrument: Instrument, claimed: float) -> Tested:
    """The claim that at least such a share of people improve reliably from the first to the last score."""
    stays, known = stays_of(census, period, as_of), instrument.change.rci
    found = pairs_of(stays.closed, instrument)
    kinds = [change(instrument, pair.first, pair.last).category for pair in found.pairs]
    share = Share(sum(kind in {"recovered", "improved"} for kind in kinds), len(kinds))
    text = f"{instrument.short}: reliably improved, of those with both scores"
    source = None if known is None else cited(known)
    paired = Share(len(kinds), len(stays.closed))
    figures = (
        *stays.figures,
        share_figure("paired", f"{instrument.short}: both scores", paired, found.missing),
        share_figure("improved", text, share, found.missing, source, within="paired"),
    )
    verdict = at_least(share, claimed)
    notes = (FIRST_AND_LAST, UNCONTROLLED)
    report = Report("improvement", "Improvement", period, as_of, figures, notes=notes)
    says = f"at least {100 * claimed:g} % improve reliably on the {instrument.short}"
    return Tested(says, verdict, _improved(share, instrument, verdict), report)


def _side(name: str, period: Period, side: AfterStays) -> Figure:
    text = f"in hospital within {WINDOW} days, {name} ({period.first} to {period.last})"
    # Between them stands a difference, so that what one of them hides the other must not tell.
    within = "before" if name == "after" else None
    return share_figure(name, text, side.told, side.untold, "measures, section 4", within=within)


def _differences(was: Share, now: Share) -> list[Figure]:
    between, ratio = newcombe(now, was), risk_ratio(now, was)
    points = None if between is None else Interval(100 * between.low, 100 * between.high)
    fall = None if was.value is None or now.value is None else 100 * (now.value - was.value)
    return [
        Figure("difference", "difference, percentage points (Newcombe)", "points", fall, interval=points,
               within="after"),
        Figure("ratio", "risk ratio (Katz)", "ratio", ratio and ratio[0], interval=ratio and ratio[1],
               within="after"),
    ]  # fmt: skip


def _counts(was: Share, now: Share) -> str:
    counts = f"Before {was.count} of {was.of}, after {now.count} of {now.of} were in hospital within {WINDOW} days"
    between = newcombe(now, was)
    if between is None or was.value is None or now.value is None:
        return f"{counts}."
    low, high = _moved(between.low), _moved(between.high)
    return f"{counts}: {_moved(now.value - was.value)}, 95 % interval (Newcombe) from {low} to {high}."


def _moved(difference: float) -> str:
    """In percentage points."""
    if difference == 0:
        return "no difference"
    word = "fewer" if difference < 0 else "more"
    return f"{abs(100 * difference):.1f} points {word}"


def _improved(share: Share, instrument: Instrument, verdict: Verdict) -> str:
    if share.interval is None:
        return "Nobody has both scores: nothing may be said."
    between = f"{100 * share.interval.low:.1f} to {100 * share.interval.high:.1f} %"
    counts = f"{share.count} of {share.of} with both scores improved reliably on the {instrument.short}"
    said = {
        "supported": "The claim may be made of those with both scores; it does not say why.",
        "contradicted": "That contradicts the claim, and it must not be made.",
    }.get(verdict, "The claim is not distinguishable from chance at this size, and must not be made.")
    return f"{counts} (95 % interval {between}). {said}"


def _populations(census: Census, period: Period, as_of: date) -> set[str | None]:
    return {stay.chart.plan.population for stay in stays_of(census, period, as_of).closed}


def _days(period: Period) -> int:
    return (period.last - period.first).days + 1
