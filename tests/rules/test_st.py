"""ST: who leads what, and whether they can."""

from collections.abc import Mapping
from datetime import date

from iopctl.model.chart import Census
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.rules import st201_provider_double_booked as st201
from tests.conftest import AS_OF, messages

Packs = Mapping[str, RulePack]


def test_a_therapist_in_two_rooms_at_once_is_double_booked(census: Census, packs: Packs) -> None:
    """
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "ind", service = "individual", date = 2026-11-23, start = 09:45:00, end = 10:35:00, leads = ["t01"] },
      { id = "cbt", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, leads = ["t01", "t02"] },
    ]
    """
    [finding] = st201.check_program(census, packs["core"], AS_OF)
    assert finding.message == (
        "t01 leads 2026-W48/cbt and 2026-W48/ind, which overlap by 15 min, less than 1 min is allowed"
    )
    assert finding.place == Place("weeks/2026-W48.toml", ("sessions", 0))
    assert (finding.patient, finding.on, finding.severity) == (None, date(2026, 11, 23), "error")
    assert messages(st201.check_program(census, packs["house"], AS_OF)) == []


def test_co_leading_following_on_and_a_cancelled_session_are_no_overlap(census: Census, packs: Packs) -> None:
    """
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "cbt", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, leads = ["t01", "t02"] },
      { id = "next", service = "group", date = 2026-11-23, start = 10:00:00, end = 11:00:00, leads = ["t01"] },
      { id = "off", service = "group", date = 2026-11-23, start = 10:00:00, end = 11:00:00, leads = ["t01"], cancelled = { reason = "ill", by = "t01", on = 2026-11-22 } },
      { id = "else", service = "group", date = 2026-11-23, start = 10:00:00, end = 11:00:00, leads = ["t02"] },
      { id = "tue", service = "group", date = 2026-11-24, start = 10:00:00, end = 11:00:00, leads = ["t01"] },
    ]
    """  # noqa: E501  # one session a line
    assert messages(st201.check_program(census, packs["core"], AS_OF)) == []


def test_two_people_in_the_same_two_rooms_are_two_findings(census: Census, packs: Packs) -> None:
    """
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "a", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, leads = ["t02", "t01"] },
      { id = "b", service = "group", date = 2026-11-23, start = 09:59:00, end = 10:59:00, leads = ["t01", "t02"] },
    ]
    """
    assert messages(st201.check_program(census, packs["core"], AS_OF)) == [
        "t01 leads 2026-W48/a and 2026-W48/b, which overlap by 1 min, less than 1 min is allowed",
        "t02 leads 2026-W48/a and 2026-W48/b, which overlap by 1 min, less than 1 min is allowed",
    ]
