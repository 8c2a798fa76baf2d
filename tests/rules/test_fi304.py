"""FI304: waivers that lack something, and waivers that ran out while their finding stands."""

from collections.abc import Mapping
from datetime import date

from iopctl import checking
from iopctl.model.chart import Census, Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding
from iopctl.rules import fi304_waiver_incomplete as fi304
from tests.conftest import AS_OF, messages, pack_of

Packs = Mapping[str, RulePack]


def ran_out(chart: Chart, packs: Packs, today: date = AS_OF) -> list[Finding]:
    """What check_chart adds about waivers that have ended."""
    return [finding for finding in checking.check_chart(chart, packs, today) if "ran out" in finding.message]


def test_a_complete_waiver_is_clean(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    waivers = [{ code = "PL209", reason = "Written next week.", by = "t01", until = 2026-11-30 }]
    """
    assert messages(fi304.check(chart, packs["core"], AS_OF)) == []
    assert messages(fi304.check(chart, pack_of(""), AS_OF)) == []


def test_a_waiver_without_reason_author_and_end_sets_nothing_aside(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    waivers = [{ code = "PL209", reason = "" }]
    """
    [finding] = fi304.check(chart, packs["core"], AS_OF)
    assert finding.message == "the waiver lacks reason, by, until, so it sets nothing aside"
    assert (finding.severity, finding.patient, str(finding.place)) == ("warning", "pt-0001", "waivers.0")
    assert messages(fi304.check(chart, pack_of(""), AS_OF)) == []


def test_a_waiver_for_many_is_read_too(census: Census, packs: Packs) -> None:
    """
    [program]
    waivers = [{ code = "DO201", reason = "Snow.", by = "t01", until = 2026-02-01 }, { reason = "Snow." }]
    """
    [finding] = fi304.check_program(census, packs["core"], AS_OF)
    assert finding.message == "the waiver lacks code, by, until, so it sets nothing aside"
    assert (finding.patient, finding.place) == (None, census.program.at("waivers", 1))


def test_a_waiver_that_ended_while_its_finding_stands_is_named(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    necessity = { imminent_danger = true }
    waivers = [{ code = "EL104", reason = "Bed promised.", by = "md1", from = 2026-11-01, until = 2026-11-22 }]
    """
    [finding] = ran_out(chart, packs)
    assert finding.message == "the waiver of EL104 ran out on 2026-11-22 and the finding still stands"
    assert (finding.code, finding.severity, str(finding.place)) == ("FI304", "warning", "waivers.0")
    assert ran_out(chart, packs, date(2026, 11, 22)) == []


def test_a_waiver_that_ended_with_its_finding_mended_is_history(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    waivers = [{ code = "EL104", reason = "Bed promised.", by = "md1", from = 2026-11-01, until = 2026-11-22 }]
    """
    assert ran_out(chart, packs) == []


def test_a_second_waiver_takes_over_from_the_one_that_ended(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    necessity = { imminent_danger = true }
    waivers = [
      { code = "EL104", reason = "Bed promised.", by = "md1", from = 2026-11-01, until = 2026-11-22 },
      { code = "EL104", reason = "Bed on Wednesday.", by = "md1", from = 2026-11-23, until = 2026-11-25 },
    ]
    """
    assert ran_out(chart, packs) == []


def test_a_waiver_of_past_days_still_covers_them_when_another_day_breaks_the_rule(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    discharge = { on = 2026-10-30, reason = "completed" }
    waivers = [{ code = "SC102", reason = "Came to say goodbye.", by = "t01", from = 2026-11-02, until = 2026-11-02 }]
    [[weeks]]
    week = "2026-W45"
    monday = 2026-11-02
    sessions = [{ id = "mon", service = "group", date = 2026-11-02, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] }]
    [[weeks]]
    week = "2026-W46"
    monday = 2026-11-09
    sessions = [{ id = "mon", service = "group", date = 2026-11-09, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] }]
    """  # noqa: E501
    sc102 = [finding for finding in checking.check_chart(chart, packs, AS_OF) if finding.code == "SC102"]
    assert [finding.waived is not None for finding in sc102] == [True, False]
    assert ran_out(chart, packs) == []
