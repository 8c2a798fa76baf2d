"""Who sat together in a session."""

from collections.abc import Collection, Iterator
from datetime import date

from iopctl.counting.notes import attended
from iopctl.model.chart import Booking, Chart
from iopctl.model.pack import RulePack
from iopctl.model.week import Session
from iopctl.model.words import ServiceKind


def attenders(session: Session) -> tuple[str, ...]:
    """The patients who were there for any part of it; nobody was in a session that was called off."""
    if session.cancelled is not None:
        return ()
    return tuple(patient for patient, record in session.attendance.items() if record.present)


def groups_attended(
    chart: Chart, pack: RulePack, kinds: Collection[ServiceKind], today: date
) -> Iterator[tuple[Booking, int]]:
    """The patient's sessions of these kinds, those left out that the pack exempts, and how many attended each."""
    for each in attended(chart, today):
        service = chart.program.service_by_id.get(each.booking.session.service)
        if service is not None and service.kind in kinds and service.kind not in pack.exempt_kinds:
            yield each.booking, len(attenders(each.booking.session))
