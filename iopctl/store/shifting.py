"""Move every date in the text of a file by whole weeks; comments, order and layout stay as they are.

It works on the text and not on the parsed file, so a date in a comment or a sentence moves with the dates around it.
Whole weeks keep the days of the week: what was on a Monday is on a Monday.
"""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from iopctl.model.week import week_id

_WHEN = re.compile(
    r"(?<!\d)(?P<year>\d{4})-"
    r"(?:W(?P<week>\d{2})|(?P<month>\d{2})-(?P<day>\d{2})(?:T(?P<clock>\d{2}:\d{2}:\d{2})[+-]\d{2}:\d{2})?)(?!\d)"
)


def shifted(text: str, weeks: int, zone: ZoneInfo) -> str:
    """The text with its dates, zoned times and ISO weeks moved. A zoned time keeps the clock time of the zone."""

    def move(found: re.Match[str]) -> str:
        year = int(found["year"])
        if found["week"]:
            return week_id(date.fromisocalendar(year, int(found["week"]), 1) + timedelta(weeks=weeks))
        day = date(year, int(found["month"]), int(found["day"])) + timedelta(weeks=weeks)
        if found["clock"] is None:
            return day.isoformat()
        return datetime.combine(day, time.fromisoformat(found["clock"]), zone).isoformat()

    return _WHEN.sub(move, text)
