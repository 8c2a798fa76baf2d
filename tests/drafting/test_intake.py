"""What is known at intake: the track's week as a dose."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from iopctl import library
from iopctl.drafting.intake import Intake
from iopctl.model.chart import Census
from iopctl.model.pack import RulePack
from tests.conftest import AS_OF, pack_of

Packs = Mapping[str, RulePack]


def fields_of(census: Census, known: Packs | None = None, /, **more: Any) -> dict[str, Any]:
    return Intake("pt-0001", **more).fields(census.program, known or library.packs(), AS_OF)


def test_the_week_of_a_track_is_its_slots_and_their_dose(census: Census) -> None:
    """
    [program]
    packs = ["core", "house"]
    slots = [
      { id = "mon", track = "morning", service = "group", day = "mon", start = 09:00:00, end = 12:15:00, breaks = [{ start = 10:30:00, end = 10:45:00 }], leads = ["t01", "t02"] },
      { id = "wed", track = "morning", service = "group", day = "wed", start = 09:00:00, end = 12:00:00, leads = ["t01"] },
      { id = "fri", track = "morning", service = "group", day = "fri", start = 09:00:00, end = 10:00:00, leads = ["t02"] },
      { id = "thu", track = "youth", service = "group", day = "thu", start = 15:00:00, end = 18:00:00 },
    ]
    """  # noqa: E501
    fields = fields_of(census, track="morning")
    assert fields["pattern"] == {"slots": ["mon", "wed", "fri"]}
    assert fields["population"] == "adult"
    common = {"service": "group", "weeks": 12, "objectives": None}
    assert fields["services"] == [
        {**common, "per_week": 2, "minutes": 180, "by": "t01"},
        {**common, "per_week": 1, "minutes": 60, "by": "t02"},
    ]


def test_a_service_that_several_people_lead_is_left_to_a_person(census: Census) -> None:
    """
    [program]
    slots = [
      { id = "mon", track = "morning", service = "group", day = "mon", start = 09:00:00, end = 10:00:00, leads = ["t01"] },
      { id = "wed", track = "morning", service = "group", day = "wed", start = 09:00:00, end = 10:00:00, leads = ["t02"] },
      { id = "fri", track = "morning", service = "yoga", day = "fri", start = 09:00:00, end = 10:00:00 },
      { id = "odd", track = "morning", service = "yoga", day = "fri", start = 11:00:00, end = 10:00:00 },
    ]
    """  # noqa: E501
    services = fields_of(census, track="morning")["services"]
    assert [(each["service"], each["per_week"], each["by"]) for each in services] == [
        ("group", 2, None),
        ("yoga", 1, None),
    ]


def weeks(census: Census, known: Packs | None = None, /, **more: Any) -> Any:
    return fields_of(census, known, track="morning", **more)["services"][0]["weeks"]


def test_the_weeks_are_those_of_the_planned_stay_and_a_begun_week_counts(census: Census) -> None:
    """
    [program]
    packs = ["house"]
    slots = [{ id = "mon", track = "morning", service = "group", day = "mon", start = 09:00:00, end = 10:00:00 }]
    """
    stay = {"admitted_at": date(2026, 9, 7), "planned_discharge_on": date(2026, 11, 15)}
    assert weeks(census, **stay) == 10
    assert weeks(census, **{**stay, "planned_discharge_on": date(2026, 11, 16)}) == 11
    assert weeks(census, admitted_at=date(2026, 9, 7)) == 12


def test_without_a_pack_that_expects_a_length_of_stay_the_weeks_are_a_gap(census: Census) -> None:
    """
    [program]
    packs = ["core", "gone"]
    slots = [{ id = "mon", track = "morning", service = "group", day = "mon", start = 09:00:00, end = 10:00:00 }]
    """
    assert weeks(census) is None


def test_a_payers_length_of_stay_counts_as_well(census: Census) -> None:
    """
    [program]
    packs = ["core"]
    slots = [{ id = "mon", track = "morning", service = "group", day = "mon", start = 09:00:00, end = 10:00:00 }]
    """
    payer = pack_of("limits.stay_days = [{ value = { min = 28, max = 42 } }]", "payer")
    assert weeks(census, {"payer": payer}, packs=("payer",)) == 6


def test_coverage_begins_with_the_stay(census: Census) -> None:
    """[program]"""
    admitted = datetime.fromisoformat("2026-11-23T09:00:00-05:00")
    fields = fields_of(census, packs=("medicare",), admitted_at=admitted, age=97)
    assert fields["coverage"] == [{"pack": "medicare", "from": date(2026, 11, 23)}]
    assert fields["age_at_admission"] == 90
    assert fields_of(census, packs=("medicare",))["coverage"] == [{"pack": "medicare"}]


def test_what_was_not_said_is_a_gap(census: Census) -> None:
    """[program]"""
    fields = fields_of(census)
    assert {key for key, value in fields.items() if value} == {"patient"}
    assert fields["population"] is None
    assert fields["pattern"] is None
