"""Who may stand in for a lead who is out, and what stands against everybody else."""

from collections.abc import Sequence
from dataclasses import dataclass

from iopctl.counting.minutes import session_span, union_minutes
from iopctl.model.ids import known
from iopctl.model.program import Program, Staff
from iopctl.model.week import Session
from iopctl.scheduling.against import Fact, allowed_titles, of_session, unqualified
from iopctl.scheduling.arranging import beside, distinct, refuse_settled
from iopctl.scheduling.days import Held
from iopctl.scheduling.frame import Frame


@dataclass(frozen=True)
class Load:
    """What somebody leads beside the session in question."""

    sessions: int
    minutes: int


@dataclass(frozen=True)
class StandIn:
    """One staff member in place of the one who is out; `leads` are all who would lead then."""

    person: Staff
    leads: tuple[str, ...]
    against: tuple[Fact, ...]
    accepted_by: tuple[str, ...]
    refused_by: tuple[str, ...]
    skilled: bool | None  # None: the service needs no skill
    day: Load
    week: Load

    @property
    def may(self) -> bool:
        """Whether nothing stands against it."""
        return not self.against

    @property
    def free(self) -> bool:
        """Whether the person leads nothing else then."""
        return all(fact.kind != "staff" for fact in self.against)


def refuse_no_lead(held: Held, out: str) -> None:
    """Raise Refused or NotFound unless the session is still to be held and led by the one who is out."""
    refuse_settled(held)
    known(out, held.session.leads, f"{out} does not lead {held.ref}")


def stand_ins(frame: Frame, held: Held, out: str) -> list[StandIn]:
    """Everybody else: first who may, of them first the same role, then who leads least that week."""
    leads, role = held.session.leads, frame.program.staff_by_id[out].role if out in frame.program.staff_by_id else None
    found = [_stand_in(frame, held.session, out, each) for each in frame.program.staff if each.id not in leads]
    return sorted(
        found,
        key=lambda each: (not each.may, each.person.role != role, each.week.minutes, each.day.minutes, each.person.id),
    )


def _stand_in(frame: Frame, session: Session, out: str, person: Staff) -> StandIn:
    program, others = frame.program, beside(frame, session)
    theirs = session.model_copy(update={"leads": tuple(person.id if each == out else each for each in session.leads)})
    service = program.service_by_id.get(session.service)
    judged = _judged(frame, theirs)
    refused = {pack for pack, facts in judged.items() if facts}
    titles = [fact for facts in judged.values() for fact in facts]
    led = [each for each in others if person.id in each.leads]
    return StandIn(
        person=person,
        leads=theirs.leads,
        against=tuple(distinct((*_of_person(program, theirs, person, others), *titles))),
        accepted_by=tuple(sorted(judged.keys() - refused)),
        refused_by=tuple(sorted(refused)),
        skilled=service.needs_skill in person.skills if service and service.needs_skill else None,
        day=_load(program, [each for each in led if each.date == session.date]),
        week=_load(program, led),
    )


def _of_person(program: Program, session: Session, person: Staff, others: Sequence[Session]) -> list[Fact]:
    """What stands against the session with this person and not anyway; a skill and an open day everybody needs."""
    leads = tuple(each for each in session.leads if each != person.id)
    anyway = list(of_session(program, session.model_copy(update={"leads": leads}), others))
    return [
        each for each in of_session(program, session, others) if each.kind in {"skill", "closed"} or each not in anyway
    ]


def _judged(frame: Frame, session: Session) -> dict[str, list[Fact]]:
    """What the packs in force for those in it say of its leads; packs that ask for no title are left out."""
    charts, found = frame.census.chart_by_patient, dict[str, list[Fact]]()
    for chart in (charts[patient] for patient in session.patients if patient in charts):
        for pack in frame.packs_of(chart, session.date):
            if allowed_titles(chart, pack, session.service, session.date):
                found.setdefault(pack.id, []).extend(unqualified(chart, [pack], session))
    return found


def _load(program: Program, sessions: Sequence[Session]) -> Load:
    return Load(len(sessions), sum(union_minutes([session_span(program, each)]) for each in sessions))
