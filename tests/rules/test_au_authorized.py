"""AU: units, days and codes beyond what was authorized, and when it was asked for."""

from collections.abc import Mapping
from datetime import date

import pytest

from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.rules import au101_units_over_authorised as au101
from iopctl.rules import au102_service_outside_authorisation as au102
from iopctl.rules import au103_request_timing as au103
from iopctl.testing import found
from tests.conftest import AS_OF, messages, pack_of

Packs = Mapping[str, RulePack]


# AU101


def test_the_last_authorized_unit_passes_and_the_next_does_not(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    authorizations = [{ number = "A-881", code = "S9480", units = 3, from = 2026-11-16, until = 2026-11-20 }]
    [[claims]]
    lines = [{ on = 2026-11-16, code = "S9480" }, { on = 2026-11-17, code = "S9480", units = 2 }]
    [[claims]]
    lines = [{ on = 2026-11-18, code = "S9480-GO" }, { on = 2026-11-19, code = "S9480" }]
    """
    assert messages(au101.check(chart, packs["core"], date(2026, 11, 17))) == []
    [first] = au101.check(chart, packs["core"], date(2026, 11, 18))
    assert first.message == (
        "4 units are billed on the authorization A-881, which allows 3; the line of 2026-11-18 goes beyond"
    )
    [both] = au101.check(chart, packs["core"], AS_OF)
    assert both.message == (
        "5 units are billed on the authorization A-881, which allows 3; the line of 2026-11-18 goes beyond"
    )
    assert both.place == Place("pt-0001/claims/c-1.toml", ("lines", 0))
    assert (both.patient, both.on, both.severity) == ("pt-0001", date(2026, 11, 18), "error")
    assert both.limit == packs["core"].limit("units_over_authorized_max", AS_OF)
    assert both.next == "correct the lines billed in error, or ask the payer for more units"
    assert messages(au101.check(chart, packs["medicare"], AS_OF)) == []


def test_a_contract_may_allow_some_units_beyond(chart: Chart) -> None:
    """
    [plan]
    authorizations = [{ number = "A-881", units = 1 }]
    [[claims]]
    lines = [{ on = 2026-11-16, code = "S9480", units = 3 }]
    """
    assert found(au101, chart, pack_of("limits.units_over_authorized_max = [{ value = 2 }]"), AS_OF) == []
    assert found(au101, chart, pack_of("limits.units_over_authorized_max = [{ value = 1 }]"), AS_OF) == [
        "3 units are billed on the authorization A-881, which allows 2; the line of 2026-11-16 goes beyond"
    ]
    later = pack_of("limits.units_over_authorized_max = [{ value = 0, since = 2026-11-17 }]")
    assert found(au101, chart, later, AS_OF) == []


def test_each_authorization_is_counted_by_itself(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    authorizations = [
      { number = "A", code = "S9480", units = 1, until = 2026-11-30 },
      { number = "B", code = "H0015", units = 1 },
      { number = "C", code = "90853" },
    ]
    [[claims]]
    lines = [
      { on = 2026-11-16, code = "S9480" },
      { on = 2026-11-16, code = "H0015", units = 2 },
      { on = 2026-11-16, code = "90853", units = 9 },
      { on = 2026-11-17, code = "S9480" },
    ]
    """
    assert found(au101, chart, packs["core"], AS_OF) == [
        "2 units are billed on the authorization A, which allows 1; the line of 2026-11-17 goes beyond",
        "2 units are billed on the authorization B, which allows 1; the line of 2026-11-16 goes beyond",
    ]


def test_units_that_the_next_authorization_holds_are_not_over(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    authorizations = [
      { number = "A", units = 1, from = 2026-11-16, until = 2026-11-20 },
      { number = "B", units = 1, from = 2026-11-18, until = 2026-11-30 },
    ]
    [[claims]]
    lines = [{ on = 2026-11-18, code = "S9480" }, { on = 2026-11-19, code = "S9480" }]
    """
    assert found(au101, chart, packs["core"], AS_OF) == []


def test_a_claim_that_names_its_authorization_uses_no_other(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    authorizations = [{ number = "A", units = 1 }, { number = "B", units = 9 }]
    [[claims]]
    authorization = "A"
    lines = [{ on = 2026-11-18, code = "S9480" }, { on = 2026-11-19, code = "S9480" }]
    """
    assert found(au101, chart, packs["core"], AS_OF) == [
        "2 units are billed on the authorization A, which allows 1; the line of 2026-11-19 goes beyond"
    ]


# AU102


def test_both_ends_of_an_authorization_are_inside_and_the_gap_is_not(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    authorizations = [
      { number = "A", code = "S9480", from = 2026-11-02, until = 2026-11-06 },
      { number = "B", from = 2026-11-10, until = 2026-11-20 },
      { number = "C", code = "H0015" },
    ]
    [[claims]]
    lines = [
      { on = 2026-11-01, code = "S9480" },
      { on = 2026-11-02, code = "S9480" },
      { on = 2026-11-06, code = "S9480-GO" },
      { on = 2026-11-09, code = "S9480" },
      { on = 2026-11-10, code = "S9480" },
      { on = 2026-11-20, code = "S9480" },
    ]
    """
    before, between = au102.check(chart, packs["core"], AS_OF)
    windows = "A from 2026-11-02 until 2026-11-06, B from 2026-11-10 until 2026-11-20"
    assert before.message == f"S9480 is billed on 2026-11-01, outside every authorization for it: {windows}"
    assert between.message == f"S9480 is billed on 2026-11-09, outside every authorization for it: {windows}"
    assert between.place == Place("pt-0001/claims/c-0.toml", ("lines", 3))
    assert (between.patient, between.on, between.severity) == ("pt-0001", date(2026, 11, 9), "error")
    assert between.limit == packs["core"].limit("outside_authorization_max", AS_OF)
    assert between.next == "correct the line, or record the authorization that covers it"
    assert found(au102, chart, packs["medicare"], AS_OF) == []


def test_an_open_end_stays_open(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    authorizations = [{ number = "A", until = 2026-11-06 }, { number = "B", from = 2026-11-10 }]
    [[claims]]
    lines = [
      { on = 2020-01-01, code = "S9480" },
      { on = 2026-11-08, code = "S9480" },
      { on = 2026-11-23, code = "S9480" },
    ]
    """
    assert found(au102, chart, packs["core"], AS_OF) == [
        "S9480 is billed on 2026-11-08, outside every authorization for it: A until 2026-11-06, B from 2026-11-10"
    ]


def test_without_any_authorization_only_a_pack_that_requires_one_finds_the_line(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[claims]]
    lines = [{ on = 2026-11-18, code = "S9480" }, { on = 2026-11-19, code = "S9480" }]
    """
    assert found(au102, chart, packs["core"], AS_OF) == []
    first, second = au102.check(chart, packs["va-mhiop"], AS_OF)
    assert first.message == "S9480 is billed on 2026-11-18, and no authorization is on file"
    assert (first.severity, second.on) == ("error", date(2026, 11, 19))
    never = pack_of('[[limits.outside_authorization_max]]\nvalue = 0\n[[limits.authorization_required]]\nvalue = ["x"]')
    assert found(au102, chart, never, AS_OF) == []


def test_a_code_that_no_authorization_is_for_may_need_none(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    authorizations = [{ number = "A", code = "S9480" }, { number = "B", code = "H0015" }, { number = "C", code = "H0015" }]
    [[claims]]
    lines = [{ on = 2026-11-18, code = "90791" }]
    """  # noqa: E501  # one list
    [maybe] = au102.check(chart, packs["core"], AS_OF)
    assert maybe.message == "90791 is billed on 2026-11-18, authorizations are only for H0015, S9480"
    assert maybe.severity == "info"
    [surely] = au102.check(chart, packs["va-arts"], AS_OF)
    assert (surely.message, surely.severity) == (maybe.message, "error")


def test_a_claim_is_held_to_the_authorization_that_it_names(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    authorizations = [{ number = "A", until = 2026-11-17 }, { number = "B", code = "S9480" }]
    [[claims]]
    authorization = "A"
    lines = [{ on = 2026-11-17, code = "S9480" }, { on = 2026-11-18, code = "S9480" }]
    [[claims]]
    authorization = "typo"
    lines = [{ on = 2026-11-18, code = "S9480" }]
    [[claims]]
    authorization = "B"
    lines = [{ on = 2026-11-17, code = "H0015" }]
    """
    assert found(au102, chart, packs["core"], AS_OF) == [
        "H0015 is billed on 2026-11-17, authorizations are only for S9480",
        "S9480 is billed on 2026-11-18, outside the authorization that its claim names: A until 2026-11-17",
    ]


def test_a_contract_may_allow_a_line_a_day_outside(chart: Chart) -> None:
    """
    [plan]
    authorizations = [{ number = "A", until = 2026-11-17 }]
    [[claims]]
    lines = [
      { on = 2026-11-18, code = "H0015" },
      { on = 2026-11-18, code = "S9480" },
      { on = 2026-11-19, code = "S9480" },
    ]
    """
    lenient = pack_of("limits.outside_authorization_max = [{ value = 1 }]")
    assert found(au102, chart, lenient, AS_OF) == [
        "S9480 is billed on 2026-11-18, outside every authorization for it: A until 2026-11-17"
    ]


# AU103

REQUESTED = """
[plan]
admitted_at = 2026-09-04
authorizations = [{{ number = "A-881", code = "S9480", from = 2026-09-07, requested_on = {day} }}]
"""
FIRST, NEXT = (
    "{ number = 'A', code = 'H0015', from = 2026-09-04",
    "{ number = 'B', code = 'H0015-HQ', from = 2026-10-05",
)


@pytest.mark.parametrize("day", ["2026-08-08", "2026-09-07"])
def test_thirty_days_before_and_the_first_day_itself_are_in_time(day: str) -> None:
    assert found(au103, REQUESTED.format(day=day), "va-mhiop", AS_OF) == []


def test_a_day_before_the_window_is_too_early_and_a_day_after_it_too_late(packs: Packs) -> None:
    assert found(au103, REQUESTED.format(day="2026-08-07"), "va-mhiop", AS_OF) == [
        "the authorization A-881 from 2026-09-07 was requested on 2026-08-07, the first day for it was 2026-08-08"
    ]
    assert found(au103, REQUESTED.format(day="2026-09-08"), "va-mhiop", AS_OF) == [
        "the authorization A-881 from 2026-09-07 was requested on 2026-09-08, the last day for it was 2026-09-07"
    ]
    assert found(au103, REQUESTED.format(day="2026-09-08"), "core", AS_OF) == []


def test_a_late_request_is_a_warning_dated_by_the_first_authorized_day(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    authorizations = [
      { number = "A", from = 2026-09-07, requested_on = 2026-09-01 },
      { number = "B", from = 2026-10-05, requested_on = 2026-10-06 },
      { number = "C", from = 2027-03-01, requested_on = 2026-11-23 },
      { number = "D", from = 2021-06-30, requested_on = 2021-09-01 },
    ]
    """
    late, early = au103.check(chart, packs["va-mhiop"], AS_OF)
    assert late.place == Place("pt-0001/plan.toml", ("authorizations", 1, "requested_on"))
    assert (late.patient, late.on, late.severity) == ("pt-0001", date(2026, 10, 5), "warning")
    assert late.limit == packs["va-mhiop"].limit("request_days_after_max", AS_OF)
    assert early.limit == packs["va-mhiop"].limit("request_days_before_max", AS_OF)
    assert late.next == "ask the payer from which day the authorization holds, and file the next request in time"
    assert early.next == "ask the payer whether the request counts, and file the next one inside the window"
    assert early.on == date(2027, 3, 1)
    assert messages(au103.check(chart, packs["va-mhiop"], date(2026, 11, 22))) == [late.message]


@pytest.mark.parametrize(
    ("start", "last"),
    [
        ("2026-09-04", "2026-09-08"),  # a Friday; Monday is Labor Day
        ("2026-09-08", "2026-09-09"),
        ("2026-11-28", "2026-11-30"),  # a Saturday
    ],
)
def test_the_initial_request_has_one_business_day(start: str, last: str) -> None:
    late = date.fromordinal(date.fromisoformat(last).toordinal() + 1)
    facts = "[plan]\nauthorizations = [{{ number = 'A', from = {}, requested_on = {} }}]"
    assert found(au103, facts.format(start, last), "va-arts", "2026-12-31") == []
    assert found(au103, facts.format(start, late), "va-arts", "2026-12-31") == [
        f"the authorization A from {start} was requested on {late}, the last day for it was {last}"
    ]


def test_a_contract_may_give_days_after_the_start() -> None:
    facts = "[plan]\nauthorizations = [{{ number = 'A', from = 2026-09-04, requested_on = {} }}]"
    pack = pack_of("limits.request_days_after_max = [{ value = 4 }]")
    assert found(au103, facts.format("2026-09-08"), pack, AS_OF) == []
    assert found(au103, facts.format("2026-09-09"), pack, AS_OF) == [
        "the authorization A from 2026-09-04 was requested on 2026-09-09, the last day for it was 2026-09-08"
    ]


def test_five_days_before_are_early_enough_for_addiction_services() -> None:
    facts = "[plan]\nauthorizations = [{{ number = 'A', from = 2026-09-08, requested_on = {} }}]"
    assert found(au103, facts.format("2026-09-03"), "va-arts", AS_OF) == []
    assert found(au103, facts.format("2026-09-02"), "va-arts", AS_OF) == [
        "the authorization A from 2026-09-08 was requested on 2026-09-02, the first day for it was 2026-09-03"
    ]


def test_a_continued_stay_is_requested_by_its_own_first_day() -> None:
    facts = "[plan]\nauthorizations = [{}, requested_on = 2026-10-06 }}, {}, requested_on = 2026-09-04 }}]"
    assert found(au103, facts.format(NEXT, FIRST), "va-arts", AS_OF) == [
        "the authorization B from 2026-10-05 was requested on 2026-10-06, the last day for it was 2026-10-05"
    ]
    in_time = facts.replace("10-06", "10-05")
    assert found(au103, in_time.format(NEXT, FIRST), "va-arts", AS_OF) == []


def test_the_first_authorization_for_another_code_is_an_initial_one_too() -> None:
    facts = "[plan]\nauthorizations = [{}, requested_on = 2026-10-06 }}, {}, requested_on = 2026-09-04 }}]"
    assert found(au103, facts.format(NEXT, FIRST).replace("H0015'", "S9480'"), "va-arts", AS_OF) == []


def test_without_its_own_first_day_an_authorization_starts_with_the_stay(packs: Packs) -> None:
    facts = "[plan]\n{}authorizations = [{{ number = 'A', requested_on = 2026-09-09 }}]"
    assert found(au103, facts.format("admitted_at = 2026-09-07T09:00:00-04:00\n"), "va-mhiop", AS_OF) == [
        "the authorization A from 2026-09-07 was requested on 2026-09-09, the last day for it was 2026-09-07"
    ]
    assert found(au103, facts.format(""), "va-mhiop", AS_OF) == []


def test_a_request_without_a_day_is_a_gap(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    authorizations = [{ number = "A-881", from = 2026-09-07 }]
    """
    [gap] = au103.check(chart, packs["va-mhiop"], AS_OF)
    assert gap.message == (
        "the authorization A-881 from 2026-09-07 has no requested_on, so the timing of its request cannot be judged"
    )
    assert (gap.severity, gap.next, gap.on) == ("info", "write requested_on", date(2026, 9, 7))
    assert gap.limit == packs["va-mhiop"].limit("request_days_before_max", AS_OF)
    assert gap.place == Place("pt-0001/plan.toml", ("authorizations", 0, "requested_on"))
    assert len(list(au103.check(chart, packs["va-arts"], AS_OF))) == 1
    assert messages(au103.check(chart, packs["core"], AS_OF)) == []
