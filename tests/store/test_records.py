"""Records are cut out of a text as they would be parsed, whatever the layout: quick where it is plain, never wrong."""

import tomllib
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from iopctl.model.digest import NOT_SIGNED
from iopctl.store.records import plan_parts, record, rows, sessions, spelled
from tests.store.repository import NOTED, PLAN, ROW, SIGNED, WEEK

SECOND = WEEK.partition("\n\n")[2].replace('"mon"', '"wed"')
TWO = f"{WEEK}{NOTED}{ROW.replace('pt-0001', 'pt-0002')}\n{SECOND}{ROW}"
EVALUATED = """
[[evaluations]]
id = "e1"
signed_at = 2026-11-09

[evaluations.cosigned]
by = "md1"
at = 2026-11-10

[[certifications]]
on = 2026-11-08
by = "md1"

[[waivers]]
code = "DO201"
"""
FULL = PLAN + SIGNED + EVALUATED + SIGNED.replace("patient", "therapist") + "\n[safety_plan]\non = 2026-11-01\n"

# What makes a text hard to cut.
NASTY = [
    *('"""', "'''", '"', "'", "\\", "\\u0061", "#", "\n", " ", "[", "]", "{", "}", "=", ",", "."),
    *("\n[[sessions]]\n", "\n[[ sessions ]]\n", '\n[["sessions"]]\n', "\n[sessions.attendance]\n", '\nid = "x"\n'),
    *(
        "\n[sessions.attendance.pt-0001]\n",
        "\nattendance = {}\n",
        '\npt-0003 = { status = "attended" }\n',
        "\nsessions = []\n",
    ),
    *(
        "\n[[signatures]]\n",
        "\n[[evaluations]]\n",
        "\n[evaluations.cosigned]\n",
        "\n[pattern]\n",
        "\nsignatures = []\n",
    ),
    *(
        '\nx = """\n',
        '\n"""\n',
        "\nx = '''\n",
        "\n'''\n",
        '\nx = [\n"a",\n["b"],\n]\n',
        "\n# '''\n",
        "\non = 2026-11-09\n",
    ),
    *('\nx = "\\"\\"\\""\n', "\ny = \"'''\"\n", '\n"sign\\u0061tures" = []\n', "\n[certifications.x]\n"),
]


def rows_of(text: str) -> dict[tuple[str, str], Any] | None:
    """The rows of a week file as the history reads them."""
    parts = sessions(text)
    cut = [rows(part) for part in parts or ()]
    if parts is None or None in cut:
        cut = [rows(text, whole=True)]
    return {row: record(written) for part in cut for row, written in (part or {}).items()}


def parsed_rows(text: str) -> dict[tuple[str, str], Any]:
    """The rows of a week file as a parser reads them."""
    found = {}
    for session in tomllib.loads(text).get("sessions", []):
        for patient, row in session.get("attendance", {}).items():
            if isinstance(row, dict):
                found[session.get("id", "None"), patient] = row
    return found


def dated(text: str) -> dict[str, list[Any]]:
    """The records of a plan as the history reads them."""
    return {name: [record(each) for each in written] for name, written in plan_parts(text).records.items()}


def parsed(text: str) -> dict[str, list[Any]]:
    """The records of a plan as a parser reads them."""
    data = tomllib.loads(text)
    return {name: data.get(name, []) for name in ("signatures", "evaluations", "certifications")}


def covered(text: str) -> dict[str, Any]:
    """What a signature covers, as a parser reads it."""
    return {name: value for name, value in tomllib.loads(text).items() if name not in NOT_SIGNED}


# Where in the text, by its lines; a character in that line or its beginning; what is put in.
mutations = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from([0, 0, 0, 1, 8, 30]), st.sampled_from(NASTY)), min_size=1, max_size=4
)


def mutated(text: str, changes: list[tuple[int, int, str]]) -> str:
    """The text with something nasty put into it here and there."""
    for line, column, nasty in changes:
        lines = text.split("\n")
        at = line % len(lines)
        lines[at] = lines[at][:column] + nasty + lines[at][column:]
        text = "\n".join(lines)
    return text


def well_formed(text: str) -> bool:
    """Whether it is TOML of a shape that a week or a plan can have at all."""
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return False
    lists = [data.get(name, []) for name in ("sessions", "signatures", "evaluations", "certifications")]
    if not all(isinstance(each, list) and all(isinstance(item, dict) for item in each) for each in lists):
        return False
    ids = [session.get("id", "None") for session in data.get("sessions", [])]
    rosters = [session.get("attendance", {}) for session in data.get("sessions", [])]
    return len(set(map(str, ids))) == len(ids) and all(isinstance(each, dict) for each in rosters)


# Weeks


def test_a_plain_week_is_cut_without_a_parser() -> None:
    parts = sessions(TWO)
    assert parts is not None
    assert [rows(part) for part in parts] == [
        {("mon", "pt-0001"): f"row = {NOTED[10:-1]}", ("mon", "pt-0002"): f"row = {ROW[10:-1]}"},
        {("wed", "pt-0001"): f"row = {ROW[10:-1]}"},
    ]
    assert rows_of(TWO) == parsed_rows(TWO)


@pytest.mark.parametrize(
    "text",
    [
        WEEK,
        'schema = 1\nweek = "2026-W46"\n',
        "",
        tomli_w.dumps(tomllib.loads(TWO)),
        tomli_w.dumps(tomllib.loads(TWO), multiline_strings=True),
        'sessions = [{ id = "mon", attendance = { pt-0001 = { noted_at = 2026-11-09 } } }]\n',
        '[[sessions]]\nid = "mon"\nattendance = { pt-0001 = { noted_at = 2026-11-09 } }\n',
        TWO.replace("[[sessions]]", "  [[ sessions ]]  # Monday"),
        TWO.replace("[[sessions]]", '[["sessions"]]'),
        TWO.replace("[sessions.attendance]", "[ sessions . attendance ]"),
        TWO.replace('id = "mon"', "id = 'mon'"),
        TWO.replace('id = "mon"', '  id  =  "mon"  # the first'),
        TWO.replace('"Took part."', '"""\nTook\n\n[[sessions]]\nid = "x"\n[sessions.attendance]\npart."""'),
        TWO.replace('"Took part."', "'''\nTook\n\n[[sessions]]\nid = 'x'\n[sessions.attendance]\npart.'''"),
        TWO.replace("patients", "# '''\npatients").replace('"Took part."', "'''\n\n[[sessions]]\nx'''"),
        TWO.replace('"Took part."', '["Took",\n  "part."]'),
        TWO.replace(ROW, f"# {ROW}  {ROW[:-1]}  # {{ late }}\n"),
        TWO.replace("patients =", "# attendance\npatients ="),
        TWO.replace("pt-0001 =", '"pt-0001" ='),
        TWO.replace("attendance]", "attend\\u0061nce]")
        .replace("[sessions.att", '[sessions."att')
        .replace("nce]", 'nce"]'),
        TWO.replace("schema = 1", "schema = 1  # three: ''' and sessions"),
        TWO.replace("[sessions.attendance]", "[[sessions.breaks]]\nstart = 09:30:00\n\n[sessions.attendance]"),
        TWO.replace("Took part.", 'Said \\"no\\", \\u0041 and } { and #'),
    ],
)
def test_a_week_in_any_layout_has_the_rows_that_a_parser_finds(text: str) -> None:
    assert rows_of(text) == parsed_rows(text)


@given(mutations)
@settings(max_examples=500)
def test_a_week_that_somebody_tore_at_has_the_rows_that_a_parser_finds(changes: list[tuple[int, int, str]]) -> None:
    text = mutated(TWO, changes)
    assert not well_formed(text) or rows_of(text) == parsed_rows(text)


def test_a_session_with_a_long_text_is_parsed_alone() -> None:
    text = TWO.replace('"Took part."', '"""\nTook\npart."""')
    parts = sessions(text)
    assert parts is not None
    assert [rows(part) is None for part in parts] == [False, False]
    assert rows("\n[[sessions]]\nid = ") is None


def test_what_is_no_toml_has_no_rows() -> None:
    assert rows_of("sessions = [\n") == {}
    assert rows_of(TWO.replace('"Took part."', '"""Took part.')) == {}
    assert rows_of('x = """\n[[sessions]]\nid = 1\n"""\nsessions = 3\n') == {}


# Plans


def test_a_plain_plan_is_cut_without_a_parser() -> None:
    parts = plan_parts(FULL)
    assert [len(parts.records[name]) for name in ("signatures", "evaluations", "certifications")] == [2, 1, 1]
    assert "waivers" not in parts.rest
    assert "certifications" not in parts.rest
    assert "evaluations.cosigned" in parts.rest


@pytest.mark.parametrize(
    "text",
    [
        FULL,
        FULL.replace('text = "Mood lifts."', 'text = """\nMood\n  lifts.\n"""'),
        FULL.replace("[[signatures]]", "[[ signatures ]] # by hand"),
        FULL.replace("[evaluations.cosigned]\n", "[evaluations.'cosigned']\n"),
        FULL.replace("\n[[certifications]]", "\n[evaluations.x]\ny = 1\n[[certifications]]"),
    ],
)
def test_a_plan_in_a_usual_layout_is_cut(text: str) -> None:
    parts = plan_parts(text)
    assert parts.rest != text
    assert dated(text) == parsed(text)
    assert covered(parts.rest) == covered(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        FULL.replace('text = "Mood lifts."', 'text = """\nMood\n[[signatures]]\nlifts.\n"""'),
        FULL.replace('text = "Mood lifts."', "text = '''\nMood\n[signatures]\nlifts.\n''' # x\"\"\""),
        f"signatures = [{{ on = 2026-11-10 }}]\n{PLAN}",
        f'"signatures" = [{{ on = 2026-11-10 }}]\n{PLAN}',
        f'"sign\\u0061tures" = [{{ on = 2026-11-10 }}]\n{PLAN}',
        FULL.replace("[[signatures]]", "[['signatures']]"),
        f"{PLAN}\n[mystery]\ny = 1\n",
    ],
)
def test_a_plan_in_an_odd_layout_is_parsed(text: str) -> None:
    parts = plan_parts(text)
    assert parts.rest == text
    assert dated(text) == parsed(text)


@given(mutations)
@settings(max_examples=500)
def test_a_plan_that_somebody_tore_at_has_the_records_that_a_parser_finds(changes: list[tuple[int, int, str]]) -> None:
    text = mutated(FULL, changes)
    if well_formed(text):
        assert dated(text) == parsed(text)
        assert covered(plan_parts(text).rest) == covered(text)


def test_a_comment_behind_a_record_belongs_to_what_follows() -> None:
    one, two = plan_parts(f"{PLAN}{SIGNED}"), plan_parts(f"{PLAN}{SIGNED}\n\n[[waivers]]\ncode = 'DO201'\n")
    assert one == two


# One record


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("row = { a = 1, b = 'x' }", {"a": 1, "b": "x"}),
        ("[[certifications]]\non = 1\n", {"on": 1}),
        ("schema = 1\non = 2\n", {"schema": 1, "on": 2}),
        ("[[certifications]\n", {}),
        ("", {}),
        ("row = 1", {}),
    ],
)
def test_what_a_record_says(text: str, says: dict[str, Any]) -> None:
    assert record(text) == says


def test_a_plain_row_is_told_by_how_it_is_spelled() -> None:
    row = f"row = {NOTED[10:-1]}".replace(
        " }", ', did = ["a", "b"], cosigned = { by = "d01", at = 2026-11-09T09:00:00-05:00 } }'
    )
    values = spelled(row)
    assert values is not None
    assert {key: tomllib.loads(f"x = {value}")["x"] for key, value in values.items()} == tomllib.loads(row)["row"]


@pytest.mark.parametrize(
    "text",
    [
        "row = { a = 'x' }",
        "row = { a = { b = { c = 1 } } }",
        "row = { a = [1] } # x",
        "row = { a.b = 1 }",
        "on = 1",
        "row = {",
    ],
)
def test_a_row_that_is_not_plain_is_not_told_by_a_look(text: str) -> None:
    assert spelled(text) is None


VALUES = st.one_of(
    st.text(max_size=6),
    st.integers(-5, 5),
    st.booleans(),
    st.dates(),
    st.lists(st.text(max_size=3), max_size=2),
    st.fixed_dictionaries({"by": st.text(max_size=3), "at": st.dates()}),
)


@given(st.dictionaries(st.sampled_from(["a", "b", "c_d"]), VALUES))
def test_how_a_row_is_spelled_is_what_it_says(values: dict[str, Any]) -> None:
    row = f"row = {{ {', '.join(f'{key} = {_inline(value)}' for key, value in values.items())} }}"
    told = spelled(row)
    assert told is None or {key: tomllib.loads(f"x = {value}")["x"] for key, value in told.items()} == values


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_inline(each)}' for key, each in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    return tomli_w.dumps({"x": value}).partition(" = ")[2].strip()
