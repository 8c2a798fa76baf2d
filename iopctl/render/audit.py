"""An audit as a tick list, with what is not met below it."""

from datetime import date
from pathlib import Path
from typing import Any

from iopctl.auditing import Audit, Period, Tick
from iopctl.render.findings import finding_json
from iopctl.render.sheet import Grid, Sheet, or_gap

COLUMNS = ("rule", "name", "met", "not met", "waived", "gaps")


def audit_sheet(audit: Audit, period: Period, seed: int, pack: str | None, root: Path, as_of: date) -> Sheet:
    """The draw, the ticks, the score, and where each rule that is not met is broken."""
    score = audit.score
    data = {
        "seed": seed,
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "as_of": as_of.isoformat(),
        "pack": pack,
        "charts": audit.of,
        "drawn": list(audit.drawn),
        "items": [_tick_json(tick) for tick in audit.ticks],
        "met": audit.met,
        "judged": audit.judged,
        "percent": None if score is None else round(float(100 * score), 1),
        "findings": [finding_json(finding, root, as_of) for finding in audit.findings],
    }
    rows = [(t.rule.code, t.rule.name, str(t.met), str(t.not_met), str(t.waived), str(t.gaps)) for t in audit.ticks]
    broken = [
        (or_gap(f.patient), f.code, f.pack, f.message, f"{(root / f.place.file).as_posix()}:{f.line}")
        for f in audit.findings
    ]
    grids = [Grid("", COLUMNS, rows), Grid("Not met", ("patient", "rule", "pack", "what", "where"), broken)]
    heading = f"Drew {len(audit.drawn)} of {audit.of} charts, seed {seed}: {', '.join(audit.drawn) or 'none'}"
    return Sheet({"audit": data}, [grid for grid in grids if grid.rows], heading, ["", _score(audit, period, pack)])


def _score(audit: Audit, period: Period, pack: str | None) -> str:
    days = f"from {period.first} to {period.last}, by {pack or 'the packs in force'}"
    if audit.score is None:
        return f"Nothing was judged {days}."
    percent = f"{float(100 * audit.score):.1f} %"
    return f"{audit.met} of {audit.judged} judgements met ({percent}) {days}. What is waived is not counted."


def _tick_json(tick: Tick) -> dict[str, Any]:
    return {
        "code": tick.rule.code,
        "name": tick.rule.name,
        "met": tick.met,
        "not_met": tick.not_met,
        "waived": tick.waived,
        "gaps": tick.gaps,
    }
