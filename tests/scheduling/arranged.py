"""A small program for tests of what is arranged by hand: Monday 2026-11-23, seen on the Sunday before."""

from datetime import date, time

from iopctl import library
from iopctl.model.chart import Census
from iopctl.model.week import Session
from iopctl.scheduling.days import Held
from iopctl.scheduling.frame import Frame
from tests.conftest import build_census

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
SUNDAY = date(2026, 11, 22)
FACTS = """
[program]
packs = ["core"]
closures = [{ date = 2026-11-26, reason = "Thanksgiving" }, { date = 2026-11-27, tracks = ["morning"], reason = "Paint" }]
staff = [
  { id = "t01", role = "therapist", skills = ["cbt"], available = [{ days = ["mon", "tue"], start = 09:00:00, end = 17:00:00 }], credentials = [{ title = "LCSW", until = 2027-04-30 }] },
  { id = "t02", role = "therapist", credentials = [{ title = "LPC", until = 2026-11-23 }] },
  { id = "t03", role = "nurse", skills = ["cbt"] },
  { id = "t04", role = "therapist", skills = ["cbt"] },
]
rooms = [{ id = "a", capacity = 2 }, { id = "b", capacity = 1 }]
services = [
  { id = "group", title = "Group", kind = "group-therapy", size = { min = 2, max = 3 }, needs_skill = "cbt" },
  { id = "individual", title = "Individual", kind = "individual" },
  { id = "yoga", title = "Yoga", kind = "recreation" },
]
[[plans]]
patient = "pt-0001"
status = "active"
track = "morning"
admitted_at = 2026-11-02
commitments = [
  { kind = "work", days = ["tue"], start = 13:00:00, end = 17:00:00 },
  { kind = "family", days = ["mon"], start = 15:00:00, end = 16:00:00, firm = false },
]
services = [{ service = "individual", per_week = 1, minutes = 50, weeks = 12, by = "t04" }]
[[plans]]
patient = "pt-0002"
status = "active"
track = "morning"
admitted_at = 2026-11-02
[[plans]]
patient = "pt-0003"
status = "active"
track = "morning"
admitted_at = 2026-11-24
[[weeks]]
week = "2026-W48"
sessions = [
  { id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:30:00, breaks = [{ start = 09:45:00, end = 10:00:00 }], room = "a", leads = ["t01"], patients = ["pt-0001"] },
  { id = "yoga", service = "yoga", date = 2026-11-23, start = 10:30:00, end = 11:30:00, leads = ["t04"], patients = ["pt-0001", "pt-0002"] },
  { id = "one", service = "individual", date = 2026-11-23, start = 11:30:00, end = 12:20:00, room = "b", leads = ["t04"], patients = ["pt-0002"] },
  { id = "off", service = "yoga", date = 2026-11-23, start = 09:00:00, end = 10:00:00, room = "a", leads = ["t04"], patients = ["pt-0002"], cancelled = { reason = "ill", by = "t04", on = 2026-11-22 } },
]
"""  # noqa: E501


def census_with(more: str = "") -> Census:
    """The program, with more facts behind."""
    return build_census(FACTS + more)


def frame_of(census: Census, monday: date = MONDAY, today: date = SUNDAY) -> Frame:
    """A week of it."""
    return Frame(census, library.packs(), monday, today)


def held(census: Census, session_id: str) -> Held:
    """One session in the first week."""
    week = census.weeks[0]
    index = [each.id for each in week.sessions].index(session_id)
    return Held(week, index, week.sessions[index])


def session(census: Census, session_id: str) -> Session:
    """One session."""
    return held(census, session_id).session


def clock(text: str) -> time:
    """09:00."""
    return time.fromisoformat(text)
