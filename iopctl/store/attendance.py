"""Write attendance rows into a week file: only the rows of one session change, whatever layout a person gave it."""

from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit.items import AoT, Comment, Table, Whitespace
from tomlkit.toml_document import TOMLDocument

from iopctl.errors import ChangedMeanwhile
from iopctl.store.editing import inline

Record = Mapping[str, Any]


def set_attendance(document: TOMLDocument, session_id: str, records: Mapping[str, Record]) -> None:
    """Put one row for each patient under the session, in place of the row that is there. Raises ChangedMeanwhile."""
    sessions: Any = document.get("sessions", [])
    ids = [each["id"] for each in sessions]
    if session_id not in ids:
        raise ChangedMeanwhile(f"{session_id} has just been taken out of its week; nothing was written.")
    index = ids.index(session_id)
    session = sessions[index]
    if not isinstance(session, Table):
        # Somebody wrote the list of sessions on one line.
        session["attendance"] = inline({**session.get("attendance", {}), **records})
        return
    tail = _cut_tail(_last_table(session))
    if "attendance" not in session:
        session.append("attendance", tomlkit.table())
        tail = tail or [tomlkit.nl()] * (index + 1 < len(sessions))
    for patient, record in records.items():
        _set_row(session["attendance"], patient, record)
    _put_back(_last_table(session), tail)


def _set_row(attendance: Any, patient: str, record: Record) -> None:
    row = attendance.get(patient)
    if not isinstance(row, Table):
        attendance[patient] = inline(record)
        return
    # Somebody wrote `[sessions.attendance.pt-0001]`; its comments stay.
    tail = _cut_tail(row)
    for key in [key for key in row if key not in record]:
        del row[key]
    for key, value in record.items():
        row[key] = inline(value)
    _put_back(row, tail)


def _last_table(table: Table) -> Table:
    """The table that stands last in the text of a table."""
    body = table.value.body
    last = body[-1][1] if body else None
    if isinstance(last, AoT):
        return _last_table(last.body[-1])
    return _last_table(last) if isinstance(last, Table) else table


def _cut_tail(table: Table) -> list[Comment | Whitespace]:
    """Take out what follows the first blank line after the last key: blank lines, and comments on the next session."""
    body = table.value.body
    end = max((n for n, (key, _) in enumerate(body, 1) if key is not None), default=0)
    while end < len(body) and isinstance(body[end][1], Comment):
        end += 1
    tail = [item for _, item in body[end:] if isinstance(item, Comment | Whitespace)]
    del body[end:]
    return tail


def _put_back(table: Table, tail: list[Comment | Whitespace]) -> None:
    for item in tail:
        table.add(item)
