"""plan new: templates, what is known, and other records."""

import json
import tomllib
from pathlib import Path

import pytest

from iopctl import library
from iopctl.model.plan import Plan
from iopctl.store.composing import fill, gap_key
from tests.conftest import Iopctl
from tests.drafting.records import FHIR
from tests.plan_clinic import AS_OF, clinic
from tests.terminal import ended, on_terminal

__all__ = ["clinic"]

MEGHAN = [
    argument
    for name in ("demographic", "goals", "surveys")
    for argument in ("--from-fhir", FHIR / "meghan" / f"{name}.json")
]
INTAKE = ("--track", "morning", "--therapist", "t01", "--physician", "md1", "--admitted", "2026-11-23T09:00")


def plan_of(folder: Path, patient: str = "pt-0042") -> Plan:
    data = tomllib.loads((folder / patient / "plan.toml").read_text())
    del data["schema"]
    return Plan.read(data, f"{patient}/plan.toml")


@pytest.mark.parametrize("name", ["anxiety", "blank", "depression", "trauma"])
def test_a_template_leaves_room_for_everything_that_can_be_known(name: str) -> None:
    keys = {gap_key(line) for line in library.template(name).splitlines()}
    known = {"patient", "track", "population", "age_at_admission", "admitted_at", "planned_discharge_on"}
    known |= {"primary_therapist", "treating_physician", "supports", "[roles]", "[pattern]"}
    known |= {f"[[{each}]]" for each in ("coverage", "diagnoses", "needs", "goals", "services", "signatures")}
    assert known <= keys


@pytest.mark.parametrize("name", ["anxiety", "depression", "trauma"])
def test_a_template_is_a_plan_whose_goals_meet_needs_and_whose_objectives_are_measured(name: str) -> None:
    data = tomllib.loads(fill(library.template(name), {"patient": "pt-0001"}))
    del data["schema"]
    plan = Plan.read(data, "pt-0001/plan.toml")
    needs = {need.id for need in plan.needs}
    assert {need for goal in plan.goals for need in goal.needs} == needs
    objectives = [objective for goal in plan.goals for objective in goal.objectives]
    assert all(objective.measure and objective.measure.metric for objective in objectives)
    instruments = {each.measure.instrument for each in objectives if each.measure and each.measure.instrument}
    assert instruments
    assert instruments <= library.instruments().keys()


def test_the_sentences_of_the_templates_are_known_as_such() -> None:
    sentences = library.template_sentences()
    assert "The PHQ-9 falls to the target." in sentences
    assert "Mood lifts enough to take up everyday life again." in sentences
    assert "Worry or fear on most days that is hard to stop and takes up time and sleep." in sentences


def test_a_plan_is_drafted_with_everything_that_is_known(iopctl: Iopctl, clinic: Path) -> None:
    given = ("--age", "38", "--pack", "medicare", "--planned-discharge", "2027-01-29")
    ran = iopctl("plan", "new", "pt-0042", "--template", "depression", *INTAKE, *given, *AS_OF, plans=clinic)
    assert ran.status == 0
    assert ran.out.startswith(
        "pt-0042  draft, revision 1, template depression: 2 needs, 2 goals, 3 objectives, 1 service\n"
    )
    text = (clinic / "pt-0042/plan.toml").read_text()
    assert 'patient = "pt-0042"\nrevision = 1\nstatus = "draft" ' in text
    assert "admitted_at = 2026-11-23T09:00:00-05:00\nplanned_discharge_on = 2027-01-29\n" in text
    assert '\n[[coverage]]\npack = "medicare"\nfrom = 2026-11-23\n' in text
    assert (
        '\n[[services]]\nservice = "group"\nper_week = 2\nminutes = 180\nweeks = 10\n'
        '# left for you: objectives\nby = "t01"\n\n[pattern]\nslots = ["mon", "wed"]\n'
    ) in text
    assert "# left for you: why_not_lower - why weekly treatment is not enough\n" in text
    assert "\n\n\n" not in text
    plan = plan_of(clinic)
    assert (plan.status, plan.population, plan.age_at_admission) == ("draft", "adult", 38)


def test_what_is_left_for_a_person_is_read_off_the_plan(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("plan", "new", "pt-0042", "--template", "anxiety", *INTAKE, *AS_OF, plans=clinic)
    lines = ran.err.splitlines()
    assert lines[0].startswith("created ")
    assert lines[1:4] == [
        "Left for you:",
        "  plan: age_at_admission; planned_discharge_on; strengths; preferences; supports",
        "  necessity: why_not_lower; why_not_higher",
    ]
    assert "  goals: still in the words of the template (g1, g2); own_words (g1, g2)" in lines
    assert lines[-1] == "Next: `iopctl plan edit pt-0042`, then `iopctl check pt-0042`."


def test_without_options_the_plan_is_blank_and_invents_nothing(iopctl: Iopctl, clinic: Path) -> None:
    iopctl("plan", "new", "pt-0042", plans=clinic)
    plan = plan_of(clinic)
    stated = plan.model_dump(exclude_defaults=True)
    assert stated == {"patient": "pt-0042", "referral": {}, "necessity": {}, "relapse_prevention": {}}


def test_an_existing_plan_is_never_overwritten(iopctl: Iopctl, clinic: Path) -> None:
    iopctl("plan", "new", "pt-0042", plans=clinic)
    before = (clinic / "pt-0042/plan.toml").read_bytes()
    ran = iopctl("plan", "new", "pt-0042", "--template", "trauma", plans=clinic)
    assert ran.status == 3
    assert "is there already; nothing was written. `iopctl plan edit pt-0042` changes it." in ran.err
    assert (clinic / "pt-0042/plan.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("options", "status", "sentence"),
    [
        (("--track", "mornin"), 3, "program.toml: no track of that id. Did you mean morning?"),
        (("--therapist", "t9"), 3, "program.toml: no staff member of that id."),
        (("--physician", "zz"), 3, "program.toml: no staff member of that id. Known: t01, t02, md1."),
        (("--pack", "medicar"), 3, "no such pack, `iopctl packs list` shows all. Did you mean medicare?"),
        (("--template", "grief"), 3, "no plan template of that name. Known: anxiety, blank, depression, trauma."),
        (("--admitted", "soon"), 2, "--admitted: write a time as 2026-11-23T09:05"),
        (("--admitted", "2026-11-23", "--planned-discharge", "2026-11-22"), 2, "before the day of admission"),
        (("--age", "131"), 2, "131"),
        (("--planned-discharge", "soon"), 2, "write a date as YYYY-MM-DD"),
        (("--from-fhir", "gone.json"), 3, "gone.json: cannot be read: No such file or directory. Nothing was written."),
    ],
)
def test_what_makes_no_sense_is_refused(
    iopctl: Iopctl, clinic: Path, options: tuple[str, ...], status: int, sentence: str
) -> None:
    ran = iopctl("plan", "new", "pt-0042", *options, plans=clinic)
    assert ran.status == status
    assert sentence in ran.err
    assert not (clinic / "pt-0042").exists()


def test_a_malformed_code_is_refused(iopctl: Iopctl, clinic: Path) -> None:
    assert iopctl("plan", "new", "../x", plans=clinic).status == 2


def test_a_dry_run_shows_every_file_and_writes_none(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("plan", "new", "pt-0042", *MEGHAN, "--dry-run", *AS_OF, plans=clinic)
    assert '+patient = "pt-0042"' in ran.out
    assert "+total = 18" in ran.out
    assert "Nothing was written (--dry-run)." in ran.err
    assert not (clinic / "pt-0042").exists()


def test_a_record_becomes_a_plan_and_assessments(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("plan", "new", "pt-0042", *INTAKE, *MEGHAN, *AS_OF, plans=clinic)
    assert ran.status == 0
    assert ran.out.endswith("\ncarried 9 of 12 resources\n")
    plan = plan_of(clinic)
    assert plan.age_at_admission == 51
    assert plan.supports == ("husband",)
    assert len(plan.goals) == 5
    assert sorted(path.name for path in (clinic / "pt-0042/assessments").iterdir()) == [
        "2019-08-20-phq9.toml",
        "2019-10-06-phq9.toml",
    ]
    assert (clinic / "pt-0042/assessments/2019-10-06-phq9.toml").read_text() == (
        "#:schema ../../.schemas/assessment.json\n"
        'schema = 1\ninstrument = "phq9"\ngiven_at = 2019-10-06T11:00:00-04:00\ntotal = 18\n'
        'band = "moderately_severe"\nsource = "carried from a FHIR record"\n'
    )
    written = "".join(path.read_text() for path in (clinic / "pt-0042").rglob("*.toml"))
    for word in ("Meghan", "Anderson", "Chris", "Francis", "1975"):
        assert word not in ran.out + ran.err + written
    assert iopctl("check", "pt-0042", *AS_OF, plans=clinic).status == 1  # the draft is read, and found wanting


def test_a_shell_pattern_names_several_files_at_once(iopctl: Iopctl, clinic: Path) -> None:
    files = sorted((FHIR / "meghan").glob("*.json"))
    ran = iopctl("plan", "new", "pt-0042", "--from-fhir", *files, *AS_OF, plans=clinic)
    assert ran.out.endswith("\ncarried 18 of 22 resources\n")


def test_files_without_from_fhir_are_not_taken_for_records(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("plan", "new", "pt-0042", "pt-0043", plans=clinic)
    assert (ran.status, "files to draft from follow --from-fhir" in ran.err) == (2, True)


def test_the_record_is_listed_resource_by_resource(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("plan", "new", "pt-0042", *MEGHAN, *AS_OF, plans=clinic)
    rows = [line.split("  ") for line in ran.out.splitlines()]
    cells = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    assert ["Goal 1", "goals.json", "goal g1", "g1.o1 was due on 2020-10-31: set a new date"] in cells
    assert ["RelatedPerson 1", "demographic.json", "supports"] in cells
    faces = "Pain severity Wong-Baker FACES Scale: no questionnaire of that code is known here"
    assert ["Observation (2)", "surveys.json", faces] in cells
    assert ["Goal", "all", "achievementStatus (5), startDate (5)", "not read here; look at it in the record"] in cells


def test_the_record_reads_well_aloud(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("plan", "new", "pt-0042", *MEGHAN, *AS_OF, "--format", "plain", plans=clinic)
    lines = ran.out.splitlines()
    assert "Goal 1 of goals.json: goal g1; g1.o1 was due on 2020-10-31: set a new date" in lines
    assert "Goal 5 of goals.json: goal g5" in lines
    assert "Goal 4 of goals.json, note: free text of somebody else's record may hold names; read it there" in lines


def test_the_json_accounts_for_every_resource(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("plan", "new", "pt-0042", *MEGHAN, *AS_OF, "--format", "json", "--dry-run", plans=clinic)
    plan = json.loads(ran.out)["plan"]
    assert list(plan) == [
        "patient",
        "file",
        "template",
        "status",
        "assessments",
        "resources",
        "carried",
        "not_carried",
        "left",
    ]
    whole = sum(each["count"] for each in plan["not_carried"] if each["part"] is None)
    assert len(plan["carried"]) + whole == plan["resources"] == 12
    assert plan["carried"][0] == {
        "file": "demographic.json",
        "resource": "RelatedPerson 1",
        "to": "supports",
        "remark": "",
    }
    assert plan["left"][0] == {"section": "plan", "what": "track", "ids": []}
    assert plan["file"] == (clinic / "pt-0042/plan.toml").as_posix()
    assert [Path(each).name for each in plan["assessments"]] == ["2019-08-20-phq9.toml", "2019-10-06-phq9.toml"]


def test_a_second_form_of_a_day_gets_a_number_and_one_on_file_stays(
    iopctl: Iopctl, clinic: Path, tmp_path: Path
) -> None:
    """One PHQ-9 of the day is on file already; the record has two more."""
    on_file = clinic / "pt-0042/assessments/2026-11-20-phq9.toml"
    on_file.parent.mkdir(parents=True)
    on_file.write_text('schema = 1\ninstrument = "phq9"\ngiven_at = 2026-11-20\ntotal = 3\n')
    code = {"coding": [{"system": "http://loinc.org", "code": "44261-6"}]}
    record = [
        {"resourceType": "Observation", "code": code, "effectiveDateTime": f"2026-11-20T1{n}:00:00Z", "valueInteger": n}
        for n in (5, 6)
    ]
    (tmp_path / "day.json").write_text(json.dumps(record))
    iopctl("plan", "new", "pt-0042", "--from-fhir", tmp_path / "day.json", *AS_OF, plans=clinic)
    totals = {path.name: tomllib.loads(path.read_text())["total"] for path in on_file.parent.iterdir()}
    assert totals == {"2026-11-20-phq9.toml": 3, "2026-11-20-phq9-2.toml": 5, "2026-11-20-phq9-3.toml": 6}


def test_needs_and_goals_of_a_record_follow_those_of_the_template(iopctl: Iopctl, clinic: Path) -> None:
    iopctl("plan", "new", "pt-0042", "--template", "trauma", *MEGHAN, *AS_OF, plans=clinic)
    plan = plan_of(clinic)
    assert [goal.id for goal in plan.goals] == ["g1", "g2", "g3", "g4", "g5", "g6", "g7"]
    assert plan.goals[2].own_words == "Improve sleep quality."
    assert plan.goals[2].objectives[0].id == "g3.o1"


def test_a_file_named_after_the_patient_is_explained(iopctl: Iopctl, clinic: Path, tmp_path: Path) -> None:
    named = tmp_path / "meghan.json"
    named.write_text((FHIR / "meghan/demographic.json").read_text())
    ran = iopctl("plan", "new", "pt-0042", "--from-fhir", named, *AS_OF, plans=clinic)
    assert "meghan" not in ran.out
    assert "A file whose name holds somebody's name is printed by its place on the command line." in ran.out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", ":1:1: is not JSON"),
        (b'{"a": 1', ":1:8: is not JSON"),
        (b"\xff\xfe", ": is not UTF-8 text"),
        (b"[NaN]", ": holds NaN, Infinity or a number that is too long"),
        (b'{"a": ' + b"1" * 5000 + b"}", ": holds NaN, Infinity or a number that is too long"),
        (b"[" * 101 + b"]" * 101, ": holds nothing, or is nested more than 100 levels deep"),
        (b"[" * 100_000 + b"]" * 100_000, ": holds nothing, or is nested more than 100 levels deep"),
        (b"null", ": holds nothing, or is nested"),
        (b"{}", ": is not FHIR"),
        (b"3", ": is not FHIR"),
    ],
)
def test_a_hostile_file_is_refused_in_one_sentence_with_its_name(
    iopctl: Iopctl, clinic: Path, tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "odd.json"
    file.write_bytes(content)
    ran = iopctl("plan", "new", "pt-0042", "--from-fhir", file, plans=clinic)
    assert ran.status == 3
    assert f"odd.json{sentence}" in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not (clinic / "pt-0042").exists()


def test_a_byte_order_mark_is_no_obstacle(iopctl: Iopctl, clinic: Path, tmp_path: Path) -> None:
    file = tmp_path / "bom.json"
    file.write_bytes(b'\xef\xbb\xbf[{"resourceType": "Goal", "description": {"text": "Sleeps."}}]')
    assert iopctl("plan", "new", "pt-0042", "--from-fhir", file, plans=clinic).status == 0


def test_a_folder_in_place_of_a_file_is_refused(iopctl: Iopctl, clinic: Path, tmp_path: Path) -> None:
    ran = iopctl("plan", "new", "pt-0042", "--from-fhir", tmp_path, plans=clinic)
    assert (ran.status, "is not a file" in ran.err) == (3, True)


def test_a_file_too_large_to_be_one_patients_is_refused(
    iopctl: Iopctl, clinic: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("iopctl.store.foreign.MAX_BYTES", 1024**2)
    file = tmp_path / "large.json"
    file.write_bytes(b" " * (1024**2 + 1))
    ran = iopctl("plan", "new", "pt-0042", "--from-fhir", file, plans=clinic)
    assert (ran.status, "large.json: is larger than 1 MB" in ran.err) == (3, True)


def test_a_record_that_fills_more_than_a_file_is_refused(iopctl: Iopctl, clinic: Path, tmp_path: Path) -> None:
    goals = [{"resourceType": "Goal", "description": {"text": f"{n} {'x' * 1000}"}} for n in range(300)]
    file = tmp_path / "goals.json"
    file.write_text(json.dumps(goals))
    ran = iopctl("plan", "new", "pt-0042", "--from-fhir", file, plans=clinic)
    assert (ran.status, "would be larger than 256 KiB; nothing was written" in ran.err) == (3, True)


def test_on_a_terminal_everything_missing_is_asked_for(clinic: Path) -> None:
    terminal = on_terminal("plan", "new", "pt-0042", *AS_OF, plans=clinic)
    for question, answer in (
        (r"Template \(anxiety, blank, depression, trauma\) \[blank\]:", "depresion"),
        (r"Did you mean depression\?", None),
        (r"Template .*\[blank\]:", "depression"),
        (r"Track \(morning, youth\) \[-\]:", "morning"),
        (r"Admitted at \[2026-11-23\]:", "soon"),
        (r"Admitted at \[2026-11-23\]:", ""),
        (r"Age at admission \[-\]:", "old"),
        (r"Age at admission \[-\]:", "38"),
        (r"Primary therapist \(t01, t02\) \[-\]:", "t02"),
        (r"Treating physician \(md1\) \[md1\]:", ""),
        (r"Rule packs of the payers, with commas between \[-\]:", "medicare, gone"),
        (r"Rule packs of the payers, with commas between \[-\]:", "medicare, tricare"),
        (r"Last day of the planned stay \[-\]:", "soon"),
        (r"Last day of the planned stay \[-\]:", "-"),
    ):
        terminal.expect(question)
        if answer is not None:
            terminal.sendline(answer)
    text, status = ended(terminal)
    assert status == 0
    assert "Left for you:" in text
    plan = plan_of(clinic)
    assert (plan.track, plan.age_at_admission, plan.primary_therapist, plan.treating_physician) == (
        "morning",
        38,
        "t02",
        "md1",
    )
    assert [coverage.pack for coverage in plan.coverage] == ["medicare", "tricare"]
    assert str(plan.admitted_at) == "2026-11-23"
    assert plan.planned_discharge_on is None


def test_answers_are_taken_in_this_order_too(iopctl: Iopctl, clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iopctl.commands.plan.new.interactive", lambda: True)
    answers = "blank\nmorning\nsoon\n2026-11-23\nold\n38\n-\n\nnone\n-\n2027-01-29\n"
    ran = iopctl("plan", "new", "pt-0042", *AS_OF, plans=clinic, input=answers)
    assert ran.status == 0
    assert "Enter takes what stands in brackets, - leaves it open." in ran.err
    plan = plan_of(clinic)
    assert (plan.track, str(plan.admitted_at), plan.age_at_admission) == ("morning", "2026-11-23", 38)
    assert (plan.primary_therapist, plan.treating_physician, plan.coverage) == (None, "md1", ())
    assert str(plan.planned_discharge_on) == "2027-01-29"


def test_what_was_given_by_options_or_stands_in_the_record_is_not_asked(
    iopctl: Iopctl, clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program without staff has nobody to choose from; its only track is the default; the record has a birth date."""
    bare = (
        'schema = 1\nname = "Bare"\ntime_zone = "America/New_York"\ntracks = [{ id = "only", population = "adult" }]\n'
    )
    (clinic / "program.toml").write_text(bare)
    monkeypatch.setattr("iopctl.commands.plan.new.interactive", lambda: True)
    given = (
        "--template",
        "blank",
        "--admitted",
        "2026-11-23",
        "--pack",
        "medicare",
        "--planned-discharge",
        "2027-01-29",
    )
    ran = iopctl("plan", "new", "pt-0042", *given, *MEGHAN, *AS_OF, plans=clinic, input="\n")
    assert ran.status == 0
    assert "Track (only) [only]:" in ran.err
    assert "Age" not in ran.err.partition("created")[0]
    assert plan_of(clinic).track == "only"
