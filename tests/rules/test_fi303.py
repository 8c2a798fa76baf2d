"""FI303: what a pack does not know, or nobody has verified."""

from collections.abc import Mapping
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.rules import fi303_no_version_in_force as fi303
from tests.conftest import AS_OF, messages, pack_of

Packs = Mapping[str, RulePack]

VERIFIED = "verified_on = 2026-11-23"


def test_a_pack_read_in_the_primary_text_is_clean(chart: Chart, packs: Packs) -> None:
    """
    [program]
    packs = ["ks"]
    [plan]
    admitted_at = 2026-09-07
    """
    assert messages(fi303.check(chart, packs["ks"], AS_OF)) == []


def test_what_is_from_memory_or_was_never_read_is_listed_once(chart: Chart) -> None:
    """
    [program]
    packs = ["test"]
    [plan]
    admitted_at = 2026-09-07
    """
    pack = pack_of(f"""
        limits.read = [{{ value = 1, {VERIFIED} }}]
        limits.unread = [{{ value = 1 }}]
        limits.remembered = [{{ value = 1, certainty = "memory", {VERIFIED} }}]
        limits.guessed = [{{ value = 1, certainty = "uncertain", {VERIFIED} }}]
        limits.second_hand = [{{ value = 1, certainty = "secondary", {VERIFIED} }}]
    """)
    [finding] = fi303.check(chart, pack, AS_OF)
    assert finding.message == "not verified in the pack test: unread, remembered, guessed"
    assert (finding.pack, finding.patient, finding.on) == ("test", None, None)
    assert (finding.severity, finding.place) == ("info", chart.program.at("packs"))


def test_only_versions_in_force_during_the_stay_need_to_be_verified(chart: Chart) -> None:
    """
    [program]
    packs = ["test"]
    [plan]
    admitted_at = 2026-09-07
    discharge = { on = 2026-10-02, reason = "completed" }
    """
    for dates, said in (
        ("until = 2026-09-06", []),
        ("until = 2026-09-07", ["a"]),
        ("since = 2026-10-02", ["a"]),
        ("since = 2026-10-03", []),
    ):
        pack = pack_of(f"limits.a = [{{ value = 1, {dates} }}, {{ value = 1, {VERIFIED} }}]")
        assert messages(fi303.check(chart, pack, AS_OF)) == [f"not verified in the pack test: {name}" for name in said]


def test_a_payers_pack_is_judged_on_the_days_it_covers(chart: Chart) -> None:
    """
    [program]
    packs = ["core"]
    [plan]
    admitted_at = 2026-09-07
    [[plan.coverage]]
    pack = "test"
    from = 2027-01-01
    [[plan.coverage]]
    pack = "test"
    from = 2026-10-01
    until = 2026-10-31
    """
    unread, old = "limits.a = [{ value = 1 }]", f"limits.a = [{{ value = 1, until = 2026-10-09, {VERIFIED} }}]"
    [unverified] = fi303.check(chart, pack_of(unread), AS_OF)
    assert (unverified.place, unverified.on) == (chart.plan.at("coverage", 1), date(2026, 10, 31))
    [outdated] = fi303.check(chart, pack_of(old), AS_OF)
    assert outdated.message == (
        "no version of a in the pack test is in force on 2026-10-10, so nothing was held against it"
    )
    assert (outdated.patient, outdated.pack, outdated.on) == ("pt-0001", "test", date(2026, 10, 10))
    assert outdated.place == chart.plan.at("coverage", 1)


def test_a_pack_that_is_only_asked_about_judges_the_whole_stay(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2025-12-01
    discharge = { on = 2026-01-15, reason = "completed" }
    """
    findings = list(fi303.check(chart, packs["nc"], AS_OF))
    assert messages(findings) == [
        "not verified in the pack nc: days_per_week_min, minutes_per_service_day, gap_days_max",
        "no version of minutes_per_week_min in the pack nc is in force on 2025-12-01, so nothing was held against it",
    ]
    assert {finding.place for finding in findings} == {chart.program.at("packs")}


def test_a_lifted_limit_is_in_force_and_an_empty_list_of_versions_is_no_limit(chart: Chart) -> None:
    """
    [program]
    packs = ["test"]
    [plan]
    admitted_at = 2026-09-07
    """
    pack = pack_of(f"""
        limits.none = []
        limits.a = [
          {{ lifted = true, since = 2026-10-01, {VERIFIED} }},
          {{ value = 1, until = 2026-09-30, {VERIFIED} }},
        ]
    """)
    assert messages(fi303.check(chart, pack, AS_OF)) == []


def test_a_gap_between_two_versions_is_found_and_one_after_the_stay_is_not(chart: Chart) -> None:
    """
    [program]
    packs = ["test"]
    [plan]
    admitted_at = 2026-09-07
    discharge = { on = 2026-10-02, reason = "completed" }
    """
    later = f"{{ value = 2, since = 2026-10-02, {VERIFIED} }}"
    for until, said in (("2026-10-01", 0), ("2026-09-30", 1)):
        pack = pack_of(f"limits.a = [{{ value = 1, until = {until}, {VERIFIED} }}, {later}]")
        assert len(messages(fi303.check(chart, pack, AS_OF))) == said
    ends_with_the_stay = pack_of(f"limits.a = [{{ value = 1, until = 2026-10-02, {VERIFIED} }}]")
    assert messages(fi303.check(chart, ends_with_the_stay, AS_OF)) == []


def test_a_draft_is_judged_today_and_a_stay_that_has_not_begun_not_at_all(chart: Chart) -> None:
    """
    [program]
    packs = ["test"]
    [plan]
    """
    pack = pack_of(f"limits.a = [{{ value = 1, until = 2026-11-22, {VERIFIED} }}]")
    assert len(messages(fi303.check(chart, pack, AS_OF))) == 1
    admitted = chart.plan.model_copy(update={"admitted_at": date(2026, 12, 1)})
    assert messages(fi303.check(type(chart)(chart.program, admitted), pack, AS_OF)) == []
