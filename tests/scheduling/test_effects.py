"""What a change of the week does to the weeks of the patients."""

from datetime import date

from iopctl.model.chart import Census
from iopctl.model.week import Week
from iopctl.scheduling.effects import Effect, effects
from tests.conftest import build_census, pack_of

FACTS = """
[program]
packs = ["test"]
[[plans]]
patient = "pt-0001"
status = "active"
admitted_at = {admitted}
[[weeks]]
week = "2026-W48"
sessions = [
  {{ id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 12:00:00, patients = ["pt-0001"] }},
  {{ id = "tue", service = "group", date = 2026-11-24, start = 09:00:00, end = 12:00:00, patients = ["pt-0001"], {tue} }},
  {{ id = "wed", service = "group", date = 2026-11-25, start = 09:00:00, end = 12:00:00, patients = ["pt-0001"] }},
  {{ id = "lunch", service = "lunch", date = 2026-11-25, start = 12:00:00, end = 13:00:00, patients = ["pt-0001", "pt-0009"] }},
]
"""  # noqa: E501
PACKS = {
    "test": pack_of(
        """
limits.minutes_per_week_min = [{ value = 360, unit = "min/week", since = 2020-01-01 }]
limits.days_per_week_min = [{ value = 3, unit = "days/week", since = 2020-01-01 }]
"""
    )
}
OFF = {"reason": "ill", "by": "t01", "on": date(2026, 11, 23)}


def census(tue: str = 'room = "a"', admitted: str = "2026-11-02") -> Census:
    """A patient with three hours on three days."""
    return build_census(FACTS.format(tue=tue, admitted=admitted))


def without(before: Census, session_id: str) -> Census:
    """The same with one session called off."""
    data = before.weeks[0].model_dump()
    sessions = [{**each, "cancelled": OFF} if each["id"] == session_id else each for each in data["sessions"]]
    return before.with_week(Week.read({**data, "sessions": sessions}, "weeks/2026-W48.toml"))


def effect(before: Census, session_id: str) -> Effect:
    """What calling one off does to the one patient whose chart is there."""
    after = without(before, session_id)
    [found] = effects(before, after, PACKS, ["pt-0001", "pt-0009"], date(2026, 11, 25))
    return found


def test_what_is_lost_is_countable_minutes_and_is_held_against_each_minimum() -> None:
    found = effect(census(), "wed")
    assert (found.patient, found.week.id, found.change) == ("pt-0001", "2026-W48", -180)
    assert (found.before.minutes, found.after.minutes) == (540, 360)
    minutes, days = found.minimums
    assert (minutes.unit, minutes.value, found.short(minutes)) == ("minutes", 360, 0)
    assert (days.unit, days.value, found.short(days)) == ("days", 3, 1)


def test_what_does_not_count_is_no_loss() -> None:
    assert effect(census(), "lunch").change == 0


def test_one_minute_under_the_minimum_is_short() -> None:
    late = effect(census('attendance.pt-0001 = { status = "partial", arrived = 09:01:00 }'), "wed")
    assert [late.short(each) for each in late.minimums] == [1, 1]


def test_what_is_recorded_counts_as_it_was_and_the_rest_as_planned() -> None:
    absent = effect(census('attendance.pt-0001.status = "absent-excused"'), "wed")
    assert (absent.before.minutes, absent.after.minutes) == (360, 180)
    off = effect(census('cancelled = { reason = "snow", by = "t01", on = 2026-11-24 }'), "wed")
    assert (off.before.minutes, off.after.minutes) == (360, 180)


def test_a_week_that_is_not_judged_has_no_minimum() -> None:
    assert effect(census(admitted="2026-11-24"), "wed").minimums == ()
    assert effects(census(), census(), {}, ["pt-0001"], date(2026, 11, 25))[0].minimums == ()
