"""A start or end does not exist on the local clock, is shown twice by it without a fold mark, or is out of order.

Why: minutes are counted between two instants (S1). A time in the hour that spring skips, an unmarked time in the hour
that autumn repeats, an end before its start, and a break outside its session each make the count a guess. Weekly slots
carry no date, so only their order is judged.
What to do: write the time that the clock showed. In the repeated hour add `start_fold` or `end_fold`: 0 the first time
round, 1 the second.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeVar

from iopctl.counting.clock import ambiguous, exists
from iopctl.counting.minutes import session_span
from iopctl.model.chart import Census
from iopctl.model.frozen import Key
from iopctl.model.pack import RulePack
from iopctl.model.program import Program, Slot
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.week import Session

RULE = Rule("SC109", "local-time-invalid", Severity.ERROR, ("invalid_times_max",))

T = TypeVar("T", datetime, time)


@dataclass(frozen=True)
class _Fault:
    key: Key
    message: str
    next: str


def check_program(census: Census, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each time, beyond as many as the pack allows a session or slot."""
    for week, index, session in census.sessions():
        limit = pack.limit("invalid_times_max", session.date)
        if limit is not None:
            for fault in _of_session(census.program, session)[limit.number :]:
                place = week.at("sessions", index, *fault.key)
                message = f"{week.week}/{session.id} {fault.message}"
                yield RULE.finding(place, message, fault.next, limit=limit, on=session.date)
    limit = pack.limit("invalid_times_max", today)
    if limit is not None:
        for index, slot in enumerate(census.program.slots):
            for fault in _of_slot(slot)[limit.number :]:
                place = census.program.at("slots", index, *fault.key)
                yield RULE.finding(place, f"slot {slot.id} {fault.message}", fault.next, limit=limit)


def _of_session(program: Program, session: Session) -> list[_Fault]:
    span = session_span(program, session)
    misplaced = _misplaced(span.start, span.end, span.breaks)
    return [*_off_the_clock(program, session), *(_out_of_order(session, key) for key in misplaced)]


def _of_slot(slot: Slot) -> list[_Fault]:
    breaks = [(each.start, each.end) for each in slot.breaks]
    return [_out_of_order(slot, key) for key in _misplaced(slot.start, slot.end, breaks)]


def _off_the_clock(program: Program, session: Session) -> Iterator[_Fault]:
    zone, day = program.zone, session.date
    for name, clock, fold in (
        ("start", session.start, session.start_fold),
        ("end", session.end, session.end_fold),
    ):
        when = f"{name}s at {clock:%H:%M} on {day}"
        if not exists(zone, day, clock):
            yield _Fault((name,), f"{when}, which the clock skips", "write the time that the clock showed")
        elif fold is None and ambiguous(zone, day, clock):
            fold_mark = f"write {name}_fold = 0 for the first time round, 1 for the second"
            yield _Fault((name,), f"{when}, which the clock shows twice, without {name}_fold", fold_mark)


def _misplaced(start: T, end: T, breaks: Sequence[tuple[T, T]]) -> Iterator[Key]:
    """The keys of what is out of order: the end, or else the breaks that lie outside."""
    if end <= start:
        yield ("end",)
        return
    for index, (rest, resumed) in enumerate(breaks):
        if not start <= rest < resumed <= end:
            yield "breaks", index


def _out_of_order(entry: Session | Slot, key: Key) -> _Fault:
    start, end = f"{entry.start:%H:%M}", f"{entry.end:%H:%M}"
    if key == ("end",):
        return _Fault(key, f"ends at {end}, not after its start at {start}", "correct the start or the end")
    pause = entry.breaks[int(key[1])]
    message = f"has a break from {pause.start:%H:%M} to {pause.end:%H:%M}, which is no part of {start} to {end}"
    return _Fault(key, message, "correct the break, or take it out")
