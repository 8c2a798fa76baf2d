"""census"""

from iopctl.commands.charts import load_charts
from iopctl.commands.options import AsOf, OutputFormat, PlansDir, today_in
from iopctl.console import Format


def census(
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: OutputFormat = Format.TABLE,
) -> None:
    """Show each track: who is in care, its seats, who waits, short weeks, late reviews and unanswered alerts.

    Below the table stands whose authorization is for another level of care than this one, by the codes that the packs
    in force name; where they name none, that it cannot be told. Open risk counts drafts and ended stays too.

    JSON: {"census": {"date", "level_of_care", "tracks": [{"track", "population", "in", "on_break", "seats", "waiting",
    "short_weeks", "unknown_weeks", "late_reviews", "open_risk"}], "people", "authorized", "authorized_elsewhere":
    [{"patient", "codes"}], "level_unknown": [{"patient", "codes"}], "apart": [{"patient", "why"}]}}; patients are
    listed, "authorized" counts those with an authorization in force. "track" is null for patients on none,
    "seats" where a slot has neither size nor room on file.

    Example: iopctl census --as-of 2026-11-23
    """
    from iopctl import checking
    from iopctl.console import show
    from iopctl.render.census import census_sheet
    from iopctl.scheduling.board import board

    loaded = load_charts(plans)
    day = today_in(loaded.census.program.time_zone, as_of)
    found = checking.check_census(loaded.census, loaded.packs, day, view=checking.Selection(select=("RV201",)))
    standing = [finding for finding in found if finding.waived is None]
    show(census_sheet(loaded.census, board(loaded.census, loaded.packs, standing, day)), form)
