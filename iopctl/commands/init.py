"""init"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iopctl.commands.options import AsOf, DryRun, OutputFormat, interactive, today_in
from iopctl.commands.saving import tracked
from iopctl.console import Format, say

if TYPE_CHECKING:
    from iopctl.render.sheet import Sheet

NAME = "Intensive outpatient program"
TIME_ZONE = "America/New_York"
PACK = "core"


def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The program folder to start.")] = Path("plans"),
    demo: Annotated[
        bool, typer.Option("--demo", help="Write a fictional program in mid-flight, with dates around today.")
    ] = False,
    name: Annotated[
        str | None, typer.Option("--name", metavar="TEXT", help=f"What the program calls itself. [default: {NAME}]")
    ] = None,
    time_zone: Annotated[
        str | None, typer.Option("--time-zone", metavar="ZONE", help=f"An IANA name. [default: {TIME_ZONE}]")
    ] = None,
    packs: Annotated[
        list[str] | None,
        typer.Option("--packs", metavar="PACK", help=f"Rule pack for everybody; may be repeated. [default: {PACK}]"),
    ] = None,
    dry_run: DryRun = False,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Start a program folder: a program.toml that names what is left for you, or with --demo a fictional program.

    The demo stands in the week of today, or of --as-of; everybody attended what is past since its Monday.

    JSON: {"init": {"folder", "name", "time_zone", "demo", "as_of", "charts", "weeks", "files"}}; "files" is a number,
    and "as_of" is null without --demo.

    Example: iopctl init --demo my-program
    """
    from iopctl.console import show, write
    from iopctl.errors import UsageError

    show_diff = say if form in {Format.JSON, Format.LINES} else write
    _refuse_existing(folder)
    if demo and (name or time_zone or packs):
        raise UsageError("--demo brings its own name, time zone and packs: leave out those options.")
    if demo:
        sheet = _write_demo(folder, as_of, dry_run=dry_run, show_diff=show_diff)
        following = "`iopctl review --plans {0}` shows the caseload, `iopctl check --plans {0}` what is wrong with it"
    else:
        sheet = _start(folder, *_stated(name, time_zone, packs or ()), dry_run=dry_run, show_diff=show_diff)
        following = "write what {0}/program.toml leaves for you, then `iopctl check --plans {0}`"
    show(sheet, form)
    if not dry_run:
        say(f"Next: {following.format(folder.as_posix())}.")


def _refuse_existing(folder: Path) -> None:
    from iopctl.errors import AlreadyThere
    from iopctl.store.folder import PROGRAM, shown

    if (folder / PROGRAM).exists():
        file = shown(folder, PROGRAM)
        raise AlreadyThere(f"{file}: is there already; nothing was written. Edit it, or name another folder.")


def _stated(name: str | None, time_zone: str | None, packs: Sequence[str]) -> tuple[str, str, list[str]]:
    """Name, time zone and packs as given, as asked for on a terminal, or as usual. Raises NotFound."""
    from zoneinfo import available_timezones

    from iopctl import library
    from iopctl.commands.asking import ask, ask_id
    from iopctl.model.ids import known

    zones, no_zone = available_timezones(), "no time zone of that name"
    if time_zone is not None:
        known(time_zone, zones, no_zone)
    for pack in packs:
        known(pack, library.packs(), "no such pack")
    if interactive():
        name = name or ask(f"Name of the program [{NAME}]:")
        time_zone = time_zone or ask_id("Time zone", zones, no_zone, TIME_ZONE)
    return name or NAME, time_zone or TIME_ZONE, list(packs) or [PACK]


def _start(
    folder: Path, name: str, time_zone: str, packs: list[str], *, dry_run: bool, show_diff: Callable[[str], None]
) -> "Sheet":
    from iopctl import library
    from iopctl.commands.saving import settle
    from iopctl.model.program import Program
    from iopctl.render.started import started_sheet
    from iopctl.store import editing
    from iopctl.store.composing import fill
    from iopctl.store.folder import PROGRAM

    text = fill(library.program_template(), {"name": name, "time_zone": time_zone, "packs": packs})
    program = editing.new(folder, PROGRAM, text, Program)
    if not dry_run:
        _write_schemas(folder)
    settle([program], dry_run=dry_run, show_diff=show_diff)
    return started_sheet(folder, name, time_zone, [PROGRAM])


def _write_schemas(folder: Path) -> None:
    """The JSON Schemas that the files name, for editors."""
    from iopctl.store.editing import schema_edits

    for edit in schema_edits(folder):
        edit.apply()


def _write_demo(folder: Path, as_of: date | None, *, dry_run: bool, show_diff: Callable[[str], None]) -> "Sheet":
    from iopctl import library, store
    from iopctl.commands.saving import settle
    from iopctl.errors import UsageError
    from iopctl.render.started import started_sheet
    from iopctl.store.demo import YEARS, demo_texts, monday_of
    from iopctl.store.editing import Edit

    source = library.demo_folder()
    program = store.load_program(source)
    today = today_in(program.time_zone, as_of)
    if today.year not in YEARS:
        raise UsageError(f"--as-of: the demo stands in any week of the years {YEARS[0]} to {YEARS[-1]}.")
    texts = demo_texts(source, today)
    if dry_run:
        edits = [Edit(folder, file, None, text) for file, text in texts.items()]
        settle(edits, dry_run=True, show_diff=show_diff)
    else:
        _write_schemas(folder)
        write_all(folder, texts)
    return started_sheet(folder, program.name, program.time_zone, list(texts), as_of=monday_of(today))


def write_all(folder: Path, texts: Mapping[str, str]) -> None:
    """Write the files, on a terminal with a progress bar."""
    from iopctl.store.writing import create_all

    written = tracked(create_all(folder, texts), len(texts))
    say(f"created {sum(1 for _ in written)} files in {folder.as_posix()}")
