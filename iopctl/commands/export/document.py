"""export html, export pdf, export docx: the same documents in three formats."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from iopctl.commands.charts import load_charts
from iopctl.commands.export.handing import Out, hand_out
from iopctl.commands.options import AsOf, PlansDir, today_in

if TYPE_CHECKING:
    from iopctl.render.document import Document
    from iopctl.store import Loaded


class What(StrEnum):
    """Which document."""

    PLAN = "plan"
    PATIENT = "patient"
    REVIEW = "review"
    ATTENDANCE = "attendance"
    WEEK = "week"


FORMATS = {
    "html": "one page that needs nothing besides itself",
    "pdf": "a tagged PDF (PDF/UA-1); needs the extra iopctl[pdf]",
    "docx": "a file for Word; needs the extra iopctl[docx]",
}
_NEEDS = {"pdf": "weasyprint", "docx": "docx"}


def export_document(form: str) -> Callable[..., None]:
    """The command of one format."""

    def command(
        what: Annotated[What, typer.Argument(metavar="WHAT", help="plan, patient, review, attendance or week.")],
        name: Annotated[
            str | None,
            typer.Argument(metavar="[NAME]", help="The chart; for attendance the session, for week the week."),
        ] = None,
        out: Out = None,
        plans: PlansDir = None,
        as_of: AsOf = None,
    ) -> None:
        loaded = load_charts(plans, name if what in {What.PLAN, What.PATIENT} else None)
        today = today_in(loaded.census.program.time_zone, as_of)
        hand_out(content_of(form, _document(what, name, loaded, today), loaded), out)

    command.__doc__ = f"""Write a document as {FORMATS[form]}.

    plan: the treatment plan with lines for those who sign. patient: the plan in plain words, with the week and whom to
    call; the reading level stands at its foot. review: the progress review with a chart of each score. attendance: the
    sheet of one session to tick. week: one week for the wall.

    A template of the program's own, `templates/plan.html` in its folder and so on for the others, stands in place of
    ours; it may begin with {{% extends "page.html" %}}.

    Example: iopctl export {form} plan pt-0001 --out plan.{form}

    Example: iopctl export {form} attendance mon-0900-cbt --out sheet.{form}
    """
    return command


def _refuse_without(form: str) -> None:
    """Raise Refused where the extra is not installed."""
    from iopctl.errors import Refused

    if form in _NEEDS and find_spec(_NEEDS[form]) is None:
        raise Refused(f"writing {form} needs a library that is not installed: `pip install 'iopctl[{form}]'`.")


def content_of(form: str, document: "Document", loaded: "Loaded") -> str | bytes:
    """The document in one format, by the templates of the program. Raises Refused where an extra is not installed."""
    from iopctl import library
    from iopctl.export.documents import docx, html, pdf
    from iopctl.store import document_templates

    _refuse_without(form)
    if form == "docx":
        return docx.export(document)
    page = html.export(document, {**library.documents(), **document_templates(loaded.root)})
    return pdf.export(page) if form == "pdf" else page


def _document(what: What, name: str | None, loaded: "Loaded", today: date) -> "Document":
    from iopctl.errors import UsageError

    if what is What.WEEK:
        return _week(loaded, name or "this", today)
    if name is None:
        of = "session" if what is What.ATTENDANCE else "chart"
        raise UsageError(f"{what.value} of which {of}? Name it after {what.value}.")
    return {What.PLAN: _plan, What.PATIENT: _patient, What.REVIEW: _review, What.ATTENDANCE: _attendance}[what](
        loaded, name, today
    )


def _plan(loaded: "Loaded", patient: str, today: date) -> "Document":
    from iopctl import checking, library
    from iopctl.drafting.gaps import gaps
    from iopctl.render.documents.plan import plan_document
    from iopctl.rules.pl104_signature_missing import RULE as UNSIGNED

    chart = loaded.chart(patient)
    unsigned = [each for each in checking.check_chart(chart, loaded.packs, today) if each.code == UNSIGNED.code]
    return plan_document(chart, today, unsigned, gaps(chart.plan, library.template_sentences()))


def _patient(loaded: "Loaded", patient: str, today: date) -> "Document":
    from iopctl.render.documents.patient import patient_document

    return patient_document(loaded.chart(patient), today)


def _review(loaded: "Loaded", patient: str, today: date) -> "Document":
    from iopctl import checking, library
    from iopctl.render.documents.review import review_document
    from iopctl.reviewing.stay import review_stay
    from iopctl.reviewing.trend import trends
    from iopctl.store import known_patient

    known_patient(loaded.root, patient)
    chart, instruments = loaded.chart(patient), library.instruments()
    findings = [*loaded.problems, *checking.check_census(loaded.census, loaded.packs, today)]
    stay = review_stay(chart, loaded.packs, instruments, findings, today)
    return review_document(stay, trends(chart, instruments, findings, today, None))


def _attendance(loaded: "Loaded", name: str, today: date) -> "Document":
    from iopctl import library
    from iopctl.commands.sessions import find_session
    from iopctl.render.documents.attendance import attendance_document
    from iopctl.scheduling.expected import expected

    held = find_session(loaded, name, today)
    rows = expected(held.session, loaded.census.chart_by_patient, library.instruments(), {})
    return attendance_document(loaded.census.program, held, rows)


def _week(loaded: "Loaded", name: str, today: date) -> "Document":
    from iopctl.commands.options import monday_of
    from iopctl.commands.sessions import week_on_file
    from iopctl.commands.wall import CAPTION
    from iopctl.model.week import week_id
    from iopctl.render.document import document_of
    from iopctl.render.week import ShownWeek, week_sheet
    from iopctl.scheduling.days import View

    week = week_on_file(loaded, week_id(monday_of(name, today)))
    shown = ShownWeek(loaded.census.program, week, View().of(loaded.census, week), View(), today)
    return document_of("week", week_sheet(shown), CAPTION)
