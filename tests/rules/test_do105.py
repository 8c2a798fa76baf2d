"""DO105: how long a taper may be, and where. A stay of eight weeks, W37 to W44; 2026-11-01 is its last Sunday."""

from collections.abc import Mapping
from datetime import date

from iopctl.model.pack import RulePack
from iopctl.rules import do101_planned_weekly_minimum as do101
from iopctl.rules import do105_taper_too_long as do105
from tests.conftest import build_chart, messages, pack_of
from tests.three_mornings import PATTERN, STAY, chart_text

TODAY = date(2026, 9, 30)


def step_down(first: str, last: str, kind: str = "step-down", slots: str = '["mon"]') -> str:
    return f'{{ kind = "{kind}", from = {first}, until = {last}, slots = {slots} }}'


def stay(*changes: str, ends: str = "planned_discharge_on = 2026-11-01", program: str = "", plan: str = PATTERN) -> str:
    return chart_text(f"{plan}\n{ends}\npattern_changes = [{', '.join(changes)}]", program=program, stay=STAY)


def found(pack: RulePack, text: str, today: date = TODAY) -> list[str]:
    return messages(do105.check(build_chart(text), pack, today))


def test_two_weeks_at_the_end_are_a_taper(packs: Mapping[str, RulePack]) -> None:
    text = stay(step_down("2026-10-19", "2026-11-01"))
    assert found(packs["asam3"], text) == []
    assert messages(do101.check(build_chart(text), packs["asam3"], TODAY)) == []


def test_a_third_week_is_one_too_many(packs: Mapping[str, RulePack]) -> None:
    [finding] = do105.check(build_chart(stay(step_down("2026-10-12", "2026-11-01"))), packs["asam3"], TODAY)
    assert finding.message == (
        "a step-down below the minimum is planned for 3 weeks in a row from 2026-W42 to 2026-W44, at most 2 are allowed"
    )
    assert finding.next == "shorten it to 2 weeks, or plan the full dose before"
    assert (finding.severity, str(finding.place)) == ("error", "pattern_changes.0")
    assert finding.on == date(2026, 10, 26)  # the third week


def test_a_taper_in_the_middle_of_the_stay_is_none(packs: Mapping[str, RulePack]) -> None:
    [finding] = do105.check(build_chart(stay(step_down("2026-09-21", "2026-09-27"))), packs["asam3"], TODAY)
    assert finding.message == "a step-down below the minimum is planned in 2026-W39, before the last weeks of the stay"
    assert finding.next == "move it to the last weeks of the stay, or plan the full dose in those weeks"
    assert (finding.severity, finding.on) == ("error", date(2026, 9, 21))


def test_a_long_one_in_the_middle_is_both(packs: Mapping[str, RulePack]) -> None:
    too_long, early = found(packs["asam3"], stay(step_down("2026-09-21", "2026-10-11")))
    assert "for 3 weeks in a row from 2026-W39 to 2026-W41" in too_long
    assert early.endswith("is planned from 2026-W39 to 2026-W41, before the last weeks of the stay")


def test_two_tapers_are_judged_each_for_itself(packs: Mapping[str, RulePack]) -> None:
    text = stay(step_down("2026-09-21", "2026-09-27"), step_down("2026-10-19", "2026-11-01"))
    assert found(packs["asam3"], text) == [
        "a step-down below the minimum is planned in 2026-W39, before the last weeks of the stay"
    ]


def test_a_trailing_partial_week_belongs_to_the_end_and_does_not_count(packs: Mapping[str, RulePack]) -> None:
    ends = "planned_discharge_on = 2026-10-28"  # a Wednesday
    assert found(packs["asam3"], stay(step_down("2026-10-12", "2026-10-28"), ends=ends)) == []
    assert found(packs["asam3"], stay(step_down("2026-10-26", "2026-10-28"), ends=ends)) == []
    assert found(packs["asam3"], stay(step_down("2026-10-05", "2026-10-28"), ends=ends)) == [
        "a step-down below the minimum is planned for 3 weeks in a row from 2026-W41 to 2026-W43, at most 2 are allowed"
    ]


def test_a_step_down_that_keeps_the_minimum_is_no_taper(packs: Mapping[str, RulePack]) -> None:
    text = stay(step_down("2026-09-14", "2026-11-01", slots='["mon", "wed", "fri"]'))
    assert found(packs["asam3"], text) == []


def test_a_low_week_that_is_no_step_down_is_left_to_do101(packs: Mapping[str, RulePack]) -> None:
    text = stay(step_down("2026-09-21", "2026-09-27", kind="other"))
    assert found(packs["asam3"], text) == []
    assert messages(do101.check(build_chart(text), packs["asam3"], TODAY)) == [
        "180 minutes a week are planned in 2026-W39, at least 540 are required"
    ]


def test_a_pack_without_a_taper_leaves_it_to_do101(packs: Mapping[str, RulePack]) -> None:
    text = stay(step_down("2026-10-12", "2026-11-01"))
    assert found(packs["medicare"], text) == []
    assert messages(do101.check(build_chart(text), packs["medicare"], TODAY)) == [
        "180 minutes a week are planned from 2026-W42 to 2026-W44, at least 540 are required"
    ]


def test_youth_taper_below_six_hours(packs: Mapping[str, RulePack]) -> None:
    two = stay(step_down("2026-09-21", "2026-10-11", slots='["mon", "wed"]'))
    assert len(found(packs["asam3"], two)) == 2
    assert found(packs["asam3"], two.replace("age_at_admission = 40", "age_at_admission = 16")) == []


def test_a_taper_that_goes_on_without_a_planned_end_is_the_end_so_far(packs: Mapping[str, RulePack]) -> None:
    text = stay('{ kind = "step-down", from = 2026-09-14, slots = ["mon"] }', ends="")
    assert found(packs["asam3"], text, date(2026, 9, 23)) == []
    assert found(packs["asam3"], text, date(2026, 9, 28)) == [
        "a step-down below the minimum is planned for 3 weeks in a row from 2026-W38 to 2026-W40, at most 2 are allowed"
    ]


def test_rolling_programs_count_the_weeks_of_a_taper_on_the_calendar(packs: Mapping[str, RulePack]) -> None:
    text = stay(step_down("2026-10-19", "2026-11-01"), program='week_anchor = "rolling"')
    assert found(packs["asam3"], text) == []


def test_a_promised_dose_below_the_minimum_can_taper_too(packs: Mapping[str, RulePack]) -> None:
    dose = """services = [
      { service = "group", per_week = 3, minutes = 180, until = 2026-10-11 },
      { service = "group", per_week = 1, minutes = 180, from = 2026-10-12 },
    ]"""
    text = stay(step_down("2026-10-12", "2026-11-01"), plan=dose)
    assert found(packs["asam3"], text) == [
        "a step-down below the minimum is planned for 3 weeks in a row from 2026-W42 to 2026-W44, at most 2 are allowed"
    ]


def test_a_pack_may_allow_one_week_and_only_for_a_time() -> None:
    pack = pack_of(
        "limits.minutes_per_week_min = [{ value = 540 }]\nlimits.taper_weeks_max = [{ value = 1, since = 2026-10-01 }]"
    )
    text = stay(step_down("2026-10-19", "2026-11-01"))
    [finding] = do105.check(build_chart(text), pack, TODAY)
    assert finding.next == "shorten it to 1 week, or plan the full dose before"
    assert found(pack, stay(step_down("2026-09-14", "2026-09-27"))) == []


def test_without_a_minimum_nothing_is_below_it() -> None:
    pack = pack_of("limits.taper_weeks_max = [{ value = 1 }]")
    assert found(pack, stay(step_down("2026-09-14", "2026-09-27"))) == []
