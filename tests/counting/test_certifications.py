"""S8: when the next certification is due."""

from datetime import date

from iopctl.counting.certifications import certification_due, certified, recertified
from iopctl.model.chart import Chart
from iopctl.model.frozen import Key
from iopctl.model.pack import RulePack
from tests.conftest import build_chart, pack_of

EVERY_60 = pack_of("limits.recertification_days = [{ value = 60 }]")
EIGHTEEN_THEN_30 = pack_of("""
limits.first_recertification_days = [{ value = 18 }]
limits.recertification_days = [{ value = 30 }]
""")


def stay(*certified_on: str, more: str = "admitted_at = 2026-09-07") -> Chart:
    """A stay with certifications of these days."""
    certifications = ", ".join(f'{{ on = {day}, by = "md1" }}' for day in certified_on)
    return build_chart(f"[plan]\n{more}\ncertifications = [{certifications}]")


def due(chart: Chart, pack: RulePack, day: date) -> tuple[date, str, Key] | None:
    """When, since what, and where that stands."""
    found = certification_due(chart, pack, day)
    return None if found is None else (found.on, found.start.what, found.start.place.key)


def test_the_interval_counts_from_the_newest_certification_by_that_day() -> None:
    chart = stay("2026-10-20", "2026-09-07", "2026-12-01")
    assert due(chart, EVERY_60, date(2026, 10, 19)) == (
        date(2026, 11, 6),
        "the certification of 2026-09-07",
        ("certifications", 1, "on"),
    )
    assert due(chart, EVERY_60, date(2026, 10, 20)) == (
        date(2026, 12, 19),
        "the certification of 2026-10-20",
        ("certifications", 0, "on"),
    )


def test_without_one_it_counts_from_admission_and_before_admission_nothing_is_due() -> None:
    assert due(stay(), EVERY_60, date(2026, 9, 7)) == (date(2026, 11, 6), "admission on 2026-09-07", ("admitted_at",))
    assert due(stay(), EVERY_60, date(2026, 9, 6)) is None
    assert due(stay(more=""), EVERY_60, date(2026, 9, 7)) is None
    assert due(stay(), pack_of("limits.review_days = [{ value = 14 }]"), date(2026, 9, 7)) is None


def test_the_first_recertification_may_have_a_number_of_its_own_from_admission() -> None:
    one, two = stay("2026-09-09"), stay("2026-09-09", "2026-09-20")
    assert due(stay(), EIGHTEEN_THEN_30, date(2026, 9, 20)) == (
        date(2026, 9, 25),
        "admission on 2026-09-07",
        ("admitted_at",),
    )
    assert due(one, EIGHTEEN_THEN_30, date(2026, 9, 20)) == (
        date(2026, 9, 25),
        "admission on 2026-09-07",
        ("admitted_at",),
    )
    assert due(two, EIGHTEEN_THEN_30, date(2026, 9, 20)) == (
        date(2026, 10, 20),
        "the certification of 2026-09-20",
        ("certifications", 1, "on"),
    )


def test_two_of_the_first_day_are_one() -> None:
    chart = stay("2026-09-07", "2026-09-07")
    assert due(chart, EIGHTEEN_THEN_30, date(2026, 9, 20)) == (
        date(2026, 9, 25),
        "admission on 2026-09-07",
        ("admitted_at",),
    )
    assert recertified(chart.plan, date(2026, 9, 20)) == []


def test_a_pack_with_the_first_number_alone_has_no_further_one() -> None:
    once = pack_of("limits.first_recertification_days = [{ value = 18 }]")
    assert due(stay("2026-09-07"), once, date(2026, 9, 20)) is not None
    assert due(stay("2026-09-07", "2026-09-20"), once, date(2026, 9, 20)) is None


def test_the_number_is_the_one_in_force_where_the_interval_begins() -> None:
    changed = pack_of("""
    limits.recertification_days = [{ value = 60, until = 2026-10-01 }, { value = 30, since = 2026-10-02 }]
    limits.first_recertification_days = [{ value = 18, since = 2026-09-08 }]
    """)
    found = due(stay("2026-10-01"), changed, date(2026, 12, 1))
    assert found is not None
    assert found[0] == date(2026, 11, 30)
    found = due(stay("2026-10-02"), changed, date(2026, 12, 1))
    assert found is not None
    assert found[0] == date(2026, 11, 1)


def test_a_payer_who_came_later_counts_from_the_first_day_covered() -> None:
    covered = """admitted_at = 2026-09-07
    coverage = [
      { pack = "other", from = 2026-09-07 },
      { pack = "test", from = 2026-11-20 },
      { pack = "test", from = 2026-10-12, until = 2026-11-01 },
    ]"""
    chart = stay(more=covered)
    assert due(chart, EVERY_60, date(2026, 10, 11)) is None
    assert due(chart, EVERY_60, date(2026, 10, 12)) == (
        date(2026, 12, 11),
        "coverage began on 2026-10-12",
        ("coverage", 2, "from"),
    )
    earlier = 'admitted_at = 2026-09-07\ncoverage = [{ pack = "test", from = 2026-08-01 }]'
    open_start = 'admitted_at = 2026-09-07\ncoverage = [{ pack = "test" }]'
    for more in (earlier, open_start):
        found = due(stay(more=more), EVERY_60, date(2026, 9, 7))
        assert found is not None
        assert found[1] == "admission on 2026-09-07"


def test_certifications_stand_in_order_of_time_with_their_places() -> None:
    plan = stay("2026-10-20", "2026-09-07", "2026-12-01").plan
    assert [(index, str(each.on)) for index, each in certified(plan, date(2026, 10, 20))] == [
        (1, "2026-09-07"),
        (0, "2026-10-20"),
    ]
    assert [index for index, _ in recertified(plan, date(2026, 12, 1))] == [0, 2]
    assert recertified(plan, date(2026, 10, 19)) == []
    assert recertified(plan, date(2026, 9, 1)) == []
