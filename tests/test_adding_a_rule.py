"""A rule is added as the README says: one file, its limit in a pack, its cases. Nothing else is touched."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import iopctl

RULE = '''"""The plan names no case manager.

Why: somebody has to call when a patient does not come.
What to do: write who it is under roles.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("PL299", "case-manager-missing", Severity.WARNING, ("case_managers_min",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for a plan with fewer than the pack asks for."""
    limit = pack.limit("case_managers_min", chart.last_day(today), chart.plan)
    named = sum(word in chart.plan.roles for word in ("c01", "c02"))
    if limit is not None and named < limit.number:
        message = f"{named} case managers are named, {limit.number} is required"
        place = chart.plan.at("roles")
        yield RULE.finding(place, message, "write who it is under roles", patient=chart.patient, limit=limit)
'''
LIMIT = """
[[limits.case_managers_min]]           # PL299
value = 1
unit = "people"
cite = "the program's own policy"
certainty = "primary"
verified_on = 2026-11-23
"""
CASES = """schema = 1
rule = "PL299"

[[cases]]
title = "Somebody is named"
pack = "house"
as_of = 2026-11-23
example = "passing"
silent = ["PL299"]
facts = '''
[plan]
roles = { c02 = "calls when she does not come" }
'''

[[cases]]
title = "Nobody is named"
pack = "house"
as_of = 2026-11-23
example = "failing"
fires = ["PL299"]
says = ["0 case managers are named, 1 is required"]
facts = '''
[plan]
patient = "pt-0001"
'''

[[cases]]
title = "A therapist is none"
pack = "house"
as_of = 2026-11-23
fires = ["PL299"]
facts = '''
[plan]
roles = { t01 = "leads treatment" }
'''
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The package and the tests of its case law, as in a checkout."""
    package = Path(iopctl.__file__).parent
    leave_out = shutil.ignore_patterns("__pycache__", "demo")
    shutil.copytree(package, tmp_path / "iopctl", ignore=leave_out)
    (tmp_path / "tests").mkdir()
    for name in ("__init__.py", "test_case_law.py"):
        shutil.copy(Path(__file__).parent / name, tmp_path / "tests" / name)
    return tmp_path


def run(checkout: Path, *args: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1"}
    line = [sys.executable, "-m", *args]
    return subprocess.run(line, cwd=checkout, env=environment, capture_output=True, text=True, check=False)


def test_one_file_a_limit_and_its_cases_are_a_rule(checkout: Path) -> None:
    (checkout / "iopctl/rules/pl299_case_manager_missing.py").write_text(RULE)
    with (checkout / "iopctl/data/rulepacks/house.toml").open("a") as pack:
        pack.write(LIMIT)
    (checkout / "iopctl/data/cases/pl299.toml").write_text(CASES)
    explained = run(checkout, "iopctl", "rules", "explain", "PL299", "--format", "json")
    rule = json.loads(explained.stdout)["rule"]
    assert (rule["packs"], rule["what"]) == (["house"], "The plan names no case manager.")
    assert [example["passes"] for example in rule["examples"]] == [True, False]
    judged = run(checkout, "pytest", "-q", "-p", "no:cacheprovider", "tests/test_case_law.py", "-k", "PL299")
    assert "3 passed" in judged.stdout, judged.stdout
