"""Why somebody does not fit, and the ways out."""

from collections.abc import Iterator, Sequence
from typing import Any

from iopctl.building.explaining import Explanation
from iopctl.building.ways_out import WayOut
from iopctl.render.sheet import Grid

NOTHING = "no facts clash while all others stay: a longer --time-limit finds the place"
NOT_KNOWN = "whether these are all needed was not found out"


def explained_grid(explanation: Explanation) -> Grid:
    """The facts, each a row, then the ways out."""
    rows = [*_facts(explanation), *((f"way out {n}", _way_text(way)) for n, way in _numbered(explanation))]
    lines = [f"{what}: {text}" for what, text in rows]
    return Grid(f"Why {explanation.short.patient} does not fit", ("", ""), rows, lines=lines)


def _facts(explanation: Explanation) -> Iterator[tuple[str, str]]:
    if not explanation.facts:
        yield "nothing found", NOTHING
    for fact in explanation.facts:
        yield "clash", fact.text
    if explanation.facts and not explanation.proven:
        yield "not proven", NOT_KNOWN
    if not explanation.ways_out:
        yield "way out", "none was found that every rule in force accepts"


def _numbered(explanation: Explanation) -> Iterator[tuple[int, WayOut]]:
    return iter(enumerate(explanation.ways_out, start=1))


def _way_text(way: WayOut) -> str:
    """`move pt-0004: cbt-group from Mon 09:00 to Wed 09:00; disturbs pt-0004`."""
    whom = ", ".join(way.disturbs) or "nobody"
    return f"{way.text}; it disturbs {whom}"


def explained_json(explained: Sequence[Explanation]) -> dict[str, Any]:
    """Nothing where nobody asked."""
    if not explained:
        return {}
    return {
        "explained": [
            {
                "patient": each.short.patient,
                "facts": [{"kind": fact.kind, "text": fact.text} for fact in each.facts],
                "proven": each.proven,
                "ways_out": [
                    {"kind": way.kind, "text": way.text, "disturbs": list(way.disturbs)} for way in each.ways_out
                ],
            }
            for each in explained
        ]
    }
