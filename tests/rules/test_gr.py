"""GR: groups that are too large, or mix ages."""

from datetime import date

import pytest

from iopctl.model.frozen import Place
from iopctl.model.rule import RuleModule
from iopctl.rules import gr101_therapy_group_too_large as gr101
from iopctl.rules import gr102_education_group_too_large as gr102
from iopctl.rules import gr104_mixed_age_group as gr104
from iopctl.testing import findings_of, found
from tests.conftest import AS_OF, pack_of


def group(count: int, service: str = "group", more: str = "") -> str:
    """A session that so many attended, two others missed, and one more was booked for."""
    rows = [f'pt-{n:04d} = {{ status = "{"partial" if n == 1 else "attended"}" }}' for n in range(1, count + 1)]
    rows += ['pt-0998 = { status = "absent-excused" }', 'pt-0999 = { status = "absent-unexcused" }']
    times = "date = 2026-11-16, start = 09:00:00, end = 10:00:00"
    session = (
        f'id = "mon", service = "{service}", {times}, patients = ["pt-0997"], attendance = {{ {", ".join(rows)} }}'
    )
    return f'[plan]\n[[weeks]]\nweek = "2026-W47"\nsessions = [{{ {session} {more} }}]\n'


# GR101 and GR102


def test_a_therapy_group_holds_as_many_as_the_pack_allows() -> None:
    assert found(gr101, group(16), "tx", AS_OF) == []
    [finding] = findings_of(gr101, group(17), "tx", AS_OF)
    assert finding.message == (
        "17 patients attended 2026-W47/mon on 2026-11-16, at most 16 are allowed in a therapy group"
    )
    assert finding.next == "split the group, or open a second one"
    assert finding.place == Place("weeks/2026-W47.toml", ("sessions", 0))
    assert (finding.patient, finding.on, finding.severity) == (None, date(2026, 11, 16), "error")
    assert finding.pack == "tx"
    assert len(found(gr101, group(13), "practice", AS_OF)) == 1
    assert found(gr101, group(17), "core", AS_OF) == []


def test_an_education_session_holds_more() -> None:
    for service in ("education", "skills"):
        assert found(gr102, group(35, service), "tx", AS_OF) == []
        [finding] = findings_of(gr102, group(36, service), "tx", AS_OF)
        assert finding.message == (
            "36 patients attended 2026-W47/mon on 2026-11-16, at most 35 are allowed in education or skills training"
        )
        assert finding.next == "hold the session twice, or book a seminar as what it is"
        assert finding.place == Place("weeks/2026-W47.toml", ("sessions", 0))
        assert (finding.patient, finding.on, finding.severity) == (None, date(2026, 11, 16), "error")
        assert finding.pack == "tx"
        assert found(gr101, group(36, service), "tx", AS_OF) == []


@pytest.mark.parametrize("service", ["family", "art", "individual", "unknown"])
def test_other_kinds_have_no_maximum(service: str) -> None:
    assert found(gr101, group(40, service), "tx", AS_OF) == []
    assert found(gr102, group(40, service), "tx", AS_OF) == []


@pytest.mark.parametrize(("rule", "service"), [(gr101, "group"), (gr102, "education")])
def test_a_pack_may_exempt_a_kind(rule: RuleModule, service: str) -> None:
    limits = "[limits]\ntherapy_group_max = [{ value = 2 }]\neducation_group_max = [{ value = 2 }]\n"
    assert len(found(rule, group(3, service), pack_of(limits), AS_OF)) == 1
    exempt = pack_of('exempt_kinds = ["group-therapy", "education"]\n' + limits)
    assert found(rule, group(3, service), exempt, AS_OF) == []


def test_only_what_was_held_by_the_as_of_day_and_attended_by_the_patient_counts() -> None:
    assert len(found(gr101, group(17), "tx", "2026-11-16")) == 1
    assert found(gr101, group(17), "tx", "2026-11-15") == []
    off = ', cancelled = { reason = "snow", by = "t01", on = 2026-11-16 }'
    assert found(gr101, group(17, more=off), "tx", AS_OF) == []
    elsewhere = group(17).replace("[plan]", '[plan]\npatient = "pt-0998"')
    assert found(gr101, elsewhere, "tx", AS_OF) == []


@pytest.mark.parametrize(("rule", "service"), [(gr101, "group"), (gr102, "education")])
def test_the_finding_is_the_same_for_everybody_in_the_group(rule: RuleModule, service: str) -> None:
    facts = group(36, service).replace("[plan]", '[[plans]]\npatient = "pt-0001"\n[[plans]]\npatient = "pt-0002"')
    first, second = findings_of(rule, facts, "tx", AS_OF)
    assert first == second


# GR104


def ages(*sessions: str, **years: int) -> str:
    """A stay for each patient, `p1` being pt-0001, with the age at admission; 0 where it is not on file."""
    plans = ""
    for name, age in years.items():
        plans += f'[[plans]]\npatient = "pt-000{name[1:]}"\n' + (f"age_at_admission = {age}\n" if age else "")
    return plans + "".join(sessions)


def attended(week: int, *who: int, service: str = "group", weekday: int = 1) -> str:
    """A week with one session and who attended it."""
    day = date.fromisocalendar(2026, week, weekday)
    rows = ", ".join(f'pt-000{n} = {{ status = "attended" }}' for n in who)
    return f"""
        [[weeks]]
        week = "2026-W{week}"
        [[weeks.sessions]]
        id = "s"
        service = "{service}"
        date = {day}
        start = 09:00:00
        end = 10:00:00
        attendance = {{ {rows} }}
        """


def test_seventeen_and_eighteen_in_one_group_are_mixed() -> None:
    [finding] = findings_of(gr104, ages(attended(47, 1, 2, 3), p1=17, p2=18, p3=40), "va-dbhds", AS_OF)
    assert finding.message == "pt-0001, under 18, attended 2026-W47/s on 2026-11-16 with patients of 18 or older"
    assert finding.next == "see them in groups of their own age; family sessions may mix"
    assert finding.place == Place("weeks/2026-W47.toml", ("sessions", 0))
    assert (finding.patient, finding.on, finding.severity) == ("pt-0001", date(2026, 11, 16), "error")
    assert finding.pack == "va-dbhds"
    assert found(gr104, ages(attended(47, 1, 2), p1=18, p2=40), "va-dbhds", AS_OF) == []
    assert found(gr104, ages(attended(47, 1, 2), p1=17, p2=13), "va-dbhds", AS_OF) == []
    assert found(gr104, ages(attended(47, 1, 2), p1=17, p2=18), "core", AS_OF) == []


def test_the_smaller_side_is_named_and_of_equal_ones_the_younger() -> None:
    assert found(gr104, ages(attended(47, 1, 2, 3), p1=16, p2=17, p3=18), "va-dbhds", AS_OF) == [
        "pt-0003, 18 or older, attended 2026-W47/s on 2026-11-16 with patients under 18"
    ]
    assert found(gr104, ages(attended(47, 1, 2), p1=18, p2=17), "va-dbhds", AS_OF) == [
        "pt-0002, under 18, attended 2026-W47/s on 2026-11-16 with patients of 18 or older"
    ]
    assert len(found(gr104, ages(attended(47, 1, 2, 3, 4), p1=16, p2=17, p3=18, p4=19), "va-dbhds", AS_OF)) == 2


def test_family_sessions_exempt_kinds_and_services_not_in_the_catalogue_are_left_out() -> None:
    mixed = ages(attended(47, 1, 2, service="family"), p1=17, p2=40)
    assert found(gr104, mixed, "va-dbhds", AS_OF) == []
    assert found(gr104, mixed.replace('"family"', '"unknown"'), "va-dbhds", AS_OF) == []
    exempt = pack_of('exempt_kinds = ["education"]\nlimits.mixed_age_limit = [{ value = 18 }]')
    assert found(gr104, mixed.replace('"family"', '"education"'), exempt, AS_OF) == []
    assert len(found(gr104, mixed.replace('"family"', '"skills"'), exempt, AS_OF)) == 1


def test_the_age_is_that_of_the_day_of_the_session() -> None:
    facts = ages(attended(47, 1, 2), attended(48, 1, 2), p1=17, p2=16).replace(
        "age_at_admission = 17", "age_at_admission = 17\nbirthdays = [{ on = 2026-11-17, turns = 18 }]"
    )
    assert found(gr104, facts, "va-dbhds", "2026-11-22") == []
    [finding] = findings_of(gr104, facts, "va-dbhds", "2026-11-23")
    assert finding.message == "pt-0002, under 18, attended 2026-W48/s on 2026-11-23 with patients of 18 or older"


def test_weeks_in_a_row_are_one_finding_and_a_week_between_divides() -> None:
    weeks = [attended(44, 1, 2), attended(45, 1, 2, weekday=3), attended(47, 1, 2)]
    run, single = findings_of(gr104, ages(*weeks, p1=17, p2=40), "va-dbhds", AS_OF)
    assert run.message == (
        "pt-0001, under 18, attended 2 sessions from 2026-W44/s on 2026-10-26 to 2026-W45/s on 2026-11-04"
        " with patients of 18 or older"
    )
    assert (run.place.file, run.on) == ("weeks/2026-W44.toml", date(2026, 11, 4))
    assert single.message == "pt-0001, under 18, attended 2026-W47/s on 2026-11-16 with patients of 18 or older"
    backwards = ages(*reversed(weeks), p1=17, p2=40)
    assert found(gr104, backwards, "va-dbhds", AS_OF) == [run.message, single.message]
    changed = pack_of(
        "limits.mixed_age_limit = [{ value = 18, until = 2026-10-31 }, { value = 19, since = 2026-11-01 }]"
    )
    assert [finding.on for finding in findings_of(gr104, ages(*weeks, p1=17, p2=40), changed, AS_OF)] == [
        date(2026, 10, 26),
        date(2026, 11, 4),
        date(2026, 11, 16),
    ]


def test_one_patient_may_be_the_odd_one_on_either_side() -> None:
    weeks = [attended(44, 1, 2, 3), attended(45, 1, 4, 5)]
    facts = ages(*weeks, p1=17, p2=40, p3=40, p4=16, p5=16).replace(
        "age_at_admission = 17", "age_at_admission = 17\nbirthdays = [{ on = 2026-11-01, turns = 18 }]"
    )
    assert found(gr104, facts, "va-dbhds", AS_OF) == [
        "pt-0001, under 18, attended 2026-W44/s on 2026-10-26 with patients of 18 or older",
        "pt-0001, 18 or older, attended 2026-W45/s on 2026-11-02 with patients under 18",
    ]


def test_an_unknown_age_is_said_once_and_guessed_never() -> None:
    weeks = [attended(46, 1, 2), attended(47, 1, 2, 9), attended(48, 1)]
    first, second = findings_of(gr104, ages(*weeks, p1=0, p2=40), "va-dbhds", AS_OF)
    assert first.message == (
        "the age of pt-0001 is not on file, so whether 2 attended sessions mixed ages cannot be judged,"
        " first 2026-W46/s on 2026-11-09"
    )
    assert first.next == "write age_at_admission in the plan"
    assert first.place == Place("pt-0001/plan.toml", ("age_at_admission",))
    assert (first.patient, first.on, first.severity, first.pack) == ("pt-0001", None, "info", "va-dbhds")
    assert second.message == (
        "the age of pt-0009 is not on file, so whether 1 attended session mixed ages cannot be judged,"
        " first 2026-W47/s on 2026-11-16"
    )
    assert second.place == Place("weeks/2026-W47.toml", ("sessions", 0))
    assert found(gr104, ages(attended(47, 1), p1=0), "va-dbhds", AS_OF) == []
    called_off = ages(attended(47, 1, 2), p1=17, p2=40).replace(
        "end = 10", 'cancelled = { reason = "x", by = "t01", on = 2026-11-16 }\nend = 10'
    )
    assert found(gr104, called_off, "va-dbhds", AS_OF) == []
    assert found(gr104, ages(attended(47, 1, 2), p1=17, p2=40), "va-dbhds", "2026-11-15") == []
