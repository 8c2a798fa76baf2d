"""rules and packs: the catalogue and its numbers, with a program folder and without."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from iopctl import library
from iopctl.commands import charts
from iopctl.model.pack import RulePack
from iopctl.model.rule import Rule, RuleModule, Severity
from iopctl.render.packs import pack_sheet, packs_sheet
from iopctl.render.rules import rule_sheet
from iopctl.rules import all_rules
from tests.conftest import Iopctl, pack_of
from tests.store.two_charts import BROKEN, PROGRAM, plan, root, write_files

__all__ = ["root"]

DO101_PACKS = [
    *("asam3", "bcbsm", "fl-day", "ks", "la-youth", "md", "medicare-php", "medicare", "nc", "tricare", "va-mhiop"),
    *("wi-day", "wi"),
]

OWN = """schema = 1
id = "ours"
title = "What our contract asks"
age_bands = { youth = { under = 21, certainty = "uncertain" } }
holidays = [2026-01-19, 2026-02-16]
exempt_kinds = ["family", "skills"]

[[limits.minutes_per_week_min]]
value = { adult = 540, youth = 360 }
unit = "min/week"
since = 2026-01-01
cite = "contract, page 3"
certainty = "secondary"
sources = 2
verified_on = 2026-11-23
note = "Page 3 of the copy of January."

[[limits.minutes_per_week_min]]
lifted = true
since = 2025-01-01
until = 2025-12-31
cite = "letter"
certainty = "memory"

[[limits.stay_days]]
value = { min = 56, max = 84 }
unit = "days"
until = 2025-12-31
cite = "contract"
certainty = "uncertain"

[[limits.signatures]]
value = ["staff", "patient"]
cite = "contract"
certainty = "primary"
verified_on = 2026-11-23
"""


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No program folder in sight, so that only a named one counts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("IOPCTL_PLANS", raising=False)


@pytest.fixture
def own(root: Path) -> Path:
    """A program with a pack of its own; it is under core, one chart under ours."""
    coverage = '\n[[coverage]]\npack = "ours"\nfrom = 2026-09-07\n'
    write_files(root, {"rulepacks/ours.toml": OWN, BROKEN: plan(more=coverage)})
    return root


def listed(out: str, noun: str, key: str) -> Mapping[str, Any]:
    """The items of a list in JSON, by their key."""
    return {each[key]: each for each in json.loads(out)[noun]}


def test_every_rule_is_listed_with_the_packs_that_run_it(iopctl: Iopctl) -> None:
    ran = iopctl("rules", "list", "--format", "json")
    rules = listed(ran.out, "rules", "code")
    assert list(rules) == [rule.RULE.code for rule in all_rules()]
    do101 = rules["DO101"]
    assert (do101["name"], do101["severity"]) == ("planned-weekly-minimum", "error")
    assert do101["summary"] == "The standing weekly pattern holds fewer countable minutes than the pack requires."
    assert do101["packs"] == DO101_PACKS
    assert rules["FI001"]["packs"] == []
    assert (ran.status, ran.err) == (0, "")


def test_the_list_in_json_carries_what_an_explanation_does(iopctl: Iopctl) -> None:
    rules = listed(iopctl("rules", "list", "--format", "json").out, "rules", "code")
    for code in ("DO101", "FI001", "SC109"):
        explained = json.loads(iopctl("rules", "explain", code, "--format", "json").out)["rule"]
        assert rules[code] == {**explained, "summary": explained["what"]}


def test_a_rule_in_the_table_is_a_line(iopctl: Iopctl) -> None:
    lines = iopctl("rules", "list").out.splitlines()
    assert lines[0].split() == ["code", "severity", "name", "packs", "summary"]
    assert len(lines) == 1 + len(all_rules())
    [line] = [line for line in lines if line.startswith("FI001")]
    assert line.split(maxsplit=4) == ["FI001", "error", "not-toml", "always", "A file is not valid TOML."]


def test_a_pack_of_ones_own_runs_rules_too(own: Path, iopctl: Iopctl) -> None:
    rules = listed(iopctl("rules", "list", "--format", "json", plans=own).out, "rules", "code")
    assert rules["DO101"]["packs"] == [*DO101_PACKS, "ours"]


def test_a_rule_is_explained_with_its_limits_in_every_pack(own: Path, iopctl: Iopctl) -> None:
    ran = iopctl("rules", "explain", "do101", plans=own)
    assert ran.status == 0
    assert ran.out.startswith(
        "DO101 planned-weekly-minimum, error\n"
        "\n"
        "The standing weekly pattern holds fewer countable minutes than the pack requires.\n"
        "\n"
        "Why: a weekly minimum is a property of the plan"
    )
    assert "\n\nWhat to do: add countable minutes" in ran.out
    assert (
        "  md: adult 540, youth 360 min/week, start not dated by the source\n"
        "    source: COMAR 10.63.03.03, read in the primary text, verified on 2026-11-23\n"
    ) in ran.out
    assert (
        "  ours: adult 540, youth 360 min/week, in force since 2026-01-01\n"
        "    source: contract, page 3, read in 2 secondary sources, verified on 2026-11-23\n"
        "    note: Page 3 of the copy of January.\n"
        "  ours: lifted by the source, in force since 2025-01-01 until 2025-12-31\n"
        "    source: letter, from memory, not yet read, not verified\n"
    ) in ran.out


def test_an_explanation_in_json(own: Path, iopctl: Iopctl) -> None:
    rule = json.loads(iopctl("rules", "explain", "DO101", "--format", "json", plans=own).out)["rule"]
    assert set(rule) == {"code", "name", "severity", "packs", "what", "why", "next", "limits", "examples"}
    passing, failing = rule["examples"]
    assert (passing["passes"], failing["passes"]) == (True, False)
    assert failing["says"] == ["539 minutes a week are planned, at least 540 are required"]
    assert (failing["pack"], failing["as_of"], failing["files"]) == ("medicare", "2026-11-23", {})
    assert failing["facts"].startswith("[plan]")
    assert rule["next"].startswith("add countable minutes")
    assert [limit for limit in rule["limits"] if limit["pack"] == "ours"] == [
        {
            "name": "minutes_per_week_min",
            "pack": "ours",
            "value": {"adult": 540, "youth": 360},
            "unit": "min/week",
            "since": "2026-01-01",
            "until": None,
            "lifted": False,
            "cite": "contract, page 3",
            "certainty": "secondary",
            "sources": 2,
            "verified_on": "2026-11-23",
            "severity": None,
            "note": "Page 3 of the copy of January.",
        },
        {
            "name": "minutes_per_week_min",
            "pack": "ours",
            "value": None,
            "unit": None,
            "since": "2025-01-01",
            "until": "2025-12-31",
            "lifted": True,
            "cite": "letter",
            "certainty": "memory",
            "sources": 1,
            "verified_on": None,
            "severity": None,
            "note": None,
        },
    ]


def test_a_rule_without_limits_says_so(iopctl: Iopctl) -> None:
    assert "\n\nIt reads no limit and always runs.\n" in iopctl("rules", "explain", "FI001").out


def test_a_limit_that_no_pack_has_is_said() -> None:
    class Module:
        """Nobody asks for this.

        Why: it stands here alone.
        What to do: nothing.
        """

        RULE = Rule("ZZ999", "alone", Severity.INFO, ("nobodys_limit",))

    module: RuleModule = Module  # type: ignore[assignment]  # a class has what the catalogue reads of a module
    assert rule_sheet(module, {}, None).notes[-2:] == [
        "Limit nobodys_limit",
        "  no pack has it, so nothing is held against it",
    ]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("DO1O1", "no such rule; `iopctl rules list` shows all. Did you mean DO101?"),
        ("qqqq", "no such rule; `iopctl rules list` shows all."),
    ],
)
def test_a_wrong_code_is_answered_with_the_one_that_was_meant(iopctl: Iopctl, code: str, said: str) -> None:
    ran = iopctl("rules", "explain", code)
    assert (ran.status, ran.out, ran.err) == (3, "", f"iopctl: {said}\n")


def test_the_shipped_packs_are_listed_where_there_is_no_program(iopctl: Iopctl) -> None:
    ran = iopctl("packs", "list", "--format", "json")
    packs = listed(ran.out, "packs", "id")
    assert list(packs) == list(library.packs())
    medicare = packs["medicare"]
    assert (medicare["own"], medicare["used_by_program"], medicare["used_by_charts"]) == (False, None, None)
    assert sum(medicare["certainty"].values()) >= medicare["limits"] == len(library.packs()["medicare"].limits)
    assert (ran.status, ran.err) == (0, "")


def test_packs_are_listed_with_who_uses_them(own: Path, iopctl: Iopctl) -> None:
    packs = listed(iopctl("packs", "list", "--format", "json", plans=own).out, "packs", "id")
    assert packs["ours"] == {
        "id": "ours",
        "title": "What our contract asks",
        "limits": 3,
        "certainty": {"primary": 1, "secondary": 1, "memory": 1, "uncertain": 1},
        "own": True,
        "used_by_program": False,
        "used_by_charts": 1,
    }
    lines = iopctl("packs", "list", plans=own).out.splitlines()
    cells = {line.split()[0]: line for line in lines if line}
    assert "  1 chart  " in cells["ours"]
    assert cells["ours"].endswith("What our contract asks (the program's own)")
    assert "  program  " in cells["core"]
    assert "  nobody   " in cells["md"]
    assert lines[-1] == "A limit may have several versions by date; certainty counts versions."


def test_a_pack_without_limits_has_a_gap_for_its_certainty() -> None:
    packs: dict[str, RulePack] = {"bare": pack_of("", "bare")}
    [row] = packs_sheet(packs, {}, None).grids[0].rows
    assert row == ("bare", "0", "-", "-", "Test (the program's own)")


def test_a_program_and_several_charts_can_use_one_pack(own: Path, iopctl: Iopctl) -> None:
    coverage = '\n[[coverage]]\npack = "ours"\n'
    write_files(
        own,
        {"program.toml": PROGRAM.replace('"core"', '"core", "ours"'), "pt-0002/plan.toml": plan("pt-0002", coverage)},
    )
    assert "  program, 2 charts  " in iopctl("packs", "list", plans=own).out


def test_a_pack_is_shown_with_every_version(own: Path, iopctl: Iopctl) -> None:
    assert iopctl("packs", "show", "ours", plans=own).out == (
        "ours: What our contract asks, all versions\n"
        "youth: under 21 years, uncertain\n"
        "partial weeks: skip\n"
        "holidays: 2026-01-19, 2026-02-16\n"
        "kinds of service that an exemption may leave out: family, skills\n"
        "\n"
        f"minutes_per_week_min, read by {readers('minutes_per_week_min')}\n"
        "  adult 540, youth 360 min/week, in force since 2026-01-01\n"
        "  source: contract, page 3, read in 2 secondary sources, verified on 2026-11-23\n"
        "  note: Page 3 of the copy of January.\n"
        "\n"
        f"minutes_per_week_min, read by {readers('minutes_per_week_min')}\n"
        "  lifted by the source, in force since 2025-01-01 until 2025-12-31\n"
        "  source: letter, from memory, not yet read, not verified\n"
        "\n"
        f"stay_days, read by {readers('stay_days')}\n"
        "  56 to 84 days, start not dated by the source until 2025-12-31\n"
        "  source: contract, uncertain, not verified\n"
        "\n"
        f"signatures, read by {readers('signatures')}\n"
        "  staff, patient, start not dated by the source\n"
        "  source: contract, read in the primary text, verified on 2026-11-23\n"
    )


def readers(limit: str) -> str:
    """The codes of the rules that read a limit."""
    return ", ".join(rule.RULE.code for rule in all_rules() if limit in rule.RULE.all_limits)


def test_a_pack_on_a_day_is_what_is_in_force_then(own: Path, iopctl: Iopctl) -> None:
    ran = iopctl("packs", "show", "ours", "--on", "2025-06-01", "--format", "json", plans=own)
    pack = json.loads(ran.out)["pack"]
    assert [(limit["name"], limit["value"], limit["lifted"]) for limit in pack["limits"]] == [
        ("minutes_per_week_min", None, True),
        ("stay_days", {"min": 56, "max": 84}, False),
        ("signatures", ["staff", "patient"], False),
    ]
    assert (pack["on"], pack["partial_week"], pack["exempt_kinds"]) == ("2025-06-01", "skip", ["family", "skills"])
    assert pack["age_bands"] == {"youth": {"under": 21, "certainty": "uncertain"}}
    assert (
        "ours: What our contract asks, in force on 2027-01-01"
        in iopctl("packs", "show", "ours", "--on", "2027-01-01", plans=own).out
    )


def test_a_limit_that_no_rule_reads_is_said() -> None:
    pack = pack_of('[[limits.nobodys]]\nvalue = 1\ncertainty = "primary"\n')
    assert "nobodys, read by no rule" in pack_sheet(pack, None).notes


def test_an_unknown_pack_is_answered_with_the_one_that_was_meant(iopctl: Iopctl) -> None:
    ran = iopctl("packs", "show", "medicaid")
    assert (ran.status, ran.out) == (3, "")
    assert ran.err == "iopctl: no such pack; `iopctl packs list` shows all. Did you mean medicare?\n"


@pytest.mark.parametrize("line", [("rules", "list"), ("rules", "explain", "DO101"), ("packs", "show", "core")])
def test_a_broken_pack_of_ones_own_is_named_and_left_out(own: Path, iopctl: Iopctl, line: tuple[str, ...]) -> None:
    write_files(own, {"rulepacks/broken.toml": "schema = 1\n"})
    ran = iopctl(*line, plans=own)
    assert ran.status == 0
    assert ran.err == (
        f"{own}/rulepacks/broken.toml has faults, and what cannot be read of it is left out:"
        " `iopctl check` says where and why.\n"
    )


@pytest.mark.parametrize("line", [("rules", "list"), ("rules", "explain", "DO101"), ("packs", "list")])
def test_a_folder_that_is_no_program_is_3(tmp_path: Path, iopctl: Iopctl, line: tuple[str, ...]) -> None:
    ran = iopctl(*line, plans=tmp_path)
    assert (ran.status, ran.out) == (3, "")


@pytest.mark.parametrize(
    "line", [("rules", "list"), ("rules", "explain", "FI001"), ("packs", "list"), ("packs", "show", "md")]
)
@pytest.mark.parametrize("form", ["table", "plain", "json", "lines"])
def test_every_form_has_something_to_say(iopctl: Iopctl, line: tuple[str, ...], form: str) -> None:
    ran = iopctl(*line, "--format", form)
    assert ran.status == 0
    assert len(ran.out) > 100
    if form in {"json", "lines"}:
        assert all(json.loads(each) for each in (ran.out.splitlines() if form == "lines" else [ran.out]))


def test_shipped_packs_are_loaded_once(own: Path) -> None:
    packs = charts.load_packs(own)
    assert packs["core"] is library.packs()["core"]
