"""What a week is built from: the census, the packs in force, the days, and the sessions that stay as they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from iopctl.counting.minutes import session_span, union_minutes
from iopctl.counting.weeks import ProgramWeek
from iopctl.model.chart import Census, Chart
from iopctl.model.pack import RulePack
from iopctl.model.program import Program, Service
from iopctl.model.week import Session, Week, week_id
from iopctl.model.words import ServiceKind
from iopctl.scheduling.minutes_of_week import Stretch, at

# One therapist with one patient, or with one family: they have times of their own.
ONE_TO_ONE: frozenset[ServiceKind] = frozenset({"individual", "family", "medication", "evaluation"})


@dataclass(frozen=True)
class Frame:
    """One week to be built. `only` holds everybody against one pack in place of their own.

    `fixed` names the sessions that stay, where they are not those of the file; `seated` the patients who keep their
    places in a slot.
    """

    census: Census
    packs: Mapping[str, RulePack]
    monday: date
    today: date
    only: str | None = None
    fixed: tuple[Session, ...] | None = None
    seated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def program(self) -> Program:
        """The program itself."""
        return self.census.program

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """All seven."""
        return tuple(self.monday + timedelta(days=n) for n in range(7))

    @property
    def week(self) -> ProgramWeek:
        """The same days as a program week."""
        return ProgramWeek(self.monday)

    @cached_property
    def on_file(self) -> Week | None:
        """The week as it is on file."""
        return self._file(self.monday)

    @cached_property
    def before(self) -> Week | None:
        """The week before, where it is on file."""
        return self._file(self.monday - timedelta(weeks=1))

    @cached_property
    def pinned(self) -> tuple[Session, ...]:
        """The sessions on file that stay as they are."""
        if self.fixed is not None:
            return self.fixed
        sessions = self.on_file.sessions if self.on_file else ()
        return tuple(each for each in sessions if stays(each, self.today))

    @cached_property
    def held(self) -> tuple[Session, ...]:
        """Those of them that take place."""
        return tuple(each for each in self.pinned if each.cancelled is None)

    def packs_of(self, chart: Chart, day: date) -> list[RulePack]:
        """The packs by which a patient's places are held on a day."""
        ids = (self.only,) if self.only else chart.pack_ids(day)
        return [self.packs[each] for each in ids if each in self.packs]

    def stretch(self, session: Session) -> Stretch:
        """When it takes place, in minutes of the week."""
        return at(self.monday, session.date, session.start), at(self.monday, session.date, session.end)

    def minutes(self, session: Session) -> int:
        """Its minutes without the breaks."""
        return union_minutes([session_span(self.program, session)])

    def _file(self, monday: date) -> Week | None:
        return next((each for each in self.census.weeks if each.week == week_id(monday)), None)


def stays(session: Session, today: date) -> bool:
    """Whether a session on file is not to be touched: pinned, over, called off, recorded, or arranged as a make-up."""
    fixed = session.pinned or session.cancelled is not None or session.makes_up is not None
    return fixed or bool(session.make_ups or session.attendance) or session.date < today


def one_to_one(service: Service | None) -> bool:
    """Whether it is given to one patient, or one family, at a time: by its kind, unless its size holds several."""
    several = service is not None and service.size is not None and (service.size.max or 1) > 1
    return service is not None and service.kind in ONE_TO_ONE and not several
