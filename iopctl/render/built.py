"""A week that was built: its grid, who changes places, who is short, what the wishes cost, what the rules say."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from iopctl.building.built import Below, Built, Lack, Short
from iopctl.building.costs import Cost
from iopctl.building.differences import Difference, Move
from iopctl.building.explaining import Explanation
from iopctl.building.searching import Quality
from iopctl.model.program import Program
from iopctl.model.rule import Finding
from iopctl.render.clock import clock_text
from iopctl.render.explained import explained_grid, explained_json
from iopctl.render.sheet import Grid, Sheet
from iopctl.render.week import ShownWeek, left_out_json, left_out_lines, week_sheet
from iopctl.scheduling.days import View
from iopctl.scheduling.minutes_of_week import moment

WISHES = {
    "keep": "places of last week given up",
    "therapist": "sessions with somebody else than the plan names",
    "soft_commitments": "sessions in time that people would rather keep",
    "days": "days on which somebody comes",
    "spread": "second sessions of one service on a day",
    "load": "one-on-one sessions on each giver's fullest day",
    "waiting": "missing sessions, for each person admitted later",
    "gaps": "quarters of an hour between sessions",
    "group_size": "patients more or less than a group's best size",
}


def built_sheet(
    built: Built,
    differences: Sequence[Difference],
    findings: Sequence[Finding],
    today: date,
    explained: Sequence[Explanation],
) -> Sheet:
    """The proposal; `explained` says why somebody does not fit."""
    frame, program = built.frame, built.frame.program
    shown = ShownWeek(program, built.week, View().of(frame.census, built.week), View(), today)
    sheet = week_sheet(shown)
    grids = [*sheet.grids, _changes(program, differences, since=_since(built))]
    if built.short:
        grids.append(_short_grid(built.short))
    grids += [*(explained_grid(each) for each in explained), _wishes(built.costs)]
    if findings:
        grids.append(_findings(findings))
    return Sheet(
        {"week": {**sheet.data["week"], **_json(built, differences, findings), **explained_json(explained)}},
        [grid for grid in grids if grid.rows],
        f"{sheet.heading}, proposed",
        [*sheet.notes, *_notes(built, differences, findings)],
    )


def _since(built: Built) -> str:
    return "Against last week" if built.frame.before else "Against the standing week"


def _changes(program: Program, differences: Sequence[Difference], since: str) -> Grid:
    rows = [
        (each.patient, _new(each) or "-", ", ".join(each.gone) or "-", _moves(program, each.moves) or "-")
        for each in differences
    ]
    lines = [f"{each.patient}: {'; '.join(_change_parts(program, each))}" for each in differences]
    return Grid(since, ("patient", "new", "given up", "own times"), rows, lines=lines)


def _change_parts(program: Program, each: Difference) -> Iterator[str]:
    if each.new:
        yield f"new {_new(each)}"
    if each.gone:
        yield f"gives up {', '.join(each.gone)}"
    if each.moves:
        yield _moves(program, each.moves)


def _new(each: Difference) -> str:
    """The slots by name; of somebody who had none how many."""
    if each.first and each.new:
        return f"{len(each.new)} {'group' if len(each.new) == 1 else 'groups'}, the first"
    return ", ".join(each.new)


def _moves(program: Program, moves: Sequence[Move]) -> str:
    return "; ".join(_move(program, each) for each in moves)


def _move(program: Program, move: Move) -> str:
    """`individual from Wed 13:00 to Thu 12:00`."""
    before, after = (when_text(program, start) for start in (move.before, move.after))
    if before and after:
        return f"{move.service} from {before} to {after}"
    return f"{move.service} new on {after}" if after else f"{move.service} on {before} is gone"


def when_text(program: Program, start: int | None) -> str | None:
    """`Wed 13:00`, of minutes from Monday 00:00."""
    if start is None:
        return None
    day, clock = moment(date(2001, 1, 1), start)  # a Monday
    return f"{day:%a} {clock_text(program, clock)}"


def _short_grid(short: Sequence[Short]) -> Grid:
    rows = [(each.patient, "; ".join(short_texts(each))) for each in short]
    lines = [f"{patient} is short: {text}" for patient, text in rows]
    return Grid("Who does not get everything", ("patient", "short of"), rows, lines=lines)


def short_texts(short: Short) -> Iterator[str]:
    """What somebody lacks, a text each."""
    yield from (_lack_text(each) for each in short.lacks)
    yield from (_below_text(each) for each in short.below)


def _lack_text(lack: Lack) -> str:
    if lack.sessions:
        return f"{lack.sessions} of {lack.promised} {lack.service}, {lack.minutes} minutes"
    return f"{lack.minutes} minutes of {lack.service}"


def _below_text(below: Below) -> str:
    minimum = below.minimum
    return f"{minimum.pack} asks for {minimum.value} {minimum.unit}, the week gives {below.given}"


def _wishes(costs: Sequence[Cost]) -> Grid:
    rows = [(WISHES[each.name], str(each.units), str(each.weight), str(each.cost)) for each in costs if each.units]
    lines = [f"{text}: {units}, each weighs {weight}, cost {cost}" for text, units, weight, cost in rows]
    return Grid("What the wishes cost", ("wish", "times", "weight", "cost"), rows, lines=lines)


def _findings(findings: Sequence[Finding]) -> Grid:
    rows = [(each.code, each.severity.value, each.patient or "-", each.message, each.next) for each in findings]
    lines = [
        f"{each.severity.value} {each.code}{f' {each.patient}' if each.patient else ''}: {each.message}."
        f" Next: {each.next}"
        for each in findings
    ]
    return Grid("What check would say", ("code", "severity", "patient", "finding", "next"), rows, lines=lines)


def _notes(built: Built, differences: Sequence[Difference], findings: Sequence[Finding]) -> Iterator[str]:
    frame = built.frame
    yield from left_out_lines(built.problem.left_out)
    for person in built.problem.people:
        if person.unstated:
            unstated = ", ".join(person.unstated)
            yield f"{person.patient}: the plan promises {unstated} without an amount; nothing is placed of it."
    if not differences and built.problem.people:
        yield f"Nobody changes places against {'last week' if frame.before else 'the standing week'}."
    if not built.problem.people:
        yield "Nobody is in care that week."
    elif not built.short:
        yield "Everybody gets the whole dose that the plan promises."
    if not findings:
        yield "check would find nothing new."
    yield how_good(built.quality)


def how_good(quality: Quality) -> str:
    """How far the proposal may be from the best week."""
    if quality.missing > quality.least:
        return (
            f"{quality.missing} minutes are missing, and whether fewer could be is not known: at least {quality.least}"
            " are. A longer --time-limit may find a better week."
        )
    if quality.proven:
        return f"The wishes cost {quality.cost}; no week costs less."
    longer = "A longer --time-limit may find a better one."
    if not quality.bound:
        return f"The wishes cost {quality.cost}; what the best week costs is not known. {longer}"
    more = 100 * (quality.cost / quality.bound - 1)
    return (
        f"The wishes cost {quality.cost}, at most {more:.1f} % more than the best week, which costs {quality.bound} or"
        f" more. {longer}"
    )


def _json(built: Built, differences: Sequence[Difference], findings: Sequence[Finding]) -> dict[str, Any]:
    quality, frame = built.quality, built.frame
    return {
        "changes": [
            {
                "patient": each.patient,
                "new": list(each.new),
                "gone": list(each.gone),
                "moves": [
                    {
                        "service": move.service,
                        "before": when_text(frame.program, move.before),
                        "after": when_text(frame.program, move.after),
                    }
                    for move in each.moves
                ],
            }
            for each in differences
        ],
        "short": [short_json(each) for each in built.short],
        "left_out": left_out_json(built.problem.left_out),
        "wishes": [
            {"name": each.name, "times": each.units, "weight": each.weight, "cost": each.cost} for each in built.costs
        ],
        "findings": [
            {
                "code": each.code,
                "severity": each.severity.value,
                "patient": each.patient,
                "pack": each.pack,
                "message": each.message,
                "next": each.next,
            }
            for each in findings
        ],
        "missing_minutes": quality.missing,
        "least_missing_minutes": quality.least,
        "cost": quality.cost,
        "bound": quality.bound,
        "proven": quality.proven,
    }


def short_json(short: Short) -> dict[str, Any]:
    """What somebody lacks."""
    return {
        "patient": short.patient,
        "lacks": [
            {"service": each.service, "sessions": each.sessions, "promised": each.promised, "minutes": each.minutes}
            for each in short.lacks
        ],
        "below": [
            {
                "pack": each.minimum.pack,
                "unit": each.minimum.unit,
                "value": each.minimum.value,
                "given": each.given,
            }
            for each in short.below
        ],
    }
