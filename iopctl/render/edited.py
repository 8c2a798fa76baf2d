"""A plan that was changed: whether anything did, and which signatures no longer cover it."""

from collections.abc import Sequence

from iopctl.model.record import Signature
from iopctl.render.sheet import Sheet


def edited_sheet(patient: str, file: str, stale: Sequence[Signature], *, changed: bool, dry_run: bool = False) -> Sheet:
    """The change in a line; a signature that was lost is named, with what to do."""
    data = {
        "patient": patient,
        "file": file,
        "changed": changed,
        "stale": [{"role": each.role, "by": each.by, "on": str(each.on)} for each in stale],
    }
    heading = f"{file}: {('would change' if dry_run else 'changed') if changed else 'nothing was changed'}"
    return Sheet({"plan": data}, heading=heading, notes=stale_lines(patient, stale))


def stale_lines(patient: str, stale: Sequence[Signature]) -> list[str]:
    """Signatures that the change made stale, and what next."""
    lines = [f"the signature of {each.by} as {each.role} of {each.on} no longer covers the plan" for each in stale]
    return [*lines, f"Next: have it signed again with `iopctl plan sign {patient}`."] if lines else []
