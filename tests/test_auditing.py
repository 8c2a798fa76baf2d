"""An audit that can be repeated: the draw, the ticks, the score."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from iopctl.auditing import Period, audit, draw, in_treatment
from iopctl.checking import check_census
from iopctl.model.chart import Census
from iopctl.rules import all_rules
from tests.conftest import AS_OF, DEMO, Iopctl, build_census, pack_of

Q3 = Period(date(2026, 9, 1), date(2026, 9, 30))


def census_of_stays(*stays: str) -> Census:
    """One chart a stay, pt-0001 and on."""
    plans = [f'[[plans]]\npatient = "pt-{n:04d}"\n{stay}' for n, stay in enumerate(stays, 1)]
    return build_census('[program]\npacks = ["test"]\n' + "\n".join(plans))


STAYS = census_of_stays(
    "",
    "admitted_at = 2026-10-01",
    "admitted_at = 2026-09-30",
    'admitted_at = 2026-06-01\ndischarge = { on = 2026-08-31, reason = "completed" }',
    'admitted_at = 2026-06-01\ndischarge = { on = 2026-09-01, reason = "completed" }',
)


def test_a_stay_that_touches_the_period_is_in_it() -> None:
    assert [chart.patient for chart in in_treatment(STAYS.charts, Q3)] == ["pt-0003", "pt-0005"]


def test_the_draw_depends_on_the_seed_and_the_codes_alone() -> None:
    drawn = [[chart.patient for chart in draw(charts, 2, 7)] for charts in (STAYS.charts, STAYS.charts[::-1])]
    assert drawn[0] == drawn[1] == ["pt-0001", "pt-0005"]
    assert [chart.patient for chart in draw(STAYS.charts, 2, 8)] == ["pt-0001", "pt-0003"]
    assert len(draw(STAYS.charts, 9, 7)) == 5


def test_a_chart_that_was_not_drawn_changes_nothing_when_it_is_gone() -> None:
    without = [chart for chart in STAYS.charts if chart.patient != "pt-0004"]
    assert draw(without, 2, 7) == draw(STAYS.charts, 2, 7)


PACKS = {
    "test": pack_of("""
    limits.necessity_statements = [{ value = ["why_not_lower"] }]
    limits.stay_days_max = [{ value = 84 }]
    """)
}
WAIVER = """
[[plans.waivers]]
code = "EL102"
reason = "Known to the director."
by = "d01"
from = 2026-09-01
until = 2027-01-01
"""
WHY = 'necessity = { why_not_lower = "a", why_not_higher = "b" }'


def test_a_rule_is_ticked_by_chart() -> None:
    census = census_of_stays(
        f"admitted_at = 2026-09-07\n{WHY}",
        "admitted_at = 2026-09-07",
        f"admitted_at = 2026-09-07\n{WAIVER}",
    )
    found = check_census(census, PACKS, AS_OF)
    done = audit(census.charts, 9, found, Period(date(2026, 9, 1), AS_OF), all_rules(), PACKS)
    ticks = {tick.rule.code: (tick.met, tick.not_met, tick.waived, tick.gaps) for tick in done.ticks}
    assert ticks == {"EL102": (1, 1, 1, 0), "RV206": (3, 0, 0, 0)}
    assert (done.drawn, done.of) == (("pt-0001", "pt-0002", "pt-0003"), 9)
    assert (done.met, done.judged, done.score) == (4, 5, Fraction(4, 5))
    assert [(finding.patient, finding.code) for finding in done.findings] == [("pt-0002", "EL102")]


def test_a_pack_that_nobody_is_under_judges_nothing() -> None:
    census = build_census("[program]\npacks = []\n[plan]\nadmitted_at = 2026-09-07\n")
    done = audit(census.charts, 1, [], Q3, all_rules(), PACKS)
    assert (done.ticks, done.score, done.judged) == ((), None, 0)
    asked = audit(census.charts, 1, [], Q3, all_rules(), PACKS, "test")
    assert [tick.rule.code for tick in asked.ticks] == ["EL102", "RV206"]


@pytest.mark.parametrize(
    ("on", "not_met"),
    [(None, 1), (date(2026, 8, 31), 0), (date(2026, 9, 1), 1), (date(2026, 9, 30), 1), (date(2026, 10, 1), 0)],
)
def test_facts_outside_of_the_period_are_left_out(on: date | None, not_met: int) -> None:
    census = census_of_stays(f"admitted_at = 2026-06-01\n{WHY}")
    [long] = [finding for finding in check_census(census, PACKS, AS_OF) if finding.code == "RV206"]
    done = audit(census.charts, 1, [replace(long, on=on)], Q3, all_rules(), PACKS)
    assert {tick.rule.code: tick.not_met for tick in done.ticks} == {"EL102": 0, "RV206": not_met}


def test_the_command_prints_the_draw_the_ticks_and_the_score(iopctl: Iopctl) -> None:
    line = ["audit", "--sample", "5", "--seed", "7", "--as-of", "2026-11-23"]
    ran = iopctl(*line, plans=DEMO)
    assert ran.status == 0
    assert ran.out.startswith("Drew 5 of 20 charts, seed 7: pt-0007, pt-0012, pt-0014, pt-0018, pt-0019\n")
    data = json.loads(iopctl(*line, "--format", "json", plans=DEMO).out)["audit"]
    assert data["drawn"] == ["pt-0007", "pt-0012", "pt-0014", "pt-0018", "pt-0019"]
    assert (data["from"], data["to"], data["charts"]) == ("2026-08-26", "2026-11-23", 20)
    assert data["judged"] == sum(item["met"] + item["not_met"] for item in data["items"])
    assert f"{data['met']} of {data['judged']} judgements met ({data['percent']} %)" in ran.out
    assert {finding["code"] for finding in data["findings"]} == {i["code"] for i in data["items"] if i["not_met"]}


def test_a_period_in_which_nobody_was_here(iopctl: Iopctl) -> None:
    ran = iopctl("audit", "--from", "2020-01-01", "--to", "2020-03-31", "--as-of", "2026-11-23", plans=DEMO)
    assert ran.out == (
        "Drew 0 of 0 charts, seed 1: none\n\nNothing was judged from 2020-01-01 to 2020-03-31, by the packs in force.\n"
    )


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (["--from", "2026-11-23", "--to", "2026-11-22"], 2, "iopctl: --to is before --from.\n"),
        (["--pack", "medicar"], 3, "iopctl: no such pack. Did you mean medicare? `iopctl packs list` shows all.\n"),
    ],
)
def test_what_makes_no_sense_is_a_sentence(args: list[str], status: int, said: str, iopctl: Iopctl) -> None:
    ran = iopctl("audit", *args, plans=DEMO)
    assert (ran.status, ran.err) == (status, said)
