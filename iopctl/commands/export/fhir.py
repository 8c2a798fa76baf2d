"""export fhir"""

from typing import Annotated

import typer

from iopctl.commands.charts import load_charts
from iopctl.commands.export.handing import Out, hand_out
from iopctl.commands.options import AsOf, OutputFormat, PlansDir, today_in
from iopctl.console import Format, say


def export_fhir(
    patient: Annotated[str, typer.Argument(metavar="PT", help="The chart, for example pt-0001.")],
    losses: Annotated[
        bool, typer.Option("--losses", help="In place of the bundle, what of the plan it does not bring back.")
    ] = False,
    out: Out = None,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Hand a chart on as a FHIR R4 Bundle in the profiles of US Core 7.0.0.

    It holds the patient by the code alone, the team, diagnoses and needs, goals with their targets, the dose promised,
    forms with their LOINC codes, risks and open alerts, consents, and every appointment and visit. `plan new
    --from-fhir` reads it back. What of the plan does not come back is named on stderr: a part of R4 that is not there,
    or that says something else. Reviews, notes of sessions and claims are not in it.

    With --losses, JSON: {"losses": [{"where", "count", "why"}]}.

    Example: iopctl export fhir pt-0001 --out pt-0001.json

    Example: iopctl export fhir pt-0001 --losses
    """
    import json

    from iopctl.console import show
    from iopctl.export.fhir import bundle_of
    from iopctl.render.losses import losses_line, losses_sheet

    loaded = load_charts(plans, patient)
    today = today_in(loaded.census.program.time_zone, as_of)
    exported = bundle_of(loaded.chart(patient), today)
    if losses:
        show(losses_sheet(patient, exported.losses), form)
        return
    hand_out(json.dumps(exported.bundle, indent=2, ensure_ascii=False), out)
    say(losses_line(patient, exported.losses))
