"""Many forms as a table: a line of heads, then a form a row. A fault is told with its line; one is enough to refuse.

A comma or a semicolon separates; a blank cell is an item left blank, a blank row is none.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from iopctl.model.assessment import SKIP, Answer
from iopctl.model.instrument import Instrument
from iopctl.model.scoring_key import Number, Sex
from iopctl.scoring.answering import InvalidAnswer, read_answers, read_total
from iopctl.scoring.engine import Score, score


@dataclass(frozen=True)
class Columns:
    """Which head stands over what; items in the order of the form."""

    items: tuple[str, ...]
    patient: str | None = None
    given_at: str | None = None
    by: str | None = None
    total: str | None = None


@dataclass(frozen=True)
class Row:
    """One form as the table has it. `line` is the line of the file on which its row begins, 1 for the heads."""

    line: int
    answers: tuple[Answer, ...]
    score: Score
    patient: str | None
    given_at: str | None
    by: str | None
    total: Number | None


class WrongTable(ValueError):
    """The table as a whole cannot be read; the sentence says why."""


def read_table(
    instrument: Instrument, text: str, named: Mapping[str, object] | None, sex: Sex | None = None
) -> tuple[list[Row], list[tuple[int, str]]]:
    """The rows, and what is wrong in which line. `named` is a map of columns. Raises WrongTable."""
    lines = text.splitlines()
    table = csv.reader(StringIO(text), delimiter=_separator(lines[0] if lines else ""), strict=True)
    rows: list[Row] = []
    faults: list[tuple[int, str]] = []
    try:
        heads = [head.strip() for head in next(table, [])]
        columns = _named(instrument, named, heads) if named is not None else _recognised(instrument, heads)
        before = table.line_num
        for cells in table:
            line, before = before + 1, table.line_num
            if any(cell.strip() for cell in cells):
                found = _row(instrument, columns, heads, cells, line, sex)
                if isinstance(found, Row):
                    rows.append(found)
                else:
                    faults.append(found)
    except csv.Error as error:
        raise WrongTable(f"line {table.line_num}: {error}") from None
    return rows, faults


def _separator(heads: str) -> str:
    return ";" if heads.count(";") > heads.count(",") else ","


def _row(
    instrument: Instrument, columns: Columns, heads: Sequence[str], cells: Sequence[str], line: int, sex: Sex | None
) -> Row | tuple[int, str]:
    if len(cells) != len(heads):
        return line, f"has {len(cells)} cells, the heads are {len(heads)}"
    by_head = dict(zip(heads, (cell.strip() for cell in cells), strict=True))
    words = [by_head[head].lower() or SKIP for head in columns.items]
    total = by_head.get(columns.total or "", "")
    if total and read_total(total) is None:
        return line, "the total is no number"
    try:
        answers = read_answers(instrument, words)
        result = score(instrument, answers, sex)
    except InvalidAnswer as fault:
        return line, str(fault)
    said = {name: by_head.get(head or "") or None for name, head in _about(columns)}
    return Row(line, answers, result, total=read_total(total) if total else None, **said)


def _about(columns: Columns) -> Iterator[tuple[str, str | None]]:
    yield from (("patient", columns.patient), ("given_at", columns.given_at), ("by", columns.by))


def _named(instrument: Instrument, named: Mapping[str, object], heads: Sequence[str]) -> Columns:
    """The columns as a map has them."""
    known = {"patient", "given_at", "by", "total", "items"}
    if extra := sorted(set(named) - known):
        raise WrongTable(f"the map has {len(extra)} keys that are none of {', '.join(sorted(known))}")
    items = named.get("items")
    least, most = instrument.count, instrument.count + len(instrument.extra_items)
    if not isinstance(items, list) or not all(isinstance(head, str) for head in items):
        raise WrongTable("the map needs items, a list of heads in the order of the form")
    if not least <= len(items) <= most:
        raise WrongTable(f"the map names {len(items)} items, {instrument.id} has {least}")
    others = {key: value for key, value in named.items() if key != "items"}
    if not all(isinstance(value, str) for value in others.values()):
        raise WrongTable('the map gives a head as text, for example patient = "ID"')
    missing = [head for head in (*items, *others.values()) if head not in heads]
    if missing:
        raise WrongTable(f"{len(missing)} of the heads that the map names do not stand in the file")
    _refuse_twice(heads, [*items, *map(str, others.values())])
    return Columns(tuple(items), **{key: str(value) for key, value in others.items()})


def _recognised(instrument: Instrument, heads: Sequence[str]) -> Columns:
    """The columns by their own names."""
    lower = {head.lower(): head for head in heads}
    fields = instrument.triage.fields if instrument.triage else ()
    items: list[str] = []
    for number in range(1, instrument.count + len(instrument.extra_items) + 1):
        names = [fields[number - 1]] if fields else [f"{number}", f"q{number}", f"{instrument.id}_{number}"]
        found = next((lower[name] for name in names if name in lower), None)
        if found is None and number <= instrument.count:
            raise WrongTable(f"no head for item {number}: call it {' or '.join(names)}, or give a --map")
        items += [found] if found else []
    about = {name: lower.get(name) for name in ("patient", "given_at", "by", "total")}
    _refuse_twice(heads, [*items, *(head for head in about.values() if head)])
    return Columns(tuple(items), **about)


def _refuse_twice(heads: Sequence[str], used: Sequence[str]) -> None:
    if len(set(used)) < len(used):
        raise WrongTable("one head is used for two things")
    if any(heads.count(head) > 1 for head in used):
        raise WrongTable("a head that is used stands over two columns")
