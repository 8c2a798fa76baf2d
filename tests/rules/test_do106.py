"""DO106: the mean of delivered minutes over full weeks. Three mornings are exactly nine hours."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from iopctl.checking import check_chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding
from iopctl.rules import do106_average_outside_range as do106
from tests.conftest import build_chart, messages, pack_of
from tests.three_mornings import ATTENDED, STAY, chart_text, mornings, session, week

W37, W38, W39, W40 = (date(2026, 9, day) for day in (7, 14, 21, 28))
SUNDAY = date(2026, 9, 20)
EARLY = 'status = "partial", left = 11:59:00'
EXCUSED = 'status = "absent-excused", reason = "illness"'
LOW = pack_of("limits.average_minutes_min = [{ value = 540 }]\nlimits.average_weeks_min = [{ value = 2 }]")


def found(text: str, pack: RulePack = LOW, today: date = SUNDAY) -> list[Finding]:
    return list(do106.check(build_chart(text), pack, today))


def short(monday: date) -> str:
    return mornings(monday, ATTENDED, ATTENDED, EARLY)


def long_days(monday: date, ends: str) -> str:
    """Two long days, the second to that time: to 18:30 they are nineteen hours."""
    return week(monday, session(monday, "09:00-18:30"), session(monday + timedelta(days=2), f"09:00-{ends}"))


def test_a_mean_that_equals_the_minimum_passes() -> None:
    assert found(chart_text(weeks=[mornings(W37), mornings(W38)])) == []


def test_half_a_minute_below_is_below_and_is_told_exactly() -> None:
    [finding] = found(chart_text(weeks=[mornings(W37), short(W38)]))
    assert finding.message == (
        "1079 minutes were delivered in 2 full weeks from 2026-W37 to 2026-W38, 539 1/2 a week on average,"
        " at least 540 are required"
    )
    assert finding.next == "offer make-up sessions, or ask whether a lower level of care is right"
    assert (finding.severity, finding.patient, finding.on) == ("warning", "pt-0001", W38)
    assert (finding.place.file, str(finding.place)) == ("weeks/2026-W38.toml", "sessions.0")


def test_a_mean_that_equals_the_maximum_passes_and_half_a_minute_above_does_not(
    packs: Mapping[str, RulePack],
) -> None:
    def text(ends: str) -> str:
        return chart_text(weeks=[long_days(W37, "18:30"), long_days(W38, ends)])

    assert found(text("18:30"), packs["va-arts"]) == []
    [finding] = found(text("18:31"), packs["va-arts"])
    assert finding.message == (
        "2281 minutes were delivered in 2 full weeks from 2026-W37 to 2026-W38, 1140 1/2 a week on average,"
        " at most 1140 are allowed"
    )
    assert finding.next == (
        "ask whether the plan should promise what is being given, or whether a higher level of care is needed"
    )
    assert (finding.severity, finding.on) == ("warning", W38)
    assert finding.limit is not None
    assert (finding.limit.name, finding.limit.cite) == ("average_minutes_max", "12VAC30-130-5090.A")


def test_a_pack_may_have_a_maximum_alone_or_a_minimum_alone() -> None:
    high = pack_of("limits.average_minutes_max = [{ value = 500 }]\nlimits.average_weeks_min = [{ value = 2 }]")
    weeks = [mornings(W37), mornings(W38)]
    assert [each.limit and each.limit.number for each in found(chart_text(weeks=weeks), high)] == [500]
    assert found(chart_text(weeks=[week(W37), week(W38)]), high) == []
    assert found(chart_text(weeks=[long_days(W37, "18:31"), long_days(W38, "18:31")])) == []


def test_a_pack_without_the_limits_says_nothing(packs: Mapping[str, RulePack]) -> None:
    assert found(chart_text(weeks=[week(W37), week(W38)]), packs["medicare"]) == []


def test_as_many_full_weeks_as_the_pack_wants_make_an_average_and_without_a_number_one_does() -> None:
    one = chart_text(weeks=[short(W37), mornings(W38)])
    assert found(one, today=date(2026, 9, 19)) == []
    assert len(found(one)) == 1
    any_number = pack_of("limits.average_minutes_min = [{ value = 540 }]")
    assert messages(found(one, any_number, date(2026, 9, 13))) == [
        "539 minutes were delivered in 1 full week in 2026-W37, 539 a week on average, at least 540 are required"
    ]


def test_partial_weeks_and_weeks_without_a_file_are_left_out() -> None:
    stay = STAY.replace("2026-09-07", "2026-09-08")
    weeks = [week(W37), mornings(W38), mornings(W40)]
    assert found(chart_text(stay=stay, weeks=weeks), today=date(2026, 10, 4)) == []
    assert len(found(chart_text(weeks=weeks), today=date(2026, 10, 4))) == 1


def test_weeks_are_averaged_by_the_limits_in_force_on_their_first_date(packs: Mapping[str, RulePack]) -> None:
    stay = STAY.replace("age_at_admission = 40", "age_at_admission = 20\nbirthdays = [{ on = 2026-09-21, turns = 21 }]")
    two = [mornings(monday, ATTENDED, ATTENDED, 'status = "absent-unexcused"') for monday in (W37, W38, W39, W40)]
    [finding] = found(chart_text(stay=stay, weeks=two), packs["va-arts"], date(2026, 10, 4))
    assert finding.message.startswith(
        "720 minutes were delivered in 2 full weeks from 2026-W39 to 2026-W40, 360 a week"
    )


def test_a_minimum_that_is_not_in_force_judges_nothing() -> None:
    ended = pack_of("limits.average_minutes_min = [{ value = 540, until = 2026-09-06 }]")
    assert found(chart_text(weeks=[week(W37), week(W38)]), ended) == []


def test_a_payer_averages_the_weeks_that_it_covers(packs: Mapping[str, RulePack]) -> None:
    plan = 'coverage = [{ pack = "va-arts", from = 2026-09-14 }]'
    weeks = [week(W37), mornings(W38), short(W39)]
    text = chart_text(plan, program="packs = []", weeks=weeks)
    [finding] = check_chart(build_chart(text), packs, date(2026, 9, 27), rules=[do106])
    assert finding.message.startswith("1079 minutes were delivered in 2 full weeks from 2026-W38 to 2026-W39,")


def closed(monday: date) -> str:
    return f'closures = [{{ date = {monday}, reason = "Storm" }}]'


def test_closed_days_that_account_for_the_shortfall_make_it_information() -> None:
    weeks = [mornings(W37), mornings(W38, None, ATTENDED, ATTENDED)]
    [finding] = found(chart_text(program=closed(W38), weeks=weeks))
    assert finding.message == (
        "900 minutes were delivered in 2 full weeks from 2026-W37 to 2026-W38, 450 a week on average,"
        " at least 540 are required, accounted for by closed days"
    )
    assert finding.next == "offer make-up sessions if the lost time matters to the plan"
    assert finding.severity == "info"


@pytest.mark.parametrize("record", [EARLY, EXCUSED])
def test_closed_days_that_do_not_and_reasons_on_record_leave_it_a_warning(record: str) -> None:
    weeks = [mornings(W37, None, ATTENDED, ATTENDED), mornings(W38, ATTENDED, ATTENDED, record)]
    [finding] = found(chart_text(program=closed(W37), weeks=weeks))
    assert finding.severity == "warning"
    assert "accounted" not in finding.message


def test_open_attendance_is_to_be_recorded_first() -> None:
    [finding] = found(chart_text(weeks=[mornings(W37, None, ATTENDED, ATTENDED), mornings(W38)]))
    assert finding.next == "record the attendance of the sessions that have none, then judge again"


def test_under_a_rolling_anchor_calendar_weeks_are_averaged() -> None:
    weeks = [mornings(W37), short(W38)]
    [finding] = found(chart_text(program='week_anchor = "rolling"', weeks=weeks))
    assert finding.message.startswith("1079 minutes were delivered in 2 full weeks from 2026-W37 to 2026-W38,")


def test_the_uncertain_age_band_of_a_pack_only_informs(packs: Mapping[str, RulePack]) -> None:
    stay = STAY.replace("age_at_admission = 40", "age_at_admission = 19")
    [finding] = found(chart_text(stay=stay, weeks=[week(W37), week(W38)]), packs["va-arts"])
    assert finding.severity == "info"
