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

    `changed` says that files were not as the commit has them.
    """

    name: str
    title: str
    period: Period
    as_of: date
    figures: tuple[Figure, ...]
    series: tuple[Series, ...] = ()
    notes: tuple[str, ...] = ()
    commit: str | None = None
    changed: bool = False
    command: str = ""


def share_figure(
    id_: str, text: str, share: Share, left_out: Mapping[str, int] | None = None, source: str | None = None
) -> Figure:
    """A share with Wilson's interval."""
    return Figure(id_, text, "%", share.value, share.count, share.of, share.interval, left_out or {}, source)


def shared(report: Report) -> Report:
    """The report as it may be handed to people outside."""
    left_out = tuple(f"Not shared: {series.title}." for series in report.series)
    return replace(report, figures=for_sharing(report.figures), series=(), notes=(*report.notes, *left_out))


def for_sharing(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures without what small cells would tell: a count of 1 to 10, or of so few others, goes with its value."""
    return tuple(_hidden(figure) if _tells(figure) else _without_small_reasons(figure) for figure in figures)


def _tells(figure: Figure) -> bool:
    if figure.of is not None and figure.of in SMALL:
        return True
    if figure.count is None:
        return False
    others = None if figure.of is None else figure.of - figure.count
    return figure.count in SMALL or others in SMALL


def _hidden(figure: Figure) -> Figure:
    known = None if figure.of is None or figure.of in SMALL else figure.of
    return replace(_without_small_reasons(figure), value=None, count=None, of=known, interval=None, hidden=True)


def _without_small_reasons(figure: Figure) -> Figure:
    kept = {reason: count for reason, count in figure.left_out.items() if count not in SMALL}
    hidden = sum(count for count in figure.left_out.values() if count in SMALL)
    if hidden and hidden not in SMALL:
        kept["other reasons"] = kept.get("other reasons", 0) + hidden
    return replace(figure, left_out=kept)
