"""ST: who leads what, and whether they can."""

from collections.abc import Mapping
from datetime import date

import pytest

from iopctl.model.chart import Census
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.model.week import week_id
from iopctl.rules import st101_credential_not_allowed as st101
from iopctl.rules import st102_credential_not_current as st102
from iopctl.rules import st103_supervision_unsigned as st103
from iopctl.rules import st201_provider_double_booked as st201
from iopctl.testing import findings_of, found
from tests.conftest import AS_OF, messages, pack_of

Packs = Mapping[str, RulePack]


def test_a_therapist_in_two_rooms_at_once_is_double_booked(census: Census, packs: Packs) -> None:
    """
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "ind", service = "individual", date = 2026-11-23, start = 09:45:00, end = 10:35:00, leads = ["t01"] },
      { id = "cbt", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, leads = ["t01", "t02"] },
    ]
    """
    [finding] = st201.check_program(census, packs["core"], AS_OF)
    assert finding.message == (
        "t01 leads 2026-W48/cbt and 2026-W48/ind, which overlap by 15 min, less than 1 min is allowed"
    )
    assert finding.place == Place("weeks/2026-W48.toml", ("sessions", 0))
    assert (finding.patient, finding.on, finding.severity) == (None, date(2026, 11, 23), "error")
    assert messages(st201.check_program(census, packs["house"], AS_OF)) == []


def test_co_leading_following_on_and_a_cancelled_session_are_no_overlap(census: Census, packs: Packs) -> None:
    """
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "cbt", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, leads = ["t01", "t02"] },
      { id = "next", service = "group", date = 2026-11-23, start = 10:00:00, end = 11:00:00, leads = ["t01"] },
      { id = "off", service = "group", date = 2026-11-23, start = 10:00:00, end = 11:00:00, leads = ["t01"], cancelled = { reason = "ill", by = "t01", on = 2026-11-22 } },
      { id = "else", service = "group", date = 2026-11-23, start = 10:00:00, end = 11:00:00, leads = ["t02"] },
      { id = "tue", service = "group", date = 2026-11-24, start = 10:00:00, end = 11:00:00, leads = ["t01"] },
    ]
    """  # noqa: E501  # one session a line
    assert messages(st201.check_program(census, packs["core"], AS_OF)) == []


def test_two_people_in_the_same_two_rooms_are_two_findings(census: Census, packs: Packs) -> None:
    """
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "a", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, leads = ["t02", "t01"] },
      { id = "b", service = "group", date = 2026-11-23, start = 09:59:00, end = 10:59:00, leads = ["t01", "t02"] },
    ]
    """
    assert messages(st201.check_program(census, packs["core"], AS_OF)) == [
        "t01 leads 2026-W48/a and 2026-W48/b, which overlap by 1 min, less than 1 min is allowed",
        "t02 leads 2026-W48/a and 2026-W48/b, which overlap by 1 min, less than 1 min is allowed",
    ]


# ST101

STAFF = """
[program]
staff = [
  { id = "t01", role = "therapist", credentials = [{ title = "lcsw", from = 2020-01-01, until = 2026-11-16 }] },
  { id = "t02", role = "therapist", credentials = [{ title = "QMHP-A" }, { title = "CSAC" }] },
  { id = "t03", role = "therapist" },
  { id = "q1", role = "Peer" },
]
"""
LISTED = pack_of(
    """
    [limits]
    lead_credentials = [{ value = { "group-therapy/skills" = ["LCSW", "LPC"], individual = ["peer"], family = [] } }]
    """
)


def led(leads: str, day: str = "2026-11-16", service: str = "group", more: str = 'patients = ["pt-0001"]') -> str:
    """A stay with one session and its leads."""
    week = week_id(date.fromisoformat(day))
    times = f"date = {day}, start = 09:00:00, end = 10:00:00"
    session = f'{{ id = "mon", service = "{service}", {times}, leads = {leads}, {more} }}'
    return f'{STAFF}[plan]\n[[weeks]]\nweek = "{week}"\nsessions = [{session}]\n'


def test_a_lead_qualifies_by_a_title_in_force_that_day() -> None:
    assert found(st101, led('["t01"]'), LISTED, AS_OF) == []
    [finding] = findings_of(st101, led('["t01"]', "2026-11-17"), LISTED, AS_OF)
    assert finding.message == (
        "2026-W47/mon on 2026-11-17 is group-therapy led by t01 (no credential in force), which needs one of LCSW, LPC"
    )
    assert finding.next == "name a lead with one of these, or record the credential in program.toml"
    assert finding.place == Place("weeks/2026-W47.toml", ("sessions", 0))
    assert (finding.patient, finding.on, finding.severity) == (None, date(2026, 11, 17), "error")
    assert found(st101, led('["t01"]', "2026-11-17"), "core", AS_OF) == []


def test_who_led_is_named_with_what_is_on_file() -> None:
    assert found(st101, led('["t02", "t03", "t09"]'), LISTED, AS_OF) == [
        (
            "2026-W47/mon on 2026-11-16 is group-therapy led by t02 (QMHP-A, CSAC) and t03 (no credential in force)"
            " and t09 (not on the staff list), which needs one of LCSW, LPC"
        )
    ]


def test_one_qualified_lead_of_two_is_enough() -> None:
    assert found(st101, led('["t02", "t01"]'), LISTED, AS_OF) == []


def test_a_role_on_the_list_qualifies_too() -> None:
    assert found(st101, led('["q1"]', service="individual"), LISTED, AS_OF) == []
    assert len(found(st101, led('["t01"]', service="individual"), LISTED, AS_OF)) == 1


def test_kinds_that_the_list_leaves_out_anybody_may_lead() -> None:
    for service in ("education", "family", "unknown"):
        assert found(st101, led('["q1"]', service=service), LISTED, AS_OF) == []
    assert len(found(st101, led('["q1"]', service="skills"), LISTED, AS_OF)) == 1


def test_a_session_without_a_lead_is_found_once_its_day_has_come() -> None:
    facts = led("[]")
    assert found(st101, facts, LISTED, "2026-11-15") == []
    assert found(st101, facts, LISTED, "2026-11-16") == [
        "2026-W47/mon on 2026-11-16 is group-therapy led by nobody on file, which needs one of LCSW, LPC"
    ]
    assert len(found(st101, led('["q1"]'), LISTED, "2026-11-15")) == 1  # a wrong lead is found ahead


def test_what_was_called_off_or_missed_nobody_led() -> None:
    cancelled = 'patients = ["pt-0001"], cancelled = { reason = "ill", by = "t01", on = 2026-11-16 }'
    missed = 'attendance = { pt-0001 = { status = "absent-excused" } }'
    attended = 'attendance = { pt-0001 = { status = "attended" } }'
    assert [len(found(st101, led('["q1"]', more=each), LISTED, AS_OF)) for each in (cancelled, missed, attended)] == [
        0,
        0,
        1,
    ]


def test_the_finding_is_the_same_for_everybody_in_the_group(census: Census) -> None:
    """
    [program]
    staff = [{ id = "q1", role = "peer" }]
    [[plans]]
    patient = "pt-0001"
    [[plans]]
    patient = "pt-0002"
    [[weeks]]
    week = "2026-W47"
    sessions = [{ id = "mon", service = "group", date = 2026-11-16, start = 09:00:00, end = 10:00:00, leads = ["q1"], patients = ["pt-0001", "pt-0002"] }]
    """  # noqa: E501  # one session a line
    first, second = findings_of(st101, census, LISTED, AS_OF)
    assert first == second


# ST102


def test_a_lapse_is_one_finding_however_many_sessions_it_holds() -> None:
    facts = """
        [program]
        staff = [
          { id = "t01", role = "therapist", credentials = [{ title = "LPC", until = 2026-11-30 }] },
          { id = "t02", role = "therapist", credentials = [
            { title = "LPC", from = 2020-01-01, until = 2026-11-16 },
            { title = "CSAC", from = 2019-01-01, until = 2026-10-31 },
            { title = "LPC", from = 2026-11-19 },
            { title = "LPC", from = 2027-11-19 },
          ] },
        ]
        [[weeks]]
        week = "2026-W47"
        sessions = [
          { id = "wed", service = "group", date = 2026-11-18, start = 09:00:00, end = 10:00:00, leads = ["t02"], patients = ["pt-0001"] },
          { id = "mon", service = "group", date = 2026-11-16, start = 09:00:00, end = 10:00:00, leads = ["t02"], patients = ["pt-0001"] },
          { id = "tue", service = "group", date = 2026-11-17, start = 09:00:00, end = 10:00:00, leads = ["t01", "t02", "t02"], patients = ["pt-0001"] },
          { id = "thu", service = "group", date = 2026-11-19, start = 09:00:00, end = 10:00:00, leads = ["t02"], patients = ["pt-0001"] },
        ]
        """  # noqa: E501  # one session a line
    [finding] = findings_of(st102, facts, "core", AS_OF)
    assert finding.message == (
        "t02 leads 2 sessions without a credential in force, first 2026-W47/tue on 2026-11-17:"
        " the last one ends on 2026-11-16, the next one begins on 2026-11-19"
    )
    assert finding.next == "record the renewal under credentials, or name another lead"
    assert finding.place == Place("program.toml", ("staff", 1, "credentials"))
    assert (finding.patient, finding.on, finding.severity) == (None, date(2026, 11, 18), "error")
    assert finding.limit is not None
    [finding] = findings_of(st102, facts, "core", "2026-11-17")
    assert (finding.on, finding.severity) == (date(2026, 11, 17), "error")
    assert found(st102, facts, "house", AS_OF) == []
    assert found(st102, facts, pack_of("limits.credential_in_force = [{ value = [] }]"), AS_OF) == []


def lapsing(credentials: str, days: str = "2026-11-16", more: str = 'patients = ["pt-0001"]') -> str:
    """A person with credentials, and a session on each day."""
    sessions = [
        f'[[weeks]]\nweek = "{week_id(date.fromisoformat(day))}"\n'
        f'sessions = [{{ id = "s", service = "group", date = {day}, start = 09:00:00, end = 10:00:00,'
        f' leads = ["t01"], {more} }}]\n'
        for day in days.split()
    ]
    person = f'[program]\nstaff = [{{ id = "t01", role = "therapist", credentials = [{credentials}] }}]\n'
    return person + "".join(sessions)


def test_each_lapse_is_a_finding_of_its_own() -> None:
    one, other = (f'{{ title = "LPC", from = 2026-11-{a}, until = 2026-11-{b} }}' for a, b in ((10, 12), (20, 21)))
    found = findings_of(st102, lapsing(f"{one}, {other}", "2026-11-09 2026-11-16 2026-11-22"), "core", AS_OF)
    assert messages(found) == [
        (
            "t01 leads 1 session without a credential in force, first 2026-W46/s on 2026-11-09:"
            " the first one begins on 2026-11-10"
        ),
        (
            "t01 leads 1 session without a credential in force, first 2026-W47/s on 2026-11-16:"
            " the last one ends on 2026-11-12, the next one begins on 2026-11-20"
        ),
        (
            "t01 leads 1 session without a credential in force, first 2026-W47/s on 2026-11-22:"
            " the last one ends on 2026-11-21"
        ),
    ]


def test_a_credential_that_ends_before_planned_sessions_is_a_reminder_in_its_last_days() -> None:
    facts = lapsing('{ title = "LPC", until = 2026-11-15 }', "2026-11-16 2026-11-25")
    assert found(st102, facts, "core", "2026-11-07") == []
    for day in ("2026-11-08", "2026-11-15"):
        [reminder] = findings_of(st102, facts, "core", day)
        assert (reminder.severity, reminder.on) == ("info", date(2026, 11, 16))
    [finding] = findings_of(st102, facts, "core", "2026-11-16")
    assert (finding.severity, finding.on) == ("error", date(2026, 11, 16))


def test_nobody_on_file_no_credential_and_no_patient_are_matters_of_other_rules() -> None:
    assert found(st102, lapsing(""), "core", AS_OF) == []
    lapsed = '{ title = "LPC", until = 2026-11-15 }'
    assert found(st102, lapsing(lapsed, more="patients = []"), "core", AS_OF) == []
    cancelled = 'patients = ["pt-0001"], cancelled = { reason = "ill", by = "t01", on = 2026-11-16 }'
    assert found(st102, lapsing(lapsed, more=cancelled), "core", AS_OF) == []
    missed = 'attendance = { pt-0001 = { status = "absent-excused" } }'
    assert found(st102, lapsing(lapsed, more=missed), "core", AS_OF) == []
    one_came = 'attendance = { pt-0001 = { status = "absent-excused" }, pt-0002 = { status = "attended" } }'
    assert len(found(st102, lapsing(lapsed, more=one_came), "core", AS_OF)) == 1


# ST103

SUPERVISED = """
[program]
staff = [
  { id = "d01", role = "director" },
  { id = "t02", role = "therapist" },
  { id = "t07", role = "therapist", supervision = [{ by = "t02", from = 2026-01-01, until = 2026-11-24 }, { by = "d01", from = 2026-11-25, until = 2026-12-31 }] },
]
"""  # noqa: E501  # one person a line


def supervised(row: str, day: str = "2026-11-23") -> str:
    """An attended session of that day, with its row."""
    week = week_id(date.fromisoformat(day))
    times = f"date = {day}, start = 09:00:00, end = 10:00:00"
    attendance = f'attendance = {{ pt-0001 = {{ status = "attended", {row} }} }}'
    session = f'{{ id = "mon", service = "group", {times}, leads = ["t07"], {attendance} }}'
    return f'{SUPERVISED}[plan]\n[[weeks]]\nweek = "{week}"\nsessions = [{session}]\n'


NOTE = 'noted_by = "t07", noted_at = 2026-11-23T11:00:00-05:00'


def cosigned(on: str, by: str = "t02") -> str:
    """The note with a second signature."""
    return supervised(f'{NOTE}, cosigned = {{ by = "{by}", at = {on} }}')


def test_three_business_days_skip_thanksgiving_and_the_weekend() -> None:
    # 24, 25, then 26 and 27 are holidays in Virginia, 28 and 29 a weekend: the third is the 30th.
    assert found(st103, cosigned("2026-11-30T17:00:00-05:00"), "va-arts", "2026-12-31") == []
    [finding] = findings_of(st103, cosigned("2026-12-01T08:00:00-05:00", by="d01"), "va-arts", "2026-12-31")
    assert finding.message == (
        "the note of 2026-W48/mon on 2026-11-23 by t07 was signed by a supervisor on 2026-12-01,"
        " it was due on 2026-11-30"
    )
    assert finding.next == "have the next ones signed in time"
    assert finding.place == Place("weeks/2026-W48.toml", ("sessions", 0, "attendance", "pt-0001"))
    assert (finding.patient, finding.on, finding.severity) == ("pt-0001", date(2026, 11, 23), "warning")
    assert found(st103, cosigned("2026-12-01", by="d01"), "core", "2026-12-31") == []


def test_a_missing_signature_is_a_reminder_until_its_last_day_has_passed() -> None:
    facts = supervised(NOTE)
    for day in ("2026-11-23", "2026-11-30"):
        [reminder] = findings_of(st103, facts, "va-arts", day)
        assert reminder.message == (
            "the note of 2026-W48/mon on 2026-11-23 by t07 has no signature of a supervisor yet,"
            " it is due on 2026-11-30"
        )
        assert (reminder.severity, reminder.next) == ("info", "have the supervisor read and sign it")
    [finding] = findings_of(st103, facts, "va-arts", "2026-12-01")
    assert finding.message == (
        "the note of 2026-W48/mon on 2026-11-23 by t07 has no signature of a supervisor, it was due on 2026-11-30"
    )
    assert (finding.severity, finding.next) == ("warning", "have the supervisor read and sign it")
    assert found(st103, facts, "va-arts", "2026-11-22") == []
    far = pack_of("limits.supervision_business_days = [{ value = 30 }]")
    assert found(st103, facts, far, "2026-11-23") == []


@pytest.mark.parametrize(
    ("on", "by", "counts"),
    [
        ("2026-11-24", "t02", True),
        ("2026-11-25", "t02", True),  # the supervisor of the day of the note
        ("2026-11-25", "d01", True),  # the supervisor of the day of the signature
        ("2026-11-24", "d01", False),  # not yet
        ("2026-11-24", "t07", False),
    ],
)
def test_a_signature_counts_from_the_supervisor_of_either_day(on: str, by: str, counts: bool) -> None:
    assert (found(st103, cosigned(on, by), "va-arts", "2026-12-31") == []) == counts


def test_a_signature_counts_from_its_date_on() -> None:
    [reminder] = findings_of(st103, cosigned("2026-11-25"), "va-arts", "2026-11-24")
    assert reminder.severity == "info"
    assert found(st103, cosigned("2026-11-25"), "va-arts", "2026-11-25") == []


def test_a_supervisor_who_signs_the_note_has_signed_it() -> None:
    assert found(st103, supervised(f'{NOTE}, signed_by = "t02", signed_at = 2026-11-24'), "va-arts", "2026-12-31") == []
    undated = supervised(f'{NOTE}, signed_by = "t02"')
    assert len(found(st103, undated, "va-arts", "2026-12-31")) == 1
    twice = f'{NOTE}, signed_by = "t02", signed_at = 2026-11-24, cosigned = {{ by = "d01", at = 2026-12-09 }}'
    assert found(st103, supervised(twice), "va-arts", "2026-12-31") == []


def test_whoever_noted_or_signed_under_supervision_that_day_is_a_supervisee() -> None:
    signed = supervised('signed_by = "t07", signed_at = 2026-11-23')
    assert len(found(st103, signed, "va-arts", "2026-12-31")) == 1
    both = supervised('noted_by = "t02", noted_at = 2026-11-23, signed_by = "t07", signed_at = 2026-11-24')
    assert found(st103, both, "va-arts", "2026-12-31") == [
        "the note of 2026-W48/mon on 2026-11-23 by t07 has no signature of a supervisor, it was due on 2026-11-30"
    ]
    for row in (
        'noted_by = "t02", noted_at = 2026-11-23',
        'noted_by = "t99", noted_at = 2026-11-23',
        "noted_at = 2026-11-23",
        'noted_by = "t07", response = "..."',
        'noted_by = "t07", noted_at = 2027-01-04',  # supervision has ended
    ):
        assert found(st103, supervised(row), "va-arts", "2027-01-31") == []


def test_one_business_day_was_the_earlier_text() -> None:
    earlier = supervised('noted_by = "t07", noted_at = 2020-12-31', "2020-12-31").replace("2026-01-01", "2020-01-01")
    [finding] = findings_of(st103, earlier, "va-arts", "2026-12-31")
    assert finding.message.endswith("it was due on 2021-01-04")  # New Year's Day is a Friday
    assert (finding.severity, finding.on) == ("info", date(2020, 12, 31))  # the earlier text was not read
    [finding] = findings_of(st103, earlier.replace("noted_at = 2020-12-31", "noted_at = 2021-01-04"), "va-arts", AS_OF)
    assert finding.message.endswith("it was due on 2021-01-07")
    assert finding.severity == "warning"
