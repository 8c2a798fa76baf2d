"""What the soft wishes of a week weigh against each other when it is built."""

from pydantic import NonNegativeInt

from iopctl.model.frozen import Frozen


class Weights(Frozen):
    """The cost of one unit of each; the dose and the packs' weekly minimums come before all of them. 0 turns one off.

    The numbers are the house's own judgement: about how many quarters of an hour of waiting one unit is worth.
    """

    keep: NonNegativeInt = 10  # a place of last week that somebody loses
    therapist: NonNegativeInt = 8  # a session led by somebody else than the plan names
    soft_commitments: NonNegativeInt = 6  # a session inside a commitment that is not firm
    days: NonNegativeInt = 4  # a day on which somebody comes
    spread: NonNegativeInt = 4  # a second session of one service on one day
    load: NonNegativeInt = 2  # a one-on-one session on the fullest day of who leads it
    waiting: NonNegativeInt = 2  # a missing session, for each person who was admitted later
    gaps: NonNegativeInt = 1  # a quarter of an hour between two sessions of a day, begun
    group_size: NonNegativeInt = 1  # a patient more or less than the best size of an open group
