"""Which fields a record leaves empty."""

from datetime import date

from iopctl.counting.fields import empty_fields
from iopctl.model.record import Certification, Instructions

NAMES = ("hours_per_week", "response", "symptoms", "discharge_goals")


def test_what_is_absent_or_blank_is_empty_and_zero_is_an_answer() -> None:
    certification = Certification(on=date(2026, 9, 7), by="md1", hours_per_week=0, response=" \n", symptoms="...")
    assert empty_fields(certification, NAMES) == ["response", "discharge_goals"]


def test_a_list_with_nothing_in_it_is_empty() -> None:
    instructions = Instructions(medicines=("none",), referral_contacts=("", " "), providers=("", "clinic"))
    names = ("medicines", "referral_contacts", "medical_issues", "providers")
    assert empty_fields(instructions, names) == ["referral_contacts", "medical_issues"]


def test_without_a_record_and_for_a_field_that_is_none_everything_is_empty() -> None:
    assert empty_fields(None, ("medicines", "providers")) == ["medicines", "providers"]
    assert empty_fields(Instructions(), ("dose",)) == ["dose"]
