"""Answers and an instrument give a score, a band and alerts: one engine for every instrument.

`answering` reads what was typed, `engine` scores it, `triage` is for instruments that give a level of risk; `change`
holds one score against another, `raised` says of forms on file which alerts they raised and which are still open.
"""

from iopctl.scoring.answering import InvalidAnswer, offered, points_of, read_answers, read_total, takes
from iopctl.scoring.elsewhere import recorded
from iopctl.scoring.engine import (
    SAFETY_ITEM_UNANSWERED,
    Score,
    alerts,
    band_of,
    half_up,
    restated,
    score,
    total_of,
)
from iopctl.scoring.triage import INCONSISTENT_ANSWERS

__all__ = [
    "INCONSISTENT_ANSWERS",
    "SAFETY_ITEM_UNANSWERED",
    "InvalidAnswer",
    "Score",
    "alerts",
    "band_of",
    "half_up",
    "offered",
    "points_of",
    "read_answers",
    "read_total",
    "recorded",
    "restated",
    "score",
    "takes",
    "total_of",
]
