"""RV202: when the documentation of a review entered the record."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.history import UNCOMMITTED, Commit, History
from iopctl.model.pack import RulePack
from iopctl.rules import rv202_review_filed_late as rv202
from tests.conftest import AS_OF, build_chart, messages, pack_of

Packs = Mapping[str, RulePack]

# Admitted on 1 June: the first review is due on 1 September, and in the record by 16 September.
STAY = """
[plan]
status = "active"
admitted_at = 2026-06-01
[[reviews]]
on = {on}
by = "t01"
{filed}
"""


def review(on: str, filed: str | None = None) -> Chart:
    """One review held and perhaps filed on these days."""
    return build_chart(STAY.format(on=on, filed="" if filed is None else f"filed_on = {filed}"))


def test_the_fifteenth_day_after_the_due_date_is_in_time_and_the_next_is_late(packs: Packs) -> None:
    pack = packs["va-dbhds"]
    assert messages(rv202.check(review("2026-09-01", "2026-09-16"), pack, AS_OF)) == []
    [late] = rv202.check(review("2026-09-01", "2026-09-17"), pack, AS_OF)
    assert late.message == (
        "the review of 2026-09-01 was filed on 2026-09-17,"
        " it was due in the record by 2026-09-16, 15 days after the review was due on 2026-09-01"
    )
    assert late.next == "file the next one in time; one that is late stays late"
    assert late.place == Place("pt-0001/reviews/2026-09-01.toml", ("filed_on",))
    assert (late.severity, late.on, late.patient) == ("warning", date(2026, 9, 1), "pt-0001")
    assert late.limit is not None
    assert late.limit.name == "review_filing_days"


@pytest.mark.parametrize("held", ["2026-07-01", "2026-09-01", "2026-09-10"])
def test_held_early_or_late_it_has_until_fifteen_days_after_the_due_date(held: str, packs: Packs) -> None:
    assert messages(rv202.check(review(held, "2026-09-16"), packs["va-dbhds"], AS_OF)) == []
    assert len(messages(rv202.check(review(held, "2026-09-17"), packs["va-dbhds"], AS_OF))) == 1


def test_nothing_is_late_before_the_last_day_has_passed(packs: Packs) -> None:
    pack = packs["va-dbhds"]
    assert messages(rv202.check(review("2026-09-01"), pack, date(2026, 9, 16))) == []
    assert len(messages(rv202.check(review("2026-09-01", "2026-09-20"), pack, date(2026, 9, 17)))) == 1
    assert messages(rv202.check(review("2026-09-01", "2026-09-20"), pack, date(2026, 9, 16))) == []
    assert messages(rv202.check(review("2026-09-20"), pack, date(2026, 9, 19))) == []
    assert len(messages(rv202.check(review("2026-09-20"), pack, date(2026, 9, 20)))) == 1


def test_when_it_was_filed_is_a_gap_where_nobody_wrote_it(packs: Packs) -> None:
    [gap] = rv202.check(review("2026-09-01"), packs["va-dbhds"], date(2026, 9, 17))
    assert gap.message == (
        "when the review of 2026-09-01 was filed is not recorded,"
        " it was due in the record by 2026-09-16, 15 days after the review was due on 2026-09-01"
    )
    assert gap.next == "write filed_on, the day on which the review entered the record"
    assert (gap.severity, gap.place.key, gap.on) == ("info", ("filed_on",), date(2026, 9, 1))
    assert [f.severity for f in rv202.check(review("2026-09-16"), packs["va-dbhds"], AS_OF)] == ["info"]


def test_one_that_was_held_after_the_last_day_cannot_have_been_filed_in_time(packs: Packs) -> None:
    [late] = rv202.check(review("2026-09-17"), packs["va-dbhds"], AS_OF)
    assert late.message == (
        "the review of 2026-09-17 was held too late to be filed in time,"
        " it was due in the record by 2026-09-16, 15 days after the review was due on 2026-09-01"
    )
    assert late.next == "file the next one in time; one that is late stays late"
    assert (late.severity, late.place.key) == ("warning", ("on",))


def test_the_due_date_is_the_one_that_stood_before_the_review(chart: Chart) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-09-07
    revisions = [{ revision = 1, kind = "comprehensive", effective_at = 2026-09-21 }]
    [[reviews]]
    on = 2026-09-21
    by = "t01"
    filed_on = 2026-09-24
    [[reviews]]
    on = 2026-10-05
    by = "t01"
    filed_on = 2026-10-08
    """
    pack = pack_of("limits.review_days = [{ value = 14 }]\nlimits.review_filing_days = [{ value = 2 }]")
    assert messages(rv202.check(chart, pack, AS_OF)) == [
        (
            "the review of 2026-09-21 was filed on 2026-09-24,"
            " it was due in the record by 2026-09-23, 2 days after the review was due on 2026-09-21"
        ),
        (
            "the review of 2026-10-05 was filed on 2026-10-08,"
            " it was due in the record by 2026-10-07, 2 days after the review was due on 2026-10-05"
        ),
    ]


def test_the_grace_is_the_one_in_force_on_the_due_date(packs: Packs) -> None:
    by_day = pack_of("""
    limits.review_months = [{ value = 3 }]
    limits.review_filing_days = [{ value = 15, since = 2026-09-02 }]
    """)
    assert messages(rv202.check(review("2026-09-01", "2026-10-01"), by_day, AS_OF)) == []
    for pack in ("core", "house"):
        assert messages(rv202.check(review("2026-09-01", "2026-10-01"), packs[pack], AS_OF)) == []


@pytest.mark.parametrize(
    ("commit", "said"),
    [
        (Commit("abc1234", date(2026, 9, 16)), []),
        (Commit("abc1234", date(2026, 9, 17)), ["the review of 2026-09-01 was filed on 2026-09-17"]),
        (UNCOMMITTED, ["when the review of 2026-09-01 was filed is not recorded"]),
        (None, ["when the review of 2026-09-01 was filed is not recorded"]),
    ],
)
def test_where_nobody_wrote_it_the_first_commit_says_when_it_was_filed(
    commit: Commit | None, said: list[str], packs: Packs
) -> None:
    held = review("2026-09-01")
    first = {} if commit is None else {held.reviews[0].file: commit}
    found = messages(rv202.check(replace(held, history=History(first)), packs["va-dbhds"], AS_OF))
    assert [message.partition(",")[0] for message in found] == said


def test_what_is_written_counts_before_what_git_says(packs: Packs) -> None:
    held = review("2026-09-01", "2026-09-10")
    history = History({held.reviews[0].file: Commit("abc1234", date(2026, 11, 1))})
    assert messages(rv202.check(replace(held, history=history), packs["va-dbhds"], AS_OF)) == []
