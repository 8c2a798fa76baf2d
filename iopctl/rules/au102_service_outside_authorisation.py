"""A billed line lies outside every authorization: on no day of one, or for a code that none is for.

Why: a service outside the authorized days is not paid, gaps between two authorizations included. Both ends of a
window count, and an open end stays open. Where the claim names an authorization on file, only that one counts. A pack
that requires authorization finds every line that has none. A pack that does not judges only charts with an
authorization; of a code that none of them is for it says so as information, because that code may need none.
What to do: correct the day, the code or the authorization named, record the authorization that is missing, or take the
line off the claim.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from iopctl.counting.authorized import covering, named, names_code
from iopctl.counting.billed import Billed, billed, procedure, shown
from iopctl.model.chart import Chart
from iopctl.model.pack import Limit, RulePack
from iopctl.model.record import Authorization
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule(
    "AU102",
    "service-outside-authorisation",
    Severity.ERROR,
    limits=("outside_authorization_max",),
    reads=("authorization_required",),
)


def check(chart: Chart, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each line outside, beyond as many as the pack allows a day."""
    for day, lines in groupby(billed(chart, pack, today), key=lambda each: each.on):
        limit = pack.limit("outside_authorization_max", day, chart.plan)
        required = _required(chart, pack, day)
        if limit is None or not (required or chart.plan.authorizations):
            continue
        outside = [each for each in lines if not covering(chart.plan, each)]
        for each in outside[limit.number :]:
            yield _finding(chart, each, limit, required=required)


def _required(chart: Chart, pack: RulePack, day: date) -> bool:
    limit = pack.limit("authorization_required", day, chart.plan)
    return limit is not None and "always" in limit.words


def _finding(chart: Chart, each: Billed, limit: Limit, *, required: bool) -> Finding:
    candidates = [chart.plan.authorizations[n] for n in named(chart.plan, each)]
    for_code = [authorization for authorization in candidates if names_code(authorization, each.code)]
    return RULE.finding(
        each.place,
        f"{each.name} is billed on {each.on}, {_why(each, candidates, for_code)}",
        "correct the line, or record the authorization that covers it",
        patient=chart.patient,
        limit=limit,
        on=each.on,
        severity=None if required or for_code else Severity.INFO,
    )


def _why(each: Billed, candidates: Sequence[Authorization], for_code: Sequence[Authorization]) -> str:
    if not candidates:
        return "and no authorization is on file"
    if not for_code:
        codes = {shown(procedure(one.code or "")) for one in candidates}
        return f"authorizations are only for {', '.join(sorted(codes))}"
    windows = ", ".join(f"{one.number} {_window(one)}" for one in for_code)
    if each.claim.authorization == for_code[0].number:
        return f"outside the authorization that its claim names: {windows}"
    return f"outside every authorization for it: {windows}"


def _window(authorization: Authorization) -> str:
    first, last = authorization.from_, authorization.until
    return " ".join([*([f"from {first}"] if first else []), *([f"until {last}"] if last else [])])
