"""week show on the wall: Markdown, HTML, and one patient's week for the fridge."""

import json
import re
from pathlib import Path

import pytest

from iopctl import library
from iopctl.export import markdown
from iopctl.export.documents import html
from iopctl.render.document import document_of
from iopctl.render.fridge import fridge_sheet
from iopctl.render.layout import piped_lines, plain_lines
from iopctl.render.sheet import Sheet
from iopctl.render.week import ShownWeek
from iopctl.scheduling.days import View
from iopctl.store import load
from tests.conftest import DEMO, Iopctl
from tests.scheduling.clinic import PROGRAM, WEEK, clinic, write

__all__ = ["clinic"]

AS_OF = ("--as-of", "2026-11-24")
FRIDGE = ("week", "show", "--patient", "pt-0001", "--fridge", *AS_OF)
CODE = re.compile(r"\b[a-z]{1,4}-[0-9]{3,8}\b", re.ASCII)


def forms(sheet: Sheet) -> dict[str, str]:
    """The sheet in every format."""
    return {
        "table": "\n".join(piped_lines(sheet)),
        "plain": "\n".join(plain_lines(sheet)),
        "json": json.dumps(sheet.data),
        "lines": json.dumps(sheet.items),
        "markdown": markdown.export(sheet),
        "html": html.export(document_of("week", sheet, "Sessions"), library.documents()),
    }


def test_the_week_of_a_patient_for_the_fridge(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl(*FRIDGE, plans=clinic)
    assert ran.out == (
        """\
Monday 23 November to Sunday 29 November 2026

day                   time            what                    where   with
Monday 23 November    09:00 to 10:00  CBT group               room a  t01 and t02
Tuesday 24 November   09:00 to 10:00  CBT group, cancelled
Tuesday 24 November   13:00 to 13:50  One-on-one counselling  -       -
Thursday 26 November  09:00 to 10:00  CBT group               -       t01
Call or text 988. In danger: 911.
"""
    )
    assert (ran.status, ran.err) == (0, "")


def test_it_reads_aloud_line_by_line(iopctl: Iopctl, clinic: Path) -> None:
    assert iopctl(*FRIDGE, "--format", "plain", plans=clinic).out == (
        """\
Monday 23 November to Sunday 29 November 2026
Monday 23 November, 09:00 to 10:00, CBT group, room a, t01 and t02
Tuesday 24 November, 09:00 to 10:00, CBT group, cancelled
Tuesday 24 November, 13:00 to 13:50, One-on-one counselling
Thursday 26 November, 09:00 to 10:00, CBT group, t01
Call or text 988. In danger: 911.
"""
    )


def test_it_is_one_page_of_html_or_a_table_in_markdown(iopctl: Iopctl, clinic: Path) -> None:
    page = iopctl(*FRIDGE, "--format", "html", plans=clinic).out
    assert page.startswith("<!doctype html>\n")
    assert page.endswith("</html>\n")
    assert (
        '<tr><th scope="row">Monday 23 November</th><td>09:00 to 10:00</td><td>CBT group</td>'
        "<td>room a</td><td>t01 and t02</td></tr>\n"
    ) in page
    assert "<p>Call or text 988. In danger: 911.</p>" in page
    text = iopctl(*FRIDGE, "--format", "markdown", plans=clinic).out
    assert text.startswith("# Monday 23 November to Sunday 29 November 2026\n\n| day | time | what | where | with |\n")
    assert "| Tuesday 24 November | 13:00 to 13:50 | One-on-one counselling | - | - |\n" in text


def test_closures_of_the_patients_track_stand_on_it_and_those_of_others_do_not(iopctl: Iopctl, clinic: Path) -> None:
    closures = (
        'closures = [{ date = 2026-11-25, reason = "Staff training", tracks = ["morning"] },'
        ' { date = 2026-11-27, reason = "Elsewhere", tracks = ["evening"] }]'
    )
    text = PROGRAM.replace('closures = [{ date = 2026-12-03, reason = "Staff training" }]', closures)
    write(clinic / "program.toml", text)
    out = iopctl(*FRIDGE, "--format", "plain", plans=clinic).out
    assert "Wednesday 25 November, closed, Staff training\n" in out
    assert "Elsewhere" not in out


def test_a_week_without_sessions_says_so(iopctl: Iopctl, clinic: Path) -> None:
    write(clinic / "weeks/2026-W49.toml", 'schema = 1\nweek = "2026-W49"\nmonday = 2026-11-30\n')
    out = iopctl("week", "show", "2026-W49", "--patient", "pt-0001", "--fridge", plans=clinic).out
    assert "closed, Staff training" in out  # on Thursday, for everybody
    write(clinic / "program.toml", PROGRAM.replace("2026-12-03", "2026-12-10"))
    out = iopctl("week", "show", "2026-W49", "--patient", "pt-0001", "--fridge", plans=clinic).out
    assert out.splitlines()[1:] == ["No sessions this week.", "Call or text 988. In danger: 911."]


def test_a_program_that_names_nobody_to_call_is_told_beside_the_sheet(iopctl: Iopctl, clinic: Path) -> None:
    text = PROGRAM.replace('crisis_text = "Call or text 988. In danger: 911."\n', "")
    write(clinic / "program.toml", text)
    ran = iopctl(*FRIDGE, plans=clinic)
    assert ran.err == "Nobody to call stands at the foot of the sheet: write crisis_text in program.toml.\n"
    assert ran.out.endswith("CBT group               -       t01\n")


def test_the_sheet_as_data_names_no_patient(iopctl: Iopctl, clinic: Path) -> None:
    data = json.loads(iopctl(*FRIDGE, "--format", "json", plans=clinic).out)["fridge"]
    assert (data["week"], data["crisis_text"]) == ("2026-W48", "Call or text 988. In danger: 911.")
    assert data["days"][1] == {
        "date": "2026-11-24",
        "closed": [],
        "sessions": [
            {
                "start": "09:00",
                "end": "10:00",
                "what": "CBT group",
                "room": "a",
                "with": ["t02"],
                "cancelled": True,
            },
            {
                "start": "13:00",
                "end": "13:50",
                "what": "One-on-one counselling",
                "room": None,
                "with": [],
                "cancelled": False,
            },
        ],
    }


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "--fridge is one patient's week: name who with --patient."),
        (
            ("--patient", "pt-0001", "--room", "a"),
            "--fridge is one patient's whole week: leave out --staff, --room and --track.",
        ),
    ],
)
def test_the_fridge_wants_one_patients_whole_week(
    iopctl: Iopctl, clinic: Path, args: tuple[str, ...], said: str
) -> None:
    ran = iopctl("week", "show", "--fridge", *args, *AS_OF, plans=clinic)
    assert (ran.status, ran.out, ran.err) == (2, "", f"iopctl: {said}\n")


def test_a_week_is_a_page_and_a_table_of_the_same_cells(iopctl: Iopctl, clinic: Path) -> None:
    page = iopctl("week", "show", *AS_OF, "--format", "html", plans=clinic).out
    assert "<title>2026-W48, Monday 23 November to Sunday 29 November 2026</title>" in page
    assert "<caption>Sessions by time and day</caption>" in page
    assert '<tr><th scope="row">09:00-<br>10:00</th><td>cbt<br>a, 2 pt</td>' in page
    text = iopctl("week", "show", *AS_OF, "--format", "markdown", plans=clinic).out
    assert "\n| 09:00-<br>10:00 | cbt<br>a, 2 pt | cbt-group<br>cancelled |  | cbt<br>2 pt |  |\n" in text


def test_words_of_the_program_are_no_markup(iopctl: Iopctl, clinic: Path) -> None:
    attack = "<script>alert('x')</script>|*b*"
    write(clinic / "program.toml", PROGRAM.replace("CBT group", attack).replace("Call or text 988.", attack))
    page = iopctl(*FRIDGE, "--format", "html", plans=clinic).out
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;|*b*") == 4
    text = iopctl(*FRIDGE, "--format", "markdown", plans=clinic).out
    assert text.count("\\<script\\>alert('x')\\</script\\>\\|\\*b\\*") == 4


def test_no_reason_of_a_cancellation_and_nothing_recorded_stands_on_the_fridge(iopctl: Iopctl, clinic: Path) -> None:
    write(clinic / "weeks/2026-W48.toml", WEEK.replace("burst pipe", "pt-0002 in hospital"))
    for form in ("table", "plain", "json", "lines", "markdown", "html"):
        out = iopctl(*FRIDGE, "--format", form, plans=clinic).out
        assert not CODE.search(out)
        assert "attended" not in out


def test_no_code_of_a_patient_stands_on_any_fridge_of_the_demo() -> None:
    census = load(DEMO, library.packs(), library.instruments()).census
    shown = 0
    for week in census.weeks:
        for chart in census.charts:
            view = View(chart.patient)
            held = view.of(census, week)
            sheet = fridge_sheet(ShownWeek(census.program, week, held, view, week.monday), chart.plan.track)
            for form, text in forms(sheet).items():
                assert not CODE.search(text), (week.week, chart.patient, form)
            shown += bool(held)
    assert shown > 150
