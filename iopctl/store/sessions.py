"""Change what a session of a week file says about itself; attendance rows are the matter of `attendance`."""

from collections.abc import Mapping
from typing import Any

from tomlkit.items import Array, Table
from tomlkit.toml_document import TOMLDocument

from iopctl.errors import ChangedMeanwhile
from iopctl.model.week import Session, Week
from iopctl.store.editing import append_table, inline
from iopctl.store.tails import cut_tail, last_table, put_back


def session_table(document: TOMLDocument, session_id: str) -> Any:
    """The block of a session. Raises ChangedMeanwhile when it has gone."""
    for each in document.get("sessions", []):
        if isinstance(each, Mapping) and each.get("id") == session_id:
            return each
    raise ChangedMeanwhile(f"{session_id} has just been taken out of its week; nothing was written.")


def add_session(document: TOMLDocument, session: Session) -> None:
    """Put a new session behind the others."""
    append_table(document, "sessions", session.model_dump(exclude_defaults=True))


def replace_sessions(document: TOMLDocument, before: Week, after: Week) -> None:
    """Make the sessions those of another week: those that go are taken out, new ones stand behind, none moves."""
    was, now = {each.id: each for each in before.sessions}, {each.id: each for each in after.sessions}
    for index in reversed(range(len(document.get("sessions", [])))):
        if document["sessions"][index].get("id") not in now:
            del document["sessions"][index]
    for each in after.sessions:
        if each.id not in was:
            add_session(document, each)
        elif each != was[each.id]:
            replace_session(document, was[each.id], each)


def replace_session(document: TOMLDocument, before: Session, after: Session) -> None:
    """Write the keys in which a session differs, in place; a key at its default goes, and every other stays."""
    block = session_table(document, before.id)
    was, now = before.model_dump(exclude_defaults=True), after.model_dump(exclude_defaults=True)
    for key in dict.fromkeys((*was, *now)):
        value = list(now[key]) if isinstance(now.get(key), tuple) else now.get(key)
        if was.get(key) == now.get(key):
            continue
        if value is None:
            _take_out(block, key)
        elif key in block:
            _replace(block, key, value)
        else:
            _append(block, key, value)


def _take_out(session: Any, key: str) -> None:
    """A key less; what stands between a table of its own and the next session stays."""
    tail = cut_tail(session[key]) if isinstance(session[key], Table) else []
    del session[key]
    if tail and last_table(session) is session:
        cut_tail(session)
        put_back(session, tail)


def _replace(session: Any, key: str, value: Any) -> None:
    """Another value of a key; a list, and a table of its own, only ever grow."""
    there = session[key]
    if isinstance(there, Array) and isinstance(value, list) and value[: len(there)] == list(there):
        for item in value[len(there) :]:
            there.append(item)
    elif isinstance(there, Table):
        tail = cut_tail(there)
        there.update({name: inline(each) for name, each in value.items()})
        put_back(there, tail)
    else:
        session[key] = inline(value)


def _append(session: Any, key: str, value: Any) -> None:
    """A key behind the plain ones, before the attendance and what stands between this session and the next."""
    if not isinstance(session, Table):
        session[key] = inline(value)  # somebody wrote the list of sessions on one line
        return
    attendance = session.pop("attendance", None) if isinstance(session.get("attendance"), Table) else None
    tail = cut_tail(session)
    session.add(key, inline(value))
    put_back(session, tail)
    if attendance is not None:
        indent = attendance.trivia.indent
        session.append("attendance", attendance)
        attendance.trivia.indent = indent  # tomlkit puts a blank line before a table, also where a comment is on it
