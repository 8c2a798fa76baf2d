"""Small random programs whose every week can be tried: two or three patients, a few slots, short hours of work."""

import random
from datetime import date, time, timedelta
from typing import Any

from iopctl import library
from iopctl.model.chart import Census, Chart
from iopctl.model.plan import Plan
from iopctl.model.program import Program
from iopctl.scheduling.frame import Frame

MONDAY = date(2026, 12, 7)
DAYS = ("mon", "tue", "wed")


def small_frame(seed: int, *, patients: int = 2, slots: int = 3, hours: int = 2) -> Frame:
    """A week of a random program."""
    return Frame(small_census(seed, patients, slots, hours), library.packs(), MONDAY, MONDAY - timedelta(days=3))


def small_census(seed: int, patients: int, slots: int, hours: int) -> Census:
    """The program: hours of work are so long in each of two stretches that few sessions of one's own fit."""
    draw = random.Random(seed)  # noqa: S311
    program = Program.read(_program(draw, slots, hours), "program.toml")
    charts = tuple(_chart(draw, program, number) for number in range(1, patients + 1))
    return Census(program, charts, (), frozenset(library.packs()))


def _program(draw: random.Random, slots: int, hours: int) -> dict[str, Any]:
    return {
        "name": "Small",
        "time_zone": "America/New_York",
        "packs": ["core"],
        "closures": [{"date": MONDAY + timedelta(days=draw.randrange(3)), "reason": "Snow"}] * (draw.random() < 0.3),
        "staff": [_staff(draw, f"t{n}", hours) for n in (1, 2)],
        "rooms": [{"id": room, "capacity": draw.choice([1, 2, 3])} for room in draw.choice(["a", "ab"])],
        "tracks": [{"id": "morning", "population": "adult"}, {"id": "evening", "population": "adult"}],
        "services": [
            {"id": "group", "title": "G", "kind": "group-therapy", "size": {"min": draw.choice([1, 2]), "max": 3}},
            {"id": "art", "title": "A", "kind": "expressive", "needs_skill": "art"},
            {"id": "individual", "title": "I", "kind": "individual"},
        ],
        "slots": [_slot(draw, number) for number in range(slots)],
        "weights": {name: draw.randrange(6) for name in ("days", "gaps", "spread", "load", "group_size", "therapist")},
    }


def _staff(draw: random.Random, name: str, hours: int) -> dict[str, Any]:
    start = draw.choice([8, 9, 10])
    days = sorted(draw.sample(DAYS, 2), key=DAYS.index)
    return {
        "id": name,
        "role": "therapist",
        "skills": ["art"] * (draw.random() < 0.7),
        "credentials": [{"title": "LCSW", "until": MONDAY + timedelta(days=draw.choice([1, 90]))}],
        "available": [{"days": days, "start": time(start), "end": time(start + hours)}],
    }


def _slot(draw: random.Random, number: int) -> dict[str, Any]:
    start = draw.choice([9, 10, 11])
    return {
        "id": f"s{number}",
        "track": draw.choice(["morning", "morning", "evening"]),
        "service": draw.choice(["group", "group", "art"]),
        "day": draw.choice(DAYS),
        "start": time(start),
        "end": time(start + 1),
        "room": draw.choice(["a", "b", "a"]),
        "leads": draw.choice([["t1"], ["t2"], []]),
        **({"closed_since": date(2026, 11, 20)} if draw.random() < 0.2 else {}),
    }


def _chart(draw: random.Random, program: Program, number: int) -> Chart:
    start = draw.choice([8, 9, 10])
    firm = {"kind": "work", "days": [draw.choice(DAYS)], "start": time(start), "end": time(start + 2)}
    soft = {"kind": "family", "days": [draw.choice(DAYS)], "start": time(9), "end": time(11), "firm": False}
    plan = {
        "patient": f"pt-000{number}",
        "status": "active",
        "track": "morning",
        "admitted_at": date(2026, 11, draw.randrange(10, 28)),
        "planned_discharge_on": MONDAY + timedelta(days=draw.choice([1, 30])),
        "commitments": [firm, soft],
        "services": [
            {"service": "group", "per_week": draw.choice([1, 2]), "minutes": 60, "weeks": 8},
            {"service": "art", "per_week": 1, "minutes": 60, "weeks": 8},
            {"service": "individual", "per_week": 1, "minutes": 45, "weeks": 8, "by": draw.choice(["t1", "t2"])},
        ],
        "pattern": {"slots": [draw.choice(program.slots).id]} if draw.random() < 0.5 else None,
    }
    return Chart(program=program, plan=Plan.read({k: v for k, v in plan.items() if v}, f"{plan['patient']}/plan.toml"))
