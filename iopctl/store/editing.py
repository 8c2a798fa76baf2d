"""Change a file that a person has written: comments, order and layout survive."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import tomlkit
from tomlkit.items import AoT, Array
from tomlkit.toml_document import TOMLDocument

from iopctl.errors import Refused
from iopctl.model.frozen import Document
from iopctl.model.rule import Finding
from iopctl.store.blanks import keep_blanks
from iopctl.store.folder import shown
from iopctl.store.parsing import parse
from iopctl.store.positions import locate
from iopctl.store.problems import Problem
from iopctl.store.raw import max_bytes, read_text
from iopctl.store.reading import validate
from iopctl.store.schemas import KINDS, schema_file, schema_text, with_directive
from iopctl.store.tails import cut_tail, last_table, put_back
from iopctl.store.toml_text import one_line
from iopctl.store.writing import create, diff, save

D = TypeVar("D", bound=Document)


@dataclass(frozen=True)
class Edit:
    """A change that has been made in memory and validated, and not yet on disk. A new file was nothing before."""

    root: Path
    file: str
    before: str | None
    after: str

    @property
    def name(self) -> str:
        """The file as it is printed."""
        return shown(self.root, self.file)

    def diff(self) -> str:
        """What would change."""
        return diff(self.root, self.file, self.before or "", self.after)

    def apply(self) -> None:
        """Put it on disk. Raises ChangedMeanwhile, AlreadyThere or Refused."""
        if self.before is None:
            create(self.root, self.file, self.after)
        elif self.after != self.before:
            save(self.root, self.file, self.after, was=self.before)


def new(root: Path, file: str, text: str, model: type[Document]) -> Edit:
    """A file that is to be created; it names its schema. Raises Refused when the text does not describe such a file."""
    text = with_directive(file, text)
    check_text(root, file, text, model)
    return Edit(root, file, None, text)


def schema_edits(root: Path) -> list[Edit]:
    """The schemas that are missing in the program folder, or are of another version of the program."""
    edits = []
    for kind in KINDS:
        path = root / schema_file(kind)
        before = path.read_text("utf-8") if path.is_file() else None
        if before != schema_text(kind):
            edits.append(Edit(root, schema_file(kind), before, schema_text(kind)))
    return edits


def edit(root: Path, file: str, model: type[Document], change: Callable[[TOMLDocument], None]) -> Edit:
    """A change of a file by tomlkit. Raises Refused when the file cannot be read, or would not be valid afterwards."""
    before = text_of(root, file)
    document = document_of(root, file, before)
    change(document)
    after = tomlkit.dumps(document)
    check_text(root, file, after, model)
    return Edit(root, file, before, after)


def replace(root: Path, file: str, before: str, after: str, model: type[Document]) -> Edit:
    """A change of a file to a whole new text, as an editor makes it. Raises Refused when the text is not valid."""
    check_text(root, file, after, model)
    return Edit(root, file, before, after)


def text_of(root: Path, file: str) -> str:
    """The text of a file. Raises Refused when it cannot be read."""
    try:
        return read_text(root, file)
    except Problem as problem:
        raise Refused(f"{shown(root, file)}: {problem.finding.message}. Next: {problem.finding.next}.") from None


def check_text(root: Path, file: str, text: str, model: type[D]) -> D:
    """The document that a text describes. Raises Refused with line and column of the first fault."""
    _refuse_what_could_not_be_read_back(root, file, text)
    try:
        document, findings = validate(parse(file, text), file, model)
    except Problem as problem:
        document, findings = None, [problem.finding]
    if document is not None and not findings:
        return document
    raise _refused(root, file, text, findings[0])


def document_of(root: Path, file: str, text: str) -> TOMLDocument:
    """A text for tomlkit to change. Raises Refused with line and column when it is not TOML."""
    _refuse_what_could_not_be_read_back(root, file, text)
    try:
        parse(file, text)
    except Problem as problem:
        raise _refused(root, file, text, problem.finding) from None
    text = text if text.endswith("\n") else f"{text}\n"
    document = tomlkit.parse(text)
    keep_blanks(document)
    if tomlkit.dumps(document) != text:
        raise Refused(
            f"{shown(root, file)}: blocks of one name do not stand together, so a change would move others;"
            " nothing was written. Put all [[blocks]] of one name one after the other."
        )
    return document


def _refuse_what_could_not_be_read_back(root: Path, file: str, text: str) -> None:
    """A text that is not on disk yet meets the limits of the reader."""
    limit = max_bytes(file)
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise Refused(f"{shown(root, file)}: a character is not UTF-8; nothing was written. Type it again.") from None
    if size > limit:
        larger = f"would be larger than {limit // 1024} KiB"
        raise Refused(f"{shown(root, file)}: {larger}; nothing was written. Shorten it.")


def _refused(root: Path, file: str, text: str, fault: Finding) -> Refused:
    line, column = (fault.line, fault.column) if fault.line else locate(text, fault.place.key)
    at = f"{shown(root, file)}:{line}:{column}"
    return Refused(f"{at}: {fault.message}. Next: {fault.next}. Nothing was written.")


def append_table(document: TOMLDocument, name: str, values: Mapping[str, Any]) -> None:
    """Add one `[[name]]` block after the last of its kind, at the end of the file when there is none."""
    table = tomlkit.table()
    for key, value in values.items():
        if value is not None:
            table.add(key, inline(value))
    tables = document.get(name)
    if isinstance(tables, AoT):
        last = last_table(tables.body[-1])
        tail = cut_tail(last)
        last.add(tomlkit.nl())
        tables.append(table)
        table.trivia.indent = table.trivia.indent.lstrip("\n")  # tomlkit's own blank line, where there is one already
        put_back(table, tail)
    elif isinstance(tables, Array):
        tables.append(inline(values))  # somebody wrote the list on one line
    else:
        blocks = tomlkit.aot()
        blocks.append(table)
        document.append(name, blocks)


def inline(value: Any) -> Any:
    """A TOML item on one line, laid out as in the files that the tool composes."""
    item = tomlkit.value(one_line(value))
    keep_blanks(item)
    return item
