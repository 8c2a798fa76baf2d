"""One file per rule, named by its code; the folder is the catalogue.

To add a rule, write `xx123_some_slug.py` with a docstring (what is wrong, why it matters, what to do: `rules explain`
prints it), a `RULE` that names the limits it reads, and `check(chart, pack, today)` or `check_program(census, pack,
today)`. Put the limit with its citation into every pack that has it; a pack without the limit does not run the rule.
Add one clean and one breaking case to the tests.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from iopctl.model.rule import RuleModule


@cache
def all_rules() -> tuple[RuleModule, ...]:
    """Every rule module here, in code order."""
    names = sorted(module.name for module in iter_modules(__path__))
    return tuple(cast("RuleModule", import_module(f"{__name__}.{name}")) for name in names)
