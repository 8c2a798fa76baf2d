"""The week around some patients: everybody else stays where a built week has them."""

from collections.abc import Collection
from dataclasses import replace

from iopctl.model.week import Session, Week
from iopctl.scheduling.frame import Frame


def around(frame: Frame, week: Week, patients: Collection[str]) -> Frame:
    """The frame in which only these are to be placed; slots keep their other patients, and own times of others stay."""
    settled, slots = {each.id for each in frame.pinned}, frame.program.slot_by_id
    seated, fixed = dict[str, tuple[str, ...]](), list(frame.pinned)
    for each in week.sessions:
        others = tuple(patient for patient in each.patients if patient not in patients)
        if each.id in settled or not others:
            continue
        if each.id in slots:
            seated[each.id] = others
        else:
            fixed.append(each)
    return replace(frame, fixed=tuple(fixed), seated=seated)


def others_of(frame: Frame, week: Week) -> list[Session]:
    """Every session that is held whatever happens to those who are to be placed, with the others in it."""
    groups = [
        each.model_copy(update={"patients": frame.seated[each.id]}) for each in week.sessions if each.id in frame.seated
    ]
    return [*frame.held, *groups]
