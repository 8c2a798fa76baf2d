"""How many years of school a text asks for."""

import pytest

from iopctl.render.reading_level import grade, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The cat sat on the mat.", 0.39 * 6 + 11.8 * 6 / 6 - 15.59),
        ("I walk. I sleep.", 0.39 * 2 + 11.8 * 4 / 4 - 15.59),
        ("Whom I can call: my sister", 0.39 * 3 + 11.8 * 7 / 6 - 15.59),
        ("Make a table.", 0.39 * 3 + 11.8 * 4 / 3 - 15.59),
    ],
)
def test_the_grade_is_that_of_the_formula(text: str, expected: float) -> None:
    assert grade(sentences(text)) == pytest.approx(expected)


def test_without_words_there_is_none() -> None:
    assert grade(sentences("988. 911!")) is None
