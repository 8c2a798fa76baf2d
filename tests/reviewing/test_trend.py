"""The course of one instrument: its points, its lines, its signals, and the chart of characters."""

from datetime import date

import pytest

from iopctl import library
from iopctl.checking import check_census
from iopctl.model.chart import Chart
from iopctl.model.rule import Finding
from iopctl.render.chart import chart_rows
from iopctl.render.trend import trend_sheet
from iopctl.reviewing.signals import SIGNALS
from iopctl.reviewing.trend import Trend, trends
from iopctl.rules import all_rules
from iopctl.testing import census_of, chart_of

TODAY = date(2026, 11, 23)
PLAN = """
[plan]
status = "active"
admitted_at = 2026-09-07
"""
GOAL = """
[[plan.goals]]
id = "g1"
needs = []
text = "Mood"
[[plan.goals.objectives]]
id = "g1.o1"
text = "PHQ-9 to 9."
measure = { instrument = "phq9", baseline = 18, target = 9 }
"""


def form(on: str, total: int | None = None, instrument: str = "phq9", **more: str) -> str:
    lines = [f'[[assessments]]\ninstrument = "{instrument}"\ngiven_at = {on}']
    lines += [f"total = {total}"] if total is not None else []
    lines += [f"{key} = {value}" for key, value in more.items()]
    return "\n".join(lines) + "\n"


COURSE = (
    form("2026-09-03", 20)
    + form("2026-09-07", 18)
    + form("2026-09-21", answers='["skip", "skip", "skip", 1, 1, 1, 1, 1, 0]')
)
COURSE += form("2026-10-05", 12)


def trend_of(facts: str, only: str | None = "phq9", findings: tuple[Finding, ...] = ()) -> Trend:
    [made] = trends(chart_of(facts), library.instruments(), findings, TODAY, only)
    return made


def test_without_a_stated_baseline_the_first_total_is_the_start() -> None:
    trend = trend_of(PLAN + COURSE)
    assert (trend.baseline, trend.target, trend.reliable) == (20, None, 14)
    assert [(p.on.day, p.day, p.total, p.band) for p in trend.points] == [
        (3, None, 20, "severe"),
        (7, 1, 18, "moderately_severe"),
        (21, 15, None, None),
        (5, 29, 12, "moderate"),
    ]
    assert [p.change and p.change.points for p in trend.points] == [None, -2, None, -8]


def test_the_plan_may_state_baseline_and_target() -> None:
    trend = trend_of(PLAN + GOAL + COURSE)
    assert (trend.baseline, trend.target, trend.reliable) == (18, 9, 12)
    assert [p.change and p.change.points for p in trend.points] == [2, 0, None, -6]


@pytest.mark.parametrize(("instrument", "reliable"), [("who5", 12.5), ("gad7", 6), ("pss10", None)])
def test_the_reliable_line_lies_on_the_better_side_in_points_of_the_form(
    instrument: str, reliable: float | None
) -> None:
    assert trend_of(PLAN + form("2026-09-07", 10, instrument), instrument).reliable == reliable


def test_the_line_of_facts_says_what_is_known() -> None:
    who5 = trend_of(PLAN + form("2026-09-07", 10, "who5"), "who5")
    pss10 = trend_of(PLAN + form("2026-09-07", 10, "pss10"), "pss10")
    [facts] = trend_sheet("pt-0001", [who5], TODAY, 80, {}).grids[0].lines
    assert facts == "0 to 25, higher is better, start 10, target -, reliably better at 12.5 or more"
    [facts] = trend_sheet("pt-0001", [pss10], TODAY, 80, {}).grids[0].lines
    assert facts == "0 to 40, lower is better, start 10, target -, no reliable change is published"


def test_a_form_that_cannot_be_scored_is_a_gap_in_the_numbers() -> None:
    numbers = trend_sheet("pt-0001", [trend_of(PLAN + COURSE)], TODAY, 80, {}).grids[1]
    assert numbers.rows[2] == ("2026-09-21", "15", "-", "-", "-", "no valid total")
    assert numbers.lines[2] == "2026-09-21, day 15: no valid total"
    assert numbers.lines[0] == "2026-09-03, before admission: score 20, severe, the start"


def test_a_closed_objective_has_no_target_any_more() -> None:
    assert trend_of(PLAN + GOAL + 'status = "met"\nclosed_on = 2026-10-01\n' + COURSE).target is None


def test_a_triage_shows_its_levels() -> None:
    facts = PLAN + form("2026-09-07", None, "cssrs_screener", level='"low"')
    [point] = trend_of(facts, "cssrs_screener").points
    assert (point.total, point.band, point.change) == (None, "low", None)


def test_without_an_instrument_every_one_with_a_total_is_shown_and_nothing_after_the_day() -> None:
    facts = PLAN + COURSE + form("2026-09-07", 10, "gad7") + form("2026-11-24", 10, "pcl5")
    made = trends(chart_of(facts), library.instruments(), (), TODAY, None)
    assert [each.instrument.id for each in made] == ["gad7", "phq9"]


def test_signals_are_those_of_the_rules_about_its_forms() -> None:
    facts = PLAN + form("2026-09-07", 10) + form("2026-10-05", 16) + form("2026-10-05", 10, "gad7")
    census = census_of('[program]\npacks = ["practice"]\n' + facts)
    found = tuple(f for f in check_census(census, library.packs(), date(2026, 10, 6)) if f.code in SIGNALS)
    [chart] = census.charts
    made = trends(chart, library.instruments(), found, date(2026, 10, 6), None)
    assert {each.instrument.id: [s.code for s in each.signals] for each in made} == {
        "gad7": [],
        "phq9": ["ME401", "ME402", "ME406", "ME406"],  # a bare total says nothing of item 9
    }
    codes = {module.RULE.code: module.RULE.name for module in all_rules()}
    sheet = trend_sheet("pt-0001", made, TODAY, 80, codes)
    assert sheet.notes[1] == (
        "ME401 reliable-deterioration: phq9 went from 10 on 2026-09-07 to 16 on 2026-10-05, worse by 6; 6 is a reliable"
        " change."
    )
    assert sheet.notes[-1] == "PHQ-9 asks about the last 2 weeks: scores nearer to each other than that overlap."


def test_every_signal_is_a_rule() -> None:
    assert set(SIGNALS) <= {module.RULE.code for module in all_rules()}


def test_the_chart_shows_scores_lines_and_what_could_not_be_scored() -> None:
    assert chart_rows(trend_of(PLAN + GOAL + COURSE), 60) == [
        "  20 |o................... severe 20",
        "  19 |",
        "  18 |..o................. start 18",
        "  17 |",
        "  16 |",
        "  15 |.................... moderately severe 15",
        "  14 |",
        "  13 |",
        "  12 |...................o reliable change 12",
        "  11 |",
        "  10 |.................... moderate 10",
        "   9 |.................... target 9",
        "   8 |",
        "   7 |",
        "   6 |",
        "   5 |.................... mild 5",
        "     +----------x---------",
        "      2026-09-03 2026-10-05",
    ]


def test_a_wide_scale_takes_several_points_a_row() -> None:
    rows = chart_rows(trend_of(PLAN + form("2026-09-07", 60, "pcl5") + form("2026-10-05", 20, "pcl5"), "pcl5"), 60)
    assert rows[0] == "  59 |o................... start 60"
    assert rows[-3] == "  20 |                   o"
    assert len(rows) == 16


@pytest.mark.parametrize("width", [50, 80, 200])
def test_the_chart_is_never_wider_than_it_may_be(width: int) -> None:
    weekly = "".join(form(f"2026-{month:02d}-{day:02d}", day % 28) for month in (9, 10) for day in range(1, 29))
    rows = chart_rows(trend_of(PLAN + GOAL + weekly), width)
    assert max(map(len, rows)) <= width
    assert len(rows) <= 18


def chart_with(*forms: str) -> Chart:
    return chart_of(PLAN + "".join(forms))


def test_one_score_is_told_and_not_drawn() -> None:
    made = trends(chart_with(form("2026-09-07", 0)), library.instruments(), (), TODAY, None)
    sheet = trend_sheet("pt-0001", made, TODAY, 80, {})
    assert [grid.rows for grid in sheet.grids] == [
        [("0 to 27, lower is better, start 0, target -",)],
        [("2026-09-07", "1", "0", "minimal", "-", "the start")],
    ]
