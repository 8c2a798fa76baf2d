"""The fictional program, drawn as of one Monday, moved to the week of another day."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import tomlkit

from iopctl.model.digest import content_digest
from iopctl.model.plan import Plan
from iopctl.model.program import Program
from iopctl.model.week import Session, Week, week_id
from iopctl.store.attendance import set_attendance
from iopctl.store.folder import PROGRAM
from iopctl.store.parsing import parse
from iopctl.store.shifting import shifted

MONDAY = date(2026, 11, 23)  # plans/ shows the evening of this day
YEARS = range(1920, 2195)  # licences reach 18 years back and 4 ahead, and files hold dates between 1900 and 2199


def monday_of(today: date) -> date:
    """The day on which the moved demo stands: the Monday of that week."""
    return today - timedelta(days=today.weekday())


def demo_texts(source: Path, today: date) -> dict[str, str]:
    """Every file of the demo as of the week that holds a day, by its name in the program folder.

    What the shown Monday left open up to that day is filled in: everybody came. program.toml comes last, so that a
    folder with only a part of the files is not taken for a program.
    """
    authored = {path.relative_to(source).as_posix(): path.read_text("utf-8") for path in sorted(source.rglob("*.toml"))}
    weeks = (monday_of(today) - MONDAY).days // 7
    zone = Program.read(parse(PROGRAM, authored[PROGRAM]), PROGRAM).zone
    texts = {shifted(name, weeks, zone): shifted(text, weeks, zone) for name, text in authored.items()}
    if weeks:
        texts = _signed_anew(authored, texts)
    current = f"weeks/{week_id(today)}.toml"
    program = texts.pop(PROGRAM)
    return {**texts, current: _attended(texts[current], today), PROGRAM: program}


def _signed_anew(authored: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, str]:
    """The texts with the digests of valid signatures as of the moved dates; a stale one fits no content and stays."""
    digests = {
        _digest(name, text): _digest(name, texts[name])
        for name, text in authored.items()
        if name.endswith("/plan.toml") or "/revisions/" in name
    }
    return {name: _replaced(text, digests) for name, text in texts.items()}


def _digest(name: str, text: str) -> str:
    return content_digest(Plan.read(parse(name, text), name))


def _replaced(text: str, words: Mapping[str, str]) -> str:
    for old, new in words.items():
        text = text.replace(old, new)
    return text


def _attended(text: str, today: date) -> str:
    """A week in which everybody who was booked before today and has no record attended."""
    week = Week.read(parse("weeks", text), "weeks")
    open_sessions = [each for each in week.sessions if each.date < today and each.cancelled is None]
    document = tomlkit.parse(text)
    for session in open_sessions:
        records = dict(_records(session))
        if records:
            set_attendance(document, session.id, records)
    return tomlkit.dumps(document)


def _records(session: Session) -> Iterator[tuple[str, dict[str, Any]]]:
    for patient in session.patients:
        if patient not in session.attendance:
            yield patient, {"status": "attended"}
