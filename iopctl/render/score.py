"""One scored form, in words and as data."""

from collections.abc import Sequence
from typing import Any

from iopctl.model.chart import Chart
from iopctl.model.instrument import Instrument
from iopctl.model.scoring_key import Number
from iopctl.render.sheet import GAP, Grid, Sheet, or_gap
from iopctl.reviewing.filled_form import FilledForm
from iopctl.scoring import INCONSISTENT_ANSWERS, SAFETY_ITEM_UNANSWERED, InvalidAnswer, Score
from iopctl.scoring.change import Change
from iopctl.scoring.csv_forms import Row

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def score_sheet(instrument: Instrument, score: Score, notes: Sequence[str], stated: Number | None = None) -> Sheet:
    """The score as design.md section 4 writes it; the notes are for people."""
    data = score_json(instrument, score)
    if stated is not None and stated != score.value:
        data["stated_total"] = stated
    return Sheet(data, heading=score_text(instrument, score), notes=notes)


def score_json(instrument: Instrument, score: Score) -> dict[str, Any]:
    """The score as data."""
    data: dict[str, Any] = {
        "instrument": score.instrument,
        "status": score.status,
        "missing": list(score.missing),
        "raw": score.raw,
        "prorated": score.prorated,
        "total": score.total,
        "band": score.band,
        "positive": score.positive,
        "subscales": dict(score.subscales),
        "alerts": list(score.alerts),
        "text": score_text(instrument, score),
    }
    sometimes = {name: getattr(score, name) for name in ("mean", "percent", "level", "risk", "risk_at_least")}
    return data | {name: value for name, value in sometimes.items() if value is not None}


def invalid_sheet(instrument: Instrument, fault: InvalidAnswer) -> Sheet:
    """An answer that is not on the form; `item` is null when their number is wrong."""
    return Sheet({"instrument": instrument.id, "status": "invalid", "error": str(fault), "item": fault.item or None})


def change_note(filled: FilledForm, chart: Chart) -> list[str]:
    """How far the score is from where the patient began, where there is something to compare."""
    moved = filled.change_in(chart)
    return [] if moved is None else [change_text(*moved)]


def recorded_lines(filled: FilledForm, patient: str, file: str) -> list[str]:
    """What is to be said once a form is on file: a total that disagrees, an alert that waits for somebody."""
    lines = []
    if filled.disagrees:
        counted = or_gap(filled.score.value)
        lines.append(f"The total stated, {filled.total}, is not that of the answers, {counted}: it is kept as stated.")
    if filled.raised and filled.action is None:
        lines.append(
            f"{file} waits for an action: `iopctl risk {patient} --record TEXT --by STAFF`. Until then the alert stands"
            " on top of today, review and risk."
        )
    return lines


def crisis_line(crisis_text: str | None) -> str:
    """Whom to call, in the program's own words; that they are missing has to be seen before they are needed."""
    return crisis_text or "Whom to call is not recorded: write crisis_text in program.toml."


def alert_lines(instrument: Instrument, alerts: Sequence[str], crisis: str | None) -> list[str]:
    """What has to be said at once about alerts: what was found, who decides, whom to call."""
    if not alerts:
        return []
    lines = [f"ALERT  {instrument.short}: {alert_text(instrument, alert)}." for alert in alerts]
    lines.append("This is a level, not a decision: a clinician decides what is done.")
    return [*lines, crisis] if crisis else lines


def score_text(instrument: Instrument, score: Score) -> str:
    """The result in one line."""
    skipped = len(score.missing)
    items = f"{_number(skipped)} item{'' if skipped == 1 else 's'} skipped"
    if instrument.triage is not None:
        level = score.risk or f"at least {score.risk_at_least}, incomplete ({items})"
        return f"{instrument.short} risk level: {level}"
    if score.level is not None and score.value is None:
        return f"{instrument.short} level: {score.level}"
    if score.value is None:
        allowed = instrument.missing.max_missing if instrument.missing else 0
        return f"{instrument.short} has no total ({items}, {_at_most(allowed)})"
    said = [f"{instrument.short} {score.value:g}{_percent(score)}"]
    said += [band_text(score.band)] if score.band else []
    said += [f"level {score.level}"] if score.level else []
    if score.positive is not None and not instrument.bands:
        said.append("positive" if score.positive else "negative")
    notes = [items, "prorated" if instrument.score == "sum" else "mean of the others"] if skipped else []
    notes += [band_text(flag) for flag in score.flags]
    return ", ".join(said) + (f" ({', '.join(notes)})" if notes else "")


def _percent(score: Score) -> str:
    """The share, of an instrument that is read by it."""
    return "" if score.percent is None else f" ({score.percent:g} %)"


def _at_most(allowed: int) -> str:
    return f"at most {_number(allowed)} may be" if allowed else "none may be"


def band_text(band: str) -> str:
    """The id of a band as words."""
    return band.replace("_", " ")


def _number(number: int) -> str:
    """Small numbers as words."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def change_text(change: Change, baseline: float) -> str:
    """How far the score is from the baseline, and what that amounts to."""
    percent = "no percent from 0" if change.percent is None else f"{change.percent:+.0f} %"
    words = ", ".join((change.movement, *change.words))
    return f"{change.points:+g} from {baseline:g} at the start ({percent}): {words}"


def alert_text(instrument: Instrument, alert: str) -> str:
    """What an alert is about, without a word of what was answered."""
    if alert == SAFETY_ITEM_UNANSWERED and instrument.triage is not None:
        return "left unfinished, the level may be higher: critical"
    if alert == SAFETY_ITEM_UNANSWERED:
        one, *others = [str(item) for item in instrument.safety_items]
        return (
            f"one of the safety items {one} to {others[-1]} was left unanswered"
            if others
            else (f"safety item {one} was left unanswered")
        )
    if alert == INCONSISTENT_ANSWERS:
        return "answers contradict each other; the highest level counts"
    extra = [each.alert for each in instrument.extra_items if each.alert is not None]
    raised = next(each for each in (*instrument.alerts, *extra) if each.id == alert)
    item = raised.item or next((each.item for each in instrument.extra_items if each.alert == raised), None)
    return f"{f'item {item}, ' if item else ''}{band_text(alert)}: {raised.level}"


def imported_sheet(instrument: Instrument, forms: Sequence[tuple[Row, FilledForm | None, str | None]]) -> Sheet:
    """Every form of a table with its score, in the order of the table."""
    data = [
        {
            "line": row.line,
            "patient": row.patient,
            "given_at": None if filled is None else filled.given_at.isoformat(),
            "file": file,
            "score": score_json(instrument, row.score)
            | ({"stated_total": row.total} if row.total not in {None, row.score.value} else {}),
        }
        for row, filled, file in forms
    ]
    rows = [
        (
            str(row.line),
            or_gap(row.patient),
            or_gap(filled and filled.given_on),
            score_text(instrument, row.score),
            ", ".join(alert.replace("_", " ") for alert in row.score.alerts) or GAP,
        )
        for row, filled, _ in forms
    ]
    return Sheet({"scores": data}, [Grid("", ("line", "patient", "given on", "score", "alerts"), rows)])
