"""Where a week leads: done, booked and in all against the minimums, and the make-up sessions that fit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from iopctl.model.program import Program
from iopctl.render.alerts import days_text
from iopctl.render.clock import day_text, span_text
from iopctl.render.session import leads_text, room_text, title_text
from iopctl.render.sheet import Grid, Sheet, hours_text, or_gap
from iopctl.scheduling.forecast import Forecast, Prospect
from iopctl.scheduling.make_ups import Offer

COLUMNS = ("patient", "done", "booked", "no record", "total", "days", "minimum", "state")
OFFERS = ("patient", "when", "what", "room", "led by", "seats", "gives", "session")


@dataclass(frozen=True)
class Outlook:
    """The weeks in prospect as of a day, and the offers to those who will be short; with `everybody` the others too."""

    program: Program
    today: date
    weeks: Sequence[Forecast]
    offers: Mapping[str, Sequence[Offer]]
    everybody: bool

    @property
    def shown(self) -> list[Forecast]:
        """Everybody, or those who are or will be short."""
        return [each for each in self.weeks if self.everybody or each.short]


def forecast_sheet(outlook: Outlook) -> Sheet:
    """The table, the offers, and what to type to take one."""
    shown = outlook.shown
    data = {"hours": [_json(each, outlook.offers.get(each.patient, ())) for each in shown]}
    week_grid = Grid("", COLUMNS, [_row(each) for each in shown], lines=[_line(each) for each in shown])
    offered = [(each.patient, offer) for each in shown for offer in outlook.offers.get(each.patient, ())]
    offer_grid = Grid(
        "Make-up sessions that fit, each alone",
        OFFERS,
        [_offer_row(outlook.program, patient, offer) for patient, offer in offered],
        lines=[_offer_line(outlook.program, patient, offer) for patient, offer in offered],
    )
    heading = f"{_weeks_text(outlook.weeks)}as of {day_text(outlook.today)} {outlook.today.year}"
    grids = [grid for grid in (week_grid, offer_grid) if grid.rows]
    return Sheet(data, grids, heading, list(_notes(outlook)))


def state_text(each: Forecast) -> str:
    """`SHORT 90 min and 1 day`, `ok`, or why nothing is judged."""
    if each.short:
        parts = [f"{each.short_minutes} min"] if each.short_minutes else []
        parts += [days_text(each.short_days)] if each.short_days else []
        return f"SHORT {' and '.join(parts)}"
    if not each.limits:
        return "no minimum in force"
    if not each.on_file:
        return "not judged (week not on file)"
    if any(limit.missing is not None for limit in each.limits):
        return "ok"
    return f"not judged ({'taper' if any(limit.taper for limit in each.limits) else 'partial week'})"


def command(patient: str, offer: Offer) -> str:
    """What to type to take the place."""
    session, words = offer.session, ["iopctl week add", patient]
    if offer.own:
        words += [session.service, f"--on {session.date} --at {session.start:%H:%M}"]
        words += [f"--by {lead}" for lead in session.leads] + [f"--room {session.room}"]
    else:
        words.append(offer.ref)
    return " ".join([*words, *([f"--makes-up {offer.makes_up}"] if offer.makes_up else [])])


def _json(each: Forecast, offers: Sequence[Offer]) -> dict[str, Any]:
    return {
        "patient": each.patient,
        "week": each.week.id,
        "on_file": each.on_file,
        "done": each.done.minutes,
        "booked": each.booked.minutes,
        "no_record": each.no_record.minutes,
        "total": each.total.minutes,
        "days_done": each.done.days,
        "days_booked": each.booked.days,
        "days_total": each.total.days,
        "state": state_text(each),
        "short_minutes": each.short_minutes,
        "short_days": each.short_days,
        "limits": [
            {"pack": limit.pack, "code": limit.code, "value": limit.value, "missing": limit.missing}
            for limit in each.limits
        ],
        "offers": [_offer_json(each.patient, offer) for offer in offers],
    }


def _offer_json(patient: str, offer: Offer) -> dict[str, Any]:
    session = offer.session
    return {
        "session": None if offer.own else offer.ref,
        "service": session.service,
        "date": session.date.isoformat(),
        "start": f"{session.start:%H:%M}",
        "end": f"{session.end:%H:%M}",
        "room": session.room,
        "leads": list(session.leads),
        "taken": len(session.patients),
        "seats": offer.most,
        "promised": offer.promised,
        "minutes": offer.minutes,
        "days": offer.days,
        "makes_up": offer.makes_up,
        "command": command(patient, offer),
    }


def _row(each: Forecast) -> tuple[str, ...]:
    seen = [hours_text(dose.minutes) for dose in (each.done, each.booked, each.no_record, each.total)]
    if not each.on_file:
        seen = [or_gap(None)] * 4
    days = str(each.total.days) if each.on_file else or_gap(None)
    return (each.patient, *seen, days, ", ".join(map(_minimum, each.limits)) or "none", state_text(each))


def _minimum(limit: Prospect) -> str:
    """`medicare 9:00`, and by how much it will be missed."""
    minutes = limit.code == "DO101"
    amount = hours_text(limit.value) if minutes else days_text(limit.value)
    if not limit.missing:
        return f"{limit.pack} {amount}"
    return f"{limit.pack} {amount} short by {hours_text(limit.missing) if minutes else days_text(limit.missing)}"


def _line(each: Forecast) -> str:
    """The same read aloud."""
    parts = [f"{each.patient}: {state_text(each)}"]
    if each.on_file:
        parts.append(f"done {hours_text(each.done.minutes)}, booked {hours_text(each.booked.minutes)}")
        parts.append(f"in all {hours_text(each.total.minutes)} on {days_text(each.total.days)}")
    if each.no_record.sessions:
        parts.append(f"without a record {hours_text(each.no_record.minutes)}")
    return ", ".join([*parts, f"minimum {', '.join(map(_minimum, each.limits)) or 'none'}"])


def _offer_row(program: Program, patient: str, offer: Offer) -> tuple[str, ...]:
    session = offer.session
    return (
        patient,
        f"{session.date:%a} {session.date.day} {session.start:%H:%M}-{session.end:%H:%M}",
        title_text(program, session),
        or_gap(session.room),
        or_gap(", ".join(session.leads)),
        _seats(offer),
        _gives(offer),
        "new" if offer.own else session.id,
    )


def _offer_line(program: Program, patient: str, offer: Offer) -> str:
    session = offer.session
    parts = [day_text(session.date), span_text(program, session.start, session.end), title_text(program, session)]
    parts += [room_text(session), leads_text(session), "a free time" if offer.own else f"{_seats(offer)} taken"]
    return f"{patient}: {', '.join([*parts, _gives(offer)])}"


def _seats(offer: Offer) -> str:
    """`6 of 10`; without a limit how many are in it."""
    if offer.own:
        return "free time"
    taken = len(offer.session.patients)
    return f"{taken}" if offer.most is None else f"{taken} of {offer.most}"


def _gives(offer: Offer) -> str:
    """`+90 min, +1 day`."""
    return f"+{offer.minutes} min" + (f", +{days_text(offer.days)}" if offer.days else "")


def _weeks_text(weeks: Sequence[Forecast]) -> str:
    names = sorted({each.week.id for each in weeks})
    return f"{', '.join(names)}, " if names else ""


def _notes(outlook: Outlook) -> Iterator[str]:
    short = [each for each in outlook.weeks if each.short]
    if not outlook.everybody:
        others = [state_text(each) for each in outlook.weeks if not each.short]
        counts = ", ".join(f"{others.count(state)} {state}" for state in dict.fromkeys(others))
        yield f"Others: {counts}." if others else "Nobody else is in care that week."
    if not short:
        yield "Nobody will be short." if outlook.weeks else "Nobody is in care that week."
    gaps = [f"{each.patient} ({hours_text(each.no_record.minutes)})" for each in short if each.no_record.minutes]
    if gaps:
        yield f"Nothing is recorded yet of past sessions, which may be done: {', '.join(gaps)}."
    over = [each.patient for each in short if each.week.last <= outlook.today]
    none = [each.patient for each in short if not outlook.offers.get(each.patient) and each.patient not in over]
    if none:
        yield f"No make-up session fits in the rest of the week: {', '.join(none)}."
    for each in short:
        for first in outlook.offers.get(each.patient, ())[:1]:
            yield f"Take one: {command(each.patient, first)}"
