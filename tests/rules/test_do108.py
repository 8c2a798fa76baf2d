"""DO108: services in the week of a billed weekly unit. The payer of these tests wants three services for a W1."""

from collections.abc import Mapping
from datetime import date

import pytest

from iopctl.checking import check_chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding
from iopctl.rules import do108_services_in_week_minimum as do108
from tests.conftest import build_chart, messages, pack_of
from tests.three_mornings import ATTENDED, PATTERN, STAY, chart_text, mornings, session, week

PAYER = pack_of(
    'limits.services_per_week_min = [{ value = 3 }]\nlimits.weekly_unit_codes = [{ value = ["W1", "W2"] }]', "payer"
)
MON, WED, FRI, SUNDAY = (date(2026, 9, day) for day in (7, 9, 11, 13))
W38 = date(2026, 9, 14)
MISSED = 'status = "absent-unexcused"'
BILLED = "W1 is billed on 2026-09-07 for 2026-W37, in which 2 services were attended, at least 3 are required"


def claim(*days: date, code: str = "W1", more: str = "") -> str:
    lines = ", ".join(f'{{ on = {day}, code = "{code}" }}' for day in days)
    return f"[[claims]]\n{more}\nlines = [{lines}]"


def found(*parts: str, pack: RulePack = PAYER, today: date = SUNDAY, plan: str = PATTERN, **more: str) -> list[Finding]:
    return list(do108.check(build_chart(chart_text(plan, weeks=parts, **more)), pack, today))


def test_three_services_carry_the_unit() -> None:
    assert found(claim(MON), mornings(MON)) == []


def test_two_do_not() -> None:
    [finding] = found(claim(FRI, MON), mornings(MON, ATTENDED, ATTENDED, MISSED))[1:]
    assert finding.message == BILLED
    assert finding.next == "take the unit off the claim, or correct the claim if it was sent"
    assert (finding.severity, finding.patient, finding.on) == ("error", "pt-0001", MON)
    assert (finding.place.file, str(finding.place)) == ("pt-0001/claims/c-0.toml", "lines.1.code")


def test_one_is_told_as_one() -> None:
    assert messages(found(claim(MON), mornings(MON, MISSED, ATTENDED, MISSED))) == [
        "W1 is billed on 2026-09-07 for 2026-W37, in which 1 service was attended, at least 3 are required"
    ]


def test_services_are_countable_sessions_not_types() -> None:
    three = week(MON, *(session(MON, f"{hour:02}:00-{hour + 1:02}:00") for hour in (9, 10, 11)))
    lunch = week(MON, session(MON), session(WED), session(FRI, "12:00-13:00", service="lunch"))
    assert found(claim(MON), three) == []
    assert messages(found(claim(MON), lunch)) == [BILLED]


def test_every_code_of_the_pack_is_a_weekly_unit_and_no_other_is() -> None:
    assert messages(found(claim(MON, code="W2"), week(MON)))[0].startswith("W2 is billed")
    assert found(claim(MON, code="S9480"), week(MON)) == []


def test_a_claim_is_judged_by_the_pack_that_it_names() -> None:
    assert len(found(claim(MON, more='pack = "payer"'), week(MON))) == 1
    assert found(claim(MON, more='pack = "other"'), week(MON)) == []


def test_a_pack_without_the_limits_says_nothing(packs: Mapping[str, RulePack]) -> None:
    assert found(claim(MON), week(MON), pack=packs["medicare"]) == []
    assert found(claim(MON), week(MON), pack=pack_of("limits.services_per_week_min = [{ value = 3 }]")) == []


@pytest.mark.parametrize("name", ["services_per_week_min", "weekly_unit_codes"])
def test_the_limits_are_those_of_the_first_date_of_the_week(name: str) -> None:
    values = {"services_per_week_min": "value = 3", "weekly_unit_codes": 'value = ["W1"]'}

    def pack(since: date) -> RulePack:
        dated = {**values, name: f"{values[name]}, since = {since}"}
        return pack_of("\n".join(f"limits.{key} = [{{ {value} }}]" for key, value in dated.items()))

    assert len(found(claim(WED), week(MON), pack=pack(MON))) == 1
    assert found(claim(WED), week(MON), pack=pack(date(2026, 9, 8))) == []


def test_a_week_is_judged_on_its_last_day_or_on_that_of_the_stay() -> None:
    short = mornings(MON, ATTENDED, ATTENDED, MISSED)
    assert found(claim(MON), short, today=date(2026, 9, 12)) == []
    ended = f'{PATTERN}\ndischarge = {{ on = 2026-09-11, reason = "completed" }}'
    assert messages(found(claim(MON), short, plan=ended, today=FRI)) == [BILLED]
    assert found(claim(MON), short, plan=ended, today=date(2026, 9, 10)) == []


def test_a_session_after_discharge_carries_nothing() -> None:
    ended = f'{PATTERN}\ndischarge = {{ on = 2026-09-10, reason = "completed" }}'
    assert messages(found(claim(MON), mornings(MON), plan=ended)) == [BILLED]


def test_a_partial_week_is_held_against_its_unit_and_dated_by_the_billed_day(packs: Mapping[str, RulePack]) -> None:
    stay = STAY.replace("2026-09-07", "2026-09-09")
    plan = 'coverage = [{ pack = "otp", from = 2026-09-09 }]'
    text = chart_text(plan, stay=stay, program="packs = []", weeks=[claim(WED, code="G0137"), mornings(MON)])
    [finding] = check_chart(build_chart(text), packs, SUNDAY, rules=[do108])
    assert finding.message == (
        "G0137 is billed on 2026-09-09 for 2026-W37, in which 3 services were attended, at least 9 are required"
    )
    assert (finding.on, finding.severity) == (WED, "error")


def test_weeks_by_admission_run_from_the_day_of_admission() -> None:
    stay, anchor = STAY.replace("2026-09-07", "2026-09-09"), 'week_anchor = "admission"'
    weeks = (week(MON, session(WED), session(FRI)), week(W38, session(W38)))
    assert found(claim(WED), *weeks, stay=stay, program=anchor, today=date(2026, 9, 15)) == []
    assert messages(found(claim(W38), *weeks, stay=stay, today=date(2026, 9, 20))) == [
        "W1 is billed on 2026-09-14 for 2026-W38, in which 1 service was attended, at least 3 are required"
    ]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((8, 9, 14), False),  # the seven days that end on the billed day
        ((14, 16, 20), False),  # those that begin with it
        ((10, 14, 16), False),
        ((8, 14, 20), True),
        ((7, 8, 9), True),  # none of which holds the billed day
    ],
)
def test_with_a_rolling_anchor_any_seven_days_that_hold_the_billed_day_may_carry_it(
    days: tuple[int, ...], said: bool
) -> None:
    on = [date(2026, 9, day) for day in days]
    weeks = (week(MON, *(session(d) for d in on if d < W38)), week(W38, *(session(d) for d in on if d >= W38)))
    rolling = 'week_anchor = "rolling"'
    assert bool(found(claim(W38), *weeks, program=rolling, today=date(2026, 9, 20))) == said
    assert found(claim(W38), *weeks, program=rolling, today=date(2026, 9, 19)) == []


def test_a_missing_week_file_is_a_gap() -> None:
    [finding] = found(claim(MON), week(W38))
    assert finding.message == (
        "W1 is billed on 2026-09-07 for 2026-W37, in which 0 services were attended, at least 3 are required,"
        " and not every day of it has a week file"
    )
    assert (finding.next, finding.severity) == ("file the missing week, then judge again", "info")


def test_with_a_rolling_anchor_every_day_that_may_carry_the_unit_has_to_be_on_file() -> None:
    [finding] = found(claim(W38), week(W38), program='week_anchor = "rolling"', today=date(2026, 9, 20))
    assert finding.severity == "info"


def test_open_attendance_is_to_be_recorded_first() -> None:
    [finding] = found(claim(MON), mornings(MON, None, ATTENDED, ATTENDED))
    assert finding.next == "record the attendance of the sessions that have none, then judge again"
