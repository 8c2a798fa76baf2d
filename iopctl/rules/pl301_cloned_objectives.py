"""Several objectives of a plan read like objectives of other patients.

Why: goals from scripted text that is the same for everybody are a defect that accreditation surveys name; such a plan
shows no individual treatment. Case, digits, punctuation and the names in identity.toml are left out before objectives
are compared. They are alike when the same words are left, or when both share the percentage of five-word runs that the
pack names; of fewer than five words only equal ones are alike. Active objectives are compared with those of every other
patient on file, also of ended stays and drafts; an earlier stay of the same person is no other patient.
What to do: rewrite the objectives with this patient, from what he or she wants and what was assessed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from iopctl.counting.likeness import Words, alike, listed, names_on_file, words_of
from iopctl.model.chart import Census, Chart
from iopctl.model.frozen import Key
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("PL301", "cloned-objectives", Severity.WARNING, ("cloned_objectives_min",), ("shared_shingles_percent",))


@dataclass(frozen=True)
class Cloned:
    """One objective, and the other patients who have one like it."""

    key: Key
    id: str
    patients: frozenset[str]


def check_program(census: Census, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each plan with too many, at the first of them."""
    if "cloned_objectives_min" not in pack.limits:
        return
    cloned = _cloned(census, pack, today)
    for chart in census.charts:
        limit = pack.limit("cloned_objectives_min", chart.last_day(today), chart.plan)
        mine = cloned[chart.patient]
        if limit is not None and mine and len(mine) >= limit.number:
            others = sorted(set().union(*(each.patients for each in mine)))
            yield RULE.finding(
                chart.plan.at(*mine[0].key, "text"),
                f"{len(mine)} objectives ({', '.join(each.id for each in mine)}) read like objectives of"
                f" {listed(others)}, fewer than {limit.number} may{_unmasked(census, chart, others)}",
                "rewrite them with the patient, from what was assessed and what he or she wants",
                patient=chart.patient,
                limit=limit,
            )


def _cloned(census: Census, pack: RulePack, today: date) -> dict[str, list[Cloned]]:
    """The cloned objectives of each patient."""
    names, percent = names_on_file(census), pack.limit("shared_shingles_percent", today)
    texts = {
        chart.patient: [(key, each.id, words_of(each.text, names)) for key, each in chart.plan.active_objectives()]
        for chart in census.charts
    }
    holders: dict[Words, set[str]] = {}
    for patient, mine in texts.items():
        for _, _, words in mine:
            holders.setdefault(words, set()).add(patient)
    like = alike(holders, None if percent is None else percent.number)
    person = {patient: census.person_of(patient) for patient in texts}
    return {
        patient: [
            Cloned(key, name, others)
            for key, name, words in mine
            if (others := _others(patient, like.get(words, {}), holders, person))
        ]
        for patient, mine in texts.items()
    }


def _others(
    patient: str, like: Mapping[Words, int], holders: Mapping[Words, set[str]], person: Mapping[str, str]
) -> frozenset[str]:
    found = {holder for words in like for holder in holders[words]}
    return frozenset(holder for holder in found if person[holder] != person[patient])


def _unmasked(census: Census, chart: Chart, others: list[str]) -> str:
    """Without identity.toml nobody knows which words are names; what is compared then still holds them."""
    charts = (chart, *(census.chart_by_patient[other] for other in others))
    masked = all(each.identity is not None and each.identity.name for each in charts)
    return "" if masked else "; without identity.toml names could not be left out"
