"""Sheets as HTML and Markdown: what stands in a text is shown as it is, and nothing of it is obeyed."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from iopctl import library
from iopctl.export import markdown
from iopctl.export.documents import html
from iopctl.render.clean import clean
from iopctl.render.document import document_of
from iopctl.render.sheet import Excerpt, Grid, Sheet
from tests.export.hostile import HOSTILE

TAGS = {"html", "head", "meta", "footer", "title", "style", "body", "main", "h1", "p", "br"} | {
    "table", "caption", "thead", "tbody", "tr", "th", "td"
}  # fmt: skip
VOID = {"meta", "br"}
# What others write: marks of both languages, words, and whatever else a file may hold.
TEXTS = st.lists(
    st.sampled_from(
        [*"<>&\"'|\\`*_[]()#~!$@+-=.:/ \n1a", "<script>", "</td>", "&lt;", "https://x.y", "www.x.y", "- ", "1. "]
    )
    | st.text(max_size=3),
    max_size=12,
).map("".join)


class Page(HTMLParser):
    """The tags of a page in order, its attributes, and the texts between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag == "br":
            self._texts()[-1] += "\n"
        elif tag not in VOID:
            self.open.append(tag)
            self._texts().append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self._texts()[-1] += data

    def _texts(self) -> list[str]:
        return self.texts.setdefault(self.open[-1], [])


def exported(sheet: Sheet) -> str:
    """The sheet as a page of ours."""
    return html.export(document_of("week", sheet, "Sessions"), library.documents())


def sheet(title: str, cell: str, note: str) -> Sheet:
    """A sheet with texts of others in every place."""
    grid = Grid(title, ("time", cell), [("09:00", cell), (cell, ""), ("", "x")])
    return Sheet({"week": {}}, [grid], f"Week\n{title}", [note, Excerpt(1, 1, "not for here")])


def test_a_page_is_whole_reads_aloud_and_prints() -> None:
    page = exported(Sheet({}, [Grid("", ("time", "Mon 23"), [("09:00-\n10:00", "CBT")])], "W48\nall", ["Note."]))
    assert page.startswith('<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n')
    assert page.partition("<main>\n")[2] == (
        """\
<h1>W48</h1>
<p>all</p>
<table>
<caption>Sessions</caption>
<thead>
<tr><th scope="col">time</th><th scope="col">Mon 23</th></tr>
</thead>
<tbody>
<tr><th scope="row">09:00-<br>10:00</th><td>CBT</td></tr>
</tbody>
</table>
</main>
<footer>
<p>Note.</p>
</footer>
</body>
</html>"""
    )
    assert "@media print" in page


@given(TEXTS, TEXTS, TEXTS)
def test_no_text_reaches_a_page_unescaped(title: str, cell: str, note: str) -> None:
    page = Page(exported(sheet(title, cell, note)))
    assert set(page.tags) <= TAGS
    assert set(page.attributes) <= {
        ("lang", "en"), ("charset", "utf-8"), ("name", "viewport"), ("content", "width=device-width, initial-scale=1"),
        ("scope", "col"), ("scope", "row"),
    }  # fmt: skip
    assert page.texts["caption"] == [clean(title) or "Sessions"]
    assert page.texts.get("th", []) == ["time", *[clean(cell)] * bool(cell), "09:00", *[clean(cell)] * bool(cell)]
    assert page.texts["p"] == [*clean(title).split("\n"), *[clean(note)] * bool(note)]
    assert page.open == []


@pytest.mark.parametrize("text", [HOSTILE, "<script>alert(1)</script>", "</style><img src=x onerror=alert(1)>"])
def test_hostile_text_is_shown(text: str) -> None:
    page = exported(sheet(text, text, text))
    assert "<script" not in page
    assert "<img" not in page
    assert Page(page).texts["td"][0] == clean(text)


# Markdown, judged by a parser of others


def rendered(text: str) -> str:
    """What a reader of CommonMark with tables makes of it."""
    return str(MarkdownIt("commonmark").enable("table").render(text))


def shown(text: str) -> Iterator[str]:
    """A text as a cell or paragraph shows it: blanks at its ends, and how many there are, do not matter."""
    yield from (" ".join(part.split()) for part in clean(text).split("\n"))


def test_a_sheet_as_markdown() -> None:
    grid = Grid("By | kind", ("time", "Mon *23*"), [("09:00-\n10:00", "a|b"), ("", "-")])
    assert markdown.export(Sheet({}, [grid], "# W48\n1. all", ["- Note", "+ more"])) == (
        """\
# \\# W48

1\\. all

## By \\| kind

| time | Mon \\*23\\* |
| --- | --- |
| 09:00-<br>10:00 | a\\|b |
|  | - |

\\- Note

\\+ more"""
    )


@given(TEXTS, TEXTS)
def test_no_text_is_obeyed_as_markdown(cell: str, note: str) -> None:
    page = Page(rendered(markdown.export(sheet("", cell, note))))
    assert set(page.tags) <= TAGS | {"h1"}
    assert page.tags.count("table") == 1
    assert page.tags.count("tr") == 4
    seen = " ".join(page.texts["td"][1].split())
    assert seen == " ".join(" ".join(shown(cell)).split())


def test_links_are_words() -> None:
    text = markdown.export(Sheet({}, [], "Week", ["see https://x.example or WWW.x.example, mail a@x.example"]))
    assert text.endswith("see https:\\//x.example or WWW\\.x.example, mail a\\@x.example")
