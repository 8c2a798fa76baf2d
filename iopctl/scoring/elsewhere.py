"""A score that was made elsewhere, and a level that a clinician judged: recorded as stated, held against its range."""

from iopctl.model.instrument import Instrument
from iopctl.model.scoring_key import Number
from iopctl.scoring.answering import InvalidAnswer
from iopctl.scoring.engine import Score


def recorded(instrument: Instrument, total: Number | None, level: str | None) -> Score:
    """What is recorded of an instrument whose items do not stand here. Raises InvalidAnswer for what it cannot give."""
    if total is None and level is None:
        wanted = " or ".join(_wanted(instrument))
        raise InvalidAnswer(0, f"{instrument.id} is scored elsewhere: give {wanted}, not the answers")
    if total is not None and (not instrument.has_total or total not in instrument.total_range):
        raise InvalidAnswer(0, f"{instrument.id} takes {_totals(instrument)}")
    if level is not None and level not in instrument.levels:
        raise InvalidAnswer(0, f"{instrument.id} takes {_levels(instrument)}")
    return Score(instrument.id, "scored", (), total=total, level=level)


def _wanted(instrument: Instrument) -> list[str]:
    return ["its --total"] * instrument.has_total + ["its --level"] * bool(instrument.levels)


def _totals(instrument: Instrument) -> str:
    if not instrument.has_total:
        return "no total"
    ends = f"from {instrument.lowest} to {instrument.highest}" if instrument.total_max is not None else "of 0 or more"
    return f"a total {ends}"


def _levels(instrument: Instrument) -> str:
    return f"one of the levels {', '.join(instrument.levels)}" if instrument.levels else "no level"
