"""Packs and the limits in them: every number with its dates, its source and how certain it is."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from iopctl.model.chart import Census
from iopctl.model.pack import CERTAINTIES, ByPopulation, LimitVersion, Range, RulePack, Value
from iopctl.render.findings import certainty_text, dates_text, iso, value_json
from iopctl.render.sheet import GAP, Grid, Sheet
from iopctl.rules import all_rules

COLUMNS = ("pack", "limits", "certainty", "used by", "title")


def packs_sheet(packs: Mapping[str, RulePack], shipped: Mapping[str, RulePack], census: Census | None) -> Sheet:
    """Every pack that can be named, and who uses it; without a program nobody is known to."""
    data = [_pack_json(pack, shipped, census) for pack in packs.values()]
    rows = [tuple(_cells(each)) for each in data]
    note = "A limit may have several versions by date; certainty counts versions."
    return Sheet({"packs": data}, grids=[Grid("", COLUMNS, rows)], notes=["", note])


def pack_sheet(pack: RulePack, on: date | None) -> Sheet:
    """Every limit of one pack, or only what is in force on a day."""
    limits = [
        (name, version)
        for name, versions in pack.limits.items()
        for version in versions
        if on is None or version.in_force(on)
    ]
    data = {
        "id": pack.id,
        "title": pack.title,
        "on": iso(on),
        **pack.model_dump(mode="json", include={"age_bands", "partial_week", "holidays", "exempt_kinds"}),
        "limits": [{"name": name, "rules": rules_reading(name), **version_json(version)} for name, version in limits],
    }
    notes = [line for name, version in limits for line in ("", *_limit_text(name, version))]
    when = f"in force on {on}" if on else "all versions"
    return Sheet({"pack": data}, heading=f"{pack.id}: {pack.title}, {when}", notes=[*_settings(pack), *notes])


def rules_reading(name: str) -> list[str]:
    """The codes of the rules that read a limit."""
    return [rule.RULE.code for rule in all_rules() if name in rule.RULE.all_limits]


def version_json(version: LimitVersion) -> dict[str, Any]:
    """One version of a limit as plain data."""
    return {
        "value": value_json(version.value),
        "unit": version.unit,
        "since": iso(version.since),
        "until": iso(version.until),
        "lifted": version.lifted,
        "cite": version.cite,
        "certainty": version.certainty,
        "sources": version.sources,
        "verified_on": iso(version.verified_on),
        "severity": version.severity,
        "note": version.note,
    }


def version_text(version: LimitVersion) -> Iterator[str]:
    """One version of a limit in three lines at most: the number and its dates, the source, the note."""
    unit = f" {version.unit}" if version.unit else ""
    value = "lifted by the source" if version.value is None else f"{value_text(version.value)}{unit}"
    yield f"{value}, {dates_text(version.since, version.until)}"
    verified = f"verified on {version.verified_on}" if version.verified_on else "not verified"
    yield f"source: {version.cite}, {certainty_text(version.certainty, version.sources)}, {verified}"
    if version.note:
        yield f"note: {version.note}"


def value_text(value: Value) -> str:
    """A limit's value in words."""
    if isinstance(value, Range):
        return f"{value.min} to {value.max}"
    if isinstance(value, ByPopulation):
        return ", ".join(f"{population} {number}" for population, number in value if number is not None)
    if isinstance(value, dict):
        return "; ".join(f"{key} {value_text(inner)}" for key, inner in value.items())
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _limit_text(name: str, version: LimitVersion) -> Iterator[str]:
    read_by = ", ".join(rules_reading(name)) or "no rule"
    yield f"{name}, read by {read_by}"
    for line in version_text(version):
        yield f"  {line}"


def _settings(pack: RulePack) -> Iterator[str]:
    for name, band in pack.age_bands.items():
        yield f"{name}: under {band.under} years, {certainty_text(band.certainty, 1)}"
    yield f"partial weeks: {pack.partial_week}"
    if pack.holidays:
        yield f"holidays: {', '.join(day.isoformat() for day in pack.holidays)}"
    if pack.exempt_kinds:
        yield f"kinds of service that an exemption may leave out: {', '.join(pack.exempt_kinds)}"


def _pack_json(pack: RulePack, shipped: Mapping[str, RulePack], census: Census | None) -> dict[str, Any]:
    held = [version.certainty for versions in pack.limits.values() for version in versions]
    return {
        "id": pack.id,
        "title": pack.title,
        "limits": len(pack.limits),
        "certainty": {certainty: held.count(certainty) for certainty in CERTAINTIES},
        "own": shipped.get(pack.id) is not pack,
        "used_by_program": None if census is None else pack.id in census.program.packs,
        "used_by_charts": None if census is None else _covered(pack.id, census),
    }


def _covered(pack: str, census: Census) -> int:
    return sum(any(coverage.pack == pack for coverage in chart.plan.coverage) for chart in census.charts)


def _cells(pack: dict[str, Any]) -> Iterator[str]:
    yield pack["id"]
    yield str(pack["limits"])
    yield ", ".join(f"{number} {certainty}" for certainty, number in pack["certainty"].items() if number) or GAP
    yield _users(pack)
    yield f"{pack['title']} (the program's own)" if pack["own"] else pack["title"]


def _users(pack: dict[str, Any]) -> str:
    charts = pack["used_by_charts"]
    if charts is None:
        return GAP
    users = ["program"] if pack["used_by_program"] else []
    if charts:
        users.append(f"{charts} chart{'' if charts == 1 else 's'}")
    return ", ".join(users) or "nobody"
