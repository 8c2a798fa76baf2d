"""SF101: a safety plan after the risk was rated high."""

from collections.abc import Mapping
from datetime import date

import pytest

from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.rules import sf101_safety_plan_missing as sf101
from tests.conftest import AS_OF, build_chart, messages, pack_of

Packs = Mapping[str, RulePack]

THREE_DAYS = pack_of("""
limits.safety_plan_levels = [{ value = ["moderate", "high"] }]
limits.safety_plan_days = [{ value = 3 }]
""")


def rated(*forms: tuple[str, str, str], plan: str = "", more: str = "", status: str = "active") -> Chart:
    """Forms as (day, instrument, level), and a safety plan."""
    text = f'[plan]\nstatus = "{status}"\nadmitted_at = 2026-09-07\n{more}\n'
    text += f"safety_plan = {{ {plan} }}\n" if plan else ""
    for day, instrument, level in forms:
        text += f'[[assessments]]\ninstrument = "{instrument}"\ngiven_at = {day}\nlevel = "{level}"\n'
    return build_chart(text)


MODERATE = ("2026-10-05", "cssrs_screener", "moderate")


def test_the_same_day_passes_and_the_day_after_it_is_missing(packs: Packs) -> None:
    chart = rated(MODERATE)
    [soon] = sf101.check(chart, packs["practice"], date(2026, 10, 5))
    assert soon.message == (
        "the risk was moderate by cssrs_screener on 2026-10-05, a safety plan dated or reviewed since is due on"
        " 2026-10-05"
    )
    assert (soon.severity, soon.on) == ("info", date(2026, 10, 5))
    [missing] = sf101.check(chart, packs["practice"], date(2026, 10, 6))
    assert missing.message == (
        "the risk was moderate by cssrs_screener on 2026-10-05, and no safety plan is dated or reviewed on 2026-10-05"
    )
    assert missing.next == "write the safety plan with the patient, or go through it again, and record the day"
    assert missing.place == Place("pt-0001/assessments/0.toml", ("level",))
    assert (missing.severity, missing.on, missing.patient) == ("warning", date(2026, 10, 5), "pt-0001")
    assert missing.limit is not None
    assert missing.limit.name == "safety_plan_days"
    assert messages(sf101.check(chart, packs["practice"], date(2026, 10, 4))) == []
    assert messages(sf101.check(chart, packs["core"], AS_OF)) == []


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        ("on = 2026-10-04", 1),
        ("on = 2026-10-05", 0),
        ("on = 2026-10-08", 0),
        ("on = 2026-10-09", 1),
        ("on = 2026-09-07, reviewed_on = 2026-10-04", 1),
        ("on = 2026-09-07, reviewed_on = 2026-10-05", 0),
        ("on = 2026-09-07, reviewed_on = 2026-10-08", 0),
        ("on = 2026-09-07, reviewed_on = 2026-10-09", 1),
        ("on = 2026-09-07, reviewed_on = [2026-10-06, 2026-11-02]", 0),
        ("on = 2026-11-02, reviewed_on = [2026-10-06]", 0),
    ],
)
def test_it_counts_when_dated_or_reviewed_within_the_days_allowed(plan: str, found: int) -> None:
    assert len(messages(sf101.check(rated(MODERATE, plan=plan), THREE_DAYS, AS_OF))) == found


def test_within_days_it_is_due_on_the_last_of_them() -> None:
    chart = rated(MODERATE)
    assert [f.severity for f in sf101.check(chart, THREE_DAYS, date(2026, 10, 8))] == ["info"]
    [missing] = sf101.check(chart, THREE_DAYS, date(2026, 10, 9))
    assert missing.severity == "error"
    assert missing.message.endswith("and no safety plan is dated or reviewed from 2026-10-05 to 2026-10-08")
    # One that is written only later is not yet there.
    later = rated(MODERATE, plan="on = 2026-10-07")
    assert len(messages(sf101.check(later, THREE_DAYS, date(2026, 10, 6)))) == 1
    month = pack_of("""
    limits.safety_plan_levels = [{ value = ["moderate"] }]
    limits.safety_plan_days = [{ value = 30 }]
    """)
    assert messages(sf101.check(chart, month, date(2026, 10, 27))) == []
    assert len(messages(sf101.check(chart, month, date(2026, 10, 28)))) == 1


def test_where_no_days_are_named_any_day_since_counts(packs: Packs) -> None:
    for pack in ("tjc", "va-dbhds"):
        for plan in ("on = 2026-10-05", "on = 2026-11-20", "on = 2026-09-07, reviewed_on = 2026-10-20"):
            assert messages(sf101.check(rated(MODERATE, plan=plan), packs[pack], AS_OF)) == []
        [missing] = sf101.check(rated(MODERATE, plan="on = 2026-09-07"), packs[pack], date(2026, 10, 6))
        assert missing.message.endswith("and no safety plan is dated or reviewed since 2026-10-05")
        assert missing.severity == "error"
        assert missing.limit is not None
        assert missing.limit.name == "safety_plan_levels"
        assert [f.severity for f in sf101.check(rated(MODERATE), packs[pack], date(2026, 10, 5))] == ["info"]
    later = rated(MODERATE, plan="on = 2026-11-20")
    assert len(messages(sf101.check(later, packs["tjc"], date(2026, 11, 19)))) == 1


def test_levels_below_and_forms_without_one_ask_for_none(packs: Packs) -> None:
    assert messages(sf101.check(rated(("2026-10-05", "risk", "low")), packs["practice"], AS_OF)) == []
    form = '[[assessments]]\ninstrument = "phq9"\ngiven_at = 2026-10-05\nband = "moderate"'
    chart = build_chart(f'[plan]\nstatus = "active"\nadmitted_at = 2026-09-07\n{form}')
    assert messages(sf101.check(chart, packs["practice"], AS_OF)) == []


def test_the_gravest_rating_of_a_day_stands_for_it_and_each_day_for_itself(packs: Packs) -> None:
    chart = rated(
        ("2026-10-05", "cssrs_screener", "moderate"),
        ("2026-10-05", "risk", "high"),
        ("2026-10-05", "sbqr", "moderate"),
        ("2026-10-12", "risk", "moderate"),
        plan="on = 2026-09-07",
    )
    found = list(sf101.check(chart, packs["practice"], AS_OF))
    assert [f.message[:40] for f in found] == [
        "the risk was high by risk on 2026-10-05,",
        "the risk was moderate by risk on 2026-10",
    ]
    assert found[0].place.file == "pt-0001/assessments/1.toml"


def test_the_last_rating_from_before_admission_counts_on_the_day_of_admission(packs: Packs) -> None:
    ward, intake = ("2026-08-20", "cssrs_screener", "high"), ("2026-09-03", "risk", "moderate")
    pack = packs["practice"]
    [missing] = sf101.check(rated(ward, intake), pack, AS_OF)
    assert missing.message == (
        "the risk was moderate by risk on 2026-09-03, and no safety plan is dated or reviewed on 2026-09-07"
    )
    assert missing.on == date(2026, 9, 7)
    assert messages(sf101.check(rated(ward, intake, plan="on = 2026-09-07"), pack, AS_OF)) == []
    assert messages(sf101.check(rated(ward, ("2026-09-03", "risk", "low")), pack, AS_OF)) == []
    assert messages(sf101.check(rated(ward, ("2026-09-07", "risk", "low")), pack, AS_OF)) == []
    never_admitted = build_chart(
        '[plan]\nstatus = "draft"\n[[assessments]]\ninstrument = "risk"\ngiven_at = 2026-09-03\nlevel = "high"'
    )
    assert messages(sf101.check(never_admitted, pack, AS_OF)) == []


def test_an_ended_stay_is_judged_by_its_last_day(packs: Packs) -> None:
    end = 'discharge = { on = 2026-10-06, reason = "completed" }'
    chart = rated(MODERATE, more=end, status="closed")
    assert [f.severity for f in sf101.check(chart, THREE_DAYS, date(2026, 10, 6))] == ["info"]
    [missing] = sf101.check(chart, THREE_DAYS, date(2026, 10, 7))
    assert missing.message.endswith("from 2026-10-05 to 2026-10-06")
    afterwards = rated(MODERATE, more=end, status="closed", plan="on = 2026-10-07")
    assert len(messages(sf101.check(afterwards, THREE_DAYS, AS_OF))) == 1
    assert len(messages(sf101.check(afterwards, packs["tjc"], AS_OF))) == 1
    on_the_last_day = rated(("2026-10-06", "risk", "high"), more=end, status="closed")
    assert len(messages(sf101.check(on_the_last_day, packs["practice"], date(2026, 10, 7)))) == 1
    after_it = rated(("2026-10-07", "risk", "high"), more=end, status="closed")
    assert messages(sf101.check(after_it, packs["practice"], AS_OF)) == []


def test_the_limits_are_those_in_force_on_the_day_of_the_rating() -> None:
    later = pack_of("""
    limits.safety_plan_levels = [{ value = ["moderate"], since = 2026-10-05 }]
    limits.safety_plan_days = [{ value = 0, since = 2026-10-06 }]
    """)
    [missing] = sf101.check(rated(("2026-10-04", "risk", "moderate"), MODERATE), later, AS_OF)
    assert missing.message.endswith("reviewed since 2026-10-05")
