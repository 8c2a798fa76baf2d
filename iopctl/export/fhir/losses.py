"""What a bundle does not bring back: found by reading it again, so nothing can be missing from the list."""

from collections.abc import Iterator, Mapping
from typing import Any

from iopctl.render.losses import Loss

# Why, by the part of the plan; longer paths first.
_WHY = {
    "waivers": "R4 has no resource for a finding that was set aside",
    "pattern": "R4 has no appointment that recurs",
    "pattern_changes": "R4 has no appointment that recurs",
    "commitments": "R4 has no resource for when somebody cannot come",
    "pauses": "EpisodeOfCare says when a stay was on hold, but not why",
    "signatures": "a signature binds the file that was signed, not a copy of what it says",
    "certifications": "US Core has no profile for a physician's certification",
    "authorizations": "what a payer agreed to travels in the payer's own formats",
    "revisions": "a bundle holds one revision of a plan",
    "birthdays": "birth dates are masked",
    "population_change": "R4 has no place for the reason of a change of program",
    "previous_stay": "an earlier stay is another bundle",
    "other_care": "care elsewhere belongs to those who give it",
    "cosigned": "R4 has no second signature on an evaluation",
    "late_entry": "R4 has no reason for a late entry",
    "deferred": "a condition has no reason why it is not treated now",
    "by": "R4 names nobody responsible for a goal",
    "weeks": "R4 bounds a dose by days or by weeks, not by both",
    "needs": "the need that it names is not in the plan",
    "objectives": "the objective that it names is not in the plan",
}
_OTHERWISE = "FHIR holds no blank text and no space but the plain one"


def losses(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Loss]:
    """What stands in one plan and not in the other, both as plain data without defaults."""
    counts: dict[str, int] = {}
    for path in _differing(before, after, ()):
        where = ".".join(part for part in path if not part.isdecimal())
        counts[where] = counts.get(where, 0) + 1
    return [Loss(where, count, _why(where)) for where, count in counts.items()]


def _differing(one: Any, other: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The highest places at which something is gone or other."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for key, value in one.items():
            if key not in other:
                yield from _each(value, (*path, key))
            else:
                yield from _differing(value, other[key], (*path, key))
    elif isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        for number, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from _differing(left, right, (*path, str(number)))
    elif one != other:
        yield path


def _each(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A list that is gone counts by its items."""
    if isinstance(value, list | tuple):
        yield from (path for _ in value)
    else:
        yield path


def _why(where: str) -> str:
    parts = where.split(".")
    return next((_WHY[part] for part in (parts[0], parts[-1]) if part in _WHY), _OTHERWISE)
