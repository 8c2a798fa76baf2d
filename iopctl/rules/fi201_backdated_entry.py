"""A note or a signature entered the record more days after its date than are allowed, and nobody wrote why.

Why: courts have upheld full repayment where records were made after the fact. The first git commit that holds the date
shows when it entered the record: its committer's day in the program's time zone. The last allowed day passes. What is
in a tracked file and not committed yet enters today; files that git does not track are not judged, nor are dates before
the program's `kept_since`, which came from another record. A commit that was rebased or squashed has its new day.
What to do: commit every day. For what was truly entered late, write `late_entry = { reason = "..." }` beside the date.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.dated import DatedFact, dated_facts
from iopctl.model.chart import Census, Chart
from iopctl.model.history import Commit
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("FI201", "backdated-entry", Severity.WARNING, ("late_entry_days",), history=True)


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each date that entered too late."""
    if chart.history is None:
        return
    for fact in _judged(chart):
        commit = chart.history.entered.get(fact.place)
        if commit is not None and commit.day(today) <= today:
            yield from _late(fact, commit, chart, pack, today)


def check_program(census: Census, pack: RulePack, today: date) -> Iterator[Finding]:
    """Once for the program: that there is no history to judge its dates by."""
    missing = census.history.missing if census.history is not None else None
    if missing is None or pack.limit("late_entry_days", today) is None:
        return
    if any(True for chart in census.charts for _ in _judged(chart)):
        # Equal for every pack, so it is reported once.
        message = f"{missing.why}, so entries made later than they say cannot be seen"
        yield RULE.finding(census.program.at(), message, missing.next, severity=Severity.INFO)


def _judged(chart: Chart) -> Iterator[DatedFact]:
    since = chart.program.kept_since or date.min
    return (fact for fact in dated_facts(chart) if fact.on >= since and not fact.explained)


def _late(fact: DatedFact, commit: Commit, chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    limit = pack.limit("late_entry_days", fact.on, chart.plan)
    days = (commit.day(today) - fact.on).days
    if limit is not None and days > limit.number:
        first = "is not committed yet" if commit.on is None else f"first stands in {commit}"
        yield RULE.finding(
            fact.place,
            f"{fact.what} is of {fact.on} and {first}, {days} days later, at most {limit.number} are allowed",
            'commit every day; write late_entry = { reason = "..." } for what was truly entered late',
            patient=chart.patient,
            limit=limit,
            on=fact.on,
        )
