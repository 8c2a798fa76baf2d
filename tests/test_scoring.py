"""Scoring: totals, bands and alerts of PHQ-9 and GAD-7, also on forms with blanks and forms that are wrong."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from iopctl import library, scoring
from iopctl.model.assessment import SKIP, Answer, Assessment
from iopctl.model.instrument import Instrument
from iopctl.scoring import InvalidAnswer, Score, score
from tests.conftest import AS_OF

PHQ9 = library.instrument("phq9")
GAD7 = library.instrument("gad7")
INSTRUMENTS = [PHQ9, GAD7]

SHIPPED = st.sampled_from(INSTRUMENTS)
Form = tuple[Instrument, tuple[Answer, ...]]


def a_form_with(total: int, form: Instrument = PHQ9) -> tuple[int, ...]:
    """A complete form with that total, the points in the first items."""
    points = []
    for _ in form.items:
        points.append(min(total, form.response_max))
        total -= points[-1]
    return tuple(points)


@st.composite
def forms(draw: st.DrawFn, blanks: int = 0) -> Form:
    """A form of either instrument; each item may be left blank while there are blanks to give."""
    form = draw(SHIPPED)
    answers: list[Answer] = draw(
        st.lists(st.integers(form.response_min, form.response_max), min_size=len(form.items), max_size=len(form.items))
    )
    for item in draw(st.sets(st.integers(0, len(form.items) - 1), max_size=blanks)):
        answers[item] = SKIP
    return form, tuple(answers)


# Totals, bands, blanks


def test_a_complete_form_is_the_sum_of_its_answers() -> None:
    assert score(PHQ9, (2, 2, 1, 2, 1, 2, 1, 1, 0)) == Score(
        instrument="phq9",
        status="scored",
        missing=(),
        raw=12,
        prorated=None,
        total=12,
        band="moderate",
        positive=True,
        alerts=(),
    )


def test_one_blank_is_prorated_and_four_and_a_half_rounds_up_to_mild() -> None:
    assert score(PHQ9, (1, 1, 1, 1, 0, 0, 0, SKIP, 0)) == Score(
        instrument="phq9",
        status="prorated",
        missing=(8,),
        raw=4,
        prorated=4.5,
        total=5,
        band="mild",
        positive=False,
        alerts=(),
    )


def test_half_a_point_rounds_up_and_less_rounds_down() -> None:
    assert [scoring.half_up(Fraction(n, 4)) for n in (17, 18, 19, 20)] == [4, 5, 5, 5]


@pytest.mark.parametrize("form", INSTRUMENTS)
def test_two_blanks_are_prorated_and_three_leave_no_total(form: Instrument) -> None:
    two = (SKIP, SKIP) + (3,) * (len(form.items) - 2)
    assert (score(form, two).status, score(form, two).total) == ("prorated", form.total_range[-1])
    three = score(form, (SKIP, *two[:2], *two[3:]))
    assert (three.status, three.total, three.prorated) == ("incomplete", None, None)
    assert (three.band, three.positive, three.missing) == (None, None, (1, 2, 3))


@pytest.mark.parametrize(
    ("form", "edges"),
    [
        (
            PHQ9,
            {
                "minimal": (0, 4),
                "mild": (5, 9),
                "moderate": (10, 14),
                "moderately_severe": (15, 19),
                "severe": (20, 27),
            },
        ),
        (GAD7, {"minimal": (0, 4), "mild": (5, 9), "moderate": (10, 14), "severe": (15, 21)}),
    ],
)
def test_bands_begin_and_end_where_they_were_published(form: Instrument, edges: dict[str, tuple[int, int]]) -> None:
    """Kroenke 2001 and Spitzer 2006. A GAD-7 of 5 is mild: public code has it as minimal (measures, traps)."""
    for band, totals in edges.items():
        assert [score(form, a_form_with(total, form)).band for total in totals] == [band, band]
    assert form.total_range[-1] == list(edges.values())[-1][1]


@pytest.mark.parametrize("form", INSTRUMENTS)
def test_ten_is_where_a_screen_turns_positive(form: Instrument) -> None:
    assert [score(form, a_form_with(total, form)).positive for total in (9, 10)] == [False, True]


# Alerts


@pytest.mark.parametrize("answer", [1, 2, 3])
def test_any_thought_of_self_harm_is_an_alert_whatever_the_band(answer: int) -> None:
    alone = score(PHQ9, (0, 0, 0, 0, 0, 0, 0, 0, answer))
    assert (alone.band, alone.alerts) == ("minimal", ("self_harm_thoughts",))


def test_a_safety_item_left_blank_is_an_alert_and_is_not_guessed_for_alerts() -> None:
    zeros = score(PHQ9, (0, 0, 0, 0, 0, 0, 0, 0, SKIP))
    assert (zeros.status, zeros.total, zeros.band) == ("prorated", 0, "minimal")
    assert zeros.alerts == ("safety_item_unanswered",)
    threes = score(PHQ9, (3, 3, 3, 3, 3, 3, 3, 3, SKIP))
    assert (threes.total, threes.alerts) == (27, ("safety_item_unanswered",))


def test_alerts_stand_on_a_form_that_cannot_be_scored() -> None:
    incomplete = score(PHQ9, (SKIP, SKIP, SKIP, 0, 0, 0, 0, 0, 2))
    assert (incomplete.status, incomplete.alerts) == ("incomplete", ("self_harm_thoughts",))
    blank = score(PHQ9, (SKIP,) * 9)
    assert (blank.status, blank.raw, blank.alerts) == ("incomplete", 0, ("safety_item_unanswered",))
    assert score(GAD7, (SKIP,) * 7).alerts == ()


@pytest.mark.parametrize("ninth", [(), ("yes",), (-1,)])
def test_a_safety_item_that_is_no_answer_on_file_counts_as_unanswered(ninth: tuple[Answer, ...]) -> None:
    assert scoring.alerts(PHQ9, (0, 0, 0, 0, 0, 0, 0, 0, *ninth)) == ("safety_item_unanswered",)


# Answers that are not on the form


@pytest.mark.parametrize("answer", [4, -1, "yes", "no"])
def test_an_answer_that_is_not_on_the_form_is_refused_by_its_item(answer: Answer) -> None:
    with pytest.raises(InvalidAnswer, match=r"^item 2: answer 0 to 3, or skip$") as refused:
        score(PHQ9, (0, answer, 0, 0, 0, 0, 0, 0, 0))
    assert refused.value.item == 2


@pytest.mark.parametrize("count", [0, 8, 10])
def test_a_form_of_another_length_is_refused(count: int) -> None:
    with pytest.raises(InvalidAnswer, match=f"^phq9 has 9 items, {count} answers were given$") as refused:
        score(PHQ9, (0,) * count)
    assert refused.value.item == 0


def test_typed_answers_are_read_as_numbers_and_words() -> None:
    assert scoring.read_answers(PHQ9, ["0", "3", "skip", "yes", "no", "-1", "44"]) == (0, 3, SKIP, "yes", "no", -1, 44)


@pytest.mark.parametrize("word", ["", "two", "1.5", "Skip", "12345", "\u0663"])
def test_a_typed_word_that_no_form_takes_is_refused_by_its_item(word: str) -> None:
    with pytest.raises(InvalidAnswer, match=r"^item 3: answer 0 to 3, or skip$") as refused:
        scoring.read_answers(PHQ9, ["0", "0", word])
    assert refused.value.item == 3


# Forms on file


@pytest.mark.parametrize(
    ("recorded", "total"),
    [
        ({"answers": [2, 2, 1, 2, 1, 2, 1, 1, 0], "total": 99}, 12),
        ({"answers": [1, 1, 1, 1, 0, 0, 0, "skip", 0]}, 5),
        ({"answers": ["skip", "skip", "skip", 0, 0, 0, 0, 0, 0], "total": 3}, None),
        ({"answers": [9, 0, 0, 0, 0, 0, 0, 0, 0], "total": 9}, None),
        ({"total": 27}, 27),
        ({"total": 28}, None),
        ({"total": 12.0}, None),
        ({}, None),
    ],
)
def test_the_total_of_a_form_on_file_is_by_its_answers_else_as_recorded(
    recorded: dict[str, Any], total: int | None
) -> None:
    data = {"instrument": "phq9", "given_at": AS_OF, **recorded}
    assert scoring.total_of(PHQ9, Assessment.read(data, "pt-0001/assessments/1.toml")) == total


# Properties


@given(forms())
def test_every_complete_form_lands_in_exactly_one_band(filled: Form) -> None:
    form, answers = filled
    result = score(form, answers)
    assert result.total == sum(answer for answer in answers if isinstance(answer, int))
    assert [band.id for band in form.bands if band.min <= result.total <= band.max] == [result.band]


@given(forms(blanks=4), st.data())
def test_adding_a_point_never_lowers_total_severity_or_alerts(filled: Form, data: st.DataObject) -> None:
    form, answers = filled
    item = data.draw(st.integers(0, len(answers) - 1))
    before = answers[item]
    assume(isinstance(before, int) and before < form.response_max)
    assert isinstance(before, int)
    less, more = score(form, answers), score(form, (*answers[:item], before + 1, *answers[item + 1 :]))
    assert set(less.alerts) <= set(more.alerts)
    assert less.status == more.status
    if less.total is not None and more.total is not None:
        assert less.total <= more.total
        assert form.bands.index(form.band(less.total)) <= form.bands.index(form.band(more.total))


@given(forms(blanks=2))
def test_a_prorated_total_stays_within_what_the_blanks_could_have_been(filled: Form) -> None:
    form, answers = filled
    result = score(form, answers)
    assert result.total is not None
    assert result.raw <= result.total <= result.raw + len(result.missing) * form.response_max
    assert result.total in form.total_range


# The instruments themselves


@pytest.mark.parametrize("form", INSTRUMENTS)
def test_a_shipped_instrument_agrees_with_itself(form: Instrument) -> None:
    numbers = range(1, len(form.items) + 1)
    assert (form.response_min, form.response_max) == (0, 3)
    assert all(alert.item in numbers for alert in form.alerts)
    assert all(item in numbers for item in form.safety_items)
    assert len(form.loinc.items) == len(form.items)
    assert form.change.remission_max < form.change.clinical_min == form.positive_min


@pytest.mark.parametrize(
    "bands",
    [
        [{"id": "low", "min": 0, "max": 4}, {"id": "high", "min": 6, "max": 21}],
        [{"id": "low", "min": 0, "max": 5}, {"id": "high", "min": 5, "max": 21}],
        [{"id": "high", "min": 5, "max": 21}, {"id": "low", "min": 0, "max": 4}],
        [{"id": "low", "min": 0, "max": 4}, {"id": "high", "min": 5, "max": 22}],
    ],
)
def test_bands_with_a_gap_an_overlap_or_another_end_are_refused(bands: list[dict[str, Any]]) -> None:
    data = GAD7.model_dump() | {"bands": bands}
    with pytest.raises(ValidationError, match="bands must cover every possible total once, in order"):
        Instrument.read(data, "instruments/gad7.toml")
