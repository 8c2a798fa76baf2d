"""The engine: which packs judge which days, what waivers set aside, what a view narrows, and the order of it all."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from iopctl import checking
from iopctl.checking import Selection
from iopctl.errors import NotFound, UsageError, WrongLimit
from iopctl.model.chart import Census, Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.rules import pl104_signature_missing as pl104
from tests.conftest import AS_OF, build_census, build_chart, messages, pack_of

A, B = "limits.a = [{ value = 1 }]", 'limits.a = [{ value = 2, certainty = "memory" }]'
PACKS = {"core": pack_of(A, "core"), "payer": pack_of(A, "payer"), "other": pack_of(B, "other")}
DAYS = (date(2026, 9, 7), date(2026, 10, 1))

TWO_CHARTS = """
[program]
packs = ["core"]
[[plans]]
patient = "pt-0001"
[[plans]]
patient = "pt-0002"
"""

DAILY = Rule("DO900", "daily-fact", Severity.ERROR, ("a",))
STANDING = Rule("PL900", "standing-fact", Severity.WARNING, ("a",))
PROGRAM = Rule("SC900", "program-fact", Severity.ERROR, ("a",))


def daily(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for a fact of each of two days."""
    for day in DAYS:
        limit = pack.limit("a", day)
        yield DAILY.finding(
            chart.plan.at("pattern"), f"{pack.id} {day}", "", patient=chart.patient, limit=limit, on=day
        )


def standing(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One continuing state, and one fact about the program that every chart finds anew."""
    limit = pack.limit("a", today)
    yield STANDING.finding(chart.plan.at(), f"{pack.id} stands", "", patient=chart.patient, limit=limit)
    yield STANDING.finding(chart.program.at("packs"), f"{pack.id} of the program", "", limit=limit)


def of_program(census: Census, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding about the program and one about a chart."""
    limit = pack.limit("a", today)
    yield PROGRAM.finding(census.program.at(), f"{pack.id} program", "", limit=limit)
    yield PROGRAM.finding(census.program.at(), f"{pack.id} chart", "", patient="pt-0001", limit=limit)


@pytest.fixture
def three_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue of three rules that always find something."""
    rules = (
        SimpleNamespace(__name__="iopctl.rules.daily", RULE=DAILY, check=daily),
        SimpleNamespace(__name__="iopctl.rules.standing", RULE=STANDING, check=standing),
        SimpleNamespace(__name__="iopctl.rules.program", RULE=PROGRAM, check_program=of_program),
    )
    monkeypatch.setattr(checking, "all_rules", lambda: rules)


def clinic(plan: str = "", program: str = 'packs = ["core"]') -> Census:
    """One chart admitted on 2026-09-07."""
    return build_census(f"[program]\n{program}\n[plan]\nadmitted_at = 2026-09-07\n{plan}")


def waiver(**fields: Any) -> str:
    """A waiver list of one complete waiver of DO900 for 2026-10-01, with changes; None leaves a field out."""
    given = {"code": "DO900", "reason": "Snow.", "by": "t01", "from": DAYS[1], "until": DAYS[1], **fields}
    words = ", ".join(
        f"{k} = {v if isinstance(v, date | list) else repr(v)}" for k, v in given.items() if v is not None
    )
    return f"waivers = [{{ {words} }}]"


def waived(findings: list[Finding]) -> list[str]:
    """The messages of what is set aside."""
    return [finding.message for finding in findings if finding.waived]


@pytest.mark.usefixtures("three_rules")
def test_the_programs_packs_judge_everybody_and_unknown_ones_are_left_to_fi102() -> None:
    census = clinic(program='packs = ["core", "gone"]')
    of_the_chart = ["core 2026-09-07", "core 2026-10-01", "core stands"]
    assert messages(checking.check_chart(census.charts[0], PACKS, AS_OF)) == ["core of the program", *of_the_chart]
    assert messages(checking.check_census(census, PACKS, AS_OF)) == [
        "core program",
        "core of the program",
        of_the_chart[0],
        of_the_chart[1],
        "core chart",
        of_the_chart[2],
    ]


@pytest.mark.usefixtures("three_rules")
def test_a_payers_pack_judges_the_days_it_covers_and_no_continuing_state_after_it() -> None:
    [chart] = clinic('coverage = [{ pack = "payer", from = 2026-09-08, until = 2026-11-22 }]').charts
    found = messages(checking.check_chart(chart, PACKS, AS_OF))
    assert [message for message in found if message.startswith("payer")] == ["payer 2026-10-01"]
    found = messages(checking.check_chart(chart, PACKS, date(2026, 11, 22)))
    assert "payer stands" in found


@pytest.mark.usefixtures("three_rules")
def test_a_continuing_state_of_a_stay_that_is_over_is_dated_by_its_last_day() -> None:
    ended = 'discharge = { on = 2026-10-30, reason = "completed" }\n'
    [chart] = clinic(ended + 'coverage = [{ pack = "payer", until = 2026-10-30 }]').charts
    assert "payer stands" in messages(checking.check_chart(chart, PACKS, AS_OF))


@pytest.mark.usefixtures("three_rules")
def test_what_if_asks_one_pack_alone_about_every_day() -> None:
    census = clinic('coverage = [{ pack = "payer" }]')
    found = checking.check_census(census, PACKS, AS_OF, only="other")
    assert {finding.pack for finding in found} == {"other"}
    assert len(found) == 6


@pytest.mark.usefixtures("three_rules")
def test_the_certainty_of_a_limit_caps_the_finding() -> None:
    [chart] = clinic().charts
    severities = {f.code: f.severity for f in checking.check_chart(chart, PACKS, AS_OF, only="other")}
    assert severities == {"DO900": "warning", "PL900": "warning"}
    assert checking.worst(checking.check_chart(chart, PACKS, AS_OF)) is Severity.ERROR


@pytest.mark.usefixtures("three_rules")
def test_packs_are_never_merged() -> None:
    [chart] = clinic(program='packs = ["core", "other"]').charts
    found = [(f.pack, f.severity) for f in checking.check_chart(chart, PACKS, AS_OF) if f.code == "DO900"]
    assert found == [("core", "error"), ("core", "error"), ("other", "warning"), ("other", "warning")]


@pytest.mark.usefixtures("three_rules")
def test_a_finding_about_the_program_is_reported_once() -> None:
    census = build_census(TWO_CHARTS)
    found = checking.check_census(census, PACKS, AS_OF)
    assert messages(found).count("core of the program") == 1
    assert [finding.patient for finding in found] == [None, None, *["pt-0001"] * 4, *["pt-0002"] * 3]


@pytest.mark.usefixtures("three_rules")
def test_a_complete_waiver_sets_aside_the_facts_of_its_days_and_shows_them() -> None:
    [chart] = clinic(waiver()).charts
    found = checking.check_chart(chart, PACKS, AS_OF)
    assert waived(found) == ["core 2026-10-01"]
    assert len(found) == 4
    assert checking.worst(f for f in found if f.waived) is None


@pytest.mark.usefixtures("three_rules")
@pytest.mark.parametrize(
    "fields", [{"reason": None}, {"by": None}, {"until": None}, {"code": None}, {"reason": ""}, {"code": "DO901"}]
)
def test_an_incomplete_waiver_or_one_of_another_code_sets_nothing_aside(fields: dict[str, Any]) -> None:
    [chart] = clinic(waiver(**fields)).charts
    assert waived(checking.check_chart(chart, PACKS, AS_OF)) == []


@pytest.mark.usefixtures("three_rules")
def test_a_waiver_without_a_first_day_begins_on_the_day_it_was_written() -> None:
    [chart] = clinic(waiver(**{"from": None}, on=date(2026, 9, 8))).charts
    assert waived(checking.check_chart(chart, PACKS, AS_OF)) == ["core 2026-10-01"]
    [chart] = clinic(waiver(**{"from": None})).charts
    assert waived(checking.check_chart(chart, PACKS, AS_OF)) == ["core 2026-09-07", "core 2026-10-01"]


@pytest.mark.usefixtures("three_rules")
def test_a_continuing_state_is_waived_as_of_the_day_and_not_after_it() -> None:
    [chart] = clinic(waiver(code="PL900", until=AS_OF)).charts
    assert waived(checking.check_chart(chart, PACKS, AS_OF)) == ["core stands"]
    [ended] = clinic(waiver(code="PL900", until=date(2026, 11, 22))).charts
    found = checking.check_chart(ended, PACKS, AS_OF)
    assert waived(found) == []
    assert "the waiver of PL900 ran out on 2026-11-22 and the finding still stands" in messages(found)


@pytest.mark.usefixtures("three_rules")
def test_a_waiver_for_many_covers_the_patients_it_names_or_everybody() -> None:
    for patients, expected in (
        (None, ["core 2026-10-01"]),
        (["pt-0001", "pt-0004"], ["core 2026-10-01"]),
        (["pt-0004"], []),
    ):
        [chart] = clinic(program='packs = ["core"]\n' + waiver(patients=patients)).charts
        assert waived(checking.check_chart(chart, PACKS, AS_OF)) == expected


@pytest.mark.usefixtures("three_rules")
def test_a_finding_about_the_program_is_waived_by_the_program_alone() -> None:
    for_all = waiver(code="SC900", until=AS_OF)
    by_program = clinic(program='packs = ["core"]\n' + for_all)
    assert waived(checking.check_census(by_program, PACKS, AS_OF)) == ["core program", "core chart"]
    for_one = clinic(program='packs = ["core"]\n' + waiver(code="SC900", until=AS_OF, patients=["pt-0001"]))
    assert waived(checking.check_census(for_one, PACKS, AS_OF)) == ["core chart"]
    assert waived(checking.check_census(clinic(for_all), PACKS, AS_OF)) == ["core chart"]
    in_one_chart = clinic(waiver(code="PL900", until=AS_OF))
    assert waived(checking.check_census(in_one_chart, PACKS, AS_OF)) == ["core stands"]


def test_one_rule_alone_says_what_it_finds_and_nothing_of_waivers_that_ran_out(packs: Mapping[str, RulePack]) -> None:
    [chart] = clinic(waiver(code="PL104", until=date(2026, 11, 22))).charts
    found = checking.check_chart(chart, packs, AS_OF, rules=[pl104])
    assert messages(found) == ["the patient signature is missing", "the staff signature is missing"]


@pytest.mark.usefixtures("three_rules")
def test_a_view_shows_a_part_of_the_whole_and_changes_nothing_in_it() -> None:
    census = clinic(waiver(code="PL900", until=date(2026, 11, 22)))
    everything = checking.check_census(census, PACKS, AS_OF)
    for view in (Selection(("FI",)), Selection(("DO", "SC9")), Selection((), ("PL",)), Selection(("P",), ("PL900",))):
        seen = checking.check_census(census, PACKS, AS_OF, view=view)
        assert seen == [finding for finding in everything if view.shows(finding.code)]
    assert len(checking.check_census(census, PACKS, AS_OF, view=Selection(("FI304",)))) == 1


def test_a_selection_names_the_beginning_of_codes() -> None:
    view = Selection.of(["DO", "FI1"], ["DO101"])
    assert [code for code in ("DO101", "DO102", "FI104", "FI303", "EL101") if view.shows(code)] == ["DO102", "FI104"]
    assert Selection.of(None, None) == Selection()
    assert Selection().shows("DO101")


@pytest.mark.parametrize("code", ["XX", "", "do101", "DO1011"])
def test_a_selection_of_no_rule_is_a_mistake(code: str) -> None:
    for select, ignore in (([code], None), (None, [code])):
        with pytest.raises(UsageError, match="no rule's code begins with") as raised:
            Selection.of(select, ignore)
        assert repr(code) in str(raised.value)


def test_a_pack_is_named_exactly_or_a_near_miss_is_offered(packs: Mapping[str, RulePack]) -> None:
    assert checking.pack_id(packs, None) is None
    assert checking.pack_id(packs, "medicare") == "medicare"
    with pytest.raises(NotFound, match=r"no such pack\. Did you mean medicare\? `iopctl packs list` shows all\."):
        checking.pack_id(packs, "medicar")
    with pytest.raises(NotFound, match=r"^no such pack\. `iopctl packs list` shows all\.$"):
        checking.pack_id(packs, "zzz")


@pytest.mark.usefixtures("three_rules")
def test_the_order_does_not_depend_on_how_the_findings_came() -> None:
    census = build_census(TWO_CHARTS.replace('"core"', '"other", "core"'))
    found = checking.check_census(census, PACKS, AS_OF)
    assert checking.in_order(found[::-1]) == found
    assert checking.in_order(sorted(found, key=lambda finding: finding.message)) == found
    turned = replace(census, charts=census.charts[::-1])
    assert checking.check_census(turned, PACKS, AS_OF) == found
    assert [finding.patient or "" for finding in found] == sorted(finding.patient or "" for finding in found)


@pytest.mark.usefixtures("three_rules")
def test_items_of_a_list_come_in_their_own_order_and_lines_before_keys() -> None:
    [chart] = clinic().charts
    tenth, second = (STANDING.finding(chart.plan.at("goals", n), "same", "") for n in (10, 2))
    assert checking.in_order([tenth, second]) == [second, tenth]
    assert checking.in_order([replace(second, line=9), replace(tenth, line=3)])[0].line == 3


def test_checking_twice_says_the_same(packs: Mapping[str, RulePack]) -> None:
    census = clinic('coverage = [{ pack = "medicare" }]\ngoals = [{ id = "g1", text = "Mood lifts." }]')
    once = checking.check_census(census, packs, AS_OF)
    assert once == checking.check_census(census, packs, AS_OF)
    assert once == list(dict.fromkeys(once))
    assert {"EL102", "PL202", "PL104"} <= {finding.code for finding in once}
    assert checking.worst([]) is None


def test_a_pack_that_an_own_rule_cannot_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit in the wrong form is the pack's fault, and not the rule's."""

    def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
        raise WrongLimit("rule pack ours: a must be a number. Correct it in rulepacks/.")

    rules = (SimpleNamespace(__name__="clinic.pl901", RULE=DAILY, check=check),)
    monkeypatch.setattr(checking, "all_rules", lambda: rules)
    with pytest.raises(WrongLimit):
        checking.check_chart(build_chart("[plan]"), {"core": pack_of("limits.a = [{ value = 1 }]", "core")}, AS_OF)
