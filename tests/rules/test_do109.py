"""DO109: sessions and days of the standing week and of delivered weeks against the program's own range.

The house of these tests wants 3 to 5 sessions on 3 to 4 days, which three mornings just meet.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding
from iopctl.rules import do109_sessions_per_week as do109
from tests.conftest import AS_OF, build_chart, messages, pack_of
from tests.three_mornings import ATTENDED, PATTERN, STAY, chart_text, mornings, session, week

HOUSE = pack_of(
    "limits.sessions_per_week = [{ value = { min = 3, max = 5 } }]\n"
    "limits.days_per_week = [{ value = { min = 3, max = 4 } }]",
    "house",
)
SESSIONS_ONLY = pack_of("limits.sessions_per_week = [{ value = { min = 3, max = 5 } }]", "house")
IN_HOUSE = 'packs = ["house"]'
MON = date(2026, 9, 7)
SUNDAY = date(2026, 9, 13)
EXCUSED = 'status = "absent-excused", reason = "illness"'
UNEXCUSED = 'status = "absent-unexcused"'


def found(text: str, pack: RulePack = HOUSE, today: date = SUNDAY) -> list[Finding]:
    return list(do109.check(build_chart(text), pack, today))


def days(*numbers: int) -> list[str]:
    """Sessions of an hour on these days of W37, counted from Monday; a day named twice has two."""
    return [
        session(MON + timedelta(days=n), f"{9 + index:02}:00-{10 + index:02}:00") for index, n in enumerate(numbers)
    ]


def delivered(*numbers: int, pack: RulePack = SESSIONS_ONLY) -> list[str]:
    return messages(found(chart_text(program=IN_HOUSE, weeks=[week(MON, *days(*numbers))]), pack))


def test_three_mornings_planned_and_attended_are_in_range() -> None:
    assert found(chart_text(weeks=[mornings(MON)])) == []


def test_the_shipped_house_range_is_nine_to_fifteen_sessions_on_three_to_five_days(
    packs: Mapping[str, RulePack],
) -> None:
    own = ", ".join(
        f'{{ service = "group", day = "{day}", start = {hour:02}:00:00, end = {hour:02}:50:00 }}'
        for day in ("mon", "wed")
        for hour in (9, 10, 11, 13)
    )
    found_here = found(chart_text(f"pattern = {{ own = [{own}] }}"), packs["house"], AS_OF)
    assert messages(found_here) == [
        "the pattern holds 8 sessions a week, the program's range is 9 to 15",
        "the pattern holds 2 days of service a week, the program's range is 3 to 5",
    ]
    assert [(each.severity, str(each.place), each.on) for each in found_here] == [("warning", "pattern", AS_OF)] * 2


def test_a_pack_without_a_range_says_nothing(packs: Mapping[str, RulePack]) -> None:
    assert found(chart_text("pattern = {}", weeks=[week(MON)]), packs["medicare"]) == []


def test_a_range_that_is_not_in_force_says_nothing() -> None:
    later = pack_of("limits.sessions_per_week = [{ value = { min = 3, max = 5 }, since = 2027-01-01 }]")
    assert found(chart_text("pattern = {}", weeks=[week(MON)]), later) == []


def test_a_pattern_is_too_full_above_the_range() -> None:
    own = ", ".join(
        f'{{ service = "individual", day = "{day}", start = 13:00:00, end = 14:00:00 }}'
        for day in ("mon", "wed", "fri")
    )
    [finding] = found(chart_text(f'pattern = {{ slots = ["mon", "wed", "fri"], own = [{own}] }}'))
    assert finding.message == "the pattern holds 6 sessions a week, the program's range is 3 to 5"
    assert finding.next == "change the pattern, or the range in the program's own pack if its policy has changed"


def test_a_changed_week_is_named_and_a_step_down_is_not_held_against_the_pattern() -> None:
    def change(kind: str) -> str:
        return (
            f'{PATTERN}\npattern_changes = [{{ kind = "{kind}", from = 2026-09-14, until = 2026-09-20,'
            ' slots = ["mon"] }]'
        )

    assert messages(found(chart_text(change("other")), SESSIONS_ONLY, AS_OF)) == [
        "the pattern holds 1 session a week in 2026-W38, the program's range is 3 to 5"
    ]
    assert found(chart_text(change("step-down")), HOUSE, AS_OF) == []


def test_a_full_delivered_week_is_judged_at_both_ends() -> None:
    assert delivered(0, 1, 2) == []
    assert delivered(0, 0, 1, 1, 2) == []
    assert delivered(0, 1) == ["2026-W37: 2 sessions delivered, the program's range is 3 to 5"]
    assert delivered(0, 0, 1, 1, 2, 2) == ["2026-W37: 6 sessions delivered, the program's range is 3 to 5"]


def test_days_are_judged_beside_sessions() -> None:
    assert delivered(0, 0, 1, pack=HOUSE) == ["2026-W37: 2 days of service delivered, the program's range is 3 to 4"]
    assert delivered(0, 1, 2, 3, 4, pack=HOUSE) == [
        "2026-W37: 5 days of service delivered, the program's range is 3 to 4"
    ]
    assert delivered(0, pack=HOUSE)[-1] == "2026-W37: 1 day of service delivered, the program's range is 3 to 4"


def test_a_delivered_week_stands_at_its_first_session_and_says_what_to_do() -> None:
    [few] = found(chart_text(program=IN_HOUSE, weeks=[mornings(MON, UNEXCUSED, ATTENDED, ATTENDED)]), SESSIONS_ONLY)
    assert (few.severity, few.place.file, str(few.place), few.on) == (
        "warning",
        "weeks/2026-W37.toml",
        "sessions.0",
        MON,
    )
    assert few.next == "offer a make-up session, or write the reason for each absence"
    [many] = found(chart_text(program=IN_HOUSE, weeks=[week(MON, *days(0, 0, 1, 1, 2, 2))]), SESSIONS_ONLY)
    assert many.next == "ask whether the plan should promise what is being given"


def test_a_shortfall_that_is_accounted_for_is_information() -> None:
    [finding] = found(chart_text(weeks=[mornings(MON, EXCUSED, ATTENDED, ATTENDED)]), SESSIONS_ONLY)
    assert finding.message == (
        "2026-W37: 2 sessions delivered, the program's range is 3 to 5,"
        " accounted for by closed days or documented reasons"
    )
    assert finding.severity == "info"
    [other] = found(chart_text(weeks=[mornings(MON, EXCUSED, UNEXCUSED, ATTENDED)]), SESSIONS_ONLY)
    assert other.severity == "warning"


def test_a_closed_day_accounts_for_its_sessions() -> None:
    closed = 'closures = [{ date = 2026-09-07, reason = "Labor Day" }]'
    weeks = [week(MON, session(date(2026, 9, 9)), session(date(2026, 9, 11)))]
    assert [each.severity for each in found(chart_text(program=closed, weeks=weeks))] == ["info", "info"]


def test_partial_running_and_missing_weeks_are_not_judged() -> None:
    short = [week(MON, session(date(2026, 9, 9)))]
    assert found(chart_text(weeks=short), today=date(2026, 9, 12)) == []
    assert found(chart_text(stay=STAY.replace("2026-09-07", "2026-09-08"), weeks=short)) == []
    assert found(chart_text()) == []


def test_too_little_is_not_held_against_a_step_down_week_and_too_much_is() -> None:
    plan = f'{PATTERN}\npattern_changes = [{{ kind = "step-down", from = 2026-09-07, slots = ["mon"] }}]'
    assert found(chart_text(plan, weeks=[week(MON, *days(0))])) == []
    assert messages(found(chart_text(plan, weeks=[week(MON, *days(0, 0, 1, 1, 2, 2))]), SESSIONS_ONLY)) == [
        "2026-W37: 6 sessions delivered, the program's range is 3 to 5"
    ]


def test_without_a_pattern_the_gap_is_said_once_and_delivered_weeks_are_still_judged() -> None:
    dose = 'services = [{ service = "group", per_week = 3, minutes = 180 }]'
    found_here = found(chart_text(dose, weeks=[mornings(MON, UNEXCUSED, ATTENDED, ATTENDED)]))
    assert messages(found_here) == [
        "no standing pattern is written, so days cannot be judged",
        "2026-W37: 2 sessions delivered, the program's range is 3 to 5",
        "2026-W37: 2 days of service delivered, the program's range is 3 to 4",
    ]
    assert found_here[0].severity == "info"


def test_of_rolling_windows_the_one_farthest_outside_is_reported() -> None:
    program = f'week_anchor = "rolling"\n{IN_HOUSE}'
    change = "pattern_changes = [{ from = 2026-09-16, until = 2026-09-16, slots = [] }]"
    weeks = [mornings(MON), mornings(MON + timedelta(weeks=1), UNEXCUSED, UNEXCUSED, EXCUSED)]
    text = chart_text(f"{PATTERN}\n{change}", program=program, weeks=weeks)
    assert messages(found(text, SESSIONS_ONLY, date(2026, 9, 20))) == [
        "the pattern holds 2 sessions a week in the week of 2026-09-10, the program's range is 3 to 5",
        "the week of 2026-09-12: 0 sessions delivered, the program's range is 3 to 5",
    ]
