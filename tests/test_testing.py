"""The helper that rule tests and cases are written with."""

from datetime import date

import pytest

from iopctl.model.frozen import Place
from iopctl.model.history import UNCOMMITTED, Commit, History, Missing
from iopctl.testing import census_of, chart_of

FACTS = """
[[plans]]
patient = "pt-0001"
[[plans]]
patient = "pt-0002"

[[weeks]]
week = "2026-W46"

[[reviews]]
patient = "pt-0002"
on = 2026-11-09
by = "t01"

[[history]]
commit = 2026-11-09
first_holds = ["reviews.0", "plans.0", "plans.1.signatures.0.on"]

[[history]]
changes = ["plans.1.signatures.0.on", "weeks.0.sessions.3.attendance.pt-0001.signed_at"]

[[history]]
commit = 2026-11-20
changes = ["plans.1.signatures.0.on"]
"""


def test_history_is_told_by_paths_in_the_facts() -> None:
    first, last = Commit("c1", date(2026, 11, 9)), Commit("c3", date(2026, 11, 20))
    signature = Place("pt-0002/plan.toml", ("signatures", 0, "on"))
    note = Place("weeks/2026-W46.toml", ("sessions", 3, "attendance", "pt-0001", "signed_at"))
    census = census_of(FACTS)
    assert census.history == History(
        first={"pt-0002/reviews/2026-11-09.toml": first, "pt-0001/plan.toml": first},
        entered={signature: first},
        changed={signature: (UNCOMMITTED, last), note: (UNCOMMITTED,)},
    )
    assert [chart.history for chart in census.charts] == [census.history, census.history]


def test_history_is_told_of_the_only_plan() -> None:
    history = chart_of('[plan]\n[[history]]\nfirst_holds = ["plan.signatures.0.on", "plan"]\n').history
    assert history == History(
        first={"pt-0001/plan.toml": UNCOMMITTED},
        entered={Place("pt-0001/plan.toml", ("signatures", 0, "on")): UNCOMMITTED},
    )
    [place] = chart_of('[plan]\npatient = "ab-123"\n[[history]]\nfirst_holds = ["plan.x"]\n').history.entered  # type: ignore[union-attr]
    assert place.file == "ab-123/plan.toml"


@pytest.mark.parametrize(
    ("facts", "history"), [("[plan]", None), ('history = "no git"\n[plan]', Missing("no git", ""))]
)
def test_there_is_none_or_a_reason_why(facts: str, history: Missing | None) -> None:
    census = census_of(facts)
    if history is None:
        assert census.history is None
    else:
        assert census.history is not None
        assert census.history.missing is not None
        assert census.history.missing.why == history.why
