"""What is said of a search while it goes on, and of the week it found."""

import pytest

from iopctl.building.searching import Progress, Quality
from iopctl.commands.solving import progress_text
from iopctl.render.built import how_good


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (Progress(120), "3 s: 120 minutes missing"),
        (Progress(0), "3 s: nobody is short"),
        (Progress(0, 1359), "3 s: nobody is short; cost 1359"),
        (Progress(0, 640, 608), "3 s: nobody is short; cost 640, none below 608 (5.0 %)"),
    ],
)
def test_progress_says_what_is_known_by_then(progress: Progress, said: str) -> None:
    assert progress_text(progress, 3.2) == said


@pytest.mark.parametrize(
    ("quality", "said"),
    [
        (Quality(0, 0, 328, 328), "The wishes cost 328; no week costs less."),
        (
            Quality(0, 0, 1303, 1244),
            (
                "The wishes cost 1303, at most 4.7 % more than the best week, which costs 1244 or more."
                " A longer --time-limit may find a better one."
            ),
        ),
        (
            Quality(0, 0, 1359, 0),
            "The wishes cost 1359; what the best week costs is not known. A longer --time-limit may find a better one.",
        ),
        (
            Quality(100, 50, 1359, 0),
            (
                "100 minutes are missing, and whether fewer could be is not known: at least 50 are."
                " A longer --time-limit may find a better week."
            ),
        ),
    ],
)
def test_a_week_says_how_good_it_is_known_to_be(quality: Quality, said: str) -> None:
    assert how_good(quality) == said
