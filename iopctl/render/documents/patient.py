"""The plan in plain words, for the patient: own words first, the week, what helps, whom to call."""

from collections.abc import Iterator
from datetime import date

from iopctl.counting.planned import pattern_on
from iopctl.model.chart import Chart
from iopctl.model.goal import Objective
from iopctl.model.pattern import OwnTime
from iopctl.model.program import Slot
from iopctl.model.words import DAYS
from iopctl.render.clock import span_text
from iopctl.render.document import Document, Section
from iopctl.render.reading_level import grade, sentences
from iopctl.render.sheet import Grid

_DAYS = dict(zip(DAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))


def patient_document(chart: Chart, today: date) -> Document:
    """What the plan says, for the person it is about. A part of which the plan says nothing is left out."""
    plan = chart.plan
    relapse = plan.relapse_prevention
    sections = [
        *_goals(chart),
        _week(chart, today),
        Section("Signs that it starts again", points=relapse.warning_signs if relapse else ()),
        Section("What helps me then", points=relapse.coping if relapse else ()),
        Section("Whom I can call", points=[*(relapse.contacts if relapse else ()), *_crisis(chart)]),
        _end(chart),
    ]
    stated = [each for each in sections if each.words or each.points or each.grids]
    return Document("patient", "My plan", [], stated, foot=_level(stated))


def _goals(chart: Chart) -> Iterator[Section]:
    for number, goal in enumerate((each for each in chart.plan.goals if each.active), 1):
        said = f"\u201c{goal.own_words}\u201d" if goal.own_words else goal.text
        steps = [_step(each) for each in goal.objectives if each.active]
        helps = [each for objective in goal.objectives if objective.active for each in objective.strategies]
        yield Section(f"What I want, {number}", [said, *([goal.text] if goal.own_words else [])], steps)
        yield Section(f"What I do for it, {number}", points=helps)


def _step(objective: Objective) -> str:
    by = f" By {objective.due_on:%B} {objective.due_on.day}." if objective.due_on else ""
    return f"{objective.text}{by}"


def _week(chart: Chart, today: date) -> Section:
    """The standing week as it is on that day."""
    pattern = pattern_on(chart, today)[0]
    if pattern is None:
        return Section()
    known = chart.program.slot_by_id
    times: list[tuple[Slot | OwnTime, tuple[str, ...]]] = [
        *((known[each], known[each].leads) for each in pattern.slots if each in known),
        *((own, (own.by,) if own.by else ()) for own in pattern.own),
    ]
    times.sort(key=lambda each: (DAYS.index(each[0].day), each[0].start))
    rows = [
        (
            _DAYS[at.day],
            span_text(chart.program, at.start, at.end),
            _title(chart, at.service),
            at.room or "",
            " and ".join(leads),
        )
        for at, leads in times
    ]
    grid = Grid("My week", ("day", "time", "what", "room", "with"), rows)
    return Section("My week", grids=[grid]) if rows else Section()


def _title(chart: Chart, service: str) -> str:
    known = chart.program.service_by_id.get(service)
    return known.title if known else service


def _crisis(chart: Chart) -> list[str]:
    return [chart.program.crisis_text] if chart.program.crisis_text else []


def _end(chart: Chart) -> Section:
    plan = chart.plan
    ends = plan.ends_on
    planned = [f"We plan my last day for {ends:%B} {ends.day}, {ends.year}."] if ends else []
    return Section("When I am done here", planned, [each.text for each in plan.discharge_criteria])


def _level(sections: list[Section]) -> list[str]:
    texts = [text for each in sections for text in (*each.words, *each.points)]
    found = grade(sentence for text in texts for sentence in sentences(text))
    if found is None:
        return []
    return [f"Reading level: about grade {max(round(found), 1)} (Flesch-Kincaid), counted over the words of this page."]
