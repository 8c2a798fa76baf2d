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
from iopctl.scoring import InvalidAnswer, Score, points_of, score
from tests.conftest import AS_OF

PHQ9 = library.instrument("phq9")
GAD7 = library.instrument("gad7")
INSTRUMENTS = [PHQ9, GAD7]

Form = tuple[Instrument, tuple[Answer, ...]]


def a_form_with(total: int, form: Instrument = PHQ9) -> tuple[int, ...]:
    """A complete form with that total, the points in the first items."""
    points = []
    for _ in range(form.count):
        points.append(min(total, form.response_max))
        total -= points[-1]
    return tuple(points)


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


@pytest.mark.parametrize(
    ("name", "recorded", "value"),
    [
        ("brs", {"total": 3.17}, 3.17),
        ("brs", {"total": 5.5}, None),
        ("brs", {"answers": [3, 3, 3, 3, 3, 4]}, 2.83),
        ("cssrs_screener", {"answers": ["yes", "no", "skip", "skip", "skip", "no", "skip"]}, None),
        ("oq45", {"total": 63}, 63),
        ("oq45", {"total": 181}, None),
        ("locus", {"total": 6}, None),
    ],
)
def test_a_form_on_file_of_another_instrument(name: str, recorded: dict[str, Any], value: float | None) -> None:
    data = {"instrument": name, "given_at": AS_OF, **recorded}
    assert scoring.total_of(library.instrument(name), Assessment.read(data, "pt-0001/assessments/1.toml")) == value


@pytest.mark.parametrize(
    ("name", "recorded", "right"),
    [
        ("phq9", {"answers": [1] * 9, "total": 9, "band": "mild"}, {}),
        ("phq9", {"answers": [1] * 9, "total": 8, "band": "mild"}, {"total": 9}),
        ("phq9", {"answers": [1] * 9}, {"total": 9, "band": "mild"}),
        ("phq9", {"answers": [1] * 6 + ["skip"] * 3, "total": 6}, {}),
        ("phq9", {"answers": [4] * 9, "total": 6}, {}),
        ("phq9", {"total": 8}, {}),
        ("brs", {"answers": [3] * 6, "total": 3.5, "band": "normal"}, {"total": 3.0}),
        (
            "cssrs_screener",
            {"answers": ["no", "yes", "no", "yes", "no", "no", "skip"], "level": "low"},
            {"level": "high"},
        ),
    ],
)
def test_what_is_on_record_is_restated(name: str, recorded: dict[str, Any], right: dict[str, Any]) -> None:
    data = {"instrument": name, "given_at": AS_OF, **recorded}
    assessment = Assessment.read(data, "pt-0001/assessments/1.toml")
    assert scoring.restated(library.instrument(name), assessment) == right


@pytest.mark.parametrize(
    ("name", "recorded", "band"),
    [
        ("phq9", 27, "severe"),
        ("phq9", 28, None),
        ("phq9", None, None),
        ("who5", 13, "adequate"),
        ("brs", 4.3, "normal"),
        ("pss10", 20, None),
    ],
)
def test_the_band_of_a_recorded_score(name: str, recorded: float | None, band: str | None) -> None:
    assert scoring.band_of(library.instrument(name), recorded) == band


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


# Properties, over every instrument that is scored by a sum or a mean

SCORED = [each for each in library.instruments().values() if each.score in {"sum", "mean"}]


@st.composite
def any_forms(draw: st.DrawFn, blanks: int = 0) -> Form:
    """A form of any instrument, with at most so many items left blank."""
    form = draw(st.sampled_from(SCORED))
    answers: list[Answer] = [draw(st.sampled_from(form.values(item))) for item in range(1, form.count + 1)]
    for item in draw(st.sets(st.integers(0, form.count - 1), max_size=blanks)):
        answers[item] = SKIP
    return form, tuple(answers)


def judged(result: Score, form: Instrument) -> float | None:
    """The score that the bands are about."""
    return {"total": result.total, "percent": result.percent, "mean": result.mean}[form.band_on]


@given(any_forms())
def test_every_complete_form_lands_in_exactly_one_band(filled: Form) -> None:
    form, answers = filled
    result = score(form, answers)
    value = judged(result, form)
    assert value is not None
    holding = [band.id for band in form.bands if band.min <= value <= band.max]
    assert holding == ([result.band] if form.bands else [])
    if form.score == "sum":
        assert result.total in form.total_range


@given(any_forms())
def test_an_item_reversed_twice_is_as_it_was(filled: Form) -> None:
    form, answers = filled
    once = points_of(form, answers)
    back = points_of(form, tuple(once[item] for item in range(1, form.count + 1)))
    assert [back[item] for item in range(1, form.count + 1)] == [
        answer if isinstance(answer, int) else int(answer == "yes") for answer in answers
    ]


@given(any_forms(blanks=4), st.data())
def test_a_step_for_the_worse_never_lowers_severity_or_alerts(filled: Form, data: st.DataObject) -> None:
    form, answers = filled
    item = data.draw(st.integers(1, form.count))
    values, before = form.values(item), answers[item - 1]
    up = (item in form.reverse) != form.higher_is_worse
    assume(isinstance(before, int) and before != values[-1 if up else 0])
    assert isinstance(before, int)
    after = values[values.index(before) + (1 if up else -1)]
    # An AUDIT item that is no longer 0 takes away the excuse of others.
    assume(not form.missing or not form.missing.skips or SKIP not in answers)
    less, more = score(form, answers), score(form, (*answers[: item - 1], after, *answers[item:]))
    assert set(less.alerts) <= set(more.alerts)
    assert less.status == more.status
    one, other = judged(less, form), judged(more, form)
    if one is not None and other is not None:
        worse = other - one if form.higher_is_worse else one - other
        assert worse >= 0
        if form.bands:
            names = [band.id for band in form.bands]
            step = names.index(more.band or "") - names.index(less.band or "")
            assert (step if form.higher_is_worse else -step) >= 0
        assert not (less.positive and not more.positive)


@given(any_forms(blanks=4))
def test_a_prorated_total_stays_within_what_the_blanks_could_have_been(filled: Form) -> None:
    form, answers = filled
    result = score(form, answers)
    assume(result.status == "prorated" and result.total is not None)
    assert result.raw is not None
    blank = [form.values(item) for item in result.missing]
    least = result.raw + sum(min(values) for values in blank)
    most = result.raw + sum(max(values) for values in blank)
    assert least <= (result.total or 0) <= most


# The instruments themselves


@pytest.mark.parametrize("form", INSTRUMENTS)
def test_a_shipped_instrument_agrees_with_itself(form: Instrument) -> None:
    numbers = range(1, form.count + 1)
    assert (form.response_min, form.response_max) == (0, 3)
    assert all(alert.item in numbers for alert in form.alerts)
    assert all(item in numbers for item in form.safety_items)
    assert form.loinc is not None
    assert form.screen is not None
    assert len(form.loinc.items) == form.count
    known = form.change
    assert known.remission_max is not None
    assert known.clinical_min is not None
    assert known.remission_max.value < known.clinical_min.value == form.screen.min


@pytest.mark.parametrize(
    ("bands", "said"),
    [
        ([{"id": "low", "min": 0, "max": 4}, {"id": "high", "min": 6, "max": 21}], "without gap or overlap"),
        ([{"id": "low", "min": 0, "max": 5}, {"id": "high", "min": 5, "max": 21}], "without gap or overlap"),
        ([{"id": "high", "min": 5, "max": 21}, {"id": "low", "min": 0, "max": 4}], "without gap or overlap"),
        ([{"id": "low", "min": 0, "max": 4}, {"id": "high", "min": 5, "max": 22}], "cover every possible score"),
        ([{"id": "low", "min": 1, "max": 4}, {"id": "high", "min": 5, "max": 21}], "cover every possible score"),
    ],
)
def test_bands_with_a_gap_an_overlap_or_another_end_are_refused(bands: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Instrument.read(GAD7.model_dump() | {"bands": bands}, "instruments/gad7.toml")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"items": ("only one",)}, "equally many"),
        ({"tier": "scoring_only"}, "only there"),
        ({"topics": ()}, "has topics and a policy for blanks"),
        ({"missing": None}, "has topics and a policy for blanks"),
        ({"score": "triage"}, "has topics and a policy for blanks"),
    ],
)
def test_an_instrument_that_is_not_whole_is_refused(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Instrument.read(GAD7.model_dump() | fields, "instruments/gad7.toml")
