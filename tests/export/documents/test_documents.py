"""Documents on paper and screens: what stands in them, that nothing of it is obeyed, and that all can read them."""

import io
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from iopctl import library
from iopctl.export.documents import docx as word
from iopctl.export.documents import html, pdf
from iopctl.export.documents.svg import svg
from iopctl.render.document import Band, Document, LineChart, Section
from iopctl.render.sheet import Grid
from tests.conftest import DEMO, Iopctl

AS_OF = ("--as-of", "2026-11-25")
DOCUMENTS = {
    "plan": ["plan", "pt-0001"],
    "patient": ["patient", "pt-0001"],
    "review": ["review", "pt-0001"],
    "attendance": ["attendance", "wed-0900-dbt"],
    "week": ["week", "2026-W48"],
}
DAYS = date(2026, 9, 7), date(2026, 9, 14)
HOSTILE = [
    '"><script>alert(1)</script>',
    "</style></svg><img src=https://x.example/a onerror=alert(1)>",
    "{{ 7 * 7 }}{% include 'page.html' %}",
    '=HYPERLINK("https://x.example")',
    "two\nlines",
    "x" * 5000,
    "\U0001f600 e\u0301 \u0645\u0631\u062d\u0628\u0627",
]


def hostile(text: str, kind: str = "plan") -> Document:
    """A document with one text in every place."""
    grid = Grid(text, (text, "b"), [(text, text), ("", text)])
    chart = LineChart(text, text, [(DAYS[0], 3.0), (DAYS[1], 9.0)], 0, 27, [Band(text, 0, 27)], 9, grid)
    section = Section(text, [text], [text], [grid], [chart])
    return Document(kind, text, [text], [section], [text], [text])


def written(iopctl: Iopctl, tmp_path: Path, name: str, form: str) -> bytes:
    out = tmp_path / f"{name}.{form}"
    ran = iopctl("export", form, *DOCUMENTS[name], "--out", out, *AS_OF, plans=DEMO)
    assert ran.status == 0, ran.err
    return out.read_bytes()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_page_asks_for_nothing(name: str, iopctl: Iopctl, tmp_path: Path) -> None:
    page = written(iopctl, tmp_path, name, "html").decode()
    assert re.findall(r"<(?:script|link|img|iframe|object)|(?:src|href|url)\s*[=(]|@import", page) == []


def test_the_plan_has_a_line_for_everybody_who_signs(iopctl: Iopctl, tmp_path: Path) -> None:
    page = written(iopctl, tmp_path, "plan", "html").decode()
    assert re.findall(r'<p class="sign">(.*?);', page) == [
        "Patient, pt-0001",
        "Primary therapist, t03",
        "Physician, md1",
    ]
    assert "Who signs here signs revision 3 with these words: blake2b-256:fc435167" in page


def test_the_plan_in_plain_words_has_own_words_the_week_and_whom_to_call(iopctl: Iopctl, tmp_path: Path) -> None:
    page = written(iopctl, tmp_path, "patient", "html").decode()
    for said in (
        "<p>\u201cI want to stop calling in sick.\u201d</p>",
        '<th scope="row">Monday</th><td>09:00 to 10:00</td><td>CBT group</td><td>a</td><td>t03</td>',
        "<li>Call or text 988. In danger: 911.</li>",
        "<p>We plan my last day for November 27, 2026.</p>",
        "Reading level: about grade 3 (Flesch-Kincaid), counted over the words of this page.",
    ):
        assert said in page
    assert "pt-0001" not in page


def test_the_review_draws_each_score_and_has_its_numbers(iopctl: Iopctl, tmp_path: Path) -> None:
    page = written(iopctl, tmp_path, "review", "html").decode()
    assert page.count('<svg viewBox="0 0 640 260" role="img"') == 2
    assert "From 19 to 8 on a scale of 0 to 27, target 9; lower is better. 12 scores; the table below has all." in page
    assert '<th scope="row">2026-11-23</th><td>8</td><td>mild</td>' in page


def test_the_sheet_to_tick_has_a_line_for_each_patient(iopctl: Iopctl, tmp_path: Path) -> None:
    page = written(iopctl, tmp_path, "attendance", "html").decode()
    assert len(re.findall(r'<th scope="row">pt-[0-9]{4}</th><td>\u2610</td>', page)) == 7
    assert "iopctl attend 2026-W48/wed-0900-dbt" in page


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_obeyed_by_a_page(text: str) -> None:
    page = html.export(hostile(text), library.documents())
    assert re.findall(r"<(?:script|img)", page) == []
    assert not re.search(r">\s*49", page)
    assert page.count("<svg") == page.count("</svg>") == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_a_file_for_word(text: str) -> None:
    read = docx.Document(io.BytesIO(word.export(hostile(text))))
    assert [each.text for each in read.paragraphs[:2]] == [text, text]
    assert read.tables[0].rows[1].cells[0].text == text
    assert 'w:tblHeader w:val="true"' in read.tables[0].rows[0]._tr.xml


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_a_pdf(text: str) -> None:
    read = pypdf.PdfReader(io.BytesIO(pdf.export(html.export(hostile(text), library.documents()))))
    seen = "".join("".join(page.extract_text() for page in read.pages).split())
    assert text.split(maxsplit=1)[0][:40] in seen or not text.isascii()
    assert [each for page in read.pages for each in page.get("/Annots", [])] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_pdf_is_tagged_and_says_its_title_and_language(name: str, iopctl: Iopctl, tmp_path: Path) -> None:
    read = pypdf.PdfReader(io.BytesIO(written(iopctl, tmp_path, name, "pdf")))
    root: Any = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/StructTreeRoot"]["/K"]
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    assert read.metadata is not None
    assert read.metadata.title


def test_a_chart_without_change_or_scale_is_drawn() -> None:
    """One day, one value, a scale of nothing."""
    chart = LineChart("t", "d", [(DAYS[0], 5.0), (DAYS[0], 5.0)], 5, 5, [], None, Grid("", ("on",), []))
    assert 'points="46.0,226.0 46.0,226.0"' in svg(chart, 1)


def test_a_program_has_its_own_template(iopctl: Iopctl, tmp_path: Path) -> None:
    plans = shutil.copytree(DEMO, tmp_path / "plans")
    (plans / "templates").mkdir()
    own = '{% extends "page.html" %}{% block head %}<h1>Our clinic</h1>{{ super() }}{% endblock %}'
    (plans / "templates" / "patient.html").write_text(own)
    ran = iopctl("export", "html", "patient", "pt-0001", *AS_OF, plans=plans)
    assert "<h1>Our clinic</h1>" in ran.out
    assert "My plan" in ran.out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% if %}", "template plan.html:1: cannot be used: TemplateSyntaxError. Mend it, or take it away."),
        ("{{ nobody.name }}", "template plan.html: cannot be used: UndefinedError. Mend it, or take it away."),
        (
            "{{ ''.__class__.__mro__ }}",
            "template plan.html: cannot be used: SecurityError. Mend it, or take it away.",
        ),
        (
            '{% extends "gone.html" %}',
            "template gone.html: cannot be used: TemplateNotFound. Mend it, or take it away.",
        ),
    ],
)
def test_a_template_that_cannot_be_used_is_named(text: str, said: str, iopctl: Iopctl, tmp_path: Path) -> None:
    plans = shutil.copytree(DEMO, tmp_path / "plans")
    (plans / "templates").mkdir()
    (plans / "templates" / "plan.html").write_text(text)
    ran = iopctl("export", "html", "plan", "pt-0001", plans=plans)
    assert (ran.status, ran.out, ran.err) == (3, "", f"iopctl: {said}\n")


@pytest.mark.parametrize(("content", "said"), [(b"\xff", "is not UTF-8"), (b"x" * 300_000, "larger than 256 KiB")])
def test_a_template_that_cannot_be_read_is_named(content: bytes, said: str, iopctl: Iopctl, tmp_path: Path) -> None:
    plans = shutil.copytree(DEMO, tmp_path / "plans")
    (plans / "templates").mkdir()
    (plans / "templates" / "plan.html").write_bytes(content)
    ran = iopctl("export", "html", "plan", "pt-0001", plans=plans)
    assert (ran.status, said in ran.err) == (3, True)


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_without_the_library_the_command_says_what_to_install(
    form: str, iopctl: Iopctl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("iopctl.commands.export.document.find_spec", lambda _: None)
    ran = iopctl("export", form, "plan", "pt-0001", plans=DEMO)
    said = f"iopctl: writing {form} needs a library that is not installed: `pip install 'iopctl[{form}]'`.\n"
    assert (ran.status, ran.err) == (3, said)


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        (["plan"], 2, "plan of which chart? Name it after plan."),
        (["attendance"], 2, "attendance of which session? Name it after attendance."),
        (["review", "pt-9999"], 3, "no such chart"),
        (["week", "2031-W01"], 3, "2031-W01"),
    ],
)
def test_what_is_not_there_is_a_sentence(line: list[str], status: int, said: str, iopctl: Iopctl) -> None:
    ran = iopctl("export", "html", *line, *AS_OF, plans=DEMO)
    assert (ran.status, said in ran.err) == (status, True)


CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_browser_finds_nothing_to_fetch_to_run_or_to_fault(
    name: str, width: int, scheme: Any, browser: Any, iopctl: Iopctl, tmp_path: Path
) -> None:
    written(iopctl, tmp_path, name, "html")
    page: Page = browser.new_context(
        offline=True, viewport={"width": width, "height": 900}, color_scheme=scheme
    ).new_page()
    asked, said = list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    address = f"file://{tmp_path}/{name}.html"
    page.goto(address)
    found = Axe().run(page)
    assert (asked, said) == ([address], [])
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found.response["violations"]] == []
