"""Instruments as data and in words: what they ask, how they are scored, whose they are."""

from collections.abc import Iterator, Sequence

from iopctl.model.instrument import Instrument
from iopctl.model.scoring_key import Alert, Constant
from iopctl.render.sheet import GAP, Grid, Sheet

COLUMNS = ("instrument", "measures", "kind", "items", "scores", "bands", "reliable change")
KINDS = {
    "verbatim": "with wording",
    "scoring_only": "own form",
    "record_only": "made elsewhere",
}
CERTAIN = {
    "read": "read in its source",
    "derived": "computed from what was read",
    "memory": "from memory, not yet read",
    "policy": "our own policy",
    "uncertain": "doubtful",
}
NOTES = (
    "With wording: its licence allows it. Own form: the clinic holds form and licence. Made elsewhere: a score alone.",
    "`iopctl instruments show INSTRUMENT` has bands, alerts, constants with their sources, licence and codes.",
)


def instruments_sheet(instruments: Sequence[Instrument]) -> Sheet:
    """Every instrument in a line."""
    data = [
        {
            "id": each.id,
            "short": each.short,
            "title": each.title,
            "measures": each.measures,
            "tier": each.tier,
            "items": each.count,
            "lowest": each.lowest if each.has_total else None,
            "highest": each.highest if each.has_total and _bounded(each) else None,
            "bands": [band.id for band in each.bands],
            "alerts": [alert.id for alert in all_alerts(each)],
            "reliable_change": each.change.rci.value if each.change.rci else None,
            "licence": each.licence,
        }
        for each in instruments
    ]
    rows = [tuple(_cells(each)) for each in instruments]
    grid = Grid("", COLUMNS, rows, lines=[_spoken(row) for row in rows])
    return Sheet({"instruments": data}, [grid], notes=["", *NOTES])


def instrument_sheet(instrument: Instrument) -> Sheet:
    """One instrument."""
    data = instrument.model_dump(mode="json", exclude_defaults=True, exclude={"file"})
    heading = f"{instrument.short}: {instrument.title}, {instrument.measures}"
    lines = [line for part in _parts(instrument) for line in ("", *part) if part]
    return Sheet({"instrument": data}, heading=heading, notes=lines)


def all_alerts(instrument: Instrument) -> list[Alert]:
    """The alerts of the form and of the items behind it."""
    return [*instrument.alerts, *(each.alert for each in instrument.extra_items if each.alert)]


def _cells(each: Instrument) -> Iterator[str]:
    yield each.id
    yield each.measures
    yield KINDS[each.tier]
    yield str(each.count) if each.count else GAP
    yield _range(each)
    yield str(len(each.bands)) if each.bands else GAP
    yield f"{each.change.rci.value:g}{_unit(each)}" if each.change.rci else GAP


def _spoken(row: tuple[str, ...]) -> str:
    said = [f"{name} {cell}" for name, cell in zip(COLUMNS[3:], row[3:], strict=True) if cell != GAP]
    return f"{row[0]}: {row[1]}, {row[2]}, {', '.join(said)}"


def _parts(each: Instrument) -> Iterator[list[str]]:
    yield list(_about(each))
    yield [f"{number:>3}  {item}{_turned(each, number)}" for number, item in enumerate(each.prompts, 1)]
    yield list(_answers(each))
    yield list(_bands(each))
    yield list(_safety(each))
    yield list(_blanks(each))
    yield list(_change(each))
    yield list(_licence(each))
    yield list(_codes(each))


def _about(each: Instrument) -> Iterator[str]:
    yield f"Kind: {KINDS[each.tier]}."
    said = {"Filled in by": each.respondent, "For": each.ages, "Looks back over": each.recall, "Note": each.note}
    yield from (f"{name}: {text.rstrip('.')}." for name, text in said.items() if text)
    if each.items:
        yield f"Wording: {each.stem}" if each.stem else "Wording:"
    elif each.count:
        yield "Topics in our own words; the clinic holds the form:"


def _bounded(each: Instrument) -> bool:
    return each.score != "none" or each.total_max is not None


def _range(each: Instrument) -> str:
    if levels := each.triage.levels if each.triage else () if each.has_total else each.levels:
        return ", ".join(levels)
    return f"{each.lowest:g} to {each.highest:g}" if _bounded(each) else f"from {each.lowest:g}"


def _turned(each: Instrument, number: int) -> str:
    return "  (reversed)" if number in each.reverse else ""


def _answers(each: Instrument) -> Iterator[str]:
    if each.triage:
        yield f"Answers: yes or no; levels {', '.join(each.triage.levels)}. The highest of any yes counts."
    elif each.response_labels:
        yield "Answers: " + ", ".join(f"{n} {text}" for n, text in enumerate(each.response_labels, each.response_min))
    elif each.count:
        yield f"Answers: {each.response_min} to {each.response_max}"
    yield from (f"Item {item}: {low} to {high}" for item, (low, high) in each.item_range.items())
    yield from (f"Item {item}: {', '.join(map(str, values))}" for item, values in each.allowed.items())
    yield from (f"Subscale {sub.id}: items {', '.join(map(str, sub.items))}" for sub in each.subscales)
    if not each.triage and each.levels:
        yield f"Levels: {', '.join(each.levels)}"
    if each.has_total:
        yield f"Scores: {_range(each)}, {'higher' if each.higher_is_worse else 'lower'} is worse"


def _bands(each: Instrument) -> Iterator[str]:
    unit = " %" if each.band_on == "percent" else ""
    yield from (f"Band {band.id.replace('_', ' ')}: {band.min:g} to {band.max:g}{unit}" for band in each.bands)
    if each.bands and each.band_certainty:
        yield _sourced("Bands", each.band_source, each.band_certainty)
    if screen := each.screen:
        ends = [f"from {screen.min:g}" if screen.min is not None else "", f"up to {screen.max:g}" if screen.max else ""]
        ends += [f"{sex} from {least}" for sex, least in screen.by_sex.items()]
        yield _sourced(f"Screen positive {', '.join(filter(None, ends))}", screen.source, screen.certainty)


def _safety(each: Instrument) -> Iterator[str]:
    for alert in all_alerts(each):
        yield f"Alert {alert.id.replace('_', ' ')}: {alert.level}{_raised_by(each, alert)}"
    if each.safety_items:
        yield f"Never imputed: item {', '.join(map(str, each.safety_items))}; left blank it raises a critical alert"


def _raised_by(each: Instrument, alert: Alert) -> str:
    extra = next((extra.item for extra in each.extra_items if extra.alert == alert), None)
    if extra is not None:
        return f", item {extra} answered above 0"
    if alert.item is not None:
        return f", item {alert.item} from {alert.min}"
    return f", total from {alert.total_min}" if alert.total_min is not None else f", level {alert.risk}"


def _blanks(each: Instrument) -> Iterator[str]:
    if missing := each.missing:
        allowed = f"up to {missing.max_missing} blanks, by {missing.method.replace('_', ' ')}"
        none = "no blank but where the form itself skips items" if missing.skips else "no blank"
        yield _sourced(f"Blanks: {allowed if missing.max_missing else none}", missing.source, missing.certainty)


def _change(each: Instrument) -> Iterator[str]:
    names = {
        "rci": "Reliable change",
        "mcid": "Smallest change that matters",
        "response_pct": "Response, percent of the baseline",
        "remission_max": "Remission, at most",
        "clinical_min": "Clinical range, from",
        "clinical_max": "Clinical range, up to",
    }
    known: dict[str, Constant | None] = {name: getattr(each.change, field) for field, name in names.items()}
    known |= {f"Beside it, {name.replace('_', ' ')}": constant for name, constant in each.change.alternatives.items()}
    for name, constant in known.items():
        if constant:
            yield _sourced(f"{name}: {constant.value:g}", constant.source, constant.certainty)
    if any(known.values()) and each.change.unit == "percent":
        yield "These are percentage points."
    if not any(known.values()) and each.count:
        yield "No constant of change is published: the raw change alone is shown."


def _licence(each: Instrument) -> Iterator[str]:
    yield f"Licence: {each.licence}"
    yield _sourced("Licence", each.licence_source, each.licence_certainty)
    if each.citation:
        yield f"Citation: {each.citation}"


def _codes(each: Instrument) -> Iterator[str]:
    if loinc := each.loinc:
        yield f"LOINC: panel {loinc.panel or GAP}, total {loinc.total or GAP}"
        if loinc.items:
            yield f"LOINC of the items: {', '.join(loinc.items)}"
        if loinc.answers:
            yield f"LOINC of the answers: {', '.join(loinc.answers)}"
        yield loinc.notice


def _sourced(text: str, source: str | None, certainty: str) -> str:
    return f"{text} ({CERTAIN[certainty]}{f': {source}' if source else ''})"


def _unit(each: Instrument) -> str:
    return " %" if each.change.unit == "percent" else ""
