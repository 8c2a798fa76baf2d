"""review --record"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from iopctl.commands.asking import ask, ask_id, choose, tell
from iopctl.commands.options import interactive
from iopctl.commands.saving import settle_new
from iopctl.console import Format, say

if TYPE_CHECKING:
    from iopctl.reviewing.progress import ObjectiveProgress
    from iopctl.reviewing.review_record import HeldReview
    from iopctl.reviewing.stay import StayReview

DECISIONS = ("continue", "amend", "step-down", "step-up", "discharge")


@dataclass(frozen=True)
class Stated:
    """What the options say about a review."""

    decision: str | None = None
    goals: list[str] | None = None
    objectives: list[str] | None = None
    criteria: list[str] | None = None
    present: list[str] | None = None
    by: str | None = None
    text: str | None = None

    @property
    def nothing(self) -> bool:
        """Whether the review itself is still to be stated; who wrote it and who was there may be known already."""
        return not (self.decision or self.goals or self.objectives or self.criteria or self.text)


def held_review(stay: "StayReview", on: date, stated: Stated) -> "HeldReview":
    """The review as the options state it. Raises UsageError, NotFound."""
    from iopctl.errors import UsageError
    from iopctl.reviewing.review_record import HeldReview, state

    by = stated.by
    if stated.nothing and not interactive():
        raise UsageError("state what was found: --goal, --objective, --criterion, --decision or --text.")
    if by is None and interactive():
        by = ask_id(
            "Written by, as staff id",
            stay.chart.program.staff_by_id,
            "no staff member of that id",
            stay.chart.plan.primary_therapist,
        )
    if by is None:
        raise UsageError("--by: who writes the review?")
    review = HeldReview(stay.chart, on, by, stated.present or (), stated.decision, stated.text)
    state(review, stated.goals or (), stated.objectives or (), stated.criteria or ())
    return review


def record_review(
    root: Path, stay: "StayReview", review: "HeldReview", *, asking: bool, dry_run: bool, form: Format
) -> None:
    """Write one review, asked goal by goal when the options state nothing."""
    from iopctl.errors import Refused
    from iopctl.model.review import Review
    from iopctl.store.toml_text import toml_text

    if asking:
        _ask_review(review, stay)
    if review.empty:
        raise Refused("nothing was stated, so nothing was written.")
    settle_new(root, review.stem, toml_text(review.fields()), Review, dry_run=dry_run, form=form)
    for goal in review.without_status():
        say(f"{goal} is active and has no status in this review: a review covers every goal (RV203).")


def _ask_review(review: "HeldReview", stay: "StayReview") -> None:
    """Goal by goal with its numbers, then the criteria, who was there and the decision. Enter leaves a thing out."""
    plan = stay.chart.plan
    for goal in plan.goals:
        if goal.active:
            say("")
            tell(f"{goal.id} {goal.text}")
            _ask_objectives(review, [each for each in stay.objectives if each.goal == goal.id and each.active])
            status = choose("  The goal is", ("met", "improving", "unchanged", "worse"))
            if status is not None:
                review.goal(f"{goal.id}={status}:{ask('  In words (Enter for none):')}")
    for criterion in plan.discharge_criteria:
        met = choose(f"{criterion.id} {criterion.text}", ("met", "not-met"))
        if met is not None:
            review.criterion(f"{criterion.id}={met}")
    if not review.present:
        review.present = _ask_present(review)
    review.decision = choose("Decision", DECISIONS)
    review.text = review.text or ask("Remarks (Enter for none):") or None


def _ask_objectives(review: "HeldReview", objectives: "list[ObjectiveProgress]") -> None:
    from iopctl.errors import UsageError
    from iopctl.render.review import objective_line

    for each in objectives:
        tell(f"  {objective_line(each)}", indent="    ")
        measure = each.objective.measure
        asked = measure is not None and measure.metric is not None and measure.instrument is None
        while asked:
            value = ask("    seen now (Enter for not looked at):")
            try:
                if value:
                    review.objective(f"{each.objective.id}={value}")
            except UsageError as error:
                say(f"    {error}")
            else:
                break


def _ask_present(review: "HeldReview") -> list[str]:
    from iopctl.errors import NotFound

    default = f"{review.chart.patient} {review.by}"
    while True:
        people = (ask(f"Present, ids with a space between [{default}]:") or default).split()
        try:
            review.check_present(people)
        except NotFound as error:
            say(str(error))
        else:
            return people
