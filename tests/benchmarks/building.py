"""How soon a week is built and how good it is, against a plain greedy placement in the same run.

`python -m tests.benchmarks.building --patients 60 --tight` builds one random week; without options every size, tight
and loose. Greedy goes through the patients by their day of admission and takes the first place that is free for each
dose; groups that stay below their least size are given up again. Its time is the floor to which others are ratios.
Nothing is checked in but times.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

from iopctl.building.built import Built, build, judged
from iopctl.building.placing import sessions_of
from iopctl.building.problem import Problem, problem
from iopctl.building.rooms import NoRooms
from iopctl.building.searching import Progress, Quality, Search
from iopctl.building.solver import Chosen
from iopctl.scheduling.frame import Frame
from iopctl.scheduling.minutes_of_week import Stretch, overlaps
from tests.benchmarks import programs

SIZES = (20, 60, 150, 300)
MARKS = (10, 60)  # seconds


@dataclass
class Seen:
    """What a search said, with the seconds since its start."""

    begun: float = field(default_factory=time.perf_counter)
    said: list[tuple[float, Progress]] = field(default_factory=list)

    def __call__(self, progress: Progress) -> None:
        self.said.append((time.perf_counter() - self.begun, progress))

    def first(self) -> float | None:
        """When everybody was placed for the first time and nobody was short."""
        return next((when for when, each in self.said if each.whole and not each.missing), None)

    def cost_at(self, mark: float) -> int | None:
        """The cost of the best week by then."""
        costs = [each.cost for when, each in self.said if when <= mark and each.cost is not None]
        return costs[-1] if costs else None


def greedy(frame: Frame) -> Built:
    """First come, first served."""
    asked = problem(frame, wide=(), substitutes=0)
    chosen = _dissolved(asked, _first_fit(asked))
    while True:
        try:
            return judged(asked, sessions_of(asked, chosen), lambda cost: Quality(0, 0, cost, 0))
        except NoRooms:  # the last own session is given up
            chosen = replace(chosen, owns=dict(list(chosen.owns.items())[:-1]))


def _first_fit(asked: Problem) -> Chosen:
    seats, owns = list[int](), dict[int, tuple[str | None, int]]()
    filled: dict[int, int] = {}
    busy: dict[str, list[Stretch]] = {}
    rooms = list[Stretch]()
    order = sorted(range(len(asked.people)), key=lambda p: str(asked.people[p].chart.plan.admitted_on))
    for person in order:
        patient, due = asked.people[person].patient, [len(need.open) for need in asked.people[person].needs]
        for number, seat in enumerate(asked.seats):
            opening = asked.openings[seat.opening]
            most = min((cap.most for cap in opening.caps), default=10**6)
            free = not overlaps(opening.stretch, busy.get(patient, ()))
            led = any(
                overlaps(opening.stretch, busy.get(lead, ())) and not filled.get(seat.opening)
                for lead in opening.slot.leads
            )
            if seat.person == person and due[seat.need] and filled.get(seat.opening, 0) < most and free and not led:
                seats.append(number)
                due[seat.need] -= 1
                busy.setdefault(patient, []).append(opening.stretch)
                if not filled.get(seat.opening):
                    rooms.append(opening.stretch)
                    for lead in opening.slot.leads:
                        busy.setdefault(lead, []).append(opening.stretch)
                filled[seat.opening] = filled.get(seat.opening, 0) + 1
        for number, own in enumerate(asked.owns):
            if own.person == person:
                found = next(_free_times(asked, number, busy, rooms, patient), None)
                if found is not None:
                    owns[number] = found
                    when = own.stretch(found[1])
                    rooms.append(when)
                    busy.setdefault(patient, []).append(when)
                    busy.setdefault(found[0] or "", []).append(when)
    return Chosen(frozenset(seats), owns)


def _free_times(
    asked: Problem, number: int, busy: dict[str, list[Stretch]], rooms: list[Stretch], patient: str
) -> Iterator[tuple[str | None, int]]:
    own = asked.owns[number]
    for by, starts in own.starts.items():
        for start in starts:
            when = own.stretch(start)
            taken = sum(overlaps(when, [each]) for each in rooms)
            if taken < len(asked.frame.program.rooms) and not overlaps(
                when, [*busy.get(patient, ()), *busy.get(by or "", ())]
            ):
                yield by, start


def _dissolved(asked: Problem, chosen: Chosen) -> Chosen:
    """Without the groups that are too small."""
    counts: dict[int, int] = {}
    for number in chosen.seats:
        counts[asked.seats[number].opening] = counts.get(asked.seats[number].opening, 0) + 1
    kept = {
        number
        for number in chosen.seats
        if counts[asked.seats[number].opening] >= asked.openings[asked.seats[number].opening].least
    }
    return replace(chosen, seats=frozenset(kept))


def main() -> None:
    """Print one line for each program."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--patients", type=int, choices=SIZES)
    asked.add_argument("--tight", action=argparse.BooleanOptionalAction)
    asked.add_argument("--effort", type=float, default=50.0, help="as --time-limit of week build; 300 are given twice")
    asked.add_argument("--after", action="store_true", help="also the week after, in which places can be kept")
    given = asked.parse_args()
    for patients in SIZES if given.patients is None else (given.patients,):
        for tight in (True, False) if given.tight is None else (given.tight,):
            frame = programs.frame(patients, tight=tight)
            name = f"{patients} {'tight' if tight else 'loose'}"
            built = _report(name, frame, given.effort * (2 if patients == max(SIZES) else 1))
            if given.after:
                later = replace(
                    frame, census=frame.census.with_week(built.week), monday=frame.monday + timedelta(weeks=1)
                )
                _report(f"{name}, the week after", later, given.effort)


def _report(name: str, frame: Frame, effort: float) -> Built:
    begun = time.perf_counter()
    plain = greedy(frame)
    floor = time.perf_counter() - begun
    missing = sum(lack.minutes for short in plain.short for lack in short.lacks)
    print(f"{name}: greedy {floor:.2f} s, {missing} minutes missing, cost {plain.quality.cost}", flush=True)  # noqa: T201
    seen = Seen()
    built = build(frame, Search(effort, watch=seen))
    took, quality, first = time.perf_counter() - seen.begun, built.quality, seen.first()
    parts = [f"first whole week {first:.1f} s ({first / floor:.0f} x greedy)" if first else "nobody short: never"]
    for mark in MARKS:
        cost = seen.cost_at(mark)
        if cost is not None:
            parts.append(f"at {mark} s {cost}, {100 * (cost - quality.bound) / cost:.1f} % above the bound")
    gap = "proven" if quality.proven else f"gap {100 * quality.gap:.1f} %"
    parts.append(f"end {took:.1f} s, {quality.missing} missing, cost {quality.cost}, bound {quality.bound}, {gap}")
    print(f"{name}: {'; '.join(parts)}", flush=True)  # noqa: T201
    return built


if __name__ == "__main__":
    main()
