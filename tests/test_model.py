"""The model where it decides something: limits by day and age, digests, waivers, days of a stay, paths."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from iopctl.errors import WrongLimit
from iopctl.model.assessment import Action
from iopctl.model.chart import Census, Chart
from iopctl.model.digest import content_digest
from iopctl.model.frozen import Place
from iopctl.model.goal import Measure
from iopctl.model.pack import Limit, Range, RulePack
from iopctl.model.plan import Plan
from iopctl.model.rule import Rule, Severity
from iopctl.model.waiver import Waiver
from iopctl.model.walk import walk
from iopctl.model.words import minutes_between, reached
from tests.conftest import AS_OF, build_census, build_chart, pack_of

Packs = Mapping[str, RulePack]

RULE = Rule("XX900", "some-rule", Severity.ERROR, ("a",))


def plan(toml: str = "") -> Plan:
    return build_chart(f"[plan]\n{toml}").plan


def limit(fields: str, on: date = AS_OF, of: Plan | None = None, rest: str = "") -> Limit | None:
    """What a pack with one version of one limit says."""
    return pack_of(f"{rest}\n[[limits.a]]\n{fields}").limit("a", on, of)


def test_a_limit_is_the_version_in_force_on_the_day_of_the_fact(packs: Packs) -> None:
    nc = packs["nc"]
    found = {day: nc.limit("minutes_per_week_max", day) for day in (date(2023, 3, 31), date(2023, 4, 1))}
    assert [each and each.number for each in found.values()] == [None, 1140]
    assert nc.limit("minutes_per_week_max", date(2024, 12, 31)) is not None
    assert nc.limit("minutes_per_week_max", date(2025, 1, 1)) is None  # lifted
    assert nc.limit("no-such-limit", AS_OF) is None


def test_a_version_has_a_value_or_is_lifted() -> None:
    for fields in ("value = 1\nlifted = true", "unit = 'min'"):
        with pytest.raises(ValidationError, match="give a value, or lifted = true"):
            pack_of(f"[[limits.a]]\n{fields}")


def test_a_limit_by_age_is_the_patients(packs: Packs) -> None:
    youth, adult = plan("age_at_admission = 17"), plan("age_at_admission = 18")
    md = packs["md"]
    assert [md.limit("minutes_per_week_min", AS_OF, each).number for each in (youth, adult)] == [360, 540]  # type: ignore[union-attr]  # the pack has both
    assert md.limit("minutes_per_week_min", AS_OF) is None
    assert packs["va-arts"].limit("minutes_per_week_max", AS_OF, youth) is None  # worded for adults


def test_an_age_that_only_an_uncertain_band_calls_youth_makes_the_limit_uncertain(packs: Packs) -> None:
    arts = packs["va-arts"]
    by_age = {age: arts.limit("minutes_per_service_day", AS_OF, plan(f"age_at_admission = {age}")) for age in (17, 20)}
    assert [(each.number, each.certainty, each.cap) for each in by_age.values() if each] == [
        (120, "primary", Severity.ERROR),
        (120, "uncertain", Severity.INFO),
    ]


def test_without_an_age_the_plan_says_which_band() -> None:
    fields = "value = { adult = 540, youth = 360 }"
    stated = limit(fields, of=plan('population = "youth"'))
    assert stated is not None
    assert stated.number == 360
    assert limit(fields, of=plan()) is None


def test_a_limit_is_read_in_the_form_that_its_rule_expects() -> None:
    pack = pack_of('limits = { n = [{ value = 1 }], w = [{ value = ["x"] }], r = [{ value = { min = 1, max = 2 } }] }')
    number, words, ends = (each for name in "nwr" if (each := pack.limit(name, AS_OF)))
    assert (number.number, words.words, ends.range) == (1, ("x",), Range(min=1, max=2))
    for read, said in (
        (lambda: words.number, "w must be a number"),
        (lambda: ends.words, "r must be a list"),
        (lambda: number.range, "n must be a range"),
    ):
        with pytest.raises(WrongLimit, match=f"^rule pack test: {said}. Correct it in rulepacks/.$"):
            read()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("", "error"),
        ('certainty = "secondary"\nsources = 2', "error"),
        ('certainty = "secondary"', "warning"),
        ('certainty = "memory"\nsources = 2', "warning"),
        ('certainty = "uncertain"', "info"),
        ('severity = "warning"', "warning"),
        ('severity = "info"', "info"),
        ('severity = "error"\ncertainty = "memory"', "warning"),
    ],
)
def test_certainty_and_pack_lower_the_severity(fields: str, expected: str) -> None:
    found = RULE.finding(Place("f"), "", "", limit=limit(f"value = 1\n{fields}"))
    assert (found.severity, found.pack) == (expected, "test")


def test_a_rule_may_be_milder_than_its_own_severity_and_never_graver_than_the_pack() -> None:
    def severity(given: Severity, fields: str) -> str:
        return RULE.finding(Place("f"), "", "", limit=limit(f"value = 1\n{fields}"), severity=given).severity

    assert severity(Severity.WARNING, "") == "warning"
    assert severity(Severity.WARNING, 'severity = "info"') == "info"
    assert severity(Severity.INFO, 'severity = "warning"') == "info"
    assert RULE.finding(Place("f"), "", "").severity == "error"
    assert RULE.finding(Place("f"), "", "").pack == "core"


def test_of_two_severities_the_milder_counts() -> None:
    assert Severity.ERROR.at_most(Severity.INFO) is Severity.INFO
    assert Severity.INFO.at_most(Severity.ERROR) is Severity.INFO
    assert sorted(Severity, key=lambda severity: severity.rank) == ["error", "warning", "info"]


def test_a_waiver_covers_its_days_both_ends_included() -> None:
    first, last = date(2026, 9, 28), date(2026, 10, 4)
    waiver = Waiver.model_validate({"code": "DO201", "reason": "Snow.", "by": "d01", "from": first, "until": last})
    days = (date(2026, 9, 27), first, last, date(2026, 10, 5))
    assert [waiver.sets_aside("DO201", day) for day in days] == [False, True, True, False]
    assert not waiver.sets_aside("DO202", first)


def test_a_waiver_names_what_it_lacks() -> None:
    assert Waiver().missing == ("code", "reason", "by", "until")
    written = Waiver(code="DO201", reason="Snow.", by="d01", on=AS_OF, until=AS_OF)
    assert written.missing == ()
    assert written.sets_aside("DO201", AS_OF)
    assert not written.sets_aside("DO201", date(2026, 11, 22))


SIGNED = """
age_at_admission = 40
goals = [{ id = "g1", text = "Mood lifts." }]
"""


def test_the_digest_is_of_the_clinical_content() -> None:
    digest = content_digest(plan(SIGNED))
    assert digest == content_digest(plan(SIGNED.replace("goals", "revision = 1\ngoals")))  # a default, written out
    assert digest.startswith("blake2b-256:")
    assert len(digest) == len("blake2b-256:") + 64
    assert digest != content_digest(plan(SIGNED.replace("lifts", "rises")))
    assert digest != content_digest(plan(SIGNED + "\nrevision = 2"))


@pytest.mark.parametrize(
    "papers",
    [
        'status = "active"',
        'signatures = [{ role = "patient", by = "pt-0001", revision = 1, on = 2026-09-07 }]',
        'certifications = [{ on = 2026-09-07, by = "md1" }]',
        'authorizations = [{ number = "A-881" }]',
        'coverage = [{ pack = "medicare" }]',
        'waivers = [{ code = "DO201" }]',
        'events = [{ kind = "crisis", on = 2026-10-01 }]',
        'discharge = { on = 2026-11-20, reason = "completed" }',
    ],
)
def test_papers_about_a_plan_leave_its_signatures_valid(papers: str) -> None:
    assert content_digest(plan(f"{papers}\n{SIGNED}")) == content_digest(plan(SIGNED))


def test_an_objective_has_one_metric() -> None:
    assert Measure(count="days out a week").metric == "days out a week"
    assert Measure().metric is None
    with pytest.raises(ValidationError, match="name one of instrument, count, frequency, duration, yes_no"):
        Measure(instrument="phq9", yes_no="rides alone")


def test_a_dose_without_frequency_or_length_is_no_minutes() -> None:
    services = plan("""services = [
        { service = "group", per_week = 3, minutes = 60 }, { service = "group", per_week = 3 }, { service = "group" },
    ]""").services
    assert [service.weekly_minutes for service in services] == [180, 0, 0]


def test_a_written_plan_keeps_every_day_on_which_it_was_gone_through() -> None:
    held = plan("""
        safety_plan = { on = 2026-09-07, reviewed_on = [2026-11-02, 2026-10-05] }
        relapse_prevention = { reviewed_on = 2026-10-05 }
    """)
    assert held.safety_plan is not None
    assert held.safety_plan.dates == (date(2026, 9, 7), date(2026, 10, 5), date(2026, 11, 2))
    assert held.relapse_prevention is not None
    assert held.relapse_prevention.dates == (date(2026, 10, 5),)
    once = plan("safety_plan = { on = 2026-09-07 }\nrelapse_prevention = { coping = ['walk'] }")
    assert once.safety_plan is not None
    assert once.safety_plan.dates == (date(2026, 9, 7),)
    assert once.relapse_prevention is not None
    assert once.relapse_prevention.dates == ()
    with pytest.raises(ValidationError):
        plan("safety_plan = { on = 2026-09-07, reviewed_on = ['soon'] }")


def test_what_is_still_worked_on() -> None:
    goals = plan("""
        [[plan.goals]]
        id = "g1"
        text = "Mood lifts."
        objectives = [{ id = "o1", text = "PHQ-9.", status = "met" }, { id = "o2", text = "Walks." }]
        [[plan.goals]]
        id = "g2"
        text = "Sleeps."
        status = "dropped"
        objectives = [{ id = "o3", text = "Hours." }]
    """)
    assert [(key, each.id) for key, each in goals.active_objectives()] == [(("goals", 0, "objectives", 1), "o2")]


def test_age_goes_up_on_recorded_birthdays() -> None:
    turning = plan("age_at_admission = 17\nbirthdays = [{ on = 2026-10-02, turns = 18 }]")
    assert [turning.age_on(date(2026, 10, day)) for day in (1, 2)] == [17, 18]
    assert plan().age_on(AS_OF) is None


def test_a_stay_has_a_first_day_a_last_day_and_a_status_between() -> None:
    planned = plan('status = "active"\nadmitted_at = 2026-09-07T09:00:00-04:00\nplanned_discharge_on = 2026-11-27')
    ended = plan('status = "closed"\ndischarge = { on = 2026-11-20, reason = "completed" }')
    assert (planned.admitted_on, planned.ends_on, planned.discharged_on) == (date(2026, 9, 7), date(2026, 11, 27), None)
    assert (ended.admitted_on, ended.ends_on) == (None, date(2026, 11, 20))
    assert planned.status_on(AS_OF) == "active"
    assert [ended.status_on(date(2026, 11, day)) for day in (20, 21)] == ["active", "closed"]


def test_an_exemption_holds_for_its_kind_and_its_days() -> None:
    exempt = plan("""
        [[plan.exemptions]]
        kind = "family"
        reason = "declined"
        by = "t01"
        on = 2026-09-10
        until = 2026-10-10
    """)
    assert exempt.exempt("family", date(2026, 10, 10)) == exempt.exemptions[0]
    assert exempt.exempt("family", date(2026, 10, 11)) is None
    assert exempt.exempt("individual", date(2026, 10, 10)) is None


def test_a_payers_pack_applies_on_the_days_of_its_coverage(chart: Chart) -> None:
    """
    [program]
    packs = ["core", "house"]
    [plan]
    coverage = [{ pack = "medicare", until = 2026-11-23 }, { pack = "core" }]
    """
    assert chart.pack_ids(AS_OF) == ("core", "house", "medicare")
    assert chart.pack_ids(date(2026, 11, 24)) == ("core", "house")


def test_bookings_are_in_order_of_time_and_know_whether_they_were_offered(census: Census) -> None:
    """
    [plan]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "b", service = "group", date = 2026-11-24, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] },
      { id = "a", service = "group", date = 2026-11-24, start = 09:00:00, end = 10:00:00, attendance.pt-0001 = { status = "cancelled-by-program" } },
      { id = "c", service = "group", date = 2026-11-23, start = 11:00:00, end = 12:00:00, patients = ["pt-0001", "pt-0002"], cancelled = { reason = "ill", by = "t01", on = 2026-11-23 } },
    ]
    [[weeks]]
    week = "2026-W47"
    monday = 2026-11-16
    sessions = [
      { id = "b", service = "group", date = 2026-11-16, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"], attendance.pt-0001 = { status = "attended" } },
    ]
    """  # noqa: E501
    bookings = census.charts[0].bookings
    assert [booking.ref for booking in bookings] == ["2026-W47/b", "2026-W48/c", "2026-W48/a", "2026-W48/b"]
    assert [booking.offered for booking in bookings] == [True, False, False, True]
    assert bookings[1].place == Place("weeks/2026-W48.toml", ("sessions", 2))
    assert [(week.week, index, session.id) for week, index, session in census.sessions()] == [
        ("2026-W48", 0, "b"),
        ("2026-W48", 1, "a"),
        ("2026-W48", 2, "c"),
        ("2026-W47", 0, "b"),
    ]


def test_a_week_that_might_be_takes_the_place_of_the_one_on_file(census: Census) -> None:
    """
    [plan]
    [[weeks]]
    week = "2026-W47"
    monday = 2026-11-16
    sessions = [{ id = "a", service = "group", date = 2026-11-16, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] }]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [{ id = "b", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] }]
    """  # noqa: E501
    empty = census.weeks[1].model_copy(update={"sessions": ()})
    imagined = census.with_week(empty)
    assert [booking.ref for booking in imagined.charts[0].bookings] == ["2026-W47/a"]
    assert imagined.charts[0].weeks_on_file == {date(2026, 11, 16), date(2026, 11, 23)}
    assert [booking.ref for booking in census.charts[0].bookings] == ["2026-W47/a", "2026-W48/b"]


def test_the_time_of_an_action_is_one_of_its_day() -> None:
    def action(at: datetime | None) -> Action:
        return Action(on=AS_OF, at=at, by="t01", text="Seen.")

    assert action(None).done == AS_OF
    at = datetime.fromisoformat("2026-11-23T23:59:00-05:00")
    assert action(at).done == at
    with pytest.raises(ValidationError, match="at must be a time of the day that on names"):
        action(datetime.fromisoformat("2026-11-24T00:00:00-05:00"))
    with pytest.raises(ValidationError, match="write the offset from UTC"):
        action(at.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("start", "end", "minutes", "reached_by_then"),
    [
        ("2026-11-20T09:05:00-05:00", "2026-11-20T09:05:59-05:00", 0, True),
        ("2026-11-20T09:05:00-05:00", "2026-11-20T09:06:00-05:00", 1, True),
        ("2026-11-20T09:05:00-05:00", "2026-11-20T09:04:59-05:00", -1, False),
        ("2026-11-20T23:50:00-05:00", "2026-11-21T00:10:00-05:00", 20, True),
        ("2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00", 60, True),
        ("2026-11-20T09:05:00-05:00", "2026-11-20", None, True),
        ("2026-11-20", "2026-11-20T00:00:00-05:00", None, True),
        ("2026-11-20T00:05:00-05:00", "2026-11-19", None, False),
    ],
)
def test_minutes_between_are_elapsed_and_known_only_where_both_times_are(
    start: str, end: str, minutes: int | None, *, reached_by_then: bool
) -> None:
    first, second = (datetime.fromisoformat(each) if "T" in each else date.fromisoformat(each) for each in (start, end))
    assert (minutes_between(first, second), reached(second, first)) == (minutes, reached_by_then)


def test_minutes_are_elapsed_in_a_zone_too_where_subtraction_would_tell_clock_times() -> None:
    zone = ZoneInfo("America/New_York")
    before, after = datetime(2026, 10, 31, 22, tzinfo=zone), datetime(2026, 11, 1, 6, tzinfo=zone)
    assert after - before == timedelta(hours=8)
    assert minutes_between(before, after) == 9 * 60


def test_a_census_knows_everybody_with_a_folder() -> None:
    census = build_census('[[plans]]\npatient = "pt-0001"\n[[assessments]]\ninstrument = "phq9"\ngiven_at = 2026-11-23')
    assert census.patients == {"pt-0001"}
    assert Census(census.program, census.charts, unreadable=frozenset({"pt-0002"})).patients == {"pt-0001", "pt-0002"}
    [chart] = census.charts
    assert [len(chart.given(instrument)) for instrument in ("phq9", "gad7")] == [1, 0]
    assert census.chart_by_patient["pt-0001"] is chart


def test_a_path_stands_for_every_place_it_names() -> None:
    document = plan("""
        roles = { t01 = "therapy", md1 = "medicines" }
        services = [{ service = "group", from = 2026-09-07 }, { service = "family" }]
    """)
    assert list(walk(document, "services.from")) == [
        (("services", 0, "from"), date(2026, 9, 7)),
        (("services", 1, "from"), None),
    ]
    assert list(walk(document, "roles")) == [(("roles",), {"t01": "therapy", "md1": "medicines"})]
    assert list(walk(document, "safety_plan.on")) == [(("safety_plan",), None)]
    assert list(walk(document, "goals.text")) == []
    first = walk(document, "services.service", skip=lambda item: item is document.services[1])
    assert list(first) == [(("services", 0, "service"), "group")]


def test_limits_that_hold_a_table_have_a_hash_and_are_told_apart() -> None:
    """Findings are told apart by it: a finding on such a limit stands once however often it is found."""
    one, same, other = (
        pack_of(f"limits.mix = [{{ value = {{ family = {number} }} }}]").limit("mix", date(2026, 9, 7))
        for number in (1, 1, 2)
    )
    assert len({one, same, other}) == 2


def test_a_limit_may_be_a_table_of_numbers_or_of_lists() -> None:
    mix = limit('value = { individual = 1, "expressive/mindfulness" = 2 }')
    assert mix is not None
    assert mix.numbers == {"individual": 1, "expressive/mindfulness": 2}
    titles = limit('value = { individual = ["LCSW", "LPC"], family = [] }')
    assert titles is not None
    assert titles.word_lists == {"individual": ("LCSW", "LPC"), "family": ()}
    for given, asked in ((mix, "word_lists"), (titles, "numbers")):
        with pytest.raises(WrongLimit, match=r"rule pack test: a must be a table of (numbers|lists)"):
            getattr(given, asked)
    plain = limit("value = 3")
    assert plain is not None
    for asked in ("numbers", "word_lists"):
        with pytest.raises(WrongLimit, match="must be a table"):
            getattr(plain, asked)


def test_only_kinds_of_service_are_joined() -> None:
    with pytest.raises(ValidationError, match="join kinds of service with /"):
        limit('value = { "expressive/painting" = 1 }')


MODULES = 'services = [{{ id = "dbt", title = "DBT", kind = "skills", modules = {} }}]'


@pytest.mark.parametrize("modules", ['["one", "one"]', '["one", ""]', '["one", "  "]'])
def test_each_module_of_a_service_has_a_name_of_its_own(modules: str) -> None:
    with pytest.raises(ValidationError, match="give each module a name of its own"):
        build_census(f"[program]\n{MODULES.format(modules)}")
    [service] = build_census("[program]\n" + MODULES.format('["one", "two"]')).program.services
    assert (service.modules, service.module_sessions) == (("one", "two"), 1)
