"""init: a program folder to start with, empty or with the demo in it."""

import io
import json
import os
import sys
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pexpect
import pytest

from iopctl import library
from iopctl.commands import init as command
from iopctl.store import load
from iopctl.store.demo import monday_of
from tests.conftest import DEMO, Iopctl
from tests.terminal import ended


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place to start in, and the current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files_in(root: Path) -> list[str]:
    """Every file, without the lock."""
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*.toml"))


# A program of one's own


def test_a_program_starts_with_what_is_usual(iopctl: Iopctl, folder: Path) -> None:
    ran = iopctl("init")
    assert ran.out == "plans: Intensive outpatient program, America/New_York\n"
    assert ran.err == (
        "created plans/program.toml\n"
        "Next: write what plans/program.toml leaves for you, then `iopctl check --plans plans`.\n"
    )
    assert ran.status == 0
    assert files_in(folder) == ["plans/program.toml"]


def test_it_starts_with_what_the_options_say(iopctl: Iopctl, folder: Path) -> None:
    options = ("--name", 'North "End" IOP', "--time-zone", "Europe/Berlin", "--packs", "core", "--packs", "house")
    ran = iopctl("init", "north", *options, "--format", "json")
    assert json.loads(ran.out) == {
        "init": {
            "folder": "north",
            "name": 'North "End" IOP',
            "time_zone": "Europe/Berlin",
            "demo": False,
            "as_of": None,
            "charts": 0,
            "weeks": 0,
            "files": 1,
        }
    }
    program = tomllib.loads(Path("north/program.toml").read_text())
    assert (program["name"], program["time_zone"]) == ('North "End" IOP', "Europe/Berlin")
    assert program["packs"] == ["core", "house"]


def test_what_it_starts_with_is_clean_and_says_what_is_left(iopctl: Iopctl, folder: Path) -> None:
    iopctl("init")
    ran = iopctl("check", "--fail-on", "info", plans=Path("plans"))
    assert ran.status == 0
    text = Path("plans/program.toml").read_text()
    assert "# left for you: [[staff]]" in text
    assert "# left for you: name" not in text


def test_a_program_that_is_there_is_left_alone(iopctl: Iopctl, folder: Path) -> None:
    iopctl("init", "--name", "First")
    before = Path("plans/program.toml").read_text()
    for demo in ((), ("--demo",)):
        ran = iopctl("init", *demo)
        assert ran.err == (
            "iopctl: plans/program.toml: is there already; nothing was written. Edit it, or name another folder.\n"
        )
        assert ran.status == 3
    assert Path("plans/program.toml").read_text() == before
    assert files_in(folder) == ["plans/program.toml"]


def test_a_dry_run_shows_the_file_and_writes_nothing(iopctl: Iopctl, folder: Path) -> None:
    ran = iopctl("init", "--name", "Dry", "--dry-run")
    assert '+name = "Dry"' in ran.out.splitlines()
    assert ran.err == "Nothing was written (--dry-run).\n"
    assert list(folder.iterdir()) == []


def test_a_dry_run_for_a_program_shows_the_file_as_talk(iopctl: Iopctl, folder: Path) -> None:
    ran = iopctl("init", "--dry-run", "--format", "lines")
    assert json.loads(ran.out)["folder"] == "plans"
    assert '+time_zone = "America/New_York"' in ran.err.splitlines()


@pytest.mark.parametrize(
    ("options", "sentence", "status"),
    [
        (("--time-zone", "America/New_Yrk"), "no time zone of that name. Did you mean America/New_York?", 3),
        (("--packs", "medicar"), "no such pack. Did you mean medicare?", 3),
        (("--demo", "--as-of", "1919-12-31"), "--as-of: the demo stands in any week of the years 1920 to 2194.", 2),
        (("--demo", "--as-of", "2195-01-01"), "--as-of: the demo stands in any week of the years 1920 to 2194.", 2),
        (("--demo", "--name", "Mine"), "--demo brings its own name, time zone and packs: leave out those options.", 2),
    ],
)
def test_what_makes_no_sense_is_answered(
    iopctl: Iopctl, folder: Path, options: tuple[str, ...], sentence: str, status: int
) -> None:
    ran = iopctl("init", *options)
    assert (ran.err, ran.status) == (f"iopctl: {sentence}\n", status)
    assert list(folder.iterdir()) == []


def test_a_name_with_a_control_character_is_refused(iopctl: Iopctl, folder: Path) -> None:
    ran = iopctl("init", "--name", "IOP\x1b[2J")
    assert ran.status == 3
    assert "Nothing was written." in ran.err
    assert list(folder.iterdir()) == []


def on_terminal(*args: str) -> "pexpect.spawn[str]":
    """The command on a pseudo-terminal; it has no --plans, the folder is its argument."""
    environment = {**os.environ, "NO_COLOR": "1", "TERM": "xterm"}
    command = ["-m", "iopctl", "init", *args]
    return pexpect.spawn(sys.executable, command, encoding="utf-8", timeout=20, env=environment)


def test_on_a_terminal_it_asks_for_the_name_and_the_time_zone(folder: Path) -> None:
    terminal = on_terminal("here")
    terminal.expect_exact("Name of the program [Intensive outpatient program]: ")
    terminal.sendline("Harbour IOP")
    terminal.expect_exact("Time zone [America/New_York]: ")
    terminal.sendline("America/Chicag")
    terminal.expect_exact("no time zone of that name. Did you mean America/Chicago?")
    terminal.expect_exact("Time zone [America/New_York]: ")
    terminal.sendline("America/Chicago")
    _, status = ended(terminal)
    assert status == 0
    program = tomllib.loads((folder / "here/program.toml").read_text())
    assert (program["name"], program["time_zone"], program["packs"]) == ("Harbour IOP", "America/Chicago", ["core"])


def test_asked_in_this_process(iopctl: Iopctl, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "interactive", lambda: True)
    ran = iopctl("init", input="Harbour IOP\n\n")
    assert ran.out == "plans: Harbour IOP, America/New_York\n"


def test_on_a_terminal_enter_takes_what_is_usual_and_options_are_not_asked_for(folder: Path) -> None:
    terminal = on_terminal("here", "--time-zone", "America/Denver")
    terminal.expect_exact("Name of the program")
    terminal.sendline("")
    _, status = ended(terminal)
    assert status == 0
    program = tomllib.loads((folder / "here/program.toml").read_text())
    assert (program["name"], program["time_zone"]) == ("Intensive outpatient program", "America/Denver")


# The demo


def test_the_demo_is_written_as_of_the_week_that_was_asked_for(iopctl: Iopctl, folder: Path) -> None:
    ran = iopctl("init", "--demo", "mine", "--as-of", "2027-01-06", "--format", "json")
    facts = json.loads(ran.out)["init"]
    assert (facts["as_of"], facts["demo"], facts["name"]) == ("2027-01-04", True, "Chesapeake Demo IOP")
    assert facts["files"] == len(files_in(folder)) == len(list(DEMO.rglob("*.toml")))
    loaded = load(folder / "mine", library.packs(), library.instruments())
    assert facts["charts"] == len(loaded.census.charts)
    assert facts["weeks"] == len(loaded.census.weeks)
    assert loaded.problems == []
    assert ran.err == (
        f"created {facts['files']} files in mine\n"
        "Next: `iopctl review --plans mine` shows the caseload, `iopctl check --plans mine` what is wrong with it.\n"
    )


def test_without_a_day_the_demo_stands_in_this_week(iopctl: Iopctl, folder: Path) -> None:
    ran = iopctl("init", "--demo")
    this_week = monday_of(date.today())  # noqa: DTZ011  # any day of this week will do, or of the next around midnight
    around = [this_week + timedelta(weeks=weeks) for weeks in (-1, 0, 1)]
    starts = [f"plans: Chesapeake Demo IOP, America/New_York, as of {day}, " for day in around]
    assert any(ran.out.startswith(start) for start in starts)
    assert ran.status == 0


def test_an_interrupted_demo_is_no_program_and_is_finished_by_running_it_again(iopctl: Iopctl, folder: Path) -> None:
    iopctl("init", "--demo", "--as-of", "2026-11-23")
    whole = files_in(folder)
    for file in ("program.toml", "weeks/2026-W48.toml", "pt-0003/plan.toml"):
        (folder / "plans" / file).unlink()
    ran = iopctl("init", "--demo", "--as-of", "2026-11-23")
    assert ran.status == 0
    assert files_in(folder) == whole


def test_a_file_of_somebody_else_in_the_way_stops_the_demo_before_it_begins(iopctl: Iopctl, folder: Path) -> None:
    (folder / "plans/pt-0003").mkdir(parents=True)
    (folder / "plans/pt-0003/plan.toml").write_text("schema = 1\n")
    ran = iopctl("init", "--demo")
    assert ran.err == ("iopctl: plans/pt-0003/plan.toml: is there already; nothing was written. Edit it instead.\n")
    assert ran.status == 3
    assert files_in(folder) == ["plans/pt-0003/plan.toml"]


def test_a_dry_run_of_the_demo_writes_nothing(iopctl: Iopctl, folder: Path) -> None:
    ran = iopctl("init", "--demo", "--dry-run", "--as-of", "2026-11-23")
    assert '+name = "Chesapeake Demo IOP"' in ran.out.splitlines()
    assert ran.err == "Nothing was written (--dry-run).\n"
    assert list(folder.iterdir()) == []


def test_on_a_terminal_the_demo_is_written_without_a_question(folder: Path) -> None:
    text, status = ended(on_terminal("--demo"))
    assert status == 0
    assert "files in plans" in text
    assert (folder / "plans/program.toml").exists()


def test_writing_many_files_shows_how_far_it_is_on_a_terminal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    command.write_all(folder / "some", {f"pt-{n:04d}/plan.toml": "schema = 1\n" for n in range(20)})
    assert "Writing" in screen.getvalue()
    assert screen.getvalue().endswith(f"created 20 files in {(folder / 'some').as_posix()}\n")


def test_an_installed_package_has_the_demo_among_its_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(library, "__file__", str(tmp_path / "iopctl/library.py"))
    assert library.demo_folder() == tmp_path / "plans"
    (tmp_path / "iopctl/data/demo").mkdir(parents=True)
    assert library.demo_folder() == tmp_path / "iopctl/data/demo"
