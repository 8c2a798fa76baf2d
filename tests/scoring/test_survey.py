"""120 real forms (tests/data/survey): our totals and bands against a script that knows nothing of ours."""

import csv
from pathlib import Path

import pytest

from iopctl import library
from iopctl.scoring import score

FILE = Path(__file__).parent.parent / "data" / "survey" / "Psychological_aspects_first120.csv"


def rows() -> list[dict[str, int]]:
    with FILE.open(encoding="utf-8-sig", newline="") as stream:
        return [{key: int(value) for key, value in row.items() if key != "BMI"} for row in csv.DictReader(stream)]


def phq9_band(total: int) -> str:
    if total < 5:
        return "minimal"
    if total < 10:
        return "mild"
    if total < 15:
        return "moderate"
    return "moderately_severe" if total < 20 else "severe"


def gad7_band(total: int) -> str:
    if total < 5:
        return "minimal"
    if total < 10:
        return "mild"
    return "moderate" if total < 15 else "severe"


def test_there_are_120_rows() -> None:
    assert len(rows()) == 120


@pytest.mark.parametrize("row", rows(), ids=range(2, 122))
def test_a_row_is_scored_as_by_hand(row: dict[str, int]) -> None:
    depression = [row[f"D{n}"] for n in range(1, 10)]
    anxiety = [row[f"A{n}"] for n in range(1, 8)]
    stress = [row[f"S{n}"] for n in range(1, 11)]
    phq9, gad7, pss10 = (
        score(library.instrument(name), answers)
        for name, answers in (("phq9", depression), ("gad7", anxiety), ("pss10", stress))
    )
    total = 0
    for answer in depression:
        total += answer
    assert (phq9.total, phq9.band, phq9.positive) == (total, phq9_band(total), total > 9)
    assert phq9.alerts == (("self_harm_thoughts",) if depression[8] else ())
    assert (gad7.total, gad7.band) == (sum(anxiety), gad7_band(sum(anxiety)))
    reversed_items = 4 - row["S4"] + 4 - row["S5"] + 4 - row["S7"] + 4 - row["S8"]
    others = row["S1"] + row["S2"] + row["S3"] + row["S6"] + row["S9"] + row["S10"]
    assert (pss10.total, pss10.band, pss10.positive) == (reversed_items + others, None, None)
