"""Random weeks of the small program of `arranged`."""

from datetime import timedelta

from hypothesis import strategies as st

from iopctl.model.week import Session, Week
from tests.scheduling.arranged import MONDAY, clock

TIMES = st.integers(8 * 4, 18 * 4).map(lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}")
SESSIONS = st.builds(
    lambda service, day, start, minutes, room, leads, patients: {
        "service": service,
        "date": MONDAY + timedelta(days=day),
        "start": clock(start),
        "end": clock(f"{int(start[:2]) + minutes // 60 + 1:02}:{start[3:]}"),
        "room": room,
        "leads": tuple(sorted(leads)),
        "patients": tuple(sorted(patients)),
    },
    st.sampled_from(["group", "individual", "yoga"]),
    st.integers(0, 4),
    TIMES,
    st.sampled_from([0, 60]),
    st.sampled_from([None, "a", "b"]),
    st.sets(st.sampled_from(["t01", "t02", "t03", "t04"]), max_size=2),
    st.sets(st.sampled_from(["pt-0001", "pt-0002", "pt-0003"]), max_size=3),
)
WEEKS = st.lists(SESSIONS, min_size=1, max_size=5).map(
    lambda sessions: Week.read(
        {
            "week": "2026-W48",
            "monday": MONDAY,
            "sessions": [Session(id=f"s{n}", **each) for n, each in enumerate(sessions)],
        },
        "weeks/2026-W48.toml",
    )
)
