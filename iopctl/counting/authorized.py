"""What was authorized: the authorizations of a plan that a billed line may draw on."""

from collections.abc import Mapping, Sequence
from datetime import date

from iopctl.counting.billed import Billed, procedure
from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.model.plan import Plan
from iopctl.model.record import Authorization


def named(plan: Plan, each: Billed) -> list[int]:
    """Which authorizations the line's claim names; all of them where it names none that is on file."""
    everything = list(range(len(plan.authorizations)))
    return [n for n in everything if plan.authorizations[n].number == each.claim.authorization] or everything


def names_code(authorization: Authorization, code: str) -> bool:
    """Whether it is for this code, or for any."""
    return procedure(authorization.code or "") in {"", code}


def covering(plan: Plan, each: Billed) -> list[int]:
    """Those that fit the line by code and day: one for the code before one for any, the first to end first."""
    fit = [n for n in named(plan, each) if _fits(plan.authorizations[n], each)]
    return sorted(fit, key=lambda n: (not plan.authorizations[n].code, plan.authorizations[n].until or date.max))


def drawn(plan: Plan, lines: Sequence[Billed]) -> dict[int, list[Billed]]:
    """The lines by the authorization each draws on: the first with room of those that cover it, else the first."""
    found: dict[int, list[Billed]] = {}
    used = [0] * len(plan.authorizations)
    for each in lines:
        fit = covering(plan, each)
        room = [n for n in fit if used[n] + each.line.units <= (plan.authorizations[n].units or float("inf"))]
        for n in (room or fit)[:1]:
            used[n] += each.line.units
            found.setdefault(n, []).append(each)
    return found


def in_force(plan: Plan, day: date) -> list[Authorization]:
    """The authorizations whose days hold this one."""
    return [each for each in plan.authorizations if each.covers(day)]


def for_this_level(chart: Chart, packs: Mapping[str, RulePack], day: date) -> bool | None:
    """Whether an authorization in force that day has a code by which a pack in force bills this level of care (AU105).

    None where nobody can tell: none is in force, one is for any code, or no pack in force names its codes.
    """
    codes = {procedure(each.code or "") for each in in_force(chart.plan, day)}
    limits = (packs[each].limit("service_codes", day, chart.plan) for each in chart.pack_ids(day) if each in packs)
    ours = {code for limit in limits if limit is not None for code in limit.words}
    if codes & ours:
        return True
    return None if not codes or not ours or "" in codes else False


def _fits(authorization: Authorization, each: Billed) -> bool:
    return names_code(authorization, each.code) and authorization.covers(each.on)
