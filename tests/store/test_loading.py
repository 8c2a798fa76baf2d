"""What a loaded chart carries besides its own files."""

from pathlib import Path

from iopctl import library, store
from tests.store.two_charts import root

__all__ = ["root"]


def test_every_chart_carries_the_instruments_by_which_rules_judge_scores(root: Path) -> None:
    charts = store.load(root, library.packs(), library.instruments()).census.charts
    assert len(charts) == 2
    assert all(chart.instruments == library.instruments() for chart in charts)
