"""A baseline: the findings that stood on a day and are set aside, so that only new ones fail."""

from datetime import date
from hashlib import blake2b
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints

from iopctl.model.frozen import Document, Frozen
from iopctl.model.rule import Finding
from iopctl.model.words import PackId, PatientId, RuleCode, Text

_Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
Slot = tuple[str, str, str | None, str, str]


class FrozenFinding(Frozen):
    """One finding as far as it can be told without what the chart says.

    `key` has ids and dates in place of positions in lists, and no line is kept: an edit elsewhere changes nothing.
    `fact` is a digest of the message: a value that changed, for the worse or the better, is another finding.
    """

    code: RuleCode
    pack: PackId
    patient: PatientId | None = None
    file: str
    key: Text = ""
    on: date | None = None
    severity: Literal["error", "warning", "info"]
    fact: _Digest

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """The entry of a finding that has been located."""
        return cls(
            code=finding.code,
            pack=finding.pack,
            patient=finding.patient,
            file=finding.place.file,
            key=finding.anchor,
            on=finding.on,
            severity=finding.severity.value,
            fact=blake2b(finding.message.encode(), digest_size=8).hexdigest(),
        )

    @property
    def slot(self) -> Slot:
        """What stays the same while the days pass: which rule, by which pack, in which place."""
        return (self.code, self.pack, self.patient, self.file, self.key)


class Baseline(Document):
    """A baseline file."""

    as_of: date
    findings: Annotated[tuple[FrozenFinding, ...], Field(strict=False)] = ()
