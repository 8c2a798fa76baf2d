"""The demo: what is wrong with whom, on the day it shows and on any other day it is moved to."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from iopctl import library
from iopctl.checking import check_census
from iopctl.model.digest import content_digest
from iopctl.model.plan import Plan
from iopctl.model.program import Break, Slot
from iopctl.store import Loaded, load
from iopctl.store.demo import MONDAY, demo_texts
from iopctl.store.shifting import shifted
from tests.conftest import DEMO

# The codes of warnings and errors that stand; "" is the program itself. Who is not named here has none.
WRONG = {
    "": {"ST201"},  # a therapist with two patients at once
    "pt-0003": {"DO109", "DO201"},  # a week of one day
    "pt-0004": {"PL104"},  # changed after it was signed
    "pt-0006": {"PL203"},  # an objective that nobody can measure
    "pt-0007": {"DC106", "RV206"},  # thirteen weeks
    "pt-0008": {"ME402", "RV204"},  # review after review without progress, and nothing changed
    "pt-0009": {"ME301", "RV201"},  # little better after four weeks, and a review not held
    "pt-0010": {"ME301", "ME401", "ME402", "ME403", "ME406", "RV204"},  # worse, and nothing changed
    "pt-0011": {"SC101"},  # in two sessions at once
    "pt-0013": {"ME101", "ME402"},  # no baseline in time, and little better two weeks after the first score
    "pt-0017": {"EL102", "PL101", "PL104", "PL202"},  # a draft
    "pt-0018": {"EL102"},  # half a statement of necessity
    "pt-0019": {"AT101"},  # a session that nobody recorded
    "pt-0020": {"PL207"},  # yoga without an objective
    "pt-0021": {"FI304", "SF102"},  # a waiver that ran out
}
CLEAN = {"pt-0001", "pt-0002", "pt-0005", "pt-0012", "pt-0014", "pt-0015", "pt-0016"}

# What the founding article names, as the services that are it.
ACTIVITIES = {
    "cognitive behavioural therapy": "cbt-group",
    "dialectical behaviour therapy": "dbt-skills",
    "group therapy": "process-group",
    "family counselling": "family",
    "one-on-one counselling": "individual",
    "stress-management workshop": "stress-workshop",
    "mindfulness and relaxation": "mindfulness",
    "skill-building": "skill-building",
    "art therapy": "art-therapy",
    "yoga and meditation": "yoga",
    "peer support": "peer-support",
    "parenting class": "parenting",
}


def wrong_in(loaded: Loaded, today: date) -> dict[str, set[str]]:
    """The codes at warning or error that stand, by patient."""
    found: dict[str, set[str]] = {}
    for finding in check_census(loaded.census, loaded.packs, today):
        if finding.severity != "info" and finding.waived is None:
            found.setdefault(finding.patient or "", set()).add(finding.code)
    return found


def written(folder: Path, today: date) -> Loaded:
    """The demo as it is on a day, on disk."""
    for name, text in demo_texts(DEMO, today).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return load(folder, library.packs(), library.instruments())


@pytest.fixture(scope="module")
def demo() -> Loaded:
    return load(DEMO, library.packs(), library.instruments())


# As it stands in the repository


def test_everything_in_it_can_be_read(demo: Loaded) -> None:
    assert demo.problems == []
    assert demo.census.unreadable == frozenset()
    assert {chart.patient for chart in demo.census.charts} == (WRONG.keys() - {""}) | CLEAN


def test_each_chart_shows_what_it_was_made_to_show(demo: Loaded) -> None:
    assert wrong_in(demo, MONDAY) == WRONG


def test_waivers_in_force_set_a_storm_and_a_birthday_aside(demo: Loaded) -> None:
    waived = [finding for finding in check_census(demo.census, demo.packs, MONDAY) if finding.waived]
    assert [(finding.patient, finding.code, finding.severity) for finding in waived] == [
        ("pt-0002", "DO201", "warning"),
        ("pt-0014", "GR104", "error"),  # eighteen, and with her group to its end
    ]


def test_nobody_is_named() -> None:
    assert not list(DEMO.rglob("identity.toml"))
    for file in DEMO.rglob("*.toml"):
        assert not re.search(r"\b(Mr|Mrs|Ms|Miss|Dr)\b|[\w.]+@\w|\d{3}[-. ]\d{4}\b(?!-)", file.read_text()), file


def test_every_activity_of_the_article_is_offered_and_has_a_standing_time(demo: Loaded) -> None:
    program = demo.census.program
    standing = {slot.service for slot in program.slots}
    assert set(ACTIVITIES.values()) <= program.service_by_id.keys() & standing


def test_nothing_is_held_on_a_closed_day(demo: Loaded) -> None:
    program = demo.census.program
    tracks = {chart.patient: chart.plan.track for chart in demo.census.charts}
    closed = [
        session
        for _, _, session in demo.census.sessions()
        if any(program.closed(session.date, tracks[patient]) for patient in session.patients)
    ]
    assert len(program.closures) == 2
    assert closed
    assert all(session.cancelled and not session.attendance for session in closed)


@pytest.mark.parametrize(("track", "days", "minutes"), [("morning", 3, 540), ("evening", 3, 540), ("youth", 4, 480)])
def test_the_groups_of_a_track_are_the_hours_of_its_level(demo: Loaded, track: str, days: int, minutes: int) -> None:
    alone = {"individual", "family", "parenting"}
    slots = [slot for slot in demo.census.program.slots if slot.track == track and slot.service not in alone]
    breaks = [pause for slot in slots for pause in slot.breaks]
    assert len({slot.day for slot in slots}) == days
    assert sum(map(_minutes, slots)) - sum(map(_minutes, breaks)) == minutes


def _minutes(times: Slot | Break) -> int:
    return 60 * (times.end.hour - times.start.hour) + times.end.minute - times.start.minute


def test_a_plan_stays_short_enough_to_read() -> None:
    assert max(file.stat().st_size for file in DEMO.glob("pt-*/plan.toml")) < 10_000


# Moved to another week


def test_in_its_own_week_it_is_the_one_in_the_repository() -> None:
    authored = {file.relative_to(DEMO).as_posix(): file.read_text() for file in DEMO.rglob("*.toml")}
    assert demo_texts(DEMO, MONDAY) == authored
    assert list(demo_texts(DEMO, MONDAY))[-1] == "program.toml"


@pytest.mark.parametrize("weeks", [1, 6, 26, 53, -40])  # over a year's end, a 53rd week, both changes of the clock
def test_moved_by_whole_weeks_it_shows_the_same(weeks: int, tmp_path: Path) -> None:
    monday = MONDAY + timedelta(weeks=weeks)
    loaded = written(tmp_path, monday)
    assert loaded.problems == []
    assert wrong_in(loaded, monday) == WRONG


@pytest.mark.parametrize("days", range(1, 7))
def test_on_every_day_of_a_week_only_the_authored_session_is_unrecorded(days: int, tmp_path: Path) -> None:
    today = MONDAY + timedelta(weeks=3, days=days)
    assert wrong_in(written(tmp_path, today), today) == WRONG


def test_what_was_open_before_today_is_attended_and_what_is_open_today_stays_open(tmp_path: Path) -> None:
    wednesday = MONDAY + timedelta(days=2)
    [week] = [week for week in written(tmp_path, wednesday).census.weeks if week.monday == MONDAY]
    for session in week.sessions:
        recorded = {patient for patient, record in session.attendance.items() if record.status == "attended"}
        if session.date == MONDAY + timedelta(days=1):
            assert recorded == set(session.patients)
        if session.date >= wednesday:
            assert not session.attendance


def test_signatures_stay_as_good_or_as_stale_as_they_were() -> None:
    moved = demo_texts(DEMO, MONDAY + timedelta(weeks=30))
    before = {name: list(_good(text)) for name, text in demo_texts(DEMO, MONDAY).items() if _is_plan(name)}
    after = {name: list(_good(text)) for name, text in moved.items() if _is_plan(name)}
    assert before == after
    assert before["pt-0001/plan.toml"] == [True, True]
    assert before["pt-0001/revisions/2.toml"] == [True, True, True]
    assert before["pt-0004/plan.toml"] == [False, False]


def _is_plan(name: str) -> bool:
    return name.endswith("/plan.toml") or "/revisions/" in name


def _good(text: str) -> Iterator[bool]:
    """Of each signature, whether it fits the plan in which it stands."""
    data = tomllib.loads(text)
    del data["schema"]
    plan = Plan.read(data, "plan.toml")
    for signature in plan.signatures:
        yield signature.digest == content_digest(plan)


# The dates in a text


@pytest.mark.parametrize(
    ("before", "weeks", "after"),
    [
        ("on = 2026-11-23", 1, "on = 2026-11-30"),
        ('week = "2026-W52"', 1, 'week = "2026-W53"'),
        ('week = "2026-W53"', 1, 'week = "2027-W01"'),
        ('makes_up = "2026-W53/fri-0900-skills"', 53, 'makes_up = "2028-W01/fri-0900-skills"'),
        ("weeks/2027-W01.toml", -1, "weeks/2026-W53.toml"),
        ("# signed on 2026-12-28, see below", 1, "# signed on 2027-01-04, see below"),
        ("at = 2026-10-26T09:00:00-04:00", 1, "at = 2026-11-02T09:00:00-05:00"),
        ("at = 2026-11-02T09:00:00-05:00", 19, "at = 2027-03-15T09:00:00-04:00"),
        ("2028-02-29", 52, "2029-02-27"),
        ('digest = "blake2b-256:20261123-2026-11-2345"', 1, 'digest = "blake2b-256:20261123-2026-11-2345"'),
        ("start = 09:00:00\nminutes = 60", 1, "start = 09:00:00\nminutes = 60"),
    ],
)
def test_dates_move_and_nothing_else_does(before: str, weeks: int, after: str) -> None:
    assert shifted(before, weeks, ZoneInfo("America/New_York")) == after
