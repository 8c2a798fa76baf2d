"""A signature that was recorded."""

from collections.abc import Mapping
from typing import Any

from iopctl.render.sheet import Sheet

_FIELDS = ("role", "by", "revision", "on", "digest", "attempted_on", "reason")


def signature_sheet(patient: str, file: str, fields: Mapping[str, Any]) -> Sheet:
    """The signature, or the attempt, in one line."""
    data = {name: fields.get(name) for name in _FIELDS}
    days = {name: str(data[name]) if data[name] else None for name in ("on", "attempted_on")}
    what = f"{patient}, revision {fields['revision']}"
    said = f"signed on {days['on']}" if days["on"] else f"tried on {days['attempted_on']}, not had: {data['reason']}"
    heading = f"{what}: {said} by {fields['by']} as {fields['role']}"
    return Sheet({"signature": {"patient": patient, "file": file, **data, **days}}, heading=heading)
