"""A document for Word: headings, tables with their heads repeated, lines to sign on. Charts are their tables."""

from io import BytesIO
from typing import TYPE_CHECKING

from iopctl.render.clean import clean, one_line
from iopctl.render.document import Document
from iopctl.render.sheet import Grid

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import _Row

TITLE_MAX = 255  # of a property of the file


def export(document: Document) -> bytes:
    """The file."""
    import docx

    word = docx.Document()
    word.core_properties.title = one_line(document.title)[:TITLE_MAX]
    word.core_properties.author = ""
    word.core_properties.language = "en"
    word.add_heading(clean(document.title), level=1)
    for line in document.about:
        word.add_paragraph(clean(line))
    for section in document.sections:
        if section.title:
            word.add_heading(clean(section.title), level=2)
        for line in section.words:
            word.add_paragraph(clean(line))
        for line in section.points:
            word.add_paragraph(clean(line), style="List Bullet")
        for chart in section.charts:
            word.add_paragraph(clean(f"{chart.title}. {chart.description}"))
            _table(word, chart.grid)
        for grid in section.grids:
            _table(word, grid)
    for line in document.signed_by:
        word.add_paragraph(f"\n\n{'_' * 50}\n{clean(line)}; date and signature")
    for line in document.foot:
        word.add_paragraph(clean(line))
    content = BytesIO()
    word.save(content)
    return content.getvalue()


def _table(word: "Word", grid: Grid) -> None:
    if grid.title:
        word.add_paragraph(clean(grid.title)).paragraph_format.keep_with_next = True
    table = word.add_table(rows=1, cols=len(grid.columns), style="Table Grid")
    _fill(table.rows[0], grid.columns)
    _repeat(table.rows[0])
    for row in grid.rows:
        _fill(table.add_row(), row)
    word.add_paragraph()


def _fill(row: "_Row", cells: tuple[str, ...]) -> None:
    for cell, text in zip(row.cells, cells, strict=True):
        cell.text = clean(text)


def _repeat(row: "_Row") -> None:
    """The head of a table on each of its pages, and for screen readers."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001  # the library has no other way
