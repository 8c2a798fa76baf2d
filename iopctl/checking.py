"""Run the rules over charts, set aside what is waived, sort."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from iopctl.errors import BrokenRule, IopctlError, NotFound, UsageError
from iopctl.model.chart import Census, Chart
from iopctl.model.pack import RulePack
from iopctl.model.program import Program
from iopctl.model.rule import Finding, RuleModule, Severity
from iopctl.model.waiver import Waiver
from iopctl.rules import all_rules, fi304_waiver_incomplete, is_own

Packs = Mapping[str, RulePack]


@dataclass(frozen=True)
class Selection:
    """A narrowed view: code prefixes to show, code prefixes to leave out. It changes nothing on record."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    @classmethod
    def of(cls, select: Sequence[str] | None, ignore: Sequence[str] | None) -> "Selection":
        """From what was typed. Raises UsageError for something that begins no rule's code."""
        for code in (*(select or ()), *(ignore or ())):
            if not any(rule.RULE.code.startswith(code) for rule in all_rules()) or not code:
                raise UsageError(f"no rule's code begins with {code!r}. `iopctl rules list` shows all.")
        return cls(tuple(select or ()), tuple(ignore or ()))

    def shows(self, code: str) -> bool:
        """Whether findings of this code are in view."""
        return code.startswith(self.select or ("",)) and not (self.ignore and code.startswith(self.ignore))

    @property
    def needs_history(self) -> bool:
        """Whether a rule in view reads what git knows."""
        return any(rule.RULE.history and self.shows(rule.RULE.code) for rule in all_rules())


def least(packs: Packs, limit: str) -> int:
    """The smallest number that any pack has ever had for a limit; 0 where none has it."""
    versions = (version for pack in packs.values() for version in pack.limits.get(limit, ()))
    return min((version.value for version in versions if isinstance(version.value, int)), default=0)


def pack_id(packs: Packs, name: str | None) -> str | None:
    """The pack's id if there is such a pack, None when none was named. Raises NotFound with a near miss."""
    if name is None or name in packs:
        return name
    near = get_close_matches(name, packs, n=1)
    meant = f" Did you mean {near[0]}?" if near else ""
    raise NotFound(f"no such pack.{meant} `iopctl packs list` shows all.")


def check_census(
    census: Census, packs: Packs, today: date, *, only: str | None = None, view: Selection = Selection()
) -> list[Finding]:
    """The findings of every chart and of the program; `only` asks what one pack would say of everybody."""
    found = list(_program_findings(census, packs, today, only))
    for chart in census.charts:
        found += check_chart(chart, packs, today, only=only)
    found += fi304_waiver_incomplete.ran_out_for_many(census, found, today)
    return in_order(finding for finding in dict.fromkeys(found) if view.shows(finding.code))


def check_chart(
    chart: Chart, packs: Packs, today: date, *, only: str | None = None, rules: Sequence[RuleModule] | None = None
) -> list[Finding]:
    """The findings of one chart, waivers applied, in order; by all rules, or only by some."""
    found: list[Finding] = []
    for rule in all_rules() if rules is None else rules:
        if hasattr(rule, "check"):
            for pack in _packs_of(chart, packs, only):
                found += _in_coverage(chart, _by(rule, rule.check, chart, pack, today), today, only)
    found = [_waived(finding, chart.program, chart, today) for finding in dict.fromkeys(found)]
    if rules is None:  # only all of them know whether a waiver's finding still stands
        found += fi304_waiver_incomplete.ran_out(chart, found, today)
    return in_order(found)


def by_one_rule(rule: RuleModule, census: Census, pack: RulePack, today: date) -> Iterator[Finding]:
    """What one rule finds by one pack, waivers and coverage left aside."""
    if hasattr(rule, "check_program"):
        yield from rule.check_program(census, pack, today)
    if hasattr(rule, "check"):
        for chart in census.charts:
            yield from rule.check(chart, pack, today)


def _by(
    rule: RuleModule, check: Callable[..., Iterator[Finding]], what: Chart | Census, pack: RulePack, today: date
) -> Iterable[Finding]:
    """What a rule finds. Raises BrokenRule for one of the program's own that fails; a shipped one must not."""
    if not is_own(rule):
        return check(what, pack, today)
    try:
        return list(check(what, pack, today))
    except IopctlError:
        raise
    except Exception as error:  # noqa: BLE001  # whatever somebody else's rule raises
        on = what.patient if isinstance(what, Chart) else "the program"
        said = f"the rule {rule.RULE.code} ({rule.__name__}) failed on {on}: {type(error).__name__}"
        raise BrokenRule(f"{said}. Mend its package, or uninstall it.") from None


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The program first, then by patient; the worst first within each; the same on every machine."""
    return sorted(findings, key=_order)


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The gravest severity among findings that are neither waived nor in the baseline."""
    standing = [finding.severity for finding in findings if finding.stands]
    return min(standing, key=lambda severity: severity.rank, default=None)


def _order(finding: Finding) -> tuple[object, ...]:
    on = finding.on or date.max
    place = [(isinstance(part, str), str(part).zfill(6)) for part in finding.place.key]
    return (
        finding.patient or "",
        finding.severity.rank,
        finding.code,
        on,
        finding.pack,
        finding.place.file,
        finding.line or 0,
        place,
        finding.message,
    )


def _packs_of(chart: Chart, packs: Packs, only: str | None) -> Iterator[RulePack]:
    """Every pack that applies on some day of the stay."""
    ids = (only,) if only else (*chart.program.packs, *(coverage.pack for coverage in chart.plan.coverage))
    return (packs[pack] for pack in dict.fromkeys(ids) if pack in packs)


def _in_coverage(chart: Chart, findings: Iterable[Finding], today: date, only: str | None) -> Iterator[Finding]:
    """A payer's pack judges only the days it covers."""
    for finding in findings:
        day = finding.on or chart.last_day(today)
        if only or finding.pack in chart.pack_ids(day):
            yield finding


def _program_findings(census: Census, packs: Packs, today: date, only: str | None) -> Iterator[Finding]:
    ids = (only,) if only else census.program.packs
    for rule in all_rules():
        if hasattr(rule, "check_program"):
            for pack in ids:
                if pack in packs:
                    for finding in _by(rule, rule.check_program, census, packs[pack], today):
                        chart = census.chart_by_patient.get(finding.patient or "")
                        yield _waived(finding, census.program, chart, today)


def _waived(finding: Finding, program: Program, chart: Chart | None, today: date) -> Finding:
    """The finding with the waiver that sets it aside: the program's, or of a patient's finding the plan's."""
    waivers: list[Waiver] = [w for w in program.waivers if not w.patients or finding.patient in w.patients]
    day = finding.on or today
    if chart is not None and finding.patient is not None:
        waivers = [*chart.plan.waivers, *waivers]
        day = finding.on or chart.last_day(today)
    return next((replace(finding, waived=w) for w in waivers if w.sets_aside(finding.code, day)), finding)
