"""What was billed: the claims and lines that a pack judges, with their places."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.claim import Claim, ClaimLine
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack

_MODIFIERS = re.compile(r"[^0-9A-Z].*", re.DOTALL)
# A procedure, a revenue or condition code, a bill type. Anything else might be a name in the wrong place.
_CODE = re.compile(r"[A-Z]{0,2}[0-9]{1,5}[A-Z]?|[A-Z]{2}", re.ASCII)


@dataclass(frozen=True)
class Billed:
    """One line of one claim."""

    claim: Claim
    index: int

    @property
    def line(self) -> ClaimLine:
        """The line itself."""
        return self.claim.lines[self.index]

    @property
    def on(self) -> date:
        """The day billed."""
        return self.line.on

    @property
    def code(self) -> str:
        """The code without modifiers."""
        return procedure(self.line.code)

    @property
    def name(self) -> str:
        """The code as a message names it."""
        return shown(self.code)

    @property
    def place(self) -> Place:
        """The line's block in its claim file."""
        return self.claim.at("lines", self.index)


def procedure(code: str) -> str:
    """A billing code without its modifiers: S9480 for S9480-GO."""
    return _MODIFIERS.sub("", code.strip().upper())


def shown(code: str) -> str:
    """A code that somebody typed as a message may name it; anything but a code is not printed back."""
    return code if _CODE.fullmatch(code.upper()) else "a malformed code"


def claims_for(chart: Chart, pack: RulePack) -> list[Claim]:
    """The claims that a pack judges: those that name it or none; every claim, where the pack is the program's own."""
    everybody = pack.id in chart.program.packs
    return [claim for claim in chart.claims if everybody or claim.is_for(pack.id)]


def billed(chart: Chart, pack: RulePack, today: date) -> list[Billed]:
    """The lines of these claims up to the as-of day, in order of days; what lies ahead was not given yet."""
    lines = [Billed(claim, index) for claim in claims_for(chart, pack) for index in range(len(claim.lines))]
    return sorted((each for each in lines if each.on <= today), key=lambda each: each.on)


def applying(chart: Chart, pack: RulePack, days: Sequence[date]) -> Sequence[date]:
    """The days on which the pack is in force for the patient; all of them for a pack that is only asked about."""
    return [day for day in days if pack.id in chart.pack_ids(day)] or days
