"""DC: discharge and transition."""

from collections.abc import Mapping
from datetime import date

import pytest

from iopctl.model.chart import Census, Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.rules import dc106_episode_length_unusual as dc106
from tests.conftest import AS_OF, build_chart, messages

Packs = Mapping[str, RulePack]


@pytest.mark.parametrize(
    ("end", "days"), [("2026-10-31", 55), ("2026-11-01", None), ("2026-11-29", None), ("2026-11-30", 85)]
)
def test_eight_to_twelve_weeks_pass_with_both_ends_counted(end: str, days: int | None, packs: Packs) -> None:
    planned = build_chart(f'[plan]\nstatus = "active"\nadmitted_at = 2026-09-07\nplanned_discharge_on = {end}')
    ended = build_chart(
        f'[plan]\nstatus = "closed"\nadmitted_at = 2026-09-07\ndischarge = {{ on = {end}, reason = "completed" }}'
    )
    after = date(2026, 12, 31)
    found = messages((*dc106.check(planned, packs["house"], AS_OF), *dc106.check(ended, packs["house"], after)))
    unusual = [
        f"the stay is planned for {days} days, 56 to 84 are usual",
        f"the stay lasted {days} days, 56 to 84 are usual",
    ]
    assert found == ([] if days is None else unusual)


def test_a_planned_end_is_a_state_and_an_actual_one_a_day(census: Census, packs: Packs) -> None:
    """
    [[plans]]
    patient = "pt-0001"
    status = "active"
    admitted_at = 2026-09-07
    planned_discharge_on = 2026-12-15
    [[plans]]
    patient = "pt-0002"
    status = "closed"
    admitted_at = 2026-09-07
    planned_discharge_on = 2026-11-27
    discharge = { on = 2026-09-28, reason = "step-down" }
    """
    planned, actual = (next(dc106.check(chart, packs["house"], AS_OF)) for chart in census.charts)
    assert (planned.place, planned.on) == (Place("pt-0001/plan.toml", ("planned_discharge_on",)), None)
    assert (actual.place, actual.on) == (Place("pt-0002/plan.toml", ("discharge", "on")), date(2026, 9, 28))
    assert actual.message == "the stay lasted 22 days, 56 to 84 are usual"
    assert planned.severity == actual.severity == "warning"


def test_an_end_of_another_kind_is_not_judged_by_its_length(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "closed"
    admitted_at = 2026-09-07
    planned_discharge_on = 2026-09-30
    discharge = { on = 2026-09-14, reason = "ama" }
    """
    assert messages(dc106.check(chart, packs["house"], AS_OF)) == []


def test_before_the_discharge_the_plan_is_judged(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "closed"
    admitted_at = 2026-09-07
    planned_discharge_on = 2026-09-30
    discharge = { on = 2026-11-20, reason = "completed" }
    """
    assert messages(dc106.check(chart, packs["house"], date(2026, 9, 20))) == [
        "the stay is planned for 24 days, 56 to 84 are usual"
    ]
    assert messages(dc106.check(chart, packs["house"], date(2026, 11, 20))) == []
    assert messages(dc106.check(chart, packs["core"], date(2026, 9, 20))) == []


def test_what_is_not_dated_is_not_judged(census: Census, packs: Packs) -> None:
    """
    [[plans]]
    patient = "pt-0001"
    status = "draft"
    planned_discharge_on = 2026-11-27
    [[plans]]
    patient = "pt-0002"
    status = "active"
    admitted_at = 2026-09-07
    """
    for chart in census.charts:
        assert messages(dc106.check(chart, packs["house"], AS_OF)) == []
