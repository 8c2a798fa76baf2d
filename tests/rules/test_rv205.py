"""RV205: events that call for a review."""

from collections.abc import Mapping
from datetime import date

from iopctl.model.chart import Census, Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.rules import rv205_event_without_review as rv205
from tests.conftest import AS_OF, build_chart, messages, pack_of

Packs = Mapping[str, RulePack]

STAY = """
[plan]
status = "{status}"
admitted_at = 2026-09-07
events = [{{ kind = "relapse", on = 2026-09-20 }}, {{ kind = "{kind}", on = {on} }}]
{more}
"""


def event(
    reviewed: str = "", on: str = "2026-10-01", kind: str = "crisis", status: str = "active", more: str = ""
) -> Chart:
    """A stay with an event and perhaps a review."""
    text = STAY.format(kind=kind, on=on, status=status, more=more)
    return build_chart(text + (f'\n[[reviews]]\non = {reviewed}\nby = "t01"' if reviewed else ""))


def test_the_seventh_day_after_an_event_is_in_time_and_the_next_is_not(packs: Packs) -> None:
    pack = packs["practice"]
    for day in (date(2026, 10, 1), date(2026, 10, 8)):
        [soon] = rv205.check(event(), pack, day)
        assert soon.message == "a review is due on 2026-10-08, within 7 days of the crisis of 2026-10-01"
        assert (soon.severity, soon.on) == ("info", date(2026, 10, 1))
    [missing] = rv205.check(event(), pack, date(2026, 10, 9))
    assert missing.message == (
        "no review within 7 days of the crisis of 2026-10-01, it was due on 2026-10-08; none since"
    )
    assert missing.next == "hold a review about it and record it: `iopctl review pt-0001 --record`"
    assert missing.place == Place("pt-0001/plan.toml", ("events", 1, "on"))
    assert (missing.severity, missing.on, missing.patient) == ("warning", date(2026, 10, 1), "pt-0001")
    assert missing.limit is not None
    assert missing.limit.name == "event_review_days"


def test_any_review_from_the_day_of_the_event_to_the_due_day_answers_it(packs: Packs) -> None:
    for day in ("2026-10-01", "2026-10-08"):
        assert messages(rv205.check(event(day), packs["practice"], AS_OF)) == []
    for day, since in (("2026-09-30", "none since"), ("2026-10-09", "the first since is of 2026-10-09")):
        assert messages(rv205.check(event(day), packs["practice"], AS_OF)) == [
            f"no review within 7 days of the crisis of 2026-10-01, it was due on 2026-10-08; {since}"
        ]
    ahead = event("2026-10-08")
    assert messages(rv205.check(ahead, packs["practice"], date(2026, 10, 8))) == []
    assert messages(rv205.check(ahead, packs["practice"], date(2026, 10, 7))) == [
        "a review is due on 2026-10-08, within 7 days of the crisis of 2026-10-01"
    ]


def test_the_first_of_several_reviews_decides(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    status = "active"
    admitted_at = 2026-09-07
    events = [{ kind = "suicide-attempt", on = 2026-10-01 }]
    [[reviews]]
    on = 2026-10-05
    by = "t01"
    [[reviews]]
    on = 2026-10-19
    by = "t01"
    """
    assert messages(rv205.check(chart, packs["practice"], AS_OF)) == []


def test_where_no_number_of_days_is_named_an_event_without_any_review_is_a_gap(packs: Packs) -> None:
    pack = packs["va-dbhds"]
    assert messages(rv205.check(event(kind="hospitalization"), pack, date(2026, 10, 1))) == []
    [gap] = rv205.check(event(kind="hospitalization"), pack, date(2026, 10, 2))
    assert gap.message == "no review is on file since the hospitalization of 2026-10-01"
    assert (gap.severity, gap.on, gap.place.key) == ("info", date(2026, 10, 1), ("events", 1, "on"))
    assert gap.limit is not None
    assert gap.limit.name == "reviewed_events"
    assert messages(rv205.check(event("2026-09-30"), pack, AS_OF)) == [
        "no review is on file since the crisis of 2026-10-01"
    ]
    for day in ("2026-10-01", "2026-11-20"):
        assert messages(rv205.check(event(day), pack, AS_OF)) == []


def test_an_ended_stay_is_judged_on_its_last_day(packs: Packs) -> None:
    def ended(on: str, reviewed: str = "") -> list[str]:
        chart = event(reviewed, status="closed", more=f'discharge = {{ on = {on}, reason = "step-up" }}')
        return messages(rv205.check(chart, packs["practice"], AS_OF))

    assert ended("2026-10-08") == []
    assert len(ended("2026-10-09")) == 1
    assert len(ended("2026-10-09", reviewed="2026-10-10")) == 1
    # Nobody reminds of an ended stay, and what came after it was no event of it.
    chart = event(status="closed", more='discharge = { on = 2026-10-02, reason = "ama" }')
    assert messages(rv205.check(chart, packs["practice"], date(2026, 10, 3))) == []
    assert ended("2026-09-30") == []


def test_only_events_of_these_kinds_within_the_stay_count(census: Census, packs: Packs) -> None:
    """
    [[plans]]
    patient = "pt-0001"
    status = "active"
    admitted_at = 2026-09-07
    events = [{ kind = "relapse", on = 2026-10-01 }, { kind = "crisis", on = 2026-09-06 }, { kind = "crisis", on = 2026-11-24 }]
    [[plans]]
    patient = "pt-0002"
    status = "active"
    events = [{ kind = "crisis", on = 2026-10-01 }]
    """  # noqa: E501
    for chart in census.charts:
        for pack in ("practice", "va-dbhds", "core"):
            assert messages(rv205.check(chart, packs[pack], AS_OF)) == []
    assert len(messages(rv205.check(event(on="2026-09-07"), packs["practice"], AS_OF))) == 1


def test_a_long_time_for_review_is_reminded_of_in_its_last_week_and_looked_up_on_the_day_of_the_event() -> None:
    pack = pack_of("""
    limits.reviewed_events = [{ value = ["crisis"] }]
    limits.event_review_days = [{ value = 30, since = 2026-10-01 }]
    """)
    assert messages(rv205.check(event(), pack, date(2026, 10, 23))) == []
    assert len(messages(rv205.check(event(), pack, date(2026, 10, 24)))) == 1
    assert messages(rv205.check(event(on="2026-09-30"), pack, AS_OF)) == [
        "no review is on file since the crisis of 2026-09-30"
    ]
