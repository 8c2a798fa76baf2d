"""S4: what a weekly minimum asks of one week. 540 minutes on three mornings, admission on a Wednesday."""

from datetime import date

import pytest

from iopctl.counting.minimum import asks_for_days, required, share, tapers
from iopctl.counting.weeks import ProgramWeek
from iopctl.model.chart import Chart
from tests.conftest import build_chart, pack_of
from tests.three_mornings import PATTERN, chart_text

W37, W38, W39, W40 = (ProgramWeek(date(2026, 9, day)) for day in (7, 14, 21, 28))
LIMITS = "limits.minutes_per_week_min = [{ value = 540 }]\n"
TAPER = "limits.taper_weeks_max = [{ value = 2, since = 2026-09-01, until = 2026-09-27 }]\n"
STEP_DOWN = 'pattern_changes = [{ kind = "step-down", from = 2026-09-21, slots = ["mon"] }]'


def need(week: ProgramWeek, end: date, *, plan: str = PATTERN, pack: str = LIMITS, more: str = "") -> int | None:
    chart = stay(plan, more)
    rules = pack_of(pack)
    limit = rules.limit("minutes_per_week_min", week.first, chart.plan)
    assert limit is not None
    return required(chart, rules, limit, week, end)


def stay(plan: str, more: str = "") -> Chart:
    return build_chart(chart_text(plan, stay=f"[plan]\nadmitted_at = 2026-09-09\n{more}"))


def test_a_full_week_needs_the_minimum() -> None:
    assert need(W38, date(2026, 9, 20)) == 540


@pytest.mark.parametrize(("week", "end"), [(W37, date(2026, 9, 20)), (W38, date(2026, 9, 19))])
def test_a_partial_or_running_week_is_not_judged(week: ProgramWeek, end: date) -> None:
    assert need(week, end) is None


def test_a_taper_week_is_not_judged_where_the_pack_knows_a_taper() -> None:
    plan, end = f"{PATTERN}\n{STEP_DOWN}", date(2026, 10, 4)
    assert need(W39, end, plan=plan) == 540
    assert need(W39, end, plan=plan, pack=LIMITS + TAPER) is None
    assert need(W38, end, plan=plan, pack=LIMITS + TAPER) == 540
    assert need(W40, end, plan=plan, pack=LIMITS + TAPER) == 540  # no longer in force


def test_a_taper_is_a_step_down_and_no_other_change() -> None:
    change = 'pattern_changes = [{ kind = "other", from = 2026-09-21, slots = ["mon"] }]'
    pack = pack_of(LIMITS + TAPER)
    assert tapers(stay(f"{PATTERN}\n{STEP_DOWN}"), pack, W39)
    assert not tapers(stay(f"{PATTERN}\n{change}"), pack, W39)


PRORATE = 'partial_week = "prorate"\n' + LIMITS


def test_a_pack_may_prorate_by_the_program_days_inside_the_stay() -> None:
    assert need(W37, date(2026, 9, 20), pack=PRORATE) == 360  # Wednesday and Friday of three
    assert need(W38, date(2026, 9, 20), pack=PRORATE) == 540


def test_a_share_is_rounded_up_to_a_whole_minute() -> None:
    pack = 'partial_week = "prorate"\nlimits.minutes_per_week_min = [{ value = 500 }]'
    assert need(W37, date(2026, 9, 20), pack=pack) == 334


def test_a_running_week_is_not_prorated_and_the_last_week_of_a_stay_is() -> None:
    ended = 'discharge = { on = 2026-09-16, reason = "completed" }'
    assert need(W38, date(2026, 9, 16), pack=PRORATE) is None
    assert need(W38, date(2026, 9, 16), pack=PRORATE, more=ended) == 360


def test_a_week_cut_by_a_break_is_a_share_of_a_whole_week() -> None:
    chart = build_chart(
        chart_text(
            PATTERN,
            program='week_anchor = "admission"',
            stay="[plan]\nadmitted_at = 2026-09-07\n"
            'pauses = [{ from = 2026-09-15, until = 2026-09-16, reason = "ill" }]',
        )
    )
    pack = pack_of(PRORATE)
    limit = pack.limit("minutes_per_week_min", date(2026, 9, 14), chart.plan)
    assert limit is not None
    assert required(chart, pack, limit, ProgramWeek(date(2026, 9, 14), days=3), date(2026, 9, 30)) == 180


def test_without_a_pattern_there_is_no_share() -> None:
    assert need(W37, date(2026, 9, 20), plan="", pack=PRORATE) is None


def test_any_weekly_number_has_a_share() -> None:
    chart, pack = stay(PATTERN), pack_of(PRORATE)
    assert share(chart, pack, 5, W38, date(2026, 9, 20)) == 5
    assert share(chart, pack, 5, W37, date(2026, 9, 20)) == 4  # two of three program days
    assert share(chart, pack_of(LIMITS), 5, W37, date(2026, 9, 20)) is None


@pytest.mark.parametrize(("admitted", "asked"), [("2026-09-07", True), ("2026-09-06", False), ("2026-09-08", True)])
def test_days_are_asked_for_in_weeks_wholly_inside_the_first_ones_of_the_stay(admitted: str, asked: bool) -> None:
    """With two first weeks, a stay from the 7th asks until the 20th, the last day of W38."""
    chart = build_chart(chart_text(PATTERN, stay=f"[plan]\nadmitted_at = {admitted}"))
    assert asks_for_days(chart, pack_of("limits.days_per_week_first_weeks = [{ value = 2 }]"), W38) is asked
    assert asks_for_days(chart, pack_of(LIMITS), W40)


def test_before_admission_is_known_and_before_the_limit_is_in_force_days_are_asked_for() -> None:
    pack = pack_of("limits.days_per_week_first_weeks = [{ value = 1, since = 2026-09-21 }]")
    assert asks_for_days(build_chart(chart_text(PATTERN, stay="[plan]")), pack, W40)
    assert asks_for_days(stay(PATTERN), pack, W38)
    assert not asks_for_days(stay(PATTERN), pack, W39)
