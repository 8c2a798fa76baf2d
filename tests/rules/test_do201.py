"""DO201: delivered minutes of full weeks against the weekly minimum. Three mornings are exactly nine hours."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Severity
from iopctl.rules import do201_delivered_below_minimum as do201
from tests.conftest import build_chart, messages, pack_of
from tests.three_mornings import ATTENDED, PATTERN, STAY, chart_text, mornings, session, week

MON = date(2026, 9, 7)
SUNDAY = date(2026, 9, 13)
MEDICARE = 'packs = ["medicare"]'
EXCUSED = 'status = "absent-excused", reason = "illness"'
UNEXCUSED = 'status = "absent-unexcused"'
MISSED = (UNEXCUSED, ATTENDED, ATTENDED)


@pytest.fixture
def medicare(packs: Mapping[str, RulePack]) -> RulePack:
    return packs["medicare"]


def found(text: str, pack: RulePack, today: date = SUNDAY) -> list[Finding]:
    return list(do201.check(build_chart(text), pack, today))


def test_nine_hours_delivered_pass(medicare: RulePack) -> None:
    assert found(chart_text(weeks=[mornings(MON)]), medicare) == []


def test_one_minute_less_is_short(medicare: RulePack) -> None:
    early = 'status = "partial", left = 11:59:00'
    [finding] = found(chart_text(weeks=[mornings(MON, ATTENDED, ATTENDED, early)]), medicare)
    assert finding.message == "2026-W37: 539 of 540 minutes were delivered (1 short)"
    assert finding.severity == "warning"


def test_a_short_week_stands_at_its_first_session(medicare: RulePack) -> None:
    [finding] = found(chart_text(weeks=[mornings(MON, *MISSED)]), medicare)
    assert finding.message == "2026-W37: 360 of 540 minutes were delivered (180 short)"
    assert finding.next == "offer a make-up session, or write the reason for each absence"
    assert (finding.place.file, str(finding.place), finding.on) == ("weeks/2026-W37.toml", "sessions.0", MON)
    assert finding.limit is not None
    assert finding.limit.cite == "42 CFR 410.44(c)(1)"


def test_a_week_on_file_without_the_patient_is_a_week_of_nothing(medicare: RulePack) -> None:
    [finding] = found(chart_text(weeks=[week(MON)]), medicare)
    assert finding.message == "2026-W37: 0 of 540 minutes were delivered (540 short)"
    assert (finding.place.file, str(finding.place)) == ("pt-0001/plan.toml", "pattern")


def test_a_week_without_a_file_is_a_gap_and_never_zero(medicare: RulePack) -> None:
    assert found(chart_text(), medicare, date(2026, 11, 23)) == []


def test_partial_and_running_weeks_are_not_judged(medicare: RulePack) -> None:
    weeks = [week(MON, session(date(2026, 9, 9)))]
    says = "2026-W37: 180 minutes were delivered in a partial week, in which the minimum of 540 is not judged"
    assert found(chart_text(weeks=weeks), medicare, date(2026, 9, 12)) == []
    late = chart_text(stay=STAY.replace("2026-09-07", "2026-09-08"), weeks=weeks)
    assert found(late, medicare, date(2026, 9, 12)) == []
    assert [(each.message, each.severity) for each in found(late, medicare)] == [(says, Severity.INFO)]
    ended = f'{PATTERN}\ndischarge = {{ on = 2026-09-12, reason = "completed" }}'
    assert [each.message for each in found(chart_text(ended, weeks=weeks), medicare, date(2026, 11, 23))] == [says]


def test_a_pack_without_a_minimum_says_nothing(packs: Mapping[str, RulePack]) -> None:
    weeks = [mornings(MON, *MISSED)]
    assert found(chart_text(weeks=weeks), packs["in"]) == []
    before = STAY.replace("2026-09-07", "2025-09-08")  # North Carolina has one from 2026 on
    assert found(chart_text(stay=before, weeks=[week(date(2025, 9, 8))]), packs["nc"], date(2025, 9, 14)) == []


def test_youth_need_six_hours_and_the_age_is_that_of_the_first_date(packs: Mapping[str, RulePack]) -> None:
    stay = STAY.replace("age_at_admission = 40", "age_at_admission = 17\nbirthdays = [{ on = 2026-09-15, turns = 18 }]")
    weeks = [mornings(MON + timedelta(weeks=n), *MISSED) for n in range(3)]
    assert messages(found(chart_text(stay=stay, weeks=weeks), packs["asam3"], date(2026, 9, 27))) == [
        "2026-W39: 360 of 540 minutes were delivered (180 short)"
    ]


def test_a_documented_reason_that_covers_the_shortfall_lowers_it_to_information(medicare: RulePack) -> None:
    [finding] = found(chart_text(weeks=[mornings(MON, EXCUSED, ATTENDED, ATTENDED)]), medicare)
    assert finding.message == (
        "2026-W37: 360 of 540 minutes were delivered (180 short), accounted for by closed days or documented reasons"
    )
    assert finding.next == "offer a make-up session if the lost time matters to the plan"
    assert finding.severity == "info"


def test_a_reason_for_a_part_of_the_shortfall_leaves_it_a_warning(medicare: RulePack) -> None:
    [finding] = found(chart_text(weeks=[mornings(MON, EXCUSED, UNEXCUSED, ATTENDED)]), medicare)
    assert (finding.severity, finding.message) == (
        "warning",
        "2026-W37: 180 of 540 minutes were delivered (360 short)",
    )


def test_a_shortfall_no_larger_than_the_minutes_on_closed_dates_is_information(medicare: RulePack) -> None:
    closed = 'closures = [{ date = 2026-09-07, reason = "Labor Day" }]'
    not_scheduled = week(MON, session(date(2026, 9, 9)), session(date(2026, 9, 11)))
    for weeks in (mornings(MON, *MISSED), not_scheduled):
        assert [each.severity for each in found(chart_text(program=closed, weeks=[weeks]), medicare)] == ["info"]
    late = mornings(MON, UNEXCUSED, ATTENDED, 'status = "partial", left = 11:59:00')
    assert [each.severity for each in found(chart_text(program=closed, weeks=[late]), medicare)] == ["warning"]


def test_a_closure_and_a_reason_may_cover_it_together(medicare: RulePack) -> None:
    closed = 'closures = [{ date = 2026-09-07, reason = "Labor Day" }]'
    weeks = [mornings(MON, None, EXCUSED, ATTENDED)]
    assert [each.severity for each in found(chart_text(program=closed, weeks=weeks), medicare)] == ["info"]


def test_a_reason_never_adds_minutes(medicare: RulePack) -> None:
    [finding] = found(chart_text(weeks=[mornings(MON, EXCUSED, EXCUSED, EXCUSED)]), medicare)
    assert finding.message.startswith("2026-W37: 0 of 540 minutes were delivered (540 short)")


def test_open_attendance_is_to_be_recorded_first(medicare: RulePack) -> None:
    [finding] = found(chart_text(weeks=[mornings(MON, None, ATTENDED, ATTENDED)]), medicare)
    assert finding.next == "record the attendance of the sessions that have none, then judge again"


def test_step_down_weeks_are_left_out_only_in_a_pack_that_knows_a_taper(packs: Mapping[str, RulePack]) -> None:
    plan = f'{PATTERN}\npattern_changes = [{{ kind = "step-down", from = 2026-09-14, slots = ["mon"] }}]'
    text = chart_text(plan, weeks=[mornings(MON, *MISSED), week(date(2026, 9, 14), session(date(2026, 9, 14)))])
    assert [each.on for each in found(text, packs["asam3"], date(2026, 9, 20))] == [MON]
    assert [each.on for each in found(text, packs["medicare"], date(2026, 9, 20))] == [MON, date(2026, 9, 14)]


def test_a_pack_may_prorate_partial_weeks() -> None:
    prorating = pack_of('partial_week = "prorate"\nlimits.minutes_per_week_min = [{ value = 540 }]')
    stay = STAY.replace("2026-09-07", "2026-09-08")
    wednesday, friday = date(2026, 9, 9), date(2026, 9, 11)
    enough = chart_text(stay=stay, weeks=[week(MON, session(wednesday), session(friday))])
    assert found(enough, prorating) == []
    [finding] = found(chart_text(stay=stay, weeks=[week(MON, session(wednesday))]), prorating)
    assert finding.message == (
        "2026-W37: 180 of 360 minutes were delivered (180 short; 540 prorated to a partial week)"
    )


def test_weeks_by_admission_are_named_by_their_first_date(medicare: RulePack) -> None:
    stay = STAY.replace("2026-09-07", "2026-09-09")
    weeks = [week(MON, session(date(2026, 9, 9))), mornings(date(2026, 9, 14), *MISSED)]
    assert messages(
        found(chart_text(stay=stay, program='week_anchor = "admission"', weeks=weeks), medicare, date(2026, 9, 15))
    ) == ["the week of 2026-09-09: 180 of 540 minutes were delivered (360 short)"]


def rolling(*weeks: str, program: str = MEDICARE, coverage: str = "") -> str:
    return chart_text(f"{PATTERN}\n{coverage}", program=f'week_anchor = "rolling"\n{program}', weeks=weeks)


def test_of_rolling_windows_the_shortest_is_reported_once(medicare: RulePack) -> None:
    text = rolling(mornings(MON), mornings(MON + timedelta(weeks=1), UNEXCUSED, UNEXCUSED, ATTENDED))
    assert messages(found(text, medicare, date(2026, 9, 20))) == [
        "the week of 2026-09-10: 180 of 540 minutes were delivered (360 short)"
    ]


def test_a_window_that_nothing_accounts_for_is_worse_than_a_shorter_one_that_is_accounted_for(
    medicare: RulePack,
) -> None:
    second, third = (MON + timedelta(weeks=n) for n in (1, 2))
    text = rolling(mornings(MON, EXCUSED, EXCUSED, EXCUSED), mornings(second), mornings(third, *MISSED))
    [finding] = found(text, medicare, date(2026, 9, 27))
    assert (finding.message, finding.severity) == (
        "the week of 2026-09-15: 360 of 540 minutes were delivered (180 short)",
        "warning",
    )


def test_the_worst_window_is_looked_for_in_the_weeks_that_the_payer_covers(medicare: RulePack) -> None:
    second = MON + timedelta(weeks=1)
    text = rolling(
        mornings(MON, UNEXCUSED, UNEXCUSED, ATTENDED),
        mornings(second, ATTENDED, ATTENDED, 'status = "partial", left = 11:00:00'),
        program="packs = []",
        coverage='coverage = [{ pack = "medicare", from = 2026-09-12 }]',
    )
    assert messages(found(text, medicare, date(2026, 9, 20))) == [
        "the week of 2026-09-12: 480 of 540 minutes were delivered (60 short)"
    ]
