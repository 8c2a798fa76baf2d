"""AT: session notes that are missing, late, or incomplete."""

from datetime import date

import pytest

from iopctl.model.chart import Census, Chart
from iopctl.model.frozen import Place
from iopctl.model.week import week_id
from iopctl.rules import at109_note_missing as at109
from iopctl.rules import at110_note_late as at110
from iopctl.rules import at111_note_field_missing as at111
from iopctl.testing import findings_of, found
from tests.conftest import AS_OF, messages, pack_of


def session(row: str, day: str = "2026-11-16", extra: str = "") -> str:
    """A stay with one session from 09:00 to 10:00, and the patient's row in it."""
    return f"""
        [plan]
        [[weeks]]
        week = "{week_id(date.fromisoformat(day))}"
        [[weeks.sessions]]
        id = "mon"
        service = "group"
        date = {day}
        start = 09:00:00
        end = 10:00:00
        {extra}
        attendance = {{ pt-0001 = {{ {row} }} }}
        """


# AT109


def test_an_attended_session_without_a_note_is_found_the_next_day() -> None:
    facts = session('status = "attended"')
    [finding] = findings_of(at109, facts, "core", "2026-11-17")
    assert finding.message == "2026-W47/mon on 2026-11-16 was attended and has no note"
    assert finding.next == "write it as a late entry, or say in program.toml that notes are kept elsewhere"
    assert finding.place == Place("weeks/2026-W47.toml", ("sessions", 0, "attendance", "pt-0001"))
    assert (finding.patient, finding.on, finding.severity) == ("pt-0001", date(2026, 11, 16), "error")
    [reminder] = findings_of(at109, facts, "core", "2026-11-16")
    assert reminder.message == "2026-W47/mon on 2026-11-16 was attended and has no note yet"
    assert (reminder.severity, reminder.next) == ("info", "write it today")
    assert finding.limit is not None
    assert found(at109, facts, "core", "2026-11-15") == []
    assert found(at109, facts, "house", "2026-11-17") == []
    assert found(at109, facts, pack_of("limits.session_notes = [{ value = [] }]"), "2026-11-17") == []


@pytest.mark.parametrize(
    "note",
    [
        "noted_at = 2026-11-16T10:30:00-05:00",
        "noted_at = 2026-11-16",
        "signed_at = 2026-11-16T10:30:00-05:00",
        'response = "..."',
    ],
)
def test_a_date_a_signature_or_a_response_is_a_note(note: str) -> None:
    assert found(at109, session(f'status = "partial", left = 09:30:00, {note}'), "core", AS_OF) == []


@pytest.mark.parametrize("row", ['objectives = ["g1.o1"]', 'did = ["cbt"]', 'response = " "', 'noted_by = "t01"'])
def test_what_was_ticked_is_no_note(row: str) -> None:
    assert len(found(at109, session(f'status = "attended", {row}'), "core", AS_OF)) == 1


@pytest.mark.parametrize(
    "facts",
    [
        session('status = "absent-excused", reason = "ill"'),
        session('status = "cancelled-by-program", reason = "ill"'),
        session('status = "attended"', extra='cancelled = { reason = "ill", by = "t01", on = 2026-11-16 }'),
        session('status = "attended"').replace("attendance", 'patients = ["pt-0001"]\n#'),
    ],
)
def test_only_an_attended_session_asks_for_a_note(facts: str) -> None:
    assert found(at109, facts, "core", AS_OF) == []


def test_a_note_written_after_the_as_of_day_did_not_stand_there_yet() -> None:
    facts = session('status = "attended", noted_at = 2026-11-18T09:00:00-05:00, response = "..."')
    assert len(found(at109, facts, "core", "2026-11-17")) == 1
    assert found(at109, facts, "core", "2026-11-18") == []


def test_notes_kept_elsewhere_are_one_finding_about_the_program(census: Census) -> None:
    """
    [program]
    notes = "elsewhere"
    [[plans]]
    patient = "pt-0001"
    [[plans]]
    patient = "pt-0002"
    [[plans]]
    patient = "pt-0003"
    [[weeks]]
    week = "2026-W47"
    sessions = [
      { id = "mon", service = "group", date = 2026-11-16, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "attended" }, pt-0002 = { status = "attended" }, pt-0003 = { status = "absent-excused" } } },
      { id = "tue", service = "group", date = 2026-11-17, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "attended" } } },
    ]
    """  # noqa: E501  # one session a line
    first, second = findings_of(at109, census, "core", AS_OF)
    assert first == second
    assert first.message == ("session notes are kept elsewhere: whether attended sessions have one cannot be seen here")
    assert first.next == "check the other system for them, with the list of attended sessions"
    assert first.place == Place("program.toml", ("notes",))
    assert (first.patient, first.on, first.severity) == (None, None, "info")
    assert first.limit is not None
    past = pack_of('limits.session_notes = [{ value = ["note"], until = 2026-11-20 }]')
    assert found(at109, census, past, AS_OF) == []


# AT110


def noted(at: str, more: str = "") -> str:
    """A session that ends on 2026-11-16 at 10:00, and its note."""
    return session(f'status = "attended", noted_at = {at}, {more}'.rstrip(", "))


def test_a_note_is_late_once_24_hours_have_passed() -> None:
    assert found(at110, noted("2026-11-17T10:00:00-05:00"), "house", AS_OF) == []
    [finding] = findings_of(at110, noted("2026-11-17T10:00:01-05:00"), "house", AS_OF)
    assert finding.message == (
        "the note of 2026-W47/mon on 2026-11-16 is of 2026-11-17 10:00,"
        " it was due 24 hours after its end, by 2026-11-17 10:00"
    )
    assert finding.next == "mark it as a late entry, with the reason"
    assert finding.place == Place("weeks/2026-W47.toml", ("sessions", 0, "attendance", "pt-0001", "noted_at"))
    assert (finding.patient, finding.on, finding.severity) == ("pt-0001", date(2026, 11, 16), "warning")
    assert finding.pack == "house"
    assert found(at110, noted("2026-11-17T10:00:01-05:00"), "core", AS_OF) == []


def test_moments_are_compared_as_instants_and_shown_in_the_programs_time() -> None:
    assert found(at110, noted("2026-11-17T07:00:00-08:00"), "house", AS_OF) == []
    assert found(at110, noted("2026-11-17T16:30:00Z"), "house", AS_OF) == [
        (
            "the note of 2026-W47/mon on 2026-11-16 is of 2026-11-17 11:30,"
            " it was due 24 hours after its end, by 2026-11-17 10:00"
        )
    ]


def test_hours_elapse_over_both_clock_changes() -> None:
    row = 'status = "attended", noted_at = {}'
    spring = session(row.format("2026-03-08T11:00:00-04:00"), "2026-03-07")
    assert found(at110, spring, "house", "2026-03-31") == []
    late = session(row.format("2026-03-08T11:01:00-04:00"), "2026-03-07")
    assert found(at110, late, "house", "2026-03-31") == [
        (
            "the note of 2026-W10/mon on 2026-03-07 is of 2026-03-08 11:01,"
            " it was due 24 hours after its end, by 2026-03-08 11:00"
        )
    ]
    autumn = session(row.format("2026-11-01T09:01:00-05:00"), "2026-10-31")
    assert found(at110, autumn, "house", "2026-11-30") == [
        (
            "the note of 2026-W44/mon on 2026-10-31 is of 2026-11-01 09:01,"
            " it was due 24 hours after its end, by 2026-11-01 09:00"
        )
    ]


def test_a_late_entry_with_its_reason_is_late_all_the_same_but_as_information() -> None:
    [finding] = findings_of(
        at110, noted("2026-11-18T09:00:00-05:00", 'late_entry = { reason = "ill" }'), "house", AS_OF
    )
    assert finding.message == (
        "the note of 2026-W47/mon on 2026-11-16 is of 2026-11-18 09:00,"
        " it was due 24 hours after its end, by 2026-11-17 10:00; it is marked as a late entry"
    )
    assert (finding.severity, finding.next) == ("info", "write the next ones in time")
    [finding] = findings_of(at110, noted("2026-11-18T09:00:00-05:00", 'late_entry = { reason = " " }'), "house", AS_OF)
    assert finding.severity == "warning"


def test_without_a_time_of_noting_the_signature_dates_the_note() -> None:
    late = session('status = "attended", signed_at = 2026-11-18T09:00:00-05:00')
    [finding] = findings_of(at110, late, "house", AS_OF)
    assert finding.place.key[-1] == "signed_at"
    both = session('status = "attended", noted_at = 2026-11-16T11:00:00-05:00, signed_at = 2026-11-18T09:00:00-05:00')
    assert found(at110, both, "house", AS_OF) == []
    undated = session('status = "attended", response = "..."')
    assert found(at110, undated, "house", AS_OF) == []


def test_a_note_that_knows_only_its_day_is_judged_to_the_day() -> None:
    assert found(at110, noted("2026-11-16"), "house", AS_OF) == []
    [finding] = findings_of(at110, noted("2026-11-17"), "house", AS_OF)
    assert finding.message == (
        "1 note knows only the day of writing, so whether it was in time cannot be seen:"
        " first that of 2026-W47/mon on 2026-11-16"
    )
    assert finding.next == "write the time with the day, for example noted_at = 2026-09-07T11:02:00-04:00"
    assert finding.place.key == ("sessions", 0, "attendance", "pt-0001")
    assert (finding.patient, finding.on, finding.severity) == ("pt-0001", date(2026, 11, 16), "info")
    assert finding.pack == "house"
    [finding] = findings_of(at110, noted("2026-11-18"), "house", AS_OF)
    assert finding.message == (
        "the note of 2026-W47/mon on 2026-11-16 is of 2026-11-18,"
        " it was due 24 hours after its end, by 2026-11-17 10:00"
    )
    assert finding.severity == "warning"


def test_a_session_that_ends_late_in_the_evening_counts_by_its_local_day() -> None:
    evening = session('status = "attended", noted_at = 2026-11-18').replace("10:00:00", "21:00:00")
    assert found(at110, evening, "house", AS_OF) == [
        (
            "the note of 2026-W47/mon on 2026-11-16 is of 2026-11-18,"
            " it was due 24 hours after its end, by 2026-11-17 21:00"
        )
    ]


def test_hours_that_reach_to_midnight_leave_nothing_unclear() -> None:
    fourteen = pack_of("limits.note_hours = [{ value = 14 }]")
    assert found(at110, noted("2026-11-16"), fourteen, AS_OF) == []
    thirteen = pack_of("limits.note_hours = [{ value = 13 }]")
    assert len(found(at110, noted("2026-11-16"), thirteen, AS_OF)) == 1


def test_unclear_notes_are_counted_once_and_apart_where_a_payers_coverage_begins(chart: Chart) -> None:
    """
    [plan]
    coverage = [{ pack = "house", from = 2026-11-18 }]
    [[weeks]]
    week = "2026-W47"
    sessions = [
      { id = "mon", service = "group", date = 2026-11-16, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "attended", noted_at = 2026-11-17 } } },
      { id = "tue", service = "group", date = 2026-11-17, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "attended", noted_at = 2026-11-18 } } },
      { id = "wed", service = "group", date = 2026-11-18, start = 09:00:00, end = 10:00:00, attendance = { pt-0001 = { status = "attended", noted_at = 2026-11-19 } } },
    ]
    """  # noqa: E501  # one session a line
    assert found(at110, chart, "house", AS_OF) == [
        (
            "2 notes know only the day of writing, so whether it was in time cannot be seen:"
            " first that of 2026-W47/mon on 2026-11-16"
        ),
        (
            "1 note knows only the day of writing, so whether it was in time cannot be seen:"
            " first that of 2026-W47/wed on 2026-11-18"
        ),
    ]


def test_a_note_dated_after_the_as_of_day_is_not_late_yet() -> None:
    facts = noted("2026-11-18T09:00:00-05:00")
    assert found(at110, facts, "house", "2026-11-17") == []
    assert len(found(at110, facts, "house", "2026-11-18")) == 1


BEFORE_NEXT = pack_of('limits.note_before = [{ value = ["next-of-type"] }]')


def two_groups(at: str, wednesday: str = "attended") -> str:
    """A group on Monday with its note, one on Tuesday of another kind, one on Wednesday, one on Friday."""
    return f"""
        [program]
        services = [
          {{ id = "cbt", title = "CBT", kind = "group-therapy" }},
          {{ id = "dbt", title = "DBT", kind = "group-therapy" }},
          {{ id = "art", title = "Art", kind = "expressive" }},
        ]
        [plan]
        [[weeks]]
        week = "2026-W47"
        sessions = [
          {{ id = "mon", service = "cbt", date = 2026-11-16, start = 09:00:00, end = 10:00:00, attendance = {{ pt-0001 = {{ status = "attended", noted_at = {at} }} }} }},
          {{ id = "tue", service = "art", date = 2026-11-17, start = 09:00:00, end = 10:00:00, attendance = {{ pt-0001 = {{ status = "attended" }} }} }},
          {{ id = "wed", service = "dbt", date = 2026-11-18, start = 09:00:00, end = 10:00:00, attendance = {{ pt-0001 = {{ status = "{wednesday}" }} }} }},
          {{ id = "fri", service = "cbt", date = 2026-11-20, start = 09:00:00, end = 10:00:00, attendance = {{ pt-0001 = {{ status = "attended" }} }} }},
        ]
        """  # noqa: E501  # one session a line


def test_a_note_belongs_before_the_next_session_of_its_kind() -> None:
    assert found(at110, two_groups("2026-11-18T08:59:59-05:00"), BEFORE_NEXT, AS_OF) == []
    [finding] = findings_of(at110, two_groups("2026-11-18T09:00:00-05:00"), BEFORE_NEXT, AS_OF)
    assert finding.message == (
        "the note of 2026-W47/mon on 2026-11-16 is of 2026-11-18 09:00,"
        " it was due before the next session of its kind, 2026-W47/wed on 2026-11-18 at 09:00"
    )
    assert finding.severity == "warning"
    assert (
        found(at110, two_groups("2026-11-18T09:00:00-05:00"), pack_of("limits.note_before = [{ value = [] }]"), AS_OF)
        == []
    )


def test_the_very_next_session_may_be_of_the_same_kind() -> None:
    facts = two_groups("2026-11-17T09:30:00-05:00").replace('service = "art"', 'service = "dbt"')
    [message] = found(at110, facts, BEFORE_NEXT, AS_OF)
    assert message.endswith("it was due before the next session of its kind, 2026-W47/tue on 2026-11-17 at 09:00")


def test_a_day_alone_is_before_the_next_session_or_after_it_or_unclear() -> None:
    assert found(at110, two_groups("2026-11-17"), BEFORE_NEXT, AS_OF) == []
    [unclear] = findings_of(at110, two_groups("2026-11-18"), BEFORE_NEXT, AS_OF)
    assert (unclear.severity, unclear.message[:6]) == ("info", "1 note")
    [late] = findings_of(at110, two_groups("2026-11-19"), BEFORE_NEXT, AS_OF)
    assert late.severity == "warning"
    assert "is of 2026-11-19, it was due before" in late.message


def test_the_next_session_is_one_that_the_patient_attended_by_the_as_of_day() -> None:
    missed = two_groups("2026-11-19T08:00:00-05:00", wednesday="absent-excused")
    assert found(at110, missed, BEFORE_NEXT, AS_OF) == []
    assert found(at110, two_groups("2026-11-20T08:00:00-05:00"), BEFORE_NEXT, "2026-11-20") != []
    assert found(at110, session('status = "attended", noted_at = 2026-12-24'), BEFORE_NEXT, "2026-12-31") == []


def test_a_service_that_the_catalogue_lacks_is_a_kind_of_its_own() -> None:
    facts = two_groups("2026-11-19T09:00:00-05:00").replace('service = "dbt"', 'service = "dbt-2"')
    assert found(at110, facts, BEFORE_NEXT, AS_OF) == []
    facts = facts.replace('service = "cbt"', 'service = "dbt-2"')
    assert len(found(at110, facts, BEFORE_NEXT, AS_OF)) == 1


# AT111

STAFF = """
[program]
staff = [{ id = "t01", role = "therapist", credentials = [{ title = "LPC", from = 2020-03-01, until = 2026-11-16 }] }, { id = "t02", role = "therapist" }]
"""  # noqa: E501  # one person a line
WHOLE = (
    'status = "attended", noted_at = 2026-11-16T11:00:00-05:00, did = ["cbt"], response = "...",'
    ' objectives = ["g1.o1"], signed_by = "t01", signed_at = 2026-11-16T11:00:00-05:00'
)


def test_a_whole_note_lacks_nothing_and_a_bare_one_everything() -> None:
    whole = STAFF + session(WHOLE, extra='leads = ["t02", "t01"]')
    assert found(at111, whole, "core", AS_OF) == []
    [finding] = findings_of(at111, STAFF + session('status = "attended", signed_at = 2026-11-16'), "core", AS_OF)
    assert finding.message == (
        "the note of 2026-W47/mon on 2026-11-16 lacks when it was written (noted_at),"
        " a lead with a credential in force that day (leads), what was done (did),"
        " how the patient responded (response), the objectives it served (objectives),"
        " a signature (signed_by, signed_at)"
    )
    assert finding.next == "complete the note and sign it"
    assert finding.place == Place("weeks/2026-W47.toml", ("sessions", 0, "attendance", "pt-0001"))
    assert (finding.patient, finding.on, finding.severity) == ("pt-0001", date(2026, 11, 16), "error")
    assert finding.limit is not None
    assert found(at111, STAFF + session('status = "attended", signed_at = 2026-11-16'), "house", AS_OF) == []
    assert found(at111, STAFF + session('status = "attended"'), "core", AS_OF) == []


@pytest.mark.parametrize(
    ("leads", "day"),
    [
        ("[]", "2026-11-16"),
        ('["t02"]', "2026-11-16"),  # without a credential on file
        ('["t09"]', "2026-11-16"),  # not on the staff list
        ('["t01"]', "2026-11-17"),  # the credential ended the day before
    ],
)
def test_a_provider_is_a_lead_with_a_credential_in_force(leads: str, day: str) -> None:
    facts = STAFF + session(WHOLE.replace("2026-11-16", day), day, extra=f"leads = {leads}")
    assert found(at111, facts, "core", AS_OF) == [
        f"the note of 2026-W47/mon on {day} lacks a lead with a credential in force that day (leads)"
    ]


@pytest.mark.parametrize(
    ("without", "with_", "lacks"),
    [
        ('signed_by = "t01", ', "", "a signature (signed_by, signed_at)"),
        (", signed_at = 2026-11-16T11:00:00-05:00", "", "a signature (signed_by, signed_at)"),
        ('"..."', '" "', "how the patient responded (response)"),
        ('["cbt"]', "[]", "what was done (did)"),
        ("noted_at = 2026-11-16T11:00:00-05:00, ", "", "when it was written (noted_at)"),
    ],
)
def test_each_part_is_missed_by_its_name(without: str, with_: str, lacks: str) -> None:
    facts = STAFF + session(WHOLE.replace(without, with_), extra='leads = ["t01"]')
    assert found(at111, facts, "core", AS_OF) == [f"the note of 2026-W47/mon on 2026-11-16 lacks {lacks}"]


def test_a_signature_counts_from_its_date_on() -> None:
    facts = STAFF + session(WHOLE.replace("signed_at = 2026-11-16", "signed_at = 2026-11-19"), extra='leads = ["t01"]')
    assert len(found(at111, facts, "core", "2026-11-18")) == 1
    assert found(at111, facts, "core", "2026-11-19") == []


def test_a_house_may_ask_for_a_part_of_its_own() -> None:
    pack = pack_of('limits.note_fields = [{ value = ["noted_by", "length"] }]')
    facts = session('status = "attended", noted_at = 2026-11-16, noted_by = "t01"')
    assert messages(findings_of(at111, facts, pack, AS_OF)) == ["the note of 2026-W47/mon on 2026-11-16 lacks length"]
