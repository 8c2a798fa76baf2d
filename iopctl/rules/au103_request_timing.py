"""The request for an authorization was filed too early or too late for its start.

Why: payers set aside requests that are filed outside their window, and the days before a late one may go unpaid. Both
ends of the window pass. Days count from the first authorized day. Where the window is in business days it is for the
initial request, whose first day is taken for the admission; the request for a continued stay is due by its own first
day. The initial one is the first to start of those for its code; without `from` it starts on the day of admission.
What to do: ask the payer whether the request counts and keep the answer; file the next one inside the window. Where
`requested_on` is missing, write it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from iopctl.counting.billed import procedure
from iopctl.counting.deadlines import add_business_days
from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import Limit, RulePack
from iopctl.model.plan import Plan
from iopctl.model.record import Authorization
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule(
    "AU103",
    "request-timing",
    Severity.WARNING,
    limits=("request_days_before_max", "request_days_after_max", "request_business_days_after_max"),
)


@dataclass(frozen=True)
class _Request:
    """One authorization, with the first day asked for."""

    authorization: Authorization
    place: Place
    start: date
    initial: bool

    @property
    def name(self) -> str:
        return f"the authorization {self.authorization.number} from {self.start}"


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each request outside its window, or information that its day is not on record."""
    for request in _requests(chart.plan):
        filed = request.authorization.requested_on
        limits = [limit for name in RULE.limits if (limit := pack.limit(name, request.start, chart.plan))]
        if filed is None and limits:
            message = f"{request.name} has no requested_on, so the timing of its request cannot be judged"
            yield _finding(chart, request, message, "write requested_on", limits[0], Severity.INFO)
        elif filed is not None and filed <= today:
            for limit in limits:
                yield from _judged(chart, pack, request, filed, limit)


def _requests(plan: Plan) -> Iterator[_Request]:
    first: dict[str, date] = {}
    found = []
    for index, each in enumerate(plan.authorizations):
        start = each.from_ or plan.admitted_on
        if start is not None:
            code = procedure(each.code or "")
            first[code] = min(start, first.get(code, start))
            found.append((each, plan.at("authorizations", index, "requested_on"), start, code))
    for each, place, start, code in found:
        yield _Request(each, place, start, initial=start == first[code])


def _judged(chart: Chart, pack: RulePack, request: _Request, filed: date, limit: Limit) -> Iterator[Finding]:
    message = f"{request.name} was requested on {filed}"
    if limit.name == "request_days_before_max":
        first = request.start - timedelta(days=limit.number)
        if filed < first:
            next_step = "ask the payer whether the request counts, and file the next one inside the window"
            yield _finding(chart, request, f"{message}, the first day for it was {first}", next_step, limit)
        return
    last = _last_day(pack, request, limit)
    if filed > last:
        next_step = "ask the payer from which day the authorization holds, and file the next request in time"
        yield _finding(chart, request, f"{message}, the last day for it was {last}", next_step, limit)


def _last_day(pack: RulePack, request: _Request, limit: Limit) -> date:
    if limit.name == "request_days_after_max":
        return request.start + timedelta(days=limit.number)
    return add_business_days(request.start, limit.number, pack.holidays) if request.initial else request.start


def _finding(
    chart: Chart, request: _Request, message: str, next_step: str, limit: Limit, severity: Severity | None = None
) -> Finding:
    return RULE.finding(
        request.place,
        message,
        next_step,
        patient=chart.patient,
        limit=limit,
        on=request.start,
        severity=severity,
    )
