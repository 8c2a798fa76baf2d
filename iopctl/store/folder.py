"""The program folder: found like a git work tree, with its files listed by kind."""

import os
import re
from collections.abc import Collection
from difflib import get_close_matches
from itertools import chain, count
from pathlib import Path

from iopctl.errors import NoProgram, NotFound, UsageError

PROGRAM = "program.toml"
PATIENT = re.compile(r"[a-z]{1,4}-[0-9]{3,8}", re.ASCII)


def find_program(plans: Path | None) -> Path:
    """`--plans`, else IOPCTL_PLANS, else ./plans or . with a program.toml, else each parent's. Raises NoProgram."""
    found = program_if_any(plans)
    if found is None:
        raise NoProgram(
            "no program folder here or above."
            " Start one with `iopctl init`, or name one with --plans DIR or IOPCTL_PLANS."
        )
    return found


def program_if_any(plans: Path | None) -> Path | None:
    """As `find_program`, but None where no folder was named and none is found. Raises NoProgram for a wrong name."""
    named = plans or (Path(os.environ["IOPCTL_PLANS"]) if os.environ.get("IOPCTL_PLANS") else None)
    if named is not None:
        if (named / PROGRAM).is_file():
            return named
        raise NoProgram(f"{named}: no program.toml there. Start one with `iopctl init {named}`.")
    here = Path.cwd()
    for folder in (here, *here.parents):
        for candidate in (folder / "plans", folder):
            if (candidate / PROGRAM).is_file():
                return Path(os.path.relpath(candidate, here))
    return None


def shown(root: Path, file: str) -> str:
    """A file of the program folder as it is printed: with the folder in front, forward slashes."""
    return (root / file).as_posix()


def patient_folders(root: Path) -> list[str]:
    """The patients with a folder, in order."""
    # A link counts, so that the reader can say that it is not followed.
    folders = (entry for entry in os.scandir(root) if entry.is_symlink() or entry.is_dir())
    return sorted(entry.name for entry in folders if PATIENT.fullmatch(entry.name))


def misnamed_charts(root: Path) -> list[str]:
    """The folders with a plan whose name is no patient code."""
    return sorted(
        entry.name
        for entry in os.scandir(root)
        if not PATIENT.fullmatch(entry.name) and Path(entry.path, "plan.toml").is_file()
    )


def toml_files(root: Path, folder: str) -> list[str]:
    """The TOML files in a folder below the program folder, in order; none when it is not there. Raises OSError."""
    try:
        names = sorted(entry.name for entry in os.scandir(root / folder))
    except FileNotFoundError:
        return []
    return [f"{folder}/{name}" for name in names if name.endswith(".toml") and not name.startswith(".")]


def free_file(root: Path, stem: str, taken: Collection[str] = ()) -> str:
    """`stem.toml`, or with the suffix -2, -3 and so on while a file of that name exists or the name is taken."""
    names = (f"{stem}{suffix}.toml" for suffix in chain([""], (f"-{number}" for number in count(2))))
    return next(name for name in names if name not in taken and not os.path.lexists(root / name))


def known_patient(root: Path, patient: str) -> str:
    """The code, if there is a chart of that name. Raises UsageError for a malformed code, NotFound with a near miss."""
    check_code(patient)
    known = patient_folders(root)
    if patient in known:
        return patient
    near = get_close_matches(patient, known, n=1)
    meant = f" Did you mean {near[0]}?" if near else ""
    raise NotFound(f"{shown(root, patient)}: no such chart.{meant} `iopctl plan list` shows all.")


def check_code(patient: str) -> None:
    """Raise UsageError unless it is a patient code."""
    if not PATIENT.fullmatch(patient):
        raise UsageError("a patient code is 1 to 4 small letters, a hyphen and 3 to 8 digits, for example pt-0001.")
