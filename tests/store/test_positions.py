"""Every key of a document is found at the line and column where it stands."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from iopctl.model.frozen import Key
from iopctl.store.positions import Positions, locate
from iopctl.store.toml_text import toml_text

KEYS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    ["a", "b-c", "with space", 'quo"te', "é", "😀", "back\\slash", "a.b", "", "'", "\x1b", "true", "1"]
)
SCALARS = (
    st.integers(-(2**63), 2**63 - 1)
    | st.booleans()
    | st.text(max_size=8)
    | st.sampled_from(["\n", "[a]\nb = 1\n", '"""', "a # b"])
    | st.dates()
    | st.times()
    | st.floats(allow_nan=False)
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3))
DOCUMENTS = st.dictionaries(KEYS.filter(lambda key: key != "schema"), VALUES, max_size=5)


def keys_of(value: Any, key: Key = ()) -> Iterator[Key]:
    """Every key path of plain data."""
    if key:
        yield key
    if isinstance(value, dict):
        for part, inner in value.items():
            yield from keys_of(inner, (*key, part))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from keys_of(inner, (*key, index))


def stands_at(text: str, key: Key, position: tuple[int, int]) -> bool:
    """Whether the text has this key at this place: its own line holds it, in quotes or bare."""
    line, column = position
    here = text.split("\n")[line - 1][column - 1 :]
    names = [part for part in key if isinstance(part, str)]
    forms = {names[-1], tomli_w.dumps({names[-1]: 0}).removesuffix(" = 0\n")}
    return bool(here) and (isinstance(key[-1], int) or any(form in here for form in forms))


@given(DOCUMENTS)
def test_every_key_of_a_file_that_the_tool_writes_is_located(data: dict[str, Any]) -> None:
    text = toml_text(data)
    positions = Positions(text)
    for key in keys_of(tomllib.loads(text)):
        assert stands_at(text, key, positions.of(key)), (text, key, positions.of(key))


@given(DOCUMENTS, st.booleans())
def test_every_key_of_any_file_is_located(data: dict[str, Any], long: bool) -> None:  # hypothesis gives it
    text = tomli_w.dumps(data, multiline_strings=long)
    positions = Positions(text)
    for key in keys_of(tomllib.loads(text)):
        assert stands_at(text, key, positions.of(key)), (text, key, positions.of(key))


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ("a = 1\n", ("a",), (1, 1)),
        ("a = 1\n", ("b",), (1, 1)),
        ("\n  a = 1\n", ("a",), (2, 3)),
        ("a.b.c = 1\n", ("a", "b", "c"), (1, 1)),
        ("[a.b]\nc = 1\n\n[a]\nd = 2\n", ("a",), (4, 1)),
        ("[a.b]\nc = 1\n\n[a]\nd = 2\n", ("a", "b", "c"), (2, 1)),
        ("[a.b]\nc = 1\n", ("a", "x"), (1, 1)),
        ("[[a]]\n[[a]] # second\nb = 1\n", ("a",), (1, 1)),
        ("[[a]]\n[[a]] # second\nb = 1\n", ("a", 1), (2, 1)),
        ("[[a]]\n[[a]] # second\nb = 1\n", ("a", 1, "b"), (3, 1)),
        ("[[a]]\n[[a.b]]\nc = 1\n[[a]]\n[[a.b]]\nc = 2\n", ("a", 1, "b", 0, "c"), (6, 1)),
        ("[[a]]\n[a.b]\nc = 1\n", ("a", 0, "b", "c"), (3, 1)),
        ("a = [\n  1, # one\n  # two\n  2,\n]\n", ("a", 1), (4, 3)),
        ("a = { b = 1, c.d = 2 }\n", ("a", "c", "d"), (1, 14)),
        ("a = [{ b = 1 }, { b = 2 }]\n", ("a", 1, "b"), (1, 19)),
        ('é = "ü" # not bare\n', ("x",), (1, 1)),
        ('a = { "é😀" = "ü", b = 1 }\n', ("a", "b"), (1, 19)),
        ('"\\U0001F600\\u00e9" = 1\n', ("😀é",), (1, 1)),
        ("x = 1\n'a \"b\"' = 2\n", ('a "b"',), (2, 1)),
        ("", ("a", 0, "b"), (1, 1)),
        ("[[a\nb = \n", ("a", 0, "b"), (1, 1)),
        ("[]\nb = 1\n", ("b",), (1, 1)),
        ("[a]\nb = = 1\nc = 1\n", ("a", "c"), (3, 1)),
    ],
)
def test_a_key_is_located(text: str, key: Key, expected: tuple[int, int]) -> None:
    assert locate(text, key) == expected


ANCHORED = """
[[goals]]
id = "g1"
[[goals.objectives]]
id = "g1.o1"
due_on = 2026-11-20
[[goals]]
id = "g2"
needs = ["n1", "n2"]
[[diagnoses]]
code = "F33.1"
[[diagnoses]]
code = "f33.1"          # no code, and no word to be printed either
[[signatures]]
role = "patient"
on = 2026-09-07
[[certifications]]
on = 2026-09-07T09:00:00-04:00
[[authorizations]]
number = "a-881"
from = 2026-09-07
[[evaluations]]
kind = "what her sister says"
[[services]]
service = "group"
[[services]]
service = "family"
[[services]]
service = "group"
[relapse_prevention]
coping = ["walks"]
waivers = [{ code = "DO101", from = 2026-11-01 }, { code = 'DO201' }]
"""


@pytest.mark.parametrize(
    ("key", "anchor"),
    [
        ((), ""),
        (("goals",), "goals"),
        (("goals", 1), "goals.g2"),
        (("goals", 0, "objectives", 0, "due_on"), "goals.g1.objectives.g1.o1.due_on"),
        (("goals", 1, "needs", 1), "goals.g2.needs.n2"),
        (("goals", 2, "needs", 1), "goals.2.needs.1"),
        (("diagnoses", 0, "code"), "diagnoses.0.code"),
        (("diagnoses", 1), "diagnoses.1"),
        (("signatures", 0, "digest"), "signatures.patient@2026-09-07.digest"),
        (("certifications", 0), "certifications.2026-09-07T09:00:00-04:00"),
        (("authorizations", 0, "units"), "authorizations.2026-09-07.units"),
        (("evaluations", 0), "evaluations.0"),
        (("services", 0, "weeks"), "services.group.weeks"),
        (("services", 1), "services.family"),
        (("services", 2), "services.group~2"),
        (("relapse_prevention", "coping", 0), "relapse_prevention.coping.0"),
        (("relapse_prevention", "waivers", 0), "relapse_prevention.waivers.DO101@2026-11-01"),
        (("relapse_prevention", "waivers", 1, "by"), "relapse_prevention.waivers.DO201.by"),
        (("Jane Doe", 0), "?.0"),
    ],
)
def test_an_item_of_a_list_is_anchored_by_what_tells_it_apart_and_never_by_text(key: Key, anchor: str) -> None:
    assert Positions(ANCHORED).anchor(key) == anchor


def test_an_anchor_survives_what_is_written_before_it() -> None:
    before = '[[services]]\nservice = "individual"\n'
    assert Positions(before + ANCHORED).anchor(("services", 3, "weeks")) == "services.group~2.weeks"
