"""Stretches of a week in whole minutes from Monday 00:00 by the clock on the wall, half open."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time, timedelta

DAY = 24 * 60

Stretch = tuple[int, int]


def of_clock(clock: time) -> int:
    """Minutes from midnight."""
    return clock.hour * 60 + clock.minute


def at(monday: date, day: date, clock: time) -> int:
    """The minute of the week."""
    return (day - monday).days * DAY + of_clock(clock)


def moment(monday: date, minute: int) -> tuple[date, time]:
    """The date and the clock time of a minute."""
    return monday + timedelta(days=minute // DAY), time(minute % DAY // 60, minute % 60)


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same minutes as few stretches in order; those that touch become one."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif start < end:
            found.append((start, end))
    return found


def without(stretches: Iterable[Stretch], taken: Iterable[Stretch]) -> list[Stretch]:
    """What is left of the stretches."""
    left = list(stretches)
    for start, end in taken:
        left = [piece for each in left for piece in ((each[0], min(each[1], start)), (max(each[0], end), each[1]))]
        left = [piece for piece in left if piece[0] < piece[1]]
    return left


def overlaps(one: Stretch, others: Iterable[Stretch]) -> bool:
    """Whether it shares a minute with any of them."""
    return any(one[0] < end and start < one[1] for start, end in others)


def holds(stretches: Iterable[Stretch], one: Stretch) -> bool:
    """Whether it lies in one of them."""
    return any(start <= one[0] and one[1] <= end for start, end in stretches)


def starts_in(stretches: Sequence[Stretch], length: int, grid: int) -> Iterator[int]:
    """The starts on the grid at which something of that length fits into one of the stretches."""
    for start, end in stretches:
        yield from range(-(-start // grid) * grid, end - length + 1, grid)
