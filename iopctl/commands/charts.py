"""Load one chart or all of them; what cannot be read is named on stderr, not passed over."""

from pathlib import Path
from typing import TYPE_CHECKING

from iopctl.console import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iopctl.model.pack import RulePack
    from iopctl.store import Loaded


def load_charts(plans: Path | None, patient: str | None = None) -> "Loaded":
    """The program with one chart, or with all. Raises NotFound, UsageError; Refused when the one cannot be read."""
    from iopctl import library, store

    root = store.find_program(plans)
    if patient is not None:
        store.known_patient(root, patient)
    loaded = store.load(root, library.packs(), library.instruments(), None if patient is None else [patient])
    if patient is not None:
        loaded.chart(patient)
    else:
        for unread in sorted(loaded.census.unreadable):
            say(f"{unread} cannot be read and is left out: `iopctl check {unread}` says where and why.")
        _say_faults(root, {each.place.file for each in loaded.problems if each.patient not in loaded.census.unreadable})
    return loaded


def load_packs(plans: Path | None) -> "Mapping[str, RulePack]":
    """The shipped packs, with those of the program where there is one. Raises NoProgram for a folder that is none."""
    from iopctl import library, store

    root = store.program_if_any(plans)
    if root is None:
        return library.packs()
    packs, problems = store.load_packs(root, library.packs())
    _say_faults(root, {problem.place.file for problem in problems})
    return packs


def _say_faults(root: Path, files: set[str]) -> None:
    from iopctl.store import shown

    for file in sorted(files):
        name = shown(root, file)
        say(f"{name} has faults, and what cannot be read of it is left out: `iopctl check` says where and why.")
