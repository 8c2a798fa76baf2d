"""Who may stand in for a lead who is out."""

import pytest
from hypothesis import given

from iopctl.errors import NotFound, Refused
from iopctl.model.chart import Census
from iopctl.model.week import Week
from iopctl.scheduling.arranging import Move, against_move
from iopctl.scheduling.covering import Load, StandIn, refuse_no_lead, stand_ins
from iopctl.scheduling.days import Held
from tests.conftest import build_census
from tests.scheduling.arranged import FACTS, census_with, frame_of, held
from tests.scheduling.random_weeks import WEEKS

CENSUS = census_with()


def found(session_id: str, out: str, census: Census = CENSUS) -> dict[str, StandIn]:
    """Everybody else, in order."""
    return {each.person.id: each for each in stand_ins(frame_of(census), held(census, session_id), out)}


def against(each: StandIn) -> list[str]:
    """What stands against somebody."""
    return [fact.text for fact in each.against]


def test_those_who_may_come_first_of_them_the_same_role_then_the_least_load() -> None:
    assert list(found("mon", "t01")) == ["t04", "t03", "t02"]
    assert [each.may for each in found("mon", "t01").values()] == [True, True, False]
    # t02 leads nothing, t01 the group: both are therapists as t04 is, t03 is a nurse.
    assert list(found("yoga", "t04")) == ["t02", "t01", "t03"]


def test_a_skill_that_is_needed_and_lacking_bars() -> None:
    by = found("mon", "t01")
    assert (by["t04"].skilled, by["t02"].skilled) == (True, False)
    assert against(by["t02"]) == ["group needs the skill cbt, which nobody who leads mon has"]
    assert found("yoga", "t04")["t02"].skilled is None


def test_a_co_lead_stays_and_her_skill_is_enough() -> None:
    census = build_census(FACTS.replace('leads = ["t01"], patients', 'leads = ["t01", "t03"], patients'))
    by = found("mon", "t01", census)
    assert list(by) == ["t02", "t04"]
    assert (by["t02"].leads, against(by["t02"]), by["t02"].skilled) == (("t02", "t03"), [], False)
    assert found("mon", "t03", census)["t04"].leads == ("t01", "t04")


def test_what_stands_against_a_co_lead_is_not_about_the_stand_in() -> None:
    out_of_hours = 'start = 07:00:00, end = 08:30:00, breaks = [], room = "a", leads = ["t01", "t02"], patients'
    census = build_census(
        FACTS.replace(
            'start = 09:00:00, end = 10:30:00, breaks = [{ start = 09:45:00, end = 10:00:00 }], room = "a", '
            'leads = ["t01"], patients',
            out_of_hours,
        )
    )
    assert against(found("mon", "t02", census)["t04"]) == []
    assert against(found("mon", "t02", census)["t03"]) == []
    assert "t01" not in found("mon", "t02", census)
    # But the skill that only the one who is out had is lacking then.
    without = build_census(FACTS.replace('leads = ["t01"], patients', 'leads = ["t01", "t02"], patients'))
    assert against(found("mon", "t01", without)["t03"]) == []
    assert found("mon", "t01", without)["t03"].skilled is True


def test_whoever_leads_something_else_then_is_not_free() -> None:
    census = build_census(FACTS.replace("start = 10:30:00, end = 11:30:00", "start = 10:29:00, end = 11:30:00"))
    busy = found("mon", "t01", census)["t04"]
    assert (busy.free, busy.may) == (False, False)
    assert against(busy) == ["t04 leads yoga Mon 10:29-11:30"]
    assert found("mon", "t01")["t04"].free


def test_load_is_what_is_led_beside_it_that_day_and_that_week() -> None:
    tuesday = FACTS.replace('"individual", date = 2026-11-23', '"individual", date = 2026-11-24')
    by = found("mon", "t01", build_census(tuesday))
    assert (by["t04"].day, by["t04"].week) == (Load(1, 60), Load(2, 110))  # what was called off is no load
    assert (by["t03"].day, by["t03"].week) == (Load(0, 0), Load(0, 0))
    assert found("yoga", "t04")["t01"].day == Load(1, 75)  # without the break


def test_the_packs_of_those_in_it_accept_or_refuse() -> None:
    medicare = FACTS.replace('packs = ["core"]', 'packs = ["core", "medicare"]').replace(
        'id = "t03", role = "nurse"', 'id = "t03", role = "greeter"'
    )
    by = found("one", "t04", build_census(medicare))
    assert (by["t01"].accepted_by, by["t01"].refused_by, by["t01"].may) == (("medicare",), (), True)
    assert (by["t03"].accepted_by, by["t03"].refused_by, by["t03"].may) == ((), ("medicare",), False)
    assert against(by["t03"])[0].endswith(" and t03 of one is none")
    assert found("one", "t04")["t03"].accepted_by == ()


def test_somebody_who_is_no_lead_or_a_session_that_is_settled_needs_no_cover() -> None:
    refuse_no_lead(held(CENSUS, "mon"), "t01")
    with pytest.raises(NotFound, match=r"^t02 does not lead 2026-W48/mon\. Did you mean t01\?$"):
        refuse_no_lead(held(CENSUS, "mon"), "t02")
    with pytest.raises(Refused, match=r"^2026-W48/off was called off\."):
        refuse_no_lead(held(CENSUS, "off"), "t04")


@given(WEEKS)
def test_whoever_may_stand_in_can_be_moved_in(week: Week) -> None:
    census = CENSUS.with_week(week)
    frame, first = frame_of(census), Held(week, 0, week.sessions[0])
    for out in first.session.leads:
        for each in stand_ins(frame, first, out):
            after = Move(leads=each.leads).of(census.program, first.session)
            assert not (each.may and against_move(frame, first.session, after))


def test_nobody_stands_in_on_a_closed_day() -> None:
    census = build_census(FACTS.replace('"individual", date = 2026-11-23', '"individual", date = 2026-11-26'))
    assert {against(each)[0] for each in found("one", "t04", census).values()} == {
        "one on thu 2026-11-26: closed, Thanksgiving"
    }


def test_a_lead_who_has_left_the_list_can_be_replaced() -> None:
    census = build_census(FACTS.replace('leads = ["t01"], patients', 'leads = ["t99"], patients'))
    assert [each for each, one in found("mon", "t99", census).items() if one.may] == ["t01", "t03", "t04"]
