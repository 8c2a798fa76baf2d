"""What of a program was asked for on the command line: charts by code or path, other files and folders by path."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from iopctl.errors import NotFound
from iopctl.store.folder import PATIENT, check_code, known_patient, shown


@dataclass(frozen=True)
class Scope:
    """Some charts, and some files or folders by their name in the program folder."""

    patients: frozenset[str]
    files: frozenset[str]

    def holds(self, patient: str | None, file: str) -> bool:
        """Whether something about this patient, or in this file, was asked for."""
        return patient in self.patients or any(file == each or file.startswith(f"{each}/") for each in self.files)


def scope_of(root: Path, names: Sequence[str] | None) -> Scope | None:
    """What was named; None for the whole program. Raises NotFound, or UsageError for what is neither code nor path."""
    found = [_within(root, name) for name in names or ()]
    if not found or "." in found:
        return None
    patients = {each.partition("/")[0] for each in found if PATIENT.fullmatch(each.partition("/")[0])}
    files = {each for each in found if not PATIENT.fullmatch(each.partition("/")[0])}
    return Scope(frozenset(known_patient(root, patient) for patient in patients), frozenset(files))


def _within(root: Path, name: str) -> str:
    """A code as it is, a path as it is in the program folder."""
    if PATIENT.fullmatch(name):
        return name
    path, folder = Path(name).resolve(), root.resolve()
    if path.is_relative_to(folder) and (path.exists() or PATIENT.fullmatch(path.relative_to(folder).parts[0])):
        return path.relative_to(folder).as_posix()
    if not path.exists():
        check_code(name)
    raise NotFound(f"{name}: is not in the program folder {shown(root, '')}. Name it with --plans DIR.")
