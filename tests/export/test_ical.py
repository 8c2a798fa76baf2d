"""Calendars, read by others: every occurrence at its instant, across both changes of the clocks."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events

from iopctl.commands.charts import load_charts
from iopctl.counting.minutes import session_span
from iopctl.export.time_zone import time_zone
from iopctl.model.chart import Census
from iopctl.scheduling.days import View
from iopctl.scheduling.recurring import series, weeks_between
from iopctl.testing import census_of
from tests.conftest import DEMO, Iopctl

CENSUS = load_charts(DEMO).census
AS_OF = date(2026, 11, 25)
VIEWS = {
    "program": View(),
    "patient": View(patient="pt-0006"),
    "therapist": View(staff="t03"),
    "room": View(room="a"),
    "track": View(track="evening"),
}
OPTIONS = {
    "program": [],
    "patient": ["--patient", "pt-0006"],
    "therapist": ["--staff", "t03"],
    "room": ["--room", "a"],
    "track": ["--track", "evening"],
}
Occurrence = tuple[datetime, datetime, str]


def meant(census: Census, view: View, *, empty: bool) -> set[Occurrence]:
    """What the files and the patterns say, by instant: nothing of rules."""
    first = min(week.monday for week in census.weeks)
    last = AS_OF - timedelta(days=AS_OF.weekday()) + timedelta(weeks=53, days=-1)
    return {
        (span.start, span.end, census.program.service_by_id[held.session.service].title)
        for week in weeks_between(census, first, last, empty=empty)
        for held in view.of(census, week)
        if held.session.cancelled is None
        for span in [session_span(census.program, held.session)]
    }


def written(iopctl: Iopctl, tmp_path: Path, name: str) -> Path:
    out = tmp_path / f"{name}.ics"
    ran = iopctl("export", "ical", *OPTIONS[name], "--weeks", "53", "--as-of", AS_OF, "--out", out, plans=DEMO)
    assert ran.status == 0, ran.err
    return out


def expanded(file: Path) -> Iterator[Occurrence]:
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    events = recurring_ical_events.of(calendar).between(
        datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
    )
    for event in events:
        if str(event["STATUS"]) != "CANCELLED":
            yield event.start.astimezone(UTC), event.end.astimezone(UTC), str(event["SUMMARY"])


@pytest.mark.parametrize("name", VIEWS)
def test_a_reader_finds_every_occurrence_of_a_year(name: str, iopctl: Iopctl, tmp_path: Path) -> None:
    found = list(expanded(written(iopctl, tmp_path, name)))
    assert set(found) == meant(CENSUS, VIEWS[name], empty=name != "patient")
    assert len(found) > 20


def test_khal_lists_every_occurrence_of_a_year(iopctl: Iopctl, tmp_path: Path) -> None:
    """Its users see the same as the program's calendar says, in New York."""
    file = written(iopctl, tmp_path, "program")
    (tmp_path / "events").mkdir()
    config = tmp_path / "khal.conf"
    config.write_text(
        f"[calendars]\n[[program]]\npath = {tmp_path}/events\n[sqlite]\npath = {tmp_path}/khal.db\n"
        "[locale]\nlocal_timezone = America/New_York\ndefault_timezone = America/New_York\n"
        "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
    )
    khal = [sys.executable, "-m", "khal", "-c", str(config)]
    subprocess.run([*khal, "import", "--batch", "-a", "program", str(file)], check=True, capture_output=True)
    asked = ["list", "--day-format", "", "--format", "{start-long}|{end-long}|{status}|{title}", "2026-01-01", "800d"]
    listed = subprocess.run([*khal, *asked], check=True, capture_output=True, text=True).stdout
    zone, found = ZoneInfo("America/New_York"), set[Occurrence]()
    for line in filter(None, listed.splitlines()):
        start, end, status, title = line.split("|")
        if "CANCELLED" not in status.upper():
            instants = [datetime.fromisoformat(each).replace(tzinfo=zone).astimezone(UTC) for each in (start, end)]
            found.add((instants[0], instants[1], title))
    assert found == meant(CENSUS, VIEWS["program"], empty=True)


def test_a_patient_s_calendar_names_nobody_else(iopctl: Iopctl, tmp_path: Path) -> None:
    text = written(iopctl, tmp_path, "patient").read_text()
    assert "pt-0006" in text
    assert not [patient for patient in CENSUS.chart_by_patient if patient != "pt-0006" and patient in text]


def test_events_are_private_and_nobody_is_invited(iopctl: Iopctl, tmp_path: Path) -> None:
    content = written(iopctl, tmp_path, "program").read_bytes()
    assert b"METHOD" not in content
    assert content.count(b"CLASS:PRIVATE\r\n") == content.count(b"BEGIN:VEVENT\r\n") > 20
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_a_moved_a_cancelled_and_a_closed_session_are_told_apart() -> None:
    """Mondays at nine: moved to Tuesday once, called off once, closed once."""
    census = census_of(
        """
        [program]
        closures = [{ date = 2026-11-23, reason = "Training" }]
        services = [{ id = "cbt", title = "CBT", kind = "group-therapy" }]
        slots = [{ id = "mon-0900-cbt", track = "am", service = "cbt", day = "mon", start = 09:00:00, end = 10:00:00 }]
        tracks = [{ id = "am", population = "adult" }]
        [[weeks]]
        week = "2026-W45"
        sessions = [{ id = "mon-0900-cbt", service = "cbt", date = 2026-11-02, start = 09:00:00, end = 10:00:00 }]
        [[weeks]]
        week = "2026-W46"
        sessions = [{ id = "mon-0900-cbt", service = "cbt", date = 2026-11-10, start = 11:00:00, end = 12:00:00 }]
        [[weeks]]
        week = "2026-W47"
        [[weeks.sessions]]
        id = "mon-0900-cbt"
        service = "cbt"
        date = 2026-11-16
        start = 09:00:00
        end = 10:00:00
        cancelled = { reason = "illness", by = "t01", on = 2026-11-16 }
        """
    )
    weeks = weeks_between(census, date(2026, 11, 2), date(2026, 12, 6), empty=True)
    [found] = series(weeks, lambda week: week.sessions)
    assert (found.first.date, found.last, found.without) == (
        date(2026, 11, 2),
        date(2026, 11, 30),
        (date(2026, 11, 23),),
    )
    assert [(each.instead_of.day, each.session.date.day, each.session.cancelled is None) for each in found.changed] == [
        (9, 10, True),
        (16, 16, False),
    ]


@pytest.mark.parametrize(
    "name",
    ["America/New_York", "Europe/Berlin", "Australia/Sydney", "Africa/Casablanca", "Asia/Tokyo", "America/Lima"],
)
def test_the_zone_that_is_written_is_the_zone(name: str) -> None:
    """Every six hours of two years: north, south, without a rule, without summer time."""
    zone = ZoneInfo(name)
    part = time_zone(zone, 2026, 2027)
    there = part.to_tz(lookup_tzid=False)
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    while moment.year < 2028:
        assert moment.astimezone(there).utcoffset() == moment.astimezone(zone).utcoffset(), moment
        moment += timedelta(hours=6)


def test_the_block_for_new_york_is_the_one_that_all_readers_understood() -> None:
    text = time_zone(ZoneInfo("America/New_York"), 2026, 2027).to_ical().decode().replace("\r\n", "\n")
    assert "DTSTART:20070311T020000\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\nTZNAME:EDT" in text
    assert "DTSTART:20071104T020000\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\nTZNAME:EST" in text


def test_without_the_library_the_command_says_what_to_install(iopctl: Iopctl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    ran = iopctl("export", "ical", plans=DEMO)
    assert (ran.status, ran.err) == (
        3,
        "iopctl: writing a calendar needs a library that is not installed: `pip install 'iopctl[calendar]'`.\n",
    )


if __name__ == "__main__":  # what any other reader has to find in the calendar of the program
    for start, end, title in sorted(meant(CENSUS, VIEWS["program"], empty=True)):
        sys.stdout.write(f"{start:%Y-%m-%dT%H:%MZ} {end:%Y-%m-%dT%H:%MZ} {title}\n")
