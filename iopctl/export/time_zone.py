"""A time zone as a VTIMEZONE of rules, as all calendars read it: a rule for each change where one holds, else dates."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Component, Timezone

# The rules of the United States are of 2007; where a zone's rules are younger, they are written from their first year.
OLDEST = 2007
_HOUR = timedelta(hours=1)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Change:
    """The clocks change: at that local time, as they showed it before."""

    local: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool

    @property
    def last_of_month(self) -> bool:
        """Whether its weekday does not come again that month."""
        return self.local.day + 7 > calendar.monthrange(self.local.year, self.local.month)[1]

    def rule(self, *, last: bool) -> tuple[int, str, object]:
        """Month, weekday and time, as a rule of every year has them."""
        number = -1 if last else (self.local.day - 1) // 7 + 1
        return self.local.month, f"{number}{_DAYS[self.local.weekday()]}", (self.local.time(), self.before, self.after)


def time_zone(zone: ZoneInfo, first_year: int, last_year: int) -> "Timezone":
    """The zone in these years."""
    from icalendar import Timezone

    found = Timezone()
    found.add("TZID", zone.key)
    changes = [each for year in range(min(first_year - 1, OLDEST), last_year + 2) for each in _changes(zone, year)]
    if not any(each.local.year >= first_year - 1 for each in changes):
        offset = datetime(first_year, 1, 1, tzinfo=zone).utcoffset() or timedelta(0)
        name = datetime(first_year, 1, 1, tzinfo=zone).tzname() or zone.key
        found.add_component(_part(Change(datetime(1970, 1, 1), offset, offset, name, summer=False), None))  # noqa: DTZ001
        return found
    for summer in (True, False):
        mine = [each for each in changes if each.summer is summer]
        for part in _parts(mine, first_year - 1):
            found.add_component(part)
    return found


def _parts(changes: list[Change], since: int) -> "Iterator[Component]":
    """One rule where every year since then keeps it, from the first year that does; else every change."""
    recent = [each for each in changes if each.local.year >= since]
    for last in (False, True):
        rules = {each.rule(last=last) for each in recent}
        yearly = len({each.local.year for each in recent}) == len(recent) == recent[-1].local.year - since + 1
        if len(rules) == 1 and yearly:
            rule = rules.pop()
            first = next(
                each
                for each in changes
                if all(other.rule(last=last) == rule for other in changes if other.local >= each.local)
            )
            yield _part(first, {"FREQ": "YEARLY", "BYMONTH": rule[0], "BYDAY": rule[1]})
            return
    for each in recent:
        yield _part(each, None)


def _part(change: Change, rule: dict[str, object] | None) -> "Component":
    from icalendar import TimezoneDaylight, TimezoneStandard

    part = TimezoneDaylight() if change.summer else TimezoneStandard()
    part.add("DTSTART", change.local)
    part.add("TZOFFSETFROM", change.before)
    part.add("TZOFFSETTO", change.after)
    part.add("TZNAME", change.name)
    if rule is not None:
        part.add("RRULE", rule)
    return part


def _changes(zone: ZoneInfo, year: int) -> Iterator[Change]:
    """Found to the hour, then to the minute."""
    moment = datetime(year, 1, 1, tzinfo=UTC)
    while moment.year == year:
        later = moment + 24 * _HOUR
        if _offset(zone, moment) != _offset(zone, later):
            yield _change(zone, moment, later)
        moment = later


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> Change:
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) / 2
        middle = middle.replace(second=0, microsecond=0)
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    was, now = _offset(zone, before), _offset(zone, after)
    there = after.astimezone(zone)
    local = after.astimezone(timezone(was)).replace(tzinfo=None)
    return Change(local, was, now, there.tzname() or "", summer=bool(there.dst()))


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)
