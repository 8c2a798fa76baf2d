"""Which claims and lines a pack judges, and which authorization a line draws on."""

from collections.abc import Mapping
from datetime import date

import pytest

from iopctl.counting.authorized import covering, drawn
from iopctl.counting.billed import applying, billed, claims_for, procedure, shown
from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from tests.conftest import AS_OF, pack_of

Packs = Mapping[str, RulePack]


@pytest.mark.parametrize(
    ("written", "code"),
    [("S9480", "S9480"), ("S9480-GO", "S9480"), (" s9480 go hq", "S9480"), ("90853:95\n", "90853"), ("", "")],
)
def test_a_code_is_told_without_its_modifiers(written: str, code: str) -> None:
    assert procedure(written) == code


@pytest.mark.parametrize("code", ["S9480", "90853", "0001T", "0905", "92", "A6", "AJ", "13X", "0131", "g0410"])
def test_a_code_is_named(code: str) -> None:
    assert shown(code) == code


@pytest.mark.parametrize("code", ["", "JANE", "Jane Doe", "X", "zq7zebra", "5551234567", "S9480 "])
def test_what_is_no_code_might_be_a_name(code: str) -> None:
    assert shown(code) == "a malformed code"


def test_a_claim_is_for_the_payer_that_it_names_and_for_the_packs_of_the_program(chart: Chart, packs: Packs) -> None:
    """
    [program]
    packs = ["core", "house"]
    [plan]
    [[claims]]
    number = "any"
    [[claims]]
    number = "medicare"
    pack = "medicare"
    [[claims]]
    number = "arts"
    pack = "va-arts"
    """
    judged = {pack: [claim.number for claim in claims_for(chart, packs[pack])] for pack in packs}
    assert judged["medicare"] == ["any", "medicare"]
    assert judged["va-arts"] == ["any", "arts"]
    assert judged["va-mhiop"] == ["any"]
    assert judged["core"] == judged["house"] == ["any", "medicare", "arts"]


def test_lines_stand_in_order_of_days_and_none_lies_ahead(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[claims]]
    lines = [{ on = 2026-11-24, code = "b" }, { on = 2026-11-23, code = "s9480-go" }, { on = 2026-11-20, code = "c" }]
    [[claims]]
    lines = [{ on = 2026-11-20, code = "d" }]
    """
    lines = billed(chart, packs["core"], AS_OF)
    assert [each.name for each in lines] == ["a malformed code", "a malformed code", "S9480"]
    assert [(each.on.day, each.code) for each in lines] == [(20, "C"), (20, "D"), (23, "S9480")]
    assert [each.place for each in lines[:2]] == [
        Place("pt-0001/claims/c-0.toml", ("lines", 2)),
        Place("pt-0001/claims/c-1.toml", ("lines", 0)),
    ]


def test_days_outside_the_coverage_count_only_when_a_pack_is_asked_about(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    coverage = [{ pack = "medicare", from = 2026-11-17, until = 2026-11-18 }]
    """
    days = [date(2026, 11, day) for day in (16, 17, 18, 19)]
    assert applying(chart, packs["medicare"], days) == days[1:3]
    assert applying(chart, packs["va-arts"], days) == days
    assert applying(chart, packs["core"], days) == days


def test_the_authorization_for_the_code_comes_first_then_the_one_that_ends_first(chart: Chart) -> None:
    """
    [plan]
    authorizations = [
      { number = "any", until = 2026-11-20 },
      { number = "open", code = "S9480" },
      { number = "late", code = "s9480-go", until = 2026-11-30 },
      { number = "soon", code = "S9480", from = 2026-11-18, until = 2026-11-20 },
      { number = "other", code = "H0015" },
      { number = "over", code = "S9480", until = 2026-11-19 },
    ]
    [[claims]]
    lines = [{ on = 2026-11-20, code = "S9480" }]
    """
    [each] = billed(chart, pack_of(""), AS_OF)
    numbers = [chart.plan.authorizations[n].number for n in covering(chart.plan, each)]
    assert numbers == ["soon", "late", "open", "any"]


def test_a_line_goes_where_there_is_room_for_all_of_its_units(chart: Chart) -> None:
    """
    [plan]
    authorizations = [
      { number = "first", units = 2, until = 2026-11-20 },
      { number = "second", units = 2, until = 2026-11-30 },
    ]
    [[claims]]
    lines = [
      { on = 2026-11-16, code = "S9480" },
      { on = 2026-11-17, code = "S9480", units = 2 },
      { on = 2026-11-18, code = "S9480" },
      { on = 2026-11-19, code = "S9480" },
      { on = 2026-11-23, code = "S9480" },
    ]
    """
    lines = drawn(chart.plan, billed(chart, pack_of(""), AS_OF))
    assert {index: [each.on.day for each in mine] for index, mine in lines.items()} == {0: [16, 18, 19], 1: [17, 23]}


def test_without_a_number_of_units_there_is_always_room(chart: Chart) -> None:
    """
    [plan]
    authorizations = [{ number = "first", until = 2026-11-30 }, { number = "second", units = 9 }]
    [[claims]]
    lines = [{ on = 2026-11-16, code = "S9480", units = 50 }, { on = 2026-11-17, code = "S9480", units = 50 }]
    """
    assert list(drawn(chart.plan, billed(chart, pack_of(""), AS_OF))) == [0]


def test_a_claim_draws_on_the_authorization_that_it_names_in_any_of_its_windows(chart: Chart) -> None:
    """
    [plan]
    authorizations = [
      { number = "a", until = 2026-11-16 },
      { number = "b" },
      { number = "a", from = 2026-11-18 },
    ]
    [[claims]]
    authorization = "a"
    lines = [
      { on = 2026-11-16, code = "S9480" },
      { on = 2026-11-17, code = "S9480" },
      { on = 2026-11-18, code = "S9480" },
    ]
    [[claims]]
    authorization = "typo"
    lines = [{ on = 2026-11-17, code = "H0015" }]
    """
    lines = drawn(chart.plan, billed(chart, pack_of(""), AS_OF))
    assert {index: [each.on.day for each in mine] for index, mine in lines.items()} == {0: [16], 1: [17], 2: [18]}
