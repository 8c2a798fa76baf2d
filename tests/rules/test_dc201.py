"""DC201 and DC202: the visits around a discharge that quality measures count."""

from collections.abc import Mapping
from datetime import date

import pytest

from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.rules import dc201_follow_up_missing as dc201
from iopctl.rules import dc202_slow_intake_after_inpatient as dc202
from tests.conftest import AS_OF, build_chart, messages, pack_of

Packs = Mapping[str, RulePack]


# DC201


def ended(*visits: str, reason: str = "completed", more: str = "") -> Chart:
    """A stay that ended on 2 October, with visits afterwards."""
    follow_ups = ", ".join(f'{{ provider = "...", visit_on = {visit} }}' for visit in visits)
    return build_chart(f"""
[plan]
status = "closed"
admitted_at = 2026-08-03
discharge = {{ on = 2026-10-02, reason = "{reason}" }}
follow_ups = [{follow_ups}]
{more}
""")


@pytest.mark.parametrize(
    ("visit", "found"), [("2026-10-02", 1), ("2026-10-03", 0), ("2026-10-09", 0), ("2026-10-10", 1)]
)
def test_days_one_to_seven_pass_and_the_day_of_discharge_does_not_count(visit: str, found: int, packs: Packs) -> None:
    said = messages(dc201.check(ended(visit), packs["practice"], AS_OF))
    assert said == found * [
        (
            "no visit was arranged from 2026-10-03 to 2026-10-09, within 7 days of the discharge on 2026-10-02;"
            f" arranged: {visit}"
        )
    ]


def test_while_a_visit_can_still_be_in_time_there_is_a_reminder(packs: Packs) -> None:
    pack = packs["practice"]
    assert messages(dc201.check(ended(), pack, date(2026, 10, 1))) == []
    for day in (date(2026, 10, 2), date(2026, 10, 9)):
        [soon] = dc201.check(ended(), pack, day)
        assert soon.message == (
            "no visit is arranged from 2026-10-03 to 2026-10-09, within 7 days of the discharge on 2026-10-02"
        )
        assert soon.next == "arrange a visit within these days"
        assert (soon.severity, soon.on) == ("info", date(2026, 10, 2))
    [missing] = dc201.check(ended(), pack, date(2026, 10, 10))
    assert missing.message == (
        "no visit was arranged from 2026-10-03 to 2026-10-09, within 7 days of the discharge on 2026-10-02"
    )
    assert missing.next == "call the patient and arrange the earliest visit there is"
    assert missing.place == Place("pt-0001/plan.toml", ("follow_ups",))
    assert (missing.severity, missing.on, missing.patient) == ("warning", date(2026, 10, 2), "pt-0001")
    assert missing.limit is not None


def test_every_visit_is_named_in_order_and_one_in_time_is_enough(packs: Packs) -> None:
    late = ended("2026-10-20", "2026-10-12")
    [finding] = dc201.check(late, packs["practice"], AS_OF)
    assert finding.message.endswith("; arranged: 2026-10-12, 2026-10-20")
    assert messages(dc201.check(ended("2026-10-20", "2026-10-07"), packs["practice"], AS_OF)) == []
    undated = build_chart("""
    [plan]
    status = "closed"
    discharge = { on = 2026-10-02, reason = "completed" }
    follow_ups = [{ provider = "...", arranged_on = 2026-10-01 }]
    """)
    assert len(messages(dc201.check(undated, packs["practice"], AS_OF))) == 1


@pytest.mark.parametrize(
    ("reason", "found"),
    [
        ("completed", 1),
        ("ama", 1),
        ("lost", 1),
        ("step-down", 1),
        ("transfer", 1),
        ("administrative", 1),
        ("step-up", 0),
    ],
)
def test_who_goes_on_to_more_intensive_care_owes_none(reason: str, found: int, packs: Packs) -> None:
    assert len(messages(dc201.check(ended(reason=reason), packs["practice"], AS_OF))) == found


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("died_on = 2026-10-09", 0),
        ("died_on = 2026-10-10", 1),
        ('events = [{ kind = "hospitalization", on = 2026-10-01 }]', 1),
        ('events = [{ kind = "hospitalization", on = 2026-10-02 }]', 0),
        ('events = [{ kind = "hospitalization", on = 2026-10-09 }]', 0),
        ('events = [{ kind = "hospitalization", on = 2026-10-10 }]', 1),
        ('events = [{ kind = "crisis", on = 2026-10-05 }]', 1),
        ('other_care = [{ level = "inpatient", from = 2026-10-05 }]', 0),
        ('other_care = [{ level = "inpatient" }]', 1),
        ('other_care = [{ level = "outpatient", from = 2026-10-05 }]', 1),
    ],
)
def test_who_died_or_was_an_inpatient_again_by_then_owes_none(more: str, found: int, packs: Packs) -> None:
    assert len(messages(dc201.check(ended(more=more), packs["practice"], AS_OF))) == found


def test_a_stay_that_lasts_and_a_pack_without_the_limit_say_nothing(packs: Packs) -> None:
    planned = build_chart('[plan]\nstatus = "active"\nadmitted_at = 2026-08-03\nplanned_discharge_on = 2026-10-02')
    assert messages(dc201.check(planned, packs["practice"], AS_OF)) == []
    assert messages(dc201.check(ended(), packs["core"], AS_OF)) == []
    month = pack_of("limits.follow_up_days = [{ value = 30, since = 2026-10-02 }]")
    assert messages(dc201.check(ended(), month, date(2026, 10, 24))) == []
    assert len(messages(dc201.check(ended(), month, date(2026, 10, 25)))) == 1
    later = pack_of("limits.follow_up_days = [{ value = 7, since = 2026-10-03 }]")
    assert messages(dc201.check(ended(), later, AS_OF)) == []


# DC202


def referred(admitted: str | None, kind: str = "psychiatric = true", left: str = "2026-09-02") -> Chart:
    """Somebody who came from a hospital."""
    admission = "" if admitted is None else f"admitted_at = {admitted}"
    return build_chart(f"""
[plan]
status = "active"
{admission}
[plan.referral]
inpatient_discharged_on = {left}
{kind}
""")


@pytest.mark.parametrize(
    ("admitted", "days", "severity"),
    [
        ("2026-09-02", None, None),
        ("2026-09-09", None, None),
        ("2026-09-10", (8, 7), "warning"),
        ("2026-10-02", (30, 7), "warning"),
        ("2026-10-03", (31, 30), "error"),
    ],
)
def test_seven_days_pass_then_it_is_a_warning_and_after_thirty_an_error(
    admitted: str, days: tuple[int, int] | None, severity: str | None, packs: Packs
) -> None:
    found = list(dc202.check(referred(admitted), packs["practice"], AS_OF))
    if days is None:
        assert found == []
        return
    [finding] = found
    assert finding.message == (
        f"admission on {admitted} is {days[0]} days after the psychiatric discharge on 2026-09-02,"
        f" at most {days[1]} should pass"
    )
    assert finding.next == "record what bridged the days, and agree with the hospital on an intake before the discharge"
    assert finding.place == Place("pt-0001/plan.toml", ("referral", "inpatient_discharged_on"))
    assert (finding.severity, finding.on) == (severity, date.fromisoformat(admitted))
    assert finding.patient == "pt-0001"
    assert finding.limit is not None
    assert finding.limit.number == days[1]


def test_whether_it_was_psychiatric_matters(packs: Packs) -> None:
    assert messages(dc202.check(referred("2026-10-05", "psychiatric = false"), packs["practice"], AS_OF)) == []
    [gap] = dc202.check(referred("2026-10-05", ""), packs["practice"], AS_OF)
    assert gap.message == (
        "admission on 2026-10-05 is 33 days after the inpatient discharge on 2026-09-02, at most 30 should pass,"
        " if it was psychiatric: that is not recorded"
    )
    assert gap.next == "write under [referral] whether the inpatient stay was psychiatric"
    assert (gap.severity, gap.on) == ("info", date(2026, 10, 5))
    assert messages(dc202.check(referred("2026-09-09", ""), packs["practice"], AS_OF)) == []


def test_an_admission_ahead_is_reminded_of_and_fires_once_the_last_day_has_passed(packs: Packs) -> None:
    pack = packs["practice"]
    late = referred("2026-09-15")
    for day in (date(2026, 9, 2), date(2026, 9, 9)):
        [soon] = dc202.check(late, pack, day)
        assert (
            soon.message == "admission is due on 2026-09-09, within 7 days of the psychiatric discharge on 2026-09-02"
        )
        assert soon.next == "admit by then, or record what bridges the days"
        assert (soon.severity, soon.on) == ("info", None)
    assert [f.severity for f in dc202.check(late, pack, date(2026, 9, 10))] == ["warning"]
    assert messages(dc202.check(late, pack, date(2026, 9, 1))) == []
    assert messages(dc202.check(referred("2026-09-08"), pack, date(2026, 9, 5))) == []


def test_a_referral_without_an_admission_is_only_reminded_of(packs: Packs) -> None:
    pack = packs["practice"]
    assert len(messages(dc202.check(referred(None), pack, date(2026, 9, 9)))) == 1
    assert messages(dc202.check(referred(None), pack, date(2026, 9, 10))) == []
    assert messages(dc202.check(referred(None), pack, date(2026, 9, 25))) == [
        "admission is due on 2026-10-02, within 30 days of the psychiatric discharge on 2026-09-02"
    ]
    [doubtful] = dc202.check(referred(None, ""), pack, date(2026, 9, 9))
    assert doubtful.message == (
        "admission is due on 2026-09-09, within 7 days of the inpatient discharge on 2026-09-02,"
        " if it was psychiatric: that is not recorded"
    )
    assert messages(dc202.check(referred(None), pack, AS_OF)) == []


def test_without_a_hospital_or_a_limit_nothing_is_judged(packs: Packs) -> None:
    for referral in ("", '[plan.referral]\nfrom = "family doctor"\npsychiatric = true'):
        chart = build_chart(f'[plan]\nstatus = "active"\nadmitted_at = 2026-10-05\n{referral}')
        assert messages(dc202.check(chart, packs["practice"], AS_OF)) == []
    assert messages(dc202.check(referred("2026-10-05"), packs["core"], AS_OF)) == []
    later = pack_of("limits.intake_days = [{ value = 7, since = 2026-09-03 }]")
    assert messages(dc202.check(referred("2026-10-05"), later, AS_OF)) == []
    since = pack_of("limits.intake_days = [{ value = 7, since = 2026-09-02 }]")
    assert [f.severity for f in dc202.check(referred("2026-10-05"), since, AS_OF)] == ["error"]
