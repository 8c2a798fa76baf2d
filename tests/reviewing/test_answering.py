"""An action finds its alert, and the time to it is elapsed (S1): New York's clocks go back on 2026-11-01 at 2, forward
on 2026-03-08."""

from datetime import date, datetime, time

import pytest

from iopctl.counting.clock import Now, close_of
from iopctl.errors import NotFound, Refused, UsageError
from iopctl.model.chart import Chart
from iopctl.reviewing.answering import Deed, Named, action_on, answered_by, with_action
from tests.conftest import build_chart

FORM = '\n[[assessments]]\ninstrument = "{}"\ngiven_at = {}\nanswers = [0, 0, 0, 0, 0, 0, 0, 0, 1]\n'


def chart_with(*given: str, instrument: str = "phq9") -> Chart:
    """A stay with one open alert for each moment."""
    return build_chart("[plan]\n" + "".join(FORM.format(instrument, each) for each in given))


def answer(
    given: str,
    on: str | None = None,
    at: str | None = None,
    now: str = "2026-12-31",
    by: str = "t01",
    text: str = "Seen.",
) -> tuple[str, int | None, int]:
    """When it was done, and the minutes and days to it."""
    chart = chart_with(given)
    judged = close_of(chart.program.zone, date.fromisoformat(now[:10]))
    if "T" in now:
        moment = datetime.fromisoformat(now)
        judged = Now(moment.date(), moment)
    alerts = answered_by(chart, Named(), judged.day)
    deed = Deed(text, by, date.fromisoformat(on) if on else None, time.fromisoformat(at) if at else None)
    action = action_on(alerts, chart, deed, judged)
    [done] = [with_action(each, action) for each in alerts]
    assert done.action(judged.day) == action
    return str(action.done), done.minutes(action.done), done.days(action.on)


@pytest.mark.parametrize(
    ("given", "on", "at", "done"),
    [
        ("2026-11-20T09:05:00-05:00", "2026-11-20", "09:05", ("2026-11-20 09:05:00-05:00", 0, 0)),
        ("2026-11-20T09:05:00-05:00", "2026-11-23", "14:20", ("2026-11-23 14:20:00-05:00", 4635, 3)),
        # Across midnight it is twenty minutes, and a day later by the calendar.
        ("2026-11-20T23:50:00-05:00", "2026-11-21", "00:10", ("2026-11-21 00:10:00-05:00", 20, 1)),
        # The night the clocks go back has an hour more, the one in spring an hour less.
        ("2026-10-31T22:00:00-04:00", "2026-11-01", "06:00", ("2026-11-01 06:00:00-05:00", 540, 1)),
        ("2026-03-07T22:00:00-05:00", "2026-03-08", "06:00", ("2026-03-08 06:00:00-04:00", 420, 1)),
        # 01:30 comes twice: of the two the first that is not before the alert.
        ("2026-11-01T01:10:00-04:00", "2026-11-01", "01:30", ("2026-11-01 01:30:00-04:00", 20, 0)),
        ("2026-11-01T01:10:00-05:00", "2026-11-01", "01:30", ("2026-11-01 01:30:00-05:00", 20, 0)),
        ("2026-11-01T01:50:00-04:00", "2026-11-01", "01:30", ("2026-11-01 01:30:00-05:00", 40, 0)),
        # An alert of another zone's clinic: the instants count.
        ("2026-11-20T09:05:00-08:00", "2026-11-20", "12:05", ("2026-11-20 12:05:00-05:00", 0, 0)),
        # Where one of the two knows only the day, there are days and no hours.
        ("2026-11-20", "2026-11-23", "14:20", ("2026-11-23 14:20:00-05:00", None, 3)),
        ("2026-11-20T09:05:00-05:00", "2026-11-23", None, ("2026-11-23", None, 3)),
        ("2026-11-20", "2026-11-20", None, ("2026-11-20", None, 0)),
    ],
)
def test_the_time_to_an_action_is_elapsed(
    given: str, on: str, at: str | None, done: tuple[str, int | None, int]
) -> None:
    assert answer(given, on, at) == done


def test_without_a_day_it_is_done_now_and_on_a_day_of_judgement_some_time_that_day() -> None:
    given, now = "2026-11-20T09:05:00-05:00", "2026-11-20T10:35:20-05:00"
    assert answer(given, now=now) == ("2026-11-20 10:35:20-05:00", 90, 0)
    assert answer(given, at="10:00", now=now) == ("2026-11-20 10:00:00-05:00", 55, 0)
    assert answer(given, now="2026-11-21") == ("2026-11-21", None, 1)


@pytest.mark.parametrize(
    ("given", "on", "at", "said"),
    [
        (
            "2026-11-20T09:05:00-05:00",
            "2026-11-20",
            "09:04",
            "phq9 of 2026-11-20: the alert is of 2026-11-20 09:05, the action of 2026-11-20 09:04; what was done",
        ),
        ("2026-11-20", "2026-11-19", None, "the alert is of 2026-11-20, the action of 2026-11-19;"),
        ("2026-11-20T09:05:00-05:00", "2026-11-20", "10:36", "2026-11-20 10:36 is still to come: record what was done"),
        ("2026-11-20T09:05:00-05:00", "2026-11-21", None, "2026-11-21 is still to come"),
    ],
)
def test_neither_before_the_alert_nor_in_the_future(given: str, on: str, at: str | None, said: str) -> None:
    with pytest.raises(Refused) as refused:
        answer(given, on, at, now="2026-11-20T10:35:00-05:00")
    assert said in str(refused.value)


def test_a_clock_time_that_never_was_nobody_and_nothing_are_refused() -> None:
    with pytest.raises(UsageError, match=r"--at: on 2026-03-08 the clocks go forward, and none shows 02:30\."):
        answer("2026-03-07", "2026-03-08", "02:30")
    with pytest.raises(NotFound, match=r"no staff member of that id\. Did you mean t02"):
        answer("2026-11-20", by="t022")
    with pytest.raises(UsageError, match="--record: say what was done"):
        answer("2026-11-20", text=" \n")


def test_of_several_open_alerts_one_is_named_or_all_are_meant() -> None:
    chart = chart_with("2026-11-19", "2026-11-20", "2026-11-20")
    day = date(2026, 11, 23)
    with pytest.raises(Refused) as several:
        answered_by(chart, Named(), day)
    assert str(several.value) == (
        "pt-0001 has 3 open alerts: phq9 of 2026-11-19, phq9 of 2026-11-20, phq9 of 2026-11-20; nothing was written."
        " Name one with --instrument and --of, or say --all where it answers them all."
    )
    assert len(answered_by(chart, Named(everything=True), day)) == 3
    assert len(answered_by(chart, Named("phq9", date(2026, 11, 19)), day)) == 1
    assert len(answered_by(chart, Named(of=date(2026, 11, 20), everything=True), day)) == 2
    with pytest.raises(Refused, match="has 2 open alerts"):
        answered_by(chart, Named(of=date(2026, 11, 20)), day)
    with pytest.raises(NotFound, match=r"pt-0001 has no open alert of that name\. Open: phq9 of 2026-11-19, "):
        answered_by(chart, Named("gad7"), day)
    with pytest.raises(Refused, match=r"pt-0001 has no open alert; nothing was written\."):
        answered_by(chart, Named(), date(2026, 11, 18))


def test_an_action_for_all_comes_after_the_last_of_them() -> None:
    chart = chart_with("2026-11-19T09:00:00-05:00", "2026-11-20T09:00:00-05:00")
    now = close_of(chart.program.zone, date(2026, 11, 23))
    alerts = answered_by(chart, Named(everything=True), now.day)
    with pytest.raises(Refused, match="phq9 of 2026-11-20: the alert is of 2026-11-20 09:00"):
        action_on(alerts, chart, Deed("Seen.", "t01", date(2026, 11, 19), time(10)), now)
