"""DO301: activities without an objective against the week's countable minutes."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from iopctl.checking import check_chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding
from iopctl.rules import do301_diversionary_share as do301
from tests.conftest import build_chart, messages
from tests.three_mornings import ATTENDED, STAY, chart_text, session, week

MON, WED, FRI, SUNDAY = (date(2026, 9, day) for day in (7, 9, 11, 13))
LINKED = 'status = "attended", objectives = ["g1.o1"]'


@pytest.fixture
def medicare(packs: Mapping[str, RulePack]) -> RulePack:
    return packs["medicare"]


def found(text: str, pack: RulePack, today: date = SUNDAY) -> list[Finding]:
    return list(do301.check(build_chart(text), pack, today))


def said(minutes: int, total: int, name: str = "2026-W37") -> str:
    return (
        f"{name}: {minutes} of {total} countable minutes went to activities without an objective,"
        " at most 50 % are allowed"
    )


def art_week(art: str = "09:00-12:00", record: str = ATTENDED, monday: date = MON) -> str:
    """Three hours of group on Monday, and art on Wednesday."""
    return week(monday, session(monday), session(monday + timedelta(days=2), art, record, service="art"))


def test_exactly_half_passes(medicare: RulePack) -> None:
    assert found(chart_text("", weeks=[art_week()]), medicare) == []


def test_a_minute_more_is_too_much(medicare: RulePack) -> None:
    [finding] = found(chart_text("", weeks=[art_week("09:00-12:01")]), medicare)
    assert finding.message == said(181, 361)
    assert finding.next == "cite the objective in the sessions that work on one, or put treatment in their place"
    assert (finding.severity, finding.patient, finding.on) == ("warning", "pt-0001", MON)
    assert (finding.place.file, str(finding.place)) == ("weeks/2026-W37.toml", "sessions.0")
    assert finding.limit is not None
    assert finding.limit.name == "diversionary_percent_max"


def test_an_objective_of_the_plans_service_or_of_the_record_makes_it_treatment(medicare: RulePack) -> None:
    def promise(service: str, objectives: str) -> str:
        return f'services = [{{ service = "{service}", per_week = 1, minutes = 60, objectives = {objectives} }}]'

    long = art_week("09:00-13:00")
    assert found(chart_text(promise("art", '["g1.o1"]'), weeks=[long]), medicare) == []
    assert found(chart_text("", weeks=[art_week("09:00-13:00", LINKED)]), medicare) == []
    for plan in (promise("art", "[]"), promise("group", '["g1.o1"]')):
        assert messages(found(chart_text(plan, weeks=[long]), medicare)) == [said(240, 420)]


def test_recreation_is_diversion_and_group_therapy_is_not(medicare: RulePack) -> None:
    yoga = week(MON, session(MON), session(WED, "09:00-12:00", service="yoga"), session(FRI, "09:00-10:00"))
    assert found(chart_text("", weeks=[yoga]), medicare) == []
    more = week(MON, session(MON), *(session(day, "09:00-11:00", service="yoga") for day in (WED, FRI)))
    assert messages(found(chart_text("", weeks=[more]), medicare)) == [said(240, 420)]
    assert found(chart_text("", weeks=[week(MON, session(MON))]), medicare) == []


def test_a_meal_and_a_service_that_the_program_lacks_count_neither_way(medicare: RulePack) -> None:
    lunch = session(MON, "12:00-15:00", service="lunch")
    weeks = [week(MON, session(MON), lunch, session(WED, "09:00-12:01", service="art"))]
    assert messages(found(chart_text("", weeks=weeks), medicare)) == [said(181, 361)]
    unknown = [week(MON, session(MON), session(WED, "09:00-15:00", service="unknown"))]
    assert found(chart_text("", weeks=unknown), medicare) == []


def test_parallel_sessions_count_once(medicare: RulePack) -> None:
    both = week(MON, *(session(WED, "09:00-10:00", service=service) for service in ("art", "yoga")))
    assert messages(found(chart_text("", weeks=[both]), medicare)) == [said(60, 60)]


def test_what_was_missed_is_not_delivered(medicare: RulePack) -> None:
    missed = week(MON, session(MON), session(WED, "09:00-17:00", 'status = "absent-unexcused"', service="art"))
    assert found(chart_text("", weeks=[missed]), medicare) == []
    assert found(chart_text("", weeks=[week(MON)]), medicare) == []
    unrecorded = week(MON, session(MON), session(WED, "09:00-17:00", None, service="art"))
    assert found(chart_text("", weeks=[unrecorded]), medicare) == []


def test_partial_weeks_are_judged_once_they_are_over(medicare: RulePack) -> None:
    stay = STAY.replace("2026-09-07", "2026-09-09")
    weeks = [week(MON, session(WED, "09:00-10:00", service="art"))]
    assert messages(found(chart_text("", stay=stay, weeks=weeks), medicare)) == [said(60, 60)]
    assert found(chart_text("", stay=stay, weeks=weeks), medicare, date(2026, 9, 12)) == []
    ended = 'discharge = { on = 2026-09-10, reason = "completed" }'
    assert messages(found(chart_text(ended, stay=stay, weeks=weeks), medicare, date(2026, 9, 10))) == [said(60, 60)]


def test_a_pack_without_the_limits_says_nothing(packs: Mapping[str, RulePack]) -> None:
    text = chart_text("", weeks=[art_week("09:00-17:00")])
    assert found(text, packs["asam3"]) == []
    percent = packs["medicare"].model_copy(
        update={
            "limits": {name: held for name, held in packs["medicare"].limits.items() if name != "diversionary_kinds"}
        }
    )
    assert found(text, percent) == []


def test_the_limits_are_those_of_the_first_date_of_the_week(medicare: RulePack) -> None:
    stay = STAY.replace("2026-09-07", "2023-12-25")
    weeks = [art_week("09:00-17:00", monday=monday) for monday in (date(2023, 12, 25), date(2024, 1, 1))]
    found_here = found(chart_text("", stay=stay, weeks=weeks), medicare, date(2024, 1, 7))
    assert messages(found_here) == [said(480, 660, "2024-W01")]


def rolling(coverage: str = "") -> str:
    """Nine of ten hours are art in W37, all five in W38."""
    first = week(MON, session(MON, "09:00-10:00"), session(WED, "09:00-18:00", service="art"))
    second = week(date(2026, 9, 14), session(date(2026, 9, 16), "09:00-14:00", service="art"))
    return chart_text(coverage, program='week_anchor = "rolling"\npacks = []', weeks=[first, second])


def test_of_rolling_windows_the_one_with_the_largest_share_is_reported(
    medicare: RulePack, packs: Mapping[str, RulePack]
) -> None:
    sunday = date(2026, 9, 20)
    assert messages(found(rolling(), medicare, sunday)) == [said(540, 540, "the week of 2026-09-08")]
    covered = rolling('coverage = [{ pack = "medicare", from = 2026-09-07, until = 2026-09-07 }]')
    assert messages(check_chart(build_chart(covered), packs, sunday, rules=[do301])) == [said(540, 600)]
    assert found(chart_text("", program='week_anchor = "rolling"', weeks=[art_week()]), medicare) == []
