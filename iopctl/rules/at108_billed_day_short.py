"""A billed day has fewer delivered countable minutes than the unit requires.

Why: a payer that counts days pays for a whole one. A day below its unit is an overpayment from the moment it is billed,
however well it was planned; exactly the minimum passes. Each day that stands in a claim for the pack is judged once. In
a pack that names its per-diem codes only the lines with those count as a billed day, with or without a modifier; in
others every line does.
What to do: record attendance that is still open. If the minutes were not delivered, take the day off the claim, or
correct a claim that has gone out.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from iopctl.counting.minutes import delivered
from iopctl.model.chart import Chart
from iopctl.model.claim import ClaimLine
from iopctl.model.frozen import Place
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("AT108", "billed-day-short", Severity.ERROR, ("minutes_per_service_day",), ("per_diem_codes",))


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each day billed up to the as-of day, at its first line."""
    for day, place in sorted(_billed(chart, pack).items()):
        limit = pack.limit("minutes_per_service_day", day, chart.plan)
        if limit is not None and day <= today:
            yield from _short(chart, day, place, limit)


def _billed(chart: Chart, pack: RulePack) -> dict[date, Place]:
    days: dict[date, Place] = {}
    for claim in chart.claims:
        for index, line in enumerate(claim.lines if claim.is_for(pack.id) else ()):
            if _is_a_day(line, pack):
                days.setdefault(line.on, claim.at("lines", index))
    return days


def _is_a_day(line: ClaimLine, pack: RulePack) -> bool:
    """HCPCS codes are five characters; what follows is a modifier."""
    codes = pack.limit("per_diem_codes", line.on)
    return codes is None or line.code[:5].upper() in codes.words


def _short(chart: Chart, day: date, place: Place, limit: Limit) -> Iterator[Finding]:
    booked = chart.booked(day, day)
    minutes = delivered(chart.program, booked).minutes
    severity = None
    if day - timedelta(days=day.weekday()) not in chart.weeks_on_file:
        message = f"{day} is billed, and no week file shows what was delivered; {limit.number} minutes are required"
        next_step, severity = "put the week on file with its attendance, or take the day off the claim", Severity.INFO
    elif minutes < limit.number:
        message = f"{day} is billed with {minutes} delivered minutes, at least {limit.number} are required"
        unrecorded = any(booking.offered and booking.attendance is None for booking in booked)
        next_step = "record the attendance that is still open" if unrecorded else "take the day off the claim"
    else:
        return
    yield RULE.finding(place, message, next_step, patient=chart.patient, limit=limit, on=day, severity=severity)
