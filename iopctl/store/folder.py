"""The program folder: found like a git work tree, with its files listed by kind."""

import os
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from iopctl.errors import NoProgram, NotFound, UsageError

PROGRAM = "program.toml"
PATIENT = re.compile(r"[a-z]{1,4}-[0-9]{3,8}", re.ASCII)


def find_program(plans: Path | None) -> Path:
    """`--plans`, else IOPCTL_PLANS, else ./plans or . with a program.toml, else each parent's. Raises NoProgram."""
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
    raise NoProgram(
        "no program folder here or above. Start one with `iopctl init`, or name one with --plans DIR or IOPCTL_PLANS."
    )


def shown(root: Path, file: str) -> str:
    """A file of the program folder as it is printed: with the folder in front, forward slashes."""
    return (root / file).as_posix()


def patient_folders(root: Path) -> list[str]:
    """The patients with a folder, in order."""
    return sorted(entry.name for entry in os.scandir(root) if PATIENT.fullmatch(entry.name) and entry.is_dir())


def toml_files(root: Path, folder: str) -> Iterator[str]:
    """The TOML files in a folder below the program folder, in order; none when it is not there."""
    try:
        entries = sorted(entry.name for entry in os.scandir(root / folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for name in entries:
        if name.endswith(".toml") and not name.startswith("."):
            yield f"{folder}/{name}"


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


def patients_named(root: Path, names: list[str] | None) -> frozenset[str] | None:
    """The charts that codes or paths name; None when nothing was named. Raises NotFound, UsageError."""
    if not names:
        return None
    return frozenset(known_patient(root, _code_in(root, name)) for name in names)


def _code_in(root: Path, name: str) -> str:
    """The patient code in a path to a chart or a file of it; the name itself otherwise."""
    if PATIENT.fullmatch(name):
        return name
    path, folder = Path(name).resolve(), root.resolve()
    return path.relative_to(folder).parts[0] if path != folder and path.is_relative_to(folder) else name
