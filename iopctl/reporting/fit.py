"""report fit: how much of the declared work, school and family life the schedule left alone."""

from collections.abc import Iterator, Sequence
from datetime import date

from iopctl.counting.commitments import Block, blocks, kept
from iopctl.counting.planned import in_stay
from iopctl.counting.weeks import Days
from iopctl.model.chart import Census
from iopctl.reporting.figures import Figure, Period, Report, Series, share_figure
from iopctl.reporting.intervals import Share
from iopctl.reporting.spread import counted

KEPT = (
    "A block is one declared commitment on one day of the stay whose week is on file. It is kept when no session that"
    " was offered cuts into it; travel is not counted."
)
NOTES = (
    KEPT,
    "Blocks of one person are not independent of each other: true intervals are wider than those printed.",
)


def fit(census: Census, period: Period, as_of: date) -> Report:
    """The share of blocks kept free, by kind, and whose were not."""
    days = Days(period.first, (min(period.last, as_of) - period.first).days + 1)
    every_block = declared(census, days)
    found = {patient: [block for block in mine if block.lost is not None] for patient, mine in every_block.items()}
    every = [block for mine in found.values() for block in mine]
    unknown = sum(map(len, every_block.values())) - len(every)
    silent = len(declared_none(census, days))
    left_out = counted({"in weeks without a file": unknown, "people who declared none": silent})
    kinds = sorted({block.kind for block in every})
    figures = [share_figure("kept", "blocks kept free", _share(every), left_out)]
    figures += [_part(f"{kind}", [b for b in every if b.kind == kind], "kinds") for kind in kinds]
    figures += [
        _part("firm", [b for b in every if b.firm], "firmness"),
        _part("soft", [b for b in every if not b.firm], "firmness"),
    ]
    return Report("fit", "Life kept free", period, as_of, tuple(figures), tuple(_cut(found)), NOTES)


def declared(census: Census, days: Days) -> dict[str, list[Block]]:
    """The blocks of everybody, whether or not their weeks are on file."""
    return {chart.patient: list(blocks(chart, days)) for chart in census.charts}


def declared_none(census: Census, days: Days) -> list[str]:
    """Who was in care on one of the days and has declared nothing."""
    here = [chart for chart in census.charts if chart.plan.admitted_on and any(in_stay(chart, d) for d in days.dates)]
    return [chart.patient for chart in here if not chart.plan.commitments]


def _part(name: str, mine: Sequence[Block], whole: str) -> Figure:
    return share_figure(f"kept.{name}", f"{name}: blocks kept free", _share(mine), part_of=whole)


def _share(mine: Sequence[Block]) -> Share:
    counted_blocks = kept(mine)
    return Share(counted_blocks.kept, counted_blocks.known)


def _lost(mine: Sequence[Block]) -> int:
    return kept(mine).lost


def _cut(found: dict[str, list[Block]]) -> Iterator[Series]:
    """Whose blocks were cut, the most minutes first; nothing where nobody's were."""
    by_kind: dict[tuple[str, str], list[Block]] = {}
    for patient, mine in found.items():
        for block in mine:
            by_kind.setdefault((patient, block.kind), []).append(block)
    cut = {key: mine for key, mine in by_kind.items() if not all(block.kept for block in mine)}
    most = sorted(cut, key=lambda key: (-_lost(cut[key]), key))
    rows = [(*key, _share(cut[key]).count, len(cut[key]), _lost(cut[key])) for key in most]
    if rows:
        yield Series("cut", "Who lost time", ("patient", "kind", "kept", "blocks", "minutes lost"), tuple(rows))
