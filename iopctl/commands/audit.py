"""audit"""

from datetime import date, timedelta
from typing import Annotated

import typer

from iopctl.commands.options import AsOf, OutputFormat, PlansDir, read_day, today_in
from iopctl.console import Format

DAYS = timedelta(days=89)  # without --from the period is ninety days, the last one included


def audit(
    sample: Annotated[int, typer.Option("--sample", metavar="N", min=1, help="How many charts to draw.")] = 10,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="The same seed draws the same charts.")] = 1,
    first: Annotated[
        date | None,
        typer.Option("--from", metavar="DATE", parser=read_day, help="First day. [default: 89 days before the last]"),
    ] = None,
    last: Annotated[
        date | None, typer.Option("--to", metavar="DATE", parser=read_day, help="Last day. [default: as of]")
    ] = None,
    pack: Annotated[
        str | None, typer.Option("--pack", metavar="PACK", help="By this one pack. [default: the packs in force]")
    ] = None,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Draw charts that were in treatment in a period, and tick off each rule: met, not met, waived.

    Facts of the period are judged, and continuing states as they are on the day of judgement. A rule is met by a chart
    that has no error and no warning of it. Rules about the program as a whole are judged once.

    JSON: {"audit": {"seed", "from", "to", "as_of", "pack", "charts", "drawn": [...], "items": [{"code", "name", "met",
    "not_met", "waived", "gaps"}], "met", "judged", "percent", "findings": [...]}}.

    Example: iopctl audit --sample 10 --seed 7 --from 2026-09-01 --to 2026-11-23
    """
    from iopctl import auditing, checking, library, store
    from iopctl.console import show
    from iopctl.errors import UsageError
    from iopctl.render.audit import audit_sheet
    from iopctl.rules import all_rules

    loaded = store.load(store.find_program(plans), library.packs(), library.instruments())
    census, packs = loaded.census, loaded.packs
    today = today_in(census.program.time_zone, as_of)
    last = last or today
    period = auditing.Period(first or last - DAYS, last)
    if period.last < period.first:
        raise UsageError("--to is before --from.")
    only = checking.pack_id(packs, pack)
    charts = auditing.in_treatment(census.charts, period)
    drawn = auditing.draw(charts, sample, seed)
    found = store.located(loaded.root, checking.check_census(census, packs, today, only=only))
    done = auditing.audit(drawn, len(charts), found, period, all_rules(), packs, only)
    show(audit_sheet(done, period, seed, pack, loaded.root, today), form)
