"""What was typed about who was there."""

import pytest

from iopctl.errors import UsageError
from iopctl.scheduling.marks import FORMS, Mark, read_marks


def test_each_option_states_its_mark() -> None:
    assert read_marks(
        {
            "--present": ["pt-0001"],
            "--late": ["pt-0002=15"],
            "--left-early": ["pt-0003=30"],
            "--excused": ["pt-0004=illness"],
            "--unexcused": ["pt-0005", "pt-0006=no call"],
            "--cancelled": ["pt-0007", "pt-0008=therapist ill"],
        }
    ) == {
        "pt-0001": Mark("attended"),
        "pt-0002": Mark("partial", late=15),
        "pt-0003": Mark("partial", early=30),
        "pt-0004": Mark("absent-excused", reason="illness"),
        "pt-0005": Mark("absent-unexcused"),
        "pt-0006": Mark("absent-unexcused", reason="no call"),
        "pt-0007": Mark("cancelled-by-program"),
        "pt-0008": Mark("cancelled-by-program", reason="therapist ill"),
    }


def test_late_and_left_early_join_for_one_patient() -> None:
    assert read_marks({"--late": ["pt-0001=15"], "--left-early": ["pt-0001=30"]}) == {
        "pt-0001": Mark("partial", late=15, early=30)
    }


def test_a_reason_may_hold_an_equals_sign() -> None:
    assert read_marks({"--excused": ["pt-0001=A=B"]})["pt-0001"].reason == "A=B"


def test_the_same_mark_twice_is_one() -> None:
    assert read_marks({"--present": ["pt-0001", "pt-0001"]}) == {"pt-0001": Mark("attended")}


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("--present", "pt-0001=x"),
        ("--present", "Jane Doe"),
        ("--present", ""),
        ("--late", "pt-0001"),
        ("--late", "pt-0001="),
        ("--late", "pt-0001=0"),
        ("--late", "pt-0001=-5"),
        ("--late", "pt-0001=1.5"),
        ("--late", "pt-0001=٣"),
        ("--late", "pt-0001=" + "9" * 5000),
        ("--left-early", "pt-0001=soon"),
        ("--excused", "pt-0001"),
        ("--excused", "pt-0001= "),
        ("--unexcused", "PT-0001"),
    ],
)
def test_what_is_not_of_its_form_is_answered_with_the_form(option: str, text: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_marks({option: [text]})
    assert str(refused.value) == f"{option}: write {FORMS[option]}."


@pytest.mark.parametrize(
    "stated",
    [
        {"--present": ["pt-0001"], "--excused": ["pt-0001=ill"]},
        {"--late": ["pt-0001=5", "pt-0001=6"]},
        {"--late": ["pt-0001=5"], "--left-early": ["pt-0001=6", "pt-0001=7"]},
        {"--left-early": ["pt-0001=6"], "--unexcused": ["pt-0001"]},
    ],
)
def test_marks_that_contradict_each_other_are_refused(stated: dict[str, list[str]]) -> None:
    with pytest.raises(UsageError) as refused:
        read_marks(stated)
    assert str(refused.value) == (
        "pt-0001 is marked in two ways that contradict each other. Only --late and --left-early join."
    )
