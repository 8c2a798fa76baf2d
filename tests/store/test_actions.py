"""An action is put into the form's own file, and nobody's is replaced."""

from datetime import date
from pathlib import Path

import pytest

from iopctl.errors import ChangedMeanwhile, Refused
from iopctl.store.actions import action_edit

FILE = "pt-0001/assessments/2026-11-20-phq9.toml"
FORM = """\
schema = 1
# at the door
instrument = "phq9"
given_at = 2026-11-20T09:05:00-05:00   # by the clock
answers = [0,0, 0, 0, 0, 0, 0, 0, 1]
"""
DONE = {"on": date(2026, 11, 20), "by": "t01", "text": 'Said "no plan".'}


def program_with(tmp_path: Path, form: str) -> Path:
    """A folder with one form."""
    file = tmp_path / FILE
    file.parent.mkdir(parents=True)
    file.write_text(form)
    return tmp_path


def test_the_file_keeps_every_other_byte(tmp_path: Path) -> None:
    action_edit(program_with(tmp_path, FORM), FILE, DONE).apply()
    added = '\n[action]\non = 2026-11-20\nby = "t01"\ntext = \'Said "no plan".\'\n'
    assert (tmp_path / FILE).read_text() in {
        FORM + added,
        FORM + added.replace("'", '"').replace('"no plan"', r"\"no plan\""),
    }


def test_an_action_that_somebody_recorded_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    root = program_with(tmp_path, FORM + '[action]\non = 2026-11-20\nby = "t02"\ntext = "Seen."\n')
    with pytest.raises(ChangedMeanwhile, match="holds an action already; nothing was written"):
        action_edit(root, FILE, DONE)


def test_what_no_reader_would_take_is_not_written(tmp_path: Path) -> None:
    root = program_with(tmp_path, FORM)
    with pytest.raises(Refused, match=r"action\.text is not written in the expected form"):
        action_edit(root, FILE, {**DONE, "text": "\x1b[2J"})
    assert (root / FILE).read_text() == FORM
