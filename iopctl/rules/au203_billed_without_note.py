"""A line is billed without a signed note, or for other units than the signed notes document.

Why: what is not documented at the time of service can be taken back, the whole line of it. A signed note is an
attended session of the billed day with `signed_by` and `signed_at`, signed by the as-of day. A line stands for the
sessions that it lists, else for all of that day. A unit of a per diem code is one day with a signed note; a unit of
another code is one signed session that the line lists. A line that lists none may not have more units than the day has
signed sessions.
What to do: correct the units or take the line off the claim. A note that is signed now bears today's date. Where notes
are kept elsewhere, hold the claim against them there.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from iopctl.counting.billed import Billed, applying, billed
from iopctl.model.chart import Booking, Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.week import week_id
from iopctl.model.words import day_of

RULE = Rule("AU203", "billed-without-note", Severity.ERROR, limits=("billed_needs",), reads=("per_diem_codes",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each line; where notes cannot be seen information, once for the chart or for each such week."""
    lines = billed(chart, pack, today)
    if chart.program.notes == "elsewhere":
        yield from _unseen(chart, pack, lines, "notes are kept elsewhere")
        return
    for monday, in_week in groupby(lines, key=lambda each: each.on - timedelta(days=each.on.weekday())):
        if monday not in chart.weeks_on_file:
            yield from _unseen(chart, pack, list(in_week), f"the week {week_id(monday)} is not on file")
        else:
            for each in in_week:
                yield from _judged(chart, pack, each, today)


def _unseen(chart: Chart, pack: RulePack, lines: Sequence[Billed], why: str) -> Iterator[Finding]:
    for day in applying(chart, pack, [each.on for each in lines])[:1]:
        limit = pack.limit("billed_needs", day, chart.plan)
        if limit is not None:
            yield RULE.finding(
                next(each.place for each in lines if each.on == day),
                f"{why}, so the signed notes of what is billed from {day} on cannot be seen",
                "hold the claim against the notes where they are",
                patient=chart.patient,
                limit=limit,
                on=day,
                severity=Severity.INFO,
            )


def _judged(chart: Chart, pack: RulePack, each: Billed, today: date) -> Iterator[Finding]:
    limit = pack.limit("billed_needs", each.on, chart.plan)
    codes = pack.limit("per_diem_codes", each.on, chart.plan)
    if limit is None:
        return
    attended = _attended(chart, each)
    signed = sum(_signed(booking, today) for booking in attended)
    per_diem = codes is not None and each.code in codes.words
    documented = _documented(each, signed, per_diem=per_diem)
    if not signed and "signed-note" in limit.words:
        message = f"{each.name} is billed on {each.on} without a signed note: {_lacking(each, len(attended))}"
        yield _finding(chart, each, message, limit)
    elif each.line.units != documented and "units" in limit.words:
        by = "a per diem is one unit a day" if per_diem else "one for each signed session"
        units = f"{_counted(each.line.units, 'unit')} of {each.name} billed on {each.on}"
        message = f"{units}, signed notes document {documented}: {by}"
        yield _finding(chart, each, message, limit)


def _attended(chart: Chart, each: Billed) -> list[Booking]:
    """The sessions of the day that the patient attended, of those that the line lists if it lists any."""
    listed = each.line.sessions
    booked = [booking for booking in chart.booked(each.on, each.on) if not listed or booking.ref in listed]
    return [b for b in booked if b.offered and b.attendance is not None and b.attendance.present]


def _signed(booking: Booking, today: date) -> bool:
    record = booking.attendance
    at = None if record is None or record.signed_by is None else record.signed_at
    return at is not None and day_of(at) <= today


def _documented(each: Billed, signed: int, *, per_diem: bool) -> int:
    """How many units the signed notes stand for."""
    if per_diem:
        return min(signed, 1)
    return signed if each.line.sessions else min(signed, each.line.units)


def _lacking(each: Billed, attended: int) -> str:
    which = " that it lists" if each.line.sessions else ""
    if not attended:
        return f"no session{which} was attended that day"
    return f"{_counted(attended, 'attended session')}{which}, none signed"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"


def _finding(chart: Chart, each: Billed, message: str, limit: Limit) -> Finding:
    return RULE.finding(
        each.place,
        message,
        "correct the line or take it off the claim; a note signed now bears today's date",
        patient=chart.patient,
        limit=limit,
        on=each.on,
    )
