"""What stands under a signature was changed in a later commit, with no new signature and, in a plan, no new revision.

Why: a signature vouches for the words that stood there. Records that were made over after the fact have cost providers
full repayment. A plan is held to its content digest while its revision stays, a note, an evaluation and a certification
to what they say. The newest signature of a person in a role is judged. Changing back heals nothing, for what stood
there in between was never signed; nor does it matter who changed it, or in which words the commit says so.
What to do: to change a plan, make a new revision and have it signed; to correct a note, sign it anew with its own date.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.dated import dated_facts
from iopctl.model.chart import Census, Chart
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("FI203", "signed-then-changed", Severity.ERROR, ("signed_changes_max",), history=True)


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each signature; it names the first commit that changed something."""
    if chart.history is None:
        return
    for fact in dated_facts(chart):
        changed = [each for each in chart.history.changed.get(fact.place, ()) if each.day(today) <= today]
        on = min((each.day(today) for each in changed), default=today)
        limit = pack.limit("signed_changes_max", on, chart.plan)
        if limit is not None and len(changed) > limit.number:
            when = "and is not committed yet" if changed[0].on is None else f"in {changed[0]}"
            yield RULE.finding(
                fact.place,
                f"{fact.what} is of {fact.on}, and what stands under it was changed {when}",
                "have a new revision signed, or sign the corrected note anew with its own date",
                patient=chart.patient,
                limit=limit,
                on=on,
            )


def check_program(census: Census, pack: RulePack, today: date) -> Iterator[Finding]:
    """Once for the program: that there is no history to judge its signatures by."""
    missing = census.history.missing if census.history is not None else None
    if missing is None or pack.limit("signed_changes_max", today) is None:
        return
    if any(fact.signs for chart in census.charts for fact in dated_facts(chart)):
        # Equal for every pack, so it is reported once.
        message = f"{missing.why}, so changes under a signature cannot be seen"
        yield RULE.finding(census.program.at(), message, missing.next, severity=Severity.INFO)
