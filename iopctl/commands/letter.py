"""letter"""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

import typer

from iopctl.commands.charts import load_charts
from iopctl.commands.export.handing import Out, hand_out
from iopctl.commands.options import AsOf, PlansDir, today_in
from iopctl.console import Format, say


class For(StrEnum):
    """Who the letter is for."""

    WORK = "work"
    SCHOOL = "school"


class LetterFormat(StrEnum):
    """How a letter is printed: as every command prints, or as a document."""

    TABLE = "table"
    PLAIN = "plain"
    JSON = "json"
    LINES = "lines"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"


def letter(
    patient: Annotated[str, typer.Argument(metavar="PT", help="The chart.")],
    purpose: Annotated[For, typer.Option("--for", metavar="work|school", help="Who is to read it.")],
    weeks: Annotated[int, typer.Option("--weeks", min=1, max=26, help="How many weeks, from today on.")] = 4,
    out: Out = None,
    plans: PlansDir = None,
    as_of: AsOf = None,
    form: Annotated[LetterFormat, typer.Option("--format", help="How to print it.")] = LetterFormat.TABLE,
) -> None:
    """Write to an employer or a school on which days and hours somebody cannot be there, and nothing else.

    It is refused without a consent in the plan that names an employer or a school as its party and is live that day.
    Days that are on file stand as they are on file, later ones as the pattern has them, none after the end of the stay.
    No name, no code and no word of what the days are for stands in it: the name and who signs are written in by hand.

    JSON: {"letter": {"for", "on", "consent", "days": [{"on", "start", "end"}]}}.

    Example: iopctl letter pt-0004 --for work --weeks 2 --format pdf --out letter.pdf
    """
    from iopctl.commands.export.document import content_of
    from iopctl.console import show
    from iopctl.drafting.disclosure import consent_for
    from iopctl.errors import UsageError
    from iopctl.render.documents.letter import letter_document, letter_sheet
    from iopctl.scheduling.away import away
    from iopctl.scheduling.recurring import weeks_between

    loaded = load_charts(plans)
    chart, census = loaded.chart(patient), loaded.census
    today = today_in(census.program.time_zone, as_of)
    consent = consent_for(chart.plan, purpose.value, today)
    last = today + timedelta(weeks=weeks, days=-1)
    days = list(away(weeks_between(census, today, last, empty=False), patient, today, last))
    sheet = letter_sheet(census.program, days, purpose.value, consent.id, today)
    if form in {LetterFormat.HTML, LetterFormat.PDF, LetterFormat.DOCX}:
        hand_out(content_of(form.value, letter_document(sheet, purpose.value), loaded), out)
    elif out is not None:
        raise UsageError("--out is for html, pdf and docx: name one with --format.")
    else:
        show(sheet, Format(form.value))
    until = f" to {consent.until}" if consent.until else ""
    say(f"Consent {consent.id} is live{until}. The letter says days and hours only; write in the name and sign it.")
