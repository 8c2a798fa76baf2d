"""What a group goes through: the modules of a service in order, which were held, and which come next.

Of a meeting that is over only what is on file is known. Of one to come that names no module it is projected from the
last that is known: each module takes `module_sessions` meetings, then the next one follows, then the first again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from iopctl.counting.weeks import WEEK
from iopctl.model.chart import Census
from iopctl.model.program import Service
from iopctl.model.week import Session, Week, week_id
from iopctl.model.words import DAYS
from iopctl.scheduling.days import tracks_of

FAR = 53  # weeks; a module that does not come within so many is not told


@dataclass(frozen=True)
class Meeting:
    """One meeting of a group; beyond the week files it is its standing time, and `session` is None.

    `stated` is the module on file, `due` the one that would be its turn.
    """

    on: date
    over: bool
    session: Session | None = None
    stated: str | None = None
    due: str | None = None

    @property
    def module(self) -> str | None:
        """What was held or comes; of a meeting that is over only as stated."""
        return self.stated or (None if self.over else self.due)

    @property
    def projected(self) -> bool:
        """Whether nobody has stated it."""
        return self.stated is None

    @property
    def ref(self) -> str | None:
        """The name by which commands and files refer to it."""
        return None if self.session is None else f"{week_id(self.on)}/{self.session.id}"


@dataclass(frozen=True)
class Group:
    """The patients of one track in one service; its meetings are in order of time."""

    service: Service
    track: str | None
    meetings: tuple[Meeting, ...] = ()

    @property
    def last(self) -> Meeting | None:
        """The last meeting that is over and of which the module is known."""
        return next((each for each in reversed(self.meetings) if each.over and each.stated), None)

    @property
    def next(self) -> Meeting | None:
        """The next meeting, whether or not its module is known."""
        return next((each for each in self.meetings if not each.over), None)

    @property
    def unstated(self) -> int:
        """How many meetings since the last known one are over and name no module: the projection counts them."""
        past = [each for each in self.meetings if each.over]
        return len(past) - past.index(self.last) - 1 if self.last else len(past)

    @property
    def roster(self) -> tuple[str, ...]:
        """Who is expected next, else who was expected last."""
        expected = [each for each in self.meetings if each.session is not None and each.session.roster]
        ahead = [each for each in expected if not each.over]
        return next((each.session.roster for each in (*ahead, *reversed(expected)) if each.session), ())

    def coming(self, module: str) -> Meeting | None:
        """When a module is held next, as far as that can be said."""
        return next((each for each in self.meetings if not each.over and each.module == module), None)

    def held(self, module: str) -> list[Meeting]:
        """The meetings at which it was held."""
        return [each for each in self.meetings if each.over and each.stated == module]


def groups(census: Census, day: date, service: str | None = None) -> list[Group]:
    """Every group of the services that list modules, or of one of them."""
    asked = (each for each in census.program.services if each.modules and service in {None, each.id})
    return [
        Group(each, track, _in_turn(each, _meetings(census, each, track, day)))
        for each in asked
        for track in _tracks(census, each)
    ]


def group_of(census: Census, session: Session) -> str | None:
    """The track whose group a session is of; None where nobody's or several people's tracks would do."""
    tracks = tracks_of(census, session)
    return next(iter(tracks)) if len(tracks) == 1 else None


def _tracks(census: Census, service: Service) -> list[str | None]:
    """Those with a standing time or a session of the service, in the order of the program."""
    found: set[str | None] = {slot.track for slot in census.program.slots if slot.service == service.id}
    found |= {group_of(census, each) for _, _, each in census.sessions() if each.service == service.id}
    return [track for track in (*census.program.track_by_id, None) if track in found]


def _meetings(census: Census, service: Service, track: str | None, day: date) -> list[Meeting]:
    """From the first week on file until every module has had its turn after the day, or nothing more is standing."""
    files = {week.monday: week for week in census.weeks}
    this = day - timedelta(days=day.weekday())
    monday, found = min(files, default=this), list[Meeting]()
    wanted = len(service.modules) * service.module_sessions
    while monday <= max(files, default=this) or (
        sum(not each.over for each in found) < wanted and monday < this + FAR * WEEK
    ):
        week = files.get(monday)
        made = _standing(census, service, track, monday, day) if week is None else _filed(census, week, service, day)
        found += [each for each, of in made if of == track]
        monday += WEEK
    return sorted(found, key=lambda each: each.on)


def _filed(census: Census, week: Week, service: Service, day: date) -> Iterator[tuple[Meeting, str | None]]:
    """The sessions of a week that were not called off, each with its track."""
    for each in week.sessions:
        if each.service == service.id and each.cancelled is None:
            over = each.date < day or (each.date == day and bool(each.attendance))
            stated = each.module if each.module in service.modules else None
            yield Meeting(each.date, over, each, stated), group_of(census, each)


def _standing(
    census: Census, service: Service, track: str | None, monday: date, day: date
) -> Iterator[tuple[Meeting, str | None]]:
    """The standing times of a week that is not on file, but for closed days."""
    for slot in census.program.slots:
        on = monday + timedelta(days=DAYS.index(slot.day))
        if slot.service == service.id and census.program.closed(on, track) is None:
            yield Meeting(on, on < day), slot.track


def _in_turn(service: Service, meetings: list[Meeting]) -> tuple[Meeting, ...]:
    """The meetings with the module whose turn it is at each."""
    turn: int | None = None
    found = []
    for each in meetings:
        turn = _turn(service, turn, each.stated)
        due = None if turn is None else service.modules[turn // service.module_sessions]
        found.append(replace(each, due=due))
    return tuple(found)


def _turn(service: Service, before: int | None, stated: str | None) -> int | None:
    """The place in the cycle of meetings: the one after the last, unless what is stated says otherwise."""
    length = service.module_sessions
    after = None if before is None else (before + 1) % (len(service.modules) * length)
    if stated is None:
        return after
    place = service.modules.index(stated)
    if after is not None and after // length == place:
        return after
    # A module that takes longer stays at its last meeting; any other begins.
    stays = before is not None and before // length == place
    return place * length + (length - 1 if stays else 0)
