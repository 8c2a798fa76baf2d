"""A full week or month has fewer sessions, or minutes, of a type of service than required.

Why: intensity is also the mix: some sources name how often each type of service is given, and a week of groups alone is
another service. A month is judged when all of it lies inside the stay, a week when all of it does (S4); attended
sessions count, and where the source counts minutes, countable ones. `expressive/mindfulness` means either of both.
What to do: offer the missing sessions. A coded reason (declined or contraindicated) under `[[exemptions]]` that is in
force on a day of the week or month makes it information, and so do closed days that account for what is missing (S6).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from iopctl.counting.delivery import attended, delivered_weeks, first_place, unrecorded, without_closures
from iopctl.counting.minimum import share
from iopctl.counting.minutes import Span, dose, union_minutes
from iopctl.counting.months import Month, full_months
from iopctl.counting.runs import applies
from iopctl.counting.weeks import ProgramWeek, end_of_stay, on_file
from iopctl.model.chart import Booking, Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity

MINUTES, SESSIONS, MONTHLY = "service_minutes_week", "service_mix_week", "service_mix_month"
RULE = Rule("DO401", "service-mix", Severity.WARNING, (SESSIONS, MINUTES, MONTHLY), ("taper_weeks_max",))


@dataclass(frozen=True)
class _Lack:
    """A week or month with too little of one type of service."""

    span: ProgramWeek | Month
    bookings: tuple[Booking, ...]
    limit: Limit
    kinds: tuple[str, ...]  # any of them will do
    seen: int
    need: int
    closed: bool  # closed days account for what is missing
    reasons: tuple[str, ...]  # coded, for every one of the kinds

    @property
    def covered(self) -> bool:
        return self.closed or bool(self.reasons)


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each type in each week or month on file; of rolling windows the worst for each type."""
    for name in RULE.limits:
        if name in pack.limits:
            lacks = [lack for span in _spans(chart, name, today) for lack in _lacks(chart, pack, name, span, today)]
            if chart.program.week_anchor == "rolling" and name != MONTHLY:
                lacks = _worst(chart, lacks)
            for lack in lacks:
                yield _finding(chart, pack, lack)


def _spans(chart: Chart, name: str, today: date) -> Sequence[ProgramWeek | Month]:
    if name != MONTHLY:
        return [each.week for each in delivered_weeks(chart, today)]
    end = end_of_stay(chart.plan, today)
    return [month for month in full_months(chart, end) if on_file(chart, month, end)]


def _lacks(chart: Chart, pack: RulePack, name: str, span: ProgramWeek | Month, today: date) -> Iterator[_Lack]:
    limit, end = pack.limit(name, span.first, chart.plan), end_of_stay(chart.plan, today)
    if limit is None:
        return
    bookings = chart.booked(span.first, min(span.last, end))
    given, reopened = attended(chart, bookings), without_closures(chart, span.dates, bookings)
    for key, number in limit.numbers.items():
        need = number if isinstance(span, Month) else share(chart, pack, number, span, end)
        kinds = tuple(key.split("/"))
        seen = _amount(chart, name, kinds, given)
        if need is not None and seen < need:
            closed = _amount(chart, name, kinds, reopened) >= need
            yield _Lack(span, bookings, limit, kinds, seen, need, closed, _reasons(chart, kinds, span))


def _amount(chart: Chart, name: str, kinds: tuple[str, ...], spans: Sequence[Span]) -> int:
    """Sessions of these kinds with any minute, or countable minutes of them."""
    known = chart.program.service_by_id
    mine = [span for span in spans if span.service in known and known[span.service].kind in kinds]
    return dose(chart.program, mine).minutes if name == MINUTES else sum(1 for span in mine if union_minutes([span]))


def _reasons(chart: Chart, kinds: tuple[str, ...], span: ProgramWeek | Month) -> tuple[str, ...]:
    """Why none of the kinds was given; nothing while one of them has no exemption on any day."""
    found = {each.kind: each.reason for each in chart.plan.exemptions if any(map(each.covers, span.dates))}
    return tuple(sorted({found[kind] for kind in found if kind in kinds})) if set(kinds) <= set(found) else ()


def _worst(chart: Chart, lacks: Sequence[_Lack]) -> list[_Lack]:
    """The window with the largest lack of each type, among those that the pack applies to if there are any."""
    found: dict[tuple[str, ...], list[_Lack]] = {}
    for lack in lacks:
        found.setdefault(lack.kinds, []).append(lack)

    def how_bad(lack: _Lack) -> tuple[bool, bool, int]:
        return applies(chart, lack.limit, lack.span.first), not lack.covered, lack.need - lack.seen

    return [max(each, key=how_bad) for each in found.values()]


def _finding(chart: Chart, pack: RulePack, lack: _Lack) -> Finding:
    kinds = " or ".join(lack.kinds)
    unit = "minutes" if lack.limit.name == MINUTES else "session" if lack.seen == 1 else "sessions"
    why = ""
    if lack.reasons:
        why = f", recorded as {' and '.join(lack.reasons)}"
    elif lack.closed:
        why = ", accounted for by closed days"
    return RULE.finding(
        first_place(chart, lack.span.first, lack.bookings),
        f"{lack.span.name}: {lack.seen} {kinds} {unit} attended, at least {lack.need} required{why}",
        _next_step(chart, pack, lack),
        patient=chart.patient,
        limit=lack.limit,
        on=lack.span.first,
        severity=Severity.INFO if lack.covered else None,
    )


def _next_step(chart: Chart, pack: RulePack, lack: _Lack) -> str:
    if lack.reasons:
        again = "offer it again when the reason no longer holds"
        known = set(lack.kinds) <= set(pack.exempt_kinds)
        return again if known else f"ask the payer or licensor whether it accepts the reason, and {again}"
    if lack.closed:
        return "offer a make-up session if the lost time matters to the plan"
    if unrecorded(chart, lack.bookings):
        return "record the attendance of the sessions that have none, then judge again"
    return "offer it, or record under [[exemptions]] that it was declined or is contraindicated"
