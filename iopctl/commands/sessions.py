"""The week files and sessions that somebody names."""

import re
from datetime import date
from typing import TYPE_CHECKING

from iopctl.commands.options import monday_of

if TYPE_CHECKING:
    from iopctl.model.week import Week
    from iopctl.scheduling.days import Held
    from iopctl.store import Loaded


def week_on_file(loaded: "Loaded", name: str) -> "Week":
    """The week of that name. Raises Refused when its file cannot be read, NotFound when there is none."""
    from iopctl.errors import NotFound, Refused
    from iopctl.store import shown

    for week in loaded.census.weeks:
        if week.week == name:
            return week
    file = f"weeks/{name}.toml"
    if any(problem.place.file == file for problem in loaded.problems):
        raise Refused(f"{shown(loaded.root, file)}: cannot be read. `iopctl check` says where and why.")
    raise NotFound(f"{shown(loaded.root, file)}: no such week. `iopctl week new {name}` composes it.")


def refuse_second(loaded: "Loaded", week: "Week") -> None:
    """Raise AlreadyThere when the week is on file, readable or not."""
    from iopctl.errors import AlreadyThere
    from iopctl.store import shown

    files = [each.file for each in loaded.census.weeks if each.week == week.week]
    if not files and (loaded.root / week.file).exists():
        files = [week.file]
    if files:
        raise AlreadyThere(
            f"{shown(loaded.root, files[0])}: is there already; nothing was written."
            f" `iopctl week show {week.week}` shows it; edit the file to change it."
        )


def find_session(loaded: "Loaded", name: str, today: date) -> "Held":
    """A session of the current week, or of the week before the slash. Raises UsageError, NotFound or Refused."""
    from iopctl.errors import UsageError
    from iopctl.model.ids import known
    from iopctl.model.week import week_id
    from iopctl.scheduling.days import Held

    week_name, slash, wanted = name.rpartition("/")
    if slash and not re.fullmatch(r"[0-9]{4}-W[0-9]{2}", week_name, re.ASCII):
        raise UsageError("write a session as mon-0900-cbt for this week, or as 2026-W48/mon-0900-cbt for any.")
    week = week_on_file(loaded, week_id(monday_of(week_name or "this", today)))
    ids = [session.id for session in week.sessions]
    known(wanted, ids, f"{week.week} has no session of that id (`iopctl week show {week.week}` shows all)")
    index = ids.index(wanted)
    return Held(week, index, week.sessions[index])
