"""Weeks in a row with the same fact are one finding."""

from datetime import date, timedelta

from iopctl.counting.runs import WeekFact, applies, runs
from iopctl.counting.weeks import ProgramWeek
from iopctl.model.chart import Chart
from iopctl.model.pack import Limit
from tests.conftest import build_chart, pack_of
from tests.three_mornings import chart_text

WEEKS = [ProgramWeek(date(2026, 9, 7) + timedelta(weeks=n)) for n in range(5)]
COVERAGE = 'coverage = [{ pack = "test", from = 2026-09-14, until = 2026-09-27 }]'


def chart_of(program: str = 'packs = ["test"]', plan: str = "") -> Chart:
    return build_chart(chart_text(plan, program=program))


def limit(number: int = 540) -> Limit:
    found = pack_of(f"limits.minutes_per_week_min = [{{ value = {number} }}]").limit(
        "minutes_per_week_min", WEEKS[0].first
    )
    assert found is not None
    return found


def facts(chart: Chart, values: list[int | None]) -> list[WeekFact]:
    place = chart.plan.at("pattern")
    return [
        WeekFact(week, value, limit(), place) for week, value in zip(WEEKS, values, strict=False) if value is not None
    ]


def brief(chart: Chart, values: list[int | None]) -> list[tuple[int, str]]:
    judged = WEEKS[: len(values)]
    return [(run.value, run.when) for run in runs(chart, judged, facts(chart, values), worst=min)]


def test_when_every_week_says_the_same_no_week_is_named() -> None:
    assert brief(chart_of(), [480, 480, 480]) == [(480, "")]


def test_neighbours_are_joined_and_others_named() -> None:
    assert brief(chart_of(), [480, 480, None, 480, 300]) == [
        (480, " from 2026-W37 to 2026-W38"),
        (480, " in 2026-W40"),
        (300, " in 2026-W41"),
    ]


def test_nothing_is_no_run() -> None:
    assert brief(chart_of(), [None, None]) == []
    assert brief(chart_of('week_anchor = "rolling"'), [None, None]) == []


def test_another_limit_is_another_run() -> None:
    chart = chart_of()
    one, other = facts(chart, [480, 480])
    later = WeekFact(other.week, 480, limit(600), other.place)
    assert [run.limit.number for run in runs(chart, WEEKS[:2], [one, later])] == [540, 600]


def test_where_a_payers_coverage_begins_or_ends_the_run_does_too() -> None:
    chart = chart_of("packs = []", COVERAGE)
    found = runs(chart, WEEKS, facts(chart, [480] * 5))
    assert [(run.when, run.applies) for run in found] == [
        (" in 2026-W37", False),
        (" from 2026-W38 to 2026-W39", True),
        (" from 2026-W40 to 2026-W41", False),
    ]
    assert applies(chart, limit(), date(2026, 9, 27))
    assert not applies(chart, limit(), date(2026, 9, 28))


def test_a_run_is_dated_by_its_week_nearest_to_today() -> None:
    chart = chart_of()
    [run] = runs(chart, WEEKS, facts(chart, [480] * 5))
    assert run.on(date(2026, 8, 1)) == date(2026, 9, 7)
    assert run.on(date(2026, 9, 27)) == date(2026, 9, 21)
    assert run.on(date(2027, 1, 1)) == date(2026, 10, 5)


def test_a_fact_about_one_day_is_dated_by_that_day() -> None:
    chart = chart_of()
    days = [WeekFact(week, 170, limit(), chart.plan.at("pattern"), week.last) for week in WEEKS]
    [run] = runs(chart, WEEKS, days)
    assert run.on(date(2026, 9, 20)) == date(2026, 9, 20)
    assert run.on(date(2026, 9, 19)) == date(2026, 9, 13)


def test_of_rolling_windows_the_first_of_the_worst_is_reported() -> None:
    chart = chart_of('week_anchor = "rolling"')
    [run] = runs(chart, WEEKS, facts(chart, [480, 420, 420, 480]), worst=min)
    assert (run.value, run.when, run.on(date(2027, 1, 1))) == (420, " in 2026-W38", date(2026, 9, 14))


def test_rolling_windows_that_all_say_the_same_are_the_standing_week() -> None:
    assert brief(chart_of('week_anchor = "rolling"'), [480, 480]) == [(480, "")]


def test_the_worst_rolling_window_is_looked_for_where_the_pack_applies() -> None:
    chart = chart_of('packs = []\nweek_anchor = "rolling"', COVERAGE)
    assert brief(chart, [300, 480, 420, None, 300]) == [(420, " in 2026-W39")]
    assert brief(chart, [480, None, None, 300]) == [(300, " in 2026-W40")]


def test_facts_about_days_know_no_worst() -> None:
    chart = chart_of('week_anchor = "rolling"')
    assert [run.value for run in runs(chart, WEEKS, facts(chart, [170, 160]))] == [170, 160]
