"""Rules of a program's own, which an installed package brings under the entry-point group `iopctl.rules`."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from iopctl import rules
from iopctl.errors import BrokenRule
from iopctl.rules import GROUP, all_rules, own_rules
from tests.conftest import Iopctl

RULE = '''"""The chart names no primary therapist.

Why: nobody is asked when something is due.
What to do: write primary_therapist.
"""

from iopctl.model.rule import Rule, Severity

RULE = Rule("PL901", "therapist-missing", Severity.WARNING, ("therapist_named",))


def check(chart, pack, today):
    limit = pack.limit("therapist_named", chart.last_day(today), chart.plan)
    if limit is not None and chart.plan.primary_therapist is None:
        place, next_step = chart.plan.at(), "write primary_therapist"
        yield RULE.finding(place, "nobody is named", next_step, patient=chart.patient, limit=limit)
'''
PACK = """schema = 1
id = "ours"
title = "What we ask of ourselves"

[[limits.therapist_named]]
value = ["primary_therapist"]
cite = "handbook, page 2"
certainty = "primary"
verified_on = 2026-11-23
"""
PROGRAM = 'schema = 1\nname = "Own IOP"\ntime_zone = "America/New_York"\npacks = ["core", "ours"]\n'


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of packages, as pip leaves them; each test adds what it needs."""
    monkeypatch.syspath_prepend(tmp_path / "site")
    all_rules.cache_clear()
    yield tmp_path / "site"
    for name in [name for name in sys.modules if name.startswith("clinic_rules")]:
        del sys.modules[name]
    all_rules.cache_clear()


def install(site: Path, package: str, modules: dict[str, str], entries: dict[str, str] | None = None) -> None:
    """A package with its modules, and the entry points it declares."""
    (site / package).mkdir(parents=True)
    for name, text in {"__init__": "", **modules}.items():
        (site / package / f"{name}.py").write_text(text)
    about = site / f"{package}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    declared = entries or {name: f"{package}.{name}" for name in modules}
    lines = [f"[{GROUP}]", *(f"{name} = {target}" for name, target in declared.items())]
    (about / "entry_points.txt").write_text("\n".join(lines))


def test_without_packages_the_catalogue_is_what_is_shipped() -> None:
    assert list(own_rules()) == []
    assert all_rules() == rules.shipped_rules()
    assert not any(rules.is_own(rule) for rule in all_rules())


def test_an_own_rule_joins_the_catalogue_in_code_order(installed: Path) -> None:
    install(installed, "clinic_rules", {"pl901": RULE})
    codes = [rule.RULE.code for rule in all_rules()]
    assert "PL901" in codes
    assert codes == sorted(codes)
    [own] = [rule for rule in all_rules() if rules.is_own(rule)]
    assert own.RULE.name == "therapist-missing"


def test_it_is_explained_run_and_reported_like_any_other(installed: Path, tmp_path: Path, iopctl: Iopctl) -> None:
    install(installed, "clinic_rules", {"pl901": RULE})
    plans = tmp_path / "plans"
    for name, text in {
        "program.toml": PROGRAM,
        "rulepacks/ours.toml": PACK,
        "pt-0001/plan.toml": 'schema = 1\npatient = "pt-0001"\n',
    }.items():
        (plans / name).parent.mkdir(parents=True, exist_ok=True)
        (plans / name).write_text(text)
    ran = iopctl("check", "--select", "PL901", "--format", "json", "--as-of", "2026-11-23", plans=plans)
    [finding] = json.loads(ran.out)["findings"]
    assert (finding["code"], finding["severity"], finding["pack"]) == ("PL901", "warning", "ours")
    assert (finding["message"], finding["limit"]["cite"]) == ("nobody is named", "handbook, page 2")
    explained = iopctl("rules", "explain", "PL901", plans=plans)
    assert explained.out.startswith("PL901 therapist-missing, warning\n\nThe chart names no primary therapist.\n")
    assert "ours: primary_therapist" in explained.out
    assert "Example" not in explained.out


def test_one_that_fails_on_a_chart_ends_the_run_in_a_sentence(installed: Path, tmp_path: Path, iopctl: Iopctl) -> None:
    install(installed, "clinic_rules", {"pl901": RULE.replace("    limit = pack", "    1 / 0\n    limit = pack")})
    plans = tmp_path / "plans"
    (plans / "pt-0001").mkdir(parents=True)
    (plans / "program.toml").write_text(PROGRAM.replace('"ours"', '"core"'))
    (plans / "pt-0001/plan.toml").write_text('schema = 1\npatient = "pt-0001"\n')
    ran = iopctl("check", plans=plans)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err == (
        "iopctl: the rule PL901 (clinic_rules.pl901) failed on pt-0001: ZeroDivisionError."
        " Mend its package, or uninstall it.\n"
    )


FAULTS = {
    "it cannot be imported": ("import nowhere_at_all\n", "cannot be loaded: ModuleNotFoundError"),
    "it has no RULE": ('"""Nothing."""\n', "has no RULE"),
    "its code is the catalogue's": (RULE.replace("PL901", "PL899"), "has a code outside of those left for own rules"),
    "it checks nothing": (RULE.replace("def check(", "def chekc("), "has neither check nor check_program"),
    "it does not say why": (RULE.replace("Why:", "Because:"), "does not say in its docstring"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_what_is_no_rule_ends_the_run_in_a_sentence(fault: tuple[str, str], installed: Path, iopctl: Iopctl) -> None:
    text, said = fault
    install(installed, "clinic_rules", {"pl901": text})
    ran = iopctl("rules", "list")
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith(f"iopctl: the rule pl901 (clinic_rules.pl901) {said}")
    assert ran.err.endswith(" Mend its package, or uninstall it.\n")


def test_two_rules_with_one_code_are_refused(installed: Path) -> None:
    install(installed, "clinic_rules", {"a": RULE, "b": RULE})
    with pytest.raises(BrokenRule, match="the rules a and b both have the code PL901"):
        all_rules()


def test_a_start_that_needs_no_rule_looks_for_no_package() -> None:
    script = "import sys; import iopctl.cli; sys.exit('importlib.metadata' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
