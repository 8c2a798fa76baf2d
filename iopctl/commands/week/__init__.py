"""week new · build · capacity · show · free · cover · add · move · skip · restore: one file per verb."""

import typer

from iopctl.commands.week.add import add_to_week
from iopctl.commands.week.build import build_week
from iopctl.commands.week.capacity import week_capacity
from iopctl.commands.week.cover import cover_session
from iopctl.commands.week.free import free_times
from iopctl.commands.week.move import move_session
from iopctl.commands.week.new import new_week
from iopctl.commands.week.restore import restore_session
from iopctl.commands.week.show import show_week
from iopctl.commands.week.skip import skip_session

app = typer.Typer(
    help="Compose, build, arrange and show weeks.\n\nExample: iopctl week show this", no_args_is_help=True
)
app.command("new")(new_week)
app.command("build")(build_week)
app.command("capacity")(week_capacity)
app.command("show")(show_week)
app.command("free")(free_times)
app.command("cover")(cover_session)
app.command("add")(add_to_week)
app.command("move")(move_session)
app.command("skip")(skip_session)
app.command("restore")(restore_session)
