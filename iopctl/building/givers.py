"""Who may give a session that has no standing time: whom the plan names, and who gives the service to others."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from iopctl.model.chart import Census, Chart
from iopctl.scheduling.demand import Dose

THERAPISTS_OWN = frozenset({"individual", "family"})


class Givers:
    """The staff who give each service, by what plans, slots and weeks on file say."""

    def __init__(self, census: Census) -> None:
        self._census = census

    def named(self, chart: Chart, service: str, dose: Dose) -> str | None:
        """Whom the plan names: for the service, else for counselling the primary therapist."""
        kind = getattr(chart.program.service_by_id.get(service), "kind", None)
        return dose.by or (chart.plan.primary_therapist if kind in THERAPISTS_OWN else None)

    def of(self, chart: Chart, service: str, dose: Dose) -> tuple[str, ...]:
        """The named one first, then everybody who gives it to somebody, those first who have the fewest patients."""
        named, known = self.named(chart, service, dose), chart.program.staff_by_id
        others = sorted(self._by_service.get(service, ()), key=lambda each: (self._patients[each], each))
        everybody = ([named] if named else []) + others
        return tuple(each for each in dict.fromkeys(everybody) if each in known)

    @cached_property
    def _patients(self) -> Counter[str]:
        """For how many promises each is named."""
        plans = (chart.plan for chart in self._census.charts)
        return Counter(
            by for plan in plans for by in (plan.primary_therapist, *(each.by for each in plan.services)) if by
        )

    @cached_property
    def _by_service(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for slot in self._census.program.slots:
            found.setdefault(slot.service, set()).update(slot.leads)
        for chart in self._census.charts:
            plan = chart.plan
            patterns = [each for each in (plan.pattern, *plan.pattern_changes) if each is not None]
            owns = [(own.service, own.by) for pattern in patterns for own in pattern.own]
            for service, by in (*owns, *((each.service, each.by) for each in plan.services)):
                if by is not None:
                    found.setdefault(service, set()).add(by)
        for _, _, session in self._census.sessions():
            if session.cancelled is None:
                found.setdefault(session.service, set()).update(session.leads)
        return found
