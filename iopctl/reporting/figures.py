"""What every report is made of: a figure with its numerator, its denominator, its interval and who was left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from iopctl.reporting.intervals import Interval, Share

Unit = Literal["%", "points", "days", "hours", "d", "people", "ratio"]
SMALL = range(1, 11)  # counts of 1 to 10 could name somebody; CMS hides them (measures, section 4)


@dataclass(frozen=True)
class Period:
    """The days a report is about, both ends included."""

    first: date
    last: date

    def holds(self, day: date | None) -> bool:
        """Whether a day lies inside."""
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True)
class Figure:
    """One number. `value` is None where nothing can be said of nobody; shares are kept as shares, printed in percent.

    `left_out` counts by reason who is not in the denominator. `hidden` says that a count was too small to share.
    `within` is the id of the figure whose count is the denominator here; figures with the same `part_of` add up to one
    whole. What one of them hides, the others must not tell.
    """

    id: str
    text: str
    unit: Unit
    value: float | None
    count: int | None = None
    of: int | None = None
    interval: Interval | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)
    source: str | None = None  # of the constant or definition it rests on
    hidden: bool = False
    within: str | None = None
    part_of: str | None = None


@dataclass(frozen=True)
class Series:
    """Numbers in their order, a week or a person a row; the first column names the row, None is a gap.

    Its cells are small, so a report that is shared goes without it.
    """

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]


@dataclass(frozen=True)
class Report:
    """Figures with what is needed to make them again: the period, the day of judgement, the commit, the command.

    `changed` says that files were not as the commit has them. `inside` are notes with counts: not for sharing.
    """

    name: str
    title: str
    period: Period
    as_of: date
    figures: tuple[Figure, ...]
    series: tuple[Series, ...] = ()
    notes: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    commit: str | None = None
    changed: bool = False
    command: str = ""


def share_figure(
    id_: str,
    text: str,
    share: Share,
    left_out: Mapping[str, int] | None = None,
    source: str | None = None,
    *,
    within: str | None = None,
    part_of: str | None = None,
) -> Figure:
    """A share with Wilson's interval."""
    return Figure(
        id_,
        text,
        "%",
        share.value,
        share.count,
        share.of,
        share.interval,
        left_out or {},
        source,
        within=within,
        part_of=part_of,
    )


def shared(report: Report) -> Report:
    """The report as it may be handed to people outside."""
    left_out = tuple(f"Not shared: {series.title}." for series in report.series)
    return replace(report, figures=for_sharing(report.figures), series=(), notes=(*report.notes, *left_out), inside=())


def for_sharing(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures without what small cells would tell: a count of 1 to 10, or of so few others, goes with its value.

    So does what would tell it by subtraction: another part of the same whole, and what is counted within it.
    """
    gone = {figure.id for figure in figures if _tells(figure)}
    for whole in {figure.part_of for figure in figures} - {None}:
        gone |= _told_by_others([figure for figure in figures if figure.part_of == whole], gone)
    for figure in figures:  # a denominator stands before what is counted within it
        if figure.within in gone:
            gone.add(figure.id)
    return tuple(_hidden(figure) if figure.id in gone else _without_small_reasons(figure) for figure in figures)


def _tells(figure: Figure) -> bool:
    if figure.of is not None and figure.of in SMALL:
        return True
    if figure.count is None:
        return False
    others = None if figure.of is None else figure.of - figure.count
    return figure.count in SMALL or others in SMALL


def _told_by_others(parts: Sequence[Figure], gone: set[str]) -> set[str]:
    """The next smallest parts, until what is hidden is of two figures at least and more than a small count together."""
    hidden = [part.count or 0 for part in parts if part.id in gone]
    more: set[str] = set()
    for part in sorted(
        (part for part in parts if part.id not in gone and part.count), key=lambda part: part.count or 0
    ):
        if not hidden or (len(hidden) > 1 and sum(hidden) not in SMALL):
            break
        hidden.append(part.count or 0)
        more.add(part.id)
    return more


def _hidden(figure: Figure) -> Figure:
    known = None if figure.of is None or figure.of in SMALL else figure.of
    gone = replace(_without_small_reasons(figure), value=None, count=None, of=known, interval=None, hidden=True)
    # Beside the figure within which it is counted, even its denominator and the left out would tell who is not in it.
    return replace(gone, of=None, left_out={}) if figure.within else gone


def _without_small_reasons(figure: Figure) -> Figure:
    """Small reasons are told together, with the next smallest where they are too few even so; or not at all."""
    small, kept = 0, {}
    for reason, count in sorted(figure.left_out.items(), key=lambda each: each[1]):
        if count in SMALL or small in SMALL:
            small += count
        else:
            kept[reason] = count
    others = {"other reasons": small} if small and small not in SMALL else {}
    return replace(figure, left_out={reason: kept[reason] for reason in figure.left_out if reason in kept} | others)
