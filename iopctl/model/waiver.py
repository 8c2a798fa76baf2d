"""A waiver: the only thing that sets a finding aside."""

from datetime import date

from iopctl.model.frozen import Period
from iopctl.model.words import Id, RuleCode, Text


class Waiver(Period):
    """A dated, reasoned, signed, ending exception. What it lacks is finding FI304, so no field is required here."""

    code: RuleCode | None = None
    reason: Text | None = None
    by: Id | None = None
    on: date | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The required fields that are absent or empty."""
        required = {"code": self.code, "reason": self.reason, "by": self.by, "until": self.until}
        return tuple(name for name, value in required.items() if not value)

    def sets_aside(self, code: str, day: date) -> bool:
        """Whether a complete waiver of this code covers a fact of that day."""
        first = self.from_ or self.on
        return not self.missing and code == self.code and self.covers(day) and (first is None or first <= day)
