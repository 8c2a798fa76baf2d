"""Ask person by person who was there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from iopctl.commands.asking import ask
from iopctl.console import say

if TYPE_CHECKING:
    from iopctl.scheduling.marks import Mark

OPTIONS = {
    "": "--present",
    "p": "--present",
    "l": "--late",
    "e": "--left-early",
    "x": "--excused",
    "u": "--unexcused",
    "c": "--cancelled",
}
LEGEND = "Enter present, l late, e left early, x excused, u unexcused,\nc cancelled for this one, s skip"
FURTHER = {
    "--late": "  minutes late:",
    "--left-early": "  minutes left early:",
    "--excused": "  reason:",
    "--unexcused": "  reason (Enter for none):",
    "--cancelled": "  reason (Enter for none):",
}


def call_the_roll(patients: Sequence[str], length: int) -> "dict[str, Mark]":
    """The marks of those who were not skipped; `length` is that of the session in minutes."""
    say(LEGEND)
    answers = {patient: _ask_one(patient, length) for patient in patients}
    return {patient: mark for patient, mark in answers.items() if mark is not None}


def _ask_one(patient: str, length: int) -> "Mark | None":
    """One mark, or None for somebody who is skipped. `l 15` in one line is understood too."""
    from iopctl.scheduling.marks import mark_of

    while True:
        key, _, value = ask(f"{patient}:").partition(" ")
        if key.lower() == "s":
            return None
        option = OPTIONS.get(key.lower())
        if option is None:
            say(f"Please type one of these:\n{LEGEND}")
            continue
        mark = mark_of(option, value.strip() or (ask(FURTHER[option]) if option in FURTHER else ""))
        if mark is None:
            say("Minutes are a whole number, and an excuse needs its reason.")
        elif mark.status == "partial" and mark.late + mark.early >= length:
            say(f"The session has {length} minutes. For somebody who missed all of it type x or u.")
        else:
            return mark
