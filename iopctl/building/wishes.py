"""The soft wishes of a week as costs over the variables of the search; `costs` counts the same in a finished week."""

from typing import TYPE_CHECKING, Any

from iopctl.building.limits import Activity, Variables, is_one_to_one
from iopctl.building.problem import Problem
from iopctl.scheduling.against import blocked
from iopctl.scheduling.frame import one_to_one
from iopctl.scheduling.minutes_of_week import DAY, Stretch, overlaps

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar

QUARTER = 15

Terms = dict[str, list[Any]]


def add_wishes(model: "CpModel", problem: Problem, made: Variables) -> Any:
    """What is to be made least once as little as possible is missing: units by their weights."""
    weights = problem.frame.program.weights
    terms: Terms = {name: [] for name in type(weights).model_fields}
    days = _by_day(problem, made)
    terms["keep"] = places_lost(problem, made)
    _therapist(problem, made, terms)
    _soft_commitments(problem, made, terms)
    for (person, day), activities in days.items():
        _day(model, problem, made, (person, day), activities, terms)
    _spread(model, problem, made, terms)
    _load(model, problem, made, terms)
    _waiting(problem, made, terms)
    _group_size(model, problem, made, terms)
    return sum(getattr(weights, name) * sum(each) for name, each in terms.items() if getattr(weights, name) and each)


def _by_day(problem: Problem, made: Variables) -> dict[tuple[int, int], list[tuple[Any, Activity]]]:
    """What each person may be in on each day, with what of it excludes each other: an own session, else a seat."""
    found: dict[tuple[int, int], list[tuple[Any, Activity]]] = {}
    for number, (literal, seat) in enumerate(zip(made.seat, problem.seats, strict=True)):
        when = problem.openings[seat.opening].stretch
        found.setdefault((seat.person, when[0] // DAY), []).append((("seat", number), (literal, when)))
    for (number, start), literal in made.at.items():
        own = problem.owns[number]
        found.setdefault((own.person, start // DAY), []).append((("own", number), (literal, own.stretch(start))))
    return found


def places_lost(problem: Problem, made: Variables) -> list[Any]:
    """One for each place that somebody had, could keep, and does not."""
    lost: list[Any] = [
        1 - literal
        for literal, seat in zip(made.seat, problem.seats, strict=True)
        if problem.openings[seat.opening].slot.id in problem.places[seat.person].slots
    ]
    kept: dict[tuple[int, int, int], list[IntVar]] = {}
    for (number, start), literal in made.at.items():
        own = problem.owns[number]
        if (problem.need(own).service, start) in problem.places[own.person].own:
            kept.setdefault((own.person, own.need, start), []).append(literal)
    for number, literal in made.anybody.items():
        for (person, need, _), literals in kept.items():
            if (person, need) == (problem.owns[number].person, problem.owns[number].need):
                literals.append(literal)
    return lost + [1 - sum(literals) for literals in kept.values()]


def _therapist(problem: Problem, made: Variables, terms: Terms) -> None:
    for (number, by, _), literal in made.lead.items():
        named = problem.owns[number].named
        if named is not None and by != named:
            terms["therapist"].append(literal)
    terms["therapist"] += made.anybody.values()


def _soft_commitments(problem: Problem, made: Variables, terms: Terms) -> None:
    soft = [
        [
            when
            for each in person.chart.plan.commitments
            if not each.firm
            for when in blocked(problem.frame.monday, each)
        ]
        for person in problem.people
    ]
    for literal, seat in zip(made.seat, problem.seats, strict=True):
        if overlaps(problem.openings[seat.opening].stretch, soft[seat.person]):
            terms["soft_commitments"].append(literal)
    for (number, start), literal in made.at.items():
        own = problem.owns[number]
        if overlaps(own.stretch(start), soft[own.person]):
            terms["soft_commitments"].append(literal)


def settled(problem: Problem, person: int) -> list[Stretch]:
    """When the sessions are that one patient has anyway."""
    frame, patient = problem.frame, problem.people[person].patient
    return [frame.stretch(each) for each in frame.held if patient in each.patients]


def _day(
    model: "CpModel",
    problem: Problem,
    made: Variables,
    of: tuple[int, int],
    activities: list[tuple[Any, Activity]],
    terms: Terms,
) -> None:
    """Whether somebody comes, and the quarters of an hour between sessions: from the first start to the last end."""
    person, day = of
    fixed = [when for when in settled(problem, person) if when[0] // DAY == day]
    begin = min([when[0] for _, (_, when) in activities] + [when[0] for when in fixed])
    end = max([when[1] for _, (_, when) in activities] + [when[1] for when in fixed])
    together: dict[Any, list[Activity]] = {}
    for what, activity in activities:
        together.setdefault(what, []).append(activity)
    if fixed:
        comes: Any = 1
    else:
        comes = made.comes[of] = model.new_bool_var("")
        for some in together.values():
            model.add(sum(literal for literal, _ in some) <= comes)
        model.add(sum(literal for _, (literal, _) in activities) >= comes)
        terms["days"].append(comes)
    before = model.new_int_var(max([end - when[0] for when in fixed], default=0), end - begin, "")
    after = model.new_int_var(max([when[1] - begin for when in fixed], default=0), end - begin, "")
    for some in together.values():
        model.add(before >= sum(literal * (end - when[0]) for literal, when in some))
        model.add(after >= sum(literal * (when[1] - begin) for literal, when in some))
    busy = sum(literal * (when[1] - when[0]) for _, (literal, when) in activities)
    busy += sum(when[1] - when[0] for when in fixed)
    quarters = made.quarters[of] = model.new_int_var(0, -(-(end - begin) // QUARTER), "")
    model.add(QUARTER * quarters >= before + after - (end - begin) * comes - busy)
    terms["gaps"].append(quarters)


def _spread(model: "CpModel", problem: Problem, made: Variables, terms: Terms) -> None:
    by_service: dict[tuple[int, str, int], list[IntVar]] = {}
    for literal, seat in zip(made.seat, problem.seats, strict=True):
        day = problem.openings[seat.opening].stretch[0] // DAY
        by_service.setdefault((seat.person, problem.need(seat).service, day), []).append(literal)
    several = {key for key, literals in by_service.items() if len(literals) > 1}
    for (number, start), literal in made.at.items():
        own = problem.owns[number]
        key = own.person, problem.need(own).service, start // DAY
        by_service.setdefault(key, []).append(literal)
        if len(problem.need(own).open) > 1:
            several.add(key)
    for (person, service, day), literals in by_service.items():
        patient = problem.people[person].patient
        stay = sum(
            patient in each.patients and each.service == service and problem.frame.stretch(each)[0] // DAY == day
            for each in problem.frame.held
        )
        if stay or (person, service, day) in several:
            again = model.new_int_var(0, stay + len(literals), "")
            model.add(again >= sum(literals) + stay - 1)
            terms["spread"].append(again)


def _load(model: "CpModel", problem: Problem, made: Variables, terms: Terms) -> None:
    loads: dict[str, dict[int, list[Any]]] = {}
    for (number, by, start), literal in made.lead.items():
        if by is not None and is_one_to_one(problem, problem.owns[number]):
            loads.setdefault(by, {}).setdefault(start // DAY, []).append(literal)
    for each in problem.frame.held:
        if one_to_one(problem.frame.program.service_by_id.get(each.service)):
            for lead in each.leads:
                loads.setdefault(lead, {}).setdefault(problem.frame.stretch(each)[0] // DAY, []).append(1)
    for by, days in loads.items():
        if problem.owners is not None and by not in problem.owners:
            continue
        fullest = model.new_int_var(0, len(problem.owns) + len(problem.frame.held), "")
        for literals in days.values():
            model.add(fullest >= sum(literals))
        terms["load"].append(fullest)


def _waiting(problem: Problem, made: Variables, terms: Terms) -> None:
    others = problem.later
    terms["waiting"] += [others[person] * missing for (person, _), missing in made.missing.items() if others[person]]


def _group_size(model: "CpModel", problem: Problem, made: Variables, terms: Terms) -> None:
    seats: dict[int, list[IntVar]] = {}
    for literal, seat in zip(made.seat, problem.seats, strict=True):
        seats.setdefault(seat.opening, []).append(literal)
    for number, opening in enumerate(problem.openings):
        if opening.best is not None and number in seats:
            count, held = sum(seats[number]) + len(problem.seated(opening)), made.held[number]
            off = made.off[number] = model.new_int_var(
                0, max(len(problem.people) + len(problem.seated(opening)), opening.best), ""
            )
            model.add(off >= opening.best * held - count)
            model.add(off >= count - opening.best * held)
            terms["group_size"].append(off)
