"""What was billed: one claim, with its lines."""

import datetime as dt
from typing import Annotated

from pydantic import Field, PositiveInt

from iopctl.model.frozen import Document, Frozen
from iopctl.model.words import Id, PackId, SessionRef, Text


class ClaimLine(Frozen):
    """One code on one day: how many units, and the sessions they stand for."""

    on: dt.date
    code: Text
    units: PositiveInt = 1
    sessions: Annotated[tuple[SessionRef, ...], Field(strict=False)] = ()


class Claim(Document):
    """claims/c-104.toml. `pack` names the payer's pack; without it the claim is for every pack that covers its days."""

    number: Text | None = None
    pack: PackId | None = None
    from_: dt.date | None = Field(default=None, alias="from")
    until: dt.date | None = None
    condition_codes: Annotated[tuple[Text, ...], Field(strict=False)] = ()
    bill_type: Text | None = None
    authorization: Text | None = None
    lines: Annotated[tuple[ClaimLine, ...], Field(strict=False)] = ()

    @property
    def first(self) -> dt.date | None:
        """The first day billed: as stated, else that of the lines."""
        return self.from_ or min((line.on for line in self.lines), default=None)

    def is_for(self, pack: Id) -> bool:
        """Whether a payer's pack judges this claim; a pack of the program's own judges every claim."""
        return self.pack in (None, pack)
