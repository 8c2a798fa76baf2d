"""A session called off, and taken back."""

import pytest

from iopctl.errors import Refused, UsageError
from iopctl.scheduling.calling_off import called_off, how_to_make_up, made_up_by, restored
from iopctl.scheduling.days import Held
from tests.conftest import build_census
from tests.scheduling.arranged import FACTS, MONDAY, census_with, held

CENSUS = census_with()


def recorded(status: str) -> Held:
    """The Monday group with one record."""
    seen = f'leads = ["t01"], patients = ["pt-0001"], attendance.pt-0001.status = "{status}"'
    return held(build_census(FACTS.replace('leads = ["t01"], patients = ["pt-0001"]', seen)), "mon")


def test_a_session_called_off_says_why_by_whom_and_when() -> None:
    cancelled = called_off(held(CENSUS, "mon"), " lead ill ", "t01", MONDAY).cancelled
    assert cancelled is not None
    assert (cancelled.reason, cancelled.by, cancelled.on) == ("lead ill", "t01", MONDAY)


def test_taken_back_it_is_what_it_was() -> None:
    mon = held(CENSUS, "mon")
    off = Held(mon.week, mon.index, called_off(mon, "lead ill", "t01", MONDAY))
    assert restored(off) == mon.session
    with pytest.raises(Refused, match=r"^2026-W48/mon is not called off, so there is nothing to take back\.$"):
        restored(mon)


def test_it_is_called_off_once_and_not_after_somebody_came() -> None:
    with pytest.raises(Refused, match=r"^2026-W48/off was called off already, on 2026-11-22 by t04\.$"):
        called_off(held(CENSUS, "off"), "snow", "t01", MONDAY)
    with pytest.raises(Refused, match=r"^2026-W48/mon was held: pt-0001 present\. `iopctl attend 2026-W48/mon --corr"):
        called_off(recorded("attended"), "snow", "t01", MONDAY)
    assert called_off(recorded("absent-excused"), "snow", "t01", MONDAY).cancelled is not None


@pytest.mark.parametrize("reason", ["", "  ", "a\x07bell"])
def test_a_reason_is_plain_text(reason: str) -> None:
    with pytest.raises(UsageError, match=r"^--reason: "):
        called_off(held(CENSUS, "mon"), reason, "t01", MONDAY)


def test_those_who_lose_it_are_told_what_can_be_done() -> None:
    mon = held(CENSUS, "mon")
    [note] = how_to_make_up(mon)
    assert note == (
        "`iopctl week free --patient PT --week 2026-W48` finds a time to make it up,"
        " `iopctl week add PT SESSION --makes-up 2026-W48/mon` does it."
    )
    assert how_to_make_up(Held(mon.week, mon.index, mon.session.model_copy(update={"patients": ()}))) == []


def test_what_was_arranged_in_its_place_stays_and_is_named() -> None:
    more = """
[[weeks]]
week = "2026-W49"
sessions = [
  { id = "up", service = "group", date = 2026-11-30, start = 09:00:00, end = 10:30:00, makes_up = "2026-W48/off" },
  { id = "seat", service = "group", date = 2026-11-30, start = 09:00:00, end = 10:30:00, make_ups = { pt-0001 = "2026-W48/off" } },
  { id = "no", service = "group", date = 2026-11-30, start = 09:00:00, end = 10:30:00, makes_up = "2026-W48/off", cancelled = { reason = "ill", by = "t01", on = 2026-11-30 } },
]
"""  # noqa: E501
    census = census_with(more)
    assert list(made_up_by(census, "2026-W48/off")) == [
        "2026-W49/up makes up for it and stays.",
        "2026-W49/seat makes up for it and stays.",
    ]
