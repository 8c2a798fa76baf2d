"""What git knows about the files of a program, without git: who reads it is another matter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from iopctl.model.frozen import Place


@dataclass(frozen=True)
class Commit:
    """A commit by its short id and the day on which it was made in the program's time zone.

    The day is the committer's, not the author's: when the commit entered this history, not when it was first written.
    """

    id: str
    on: date | None

    def day(self, today: date) -> date:
        """The day of the commit; what is not committed yet enters today at the earliest."""
        return self.on or today

    def __str__(self) -> str:
        return f"the commit {self.id} of {self.on}"


# Where the files stand now, for what no commit holds yet.
UNCOMMITTED = Commit("", None)


@dataclass(frozen=True)
class Missing:
    """Why there is no history to read, and what to do about it."""

    why: str
    next: str


@dataclass(frozen=True)
class History:
    """What git says of the facts that stand in the files now, by their places.

    `first` is the first commit of each file. `entered` is the first commit that holds a date which did not enter the
    record near its own day; a date that is not there entered in time, or its file is not in git. `changed` are the
    commits that changed what stands under the signature of a date, oldest first.
    """

    first: Mapping[str, Commit] = field(default_factory=dict)
    entered: Mapping[Place, Commit] = field(default_factory=dict)
    changed: Mapping[Place, tuple[Commit, ...]] = field(default_factory=dict)
    missing: Missing | None = None

    def first_commit(self, file: str) -> Commit | None:
        """The first commit that holds the file, under whatever name; None while none does."""
        return self.first.get(file)


@dataclass(frozen=True)
class Dated:
    """The date of a note or a signature by its key in the record, what else makes it that one, and what it covers."""

    key: str
    same: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    whole_plan: bool = False  # what it covers is no list of keys, but what the digest of a plan is made of

    @property
    def signs(self) -> bool:
        """Whether it is the date of a signature with something under it."""
        return self.whole_plan or bool(self.covers)

    @property
    def signed_as(self) -> tuple[str, ...]:
        """What stays while the same signature stands; who signed is covered where another could take their place."""
        return (self.key, *(key for key in self.same if key not in self.covers))

    def under(self, record: Place) -> Place:
        """The place of the date."""
        return Place(record.file, (*record.key, *self.key.split(".")))


_NOTE = ("status", "arrived", "left", "reason", "response", "did", "objectives")
_EVALUATION = ("kind", "history", "current", "personal_goals")
_CERTIFICATION = ("hours_per_week", "response", "symptoms", "discharge_goals")

# By the kind of record.
DATED: Mapping[str, tuple[Dated, ...]] = {
    "signatures": (
        Dated("on", ("role", "by", "revision", "digest"), whole_plan=True),
        Dated("attempted_on", ("role", "by", "revision")),
    ),
    "evaluations": (
        Dated("signed_at", ("id", "by"), ("by", *_EVALUATION)),
        Dated("cosigned.at", ("id", "cosigned.by")),
    ),
    "certifications": (Dated("on", ("by",), _CERTIFICATION),),
    "attendance": (
        Dated("noted_at", ("noted_by",)),
        Dated("signed_at", ("signed_by",), ("signed_by", *_NOTE)),
        Dated("cosigned.at", ("cosigned.by",)),
    ),
    "reviews": (Dated("filed_on", ("by",)),),
}


def value_at(record: object, path: str) -> object:
    """What stands at a dotted path of a model or of plain data; an empty text or list is as if absent."""
    for part in path.split("."):
        record = record.get(part) if isinstance(record, dict) else getattr(record, part, None)
    return None if record in ("", [], ()) else record
