"""score: one questionnaire, its alerts, and the file it is recorded in."""

import json
import tomllib
from pathlib import Path

import pytest

from iopctl.commands import score as command
from iopctl.commands.saving import settle_new
from iopctl.model.assessment import Assessment
from iopctl.store import writing
from tests.conftest import Iopctl
from tests.small_clinic import clinic
from tests.terminal import ended, on_terminal

__all__ = ["clinic"]

ON = ("--at", "2026-11-23T09:05")
ONE_SKIPPED = (*"1111000", "skip", "0")
FOUR_SKIPPED = ("skip", "skip", "skip", *"11111", "skip")
CRISIS = "Call or text 988. In danger: 911."
DECIDES = "This is a level, not a decision: a clinician decides what is done."


def recorded(clinic: Path, name: str, patient: str = "pt-0001") -> dict[str, object]:
    """What stands in an assessment's file."""
    return tomllib.loads((clinic / patient / f"assessments/{name}.toml").read_text())


def test_the_json_is_the_one_of_the_design_to_the_key(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("score", "pt-0001", "phq9", *ONE_SKIPPED, "--format", "json", plans=clinic)
    assert json.dumps(json.loads(ran.out)) == (
        '{"instrument": "phq9", "status": "prorated", "missing": [8], "raw": 4, "prorated": 4.5, "total": 5,'
        ' "band": "mild", "positive": false, "subscales": {}, "alerts": [],'
        ' "text": "PHQ-9 5, mild (one item skipped, prorated)"}'
    )
    assert ran.status == 0


def test_a_form_is_recorded_with_its_total_and_compared_with_the_start(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("score", "pt-0001", "phq9", *"111111110", *ON, "--by", "t01", plans=clinic)
    assert (
        ran.out
        == "PHQ-9 8, mild\n-11 from 19 at the start (-58 %): reliable improvement, response, clinically significant\n"
    )
    assert ran.err == f"created {(clinic / 'pt-0001/assessments/2026-11-23-phq9.toml').as_posix()}\n"
    assert (clinic / "pt-0001/assessments/2026-11-23-phq9.toml").read_text() == (
        "#:schema ../../.schemas/assessment.json\n"
        'schema = 1\ninstrument = "phq9"\ngiven_at = 2026-11-23T09:05:00-05:00\nby = "t01"\n'
        'answers = [1, 1, 1, 1, 1, 1, 1, 1, 0]\ntotal = 8\nband = "mild"\n'
    )


def test_a_second_form_that_day_is_a_second_file(iopctl: Iopctl, clinic: Path) -> None:
    for _ in range(3):
        iopctl("score", "pt-0001", "gad7", *"1111111", "--at", "2026-11-23", plans=clinic)
    names = sorted(file.name for file in (clinic / "pt-0001/assessments").glob("*gad7*"))
    assert names == ["2026-11-23-gad7-2.toml", "2026-11-23-gad7-3.toml", "2026-11-23-gad7.toml"]


def test_two_who_record_at_the_same_moment_get_two_files(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create = writing.create
    text = 'schema = 1\ninstrument = "gad7"\ngiven_at = 2026-11-23\n'
    stem = "pt-0001/assessments/2026-11-23-gad7"

    def create_late(root: Path, file: str, content: str) -> None:
        (root / f"{stem}.toml").touch()
        create(root, file, content)

    monkeypatch.setattr("iopctl.store.editing.create", create_late)
    edit = settle_new(clinic, stem, text, Assessment, dry_run=False)
    assert edit.file == f"{stem}-2.toml"


def test_the_first_score_has_nothing_to_compare(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("score", "pt-0001", "gad7", *"0000000", *ON, plans=clinic)
    assert ran.out == "GAD-7 0, minimal\n"
    ran = iopctl("score", "pt-0001", "gad7", *"3333333", "--at", "2026-11-24", plans=clinic)
    assert ran.out == "GAD-7 21, severe\n+21 from 0 at the start (no percent from 0): reliably worse\n"


def test_an_answer_to_item_nine_says_at_once_what_is_needed(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("score", "pt-0001", "phq9", *"111111111", *ON, plans=clinic)
    file = (clinic / "pt-0001/assessments/2026-11-23-phq9.toml").as_posix()
    assert ran.err.splitlines() == [
        "ALERT  PHQ-9: item 9, self harm thoughts: critical.",
        DECIDES,
        CRISIS,
        f"created {file}",
        (
            f"{file} waits for an action: `iopctl risk pt-0001 --record TEXT --by STAFF`. Until then the alert stands"
            " on top of today, review and risk."
        ),
    ]
    assert ran.status == 0


def test_what_was_done_at_once_is_recorded_with_it(iopctl: Iopctl, clinic: Path) -> None:
    done = ("--action", "C-SSRS the same hour.", "--action-by", "md1")
    ran = iopctl("score", "pt-0001", "phq9", *"111111111", *ON, *done, plans=clinic)
    assert "waits for an action" not in ran.err
    action = recorded(clinic, "2026-11-23-phq9")["action"]
    assert json.dumps(action, default=str) == '{"on": "2026-11-23", "by": "md1", "text": "C-SSRS the same hour."}'


def test_a_form_without_a_total_is_recorded_and_its_alert_stands(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("score", "pt-0001", "phq9", *FOUR_SKIPPED, *ON, plans=clinic)
    assert ran.out == "PHQ-9 has no total (four items skipped, at most two may be)\n"
    assert "ALERT  PHQ-9: safety item 9 was left unanswered." in ran.err
    assert ran.status == 0
    assert "total" not in recorded(clinic, "2026-11-23-phq9")


def test_a_total_that_disagrees_is_kept_and_reported(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("score", "pt-0001", "phq9", *"111111110", *ON, "--total", "9", plans=clinic)
    assert "The total stated, 9, is not that of the answers, 8: it is kept as stated." in ran.err
    assert ran.out.startswith("PHQ-9 8, mild\n")
    assert recorded(clinic, "2026-11-23-phq9")["total"] == 9


@pytest.mark.parametrize(
    ("answers", "error", "item"),
    [
        ("1 1 1 1 1 1 1 1 4", "item 9: answer 0 to 3, or skip", 9),
        ("1 x 1 1 1 1 1 1 1", "item 2: answer 0 to 3, or skip", 2),
        ("1 1 yes 1 1 1 1 1 1", "item 3: answer 0 to 3, or skip", 3),
        ("1 1", "phq9 has 9 items, 2 answers were given", None),
    ],
)
def test_an_answer_that_is_not_on_the_form_writes_nothing(
    iopctl: Iopctl, clinic: Path, answers: str, error: str, item: int | None
) -> None:
    ran = iopctl("score", "pt-0002", "phq9", *answers.split(), *ON, "--format", "json", plans=clinic)
    assert json.dumps(json.loads(ran.out)) == json.dumps(
        {"instrument": "phq9", "status": "invalid", "error": error, "item": item}
    )
    assert (ran.err, ran.status) == (f"iopctl: {error}. Nothing was written.\n", 2)
    assert not (clinic / "pt-0002/assessments/2026-11-23-phq9.toml").exists()
    assert iopctl("score", "pt-0002", "phq9", *answers.split(), plans=clinic).out == ""


def test_a_dry_run_shows_the_file_and_writes_nothing(iopctl: Iopctl, clinic: Path) -> None:
    answers = ("score", "pt-0001", "gad7", *"1111111", *ON, "--dry-run")
    ran = iopctl(*answers, plans=clinic)
    assert "+answers = [1, 1, 1, 1, 1, 1, 1]" in ran.out
    assert ran.err == "Nothing was written (--dry-run).\n"
    ran = iopctl(*answers, "--format", "json", plans=clinic)
    assert json.loads(ran.out)["total"] == 7
    assert "+answers = [1, 1, 1, 1, 1, 1, 1]" in ran.err
    assert not list((clinic / "pt-0001/assessments").glob("*gad7*"))


def test_without_a_chart_a_form_is_scored_and_nothing_recorded(
    iopctl: Iopctl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = iopctl("score", "-", "phq9", *"111111111")
    assert ran.out == "PHQ-9 9, mild\nNo chart was named: nothing was recorded.\n"
    assert ran.err.splitlines() == ["ALERT  PHQ-9: item 9, self harm thoughts: critical.", DECIDES]
    assert iopctl("score", "-", "gad7", *"1111111").err == ""


def test_without_a_chart_the_crisis_text_is_still_the_programs(iopctl: Iopctl, clinic: Path) -> None:
    assert iopctl("score", "-", "phq9", *"111111111", plans=clinic).err.splitlines()[-1] == CRISIS


@pytest.mark.parametrize(
    ("options", "status", "message"),
    [
        (("pt-0001", "phq99", "1"), 3, "no instrument of that name"),
        (("pt-0011", "phq9", "1"), 3, "no such chart. Did you mean pt-0001?"),
        (("pt-0001", "phq9", "1", "--by", "t1"), 3, "no staff member of that id. Did you mean t01?"),
        (("pt-0001", "phq9", "1", "--action", "Seen."), 2, "--action and --action-by go together"),
        (("pt-0001", "phq9", "1", "--action", "Seen.", "--action-by", "zzz"), 3, "Known: t01, md1."),
        (("pt-0001", "phq9", "1", "--at", "yesterday"), 2, "--at: write a time as 2026-11-23T09:05"),
        (("pt-0001", "phq9", "1", "--at", "2026-02-30"), 2, "--at: write a time as 2026-11-23T09:05"),
        (("pt-0001", "phq9"), 2, "give one answer per item, or run this on a terminal"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    iopctl: Iopctl, clinic: Path, options: tuple[str, ...], status: int, message: str
) -> None:
    ran = iopctl("score", *options, plans=clinic)
    assert ran.status == status
    assert message in ran.err
    assert ran.err.count("\n") == 1


def test_a_remark_that_a_terminal_would_obey_is_refused(iopctl: Iopctl, clinic: Path) -> None:
    done = ("--action", "\x1b[2J", "--action-by", "t01")
    ran = iopctl("score", "pt-0001", "phq9", *"111111111", *ON, *done, plans=clinic)
    assert ran.status == 3
    assert "action.text is not written in the expected form" in ran.err


def test_a_time_keeps_the_offset_it_was_given_with(iopctl: Iopctl, clinic: Path) -> None:
    iopctl("score", "pt-0001", "gad7", *"1111111", "--at", "2026-11-23T23:30-08:00", plans=clinic)
    assert str(recorded(clinic, "2026-11-23-gad7")["given_at"]) == "2026-11-23 23:30:00-08:00"


def test_asked_item_by_item_in_this_process(iopctl: Iopctl, clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "interactive", lambda: True)
    typed = "2\n7\nb\n\n1\ns\nskip\n0\n0\n0\n0\n1\nTalked with her.\nt1\nt01\n"
    ran = iopctl("score", "pt-0001", "phq9", *ON, plans=clinic, input=typed)
    assert recorded(clinic, "2026-11-23-phq9")["answers"] == [2, 1, "skip", "skip", 0, 0, 0, 0, 1]
    assert recorded(clinic, "2026-11-23-phq9")["action"]
    assert "  Please type 0 to 3, s to skip or b to go back." in ran.err
    assert "  answer [2]:" in ran.err
    assert "no staff member of that id. Did you mean t01?" in ran.err
    assert ran.out.startswith("PHQ-9 5, mild (two items skipped, prorated)\n")


def test_a_harmless_form_asks_for_no_action(iopctl: Iopctl, clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "interactive", lambda: True)
    ran = iopctl("score", "pt-0001", "gad7", *ON, plans=clinic, input="1\n" * 7)
    assert ran.out == "GAD-7 7, mild\n"
    assert "What was done" not in ran.err


def test_a_program_that_names_nobody_to_call_is_told_so(iopctl: Iopctl, clinic: Path) -> None:
    program = clinic / "program.toml"
    program.write_text(program.read_text().replace("crisis_text", "# crisis_text", 1))
    ran = iopctl("score", "pt-0001", "phq9", *"111111111", *ON, plans=clinic)
    gap = "Whom to call is not recorded: write crisis_text in program.toml."
    assert ran.err.splitlines()[2] == gap
    assert gap in iopctl("review", "pt-0001", plans=clinic).out


def test_an_alert_is_said_even_when_the_file_cannot_be_written(iopctl: Iopctl, clinic: Path) -> None:
    (clinic / "pt-0002/assessments").rename(clinic / "pt-0002/before")
    (clinic / "pt-0002/assessments").write_text("in the way")
    ran = iopctl("score", "pt-0002", "phq9", *"111111111", *ON, plans=clinic)
    assert ran.status == 3
    assert ran.err.splitlines()[:3] == ["ALERT  PHQ-9: item 9, self harm thoughts: critical.", DECIDES, CRISIS]


def test_the_end_of_input_writes_nothing(iopctl: Iopctl, clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "interactive", lambda: True)
    ran = iopctl("score", "pt-0001", "gad7", plans=clinic, input="1\n\x1b[A\n")
    assert ran.status == 130
    assert "That holds a control character, perhaps from an arrow key. Please type it again." in ran.err
    assert not list((clinic / "pt-0001/assessments").glob("*gad7*"))


def test_an_alert_that_nobody_has_answered_yet_stays_open(
    iopctl: Iopctl, clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "interactive", lambda: True)
    ran = iopctl("score", "pt-0001", "phq9", *ON, plans=clinic, input="b\n0\n0\n0\n0\n0\n0\n0\n0\n3\n\n")
    assert "What was done about it? (Enter: nothing yet)" in ran.err
    assert "waits for an action" in ran.err
    assert "action" not in recorded(clinic, "2026-11-23-phq9")


def test_on_a_terminal_the_form_is_asked_in_its_own_words(clinic: Path) -> None:
    terminal = on_terminal("score", "pt-0001", "gad7", *ON, "--by", "t01", plans=clinic)
    terminal.expect_exact("Over the last 2 weeks, how often have you been bothered by any of the following")
    terminal.expect_exact("3  Nearly every day")
    terminal.expect_exact("1 of 7  Feeling nervous, anxious or on edge")
    terminal.sendline("3")
    terminal.expect_exact("2 of 7")
    terminal.sendline("b")
    terminal.expect_exact("1 of 7")
    terminal.expect_exact("answer [3]:")
    terminal.sendline("2")
    for item, answer in enumerate(("s", "1", "1", "1", "1", "1"), 2):
        terminal.expect_exact(f"{item} of 7")
        terminal.sendline(answer)
    text, status = ended(terminal)
    assert "GAD-7 8, mild (one item skipped, prorated)" in text
    assert status == 0
    assert recorded(clinic, "2026-11-23-gad7")["answers"] == [2, "skip", 1, 1, 1, 1, 1]


def test_ctrl_c_on_a_terminal_leaves_nothing_behind(clinic: Path) -> None:
    terminal = on_terminal("score", "pt-0001", "gad7", plans=clinic)
    terminal.expect_exact("1 of 7")
    terminal.expect_exact("answer:")
    terminal.sendintr()
    text, status = ended(terminal)
    assert status == 130
    assert "Traceback" not in text
    assert not list((clinic / "pt-0001/assessments").glob("*gad7*"))
