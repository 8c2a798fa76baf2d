"""Built weeks of random programs, held against limits that are told from the files alone."""

from dataclasses import replace
from datetime import date, time

import pytest

from iopctl.building.built import Built, build
from iopctl.building.differences import differences
from iopctl.building.searching import Search
from iopctl.model.chart import Census
from iopctl.model.week import Session
from iopctl.scheduling.frame import Frame
from tests.benchmarks import programs
from tests.building.checker import wrong
from tests.building.small_programs import MONDAY, small_frame


@pytest.mark.parametrize("seed", range(200, 230))
def test_no_limit_is_broken(seed: int) -> None:
    """Six patients, eight slots, four hours of work: too many to be tried, not to be checked."""
    frame = small_frame(seed, patients=6, slots=8, hours=4)
    built = build(frame, Search(effort=4))
    assert wrong(frame.census, built.week) == []
    assert built.quality.cost == sum(each.cost for each in built.costs)
    assert built.quality.bound <= built.quality.cost
    assert everybody_is_named(built)


@pytest.mark.parametrize("tight", [True, False])
def test_a_whole_track_is_placed(tight: bool) -> None:
    """Twenty patients with nine groups and a one-on-one session each: nobody is short."""
    frame = programs.frame(20, tight=tight)
    built = build(frame, Search(effort=5))
    assert wrong(frame.census, built.week) == []
    assert built.short == ()
    assert built.quality.missing == 0
    assert sum(len(each.patients) for each in built.week.sessions) == 20 * 10


def test_the_same_seed_gives_the_same_week() -> None:
    frame = programs.frame(20, tight=True)
    weeks = [build(frame, Search(effort=4, seed=7)).week for _ in range(2)]
    assert weeks[0] == weeks[1]


def test_tracks_are_searched_one_after_the_other_and_share_the_rooms() -> None:
    """Sixty patients in a morning and an evening track, five rooms, six therapists."""
    frame = programs.frame(60, tight=False)
    built = build(frame, Search(effort=12))
    assert wrong(frame.census, built.week) == []
    assert built.short == ()
    assert 0 < built.quality.bound <= built.quality.cost


def test_who_had_places_keeps_them() -> None:
    """The week before as built; the week after is the same, and costs nothing that could be saved by moving."""
    frame = programs.frame(20, tight=True)
    before = build(frame, Search(effort=4)).week
    after = Frame(frame.census.with_week(before), frame.packs, date(2026, 12, 14), frame.today)
    built = build(after, Search(effort=8))
    [keep] = [each.units for each in built.costs if each.name == "keep"]
    assert keep == sum(len(each.gone) for each in differences(built.problem, built.week)) + sum(
        move.before is not None for each in differences(built.problem, built.week) for move in each.moves
    )
    assert keep <= 2


def test_what_is_pinned_stays() -> None:
    """A session of one patient at an odd time, pinned: it is there, and nobody else is seen by t1 then."""
    frame = small_frame(200, patients=4, slots=4, hours=4)
    pinned = Session(
        id="odd",
        service="individual",
        date=MONDAY,
        start=time(7),
        end=time(7, 45),
        room="a",
        leads=("t1",),
        patients=("pt-0001",),
        pinned=True,
    )
    built = build(replace(frame, fixed=(pinned,)), Search(effort=3))
    assert pinned in built.week.sessions
    mine = [each for each in built.week.sessions if "pt-0001" in each.patients and each.service == "individual"]
    assert mine == [pinned]


def test_nobody_in_care_is_an_empty_week() -> None:
    frame = small_frame(1)
    nobody = Frame(Census(frame.program), frame.packs, frame.monday, frame.today)
    built = build(nobody, Search(effort=1))
    assert (built.week.sessions, built.short, built.quality.proven) == ((), (), True)


def everybody_is_named(built: Built) -> bool:
    """Whether everybody in care is in the week, or short of everything, or left out with a reason."""
    placed = {patient for each in built.week.sessions for patient in each.patients}
    short, out = {each.patient for each in built.short}, {each.what for each in built.problem.left_out}
    return placed | short | out >= {chart.patient for chart in built.frame.census.charts}
