"""FI102: ids that point to nothing, and ids that two things share."""

from collections.abc import Mapping
from dataclasses import replace

from iopctl.model.chart import Census
from iopctl.model.pack import RulePack
from iopctl.model.plan import Plan
from iopctl.rules import fi102_id_broken as fi102
from tests.conftest import AS_OF, messages, pack_of

Packs = Mapping[str, RulePack]


def said(census: Census, packs: Packs) -> list[tuple[str | None, str, str, str]]:
    """Who, in which file, at which key, what."""
    found = list(fi102.check_program(census, packs["core"], AS_OF))
    return [(finding.patient, finding.place.file, str(finding.place), finding.message) for finding in found]


def test_a_whole_thread_of_good_ids(census: Census, packs: Packs) -> None:
    """
    [program]
    packs = ["core", "house"]
    closures = [{ date = 2026-11-26, reason = "Thanksgiving", tracks = ["morning"] }]
    slots = [{ id = "mon", track = "morning", service = "group", day = "mon", start = 09:00:00, end = 10:00:00, room = "a", leads = ["t01"] }]
    [plan]
    track = "morning"
    primary_therapist = "t01"
    treating_physician = "md1"
    coverage = [{ pack = "medicare" }]
    needs = [{ id = "n1", text = "Low mood." }]
    goals = [{ id = "g1", needs = ["n1"], text = "Mood lifts.", objectives = [{ id = "g1.o1", text = "PHQ-9 to 9." }] }]
    evaluations = [{ id = "e1", kind = "initial" }]
    services = [{ service = "group", by = "t01", objectives = ["g1.o1"] }]
    pattern = { slots = ["mon"], own = [{ service = "individual", day = "wed", start = 13:00:00, end = 13:50:00, by = "t02", room = "a" }] }
    exemptions = [{ kind = "family", reason = "declined", by = "t01", on = 2026-09-10 }]
    revisions = [{ revision = 1, kind = "initial", effective_at = 2026-09-07, evaluation = "e1" }]
    signatures = [
      { role = "patient", by = "pt-0001", revision = 1 },
      { role = "guardian", by = "mother", revision = 1 },
      { role = "therapist", by = "t01", revision = 1 },
    ]
    certifications = [{ on = 2026-09-07, by = "md1" }]
    discharge_criteria = [{ id = "d1", text = "PHQ-9 under 10." }]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    [[weeks.sessions]]
    id = "mon"
    service = "group"
    date = 2026-11-23
    start = 09:00:00
    end = 10:00:00
    room = "a"
    leads = ["t01"]
    patients = ["pt-0001"]
    attendance.pt-0001 = { status = "attended", objectives = ["g1.o1"], noted_by = "t01" }
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-11-23
    by = "t01"
    action = { on = 2026-11-23, by = "t01", text = "Seen." }
    [[reviews]]
    on = 2026-11-23
    by = "t01"
    present = ["pt-0001", "mother", "md1"]
    goals.g1 = { status = "improving" }
    objectives."g1.o1" = { seen = 12 }
    discharge_criteria.d1 = { met = false }
    """  # noqa: E501
    assert said(census, packs) == []


def test_a_near_miss_is_named(census: Census, packs: Packs) -> None:
    """
    [plan]
    track = "mornign"
    primary_therapist = "zz"
    """
    near, far = fi102.check_program(census, packs["core"], AS_OF)
    assert (near.message, near.next) == ("mornign is no track that is on file", "write morning, if that was meant")
    assert (far.message, far.next) == (
        "zz is no staff member that is on file",
        "correct it, or add what it should point to",
    )
    assert (near.severity, near.patient) == ("error", "pt-0001")


def test_every_reference_of_a_program_and_its_weeks_is_followed(census: Census, packs: Packs) -> None:
    """
    [program]
    packs = ["core", "p0"]
    closures = [{ date = 2026-11-26, reason = "Thanksgiving", tracks = ["k0"] }]
    slots = [{ id = "mon", track = "k1", service = "v1", day = "mon", start = 09:00:00, end = 10:00:00, room = "r1", leads = ["t01", "x1"] }]
    [plan]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    [[weeks.sessions]]
    id = "mon"
    service = "v2"
    date = 2026-11-23
    start = 09:00:00
    end = 10:00:00
    room = "r2"
    leads = ["x2"]
    patients = ["pt-0008"]
    attendance.pt-0001 = { status = "attended", objectives = ["o2"], noted_by = "x3" }
    attendance.pt-0009 = { status = "attended", objectives = ["o3"] }
    """  # noqa: E501
    week = "weeks/2026-W48.toml"
    assert said(census, packs) == [
        (None, "program.toml", "packs.1", "p0 is no rule pack that is on file"),
        (None, "program.toml", "closures.0.tracks.0", "k0 is no track that is on file"),
        (None, "program.toml", "slots.0.track", "k1 is no track that is on file"),
        (None, "program.toml", "slots.0.service", "v1 is no service that is on file"),
        (None, "program.toml", "slots.0.room", "r1 is no room that is on file"),
        (None, "program.toml", "slots.0.leads.1", "x1 is no staff member that is on file"),
        (None, week, "sessions.0.service", "v2 is no service that is on file"),
        (None, week, "sessions.0.room", "r2 is no room that is on file"),
        (None, week, "sessions.0.leads.0", "x2 is no staff member that is on file"),
        (None, week, "sessions.0.patients.0", "pt-0008 is no patient that is on file"),
        (None, week, "sessions.0.attendance.pt-0009", "pt-0009 is no patient that is on file"),
        (None, week, "sessions.0.attendance.pt-0001.noted_by", "x3 is no staff member that is on file"),
        ("pt-0001", week, "sessions.0.attendance.pt-0001.objectives.0", "o2 is no objective that is on file"),
    ]


def test_every_reference_of_a_chart_is_followed(census: Census, packs: Packs) -> None:
    """
    [plan]
    treating_physician = "x0"
    coverage = [{ pack = "p1" }]
    goals = [{ id = "g1", needs = ["n1"], text = "Mood lifts." }]
    services = [{ service = "v1", by = "x1", objectives = ["g1"] }]
    pattern = { slots = ["s1"], own = [{ service = "v2", day = "wed", start = 13:00:00, end = 13:50:00, by = "x2", room = "r2" }] }
    pattern_changes = [{ slots = ["s3"], own = [{ service = "v3", day = "wed", start = 13:00:00, end = 13:50:00, by = "x3", room = "r3" }] }]
    exemptions = [{ kind = "family", reason = "declined", by = "x4", on = 2026-09-10 }]
    revisions = [{ revision = 1, kind = "initial", effective_at = 2026-09-07, evaluation = "e1" }]
    signatures = [{ role = "patient", by = "pt-0002", revision = 1 }]
    certifications = [{ on = 2026-09-07, by = "x5" }]
    [[assessments]]
    instrument = "no-such-instrument"
    given_at = 2026-11-23
    by = "x6"
    action = { on = 2026-11-23, by = "x7", text = "Seen." }
    [[reviews]]
    on = 2026-11-23
    by = "x8"
    present = ["x9"]
    goals.g2 = { status = "improving" }
    objectives.o1 = { seen = 12 }
    discharge_criteria.d1 = { met = false }
    """  # noqa: E501
    assert [(place, message.partition(" that")[0]) for _, _, place, message in said(census, packs)] == [
        ("treating_physician", "x0 is no staff member"),
        ("coverage.0.pack", "p1 is no rule pack"),
        ("goals.0.needs.0", "n1 is no need"),
        ("services.0.service", "v1 is no service"),
        ("services.0.by", "x1 is no staff member"),
        ("services.0.objectives.0", "g1 is no objective"),
        ("pattern.slots.0", "s1 is no slot"),
        ("pattern.own.0.service", "v2 is no service"),
        ("pattern.own.0.by", "x2 is no staff member"),
        ("pattern.own.0.room", "r2 is no room"),
        ("pattern_changes.0.slots.0", "s3 is no slot"),
        ("pattern_changes.0.own.0.service", "v3 is no service"),
        ("pattern_changes.0.own.0.by", "x3 is no staff member"),
        ("pattern_changes.0.own.0.room", "r3 is no room"),
        ("exemptions.0.by", "x4 is no staff member"),
        ("revisions.0.evaluation", "e1 is no evaluation"),
        ("signatures.0.by", "pt-0002 is no person of this chart"),
        ("certifications.0.by", "x5 is no staff member"),
        ("by", "x8 is no person of this chart"),
        ("present.0", "x9 is no person of this chart"),
        ("goals.g2", "g2 is no goal"),
        ("objectives.o1", "o1 is no objective"),
        ("discharge_criteria.d1", "d1 is no discharge criterion"),
        ("by", "x6 is no staff member"),
        ("action.by", "x7 is no staff member"),
    ]


def test_two_things_may_not_share_an_id(census: Census, packs: Packs) -> None:
    """
    [program]
    rooms = [{ id = "a", capacity = 12 }, { id = "b", capacity = 4 }, { id = "a", capacity = 6 }]
    [plan]
    needs = [{ id = "n1", text = "Low mood." }, { id = "n1", text = "Sleep." }]
    goals = [
      { id = "g1", text = "Mood lifts.", objectives = [{ id = "o1", text = "PHQ-9." }] },
      { id = "g2", text = "Sleeps.", objectives = [{ id = "o1", text = "Hours." }] },
    ]
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    sessions = [
      { id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00 },
      { id = "mon", service = "group", date = 2026-11-23, start = 10:00:00, end = 11:00:00 },
    ]
    """
    assert said(census, packs) == [
        (None, "program.toml", "rooms.2.id", "the id a stands more than once in rooms"),
        (None, "weeks/2026-W48.toml", "sessions.1.id", "the id mon stands more than once in sessions"),
        ("pt-0001", "pt-0001/plan.toml", "needs.1.id", "the id n1 stands more than once in needs"),
        (
            "pt-0001",
            "pt-0001/plan.toml",
            "goals.1.objectives.0.id",
            "the id o1 stands more than once in goals.objectives",
        ),
    ]


def test_a_plan_in_another_patients_folder_is_found_under_that_folder(census: Census, packs: Packs) -> None:
    """[plan]"""
    [chart] = census.charts
    moved = replace(chart, plan=Plan.read({"patient": "pt-0001"}, "pt-0007/plan.toml"))
    [finding] = fi102.check_program(replace(census, charts=(moved,)), packs["core"], AS_OF)
    assert finding.message == "the plan says pt-0001, its folder is pt-0007"
    assert (finding.patient, str(finding.place)) == ("pt-0007", "patient")


def test_a_patient_whose_plan_cannot_be_read_is_on_file(census: Census, packs: Packs) -> None:
    """
    [[weeks]]
    week = "2026-W48"
    monday = 2026-11-23
    [[weeks.sessions]]
    id = "mon"
    service = "group"
    date = 2026-11-23
    start = 09:00:00
    end = 10:00:00
    attendance.pt-0005 = { status = "attended", objectives = ["g1.o1"] }
    """
    assert said(replace(census, unreadable=frozenset({"pt-0005"})), packs) == []
    assert len(said(census, packs)) == 1


def test_a_pack_without_the_limit_follows_no_ids(census: Census) -> None:
    """
    [plan]
    track = "no-such-track"
    """
    assert messages(fi102.check_program(census, pack_of(""), AS_OF)) == []


def test_a_claim_points_to_a_pack_an_authorization_and_sessions(census: Census, packs: Packs) -> None:
    """
    [plan]
    authorizations = [{ number = "A-881" }]
    [[claims]]
    pack = "medicare"
    authorization = "A-881"
    lines = [{ on = 2026-11-23, code = "S9480", sessions = ["2026-W48/mon", "2026-W48/tue"] }]
    [[claims]]
    pack = "medicaer"
    authorization = "A-882"
    [[weeks]]
    week = "2026-W48"
    sessions = [{ id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] }]
    """  # noqa: E501
    assert said(census, packs) == [
        (
            "pt-0001",
            "pt-0001/claims/c-0.toml",
            "lines.0.sessions.1",
            "2026-W48/tue is no session that is on file",
        ),
        ("pt-0001", "pt-0001/claims/c-1.toml", "pack", "medicaer is no rule pack that is on file"),
        ("pt-0001", "pt-0001/claims/c-1.toml", "authorization", "A-882 is no authorization that is on file"),
    ]


def test_a_module_that_its_service_does_not_list(census: Census, packs: Packs) -> None:
    """
    [program]
    services = [
      { id = "group", title = "Group", kind = "group-therapy", modules = ["one", "two"] },
      { id = "yoga", title = "Yoga", kind = "recreation" },
    ]
    [[weeks]]
    week = "2026-W48"
    sessions = [
      { id = "a", service = "group", module = "two", date = 2026-11-23, start = 09:00:00, end = 10:00:00 },
      { id = "b", service = "group", module = "Mrs Jones", date = 2026-11-24, start = 09:00:00, end = 10:00:00 },
      { id = "c", service = "yoga", module = "two", date = 2026-11-25, start = 09:00:00, end = 10:00:00 },
      { id = "d", service = "yoga", date = 2026-11-26, start = 09:00:00, end = 10:00:00 },
      { id = "e", service = "gruop", module = "two", date = 2026-11-27, start = 09:00:00, end = 10:00:00 },
    ]
    """
    week = "weeks/2026-W48.toml"
    assert said(census, packs) == [
        (None, week, "sessions.4.service", "gruop is no service that is on file"),
        (None, week, "sessions.1.module", "the module of b is none that group lists"),
        (None, week, "sessions.2.module", "the module of c is none that yoga lists"),
    ]
