"""What the tool composes is read back as it was, and keeps its layout whatever the length of a text."""

import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from iopctl.model.assessment import Assessment
from iopctl.model.frozen import Document
from iopctl.model.plan import Plan
from iopctl.model.program import Program
from iopctl.model.review import Review
from iopctl.model.week import Week
from iopctl.store import editing
from iopctl.store.parsing import parse
from iopctl.store.toml_text import document_text, one_line, toml_text
from tests.store.generated import TEXTS, tables

MODELS: list[type[Document]] = [Plan, Week, Assessment, Review, Program]
ROOT = Path("plans")


def read(model: type[Document], data: dict[str, Any]) -> Document:
    """The document, where the parts that were generated fit together."""
    try:
        return model.read(data, "x.toml")
    except ValidationError:
        assume(False)
        raise


@pytest.mark.parametrize("model", MODELS)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)
@given(data=st.data())
def test_load_save_load_is_identity(model: type[Document], data: st.DataObject) -> None:
    document = read(model, data.draw(tables(model)))
    text = document_text(document)
    again = model.read(parse("x.toml", text), "x.toml")
    assert again == document
    assert document_text(again) == text


@pytest.mark.parametrize("model", MODELS)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None, max_examples=30)
@given(data=st.data())
def test_a_composed_file_can_be_edited_without_a_change(model: type[Document], data: st.DataObject) -> None:
    text = document_text(read(model, data.draw(tables(model))))
    assert editing.document_of(ROOT, "x.toml", text).as_string() == text


@given(TEXTS)
def test_any_text_is_one_value(text: str) -> None:
    assert tomllib.loads(f"x = {one_line(text)}")["x"] == text
    assert "\n" not in one_line(text)


@given(st.text(st.characters(codec="utf-8")))
def test_any_key_is_one_key(key: str) -> None:
    assume(key != "schema")
    assert tomllib.loads(toml_text({key: {key: [1]}})) == {"schema": 1, key: {key: [1]}}


@pytest.mark.parametrize("length", [1, 60, 90, 100, 110, 300])
def test_a_longer_text_changes_its_own_line_alone(length: int) -> None:
    def written(text: str) -> str:
        waiver = {"code": "DO201", "reason": text}
        return toml_text({"waivers": [waiver, {"code": "DO101", "reason": "b"}], "breaks": [{"text": text}]})

    assert written("x" * length) == written("@").replace("@", "x" * length)


def test_the_layout_of_a_week() -> None:
    week = {
        "week": "2026-W48",
        "monday": date(2026, 11, 23),
        "sessions": [
            {
                "id": "mon-0900-cbt",
                "start": time(9),
                "breaks": [{"start": time(9, 30), "end": time(9, 35)}],
                "patients": [f"pt-{number:04}" for number in range(12)],
                "cancelled": None,
                "attendance": {
                    "pt-0001": {"status": "attended", "noted_at": datetime(2026, 11, 23, 16, 2, tzinfo=UTC), "by": None}
                },
            },
            {"id": "empty", "leads": [], "did": ["a" * 40, "b" * 40, "c" * 40], "note": "two\nlines"},
        ],
    }
    assert (
        toml_text(week) == """schema = 1
week = "2026-W48"
monday = 2026-11-23

[[sessions]]
id = "mon-0900-cbt"
start = 09:00:00
breaks = [{ start = 09:30:00, end = 09:35:00 }]
patients = ["pt-0000", "pt-0001", "pt-0002", "pt-0003", "pt-0004", "pt-0005", "pt-0006", "pt-0007", "pt-0008", """
        '''"pt-0009", "pt-0010", "pt-0011"]

[sessions.attendance]
pt-0001 = { status = "attended", noted_at = 2026-11-23T16:02:00+00:00 }

[[sessions]]
id = "empty"
leads = []
did = [
    "'''
        f'''{"a" * 40}",
    "{"b" * 40}",
    "{"c" * 40}",
]
note = """
two
lines"""
'''
    )
