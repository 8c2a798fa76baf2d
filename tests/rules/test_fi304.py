"""FI304: waivers that lack something, and waivers that ran out while their finding stands."""

from collections.abc import Mapping
from datetime import date

from iopctl import checking
from iopctl.model.chart import Census, Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding
from iopctl.rules import fi304_waiver_incomplete as fi304
from tests.conftest import AS_OF, build_census, messages, pack_of

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


def program_waivers(facts: str, packs: Packs, today: date = AS_OF) -> list[str]:
    """What check_census adds about the program's waivers that have ended."""
    found = checking.check_census(build_census(facts), packs, today)
    return [finding.message for finding in found if "ran out" in finding.message]


# Two stays in danger since September, and what the program waived for both.
IN_DANGER = """
[program]
packs = ["core", "house", "practice"]
waivers = [{{ code = "EL104", reason = "Beds promised.", by = "md1", from = 2026-11-01, until = 2026-11-22{patients} }}]
[[plans]]
patient = "pt-0001"
admitted_at = 2026-09-07
necessity = {{ imminent_danger = true }}
[[plans]]
patient = "pt-0002"
admitted_at = {admitted}
necessity = {{ imminent_danger = {danger} }}
"""


def in_danger(patients: str = "", admitted: str = "2026-09-07", danger: str = "true") -> str:
    """The program with a waiver for some patients, the second of them admitted on a day, in danger or not."""
    return IN_DANGER.format(patients=patients, admitted=admitted, danger=danger)


def test_a_waiver_for_many_that_ended_says_in_how_many_charts_its_finding_stands(packs: Packs) -> None:
    ran_out_in = "the waiver of EL104 ran out on 2026-11-22 and the finding still stands in {}"
    assert program_waivers(in_danger(), packs) == [ran_out_in.format("2 charts")]
    assert program_waivers(in_danger(danger="false"), packs) == [ran_out_in.format("1 chart")]
    assert program_waivers(in_danger(', patients = ["pt-0002"]'), packs) == [ran_out_in.format("1 chart")]
    assert program_waivers(in_danger(), packs, date(2026, 11, 22)) == []
    census = build_census(in_danger())
    [finding] = [f for f in checking.check_census(census, packs, AS_OF) if f.code == "FI304"]
    assert (finding.severity, finding.patient, finding.place) == ("warning", None, census.program.at("waivers", 0))


def test_a_waiver_for_many_is_not_missed_by_whom_it_never_covered(packs: Packs) -> None:
    assert program_waivers(in_danger(', patients = ["pt-0003"]'), packs) == []
    later = in_danger(', patients = ["pt-0002"]', admitted="2026-11-23")
    assert program_waivers(later, packs) == []
    on_the_last_day = in_danger(', patients = ["pt-0002"]', admitted="2026-11-22")
    assert len(program_waivers(on_the_last_day, packs)) == 1


def test_a_waiver_for_many_that_still_sets_a_past_day_aside_has_not_run_out(packs: Packs) -> None:
    """One patient came on the waived day, the other a week later."""
    goodbye = """
    [program]
    waivers = [{ code = "SC102", reason = "Farewell.", by = "t01", from = 2026-11-02, until = 2026-11-02 }]
    [[plans]]
    patient = "pt-0001"
    admitted_at = 2026-09-07
    discharge = { on = 2026-10-30, reason = "completed" }
    [[plans]]
    patient = "pt-0002"
    admitted_at = 2026-09-07
    discharge = { on = 2026-10-30, reason = "completed" }
    [[weeks]]
    week = "2026-W45"
    sessions = [{ id = "m", service = "group", date = 2026-11-02, start = 09:00:00, end = 10:00:00, patients = [FIRST] }]
    [[weeks]]
    week = "2026-W46"
    sessions = [{ id = "m", service = "group", date = 2026-11-09, start = 09:00:00, end = 10:00:00, patients = ["pt-0002"] }]
    """  # noqa: E501
    assert program_waivers(goodbye.replace("FIRST", '"pt-0001"'), packs) == []
    assert len(program_waivers(goodbye.replace("FIRST", ""), packs)) == 1


def test_a_waiver_of_a_finding_about_the_program_runs_out_too(packs: Packs) -> None:
    """Two groups of one therapist at one time are a finding about the week, in nobody's chart."""
    facts = """
    [program]
    waivers = [{ code = "ST201", reason = "Moving house.", by = "t01", until = 2026-11-01 }]
    [[weeks]]
    week = "2026-W46"
    sessions = [
      { id = "a", service = "group", date = 2026-11-09, start = 09:00:00, end = 10:00:00, leads = ["t01"] },
      { id = "b", service = "group", date = 2026-11-09, start = 09:00:00, end = 10:00:00, leads = ["t01"] },
    ]
    """
    assert program_waivers(facts, packs) == ["the waiver of ST201 ran out on 2026-11-01 and the finding still stands"]
    assert program_waivers(facts, packs, date(2026, 11, 1)) == []
