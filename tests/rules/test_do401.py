"""DO401: how often each type of service is given. The payer of these tests wants a family session a week."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import pytest

from iopctl.checking import check_chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding
from iopctl.rules import do401_service_mix as do401
from tests.conftest import build_chart, messages, pack_of
from tests.three_mornings import ATTENDED, PATTERN, STAY, chart_text, session, week

FAMILY = pack_of("limits.service_mix_week = [{ value = { family = 1 } }]", "payer")
MONTHLY = pack_of("limits.service_mix_month = [{ value = { family = 1 } }]", "payer")
MINUTES = pack_of("limits.service_minutes_week = [{ value = { individual = 60 } }]", "payer")
MON, WED, SUNDAY = (date(2026, 9, day) for day in (7, 9, 13))
OCTOBER = [date(2026, 9, 28) + timedelta(weeks=n) for n in range(5)]  # the weeks that hold the month
END = date(2026, 10, 31)
NONE = "2026-W37: 0 family sessions attended, at least 1 required"


def found(text: str, pack: RulePack = FAMILY, today: date = SUNDAY) -> list[Finding]:
    return list(do401.check(build_chart(text), pack, today))


def visit(day: date = WED, record: str | None = ATTENDED, service: str = "family", times: str = "09:00-10:00") -> str:
    return session(day, times, record, service=service)


def one_week(*sessions: str, plan: str = "", program: str = "", stay: str = STAY) -> str:
    return chart_text(plan, program=program, stay=stay, weeks=[week(MON, *sessions)])


def exempt(*kinds: str, days: str = "from = 2026-09-01, until = 2026-09-30", reason: str = "declined") -> str:
    each = (f'{{ kind = "{kind}", reason = "{reason}", by = "t01", on = 2026-09-01, {days} }}' for kind in kinds)
    return f"exemptions = [{', '.join(each)}]"


def test_the_session_asked_for_is_enough() -> None:
    assert found(one_week(visit())) == []


def test_without_it_the_week_lacks_it() -> None:
    [finding] = found(one_week(session(MON), visit(record='status = "absent-unexcused"')))
    assert finding.message == NONE
    assert finding.next == "offer it, or record under [[exemptions]] that it was declined or is contraindicated"
    assert (finding.severity, finding.patient, finding.on) == ("warning", "pt-0001", MON)
    assert (finding.place.file, str(finding.place)) == ("weeks/2026-W37.toml", "sessions.0")
    assert finding.limit is not None
    assert finding.limit.name == "service_mix_week"


def test_a_week_without_any_session_stands_at_the_plan() -> None:
    assert str(found(one_week())[0].place) == "services"
    assert str(found(one_week(plan=PATTERN))[0].place) == "pattern"


def test_each_type_is_judged_for_itself(packs: Mapping[str, RulePack]) -> None:
    sessions = [visit(service="individual"), visit(MON, service="education"), session(MON)]
    found_here = found(one_week(*sessions), packs["bcbsm"])
    assert messages(found_here) == [
        "2026-W37: 1 group-therapy session attended, at least 3 required",
        NONE,
        "2026-W37: 1 education session attended, at least 3 required",
        "2026-W37: 0 expressive or mindfulness sessions attended, at least 1 required",
    ]
    assert {each.severity for each in found_here} == {"warning"}


def test_either_of_two_kinds_will_do() -> None:
    either = pack_of('limits.service_mix_week = [{ value = { "expressive/recreation" = 2 } }]')
    assert found(one_week(visit(MON, service="art"), visit(service="yoga")), either) == []
    assert messages(found(one_week(visit(service="yoga")), either)) == [
        "2026-W37: 1 expressive or recreation session attended, at least 2 required"
    ]


@pytest.mark.parametrize(
    ("record", "counts"),
    [
        (ATTENDED, True),
        ('status = "partial", arrived = 09:59:00', True),
        ('status = "partial", arrived = 10:00:00', False),
        ('status = "partial"', False),  # nothing says which part
        ('status = "absent-excused", reason = "illness"', False),
        ('status = "cancelled-by-program", reason = "snow"', False),
        (None, False),
    ],
)
def test_a_session_counts_with_any_minute_attended(record: str | None, counts: bool) -> None:
    assert messages(found(one_week(visit(record=record)))) == ([] if counts else [NONE])


def test_a_session_counts_whether_or_not_its_minutes_do_and_an_unknown_service_does_not() -> None:
    uncounted = 'services = [{ id = "parents", title = "P", kind = "family", countable = false }]'
    assert found(one_week(visit(service="parents"), program=uncounted)) == []
    assert messages(found(one_week(visit(service="unknown")))) == [NONE]


def test_minutes_are_counted_where_the_source_counts_minutes(packs: Mapping[str, RulePack]) -> None:
    def text(end: str) -> str:
        return one_week(
            visit(MON, times="09:00-09:30", service="individual"), visit(times=f"09:00-{end}", service="individual")
        )

    assert found(text("09:30"), packs["wi-day"]) == []
    [finding] = found(text("09:29"), packs["wi-day"])
    assert finding.message == "2026-W37: 59 individual minutes attended, at least 60 required"
    assert finding.severity == "warning"
    uncounted = 'services = [{ id = "call", title = "C", kind = "individual", countable = false }]'
    assert messages(found(one_week(visit(service="call"), program=uncounted), MINUTES)) == [
        "2026-W37: 0 individual minutes attended, at least 60 required"
    ]
    [one] = found(one_week(visit(times="09:00-09:01", service="individual")), MINUTES)
    assert one.message == "2026-W37: 1 individual minutes attended, at least 60 required"


def test_a_pack_without_the_limits_says_nothing(packs: Mapping[str, RulePack]) -> None:
    assert found(one_week(), packs["medicare"]) == []


def test_only_weeks_in_which_the_limit_is_in_force_are_judged() -> None:
    later = pack_of("limits.service_mix_week = [{ value = { family = 1 }, since = 2026-09-08 }]")
    assert found(one_week(), later) == []


def test_partial_and_running_weeks_and_weeks_without_a_file_are_not_judged() -> None:
    assert found(one_week(stay=STAY.replace("2026-09-07", "2026-09-08"))) == []
    assert found(one_week(), today=date(2026, 9, 12)) == []
    assert found(chart_text("")) == []


def test_a_pack_may_prorate_a_partial_week_rounded_up() -> None:
    value = 'partial_week = "prorate"\nlimits.service_mix_week = [{ value = { group-therapy = 3 } }]'
    stay = STAY.replace("2026-09-07", "2026-09-08")
    two = [session(WED), session(date(2026, 9, 11))]
    assert found(one_week(*two, plan=PATTERN, stay=stay), pack_of(value)) == []
    assert messages(found(one_week(*two[:1], plan=PATTERN, stay=stay), pack_of(value))) == [
        "2026-W37: 1 group-therapy session attended, at least 2 required"
    ]


def test_after_discharge_nothing_counts_to_a_prorated_week() -> None:
    value = 'partial_week = "prorate"\nlimits.service_mix_week = [{ value = { family = 1 } }]'
    plan = f'{PATTERN}\ndischarge = {{ on = 2026-09-08, reason = "completed" }}'
    assert messages(found(one_week(visit(), plan=plan), pack_of(value))) == [NONE]


def test_a_step_down_week_is_left_out_in_a_pack_that_knows_a_taper() -> None:
    value = "limits.service_mix_week = [{ value = { family = 1 } }]"
    plan = f'{PATTERN}\npattern_changes = [{{ kind = "step-down", from = 2026-09-07, slots = ["mon"] }}]'
    assert messages(found(one_week(plan=plan), pack_of(value))) == [NONE]
    assert found(one_week(plan=plan), pack_of(f"{value}\nlimits.taper_weeks_max = [{{ value = 2 }}]")) == []


def test_a_coded_reason_makes_it_information_that_the_pack_may_know_or_not() -> None:
    [finding] = found(one_week(plan=exempt("family")))
    assert (finding.message, finding.severity) == (f"{NONE}, recorded as declined", "info")
    assert finding.next == (
        "ask the payer or licensor whether it accepts the reason, and offer it again when the reason no longer holds"
    )
    knows = pack_of('exempt_kinds = ["family"]\nlimits.service_mix_week = [{ value = { family = 1 } }]')
    [finding] = found(one_week(plan=exempt("family")), knows)
    assert (finding.next, finding.severity) == ("offer it again when the reason no longer holds", "info")


@pytest.mark.parametrize(
    ("days", "holds"),
    [
        ("until = 2026-09-06", False),
        ("until = 2026-09-07", True),
        ("from = 2026-09-13", True),
        ("from = 2026-09-14", False),
    ],
)
def test_a_coded_reason_holds_when_it_is_in_force_on_a_day_of_the_week(days: str, holds: bool) -> None:
    [finding] = found(one_week(plan=exempt("family", days=days)))
    assert (finding.severity == "info") is holds


def test_of_two_kinds_both_have_to_be_exempt() -> None:
    either = pack_of('limits.service_mix_week = [{ value = { "expressive/mindfulness" = 1 } }]')
    [finding] = found(one_week(plan=exempt("expressive", "family")), either)
    assert finding.severity == "warning"
    both = exempt("expressive")[:-1] + ", " + exempt("mindfulness", reason="contraindicated").partition("[")[2]
    [finding] = found(one_week(plan=both), either)
    assert finding.message.endswith("at least 1 required, recorded as contraindicated and declined")
    assert finding.severity == "info"


CLOSED = 'closures = [{ date = 2026-09-09, reason = "Storm" }]'


def test_closed_days_that_account_for_what_is_missing_make_it_information() -> None:
    [finding] = found(one_week(visit(record=None), program=CLOSED))
    assert (finding.message, finding.severity) == (f"{NONE}, accounted for by closed days", "info")
    assert finding.next == "offer a make-up session if the lost time matters to the plan"
    own = 'pattern = { own = [{ service = "family", day = "wed", start = 09:00:00, end = 10:00:00 }] }'
    assert [each.severity for each in found(one_week(plan=own, program=CLOSED))] == ["info"]
    assert [each.severity for each in found(one_week(visit(MON, record=None), program=CLOSED))] == ["warning"]


def test_a_coded_reason_is_named_before_a_closure() -> None:
    [finding] = found(one_week(visit(record=None), program=CLOSED, plan=exempt("family")))
    assert finding.message == f"{NONE}, recorded as declined"


def test_open_attendance_is_to_be_recorded_first() -> None:
    [finding] = found(one_week(visit(record=None)))
    assert finding.next == "record the attendance of the sessions that have none, then judge again"


def month(*sessions: tuple[date, str], plan: str = "", first: date = date(2026, 10, 1), weeks: int = 5) -> str:
    stay = STAY.replace("2026-09-07", first.isoformat())
    return chart_text(plan, stay=stay, weeks=list(_weeks(OCTOBER[:weeks], sessions)))


def _weeks(mondays: Iterable[date], sessions: Iterable[tuple[date, str]]) -> Iterable[str]:
    for monday in mondays:
        yield week(monday, *(text for day, text in sessions if 0 <= (day - monday).days <= 6))


def test_a_month_wholly_inside_the_stay_is_judged_on_its_last_day() -> None:
    [finding] = found(month(), MONTHLY, END)
    assert finding.message == "2026-10: 0 family sessions attended, at least 1 required"
    assert (finding.on, finding.severity) == (date(2026, 10, 1), "warning")
    assert found(month(), MONTHLY, date(2026, 10, 30)) == []
    assert found(month(first=date(2026, 10, 2)), MONTHLY, END) == []


@pytest.mark.parametrize("day", [date(2026, 10, 1), END])
def test_one_session_on_any_day_of_the_month_is_enough(day: date) -> None:
    assert found(month((day, visit(day))), MONTHLY, END) == []


def test_a_session_of_the_day_before_belongs_to_another_month() -> None:
    before = date(2026, 9, 30)
    assert len(found(month((before, visit(before)), first=before), MONTHLY, END)) == 1


def test_a_month_with_a_week_that_is_not_on_file_is_a_gap() -> None:
    assert found(month(weeks=4), MONTHLY, END) == []


def test_a_reason_given_in_the_course_of_the_month_is_one_for_the_month() -> None:
    [finding] = found(month(plan=exempt("family", days="from = 2026-10-20")), MONTHLY, END)
    assert finding.severity == "info"


def rolling(plan: str = "", *, program: str = "") -> str:
    """Two family sessions in W37 and one in W38; three are asked for."""
    days = [MON, WED], [date(2026, 9, 16)]
    weeks = [week(MON, *map(visit, days[0])), week(date(2026, 9, 14), *map(visit, days[1]))]
    return chart_text(plan, program=f'week_anchor = "rolling"\npacks = []\n{program}', weeks=weeks)


THREE = pack_of("limits.service_mix_week = [{ value = { family = 3, individual = 1 } }]", "payer")


def test_of_rolling_windows_the_worst_for_each_type_is_reported() -> None:
    assert messages(found(rolling(), THREE, date(2026, 9, 20))) == [
        "the week of 2026-09-08: 1 family session attended, at least 3 required",
        "2026-W37: 0 individual sessions attended, at least 1 required",
    ]


def test_a_window_without_a_reason_is_worse_and_so_is_one_that_the_payer_covers() -> None:
    exempted = rolling(exempt("family", days="from = 2026-09-10, until = 2026-09-20"))
    assert messages(found(exempted, THREE, date(2026, 9, 20)))[0] == (
        "the week of 2026-09-08: 1 family session attended, at least 3 required, recorded as declined"
    )
    earlier = rolling(exempt("family", days="from = 2026-09-14, until = 2026-09-20"))
    assert messages(found(earlier, THREE, date(2026, 9, 20)))[0] == (
        "2026-W37: 2 family sessions attended, at least 3 required"
    )
    covered = rolling('coverage = [{ pack = "payer", until = 2026-09-08 }]')
    [_, family] = check_chart(build_chart(covered), {"payer": THREE}, date(2026, 9, 20), rules=[do401])
    assert family.message == "the week of 2026-09-08: 1 family session attended, at least 3 required"


def test_calendar_weeks_are_judged_one_by_one() -> None:
    weeks = [week(MON), week(date(2026, 9, 14))]
    assert [each.on for each in found(chart_text("", weeks=weeks), today=date(2026, 9, 20))] == [
        MON,
        date(2026, 9, 14),
    ]


def test_months_are_judged_one_by_one_under_a_rolling_anchor() -> None:
    mondays = [OCTOBER[0] + timedelta(weeks=n) for n in range(10)]
    stay = STAY.replace("2026-09-07", "2026-10-01")
    text = chart_text("", program='week_anchor = "rolling"', stay=stay, weeks=[week(monday) for monday in mondays])
    assert [each.on for each in found(text, MONTHLY, date(2026, 11, 30))] == [date(2026, 10, 1), date(2026, 11, 1)]
