"""A program folder that has just been started."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from iopctl.render.sheet import Sheet


def started_sheet(folder: Path, name: str, time_zone: str, files: Collection[str], as_of: date | None = None) -> Sheet:
    """What it is called and what it holds; with the day that the demo shows."""
    charts = sum(file.endswith("/plan.toml") for file in files)
    weeks = sum(file.startswith("weeks/") for file in files)
    data = {
        "folder": folder.as_posix(),
        "name": name,
        "time_zone": time_zone,
        "demo": as_of is not None,
        "as_of": None if as_of is None else as_of.isoformat(),
        "charts": charts,
        "weeks": weeks,
        "files": len(files),
    }
    heading = f"{folder.as_posix()}: {name}, {time_zone}"
    return Sheet(
        {"init": data}, heading=f"{heading}, as of {as_of}, {charts} charts, {weeks} weeks" if as_of else heading
    )
