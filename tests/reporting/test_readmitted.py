"""Who was in hospital again: which days count, who is followed for how long, and who is left out."""

from datetime import date, timedelta

import pytest

from iopctl.reporting.closed import stays_of
from iopctl.reporting.figures import Period
from iopctl.reporting.intervals import Share
from iopctl.reporting.readmitted import DIED_BEFORE, STEPPED_UP, after_stays
from iopctl.testing import census_of

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
LATER = date(2026, 12, 31)
ENDED = date(2026, 8, 1)
STAY = """
[[plans]]
status = "closed"
admitted_at = 2026-06-01
discharge = {{ on = 2026-08-01, reason = "completed" }}
{more}
"""


def _after(more: str, as_of: date = LATER) -> list[tuple[int, str]]:
    found = after_stays(census_of(STAY.format(more=more)), QUARTER, as_of)
    return [(stay.days, stay.end) for stay in found.stays]


def _day(days: int) -> date:
    return ENDED + timedelta(days=days)


@pytest.mark.parametrize(
    "written",
    [
        'other_care = [{{ level = "inpatient", from = {on}, until = {on} }}]',
        'events = [{{ kind = "hospitalization", on = {on} }}]',
        "referral = {{ psychiatric = true, inpatient_discharged_on = {on} }}",
    ],
)
def test_an_admission_on_days_1_to_30_counts_wherever_it_is_written(written: str) -> None:
    assert _after(written.format(on=_day(1))) == [(1, "readmitted")]
    assert _after(written.format(on=_day(30))) == [(30, "readmitted")]
    assert _after(written.format(on=_day(31))) == [(30, "followed")]
    assert _after(written.format(on=_day(-40))) == [(30, "followed")]


@pytest.mark.parametrize(
    "written",
    [
        'other_care = [{ level = "residential", from = 2026-08-05 }]',
        'events = [{ kind = "crisis", on = 2026-08-05 }]',
        "referral = { psychiatric = false, inpatient_discharged_on = 2026-08-05 }",
        "referral = { inpatient_discharged_on = 2026-08-05 }",
        "referral = { psychiatric = true }",
        'other_care = [{ level = "inpatient", until = 2026-08-01 }]',
    ],
)
def test_other_care_and_other_events_are_no_admission(written: str) -> None:
    assert _after(written) == [(30, "followed")]


@pytest.mark.parametrize(
    "written",
    [
        'other_care = [{ level = "inpatient", from = 2026-08-01, until = 2026-08-01 }]',
        'other_care = [{ level = "inpatient", from = 2026-07-28, until = 2026-08-02 }]',
        'other_care = [{ level = "inpatient", from = 2026-07-28 }]',
        'events = [{ kind = "hospitalization", on = 2026-08-01 }]',
    ],
)
def test_whoever_was_in_hospital_on_the_day_itself_stepped_up(written: str) -> None:
    found = after_stays(census_of(STAY.format(more=written)), QUARTER, LATER)
    assert (found.stays, found.left_out, found.naive.value) == ((), {STEPPED_UP: 1}, None)


def test_who_came_out_of_hospital_on_the_day_of_discharge_is_followed() -> None:
    assert _after('other_care = [{ level = "inpatient", from = 2026-07-28, until = 2026-08-01 }]') == [(30, "followed")]


@pytest.mark.parametrize(
    ("more", "as_of", "expected"),
    [
        ("", _day(30), (30, "followed")),
        ("", _day(29), (29, "running")),
        ("", _day(0), (0, "running")),
        (f"died_on = {_day(1)}", LATER, (1, "died")),
        (f"died_on = {_day(29)}", LATER, (29, "died")),
        (f"died_on = {_day(30)}", LATER, (30, "followed")),
        (f"died_on = {_day(20)}", _day(19), (19, "running")),
        (f"last_known_on = {_day(12)}", LATER, (12, "lost")),
        (f"last_known_on = {_day(-3)}", LATER, (0, "lost")),
        (f"last_known_on = {_day(30)}", LATER, (30, "followed")),
        (f"last_known_on = {_day(5)}\ndied_on = {_day(9)}", LATER, (5, "lost")),
        (f"last_known_on = {_day(9)}\ndied_on = {_day(9)}", LATER, (9, "died")),
        (f'last_known_on = {_day(5)}\nevents = [{{ kind = "hospitalization", on = {_day(8)} }}]', LATER,
         (8, "readmitted")),
        (f'events = [{{ kind = "hospitalization", on = {_day(8)} }}]', _day(7), (7, "running")),
        (f'events = [{{ kind = "hospitalization", on = {_day(8)} }}]', _day(8), (8, "readmitted")),
    ],
)  # fmt: skip  # one row a case
def test_somebody_is_followed_until_the_first_of_what_ends_it(
    more: str, as_of: date, expected: tuple[int, str]
) -> None:
    assert _after(more, as_of) == [expected]


def test_who_died_by_the_day_of_discharge_cannot_be_followed() -> None:
    census = census_of(STAY.format(more="died_on = 2026-08-01"))
    assert after_stays(census, QUARTER, LATER).left_out == {DIED_BEFORE: 1}


def test_an_admission_written_in_the_chart_of_the_next_stay_counts_for_the_one_before() -> None:
    """And what the newest chart knows of the person is what counts: without `last_known_on` sight was not lost."""
    again = """
    [[plans]]
    patient = "pt-0002"
    previous_stay = "pt-0001"
    status = "active"
    admitted_at = 2026-08-25
    referral = { psychiatric = true, inpatient_discharged_on = 2026-08-24 }
    """
    first = STAY.format(more="last_known_on = 2026-08-01")
    [stay] = after_stays(census_of(first + again), QUARTER, LATER).stays
    assert (stay.patient, stay.days, stay.end) == ("pt-0001", 23, "readmitted")
    other = again.replace('previous_stay = "pt-0001"', "").replace("psychiatric = true", "psychiatric = false")
    [stay] = after_stays(census_of(first + other), QUARTER, LATER).stays
    assert (stay.days, stay.end) == (0, "lost")


def test_the_naive_ratio_and_the_estimate_stand_side_by_side() -> None:
    """measures, section 4: an event on day 6, one on day 12 and three who were followed only in part."""
    stays = "".join(
        STAY.format(more=f'patient = "pt-{number:04}"\n{more}')
        for number, more in enumerate(
            [
                'events = [{ kind = "hospitalization", on = 2026-08-07 }]',
                "last_known_on = 2026-08-09",
                'events = [{ kind = "hospitalization", on = 2026-08-13 }]',
                "last_known_on = 2026-08-31",
                "",
            ],
            1,
        )
    )
    found = after_stays(census_of(stays), QUARTER, LATER)
    assert found.naive == Share(2, 5)
    assert round(1 - found.curve.at(30), 12) == round(1 - 4 / 5 * 2 / 3, 12)  # 0.47 where the naive ratio says 0.40
    assert (found.count("lost"), found.count("followed"), found.unsaid) == (1, 2, 3)


def test_the_stays_of_a_period_are_those_that_ended_in_it() -> None:
    facts = "".join(
        f'[[plans]]\npatient = "pt-{number:04}"\n{fields}\n'
        for number, fields in enumerate(
            [
                'admitted_at = 2026-06-01\ndischarge = { on = 2026-07-01, reason = "completed" }\nstatus = "closed"',
                'admitted_at = 2026-06-01\ndischarge = { on = 2026-09-30, reason = "ama" }\nstatus = "closed"',
                'admitted_at = 2026-06-01\ndischarge = { on = 2026-06-30, reason = "completed" }\nstatus = "closed"',
                'admitted_at = 2026-06-01\ndischarge = { on = 2026-10-01, reason = "completed" }\nstatus = "closed"',
                'admitted_at = 2026-09-30\nstatus = "active"',
                'admitted_at = 2026-10-01\nstatus = "active"',
                'admitted_at = 2026-09-01\nstatus = "draft"',
                'status = "active"',
                'admitted_at = 2026-06-01\nstatus = "closed"',
            ],
            1,
        )
    )
    found = stays_of(census_of(facts), QUARTER, LATER)
    assert [(stay.chart.patient, stay.on) for stay in found.closed] == [
        ("pt-0001", date(2026, 7, 1)),
        ("pt-0002", date(2026, 9, 30)),
    ]
    assert [chart.patient for chart in found.open] == ["pt-0004", "pt-0005"]
    assert [(figure.count, dict(figure.left_out)) for figure in found.figures] == [
        (2, {"closed without a day of discharge": 1}),
        (2, {}),
    ]
    earlier = stays_of(census_of(facts), QUARTER, date(2026, 9, 29))
    assert [stay.chart.patient for stay in earlier.closed] == ["pt-0001"]
    assert [chart.patient for chart in earlier.open] == ["pt-0002", "pt-0004"]
    assert [figure.count for figure in stays_of(census_of(""), QUARTER, LATER).figures] == [0, 0]
