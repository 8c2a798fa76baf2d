"""What is written of a form and of a review."""

from datetime import date
from typing import get_args

import pytest

from iopctl import library
from iopctl.commands.review import Decision as DecisionOption
from iopctl.commands.review_recording import DECISIONS
from iopctl.errors import NotFound, UsageError
from iopctl.model.assessment import Answer
from iopctl.model.review import Decision
from iopctl.reviewing.filled_form import FilledForm
from iopctl.reviewing.review_record import HeldReview, state
from iopctl.scoring import score
from tests.conftest import AS_OF, build_chart

PHQ9 = library.instrument("phq9")
TWELVE = (2, 2, 1, 2, 1, 2, 1, 1, 0)
CHART = build_chart("""
[plan]
primary_therapist = "t01"
discharge_criteria = [{ id = "d1", text = "A." }]
goals = [
  { id = "g1", text = "A.", objectives = [
    { id = "g1.o1", text = "A.", measure = { instrument = "phq9" } },
    { id = "g1.o2", text = "A.", measure = { count = "days out" } },
    { id = "g1.o3", text = "A.", measure = { yes_no = "phoned" } },
    { id = "g1.o4", text = "A." },
  ] },
  { id = "g2", text = "B." },
  { id = "g3", text = "C.", status = "met" },
]
""")


def filled(stated_total: int | None = None) -> FilledForm:
    """A PHQ-9 of 12, given on the day of judgement."""
    return FilledForm(PHQ9, TWELVE, score(PHQ9, TWELVE), AS_OF, "t01", stated_total)


def test_the_total_of_the_answers_is_written_with_its_band() -> None:
    assert filled().fields() == {
        "instrument": "phq9",
        "given_at": AS_OF,
        "by": "t01",
        "answers": list(TWELVE),
        "total": 12,
        "band": "moderate",
        "level": None,
        "action": None,
    }
    assert filled().stem("pt-0001") == "pt-0001/assessments/2026-11-23-phq9"


def test_a_total_that_was_stated_stands_with_its_own_band_or_none() -> None:
    assert not filled(12).disagrees
    assert (filled(4).disagrees, filled(4).fields()["band"]) == (True, "minimal")
    assert (filled(99).total, filled(99).fields()["band"]) == (99, None)


def test_a_form_without_a_total_is_written_without_one() -> None:
    answers: tuple[Answer, ...] = ("skip", "skip", "skip", 1, 1, 1, 1, 1, 1)
    form = FilledForm(PHQ9, answers, score(PHQ9, answers), AS_OF, action="Seen.", action_by="md1")
    assert (form.fields()["total"], form.fields()["band"], form.change_in(CHART)) == (None, None, None)
    assert form.fields()["action"] == {"on": AS_OF, "by": "md1", "text": "Seen."}


def test_the_change_is_from_the_baseline_else_from_the_first_score_by_then() -> None:
    assert filled().change_in(CHART) is None
    form = '[[assessments]]\ninstrument = "phq9"\ngiven_at = 2026-11-{}\ntotal = 19\n'
    moved = filled().change_in(build_chart("[plan]\n" + form.format("02")))
    assert moved is not None
    assert (moved[0].points, moved[1]) == (-7, 19)
    assert filled().change_in(build_chart("[plan]\n" + form.format("24"))) is None
    measure = '{ id = "o", text = "", measure = { instrument = "phq9", baseline = 20 } }'
    stated = build_chart(f'[plan]\ngoals = [{{ id = "g", text = "", objectives = [{measure}] }}]')
    moved = filled().change_in(stated)
    assert moved is not None
    assert moved[1] == 20


def test_a_review_is_put_together_from_what_is_stated() -> None:
    review = HeldReview(CHART, AS_OF, "t01", ["pt-0001", "md1"], "continue", "Remark.")
    state(review, ["g1=improving:sleeps: better"], ["g1.o2=2.5", "g1.o3=yes", "g1.o4=-3"], ["d1=not-met"])
    assert review.fields() == {
        "on": AS_OF,
        "by": "t01",
        "present": ["pt-0001", "md1"],
        "decision": "continue",
        "text": "Remark.",
        "goals": {"g1": {"status": "improving", "text": "sleeps: better"}},
        "objectives": {"g1.o2": {"seen": 2.5}, "g1.o3": {"seen": True}, "g1.o4": {"seen": -3}},
        "discharge_criteria": {"d1": {"met": False}},
    }
    assert review.stem == "pt-0001/reviews/2026-11-23"
    assert (review.without_status(), review.empty) == (["g2"], False)


def test_a_review_that_says_nothing_is_empty() -> None:
    review = HeldReview(CHART, AS_OF, "t01", ["pt-0001"])
    assert review.empty
    assert review.fields() == {"on": AS_OF, "by": "t01", "present": ["pt-0001"]}


@pytest.mark.parametrize(
    ("goals", "objectives", "criteria", "message"),
    [
        (["g1"], [], [], "--goal: write ID=STATUS or ID=STATUS:TEXT, for example g1=improving."),
        (["=met"], [], [], "--goal: write ID=STATUS or ID=STATUS:TEXT, for example g1=improving."),
        (["g1=fine"], [], [], "--goal g1: the status is one of met, improving, unchanged, worse."),
        ([], ["g1.o2="], [], "--objective: write ID=VALUE, for example g1.o2=3."),
        ([], ["g1.o1=3"], [], "g1.o1 is measured by phq9: record it with `iopctl score`."),
        ([], ["g1.o2=many"], [], "g1.o2 takes a number."),
        ([], ["g1.o3=3"], [], "g1.o3 is a question of yes or no."),
        ([], [], ["d1"], "--criterion: write ID=met or ID=not-met, for example d1=met."),
        ([], [], ["d1=yes"], "--criterion d1: write met or not-met."),
    ],
)
def test_what_has_no_meaning_is_answered_with_the_right_form(
    goals: list[str], objectives: list[str], criteria: list[str], message: str
) -> None:
    with pytest.raises(UsageError) as refused:
        state(HeldReview(CHART, AS_OF, "t01"), goals, objectives, criteria)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("goals", "objectives", "criteria", "message"),
    [
        (["g12=met"], [], [], "pt-0001 has no goal of that id. Did you mean g2?"),
        (["zz=met"], [], [], "pt-0001 has no goal of that id. Known: g1, g2, g3."),
        ([], ["g1.02=3"], [], "pt-0001 has no objective of that id. Did you mean g1.o2?"),
        ([], [], ["d2=met"], "pt-0001 has no discharge criterion of that id. Known: d1."),
    ],
)
def test_an_unknown_id_is_refused_with_the_one_that_was_meant(
    goals: list[str], objectives: list[str], criteria: list[str], message: str
) -> None:
    with pytest.raises(NotFound) as refused:
        state(HeldReview(CHART, AS_OF, "t01"), goals, objectives, criteria)
    assert str(refused.value) == message


def test_only_staff_write_reviews_and_only_staff_and_the_patient_are_present() -> None:
    with pytest.raises(NotFound, match=r"no staff member of that id\. Did you mean t01\?"):
        HeldReview(CHART, AS_OF, "t1")
    with pytest.raises(NotFound, match="neither the patient nor staff"):
        HeldReview(CHART, AS_OF, "t01", ["pt-0002"])


def test_the_decisions_are_those_of_the_review_file() -> None:
    assert [decision.value for decision in DecisionOption] == list(DECISIONS) == list(get_args(Decision))
    assert date(2026, 11, 23) == AS_OF
