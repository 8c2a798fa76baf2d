"""Write attendance rows into a week file: only the rows of one session change, whatever layout a person gave it."""

from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit.items import Table
from tomlkit.toml_document import TOMLDocument

from iopctl.store.editing import inline
from iopctl.store.sessions import session_table
from iopctl.store.tails import cut_tail, last_table, put_back

Record = Mapping[str, Any]


def set_attendance(document: TOMLDocument, session_id: str, records: Mapping[str, Record]) -> None:
    """Put one row for each patient under the session, in place of the row that is there. Raises ChangedMeanwhile."""
    session = session_table(document, session_id)
    if not isinstance(session, Table):
        # Somebody wrote the list of sessions on one line.
        session["attendance"] = inline({**session.get("attendance", {}), **records})
        return
    tail = cut_tail(last_table(session))
    if "attendance" not in session:
        session.append("attendance", tomlkit.table())
        is_last = document["sessions"][-1]["id"] == session_id
        tail = tail or [tomlkit.nl()] * (not is_last)
    for patient, record in records.items():
        _set_row(session["attendance"], patient, record)
    put_back(last_table(session), tail)


def _set_row(attendance: Any, patient: str, record: Record) -> None:
    row = attendance.get(patient)
    if not isinstance(row, Table):
        attendance[patient] = inline(record)
        return
    # Somebody wrote `[sessions.attendance.pt-0001]`; its comments stay.
    tail = cut_tail(row)
    for key in [key for key in row if key not in record]:
        del row[key]
    for key, value in record.items():
        row[key] = inline(value)
    put_back(row, tail)
