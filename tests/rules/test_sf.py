"""SF: safety and relapse prevention."""

from collections.abc import Mapping
from datetime import date

from iopctl.model.chart import Census, Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.rules import sf102_relapse_plan_missing as sf102
from tests.conftest import AS_OF, messages, pack_of

Packs = Mapping[str, RulePack]


def test_the_comprehensive_plan_brings_a_relapse_prevention_plan(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-09-07
    revisions = [
      { revision = 1, kind = "initial", effective_at = 2026-09-07 },
      { revision = 2, kind = "comprehensive", effective_at = 2026-10-05T09:00:00-04:00 },
      { revision = 3, kind = "comprehensive", effective_at = 2026-11-02 },
    ]
    """
    assert messages(sf102.check(chart, packs["house"], date(2026, 9, 27))) == []
    [soon] = sf102.check(chart, packs["house"], date(2026, 9, 28))
    assert soon.message == "a relapse prevention plan is due on 2026-10-05: comprehensive-plan"
    assert soon.severity == "info"
    [missing] = sf102.check(chart, packs["house"], date(2026, 10, 5))
    assert missing.message == "no dated relapse prevention plan, it was due with the comprehensive plan of 2026-10-05"
    assert missing.place == Place("pt-0001/plan.toml", ("revisions", 1, "effective_at"))
    assert (missing.severity, missing.on) == ("warning", None)
    assert messages(sf102.check(chart, packs["core"], AS_OF)) == []
    at_discharge_only = pack_of('limits.relapse_plan_due = [{ value = ["discharge"] }]')
    assert messages(sf102.check(chart, at_discharge_only, AS_OF)) == []


def test_one_that_was_written_late_passes_from_its_date_on(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-09-07
    revisions = [{ revision = 1, kind = "comprehensive", effective_at = 2026-10-05 }]
    relapse_prevention = { warning_signs = ["..."], on = 2026-10-20 }
    """
    assert len(list(sf102.check(chart, packs["house"], date(2026, 10, 19)))) == 1
    assert messages(sf102.check(chart, packs["house"], date(2026, 10, 20))) == []


def test_without_a_date_or_without_content_it_is_none(census: Census, packs: Packs) -> None:
    """
    [[plans]]
    patient = "pt-0001"
    status = "active"
    revisions = [{ revision = 1, kind = "comprehensive", effective_at = 2026-10-05 }]
    relapse_prevention = { warning_signs = ["..."], coping = ["..."] }
    [[plans]]
    patient = "pt-0002"
    status = "active"
    revisions = [{ revision = 1, kind = "comprehensive", effective_at = 2026-10-05 }]
    relapse_prevention = { contacts = ["988"], on = 2026-10-05 }
    """
    for chart in census.charts:
        assert len(list(sf102.check(chart, packs["house"], AS_OF))) == 1


def test_it_is_there_on_the_day_of_the_comprehensive_plan(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-09-07
    revisions = [{ revision = 1, kind = "comprehensive", effective_at = 2026-10-05 }]
    relapse_prevention = { coping = ["..."], on = 2026-10-05 }
    """
    assert messages(sf102.check(chart, packs["house"], AS_OF)) == []


def test_who_goes_home_without_one_is_found_on_the_day_of_discharge(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "closed"
    admitted_at = 2026-09-07
    discharge = { on = 2026-11-20, reason = "completed" }
    """
    [soon] = sf102.check(chart, packs["house"], date(2026, 11, 19))
    assert (soon.message, soon.severity) == ("a relapse prevention plan is due on 2026-11-20: discharge", "info")
    [missing] = sf102.check(chart, packs["house"], date(2026, 11, 20))
    assert missing.message == (
        "no relapse prevention plan dated or reviewed within the stay, discharge was on 2026-11-20"
    )
    assert missing.place == Place("pt-0001/plan.toml", ("discharge", "on"))
    assert (missing.severity, missing.on) == ("warning", date(2026, 11, 20))


def test_a_planned_discharge_reminds_and_never_fires(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-09-07
    planned_discharge_on = 2026-11-27
    """
    assert messages(sf102.check(chart, packs["house"], date(2026, 11, 19))) == []
    [soon] = sf102.check(chart, packs["house"], date(2026, 11, 20))
    assert soon.place == Place("pt-0001/plan.toml", ("planned_discharge_on",))
    assert soon.severity == "info"
    assert messages(sf102.check(chart, packs["house"], date(2026, 11, 28))) == []


def test_one_written_on_the_day_of_admission_lies_within_the_stay(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "closed"
    admitted_at = 2026-09-07
    relapse_prevention = { coping = ["..."], on = 2026-09-07 }
    discharge = { on = 2026-11-20, reason = "completed" }
    """
    assert messages(sf102.check(chart, packs["house"], AS_OF)) == []


def test_one_from_an_earlier_stay_counts_once_it_was_gone_through_again(census: Census, packs: Packs) -> None:
    """
    [[plans]]
    patient = "pt-0001"
    status = "closed"
    admitted_at = 2026-09-07
    relapse_prevention = { coping = ["..."], on = 2026-05-01 }
    discharge = { on = 2026-11-20, reason = "completed" }
    [[plans]]
    patient = "pt-0002"
    status = "closed"
    admitted_at = 2026-09-07
    relapse_prevention = { coping = ["..."], on = 2026-05-01, reviewed_on = 2026-11-20 }
    discharge = { on = 2026-11-20, reason = "completed" }
    [[plans]]
    patient = "pt-0003"
    status = "closed"
    admitted_at = 2026-09-07
    relapse_prevention = { coping = ["..."], on = 2026-05-01, reviewed_on = 2026-11-21 }
    discharge = { on = 2026-11-20, reason = "completed" }
    """
    old, reviewed, too_late = (len(list(sf102.check(chart, packs["house"], AS_OF))) for chart in census.charts)
    assert (old, reviewed, too_late) == (1, 0, 1)


def test_of_several_days_on_which_it_was_gone_through_one_within_the_stay_is_enough(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "closed"
    admitted_at = 2026-09-07
    relapse_prevention = { coping = ["..."], on = 2026-05-01, reviewed_on = [2026-06-01, 2026-11-20, 2026-12-01] }
    discharge = { on = 2026-11-20, reason = "completed" }
    """
    assert messages(sf102.check(chart, packs["house"], AS_OF)) == []
