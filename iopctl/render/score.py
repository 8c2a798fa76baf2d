"""One scored form, in words and as data."""

from collections.abc import Sequence

from iopctl.model.chart import Chart
from iopctl.model.instrument import Instrument
from iopctl.render.sheet import Sheet, or_gap
from iopctl.reviewing.change import Change
from iopctl.reviewing.filled_form import FilledForm
from iopctl.scoring import SAFETY_ITEM_UNANSWERED, InvalidAnswer, Score

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def score_sheet(instrument: Instrument, score: Score, notes: Sequence[str]) -> Sheet:
    """The score as design.md section 4 writes it; the notes are for people."""
    text = score_text(instrument, score)
    data = {
        "instrument": score.instrument,
        "status": score.status,
        "missing": list(score.missing),
        "raw": score.raw,
        "prorated": score.prorated,
        "total": score.total,
        "band": score.band,
        "positive": score.positive,
        "subscales": {},
        "alerts": list(score.alerts),
        "text": text,
    }
    return Sheet(data, heading=text, notes=notes)


def invalid_sheet(instrument: Instrument, fault: InvalidAnswer) -> Sheet:
    """An answer that is not on the form; `item` is null when their number is wrong."""
    return Sheet({"instrument": instrument.id, "status": "invalid", "error": str(fault), "item": fault.item or None})


def change_note(filled: FilledForm, chart: Chart) -> list[str]:
    """How far the score is from where the patient began, where there is something to compare."""
    moved = filled.change_in(chart)
    return [] if moved is None else [change_text(*moved)]


def recorded_lines(filled: FilledForm, file: str) -> list[str]:
    """What is to be said once a form is on file: a total that disagrees, an alert that waits for somebody."""
    lines = []
    if filled.disagrees:
        counted = or_gap(filled.score.total)
        lines.append(f"The total stated, {filled.total}, is not that of the answers, {counted}: it is kept as stated.")
    if filled.urgent and filled.action is None:
        lines.append(
            f"Record what is done under [action] (on, by, text) in {file}; until then `iopctl review` shows it first."
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
    if score.total is None or score.band is None:
        return f"{instrument.short} has no total ({items}, at most {_number(instrument.missing.max_missing)} may be)"
    prorated = f" ({items}, prorated)" if skipped else ""
    return f"{instrument.short} {score.total}, {band_text(score.band)}{prorated}"


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
    if alert == SAFETY_ITEM_UNANSWERED:
        items = " and ".join(str(item) for item in instrument.safety_items)
        return f"safety item {items} was left unanswered"
    raised = next(each for each in instrument.alerts if each.id == alert)
    return f"item {raised.item}, {band_text(alert)}: {raised.level}"
