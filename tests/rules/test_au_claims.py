"""AU: the marks of a claim, a day paid twice, and care at two levels at once."""

from collections.abc import Mapping
from datetime import date

import pytest

from iopctl.model.chart import Census, Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.rules import au105_code_program_mismatch as au105
from iopctl.rules import au107_per_diem_twice as au107
from iopctl.rules import au201_concurrent_level as au201
from iopctl.rules import au202_php_within_7_days as au202
from iopctl.testing import findings_of, found
from tests.conftest import AS_OF, messages, pack_of

Packs = Mapping[str, RulePack]


# AU105


def claim(*fields: str) -> str:
    """A chart with one claim, of one line on 2026-11-02."""
    return "\n".join(["[plan]", "[[claims]]", "lines = [{ on = 2026-11-02, code = 'G0410' }]", *fields])


@pytest.mark.parametrize("bill_type", ["131", "13X", "0131", "13x", " 851", "764", "711", "0770", "87X"])
def test_a_claim_with_condition_code_and_bill_type_passes(bill_type: str) -> None:
    facts = claim('condition_codes = ["41", "92"]', f'bill_type = "{bill_type}"')
    assert found(au105, facts, "medicare", AS_OF) == []


@pytest.mark.parametrize("bill_type", ["111", "13", "1", "1310", "00X", "831", "X131", "00131"])
def test_another_bill_type_does_not(bill_type: str) -> None:
    facts = claim('condition_codes = ["92"]', f'bill_type = "{bill_type}"')
    assert found(au105, facts, "medicare", AS_OF) == [
        "the claim from 2026-11-02 needs a bill type 13X or 85X or 76X or 71X or 77X or 87X, it has " + bill_type
    ]


def test_what_is_no_code_is_not_printed() -> None:
    facts = claim('condition_codes = ["Jane Doe", "A6"]', 'bill_type = "Jane"').replace("G0410", "Jane Doe")
    assert found(au105, facts, "medicare", AS_OF) == [
        "the claim from 2026-11-02 needs condition code 92, only a malformed code, A6",
        "the claim from 2026-11-02 needs a bill type 13X or 85X or 76X or 71X or 77X or 87X, it has a malformed code",
    ]
    assert found(au105, facts, "va-mhiop", AS_OF) == [
        "a malformed code is billed on 2026-11-02, this payer's code is S9480"
    ]


def test_a_pack_may_take_several_marks() -> None:
    pack = pack_of(
        "limits.condition_codes = [{ value = ['41', '92'] }]\nlimits.bill_types = [{ value = ['13X', '76X'] }]\n"
        "limits.bill_types_by_setting = [{ value = { cmhc = ['76X', '77X'] } }]"
    )
    facts = 'program = { setting = "cmhc" }\n' + claim('bill_type = "131"')
    condition, bill_type = findings_of(au105, facts, pack, AS_OF)
    assert condition.message == "the claim from 2026-11-02 needs condition code 41 or 92, it has none"
    assert bill_type.message == ("the claim from 2026-11-02 needs a bill type 76X or 77X for this setting, it has 131")
    assert bill_type.place == Place("pt-0001/claims/c-0.toml", ("bill_type",))
    assert [each.limit and each.limit.name for each in (condition, bill_type)] == [
        "condition_codes",
        "bill_types_by_setting",
    ]


def test_a_claim_without_its_marks_lacks_both(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[claims]]
    from = 2026-11-01
    lines = [{ on = 2026-11-02, code = "G0410" }]
    """
    condition, bill_type = au105.check(chart, packs["medicare"], AS_OF)
    assert condition.message == "the claim from 2026-11-01 needs condition code 92, it has none"
    assert bill_type.message == (
        "the claim from 2026-11-01 needs a bill type 13X or 85X or 76X or 71X or 77X or 87X, it has none"
    )
    assert condition.place == Place("pt-0001/claims/c-0.toml", ("condition_codes",))
    assert bill_type.place == Place("pt-0001/claims/c-0.toml", ("bill_type",))
    assert (condition.patient, condition.on, condition.severity) == ("pt-0001", date(2026, 11, 1), "error")
    assert condition.limit == packs["medicare"].limit("condition_codes", AS_OF)
    assert bill_type.limit == packs["medicare"].limit("bill_types", AS_OF)
    assert bill_type.next == "correct the claim, or name in it the pack of the payer it is for"
    assert messages(au105.check(chart, packs["medicare"], date(2026, 10, 31))) == []
    assert len(messages(au105.check(chart, packs["medicare"], date(2026, 11, 1)))) == 2
    assert messages(au105.check(chart, packs["core"], AS_OF)) == []


def test_partial_hospitalization_has_its_own_condition_code() -> None:
    facts = claim('condition_codes = ["92", "20"]')
    assert found(au105, facts, "medicare-php", AS_OF) == [
        "the claim from 2026-11-02 needs condition code 41, only 92, 20"
    ]


def test_the_marks_are_asked_for_since_the_benefit_began(census: Census, packs: Packs) -> None:
    """
    [plan]
    [[claims]]
    lines = [{ on = 2023-12-31, code = "G0410" }, { on = 2024-01-02, code = "G0410" }]
    [[claims]]
    number = "nothing billed"
    [[claims]]
    pack = "va-arts"
    lines = [{ on = 2024-01-01, code = "H0015" }]
    """
    assert found(au105, census, packs["medicare"], AS_OF) == []


@pytest.mark.parametrize(("setting", "own"), [("hospital-outpatient", "13X"), ("cah", "85X"), ("cmhc", "76X")])
def test_a_setting_has_its_own_bill_type(setting: str, own: str) -> None:
    facts = f'program = {{ setting = "{setting}" }}\n' + claim('condition_codes = ["92"]', "bill_type = '{}'")
    assert found(au105, facts.replace("'{}'", f"'{own[:2]}1'"), "medicare", AS_OF) == []
    assert found(au105, facts.replace("'{}'", "'771'"), "medicare", AS_OF) == [
        f"the claim from 2026-11-02 needs a bill type {own} for this setting, it has 771"
    ]
    assert found(au105, facts.replace("'{}'", "'111'"), "medicare", AS_OF) == [
        f"the claim from 2026-11-02 needs a bill type {own}, it has 111"
    ]


def test_a_setting_that_the_pack_does_not_know_takes_any_of_the_list() -> None:
    facts = 'program = { setting = "rhc" }\n' + claim('condition_codes = ["92"]', 'bill_type = "711"')
    assert found(au105, facts, "medicare", AS_OF) == []
    own = pack_of('limits.bill_types = [{ value = ["711"] }]')
    assert found(au105, facts, own, AS_OF) == []
    assert found(au105, facts.replace("711", "712"), own, AS_OF) == [
        "the claim from 2026-11-02 needs a bill type 711, it has 712"
    ]


def test_each_line_with_another_code_is_found(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[claims]]
    lines = [
      { on = 2026-11-02, code = "S9480" },
      { on = 2026-11-03, code = "S9480-GO" },
      { on = 2026-11-04, code = "H0035" },
      { on = 2026-11-24, code = "H0035" },
      { on = 2021-06-30, code = "H0035" },
    ]
    """
    [finding] = au105.check(chart, packs["va-mhiop"], AS_OF)
    assert finding.message == "H0035 is billed on 2026-11-04, this payer's code is S9480"
    assert finding.place == Place("pt-0001/claims/c-0.toml", ("lines", 2, "code"))
    assert (finding.on, finding.severity) == (date(2026, 11, 4), "error")
    assert finding.limit == packs["va-mhiop"].limit("service_codes", AS_OF)
    assert len(messages(au105.check(chart, packs["h0015"], AS_OF))) == 4
    either = pack_of('limits.service_codes = [{ value = ["S9480", "H0015"] }]')
    assert found(au105, chart, either, date(2026, 11, 4))[-1] == (
        "H0035 is billed on 2026-11-04, this payer's code is S9480 or H0015"
    )


# AU107


def test_one_unit_a_day_is_a_per_diem_and_two_are_not(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[claims]]
    lines = [{ on = 2026-11-02, code = "S9480" }, { on = 2026-11-03, code = "S9480", units = 2 }]
    [[claims]]
    lines = [
      { on = 2026-11-02, code = "90853", units = 3 },
      { on = 2026-11-04, code = "S9480-GO" },
      { on = 2026-11-04, code = "90853" },
      { on = 2026-11-04, code = "H0015" },
      { on = 2026-11-04, code = "S9480" },
    ]
    """
    line, lines = au107.check(chart, packs["core"], AS_OF)
    assert line.message == "2 per diem units of S9480 are billed on 2026-11-03, at most 1 is allowed"
    assert line.place == Place("pt-0001/claims/c-0.toml", ("lines", 1))
    assert lines.message == "3 per diem units of H0015 and S9480 are billed on 2026-11-04, at most 1 is allowed"
    assert lines.place == Place("pt-0001/claims/c-1.toml", ("lines", 3))
    assert (lines.patient, lines.on, lines.severity) == ("pt-0001", date(2026, 11, 4), "error")
    assert lines.limit == packs["core"].limit("per_diem_units_max", AS_OF)
    assert lines.next == "take the second unit off, or correct its day"
    assert found(au107, chart, packs["va-mhiop"], AS_OF) == [
        "2 per diem units of S9480 are billed on 2026-11-03, at most 1 is allowed",
        "2 per diem units of S9480 are billed on 2026-11-04, at most 1 is allowed",
    ]
    assert found(au107, chart, packs["va-arts"], AS_OF) == []
    assert found(au107, chart, packs["medicare"], AS_OF) == []


def test_two_claims_for_one_day_are_found_wherever_the_program_looks(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    [[claims]]
    pack = "va-mhiop"
    lines = [{ on = 2026-11-02, code = "S9480" }]
    [[claims]]
    pack = "h0015"
    lines = [{ on = 2026-11-02, code = "H0015" }]
    """
    assert found(au107, chart, packs["core"], AS_OF) == [
        "2 per diem units of H0015 and S9480 are billed on 2026-11-02, at most 1 is allowed"
    ]
    assert found(au107, chart, packs["va-mhiop"], AS_OF) == found(au107, chart, packs["h0015"], AS_OF) == []


def test_a_pack_with_only_one_of_the_two_limits_judges_no_per_diem() -> None:
    facts = "[plan]\n[[claims]]\nlines = [{ on = 2026-11-02, code = 'S9480', units = 3 }]"
    both = "limits.per_diem_units_max = [{ value = 2 }]\nlimits.per_diem_codes = [{ value = ['S9480'] }]"
    assert len(found(au107, facts, pack_of(both), AS_OF)) == 1
    assert found(au107, facts.replace("3", "2"), pack_of(both), AS_OF) == []
    for line in both.splitlines():
        assert found(au107, facts, pack_of(line), AS_OF) == []


# AU201


def test_days_in_hospital_with_service_here_are_one_finding(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    other_care = [
      { level = "inpatient", from = 2026-11-16, until = 2026-11-18 },
      { level = "php", from = 2026-11-20, until = 2026-11-20 },
      { level = "outpatient", from = 2026-11-01 },
    ]
    [[weeks]]
    week = "2026-W47"
    sessions = [
      { id = "mon", service = "group", date = 2026-11-16, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "attended" } } },
      { id = "tue", service = "group", date = 2026-11-17, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "partial" } } },
      { id = "too", service = "group", date = 2026-11-17, start = 10:00:00, end = 11:00:00, attendance = { pt-0001 = { status = "attended" } } },
      { id = "thu", service = "group", date = 2026-11-19, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "attended" } } },
      { id = "fri", service = "group", date = 2026-11-20, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "attended" } } },
    ]
    [[claims]]
    lines = [{ on = 2026-11-17, code = "S9480" }, { on = 2026-11-18, code = "S9480" }]
    """  # noqa: E501  # one session a line
    hospital, php = au201.check(chart, packs["core"], AS_OF)
    assert hospital.message == (
        "inpatient care overlaps 3 days with service here, the first on 2026-11-16, and no transition is recorded"
    )
    assert hospital.place == Place("pt-0001/plan.toml", ("other_care", 0))
    assert (hospital.patient, hospital.on) == ("pt-0001", date(2026, 11, 16))
    assert hospital.limit == packs["core"].limit("concurrent_levels", AS_OF)
    assert hospital.severity == "warning"  # read in one secondary source
    assert hospital.next == "correct the days, or write the allowed transition"
    assert php.message == (
        "php care overlaps 1 day with service here, the first on 2026-11-20, and no transition is recorded"
    )
    assert messages(au201.check(chart, packs["core"], date(2026, 11, 15))) == []
    assert len(messages(au201.check(chart, packs["core"], date(2026, 11, 16)))) == 1
    assert messages(au201.check(chart, packs["house"], AS_OF)) == []


def test_what_was_not_attended_or_lies_ahead_is_no_service(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    other_care = [{ level = "inpatient", from = 2026-11-16, until = 2026-11-27 }]
    [[weeks]]
    week = "2026-W47"
    sessions = [
      { id = "mon", service = "group", date = 2026-11-16, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "absent-excused" } } },
      { id = "tue", service = "group", date = 2026-11-17, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
      { id = "wed", service = "group", date = 2026-11-18, start = 09:00:00, end = 10:00:00, cancelled = { reason = "ill", by = "t01", on = 2026-11-18 }, attendance = { pt-0001 = { status = "attended" } } },
    ]
    [[weeks]]
    week = "2026-W48"
    sessions = [
      { id = "tue", service = "group", date = 2026-11-24, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "attended" } } },
    ]
    [[claims]]
    lines = [{ on = 2026-11-24, code = "S9480" }]
    """  # noqa: E501  # one session a line
    assert messages(au201.check(chart, packs["core"], AS_OF)) == []


def other_care(fields: str) -> str:
    """A chart billed for two days, with care elsewhere."""
    lines = "lines = [{ on = 2026-11-17, code = 'S9480' }, { on = 2026-11-18, code = 'S9480' }]"
    return f"[plan]\nother_care = [{{ level = 'residential'{fields} }}]\n[[claims]]\n{lines}"


def test_the_first_and_the_last_day_of_other_care_are_days_of_it() -> None:
    first, last = ", from = 2026-11-18", ", until = 2026-11-17"
    for span, day in ((first, "2026-11-18"), (last, "2026-11-17")):
        assert found(au201, other_care(span), "core", AS_OF) == [
            f"residential care overlaps 1 day with service here, the first on {day}, and no transition is recorded"
        ]
    for span in (", from = 2026-11-19", ", until = 2026-11-16"):
        assert found(au201, other_care(span), "core", AS_OF) == []


def test_an_allowed_transition_is_named() -> None:
    assert found(au201, other_care(""), "core", AS_OF) == [
        "residential care overlaps 2 days with service here, the first on 2026-11-17, and no transition is recorded"
    ]
    assert found(au201, other_care(", transition = 'step-down, 7 days'"), "core", AS_OF) == []
    assert len(found(au201, other_care(", transition = ' '"), "core", AS_OF)) == 1


def test_the_level_of_the_program_itself_is_no_other_level() -> None:
    program = "program = { level_of_care = 'residential' }\n"
    assert found(au201, program + other_care(""), "core", AS_OF) == []


def test_a_payers_pack_counts_the_days_that_it_covers(census: Census, packs: Packs) -> None:
    """
    [plan]
    coverage = [{ pack = "medicare", from = 2026-11-18 }]
    other_care = [{ level = "php", from = 2026-11-16, until = 2026-11-20 }]
    [[claims]]
    lines = [{ on = 2023-12-29, code = "x" }, { on = 2026-11-17, code = "x" }, { on = 2026-11-18, code = "x" }]
    """
    assert found(au201, census, packs["medicare"], AS_OF) == [
        "php care overlaps 1 day with service here, the first on 2026-11-18, and no transition is recorded"
    ]


def test_a_pack_excludes_from_the_day_it_says_so() -> None:
    since = pack_of("limits.concurrent_levels = [{ value = ['residential'], since = 2026-11-18 }]")
    [one] = found(au201, other_care(""), since, AS_OF)
    assert one.startswith("residential care overlaps 1 day with service here, the first on 2026-11-18")


# AU202


def php(fields: str, claims: str = "from = 2026-11-23") -> str:
    """A program named Test IOP, with one span of partial hospitalization and one claim."""
    return f"[plan]\nother_care = [{{ level = 'php', {fields} }}]\n[[claims]]\n{claims}"


@pytest.mark.parametrize(
    ("span", "said"),
    [
        ("until = 2026-11-16", "7 days after partial hospitalization on 2026-11-16"),
        ("until = 2026-11-22", "1 day after partial hospitalization on 2026-11-22"),
        ("until = 2026-11-21", "2 days after partial hospitalization on 2026-11-21"),
        ("until = 2026-11-23", "on the day of partial hospitalization on 2026-11-23"),
        ("from = 2026-11-23", "on the day of partial hospitalization on 2026-11-23"),
        ("until = 2026-12-31", "on the day of partial hospitalization on 2026-11-23"),
    ],
)
def test_partial_hospitalization_up_to_seven_days_before_a_claim(span: str, said: str) -> None:
    assert found(au202, php(f"provider = ' test  IOP', {span}"), "medicare", AS_OF) == [
        f"the claim from 2026-11-23 begins {said} by the same provider, more than 7 days are expected"
    ]


@pytest.mark.parametrize("span", ["until = 2026-11-15", "from = 2026-11-24"])
def test_eight_days_before_and_later_is_far_enough(span: str) -> None:
    assert found(au202, php(f"provider = 'Test IOP', {span}"), "medicare", AS_OF) == []


def test_the_finding_stands_at_the_claims_first_day(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    other_care = [
      { level = "inpatient", provider = "Test IOP", until = 2026-11-20 },
      { level = "php", provider = "Test IOP", from = 2026-11-02, until = 2026-11-13 },
    ]
    [[claims]]
    from = 2026-11-16
    [[claims]]
    lines = [{ on = 2026-11-18, code = "G0410" }, { on = 2026-11-17, code = "G0410" }]
    [[claims]]
    pack = "tricare"
    from = 2026-11-16
    [[claims]]
    number = "nothing billed"
    """
    stated, by_lines = au202.check(chart, packs["medicare"], AS_OF)
    assert stated.place == Place("pt-0001/claims/c-0.toml", ("from",))
    assert by_lines.place == Place("pt-0001/claims/c-1.toml", ("lines",))
    assert (by_lines.patient, by_lines.on, by_lines.severity) == ("pt-0001", date(2026, 11, 17), "warning")
    assert by_lines.limit == packs["medicare"].limit("php_days_before", AS_OF)
    assert by_lines.next == ("hold the claim until the partial hospitalization is billed and paid, or correct the days")
    assert messages(au202.check(chart, packs["medicare"], date(2026, 11, 16))) == [stated.message]
    assert messages(au202.check(chart, packs["medicare"], date(2026, 11, 15))) == []
    assert messages(au202.check(chart, packs["core"], AS_OF)) == []


def test_another_provider_is_not_this_one_and_none_is_a_gap(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    other_care = [
      { level = "php", provider = "Test IOP of another town", until = 2026-11-20 },
      { level = "php", provider = " ", until = 2026-11-20 },
      { level = "php", until = 2026-11-20 },
    ]
    [[claims]]
    from = 2026-11-23
    """
    blank, gap = au202.check(chart, packs["medicare"], AS_OF)
    assert (
        blank.message
        == gap.message
        == (
            "the claim from 2026-11-23 begins 3 days after partial hospitalization on 2026-11-20,"
            " and no provider is recorded, so it cannot be judged"
        )
    )
    assert gap.place == Place("pt-0001/plan.toml", ("other_care", 2, "provider"))
    assert (gap.patient, gap.severity, gap.on) == ("pt-0001", "info", date(2026, 11, 23))
    assert gap.limit == packs["medicare"].limit("php_days_before", AS_OF)
    assert gap.next == "write the provider; where it is this program, its name as in program.toml"
