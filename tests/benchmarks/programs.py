"""Random programs to build weeks for: 20, 60, 150, 300 patients, tight or loose. Everything is fictional.

A day-track has 30 patients and meets four days a week for three hours, four groups side by side: 12 group slots a day.
Two day-tracks share 6 therapists, 4 facilitators and 5 rooms. Everybody is promised nine hours of groups and a
one-on-one session with a named therapist. In a tight program groups are smaller and more of life has to be kept free.
"""

import random
from datetime import date, time, timedelta
from typing import Any

from iopctl import library
from iopctl.model.chart import Census, Chart
from iopctl.model.plan import Plan
from iopctl.model.program import Program
from iopctl.scheduling.frame import Frame

MONDAY = date(2026, 12, 7)
TRACK = 30  # patients
SIDE_BY_SIDE, HOURS = 4, 3
DAYS = ("mon", "tue", "wed", "thu")
GROUPS = ("cbt-group", "dbt-skills", "process-group", "relapse-prevention", "mindfulness", "skill-building")
PROMISED = (2, 2, 2, 1, 1, 1)  # sessions a week of each
SHIFTS = {"morning": (9, time(8), time(16, 30)), "evening": (16, time(11, 30), time(20))}  # first hour, at work


def frame(patients: int, *, tight: bool, seed: int = 0) -> Frame:
    """A week of a random program, nothing on file before it."""
    return Frame(census(patients, tight=tight, seed=seed), library.packs(), MONDAY, MONDAY - timedelta(days=3))


def census(patients: int, *, tight: bool, seed: int = 0) -> Census:
    """The program and its plans."""
    draw = random.Random(f"{patients} {tight} {seed}")  # noqa: S311
    tracks = -(-patients // TRACK)
    program = Program.read(_program(tracks, tight=tight), "program.toml")
    plans = [_plan(draw, number, number % tracks, tight=tight) for number in range(patients)]
    charts = tuple(
        Chart(program=program, plan=Plan.read(plan, f"{plan['patient']}/plan.toml"), instruments=library.instruments())
        for plan in plans
    )
    return Census(program, charts, (), frozenset(library.packs()))


def _shift(track: int) -> str:
    return ("morning", "evening")[track % 2]


def _program(tracks: int, *, tight: bool) -> dict[str, Any]:
    sites = -(-tracks // 2)
    return {
        "name": "Benchmark IOP",
        "time_zone": "America/New_York",
        "packs": ["core"],
        "staff": [each for track in range(tracks) for each in _staff(track)],
        "rooms": [{"id": f"r{site}{n}", "capacity": 12} for site in range(sites) for n in range(5)],
        "tracks": [{"id": f"{_shift(track)}-{track}", "population": "adult"} for track in range(tracks)],
        "services": [
            *({"id": each, "title": each, "kind": "group-therapy", "size": _size(tight=tight)} for each in GROUPS),
            {"id": "individual", "title": "Individual", "kind": "individual"},
        ],
        "slots": [slot for track in range(tracks) for slot in _slots(track)],
    }


def _size(*, tight: bool) -> dict[str, int]:
    return {"min": 3, "max": 8 if tight else 12}


def _staff(track: int) -> list[dict[str, Any]]:
    _, start, end = SHIFTS[_shift(track)]
    hours = [{"days": ["mon", "tue", "wed", "thu", "fri"], "start": start, "end": end}]
    therapists = [{"id": f"t{track}{n}", "role": "therapist", "available": hours} for n in range(3)]
    return [*therapists, *({"id": f"f{track}{n}", "role": "facilitator", "available": hours} for n in range(2))]


def _slots(track: int) -> list[dict[str, Any]]:
    first, _, _ = SHIFTS[_shift(track)]
    found = []
    for d, day in enumerate(DAYS):
        for hour in range(HOURS):
            # Two of the three therapists lead, so that every hour one is free.
            leads = [f"t{track}{(d + hour + n) % 3}" for n in range(2)] + [f"f{track}0", f"f{track}1"]
            for side in range(SIDE_BY_SIDE):
                start = first + hour
                found.append(
                    {
                        "id": f"{day}-{start:02}00-{track}-{side}",
                        "track": f"{_shift(track)}-{track}",
                        "service": GROUPS[(d + hour * SIDE_BY_SIDE + side) % len(GROUPS)],
                        "day": day,
                        "start": time(start),
                        "end": time(start + 1),
                        "room": f"r{track // 2}{side}",
                        "leads": [leads[side]],
                    }
                )
    return found


def _plan(draw: random.Random, number: int, track: int, *, tight: bool) -> dict[str, Any]:
    therapist = f"t{track}{number // 7 % 3}"
    return {
        "patient": f"pt-{number + 1:04}",
        "status": "active",
        "track": f"{_shift(track)}-{track}",
        "population": "adult",
        "admitted_at": MONDAY - timedelta(days=draw.randrange(7, 60)),
        "planned_discharge_on": MONDAY + timedelta(days=60),
        "primary_therapist": therapist,
        "commitments": list(_commitments(draw, _shift(track), tight=tight)),
        "services": [
            *(
                {"service": each, "per_week": count, "minutes": 60, "weeks": 12}
                for each, count in zip(GROUPS, PROMISED, strict=True)
            ),
            {"service": "individual", "per_week": 1, "minutes": 50, "weeks": 12, "by": therapist},
        ],
    }


def _commitments(draw: random.Random, shift: str, *, tight: bool) -> list[dict[str, Any]]:
    """A day of work in the hours of the track, and time around them; a day that is kept if possible."""
    first = SHIFTS[shift][0]
    found = []
    if draw.random() < (0.7 if tight else 0.3):
        found.append(_commitment("work", [draw.choice(DAYS)], first - 1, first + 4))
    if draw.random() < (0.8 if tight else 0.4):
        days = sorted(draw.sample(DAYS, 2), key=DAYS.index)
        begin = first + 4 if shift == "morning" else first - 4
        found.append(_commitment(draw.choice(["work", "school", "family"]), days, begin, begin + 3))
    if draw.random() < 0.5:
        found.append({**_commitment("family", [draw.choice(DAYS)], first, first + 3), "firm": False})
    return found


def _commitment(kind: str, days: list[str], start: int, end: int) -> dict[str, Any]:
    return {"kind": kind, "days": days, "start": time(start), "end": time(end)}
