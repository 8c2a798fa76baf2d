"""Names of people in a record."""

from typing import Any

import pytest

from iopctl.drafting.fhir.names import Names

RECORD: list[dict[str, Any]] = [
    {"resourceType": "Patient", "name": [{"family": "O'Brien", "given": ["Amy", "J"], "prefix": ["Mrs."]}]},
    {"resourceType": "RelatedPerson", "name": {"text": "Christian Hope"}},
    {
        "resourceType": "Condition",
        "subject": {"reference": "Patient/p", "display": "Amy Shaw"},
        "asserter": {"reference": "https://example.org/Practitioner/f", "display": "Dr. Francis, MD"},
        "encounter": {"reference": "Encounter/e", "display": "Initial Visit"},
        "evidence": [{"detail": [{"reference": "urn:uuid:1", "display": "Chronic Pain"}]}],
        "recorder": {"reference": "urn:uuid:2", "display": "Vera Beach"},
    },
    {"resourceType": "Organization", "name": [{"text": "Hampton"}]},
    {"resourceType": "CareTeam", "contained": [{"resourceType": "Practitioner", "name": [{"family": "Bone"}]}]},
]


@pytest.mark.parametrize(
    "text",
    [
        "Amy sleeps.",
        "AMY",
        "Mrs. O'Brien",
        "brien",
        "shaw",
        "with Christian",
        "Hope comes",
        "Francis said",
        "Vera",
        "Dr. Bone",
    ],
)
def test_a_text_with_a_name_is_noticed(text: str) -> None:
    assert Names.of(RECORD).stand_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "amy",
        "hope returns",
        "walks on the beach",
        "Dr. MD",
        "Initial Visit",
        "Chronic Pain",
        "Hampton",
        "J",
        "shawl",
        "",
    ],
)
def test_other_words_are_not_names(text: str) -> None:
    """Short names in small letters, other people's words in small letters, titles, initials, names of no person."""
    assert not Names.of(RECORD).stand_in(text)
