"""One file per rule, named by its code; the folder is the catalogue.

To add a rule, write `xx123_some_slug.py` with a docstring (what is wrong, why it matters, what to do: `rules explain`
prints it), a `RULE` that names the limits it reads, and `check(chart, pack, today)` or `check_program(census, pack,
today)`. Put the limit with its citation into every pack that has it; a pack without the limit does not run the rule.
Write its case law in `data/cases/`: at least three cases, of which one passes and one fails.

A program's own rules stand in a package of its own, which names each module under the entry-point group
`iopctl.rules`. Their codes are those that every family leaves free: 900 to 999.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, cast

from iopctl.errors import BrokenRule
from iopctl.model.rule import Rule, RuleModule

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "iopctl.rules"
_OWN_CODE = re.compile(r"[A-Z]{2}9[0-9]{2}", re.ASCII)
_PARTS = re.compile(r".+?\n\s*Why: .+?\n\s*What to do: .+", re.DOTALL)


@cache
def all_rules() -> tuple[RuleModule, ...]:
    """Every rule, shipped or a program's own, in code order. Raises BrokenRule."""
    return tuple(sorted((*shipped_rules(), *own_rules()), key=lambda rule: rule.RULE.code))


@cache
def shipped_rules() -> tuple[RuleModule, ...]:
    """Every rule module here, in code order."""
    names = sorted(module.name for module in iter_modules(__path__))
    return tuple(cast("RuleModule", import_module(f"{__name__}.{name}")) for name in names)


def is_own(rule: RuleModule) -> bool:
    """Whether the rule comes from a package of the program's own."""
    return not rule.__name__.startswith(f"{__name__}.")


def own_rules() -> Iterator[RuleModule]:
    """The rules that installed packages bring. Raises BrokenRule for one that is none."""
    from importlib.metadata import entry_points

    codes: dict[str, str] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda each: (each.name, each.value)):
        rule = _loaded(entry)
        code = rule.RULE.code
        if code in codes:
            raise BrokenRule(f"the rules {codes[code]} and {entry.name} both have the code {code}. Give one another.")
        codes[code] = entry.name
        yield rule


def _loaded(entry: "EntryPoint") -> RuleModule:
    try:
        module = entry.load()
    except Exception as error:  # noqa: BLE001  # whatever somebody else's package raises
        said = f"the rule {entry.name} ({entry.value}) cannot be loaded: {type(error).__name__}"
        raise BrokenRule(f"{said}. Mend its package, or uninstall it.") from None
    fault = _fault(module)
    if fault:
        raise BrokenRule(f"the rule {entry.name} ({entry.value}) {fault}. Mend its package, or uninstall it.")
    return cast("RuleModule", module)


def _fault(module: object) -> str | None:
    """Why a loaded module is no rule; None when it is one."""
    rule = getattr(module, "RULE", None)
    if not isinstance(rule, Rule):
        return "has no RULE"
    if not _OWN_CODE.fullmatch(rule.code):
        return "has a code outside of those left for own rules, XX900 to XX999"
    if not (callable(getattr(module, "check", None)) or callable(getattr(module, "check_program", None))):
        return "has neither check nor check_program"
    if not _PARTS.match(getattr(module, "__doc__", None) or ""):
        return 'does not say in its docstring what is wrong, "Why:" and "What to do:"'
    return None
