"""rules list · explain"""

from typing import Annotated

import typer

from iopctl.commands.charts import load_packs
from iopctl.commands.options import OutputFormat, PlansDir
from iopctl.console import Format

app = typer.Typer(help="What `check` looks for.\n\nExample: iopctl rules explain DO101", no_args_is_help=True)


@app.command("list")
def list_rules(plans: PlansDir = None, form: OutputFormat = Format.TABLE) -> None:
    """List the rules, each with the packs that run it.

    JSON: {"rules": [...]}, each rule as `rules explain` has it, and "summary", what it finds.

    Example: iopctl rules list
    """
    from iopctl import library
    from iopctl.console import show
    from iopctl.render.rules import rules_sheet

    examples = library.cases() if form in {Format.JSON, Format.LINES} else {}  # no column holds them
    show(rules_sheet(load_packs(plans), examples), form)


@app.command("explain")
def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A rule's code, for example DO101.")],
    plans: PlansDir = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Explain a rule: what, why, what to do, its limits in every pack, a chart that passes and one that fails.

    JSON: {"rule": {"code", "name", "severity", "packs", "what", "why", "next", "limits": [{"name", "pack", "value",
    "unit", "since", "until", "lifted", "cite", "certainty", "sources", "verified_on", "severity", "note"}], "examples":
    [{"passes", "title", "pack", "as_of", "facts", "files", "says"}]}}.

    Example: iopctl rules explain DO101
    """
    from iopctl import library
    from iopctl.console import show
    from iopctl.model.ids import known
    from iopctl.render.rules import rule_sheet
    from iopctl.rules import all_rules

    by_code = {rule.RULE.code: rule for rule in all_rules()}
    found = by_code[known(code.upper(), by_code, "no such rule; `iopctl rules list` shows all")]
    show(rule_sheet(found, load_packs(plans), library.case_file(found.RULE.code)), form)
