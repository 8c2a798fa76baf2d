"""The catalogue of rules: what each finds wrong, why it matters, what to do, and the limits it reads."""

from collections.abc import Iterator, Mapping
from typing import Any

from iopctl.model.case import Case, CaseFile
from iopctl.model.pack import LimitVersion, RulePack
from iopctl.model.rule import Rule, RuleModule
from iopctl.render.packs import version_json, version_text
from iopctl.render.sheet import Grid, Sheet
from iopctl.rules import all_rules

COLUMNS = ("code", "severity", "name", "packs", "summary")
ALWAYS = "always"  # a rule without limits needs no pack
WHY = "Why:"
NEXT = "What to do:"


def rules_sheet(packs: Mapping[str, RulePack], cases: Mapping[str, CaseFile]) -> Sheet:
    """Every rule in one row; in JSON all that `rules explain` prints."""
    data = [{**_rule_json(rule, packs, cases.get(rule.RULE.code)), "summary": parts(rule)[0]} for rule in all_rules()]
    rows = [
        (each["code"], each["severity"], each["name"], ", ".join(each["packs"]) or ALWAYS, each["summary"])
        for each in data
    ]
    return Sheet({"rules": data}, grids=[Grid("", COLUMNS, rows)])


def rule_sheet(module: RuleModule, packs: Mapping[str, RulePack], cases: CaseFile | None) -> Sheet:
    """One rule, with its limits in every pack, a case that passes and one that fails."""
    rule, (what, why, next_step) = module.RULE, parts(module)
    notes = ["", what, "", f"{WHY} {why}", "", f"{NEXT} {next_step}", *_limits_text(rule, packs)]
    for word, case in _examples(cases).items():
        notes += ["", f"Example that {word}: {case.title}", *_example_text(case, word)]
    data = _rule_json(module, packs, cases)
    return Sheet({"rule": data}, heading=f"{rule.code} {rule.name}, {rule.severity}", notes=notes)


def parts(module: RuleModule) -> tuple[str, str, str]:
    """What is wrong, why it matters and what to do: the docstring, each part on one line."""
    what, _, rest = (module.__doc__ or "").partition(WHY)
    why, _, next_step = rest.partition(NEXT)
    return _unwrapped(what), _unwrapped(why), _unwrapped(next_step)


def _unwrapped(text: str) -> str:
    return " ".join(text.split())


def _rule_json(module: RuleModule, packs: Mapping[str, RulePack], cases: CaseFile | None) -> dict[str, Any]:
    rule, (what, why, next_step) = module.RULE, parts(module)
    limits = [(name, pack, version) for name in rule.all_limits for pack, version in _versions(name, packs)]
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "packs": [pack.id for pack in packs.values() if any(name in pack.limits for name in rule.limits)],
        "what": what,
        "why": why,
        "next": next_step,
        "limits": [{"name": name, "pack": pack.id, **version_json(version)} for name, pack, version in limits],
        "examples": [_case_json(case, word) for word, case in _examples(cases).items()],
    }


def _examples(cases: CaseFile | None) -> dict[str, Case]:
    """What passes and what fails; a rule of the program's own may have no cases."""
    return {} if cases is None else {"passes": cases.passing, "fails": cases.failing}


def _case_json(case: Case, word: str) -> dict[str, Any]:
    return {
        "passes": word == "passes",
        "title": case.title,
        "pack": case.pack,
        "as_of": case.as_of.isoformat(),
        "facts": case.facts or None,
        "files": dict(case.files),
        "says": list(case.says),
    }


def _example_text(case: Case, word: str) -> Iterator[str]:
    texts = case.files or {"": case.facts}
    for name, text in texts.items():
        if name:
            yield f"  {name}:"
        yield from (f"    {line}" for line in text.strip().split("\n"))
    said = ": " + "; ".join(case.says) if case.says else ""
    yield f"  By {case.pack} as of {case.as_of} it {word}{said}."


def _versions(name: str, packs: Mapping[str, RulePack]) -> Iterator[tuple[RulePack, LimitVersion]]:
    for pack in packs.values():
        for version in pack.limits.get(name, ()):
            yield pack, version


def _limits_text(rule: Rule, packs: Mapping[str, RulePack]) -> Iterator[str]:
    if not rule.limits:
        yield from ("", "It reads no limit and always runs.")
    for name in rule.all_limits:
        yield from ("", f"Limit {name}")
        held = list(_versions(name, packs))
        if not held:
            yield "  no pack has it, so nothing is held against it"
        for pack, version in held:
            first, *others = version_text(version)
            yield f"  {pack.id}: {first}"
            yield from (f"    {line}" for line in others)
