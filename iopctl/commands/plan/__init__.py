"""plan new · list · show · edit · sign: one file per verb."""

import typer

from iopctl.commands.plan.edit import edit_plan
from iopctl.commands.plan.listing import list_plans
from iopctl.commands.plan.new import new_plan
from iopctl.commands.plan.show import show_plan
from iopctl.commands.plan.sign import sign_plan

app = typer.Typer(
    help="Treatment plans: draft, read, change, sign.\n\nExample: iopctl plan show pt-0001", no_args_is_help=True
)
app.command("new")(new_plan)
app.command("list")(list_plans)
app.command("show")(show_plan)
app.command("edit")(edit_plan)
app.command("sign")(sign_plan)
