"""What tomlkit would lose of a file that a person laid out."""

import pytest
import tomlkit

from iopctl.store.blanks import keep_blanks
from iopctl.store.editing import inline


@pytest.mark.parametrize(
    "text",
    [
        "a = { on = 2026-11-24 }",
        "a = { on = 2026-11-24 , by = 1 }",
        "a = { at = 2026-11-24 09:00:00 }",
        "a = { at = 2026-11-24T09:00:00-05:00 }",
        "a = [ 2026-11-24 ]",
        "a = [\n  2026-11-24 , # first\n  2026-11-25 # second\n]",
        "a = 2026-11-24   # a comment",
        "[[a]]\nb = [{ on = 2026-11-24 }, { c = { d = 2026-11-24 } }]\n[a.c]\nd = { on = 2026-11-24 }",
    ],
)
def test_a_blank_behind_a_date_stays(text: str) -> None:
    document = tomlkit.parse(text)
    keep_blanks(document)
    assert tomlkit.dumps(document) == text


def test_a_row_that_ends_in_a_date_is_laid_out_as_any_other() -> None:
    assert inline({"by": "t01", "on": tomlkit.date("2026-11-24")}).as_string() == '{ by = "t01", on = 2026-11-24 }'
