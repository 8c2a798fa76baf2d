"""claim test: verdicts at both sides of every edge, and the counts they rest on."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopctl import library, store
from iopctl.commands.claim.readmit import read_days
from iopctl.commands.report.frame import Days
from iopctl.reporting.claims import MEANS, around, improvement, readmissions_fewer
from iopctl.reporting.figures import Figure, Period
from iopctl.reporting.intervals import Share, newcombe
from iopctl.reporting.verdicts import at_least, fewer, people_needed
from iopctl.testing import census_of
from tests.conftest import Iopctl
from tests.forty_stays import AS_OF, write_forty

BEFORE, AFTER = Period(date(2026, 4, 1), date(2026, 6, 30)), Period(date(2026, 7, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("before", "after", "claimed", "verdict"),
    [
        ((9, 61), (6, 58), 0.3, "not distinguishable from chance"),
        ((20, 100), (14, 100), 0.3, "not distinguishable from chance"),
        ((20, 100), (14, 100), None, "not distinguishable from chance"),
        ((200, 1000), (140, 1000), 0.3, "supported"),
        ((200, 1000), (141, 1000), 0.3, "smaller than claimed"),
        ((200, 1000), (141, 1000), None, "supported"),
        ((2000, 10000), (1800, 10000), 0.3, "contradicted"),
        ((2000, 10000), (1800, 10000), None, "supported"),
        ((14, 100), (40, 100), None, "contradicted"),
        ((14, 100), (40, 100), 0.3, "contradicted"),
        ((0, 40), (0, 40), 0.3, "not distinguishable from chance"),
        ((30, 100), (0, 100), 0.3, "supported"),
        ((0, 100), (30, 100), 0.3, "contradicted"),
        ((0, 0), (3, 10), 0.3, "n/a"),
        ((3, 10), (0, 0), None, "n/a"),
    ],
)  # fmt: skip  # one row a case
def test_what_two_shares_say_of_fewer(
    before: tuple[int, int], after: tuple[int, int], claimed: float | None, verdict: str
) -> None:
    assert fewer(Share(*before), Share(*after), claimed) == verdict


shares = st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(shares, shares, st.sampled_from([None, 0.1, 0.3, 0.9]))
def test_no_claim_is_supported_while_the_interval_holds_no_difference(
    before: tuple[int, int], after: tuple[int, int], claimed: float | None
) -> None:
    between = newcombe(Share(*after), Share(*before))
    assert between is not None
    if fewer(Share(*before), Share(*after), claimed) in {"supported", "smaller than claimed"}:
        assert between.high < 0


@pytest.mark.parametrize(
    ("share", "claimed", "verdict"),
    [
        ((18, 30), 0.8, "contradicted"),  # 42.3 to 75.4 %
        ((18, 30), 0.754, "not distinguishable from chance"),
        ((18, 30), 0.755, "contradicted"),
        ((18, 30), 0.43, "not distinguishable from chance"),
        ((18, 30), 0.42, "supported"),
        ((0, 0), 0.5, "n/a"),
    ],
)
def test_what_a_share_says_of_at_least(share: tuple[int, int], claimed: float, verdict: str) -> None:
    assert at_least(Share(*share), claimed) == verdict


def test_twenty_to_fourteen_percent_takes_about_611_people() -> None:
    """measures, the article's claims."""
    assert people_needed(0.2, 0.3) == 612
    assert people_needed(0.0, 0.3) is None
    assert people_needed(0.2, 0.0) is None


def _figures(figures: tuple[Figure, ...]) -> dict[str, Figure]:
    return {figure.id: figure for figure in figures}


def test_the_counts_of_both_periods_are_those_that_were_written_out(tmp_path: Path) -> None:
    census = store.load(write_forty(tmp_path), library.packs(), library.instruments()).census
    made = readmissions_fewer(census, BEFORE, AFTER, AS_OF, 0.3)
    found = _figures(made.report.figures)
    assert (found["before"].count, found["before"].of) == (8, 30)
    assert (found["after"].count, found["after"].of) == (5, 41)
    assert found["after"].left_out == {
        "in hospital on the day of discharge": 1,
        "died within 30 days": 1,
        "not known for 30 days": 1,
    }
    assert made.verdict == "not distinguishable from chance"
    assert made.claim == "30 % fewer readmissions within 30 days"
    assert found["difference"].value == pytest.approx(100 * (5 / 41 - 8 / 30), rel=1e-12)
    assert found["ratio"].value == pytest.approx((5 / 41) / (8 / 30), rel=1e-12)
    plain = readmissions_fewer(census, BEFORE, AFTER, AS_OF, None)
    assert plain.claim == "fewer readmissions within 30 days"
    assert "needed" not in _figures(plain.report.figures)


STAY = """
[[plans]]
patient = "pt-{number:04}"
status = "closed"
population = "{population}"
admitted_at = 2026-03-01
discharge = {{ on = {ended}, reason = "completed" }}
"""


def test_stays_whose_30_days_are_not_over_are_left_out() -> None:
    admitted = 'events = [{ kind = "hospitalization", on = 2026-09-25 }]\n'
    late = STAY.format(number=2, population="adult", ended="2026-09-20") + admitted
    census = census_of(STAY.format(number=1, population="adult", ended="2026-05-01") + late)
    found = _figures(readmissions_fewer(census, BEFORE, AFTER, date(2026, 10, 19), None).report.figures)
    assert (found["after"].of, found["after"].left_out) == (0, {"30 days not over": 1})
    found = _figures(readmissions_fewer(census, BEFORE, AFTER, date(2026, 10, 20), None).report.figures)
    assert (found["after"].count, found["after"].of) == (1, 1)


def test_periods_of_other_people_are_not_compared() -> None:
    both = [("adult", "2026-05-01"), ("youth", "2026-08-01")]
    census = census_of("".join(STAY.format(number=n, population=p, ended=e) for n, (p, e) in enumerate(both, 1)))
    made = readmissions_fewer(census, BEFORE, AFTER, AS_OF, None)
    assert made.verdict == "not comparable"
    assert made.sentence.endswith(MEANS["not comparable"])
    assert "no difference" in made.sentence
    nobody = readmissions_fewer(census_of(""), BEFORE, AFTER, AS_OF, 0.3)
    assert nobody.sentence == (
        "Before 0 of 0, after 0 of 0 were in hospital within 30 days. In one of the periods there is nobody to count:"
        " nothing may be said."
    )


def test_no_sentence_names_a_cause_of_a_difference() -> None:
    assert all("it does not say why" in says for verdict, says in MEANS.items() if verdict.startswith("s"))


@pytest.mark.parametrize(
    ("changed", "before", "after"),
    [
        (date(2026, 7, 1), (date(2026, 2, 4), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 10, 24))),
        (date(2024, 1, 1), (date(2023, 1, 1), date(2023, 12, 31)), (date(2024, 1, 1), date(2024, 12, 30))),
        (date(2026, 11, 1), (date(2026, 10, 31), date(2026, 10, 31)), (date(2026, 11, 1), date(2026, 11, 1))),
    ],
)
def test_a_day_of_change_has_as_many_days_on_either_side(
    changed: date, before: tuple[date, date], after: tuple[date, date]
) -> None:
    one, other = around(changed, AS_OF)
    assert other == Period(*after)
    assert one.last == changed - timedelta(days=1)
    assert one.last - one.first == other.last - other.first


def test_an_improvement_is_held_against_the_share_of_those_with_both_scores(tmp_path: Path) -> None:
    instruments = library.instruments()
    census = store.load(write_forty(tmp_path), library.packs(), instruments).census
    says = {
        0.8: ("contradicted", "That contradicts the claim, and it must not be made."),
        0.6: ("not distinguishable from chance", "at this size, and must not be made."),
        0.4: ("supported", "The claim may be made of those with both scores; it does not say why."),
    }
    for claimed, (verdict, ends) in says.items():
        made = improvement(census, AFTER, AS_OF, instruments["phq9"], claimed)
        assert (made.verdict, _figures(made.report.figures)["improved"].count) == (verdict, 18)
        assert made.sentence.startswith("18 of 30 with both scores improved reliably on the PHQ-9 (95 % interval 42.3")
        assert made.sentence.endswith(ends)
    nobody = improvement(census_of(""), AFTER, AS_OF, instruments["phq9"], 0.8)
    assert (nobody.verdict, nobody.sentence) == ("n/a", "Nobody has both scores: nothing may be said.")


# The commands


def test_a_day_of_change_makes_a_command_with_both_periods(iopctl: Iopctl, tmp_path: Path) -> None:
    folder = str(write_forty(tmp_path / "plans"))
    dated = ["--changed-on", "2026-07-01", "--as-of", "2026-11-23"]
    ran = iopctl("claim", "test", "readmit-30", *dated, "--plans", folder, "--format", "json")
    told = json.loads(ran.out)["claim"]
    assert told["claim"] == "fewer readmissions within 30 days"
    assert "--before 2026-03-07..2026-06-30 --after 2026-07-01..2026-10-24 --as-of 2026-11-23" in told["command"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--before", "2026-04-01..2026-06-30"], "name the periods with --before and --after"),
        (["--changed-on", "2026-07-01", "--after", "2026-07-01..2026-08-01"], "name the periods"),
        (["--before", "2026-04-01..2026-06-30", "--after", "2026-06-30..2026-07-30"], "--after begins before"),
        (["--before", "2026-04-01"], "write a period as 2025-01-01..2025-06-30"),
        (["--before", "2026-04-02..2026-04-01"], "the last day is before the first"),
    ],
)
def test_periods_that_are_none_are_refused(args: list[str], says: str, iopctl: Iopctl, tmp_path: Path) -> None:
    folder = str(write_forty(tmp_path / "plans"))
    ran = iopctl("claim", "test", "readmit-30", *args, "--plans", folder)
    assert ran.status == 2
    assert says in ran.err


def test_days_that_are_read_already_are_days() -> None:
    days = Days(date(2026, 4, 1), date(2026, 6, 30))
    assert read_days(days) is days


def test_an_instrument_without_a_reliable_change_has_no_claim(iopctl: Iopctl, tmp_path: Path) -> None:
    folder = str(write_forty(tmp_path / "plans"))
    ran = iopctl("claim", "test", "improvement", "--share", "80", "--instrument", "audit", "--plans", folder)
    assert (ran.status, ran.err) == (3, "iopctl: nobody has published what reliable change on the AUDIT is.\n")
