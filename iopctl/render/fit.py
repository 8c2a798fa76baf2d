"""How much of work, school, family and other life a span of days kept free, by kind and by person."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from iopctl.counting.commitments import Block, Kept, kept
from iopctl.counting.weeks import Days
from iopctl.model.record import Commitment
from iopctl.render.clock import day_text
from iopctl.render.sheet import GAP, Grid, Sheet
from iopctl.reporting.fit import KEPT
from iopctl.reporting.intervals import Share

KINDS: tuple[str, ...] = get_args(Commitment.model_fields["kind"].annotation)
NUMBERS = ("kept free", "share", "minutes lost", "not on file")
CUT = ("patient", "day", "kind", "minutes lost", "session")
Lives = Mapping[str, Sequence[Block]]


def fit_sheet(days: Days, declared: Lives, none: Sequence[str]) -> Sheet:
    """The blocks of everybody; `none` are the people in care who declared none."""
    every = [block for mine in declared.values() for block in mine]
    people = {patient: mine for patient, mine in declared.items() if mine}
    cut = [(patient, block) for patient, mine in people.items() for block in mine if block.lost]
    data = {
        "from": days.first.isoformat(),
        "to": days.last.isoformat(),
        **_json(every),
        "people": [{"patient": patient, **_json(mine)} for patient, mine in people.items()],
        "cut": [_cut_json(patient, block) for patient, block in cut],
        "declared_none": list(none),
    }
    notes = ["" if every else "Nobody has declared a commitment on these days.", KEPT]
    notes += [f"Declared none: {', '.join(none)}."] if none else []
    heading = f"Life kept free, {day_text(days.first)} to {day_text(days.last)} {days.last.year}"
    return Sheet({"fit": data}, list(_grids(every, people, cut)), heading, notes)


def _grids(every: Sequence[Block], people: Lives, cut: Sequence[tuple[str, Block]]) -> Iterator[Grid]:
    """By kind, by person, and who lost what to which session; an empty part is left out."""
    by_kind = [(name, *_cells(part)) for name, part in _parts(every)]
    by_person = [(patient, name, *_cells(part)) for patient, mine in people.items() for name, part in _parts(mine)]
    if every:
        yield Grid("By kind", ("kind", *NUMBERS), by_kind, lines=[_said(row[0], row[1:]) for row in by_kind])
        spoken = [_said(", ".join(row[:2]), row[2:]) for row in by_person]
        yield Grid("By person", ("patient", "kind", *NUMBERS), by_person, lines=spoken)
    if cut:
        yield Grid("Who lost time", CUT, [_cut_row(*each) for each in cut], lines=[_cut_line(*each) for each in cut])


def _parts(mine: Sequence[Block]) -> Iterator[tuple[str, list[Block]]]:
    """By kind, firm and soft apart; all together where there is more than one part."""
    parts = _by_kind(mine)
    for part in parts.values():
        yield _kind(part[0]), part
    if len(parts) > 1:
        yield "all", list(mine)


def _by_kind(mine: Sequence[Block]) -> dict[tuple[str, bool], list[Block]]:
    """In the order of the kinds, firm before soft."""
    found: dict[tuple[str, bool], list[Block]] = {}
    for block in sorted(mine, key=lambda block: (KINDS.index(block.kind), not block.firm)):
        found.setdefault((block.kind, block.firm), []).append(block)
    return found


def _cells(mine: Sequence[Block]) -> tuple[str, ...]:
    """A part of which no week is on file has no share: nobody knows what was kept."""
    sum_ = kept(mine)
    share = Share(sum_.kept, sum_.known).value
    if share is None:
        return GAP, GAP, GAP, str(sum_.unknown)
    return f"{sum_.kept} of {sum_.known}", f"{100 * share:.1f} %", str(sum_.lost), str(sum_.unknown)


def _said(name: str, cells: Sequence[str]) -> str:
    blocks, share, lost, unknown = cells
    known = f"{blocks} kept free, {share}, {lost} minutes lost" if share != GAP else "not known what was kept free"
    return f"{name}: {known}" + ("" if unknown == "0" else f", {unknown} in weeks that are not on file")


def _cut_row(patient: str, block: Block) -> tuple[str, ...]:
    sessions = ", ".join(cut.session for cut in block.cuts)
    return patient, f"{block.day:%a} {block.day}", _kind(block), f"{block.lost} of {block.minutes}", sessions


def _cut_line(patient: str, block: Block) -> str:
    sessions = " and ".join(f"session {cut.session}" for cut in block.cuts)
    lost = f"{block.lost} of {block.minutes} minutes"
    return f"{patient}, {day_text(block.day)}, {_kind(block)}: {lost} lost to {sessions}"


def _kind(block: Block) -> str:
    return f"{block.kind}, {'firm' if block.firm else 'soft'}"


def _json(mine: Sequence[Block]) -> dict[str, Any]:
    return {
        "all": _kept_json(kept(mine)),
        "kinds": [
            {"kind": kind, "firm": firm, **_kept_json(kept(part))} for (kind, firm), part in _by_kind(mine).items()
        ],
    }


def _kept_json(counted: Kept) -> dict[str, Any]:
    return {
        "kept": counted.kept,
        "of": counted.known,
        "share": Share(counted.kept, counted.known).value,
        "minutes": counted.minutes,
        "minutes_lost": counted.lost,
        "not_on_file": counted.unknown,
    }


def _cut_json(patient: str, block: Block) -> dict[str, Any]:
    return {
        "patient": patient,
        "date": block.day.isoformat(),
        "kind": block.kind,
        "firm": block.firm,
        "minutes": block.minutes,
        "minutes_lost": block.lost,
        "sessions": [{"session": cut.session, "minutes": cut.minutes} for cut in block.cuts],
    }
