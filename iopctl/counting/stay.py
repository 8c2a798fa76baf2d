"""What was done before a stay, for the stay."""

from datetime import date

from iopctl.model.plan import Plan


def day_in_stay(plan: Plan, day: date) -> date:
    """The day, or admission when it lies before: a payer's coverage begins with the stay, what it rests on earlier."""
    return max(day, plan.admitted_on or day)
