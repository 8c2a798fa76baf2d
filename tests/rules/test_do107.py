"""DO107: a total of countable minutes in a window. The court of these tests wants six hours in fourteen days."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding
from iopctl.rules import do107_cumulative_hours_in_window as do107
from tests.conftest import build_chart, messages, pack_of
from tests.three_mornings import ATTENDED, PATTERN, STAY, chart_text, session, week

COURT = pack_of("limits.window_minutes_min = [{ value = 360 }]\nlimits.window_days = [{ value = 14 }]", "court")
W37, W38, W39 = (date(2026, 9, day) for day in (7, 14, 21))
FIRST, LAST, AFTER = date(2026, 9, 9), date(2026, 9, 22), date(2026, 9, 23)  # Wednesday, day 0; day 13; the day after
MISSED = 'status = "absent-unexcused"'


def found(*weeks: str, pack: RulePack = COURT, today: date = AFTER, plan: str = PATTERN, **more: str) -> list[Finding]:
    return list(do107.check(build_chart(chart_text(plan, weeks=weeks, **more)), pack, today))


def three_weeks(last: str = "09:00-12:00", day: date = LAST, record: str | None = ATTENDED) -> tuple[str, ...]:
    """A morning on the first day of the window, and one session on a day of the third week."""
    return week(W37, session(FIRST)), week(W38), week(W39, session(day, last, record))


def test_the_total_is_met_on_the_last_day_of_the_window() -> None:
    assert found(*three_weeks()) == []


def test_a_minute_less_is_short_on_the_day_after() -> None:
    [finding] = found(*three_weeks("09:00-11:59"))
    assert finding.message == (
        "359 of 360 minutes were delivered from the first service on 2026-09-09 to the end of the window of 14 days"
        " on 2026-09-22 (1 short)"
    )
    assert finding.next == "report that the total was not reached, or record the written exception as a waiver"
    assert (finding.severity, finding.patient, finding.on) == ("error", "pt-0001", LAST)
    assert (finding.place.file, str(finding.place)) == ("weeks/2026-W37.toml", "sessions.0")


def test_the_day_after_the_window_does_not_count() -> None:
    [finding] = found(*three_weeks(day=AFTER), today=date(2026, 9, 30))
    assert finding.message == (
        "180 of 360 minutes were delivered from the first service on 2026-09-09 to the end of the window of 14 days"
        " on 2026-09-22 (180 short)"
    )


@pytest.mark.parametrize(("today", "said"), [(14, False), (15, True), (22, True)])
def test_in_the_last_week_of_the_window_a_short_total_is_a_reminder(today: int, said: bool) -> None:
    found_here = found(*three_weeks("09:00-11:59"), today=date(2026, 9, today))
    assert len(found_here) == said
    for finding in found_here:
        given = 359 if today == 22 else 180
        assert finding.message == (
            f"{given} of 360 minutes were delivered since the first service on 2026-09-09,"
            " the window ends on 2026-09-22"
        )
        assert finding.next == f"schedule {360 - given} more countable minutes by then"
        assert (finding.severity, finding.on) == ("info", date(2026, 9, today))


def test_a_stay_that_has_ended_is_judged_the_day_after() -> None:
    plan = f'{PATTERN}\ndischarge = {{ on = 2026-09-11, reason = "ama" }}'
    weeks = (week(W37, session(FIRST), session(date(2026, 9, 12))),)  # a session after discharge does not count
    assert found(*weeks, plan=plan, today=date(2026, 9, 11)) == []
    [finding] = found(*weeks, plan=plan, today=date(2026, 9, 12))
    assert finding.message == (
        "180 of 360 minutes were delivered from the first service on 2026-09-09 to the end of the stay on 2026-09-11"
        " (180 short)"
    )
    assert (finding.severity, finding.on) == ("error", date(2026, 9, 11))


def test_a_discharge_on_the_last_day_of_the_window_ends_the_window() -> None:
    plan = f'{PATTERN}\ndischarge = {{ on = {LAST}, reason = "completed" }}'
    [finding] = found(*three_weeks("09:00-11:59"), plan=plan)
    assert "to the end of the window of 14 days on 2026-09-22" in finding.message


def test_the_window_begins_with_the_first_countable_minutes_of_the_stay() -> None:
    before = session(W37)  # the day before admission
    missed = session(date(2026, 9, 8), record=MISSED)
    lunch = session(date(2026, 9, 8), "12:00-13:00", service="lunch")
    weeks = (week(W37, before, missed, lunch, session(FIRST)), week(W38), week(W39))
    [finding] = found(*weeks, stay=STAY.replace("2026-09-07", "2026-09-08"))
    assert finding.message.startswith("180 of 360 minutes were delivered from the first service on 2026-09-09 to")
    assert str(finding.place) == "sessions.3"


def test_without_admission_the_first_session_on_file_begins_the_window() -> None:
    [finding] = found(*three_weeks("09:00-11:59"), stay="[plan]")
    assert finding.message.startswith("359 of 360 minutes were delivered from the first service on 2026-09-09 to")


def test_nobody_who_has_not_begun_has_a_window() -> None:
    assert found(week(W37, session(FIRST, record=MISSED))) == []
    assert found() == []


def test_self_help_does_not_count() -> None:
    services = (
        'services = [{ id = "group", title = "G", kind = "group-therapy" },'
        ' { id = "aa", title = "A", kind = "self-help" }]'
    )
    weeks = (week(W37, session(FIRST)), week(W38), week(W39, session(LAST, service="aa")))
    assert messages(found(*weeks, program=services))[0].startswith("180 of 360 minutes")


def test_a_window_with_a_missing_week_file_is_not_known_to_be_short() -> None:
    [finding] = found(week(W37, session(FIRST)), week(W39))
    assert finding.message == (
        "180 of 360 minutes were delivered from the first service on 2026-09-09 to the end of the window of 14 days"
        " on 2026-09-22 (180 short); some of these days have no week file"
    )
    assert (finding.next, finding.severity) == ("file the missing weeks, then judge again", "info")
    # the week after the window is not needed
    assert found(week(W37, session(FIRST)), week(W38), week(W39), today=date(2026, 10, 5))[0].severity == "error"


def test_open_attendance_is_to_be_recorded_first() -> None:
    [finding] = found(*three_weeks(record=None))
    assert finding.next == "record the attendance of the sessions that have none, then judge again"
    assert finding.severity == "error"


def test_the_limits_are_those_of_the_first_service(packs: Mapping[str, RulePack]) -> None:
    weeks = three_weeks("09:00-11:59")
    later = "since = 2026-09-10"
    for name in ("window_minutes_min", "window_days"):
        values = {"window_minutes_min": "value = 360", "window_days": "value = 14"}
        values[name] += f", {later}"
        pack = pack_of("\n".join(f"limits.{key} = [{{ {value} }}]" for key, value in values.items()))
        assert found(*weeks, pack=pack) == []
    assert found(*weeks, pack=packs["medicare"]) == []


def test_washington_wants_seventy_two_hours_in_twelve_weeks(packs: Mapping[str, RulePack]) -> None:
    mondays = [W37 + timedelta(weeks=n) for n in range(12)]
    enough = [week(monday, session(monday, "09:00-15:00")) for monday in mondays]
    short = [*enough[:-1], week(mondays[-1], session(mondays[-1], "09:00-14:59"))]
    assert found(*enough, pack=packs["wa-dp"], today=date(2026, 11, 30)) == []
    [finding] = found(*short, pack=packs["wa-dp"], today=date(2026, 11, 30))
    assert finding.message.startswith("4319 of 4320 minutes")
    assert finding.limit is not None
    assert finding.limit.cite == "WAC 246-341-0740(2)"
