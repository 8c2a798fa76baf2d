"""report outcomes: counts by hand, sizes by an independent library, and each stay in exactly one group."""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from iopctl import library, store
from iopctl.model.chart import Census
from iopctl.reporting.closed import stays_of
from iopctl.reporting.figures import Figure, Period, Report, shared
from iopctl.reporting.outcomes import in_use, outcomes
from iopctl.reporting.paired import Pair, pairs_of
from iopctl.testing import census_of
from tests.forty_stays import AS_OF, PAIRS, write_forty

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
KNOWN = library.instruments()
PHQ9 = KNOWN["phq9"]
STAY = """
[[plans]]
status = "closed"
admitted_at = 2026-06-15
{more}
discharge = {{ on = {ended}, reason = "completed" }}
"""
FORM = """
[[assessments]]
instrument = "{instrument}"
given_at = {on}
{filled}
"""
INCOMPLETE = 'answers = ["skip", "skip", "skip", 1, 1, 1, 1, 1, 1]'


@pytest.fixture(scope="module")
def forty(tmp_path_factory: pytest.TempPathFactory) -> Census:
    folder = write_forty(tmp_path_factory.mktemp("forty"))
    return store.load(folder, library.packs(), KNOWN).census


def _figures(report: Report) -> dict[str, Figure]:
    return {figure.id: figure for figure in report.figures}


def _census(forms: Iterator[tuple[date, str]] | list[tuple[date, str]], ended: date, more: str = "") -> Census:
    written = [FORM.format(instrument="phq9", on=on, filled=filled) for on, filled in forms]
    return census_of(STAY.format(ended=ended, more=more) + "".join(written))


def test_the_counts_are_those_that_were_written_out(forty: Census) -> None:
    found = _figures(outcomes(forty, QUARTER, AS_OF, [PHQ9]))
    counts = {id_.removeprefix("phq9."): (figure.count, figure.of) for id_, figure in found.items()}
    assert counts["closed"] == (44, None)
    assert counts["open"] == (0, None)
    assert counts["paired"] == (30, 44)
    assert counts["stated"] == (0, 30)
    assert counts["clinical"] == (25, 30)
    assert counts["response"] == (12, 25)
    assert counts["remission"] == (6, 25)
    assert [counts[each] for each in ("recovered", "improved", "unchanged", "deteriorated")] == [
        (12, 30),
        (6, 30),
        (8, 30),
        (4, 30),
    ]
    assert found["phq9.paired"].left_out == {
        "no form": 4,
        "incomplete forms only": 3,
        "one score, left before week 4": 3,
        "no last score": 3,
        "no first score": 1,
    }
    assert found["phq9.response"].left_out == {"without both scores": 14, "not clinical at first": 5}


def test_the_sizes_agree_with_an_independent_library(forty: Census) -> None:
    found = _figures(outcomes(forty, QUARTER, AS_OF, [PHQ9]))
    first, last = [float(a) for a, _ in PAIRS], [float(b) for _, b in PAIRS]
    changes = [b - a for a, b in PAIRS]
    mean, sd, n = fmean(changes), float(stats.tstd(first)), len(PAIRS)
    error = math.sqrt(2 * (1 - float(stats.pearsonr(first, last).statistic)) / n + (mean / sd) ** 2 / (2 * n))
    correction = 1 - 3 / (4 * (n - 1) - 1)
    around = stats.ttest_rel(last, first).confidence_interval(0.95)
    expected = {
        "first": fmean(first),
        "last": fmean(last),
        "change": mean,
        "d_pre": mean / sd,
        "g": correction * mean / sd,
        "d_z": mean / float(stats.tstd(changes)),
        "d_av": mean / ((sd + float(stats.tstd(last))) / 2),
    }
    for name, value in expected.items():
        assert found[f"phq9.{name}"].value == pytest.approx(value, rel=1e-12)
        assert found[f"phq9.{name}"].of == 30
    of_g, of_change = found["phq9.g"].interval, found["phq9.change"].interval
    assert of_g is not None
    assert of_change is not None
    half = float(stats.norm.ppf(0.975)) * error
    assert (of_g.low, of_g.high) == pytest.approx(
        (correction * (mean / sd - half), correction * (mean / sd + half)), rel=1e-12
    )
    assert (of_change.low, of_change.high) == pytest.approx((around.low, around.high), rel=1e-12)


def test_what_is_shared_tells_no_small_count_even_by_subtraction(forty: Census) -> None:
    """25 of 30 were clinical, so five were not: neither that count nor what is counted within it is told."""
    found = _figures(shared(outcomes(forty, QUARTER, AS_OF, [PHQ9])))
    assert {id_ for id_, figure in found.items() if figure.hidden} == {
        f"phq9.{name}" for name in ("clinical", "response", "remission", "improved", "unchanged", "deteriorated")
    }
    assert (found["phq9.response"].of, found["phq9.response"].left_out) == (None, {})
    assert found["phq9.paired"].left_out == {"other reasons": 14}


def test_every_percent_carries_the_constant_it_rests_on(forty: Census) -> None:
    found = _figures(outcomes(forty, QUARTER, AS_OF, [PHQ9]))
    assert found["phq9.response"].source == "50: NCQA DRR-E; ICSI [read]"
    assert found["phq9.remission"].source == "4: NCQA DRR-E and ICSI: PHQ-9 below 5 [read]"
    assert found["phq9.recovered"].source is not None
    assert found["phq9.recovered"].source.startswith("6: NHS Talking Therapies rule")
    assert found["phq9.recovered"].source.endswith("[memory]")


def test_of_nobody_every_figure_is_empty_and_none_is_0_percent() -> None:
    found = _figures(outcomes(census_of(""), QUARTER, AS_OF, [PHQ9]))
    assert all(figure.value is None for id_, figure in found.items() if id_.startswith("phq9."))
    assert (found["closed"].value, found["open"].value) == (0, 0)


D = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("forms", "stayed", "expected"),
    [
        ([], 60, "no form"),
        ([(61, "total = 4")], 60, "no form"),
        ([(0, INCOMPLETE)], 60, "incomplete forms only"),
        ([(0, "total = 28")], 60, "incomplete forms only"),
        ([(0, "total = 14")], 27, "one score, left before week 4"),
        ([(0, "total = 14")], 28, "no last score"),
        ([(30, "total = 14")], 60, "no last score"),
        ([(31, "total = 14")], 60, "no first score"),
        ([(0, INCOMPLETE), (60, "total = 14")], 60, "no first score"),
        ([(0, "total = 14"), (0, "total = 9")], 60, "no last score"),
        ([(0, "total = 14"), (60, "total = 9")], 60, Pair(14, 9, stated=False)),
        ([(0, "total = 14"), (60, "total = 9"), (61, "total = 2")], 60, Pair(14, 9, stated=False)),
        ([(-2, "total = 16"), (0, "total = 14"), (1, "total = 9")], 1, Pair(16, 9, stated=False)),
        ([(0, "total = 14"), (50, "total = 9"), (60, INCOMPLETE)], 60, Pair(14, 9, stated=False)),
    ],
)  # fmt: skip  # one row a case
def test_a_stay_has_a_pair_or_one_reason_for_none(
    forms: list[tuple[int, str]], stayed: int, expected: str | Pair
) -> None:
    ended = D + timedelta(days=stayed)
    census = _census([(D + timedelta(days=day), filled) for day, filled in forms], ended)
    found = pairs_of(stays_of(census, Period(D, ended), AS_OF).closed, PHQ9)
    assert [*found.pairs, *found.missing] == [expected]


def test_without_a_day_of_admission_one_score_is_a_first_one() -> None:
    census = _census([(date(2026, 8, 1), "total = 14")], date(2026, 8, 1))
    chart = census.charts[0]
    unknown = chart.plan.model_copy(update={"admitted_at": None})
    [stay] = stays_of(census, QUARTER, AS_OF).closed
    found = pairs_of([type(stay)(type(chart)(chart.program, unknown, assessments=chart.assessments), stay.on)], PHQ9)
    assert found.missing == {"no last score": 1}


def test_the_first_is_the_baseline_that_the_plan_states_as_in_review() -> None:
    goal = """
    [[plans.goals]]
    id = "g1"
    text = "Mood lifts."
    [[plans.goals.objectives]]
    id = "g1.o1"
    text = "PHQ-9 to 9."
    measure = { instrument = "phq9", baseline = 19, target = 9 }
    """
    forms = [(D, "total = 17"), (date(2026, 8, 1), "total = 9")]
    facts = STAY.format(ended=date(2026, 8, 1), more="") + goal
    facts += "".join(FORM.format(instrument="phq9", on=on, filled=filled) for on, filled in forms)
    found = _figures(outcomes(census_of(facts), QUARTER, AS_OF, [PHQ9]))
    assert (found["phq9.first"].value, found["phq9.change"].value) == (19, -10)
    assert (found["phq9.stated"].count, found["phq9.stated"].of) == (1, 1)
    same = _figures(outcomes(census_of(facts.replace("total = 17", "total = 19")), QUARTER, AS_OF, [PHQ9]))
    assert same["phq9.stated"].count == 0


days = st.integers(-5, 90)
totals = st.one_of(st.just(INCOMPLETE), st.integers(0, 27).map(lambda total: f"total = {total}"))


@given(st.lists(st.tuples(days, totals), max_size=5), st.integers(0, 80))
def test_every_closed_stay_is_in_exactly_one_group(forms: list[tuple[int, str]], stayed: int) -> None:
    ended = D + timedelta(days=stayed)
    census = _census(sorted((D + timedelta(days=day), filled) for day, filled in forms), ended)
    report = _figures(outcomes(census, Period(D, ended), AS_OF, [PHQ9]))
    paired = report["phq9.paired"]
    assert (paired.count or 0) + sum(paired.left_out.values()) == report["closed"].count == 1
    kinds = [report[f"phq9.{kind}"].count for kind in ("recovered", "improved", "unchanged", "deteriorated")]
    assert sum(count or 0 for count in kinds) == paired.count


def test_the_instruments_are_those_with_constants_that_the_program_uses() -> None:
    facts = """
    program.battery = ["gad7", "brs"]
    [[plans]]
    status = "active"
    [[assessments]]
    instrument = "who5"
    given_at = 2026-08-01
    total = 10
    [[assessments]]
    instrument = "audit"
    given_at = 2026-08-01
    total = 3
    """
    census = census_of(facts)
    assert [each.id for each in in_use(census, KNOWN.values())] == ["gad7", "who5"]
    none = outcomes(census_of(""), QUARTER, AS_OF, [])
    assert none.notes == ("No instrument with constants for change is in use.",)


def test_of_an_instrument_without_constants_only_the_raw_change_is_told() -> None:
    report = outcomes(census_of(""), QUARTER, AS_OF, [KNOWN["audit"]])
    assert [id_ for id_ in _figures(report) if id_.startswith("audit.")] == [
        f"audit.{name}" for name in ("paired", "stated", "first", "last", "change", "d_pre", "g", "d_z", "d_av")
    ]
    assert report.notes[-1] == "Nobody has published constants for change of AUDIT: raw change only."


def test_where_higher_is_better_a_rise_is_an_improvement() -> None:
    """WHO-5 from 8 to 13 of 25 is 32 to 52 percent: out of poor well-being, and by more than 10 points."""
    forms = [FORM.format(instrument="who5", on=on, filled=f"total = {total}") for on, total in
             ((D, 8), (date(2026, 8, 1), 13))]  # fmt: skip
    census = census_of(STAY.format(ended=date(2026, 8, 1), more="") + "".join(forms))
    found = _figures(outcomes(census, QUARTER, AS_OF, [KNOWN["who5"]]))
    assert found["who5.change"].text == "WHO-5: mean change (higher is better)"
    assert (found["who5.change"].value, found["who5.recovered"].count) == (5, 1)
    assert "who5.response" not in found


def test_a_second_stay_of_somebody_is_an_episode_of_its_own(tmp_path: Path) -> None:
    again = STAY.format(ended=date(2026, 9, 1), more='patient = "pt-0002"\nprevious_stay = "pt-0001"')
    census = census_of(STAY.format(ended=date(2026, 8, 1), more="") + again)
    report = outcomes(census, QUARTER, AS_OF, [PHQ9])
    assert _figures(report)["closed"].count == 2
    assert "Somebody who came back is counted once for each stay." in report.notes[0]
