"""report outcomes: how far people got between their first and their last score, of the stays that ended in a period."""

from collections.abc import Iterable, Sequence
from datetime import date

from iopctl.model.chart import Census
from iopctl.model.instrument import Instrument
from iopctl.model.scoring_key import Constant
from iopctl.reporting.closed import Closed, stays_of
from iopctl.reporting.effects import effect
from iopctl.reporting.figures import Figure, Period, Report, Unit, share_figure
from iopctl.reporting.intervals import Interval, Share
from iopctl.reporting.paired import Pair, pairs_of
from iopctl.reporting.student import mean_interval
from iopctl.scoring.change import Category, Change, change

CATEGORIES: tuple[Category, ...] = ("recovered", "improved", "unchanged", "deteriorated")
UNCONTROLLED = (
    "These are uncontrolled pre-post samples of completers: regression to the mean and drop-out inflate d. They say how"
    " people changed, not what changed them."
)
FIRST_AND_LAST = (
    "First: the baseline that the plan states, else the first valid total. Last: the last valid total up to the day of"
    " discharge, on a later day. Somebody who came back is counted once for each stay."
)


def outcomes(census: Census, period: Period, as_of: date, instruments: Sequence[Instrument]) -> Report:
    """The figures of each instrument, in the order in which they are given."""
    stays = stays_of(census, period, as_of)
    figures = [figure for each in instruments for figure in _figures(each, stays.closed)]
    notes = [FIRST_AND_LAST, UNCONTROLLED] if instruments else ["No instrument with constants for change is in use."]
    bare = [each.short for each in instruments if not has_constants(each)]
    notes += [f"Nobody has published constants for change of {', '.join(bare)}: raw change only."] if bare else []
    return Report("outcomes", "Outcomes", period, as_of, (*stays.figures, *figures), notes=tuple(notes))


def in_use(census: Census, instruments: Iterable[Instrument]) -> list[Instrument]:
    """The instruments with constants for change that the program gives by its battery, or has given to anybody."""
    given = {form.instrument for chart in census.charts for form in chart.assessments} | set(census.program.battery)
    return [each for each in instruments if each.id in given and has_constants(each)]


def has_constants(instrument: Instrument) -> bool:
    """Whether anybody has published what change on it means."""
    known = instrument.change
    return any((known.rci, known.mcid, known.response_pct, known.remission_max))


def _figures(instrument: Instrument, stays: Sequence[Closed]) -> list[Figure]:
    found = pairs_of(stays, instrument)
    pairs, changes = found.pairs, [change(instrument, pair.first, pair.last) for pair in found.pairs]
    stated = Share(sum(pair.stated for pair in pairs), len(pairs))
    paired = Share(len(pairs), len(stays))
    without = _counted({"without both scores": len(stays) - len(pairs)})
    of_pairs = f"{instrument.id}.paired"
    return [
        share_figure(of_pairs, f"{instrument.short}: both scores", paired, found.missing),
        share_figure(
            f"{instrument.id}.stated", f"{instrument.short}: first from the plan, not from a form", stated,
            within=of_pairs,
        ),
        *_sizes(instrument, pairs, without),
        *_clinical(instrument, changes, without),
        *_categories(instrument, changes, without),
    ]  # fmt: skip


def _sizes(instrument: Instrument, pairs: Sequence[Pair], without: dict[str, int]) -> Iterable[Figure]:
    """Mean change and the three d, each by its name."""
    found = effect([(pair.first, pair.last) for pair in pairs])
    better = "lower is better" if instrument.higher_is_worse else "higher is better"
    around = mean_interval([pair.last - pair.first for pair in pairs])
    rows: list[tuple[str, str, Unit, float | None, Interval | None]] = [
        ("first", "mean first score", "points", found.mean_first, None),
        ("last", "mean last score", "points", found.mean_last, None),
        ("change", f"mean change ({better})", "points", found.mean_change, around),
        ("d_pre", "d_pre (mean change over SD of first)", "d", found.d_pre, None),
        ("g", "d_pre with Hedges' correction", "d", found.g, found.interval),
        ("d_z", "d_z (mean change over SD of changes)", "d", found.d_z, None),
        ("d_av", "d_av (mean change over mean of both SDs)", "d", found.d_av, None),
    ]
    for id_, text, unit, value, interval in rows:
        yield Figure(
            f"{instrument.id}.{id_}", f"{instrument.short}: {text}", unit, value, None, found.n, interval, without,
            within=f"{instrument.id}.paired",
        )  # fmt: skip


def _clinical(instrument: Instrument, changes: Sequence[Change], without: dict[str, int]) -> Iterable[Figure]:
    """Response and remission, of those who were clinical at first."""
    known, id_, short = instrument.change, instrument.id, instrument.short
    edge = known.clinical_min or known.clinical_max
    if edge is None:
        return
    clinical = [each for each in changes if each.significant is not None]
    yield share_figure(
        f"{id_}.clinical", f"{short}: clinical at first", Share(len(clinical), len(changes)), without, cited(edge),
        within=f"{id_}.paired",
    )  # fmt: skip
    others = _counted({**without, "not clinical at first": len(changes) - len(clinical)})
    for word, constant in (("response", known.response_pct), ("remission", known.remission_max)):
        if constant is not None:
            reached = sum(word in each.words for each in clinical)
            yield share_figure(
                f"{id_}.{word}", f"{short}: {word}, of those clinical at first", Share(reached, len(clinical)), others,
                cited(constant), within=f"{id_}.clinical",
            )  # fmt: skip


def _categories(instrument: Instrument, changes: Sequence[Change], without: dict[str, int]) -> Iterable[Figure]:
    """How reliably everybody changed, each pair in exactly one."""
    id_, short, rci = instrument.id, instrument.short, instrument.change.rci
    if rci is None:
        return
    for category in CATEGORIES:
        mine = sum(each.category == category for each in changes)
        yield share_figure(
            f"{id_}.{category}", f"{short}: {category}", Share(mine, len(changes)), without,
            cited(rci), within=f"{id_}.paired", part_of=f"{id_}.categories",
        )  # fmt: skip


def cited(constant: Constant) -> str:
    """A constant with its source and how it is known."""
    return f"{constant.value:g}: {constant.source} [{constant.certainty}]"


def _counted(reasons: dict[str, int]) -> dict[str, int]:
    return {reason: count for reason, count in reasons.items() if count}
