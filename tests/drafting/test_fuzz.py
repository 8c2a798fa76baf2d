"""Whatever JSON holds, a draft is made or refused in a sentence, and every resource is accounted for."""

import copy
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iopctl import library
from iopctl.drafting.fhir import Draft, draft
from iopctl.errors import Refused
from iopctl.model.assessment import Assessment
from iopctl.model.plan import Plan
from iopctl.store.composing import fill
from iopctl.store.parsing import parse
from iopctl.store.toml_text import toml_text
from tests.drafting.records import FHIR, TODAY, adds_up, setting

SEEDS = [
    json.loads(path.read_text())
    for path in sorted(FHIR.glob("*/*.json"))
    if path.parent.name != "synthea"  # large, and its shapes are those of the others
]
ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    2**70,
    1e300,
    "",
    "x",
    "2026-02-30",
    "\ud800\x1b",
    [],
    {},
    [None],
    {"coding": 3},
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every place below a value, as a container and a key."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        each = waiting.pop()
        keys = each.keys() if isinstance(each, dict) else range(len(each)) if isinstance(each, list) else ()
        found += [(each, key) for key in keys]
        waiting += [each[key] for key in keys]
    return found


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A real record with some of its values replaced, removed or swapped."""
    data = copy.deepcopy(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 6))):
        everywhere = places(data)
        if everywhere:
            holder, key = draw(st.sampled_from(everywhere))
            holder[key] = draw(st.sampled_from(ODD) | JSON | st.sampled_from(everywhere).map(lambda at: at[0][at[1]]))
            data = copy.deepcopy(data) if acyclic(data) else {"resourceType": "Basic"}
    return data


def acyclic(data: Any) -> bool:
    try:
        json.dumps(data)
    except (ValueError, RecursionError):
        return False
    return True


def draft_or_sentence(*records: Any) -> Draft | None:
    try:
        return draft([(f"{n}.json", each) for n, each in enumerate(records)], setting(admitted_on=TODAY))
    except Refused:
        return None


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(mutated(), mutated())
def test_a_damaged_record_is_drafted_or_refused(one: Any, other: Any) -> None:
    made = draft_or_sentence(one, other)
    if made is not None:
        assert adds_up(made)
        text = fill(library.template("blank"), {"patient": "pt-0001", **made.fields})
        Plan.read(parse("pt-0001/plan.toml", text), "pt-0001/plan.toml")
        for form in made.forms:
            Assessment.read(parse("pt-0001/a.toml", toml_text(form.fields)), "pt-0001/a.toml")


@settings(max_examples=100, deadline=None)
@given(JSON)
def test_any_json_is_drafted_or_refused(data: Any) -> None:
    made = draft_or_sentence(data)
    assert made is None or adds_up(made)
