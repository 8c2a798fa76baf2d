"""Figures: what may be shared and what is printed."""

from datetime import date

import pytest

from iopctl.render.report import figure_json, report_sheet, value_text
from iopctl.reporting.figures import Figure, Period, Report, for_sharing, share_figure
from iopctl.reporting.intervals import Interval, Share


@pytest.mark.parametrize(
    ("count", "of", "hidden"),
    [(0, 0, False), (0, 40, False), (1, 40, True), (10, 40, True), (11, 40, False), (29, 40, False), (30, 40, True),
     (39, 40, True), (40, 40, False), (5, 8, True), (0, 10, True), (0, 11, False)],
)  # fmt: skip  # one row a case
def test_a_small_cell_or_so_few_others_is_hidden(count: int, of: int, hidden: bool) -> None:
    [shared] = for_sharing([share_figure("a", "A", Share(count, of))])
    assert shared.hidden is hidden
    if hidden:
        assert (shared.value, shared.count, shared.interval) == (None, None, None)
        assert shared.of == (None if of <= 10 else of)
        assert value_text(shared) == "hidden (10 or fewer)"


def test_small_reasons_are_told_together_or_not_at_all() -> None:
    figure = share_figure("a", "A", Share(20, 40), {"no last score": 12, "left early": 3})
    assert for_sharing([figure])[0].left_out == {"other reasons": 15}
    few = share_figure("a", "A", Share(20, 40), {"no last score": 4, "left early": 3})
    assert for_sharing([few])[0].left_out == {}
    enough = share_figure("a", "A", Share(20, 40), {"no last score": 12, "left early": 6, "no form": 6})
    assert for_sharing([enough])[0].left_out == {"no last score": 12, "other reasons": 12}
    many = share_figure("a", "A", Share(20, 40), {"no last score": 7, "left early": 6})
    assert for_sharing([many])[0].left_out == {"other reasons": 13}


def _parts(*counts: int) -> list[bool]:
    of = sum(counts)
    figures = [share_figure(f"p{n}", "P", Share(count, of), part_of="all") for n, count in enumerate(counts)]
    return [figure.hidden for figure in for_sharing(figures)]


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ((20, 30, 25), [False, False, False]),
        ((20, 5, 25), [True, True, False]),  # one alone would be told by the others
        ((20, 5, 6), [False, True, True]),
        ((20, 5, 5, 30), [True, True, True, False]),  # two that make ten together are still so few
        ((20, 5, 0, 30), [True, True, False, False]),
        ((5, 0), [True, True]),  # of so few nothing is told
    ],
)
def test_what_one_part_hides_the_others_do_not_tell(counts: tuple[int, ...], hidden: list[bool]) -> None:
    assert _parts(*counts) == hidden


def test_what_is_counted_within_a_hidden_figure_is_hidden_with_its_denominator() -> None:
    figures = [
        share_figure("a", "A", Share(25, 30)),
        share_figure("b", "B", Share(12, 25), {"others": 5}, within="a"),
        Figure("c", "C", "points", 3.5, of=25, within="b"),
        share_figure("d", "D", Share(12, 30)),
    ]
    told = [(each.hidden, each.of) for each in for_sharing(figures)]
    assert told == [(True, 30), (True, None), (True, None), (False, 30)]


def test_a_report_prints_each_figure_with_its_count_and_how_to_make_it_again() -> None:
    figures = (
        share_figure("r", "response", Share(9, 36), {"no last score": 5}, "NCQA DRR-E"),
        share_figure("n", "of nobody", Share(0, 0)),
        Figure("m", "mean change", "points", -5.25, of=36, interval=Interval(-7.0, -3.5)),
        Figure("d", "d_pre", "d", -0.8123),
        Figure("o", "open episodes", "people", 4),
    )
    period = Period(date(2026, 7, 1), date(2026, 9, 30))
    report = Report(
        "outcomes", "Outcomes", period, date(2026, 11, 23), figures, notes=("A note.",), command="iopctl report x"
    )
    sheet = report_sheet(report)
    assert list(sheet.grids[0].rows) == [
        ("response", "25.0 %", "13.8 % to 41.1 %", "9 of 36", "5 no last score", "NCQA DRR-E"),
        ("of nobody", "n/a", "-", "0 of 0", "-", "-"),
        ("mean change", "-5.2 points", "-7.0 points to -3.5 points", "of 36", "-", "-"),
        ("d_pre", "-0.81", "-", "-", "-", "-"),
        ("open episodes", "4", "-", "-", "-", "-"),
    ]
    assert sheet.heading == "Outcomes, 2026-07-01 to 2026-09-30, as of 2026-11-23"
    assert sheet.notes[-1] == ("Made from no git commit: these numbers cannot be pinned to one. Again: iopctl report x")
    assert figure_json(figures[0])["interval"] == pytest.approx([0.137505, 0.410705], abs=1e-6)
    assert (period.holds(date(2026, 9, 30)), period.holds(date(2026, 10, 1)), period.holds(None)) == (
        True,
        False,
        False,
    )
