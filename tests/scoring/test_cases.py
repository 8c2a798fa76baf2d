"""The instruments: each by hand-made forms, what none may take, and what every one of them must keep."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from iopctl import library
from iopctl.model.assessment import SKIP, Answer
from iopctl.model.instrument import Instrument
from iopctl.render.score import alert_text, score_text
from iopctl.scoring import InvalidAnswer, offered, read_answers, score

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads((Path(__file__).parent / "cases.toml").read_text("utf-8"))
SCORED = {each.id: each for each in library.instruments().values() if each.score != "none"}
FORMS = [(name, case) for name, cases in CASES.items() for case in cases]


def answers(instrument: Instrument, text: str) -> tuple[Answer, ...]:
    """Answers as the cases write them."""
    words: list[str] = []
    for part in text.split():
        found = re.fullmatch(r"(.+?)x([0-9]+)", part)
        words += [found[1]] * int(found[2]) if found else [part]
    return read_answers(instrument, ["skip" if word == "_" else word for word in words])


@pytest.mark.parametrize(("name", "case"), FORMS, ids=[f"{name} {case['answers']}" for name, case in FORMS])
def test_a_form_is_scored(name: str, case: dict[str, Any]) -> None:
    result = score(SCORED[name], answers(SCORED[name], case["answers"]), case.get("sex"))
    asked = {key: value for key, value in case.items() if key not in {"answers", "sex"}}
    status = asked.pop("status", "scored")
    assert result.status == status
    for key, value in asked.items():
        seen = getattr(result, key)
        if key == "subscales":
            assert {part: seen[part] for part in value} == value
        else:
            assert (list(seen) if isinstance(seen, tuple) else seen) == value, key
    if status == "incomplete":
        assert (result.total, result.mean, result.percent, result.band, result.risk) == (None,) * 5
    else:
        assert result.risk_at_least is None


def test_every_instrument_has_its_lowest_and_highest_score_and_both_sides_of_every_band() -> None:
    assert set(CASES) == set(SCORED)
    for name, form in SCORED.items():
        seen = [score(form, answers(form, case["answers"])) for case in CASES[name]]
        values = {each.mean if form.score == "mean" else each.total for each in seen}
        if form.score == "sum":
            assert {form.total_range[0], form.total_range[-1]} <= values, name
        if form.score == "mean":
            assert {form.response_min, form.response_max} <= values, name
        if form.band_on == "total":
            assert {end for band in form.bands for end in (band.min, band.max)} <= values, name
        assert {band.id for band in form.bands} <= {each.band for each in seen}, name
        raised = {alert for each in seen for alert in each.alerts}
        assert {alert.id for alert in form.alerts} <= raised, name
        assert not form.safety_items or "safety_item_unanswered" in raised, name
        assert "incomplete" in {each.status for each in seen}, name


OFF = {
    "phq9": ("0x8 4", 9),
    "gad7": ("0x6 -1", 7),
    "k10": ("0 1x9", 1),  # a form that is scored from 0 is another coding
    "audit": ("0x8 1 0", 9),  # the last two are 0, 2 or 4
    "sbqr": ("1 1 4 0", 3),
    "wsas": ("0 na 0x3", 2),  # only work can be left out of a life
    "cssrs_screener": ("no no 2 _ _ no _", 3),
    "dast10": ("nox9 2", 10),
    "who5": ("yes 0x4", 1),
    "brs": ("6 1x5", 1),
}


@pytest.mark.parametrize(("name", "form"), OFF.items(), ids=list(OFF))
def test_an_answer_that_is_not_on_the_form_is_refused_with_its_item(name: str, form: tuple[str, int]) -> None:
    text, item = form
    with pytest.raises(InvalidAnswer) as fault:
        score(SCORED[name], answers(SCORED[name], text))
    assert fault.value.item == item


@pytest.mark.parametrize("name", SCORED)
@pytest.mark.parametrize("change", [-1, 1])
def test_another_number_of_answers_is_refused(name: str, change: int) -> None:
    form = SCORED[name]
    extra = len(form.extra_items) if change > 0 else 0
    blank: tuple[Answer, ...] = (SKIP,) * (form.count + extra + change)
    with pytest.raises(InvalidAnswer, match="answers were given") as fault:
        score(form, blank)
    assert fault.value.item == 0


def test_what_is_scored_elsewhere_takes_no_answers() -> None:
    with pytest.raises(InvalidAnswer, match="oq45 is scored elsewhere: give its total, not the answers"):
        score(library.instrument("oq45"), (1, 2, 3))


# No wording beyond what its licence allows

FREE = {"phq9", "phq8", "gad7", "pcl5"}


def test_wording_is_shipped_for_the_free_ones_only() -> None:
    assert {each.id for each in library.instruments().values() if each.items} == FREE
    assert {each.id for each in library.instruments().values() if each.tier == "verbatim"} == FREE
    for each in library.instruments().values():
        assert bool(each.stem) == (each.id in FREE)
        assert all(len(topic) <= 45 for topic in each.topics), "a topic is a word or two of ours, no wording"


def test_every_instrument_names_its_licence_its_source_and_how_sure_we_are() -> None:
    for each in library.instruments().values():
        assert each.licence
        if each.score != "none":
            assert each.citation
            assert each.screen is None or each.screen.certainty
            assert not each.bands or each.band_certainty
        if each.loinc is not None:
            assert "Regenstrief" in each.loinc.notice
            assert each.loinc.items == () or len(each.loinc.items) == each.count


@pytest.mark.parametrize(
    ("name", "item", "said"),
    [
        ("phq9", 1, "0 to 3"),
        ("audit", 9, "0, 2, 4"),
        ("wsas", 1, "0 to 8, na"),
        ("dast10", 3, "yes or no"),
        ("phq9m", 10, "0 to 1"),
        ("k10", 1, "1 to 5"),
    ],
)
def test_what_an_item_takes_is_said_in_words(name: str, item: int, said: str) -> None:
    assert offered(SCORED[name], item) == said


def test_a_word_behind_the_last_item_is_no_answer_to_any() -> None:
    with pytest.raises(InvalidAnswer, match="phq9 has 9 items, more answers were given") as fault:
        read_answers(SCORED["phq9"], ["0"] * 9 + ["often"])
    assert fault.value.item == 0


@pytest.mark.parametrize(
    ("name", "form", "text"),
    [
        ("phq9", "1x9", "PHQ-9 9, mild"),
        ("who5", "3 3 3 2 2", "WHO-5 13 (52 %), adequate"),
        ("brs", "4 2 4 2 5 _", "BRS 4.2, normal (one item skipped, mean of the others)"),
        ("audit_c", "1x3", "AUDIT-C 3, positive"),
        ("audit_c", "0x3", "AUDIT-C 0, negative"),
        ("pss10", "0x10", "PSS-10 16"),
        ("wsas", "na 8x4", "WSAS 32, moderately severe (work not applicable)"),
        ("cssrs_screener", "no yes no yes no no _", "C-SSRS risk level: high"),
        (
            "cssrs_screener",
            "no yes yes _ _ no _",
            "C-SSRS risk level: at least moderate, incomplete (two items skipped)",
        ),
        ("isi", "4x6 _", "ISI has no total (one item skipped, none may be)"),
    ],
)
def test_a_result_in_one_line(name: str, form: str, text: str) -> None:
    assert score_text(SCORED[name], score(SCORED[name], answers(SCORED[name], form))) == text


@pytest.mark.parametrize(
    ("name", "alert", "said"),
    [
        ("phq9", "self_harm_thoughts", "item 9, self harm thoughts: critical"),
        ("phq9", "safety_item_unanswered", "safety item 9 was left unanswered"),
        ("cssrs_screener", "safety_item_unanswered", "left unfinished, the level may be higher: critical"),
        ("sbqr", "safety_item_unanswered", "one of the safety items 1 to 4 was left unanswered"),
        ("sbqr", "sbqr_positive", "sbqr positive: critical"),
        ("phq9m", "attempt_ever", "item 13, attempt ever: urgent"),
        ("cssrs_screener", "suicide_risk_high", "suicide risk high: critical"),
        ("cssrs_screener", "inconsistent_answers", "answers contradict each other; the highest level counts"),
    ],
)
def test_an_alert_is_said_without_an_answer(name: str, alert: str, said: str) -> None:
    assert alert_text(SCORED[name], alert) == said
