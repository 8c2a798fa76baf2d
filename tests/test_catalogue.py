"""The catalogue keeps its own rules: names, docstrings, numbers with sources, help with examples, README in step."""

import ast
import json
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import holidays
import pytest
import typer.main

import iopctl
from iopctl import library
from iopctl.cli import app
from iopctl.model.pack import LimitVersion
from iopctl.model.rule import RuleModule
from iopctl.render.rules import parts
from iopctl.rules import all_rules
from tests.conftest import Iopctl

PACKAGE = Path(iopctl.__file__).parent
README = Path(__file__).parent.parent / "README.md"
FAMILIES = {"EL", "AS", "PL", "DO", "SC", "AT", "ME", "RV", "ST", "GR", "SF", "AU", "DC", "FI"}
TABLE = re.compile(r"(?<=<!-- rules:begin -->\n).*(?=<!-- rules:end -->)", re.DOTALL)


def names(modules: tuple[RuleModule, ...]) -> list[str]:
    """What a test about each rule is called."""
    return [module.RULE.code for module in modules]


def versions() -> Iterator[tuple[str, str, LimitVersion]]:
    """Every version of every limit in every shipped pack."""
    for pack in library.packs().values():
        for name, held in pack.limits.items():
            for version in held:
                yield pack.id, name, version


def commands(command: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command and group below the first, by what is typed."""
    command = typer.main.get_command(app) if command is None else command
    if path:
        yield " ".join(path), command
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*path, name))


COMMANDS = dict(commands())


def test_there_are_rules_packs_and_commands() -> None:
    assert len(all_rules()) > 30
    assert len(library.packs()) > 10
    assert len(COMMANDS) > 5


@pytest.mark.parametrize("module", all_rules(), ids=names(all_rules()))
def test_a_rule_is_a_file_named_by_its_code(module: RuleModule) -> None:
    code, name = module.RULE.code, module.RULE.name
    assert module.__name__ == f"iopctl.rules.{code.lower()}_{name.replace('-', '_')}"
    assert re.fullmatch(r"[A-Z]{2}[0-9]{3}", code)
    assert code[:2] in FAMILIES


def test_no_code_and_no_name_is_used_twice() -> None:
    rules = [module.RULE for module in all_rules()]
    assert len({rule.code for rule in rules}) == len({rule.name for rule in rules}) == len(rules)


@pytest.mark.parametrize("module", all_rules(), ids=names(all_rules()))
def test_a_rule_says_what_is_wrong_why_and_what_to_do(module: RuleModule) -> None:
    what, why, next_step = parts(module)
    summary, _, rest = (module.__doc__ or "").partition("\n")
    assert what == summary
    assert rest.startswith("\nWhy: ")
    for text in (what, why, next_step):
        assert text.endswith((".", ")"))
        assert len(text) > 10


@pytest.mark.parametrize("module", all_rules(), ids=names(all_rules()))
def test_a_rule_that_names_limits_checks_charts_or_the_program(module: RuleModule) -> None:
    assert not module.RULE.limits or hasattr(module, "check") or hasattr(module, "check_program")


def test_every_limit_that_a_rule_names_stands_in_a_pack() -> None:
    held = {name for _, name, _ in versions()}
    assert {name for module in all_rules() for name in module.RULE.all_limits} - held == set()


def test_every_limit_in_a_pack_is_read_by_a_rule_or_an_engine() -> None:
    read = {name for module in all_rules() for name in module.RULE.all_limits}
    for file in sorted((PACKAGE / "reviewing").glob("*.py")):
        read |= set(re.findall(r'\.limit\(\s*"(\w+)"', file.read_text("utf-8")))
    assert {name for _, name, _ in versions()} - read == set()


def test_every_number_has_a_source_and_was_read_when_it_says_so() -> None:
    for pack, name, version in versions():
        assert version.cite.strip(), f"{pack}: {name}"
        assert (version.verified_on is not None) == (version.certainty in {"primary", "secondary"}), f"{pack}: {name}"
        assert version.sources == 1 or version.certainty == "secondary", f"{pack}: {name}"


def test_versions_of_a_limit_do_not_overlap() -> None:
    for pack in library.packs().values():
        for name, held in pack.limits.items():
            days = {day for version in held for day in (version.since, version.until) if day is not None}
            for day in days:
                assert sum(version.in_force(day) for version in held) <= 1, f"{pack.id}: {name} on {day}"


@pytest.mark.parametrize(("pack", "state"), [("cmhc", None), ("va-arts", "VA")])
def test_the_holidays_of_a_pack_are_those_of_its_calendar(pack: str, state: str | None) -> None:
    """Only what falls on a working day matters to a count of business days (S11)."""
    held = library.packs()[pack].holidays
    years = range(held[0].year, held[-1].year + 1)
    calendar = holidays.country_holidays("US", subdiv=state, years=years)
    assert list(held) == [day for day in sorted(calendar) if day.strftime("%a") not in {"Sat", "Sun"}]
    assert (years[0], years[-1]) == (2020, 2030)


@pytest.mark.parametrize("module", all_rules(), ids=names(all_rules()))
def test_no_threshold_stands_in_a_rule(module: RuleModule) -> None:
    tree = ast.parse((PACKAGE / "rules" / f"{module.__name__.rpartition('.')[2]}.py").read_text("utf-8"))
    allowed = {id(each) for node in ast.walk(tree) for each in _structural(node)}
    numbers = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) in {int, float}]
    assert [node.value for node in numbers if node.value not in {0, 1} and id(node) not in allowed] == []


def _structural(node: ast.AST) -> Iterator[ast.AST]:
    """Numbers that are no thresholds: positions in a tuple or text, and the two of a pair."""
    if isinstance(node, ast.Subscript):
        yield from ast.walk(node.slice)
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "combinations":
        yield node.args[1]


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_has_help_with_an_example(path: str) -> None:
    command = COMMANDS[path]
    assert command.help
    examples = re.findall(r"^\s*Example: (.*)$", command.help, re.MULTILINE)
    assert examples
    for example in examples:
        assert shlex.split(example)[: 1 + len(path.split())] == ["iopctl", *path.split()]
    if any("--format" in parameter.opts for parameter in command.params):
        assert "JSON: {" in command.help
    for parameter in command.params:
        assert getattr(parameter, "help", None) or getattr(parameter, "hidden", False), parameter.name


def test_the_readme_lists_every_rule(iopctl: Iopctl) -> None:
    rules = json.loads(iopctl("rules", "list", "--format", "json").out)["rules"]
    rows = [
        f"| {rule['code']} | {rule['name']} | {rule['severity']} | {', '.join(rule['packs']) or 'always'} |"
        f" {rule['summary']} |"
        for rule in rules
    ]
    table = "\n".join(["| code | name | at most | packs | what it finds |", "|---|---|---|---|---|", *rows, ""])
    text = README.read_text("utf-8")
    if os.environ.get("UPDATE_CASES"):
        README.write_text(TABLE.sub(lambda _: table, text), "utf-8")
        text = README.read_text("utf-8")
    assert TABLE.findall(text) == [table]
