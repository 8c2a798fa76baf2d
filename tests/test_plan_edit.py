"""plan edit: key by key, from a file, in an editor."""

import json
import os
import stat
from pathlib import Path

import pytest

from tests.conftest import Iopctl
from tests.plan_clinic import AS_OF, clinic, write_plan
from tests.terminal import ended, on_terminal

__all__ = ["clinic"]

PLAN = """# Ours.
status = "draft"   # for now
# left for you: strengths - a list
supports = ["sister"]

[necessity]   # why
# left for you: why_not_lower - why
# left for you: why_not_higher

# left for you: [[coverage]] - pack

[[diagnoses]]
code = "F33.1"

[[needs]]
id = "n1"
text = "Low mood."

# left for you: [[commitments]] - when

[[goals]]
id = "g1"
text = "Mood lifts."
# left for you: own_words

[[goals.objectives]]
id = "g1.o1"
text = "PHQ-9."
measure = { instrument = "phq9" } # ours
# left for you: measure.baseline
# left for you: due_on

[[services]]
service = "group"
per_week = 2

[[services]]
service = "individual"

[[services]]
service = "individual"

# left for you: [safety_plan] - on
"""


@pytest.fixture
def plan(clinic: Path) -> Path:
    return write_plan(clinic, PLAN)


def changes(before: str, after: str) -> list[str]:
    """Lines that were taken out, then lines that were put in, blank ones left out."""
    old, new = before.splitlines(), after.splitlines()
    gone = [f"-{line}" for line in old if line and line not in new]
    return [*gone, *(f"+{line}" for line in new if line and line not in old)]


@pytest.mark.parametrize(
    ("setting", "changed"),
    [
        ("status=active", ['-status = "draft"   # for now', '+status = "active"   # for now']),
        ("age_at_admission=38", ["+age_at_admission = 38"]),
        ("planned_discharge_on=2027-01-29", ["+planned_discharge_on = 2027-01-29"]),
        ('strengths=["walks"]', ["-# left for you: strengths - a list", '+strengths = ["walks"]']),
        ("supports.0=mother", ['-supports = ["sister"]', '+supports = ["mother"]']),
        (
            "necessity.why_not_lower=Weekly therapy did not hold.",
            ["-# left for you: why_not_lower - why", '+why_not_lower = "Weekly therapy did not hold."'],
        ),
        ("necessity.on=2026-11-23", ["+on = 2026-11-23"]),
        ("diagnoses.F33.1.primary=true", ["+primary = true"]),
        ("needs.n1.area=mood", ['+area = "mood"']),
        ("needs.0.text=Sleep.", ['-text = "Low mood."', '+text = "Sleep."']),
        ("goals.g1.own_words=I laugh.", ["-# left for you: own_words", '+own_words = "I laugh."']),
        ("goals.g1.objectives.g1.o1.due_on=2027-01-15", ["-# left for you: due_on", "+due_on = 2027-01-15"]),
        (
            "goals.g1.objectives.g1.o1.measure.baseline=19",
            [
                '-measure = { instrument = "phq9" } # ours',
                "-# left for you: measure.baseline",
                '+measure = { instrument = "phq9", baseline = 19 } # ours',
            ],
        ),
        ("services.group.per_week=3", ["-per_week = 2", "+per_week = 3"]),
        ("services.2.per_week=1", ["+per_week = 1"]),
        ("safety_plan.on=2026-11-23", ["-# left for you: [safety_plan] - on", "+[safety_plan]", "+on = 2026-11-23"]),
        ("referral.from=inpatient", ["+[referral]", '+from = "inpatient"']),
        (
            'coverage=[{ pack = "medicare", from = 2026-11-23 }]',
            ["-# left for you: [[coverage]] - pack", "+[[coverage]]", '+pack = "medicare"', "+from = 2026-11-23"],
        ),
        ('pattern={ slots = ["mon"] }', ["+[pattern]", '+slots = ["mon"]']),
    ],
)
def test_one_key_is_set_and_nothing_else_changes(
    iopctl: Iopctl, clinic: Path, plan: Path, setting: str, changed: list[str]
) -> None:
    before = plan.read_text()
    ran = iopctl("plan", "edit", "pt-0001", "--set", setting, plans=clinic)
    assert ran.status == 0, ran.err
    assert changes(before, plan.read_text()) == changed
    assert ran.out == f"{plan.as_posix()}: changed\n"


def test_a_key_stands_in_its_own_table_and_not_behind_the_comment_on_the_next(
    iopctl: Iopctl, clinic: Path, plan: Path
) -> None:
    iopctl("plan", "edit", "pt-0001", "--set", "needs.n1.area=mood", "--set", "diagnoses.0.primary=true", plans=clinic)
    text = plan.read_text()
    assert '[[diagnoses]]\ncode = "F33.1"\nprimary = true\n\n[[needs]]' in text
    assert 'text = "Low mood."\narea = "mood"\n\n# left for you: [[commitments]]' in text


def test_a_line_in_a_text_that_looks_like_a_gap_is_left_alone(iopctl: Iopctl, clinic: Path) -> None:
    text = '[necessity]\nwhy_not_lower = """\n# left for you: on\n"""\n'
    plan = write_plan(clinic, text)
    assert iopctl("plan", "edit", "pt-0001", "--set", "necessity.on=2026-11-23", plans=clinic).status == 0
    assert plan.read_text().endswith(text + "on = 2026-11-23\n")


def test_a_list_with_a_line_that_looks_like_a_gap_stays_a_list(iopctl: Iopctl, clinic: Path) -> None:
    plan = write_plan(clinic, 'supports = [\n  "sister",\n# left for you: preferences\n]\n')
    assert iopctl("plan", "edit", "pt-0001", "--set", 'preferences=["mornings"]', plans=clinic).status == 0
    assert plan.read_text().endswith('supports = [\n  "sister",\n]\npreferences = ["mornings"]\n')


def test_a_dry_run_shows_the_one_line(iopctl: Iopctl, clinic: Path, plan: Path) -> None:
    before = plan.read_text()
    ran = iopctl("plan", "edit", "pt-0001", "--set", "services.group.per_week=3", "--dry-run", plans=clinic)
    assert "-per_week = 2\n+per_week = 3\n" in ran.out
    assert ran.out.endswith("plan.toml: would change\n")
    assert plan.read_text() == before


@pytest.mark.parametrize(
    ("setting", "status", "sentence"),
    [
        ("goals.g9.text=x", 3, "goals.g9.text: no item of that name; there are g1."),
        ("services.individual.by=t01", 3, "that name stands there twice; give its number, 0 for the first."),
        ("supports.4=x", 3, "no item of that name; there are 0 to 0."),
        ("goals.g1.id.x=1", 3, "goals.0.id is a value and has nothing below it."),
        ("goals.g1.colour=1", 3, "colour is not a key of this file"),
        ("status=ready", 3, "status must be one of 'draft', 'active' or 'closed'"),
        ("patient=pt-0002", 3, "patient must stay pt-0001, the name of its folder. Nothing was written."),
        ("age_at_admission=old", 3, "age_at_admission must be a whole number"),
        ("age_at_admission=nan", 3, "age_at_admission cannot be set without a change elsewhere. Use the editor."),
        ("supports=[1,", 2, "write the value as TOML writes it"),
        ("=1", 2, "--set: write KEY=VALUE"),
        ("status=", 2, "--set: write KEY=VALUE"),
        ("status", 2, "--set: write KEY=VALUE"),
        ("supports.0=a\udcff", 3, "a character is not UTF-8; nothing was written."),
        (f"recovery_plan={'x' * 300_000}", 3, "would be larger than 256 KiB; nothing was written."),
    ],
)
def test_what_cannot_be_set_changes_nothing(
    iopctl: Iopctl, clinic: Path, plan: Path, setting: str, status: int, sentence: str
) -> None:
    before = plan.read_text()
    ran = iopctl("plan", "edit", "pt-0001", "--set", setting, plans=clinic)
    assert (ran.status, plan.read_text()) == (status, before)
    assert sentence in ran.err


def test_a_plan_that_is_not_toml_cannot_be_set_but_replaced(iopctl: Iopctl, clinic: Path, tmp_path: Path) -> None:
    plan = write_plan(clinic, "status = \n")
    ran = iopctl("plan", "edit", "pt-0001", "--set", "status=active", plans=clinic)
    assert (ran.status, "plan.toml:3:10: is not TOML" in ran.err) == (3, True)
    whole = tmp_path / "whole.toml"
    whole.write_bytes(b'\xef\xbb\xbfschema = 1\r\npatient = "pt-0001"\r\n')
    assert iopctl("plan", "edit", "pt-0001", "--file", whole, plans=clinic).status == 0
    assert plan.read_text() == 'schema = 1\npatient = "pt-0001"\n'


def test_the_whole_text_comes_from_stdin(iopctl: Iopctl, clinic: Path, plan: Path) -> None:
    text = 'schema = 1\npatient = "pt-0001"\nstatus = "active"\n'
    assert iopctl("plan", "edit", "pt-0001", "--file", "-", plans=clinic, input=text).status == 0
    assert plan.read_text() == text


def test_the_same_text_changes_nothing(iopctl: Iopctl, clinic: Path, plan: Path) -> None:
    ran = iopctl("plan", "edit", "pt-0001", "--file", plan, plans=clinic)
    assert (ran.out, ran.err, ran.status) == (f"{plan.as_posix()}: nothing was changed\n", "", 0)


def test_a_file_that_cannot_be_read_or_is_no_plan_changes_nothing(
    iopctl: Iopctl, clinic: Path, plan: Path, tmp_path: Path
) -> None:
    before = plan.read_text()
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b"\xff")
    for file, sentence in (
        ("gone.toml", "gone.toml: cannot be read: No such file or directory."),
        (str(latin), "latin.toml: is not UTF-8 text."),
        (str(clinic / "program.toml"), "plan.toml:"),
    ):
        ran = iopctl("plan", "edit", "pt-0001", "--file", file, plans=clinic)
        assert (ran.status, plan.read_text()) == (3, before)
        assert sentence in ran.err


def test_one_source_of_the_change_is_enough(iopctl: Iopctl, clinic: Path, plan: Path) -> None:
    ran = iopctl("plan", "edit", "pt-0001", "--set", "a=1", "--file", "-", plans=clinic)
    assert (ran.status, ran.err) == (2, "iopctl: --set and --file: one of them.\n")


def test_a_change_of_a_signed_plan_says_which_signatures_no_longer_cover_it(
    iopctl: Iopctl, clinic: Path, plan: Path
) -> None:
    iopctl("plan", "sign", "pt-0001", "--role", "patient", "--by", "pt-0001", *AS_OF, plans=clinic)
    assert iopctl("plan", "edit", "pt-0001", "--set", "status=active", plans=clinic).out.count("\n") == 1
    ran = iopctl("plan", "edit", "pt-0001", "--set", "needs.n1.text=Sleep.", "--format", "json", plans=clinic)
    assert json.loads(ran.out) == {
        "plan": {
            "patient": "pt-0001",
            "file": plan.as_posix(),
            "changed": True,
            "stale": [{"role": "patient", "by": "pt-0001", "on": "2026-11-23"}],
        }
    }


def test_stale_signatures_are_said_to_people(iopctl: Iopctl, clinic: Path, plan: Path) -> None:
    iopctl("plan", "sign", "pt-0001", "--role", "patient", "--by", "pt-0001", *AS_OF, plans=clinic)
    ran = iopctl("plan", "edit", "pt-0001", "--set", "needs.n1.text=Sleep.", plans=clinic)
    assert ran.out.splitlines()[1:] == [
        "the signature of pt-0001 as patient of 2026-11-23 no longer covers the plan",
        "Next: have it signed again with `iopctl plan sign pt-0001`.",
    ]


# An editor for tests: a program of one line that changes the file it is given.
def editor(tmp_path: Path, line: str) -> str:
    script = tmp_path / "my editor.sh"
    script.write_text(f'#!/bin/sh\nf="$2"\n{line}\n')
    script.chmod(0o755)
    return f"'{script}' --wait"


@pytest.fixture
def drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    monkeypatch.delenv("VISUAL", raising=False)
    return folder


def test_the_editor_gets_a_private_copy_and_its_change_is_saved(
    iopctl: Iopctl, clinic: Path, plan: Path, tmp_path: Path, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = tmp_path / "modes"
    line = f'stat -c "%a %n" "$f" "$(dirname "$f")" > {look}; sed -i s/draft/active/ "$f"'
    monkeypatch.setenv("EDITOR", editor(tmp_path, line))
    ran = iopctl("plan", "edit", "pt-0001", plans=clinic)
    assert (ran.status, ran.out) == (0, f"{plan.as_posix()}: changed\n")
    assert 'status = "active"   # for now' in plan.read_text()
    modes = [entry.split() for entry in look.read_text().splitlines()]
    assert [mode for mode, _ in modes] == ["600", "700"]
    assert modes[0][1].endswith("/plan.toml")
    assert list(drafts.iterdir()) == []


def test_visual_goes_before_editor(
    iopctl: Iopctl, clinic: Path, plan: Path, tmp_path: Path, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", editor(tmp_path, "true"))
    monkeypatch.setenv("EDITOR", "false")
    assert iopctl("plan", "edit", "pt-0001", plans=clinic).out == f"{plan.as_posix()}: nothing was changed\n"
    assert list(drafts.iterdir()) == []


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('echo "status =" >> "$f"', "is not TOML"),
        ('echo "colour = 1" >> "$f"', "colour is not a key of this file"),
        ('sed -i s/pt-0001/pt-0002/ "$f"', "patient must stay pt-0001"),
        ('printf "\\377" > "$f"', "what came back is not UTF-8 text; nothing was written."),
        ('echo "# more" >> "$f"; exit 3', "ended with status 3; nothing was written."),
    ],
)
def test_what_was_typed_is_kept_when_it_cannot_be_saved(
    iopctl: Iopctl,
    clinic: Path,
    plan: Path,
    tmp_path: Path,
    drafts: Path,
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    sentence: str,
) -> None:
    before = plan.read_text()
    monkeypatch.setenv("EDITOR", editor(tmp_path, line))
    ran = iopctl("plan", "edit", "pt-0001", plans=clinic)
    assert (ran.status, plan.read_text()) == (3, before)
    assert sentence in ran.err
    [folder] = drafts.iterdir()
    kept = folder / "plan.toml"
    assert f"What you wrote is kept in {kept}. Delete it when you are done." in ran.err
    assert kept.read_bytes() != before.encode()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_plan_that_somebody_else_changed_meanwhile_is_not_overwritten(
    iopctl: Iopctl, clinic: Path, plan: Path, tmp_path: Path, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = f'sed -i s/draft/active/ "$f"; echo "# theirs" >> "{plan}"'
    monkeypatch.setenv("EDITOR", editor(tmp_path, line))
    ran = iopctl("plan", "edit", "pt-0001", plans=clinic)
    assert ran.status == 3
    assert "somebody else changed it" in ran.err
    assert "What you wrote is kept in" in ran.err
    assert plan.read_text().endswith("# theirs\n")


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ("", "no editor: set VISUAL or EDITOR, for example EDITOR=nano, or use --set or --file."),
        ("'unfinished", "no editor: set VISUAL or EDITOR"),
        ("/gone/editor -w", "/gone/editor: cannot be started: No such file or directory."),
        ("false", "false ended with status 1; nothing was written."),
    ],
)
def test_without_a_working_editor_nothing_is_left_behind(
    iopctl: Iopctl, clinic: Path, plan: Path, drafts: Path, monkeypatch: pytest.MonkeyPatch, named: str, sentence: str
) -> None:
    monkeypatch.setenv("EDITOR", named)
    ran = iopctl("plan", "edit", "pt-0001", plans=clinic)
    assert ran.status == 3
    assert sentence in ran.err
    assert list(drafts.iterdir()) == []


def test_an_editor_that_removes_the_file_loses_nothing_of_the_plan(
    iopctl: Iopctl, clinic: Path, plan: Path, tmp_path: Path, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, 'rm "$f"'))
    ran = iopctl("plan", "edit", "pt-0001", plans=clinic)
    assert (ran.status, "the editor removed the file; nothing was written." in ran.err) == (3, True)
    assert list(drafts.iterdir()) == []


# Wrong the first time, mended the second.
MEND = """if grep -q colour "$f"; then sed -i /colour/d "$f"
else echo "colour = 1" >> "$f"; sed -i s/draft/active/ "$f"; fi"""


def test_a_faulty_text_is_opened_again(
    iopctl: Iopctl, clinic: Path, plan: Path, tmp_path: Path, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("iopctl.commands.plan.editor.interactive", lambda: True)
    monkeypatch.setenv("EDITOR", editor(tmp_path, MEND))
    ran = iopctl("plan", "edit", "pt-0001", plans=clinic, input="\n")
    assert (ran.status, 'status = "active"' in plan.read_text()) == (0, True)
    assert "Open it again? [Y/n]:" in ran.err


def test_whoever_does_not_open_it_again_keeps_the_text(
    iopctl: Iopctl, clinic: Path, plan: Path, tmp_path: Path, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("iopctl.commands.plan.editor.interactive", lambda: True)
    monkeypatch.setenv("EDITOR", editor(tmp_path, MEND))
    ran = iopctl("plan", "edit", "pt-0001", plans=clinic, input="n\n")
    assert (ran.status, "What you wrote is kept in" in ran.err) == (3, True)


def test_whoever_interrupts_keeps_the_text(
    iopctl: Iopctl, clinic: Path, plan: Path, tmp_path: Path, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The end of input is an interruption."""
    monkeypatch.setattr("iopctl.commands.plan.editor.interactive", lambda: True)
    monkeypatch.setenv("EDITOR", editor(tmp_path, MEND))
    ran = iopctl("plan", "edit", "pt-0001", plans=clinic, input="")
    assert (ran.status, "What you wrote is kept in" in ran.err) == (130, True)


def test_ctrl_c_in_the_editor_is_the_editors(
    clinic: Path, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor that takes Ctrl-C for a command of its own, on a real terminal."""
    script = "trap 'sed -i s/draft/active/ \"$f\"; exit 0' INT; echo ready; while true; do sleep 0.05; done"
    monkeypatch.setenv("VISUAL", editor(tmp_path, script))
    terminal = on_terminal("plan", "edit", "pt-0001", plans=clinic)
    terminal.expect("ready")
    terminal.sendintr()
    text, status = ended(terminal)
    assert (status, "changed" in text) == (0, True)
    assert 'status = "active"' in plan.read_text()


def test_the_working_folder_of_the_editor_is_the_one_of_the_command(
    iopctl: Iopctl, clinic: Path, plan: Path, tmp_path: Path, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, f"pwd > {tmp_path}/where"))
    iopctl("plan", "edit", "pt-0001", plans=clinic)
    assert (tmp_path / "where").read_text().strip() == os.path.realpath(".")
