"""curriculum"""

from typing import Annotated

import typer

from iopctl.commands.charts import load_charts
from iopctl.commands.options import AsOf, OutputFormat, PlansDir, today_in
from iopctl.console import Format


def curriculum(
    patient: Annotated[
        str | None, typer.Argument(metavar="[PT]", help="What one patient has seen and missed. [default: every group]")
    ] = None,
    service: Annotated[
        str | None, typer.Option("--service", metavar="ID", help="Only this service. [default: all with modules]")
    ] = None,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Show the modules that each group goes through, who has not seen which, and when it comes again.

    A service lists its `modules` in program.toml, with `module_sessions` where each takes more than one; a session in a
    week file names its `module`. What was held and is not named stays unknown. What comes and is not named is projected
    from the last that is, and marked so; beyond the last week file only the week can be told.

    JSON: {"curriculum": {"date", "groups": [{"service", "track", "last", "next", "unstated", "modules": [{"module",
    "number", "held", "next", "not_seen_by"}], "roster": [{"patient", "seen", "of"}]}]}}; with PT {"curriculum":
    {"date", "patient", "services": [{"service", "track", "seen", "of", "modules": [{"module", "number", "seen",
    "missed": {"date", "why"}, "next", "after_planned_end", "others"}]}]}}. A meeting ("last", "next") is {"week",
    "date", "session", "module", "projected"} or null.

    Example: iopctl curriculum pt-0006 --as-of 2026-11-23
    """
    from iopctl.console import show
    from iopctl.model.ids import known
    from iopctl.render.curriculum import courses_sheet, groups_sheet
    from iopctl.scheduling.catching_up import course, courses
    from iopctl.scheduling.curriculum import groups
    from iopctl.store import known_patient

    loaded = load_charts(plans)
    census = loaded.census
    if service is not None:
        listing = [each.id for each in census.program.services if each.modules]
        known(service, listing, "program.toml: no service of that id lists modules")
    day = today_in(census.program.time_zone, as_of)
    if patient is None:
        charts = census.chart_by_patient
        found = [
            (each, [course(census, charts[code], each, day) for code in each.roster if code in charts])
            for each in groups(census, day, service)
        ]
        show(groups_sheet(found, day), form)
        return
    known_patient(loaded.root, patient)
    chart = loaded.chart(patient)
    show(courses_sheet(chart, courses(census, chart, day, service), day), form)
