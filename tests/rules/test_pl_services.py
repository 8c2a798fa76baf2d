"""PL207 and PL210: services, the objectives they serve, and the standing week."""

from collections.abc import Mapping
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.rules import pl207_service_not_linked as pl207
from iopctl.rules import pl210_plan_schedule_drift as pl210
from tests.conftest import AS_OF, messages, pack_of

Packs = Mapping[str, RulePack]


def test_linked_and_scheduled_services_are_clean_and_lunch_needs_no_objective(chart: Chart, packs: Packs) -> None:
    """
    [program]
    slots = [
      { id = "mon", track = "morning", service = "group", day = "mon", start = 09:00:00, end = 10:00:00 },
      { id = "lunch", track = "morning", service = "lunch", day = "mon", start = 12:00:00, end = 12:30:00 },
    ]
    [plan]
    pattern = { slots = ["mon", "lunch", "no-such-slot"] }
    services = [{ service = "group", per_week = 1, minutes = 60, objectives = ["g1.o1"] }]
    """
    assert messages(pl207.check(chart, packs["core"], AS_OF)) == []
    assert messages(pl210.check(chart, packs["core"], AS_OF)) == []


def test_yoga_in_the_pattern_that_serves_no_objective(chart: Chart, packs: Packs) -> None:
    """
    [program]
    slots = [{ id = "yoga", track = "morning", service = "yoga", day = "mon", start = 09:00:00, end = 10:00:00 }]
    [plan]
    pattern = { slots = ["yoga"] }
    [[plan.pattern_changes]]
    from = 2026-11-16
    slots = ["yoga"]
    own = [{ service = "individual", day = "wed", start = 13:00:00, end = 13:50:00 }]
    """
    findings = list(pl207.check(chart, packs["core"], AS_OF))
    assert messages(findings) == [
        "yoga is planned, but no objective is cited for it",
        "individual is planned, but no objective is cited for it",
    ]
    assert [str(finding.place) for finding in findings] == ["pattern.slots.0", "pattern_changes.0.own.0"]
    assert {finding.severity for finding in findings} == {"warning"}


def test_a_promise_without_objectives_or_a_time(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    services = [{ service = "family", per_week = 1, minutes = 50 }]
    """
    findings = list(pl207.check(chart, packs["core"], AS_OF))
    assert messages(findings) == [
        "family is planned, but no objective is cited for it",
        "family is promised, but it stands in no pattern and no session is booked",
    ]
    assert {str(finding.place) for finding in findings} == {"services.0"}


def test_one_of_two_promises_of_a_service_may_cite_for_both(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    pattern = { own = [{ service = "individual", day = "wed", start = 13:00:00, end = 13:50:00 }] }
    services = [
      { service = "individual", per_week = 1, minutes = 50 },
      { service = "individual", per_week = 1, minutes = 30, objectives = ["g1.o1"] },
    ]
    """
    assert messages(pl207.check(chart, packs["core"], AS_OF)) == []


def test_a_booked_session_keeps_the_promise_and_a_cancelled_one_does_not(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    services = [
      { service = "family", per_week = 1, minutes = 50, objectives = ["g1.o1"] },
      { service = "yoga", per_week = 1, minutes = 50, objectives = ["g1.o1"] },
    ]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    [[weeks.sessions]]
    id = "family"
    service = "family"
    date = 2026-11-23
    start = 09:00:00
    end = 09:50:00
    patients = ["pt-0001"]
    [[weeks.sessions]]
    id = "yoga"
    service = "yoga"
    date = 2026-11-23
    start = 10:00:00
    end = 10:50:00
    patients = ["pt-0001"]
    cancelled = { reason = "closure", by = "t01", on = 2026-11-22 }
    """
    assert messages(pl207.check(chart, packs["core"], AS_OF)) == [
        "yoga is promised, but it stands in no pattern and no session is booked"
    ]


def test_a_service_that_begins_tomorrow_need_not_be_booked_today(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    services = [{ service = "family", from = 2026-11-24, objectives = ["g1.o1"] }]
    """
    assert messages(pl207.check(chart, packs["core"], AS_OF)) == []
    assert len(messages(pl207.check(chart, packs["core"], date(2026, 11, 24)))) == 1


def test_a_pack_asks_for_either_link_or_for_none(chart: Chart) -> None:
    """
    [plan]
    services = [{ service = "family" }]
    """
    for word, said in (("objective", "planned"), ("schedule", "promised")):
        pack = pack_of(f'[[limits.service_links]]\nvalue = ["{word}"]')
        [finding] = pl207.check(chart, pack, AS_OF)
        assert finding.message.startswith(f"family is {said}")
    assert messages(pl207.check(chart, pack_of(""), AS_OF)) == []


def test_a_shorter_and_rarer_pattern_than_promised(chart: Chart, packs: Packs) -> None:
    """
    [program]
    slots = [
      { id = "mon", track = "morning", service = "group", day = "mon", start = 09:00:00, end = 10:00:00, breaks = [{ start = 09:30:00, end = 09:35:00 }] },
      { id = "wed", track = "morning", service = "group", day = "wed", start = 09:00:00, end = 10:00:00 },
    ]
    [plan]
    admitted_at = 2026-09-07
    pattern = { slots = ["mon", "wed"], own = [{ service = "individual", day = "wed", start = 13:00:00, end = 13:50:00 }] }
    services = [
      { service = "individual", per_week = 1, minutes = 50 },
      { service = "group", per_week = 3, minutes = 60 },
    ]
    """  # noqa: E501
    [finding] = pl210.check(chart, packs["core"], AS_OF)
    assert finding.message == (
        "the standing week holds 115 minutes of group (2 a week), the plan states 180 (3 a week)"
    )
    assert (finding.severity, str(finding.place)) == ("warning", "services.1")


def test_one_minute_of_drift_is_too_much_unless_the_pack_allows_it(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    pattern = { own = [{ service = "individual", day = "wed", start = 13:00:00, end = 13:49:00 }] }
    services = [{ service = "individual", per_week = 1, minutes = 50 }]
    """
    assert len(messages(pl210.check(chart, packs["medicare"], AS_OF))) == 1
    assert messages(pl210.check(chart, pack_of("[[limits.pattern_drift_max]]\nvalue = 1"), AS_OF)) == []


def test_every_second_week_agrees_with_none_and_with_one_a_week(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    pattern = { own = [
      { service = "individual", day = "wed", start = 13:00:00, end = 13:50:00 },
      { service = "yoga", day = "mon", start = 13:00:00, end = 13:50:00 },
      { service = "yoga", day = "tue", start = 13:00:00, end = 13:50:00 },
    ] }
    services = [
      { service = "individual", per_week = 0.5, minutes = 50 },
      { service = "family", per_week = 0.25, minutes = 50 },
      { service = "yoga", per_week = 0.5, minutes = 50 },
    ]
    """
    assert messages(pl210.check(chart, packs["core"], AS_OF)) == [
        "the standing week holds 100 minutes of yoga (2 a week), the plan states 25 (0.5 a week)"
    ]


def test_promises_of_other_weeks_or_without_a_dose_are_not_compared(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-12-07
    pattern = { own = [{ service = "individual", day = "wed", start = 13:00:00, end = 13:50:00 }] }
    services = [
      { service = "individual", per_week = 1, minutes = 50, weeks = 4 },
      { service = "family", per_week = 1 },
      { service = "group", per_week = 3, minutes = 60, from = 2026-12-14 },
    ]
    """
    assert messages(pl210.check(chart, packs["core"], AS_OF)) == []
    assert len(messages(pl210.check(chart, packs["core"], date(2026, 12, 14)))) == 1


def test_without_a_pattern_or_a_limit_nothing_drifts(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    services = [{ service = "family", per_week = 1, minutes = 50 }]
    """
    assert messages(pl210.check(chart, packs["core"], AS_OF)) == []
    assert messages(pl210.check(chart, pack_of(""), AS_OF)) == []
