"""Whether somebody can have everything while all others stay: the places, what bars each, and what is asked."""

from dataclasses import dataclass

from iopctl.building.around import around, others_of
from iopctl.building.built import Built, Short
from iopctl.building.standing import Possible, offered, possible
from iopctl.counting.minutes import dose, session_span
from iopctl.scheduling.against import Fact
from iopctl.scheduling.demand import Minimum, Person
from iopctl.scheduling.frame import Frame
from iopctl.scheduling.minutes_of_week import DAY

# Of two facts that bar one place the one that lasts longer is named: how many are in a group this week comes last.
_LAST = ("staff", "room-taken", "rooms", "busy", "full", "few")
_FIRST = ("minimum", "promise", "offered", "commitment", "stay", "closed", "past")


@dataclass(frozen=True)
class Target:
    """A weekly minimum that is to be met: what of it stands already, and what bars it whatever is placed."""

    minimum: Minimum
    given: int
    days: frozenset[int]  # of the week, on which something counts already
    fact: Fact
    promise: Fact | None  # None where the plan promises enough


@dataclass(frozen=True)
class Question:
    """What one patient is to have, and every place that could give some of it."""

    person: Person
    places: tuple[Possible, ...]
    offers: tuple[Fact, ...]  # one a need
    targets: tuple[Target, ...]
    counts: tuple[bool, ...]  # of each need whether its minutes count to the weekly hours

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Everything that may stand in the way."""
        found = {fact for place in self.places for fact in place.against} | set(self.offers)
        for target in self.targets:
            found |= {each for each in (target.fact, target.promise) if each is not None}
        return tuple(sorted(found, key=_rank))


def _rank(fact: Fact) -> tuple[int, str]:
    if fact.kind in _LAST:
        return len(_FIRST) + 1 + _LAST.index(fact.kind), fact.text
    return _FIRST.index(fact.kind) if fact.kind in _FIRST else len(_FIRST), fact.text


def question(built: Built, short: Short) -> Question:
    """Of somebody who lacks some of the dose only the dose is asked, else the minimums too."""
    here, person = around(built.frame, built.week, [short.patient]), short.person
    others, counts = others_of(here, built.week), built.frame.program.counts
    return Question(
        person=person,
        places=tuple(possible(here, person, others)),
        offers=tuple(offered(here, person, need) for need in person.needs),
        targets=() if short.lacks else tuple(_target(here, person, each) for each in person.minimums),
        counts=tuple(counts(need.service) for need in person.needs),
    )


def _target(frame: Frame, person: Person, minimum: Minimum) -> Target:
    settled = [each for each in frame.held if person.patient in each.roster and frame.program.counts(each.service)]
    amount = dose(frame.program, [session_span(frame.program, each) for each in settled])
    due = [each for need in person.needs if frame.program.counts(need.service) for each in need.open]
    minutes = minimum.unit == "minutes"
    given = amount.minutes if minutes else amount.days
    promised = given + (sum(each.minutes for each in due) if minutes else len(due))
    promise = f"the plan promises {promised} {'minutes' if minutes else 'sessions'} that count"
    return Target(
        minimum,
        given,
        frozenset(frame.stretch(each)[0] // DAY for each in settled),
        Fact("minimum", f"{minimum.pack} asks for {minimum.value} {minimum.unit} in the week"),
        Fact("promise", promise) if promised < minimum.value else None,
    )
