"""The newest score of a level-of-care instrument points to another level than an intensive outpatient program.

Why: a placement that its own score speaks against has to be explained; Minnesota asks for a coded reason wherever
service and score differ. Only the typed composite and level are read: the instruments are licensed, and nothing of them
stands here. A composite is held against the LOCUS bands; of CALOCUS, whose levels are the same, and of ASAM the level.
What to do: score again if the patient has changed, refer to the level that the score names, or record as `variance` the
coded reason for serving the patient here.
"""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.stay import day_in_stay
from iopctl.model.chart import Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.plan import Plan
from iopctl.model.record import LevelOfCareScore
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("EL201", "loc-score-mismatch", Severity.WARNING, ("locus_composite", "locus_levels", "asam_levels"))

# Which limits an instrument is held against, the composite first: it is what the instrument measured.
COMPOSITE = {"locus": "locus_composite"}
LEVELS = {"locus": "locus_levels", "calocus": "locus_levels", "asam": "asam_levels"}


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each instrument whose newest score by the as-of day, or the end of the stay, disagrees."""
    plan, last = chart.plan, chart.last_day(today)
    if chart.program.level_of_care != "iop":
        return
    for instrument in LEVELS:
        index = _newest(plan, instrument, last)
        if index is None or (plan.level_of_care_scores[index].variance or "").strip():
            continue
        score = plan.level_of_care_scores[index]
        for limit, key, message in _mismatches(chart, pack, score):
            yield RULE.finding(
                plan.at("level_of_care_scores", index, key),
                f"{message}, and no variance is recorded",
                "score again, refer to the level that the score names, or record the coded reason as variance",
                patient=chart.patient,
                limit=limit,
                on=day_in_stay(plan, score.on),
            )
            break


def _newest(plan: Plan, instrument: str, last: date) -> int | None:
    """Where the newest score stands; of two on a day, the later in the file."""
    scores = enumerate(plan.level_of_care_scores)
    dated = [(each.on, index) for index, each in scores if each.instrument == instrument and each.on <= last]
    return max(dated)[1] if dated else None


def _mismatches(chart: Chart, pack: RulePack, score: LevelOfCareScore) -> Iterator[tuple[Limit, str, str]]:
    """Each limit that the score breaks, the key that breaks it, and both in words."""
    of = f"the {score.instrument} score of {score.on}"
    name = COMPOSITE.get(score.instrument)
    bands = None if name is None else pack.limit(name, score.on, chart.plan)
    if bands is not None and score.composite is not None:
        low, high = bands.range.min, bands.range.max
        if not low <= score.composite <= high:
            yield bands, "composite", f"{of} is {score.composite}, {low} to {high} is this level of care"
    levels = pack.limit(LEVELS[score.instrument], score.on, chart.plan)
    if levels is not None and score.level is not None and score.level not in levels.words:
        yield levels, "level", f"{of} names level {score.level}, {' or '.join(levels.words)} is this level of care"
