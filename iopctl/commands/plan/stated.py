"""What somebody states about a new patient, by options or asked for on a terminal."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from iopctl.commands.asking import ask
from iopctl.commands.options import moment_in, read_day
from iopctl.console import say

if TYPE_CHECKING:
    from iopctl.drafting.intake import Intake
    from iopctl.model.program import Program
    from iopctl.store.loading import Loaded

T = TypeVar("T")
ADMITTED = "--admitted"


@dataclass(frozen=True)
class Stated:
    """The answers as they were given; None was not said."""

    template: str | None = None
    track: str | None = None
    therapist: str | None = None
    physician: str | None = None
    age: int | None = None
    admitted: str | None = None
    packs: tuple[str, ...] = ()
    planned_discharge: date | None = None

    def intake(self, patient: str, loaded: "Loaded") -> "Intake":
        """The answers, checked against the program. Raises NotFound, UsageError."""
        from iopctl.drafting.intake import Intake
        from iopctl.errors import UsageError
        from iopctl.model.ids import known, known_staff

        program = loaded.census.program
        if self.track is not None:
            known(self.track, program.track_by_id, "program.toml: no track of that id")
        for person in (self.therapist, self.physician):
            known_staff(program, person)
        for pack in self.packs:
            known(pack, loaded.packs, "no such pack, `iopctl packs list` shows all")
        at = None if self.admitted is None else moment_in(program.time_zone, self.admitted, ADMITTED)
        first = at.date() if isinstance(at, datetime) else at
        if first and self.planned_discharge and self.planned_discharge < first:
            raise UsageError("--planned-discharge: that is before the day of admission.")
        return Intake(
            patient=patient,
            track=self.track,
            therapist=self.therapist,
            physician=self.physician,
            age=self.age,
            admitted_at=at,
            planned_discharge_on=self.planned_discharge,
            packs=self.packs,
        )


def refuse_existing(root: Path, patient: str) -> None:
    """Raise UsageError for what is no patient code, AlreadyThere when this patient has a plan."""
    from iopctl.errors import AlreadyThere
    from iopctl.store.folder import check_code, shown

    check_code(patient)
    file = f"{patient}/plan.toml"
    if (root / file).exists():
        raise AlreadyThere(
            f"{shown(root, file)}: is there already; nothing was written. `iopctl plan edit {patient}` changes it."
        )


def complete(stated: Stated, loaded: "Loaded", today: date, *, age_in_record: bool) -> Stated:
    """Ask for what was not stated. Enter takes what stands in brackets, - leaves it open."""
    from iopctl import library

    program = loaded.census.program
    tracks = list(program.track_by_id)
    say("Enter takes what stands in brackets, - leaves it open.")
    stated = replace(
        stated,
        template=stated.template or _pick("Template", list(library.templates()), "blank"),
        track=stated.track or _pick("Track", tracks, tracks[0] if len(tracks) == 1 else None),
        admitted=stated.admitted or _admitted(program, today),
    )
    if stated.age is None and not age_in_record:
        stated = replace(stated, age=_read("Age at admission", None, _age))
    return replace(
        stated,
        therapist=stated.therapist or _pick("Primary therapist", *_staff(program, "therapist")),
        physician=stated.physician or _pick("Treating physician", *_staff(program, "physician")),
        packs=stated.packs or _packs(loaded),
        planned_discharge=stated.planned_discharge or _read("Last day of the planned stay", None, read_day),
    )


def _pick(question: str, ids: Collection[str], default: str | None = None) -> str | None:
    """One of some ids."""
    from iopctl.model.ids import known

    def read(text: str) -> str:
        return known(text, ids, "there is no such one")

    return _read(f"{question} ({', '.join(ids)})", default, read) if ids else None


def _read(question: str, default: str | None, read: Callable[[str], T]) -> T | None:
    """An answer, asked again until it can be read; None when it is left open."""
    import typer

    from iopctl.errors import IopctlError

    while True:
        text = ask(f"{question} [{default or '-'}]:") or default or "-"
        if text == "-":
            return None
        try:
            return read(text)
        except (IopctlError, typer.BadParameter) as error:
            say(str(error))


def _admitted(program: "Program", today: date) -> str | None:
    def read(text: str) -> str:
        moment_in(program.time_zone, text, ADMITTED)
        return text

    return _read("Admitted at", today.isoformat(), read)


def _age(text: str) -> int:
    from iopctl.errors import UsageError

    if not (text.isascii() and text.isdigit() and len(text) <= len("130")):
        raise UsageError("write the completed years as a number.")
    return int(text)


def _staff(program: "Program", role: str) -> tuple[list[str], str | None]:
    """Everybody in a role, else everybody; the only one in it is the default."""
    mine = [person.id for person in program.staff if person.role == role]
    return mine or list(program.staff_by_id), mine[0] if len(mine) == 1 else None


def _packs(loaded: "Loaded") -> tuple[str, ...]:
    from iopctl.model.ids import known

    def read(text: str) -> tuple[str, ...]:
        return tuple(known(each.strip(), loaded.packs, "no such pack") for each in text.split(","))

    return _read("Rule packs of the payers, with commas between", None, read) or ()
