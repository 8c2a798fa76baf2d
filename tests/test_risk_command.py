"""risk: what is open, what was answered, and the action that closes an alert."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from iopctl.commands import risk as command
from tests.conftest import Iopctl
from tests.small_clinic import clinic, write_form
from tests.terminal import ended, on_terminal

__all__ = ["clinic"]

AS_OF = ("--as-of", "2026-11-24")
RECORD = ("risk", "pt-0002", "--record", "C-SSRS the same hour, low.")
CRISIS = "Call or text 988. In danger: 911."
FILE = "pt-0002/assessments/2026-11-20-phq9.toml"


def risk_of(iopctl: Iopctl, clinic: Path, *args: str) -> Any:
    """The alerts as data."""
    return json.loads(iopctl("risk", *args, *AS_OF, "--format", "json", plans=clinic).out)


def test_every_open_alert_of_the_program_below_the_crisis_text(iopctl: Iopctl, clinic: Path) -> None:
    write_form(clinic, "pt-0005", "2026-11-12", [0, 0, 0, 0, 0, 0, 0, 0, 2])
    ran = iopctl("risk", *AS_OF, plans=clinic)
    assert ran.out == (
        """\
Call or text 988. In danger: 911.
Each is a triage level, not a decision: a clinician decides what is done.

Open alerts
patient  instrument  given             raised                                triage level  open for
pt-0005  PHQ-9       2026-11-12 08:05  item 9, self harm thoughts: critical  critical      303:55 h
pt-0002  PHQ-9       2026-11-20 08:05  item 9, self harm thoughts: critical  critical      111:55 h
No alert was answered since 2026-10-25.
Once it is done: iopctl risk PT --record "what was done" --by STAFF
"""
    )
    assert (ran.status, ran.err) == (0, "")


def test_read_aloud_an_alert_is_one_sentence(iopctl: Iopctl, clinic: Path) -> None:
    iopctl(*RECORD, "--by", "t01", "--on", "2026-11-20", "--at", "10:20", *AS_OF, plans=clinic)
    write_form(clinic, "pt-0001", "2026-11-23", [0, 0, 0, 0, 0, 0, 0, 0, "skip"])  # type: ignore[list-item]
    ran = iopctl("risk", *AS_OF, "--format", "plain", plans=clinic)
    assert ran.out.splitlines()[2:] == [
        "Open alerts:",
        ("pt-0001, PHQ-9 of 2026-11-23 08:05: safety item 9 was left unanswered; no action recorded, open for 39:55 h"),
        "Answered since 2026-10-25:",
        (
            "pt-0002, PHQ-9 of 2026-11-20 08:05: item 9, self harm thoughts: critical; answered 2026-11-20 10:20 by"
            " t01, after 2:15 h"
        ),
        'Once it is done: iopctl risk pt-0001 --record "what was done" --by STAFF',
    ]


def test_the_alerts_as_data(iopctl: Iopctl, clinic: Path) -> None:
    data = risk_of(iopctl, clinic)
    assert data == {
        "risk": [
            {
                "patient": "pt-0002",
                "instrument": "phq9",
                "given_at": "2026-11-20T09:05:00-04:00",
                "raised": [{"id": "self_harm_thoughts", "level": "critical"}],
                "level": "critical",
                "file": (clinic / FILE).as_posix(),
                "open": True,
                "days": 4,
                "minutes": 6715,
                "action": None,
            }
        ],
        "as_of": "2026-11-24",
        "answered_since": "2026-10-25",
        "crisis_text": CRISIS,
        "not_read": [],
    }
    iopctl(*RECORD, "--by", "t01", "--on", "2026-11-21", *AS_OF, plans=clinic)
    [answered] = risk_of(iopctl, clinic, "pt-0002")["risk"]
    assert (answered["open"], answered["days"], answered["minutes"]) == (False, 1, None)
    assert answered["action"] == {"on": "2026-11-21", "at": None, "by": "t01", "text": "C-SSRS the same hour, low."}


def test_what_was_answered_is_shown_for_a_while_and_of_one_chart_for_good(iopctl: Iopctl, clinic: Path) -> None:
    iopctl(*RECORD, "--by", "t01", "--on", "2026-11-21", "--at", "09:00", *AS_OF, plans=clinic)
    action = {"on": "2026-11-21", "at": "2026-11-21T09:00:00-05:00", "by": "t01", "text": "C-SSRS the same hour, low."}
    assert [each["action"] for each in risk_of(iopctl, clinic)["risk"]] == [action]
    assert [each["minutes"] for each in risk_of(iopctl, clinic)["risk"]] == [1495]
    for day, shown in (("2026-12-21", 1), ("2026-12-22", 0)):
        ran = iopctl("risk", "--as-of", day, "--format", "json", plans=clinic)
        assert len(json.loads(ran.out)["risk"]) == shown
    ran = iopctl("risk", "pt-0002", "--as-of", "2026-12-22", plans=clinic)
    assert "\nNo alert is open.\n\nAnswered\n" in ran.out
    assert risk_of(iopctl, clinic, "pt-0002", "--since", "2026-11-22")["risk"] == []
    assert risk_of(iopctl, clinic, "pt-0002", "--since", "2026-11-21")["risk"] != []


def test_an_action_is_written_into_the_form_and_the_alert_is_gone_everywhere(iopctl: Iopctl, clinic: Path) -> None:
    before = (clinic / FILE).read_text()
    ran = iopctl(*RECORD, "--by", "t01", "--on", "2026-11-20", "--at", "10:20", *AS_OF, plans=clinic)
    assert (ran.status, ran.err) == (0, f"saved {(clinic / FILE).as_posix()}\n")
    assert "No alert is open." in ran.out
    assert "2026-11-20 10:20  t01  2:15 h" in ran.out
    assert (clinic / FILE).read_text() == before + (
        '\n[action]\non = 2026-11-20\nat = 2026-11-20T10:20:00-05:00\nby = "t01"\ntext = "C-SSRS the same hour, low."\n'
    )
    for line in (("today",), ("review",), ("review", "pt-0002"), ("risk",)):
        assert "ALERT" not in iopctl(*line, *AS_OF, plans=clinic).out
    again = iopctl(*RECORD, "--by", "t01", *AS_OF, plans=clinic)
    assert (again.status, again.err) == (3, "iopctl: pt-0002 has no open alert; nothing was written.\n")


def test_without_a_day_the_time_of_recording_is_kept(iopctl: Iopctl, clinic: Path) -> None:
    write_form(clinic, "pt-0002", "2020-01-06", [0, 0, 0, 0, 0, 0, 0, 0, 2])
    (clinic / FILE).unlink()
    ran = iopctl(*RECORD, "--by", "t01", plans=clinic)
    assert ran.status == 0, ran.err
    action = tomllib.loads((clinic / "pt-0002/assessments/2020-01-06-phq9.toml").read_text())["action"]
    assert list(action) == ["on", "at", "by", "text"]
    assert action["at"].date() == action["on"]


def test_a_dry_run_shows_the_change_and_writes_nothing(iopctl: Iopctl, clinic: Path) -> None:
    before = (clinic / FILE).read_text()
    ran = iopctl(*RECORD, "--by", "t01", "--on", "2026-11-20", "--dry-run", *AS_OF, plans=clinic)
    assert '+[action]\n+on = 2026-11-20\n+by = "t01"\n' in ran.out
    assert ran.err == "Nothing was written (--dry-run).\n"
    ran = iopctl(*RECORD, "--by", "t01", "--on", "2026-11-20", "--dry-run", *AS_OF, "--format", "json", plans=clinic)
    assert json.loads(ran.out)["risk"][0]["action"] is None
    assert "+[action]" in ran.err
    assert (clinic / FILE).read_text() == before


def test_of_several_one_is_named_or_all_are_answered(iopctl: Iopctl, clinic: Path) -> None:
    write_form(clinic, "pt-0002", "2026-11-23", [0, 0, 0, 0, 0, 0, 0, 0, 2])
    done = (*RECORD, "--by", "t01", "--on", "2026-11-24", *AS_OF)
    ran = iopctl(*done, plans=clinic)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith("iopctl: pt-0002 has 2 open alerts: phq9 of 2026-11-20, phq9 of 2026-11-23; nothing was")
    one = iopctl(*done, "--of", "2026-11-23", "--instrument", "phq9", "--dry-run", plans=clinic)
    assert one.out.count("+[action]") == 1
    assert one.out.count("\npt-0002  PHQ-9") == 2
    alone = iopctl(*done, "--of", "2026-11-23", plans=clinic)
    assert "\nOpen alerts\n" in alone.out
    assert "\nAnswered\n" in alone.out
    write_form(clinic, "pt-0002", "2026-11-23", [0, 0, 0, 0, 0, 0, 0, 0, 2])
    both = iopctl(*done, "--all", plans=clinic)
    assert both.err.count("saved ") == 2
    assert "No alert is open." in both.out


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (("--record", "Seen.", "--by", "t01"), 2, "--record needs a chart: iopctl risk PT --record TEXT --by STAFF."),
        (("pt-0002", "--record", "Seen."), 2, "--by: who did it?"),
        (("pt-0002", "--by", "t01"), 2, "what was done is written with --record"),
        (("pt-0002", "--dry-run"), 2, "what was done is written with --record"),
        (("pt-0002", "--all"), 2, "what was done is written with --record"),
        (("pt-0002", "--record", "Seen.", "--by", "x7"), 3, "no staff member of that id. Known: t01, md1."),
        (("pt-0002", "--record", "Seen.", "--by", "t01", "--at", "9:00"), 2, "write a clock time as HH:MM"),
        (("pt-0002", "--record", "Seen.", "--by", "t01", "--at", "24:00"), 2, "write a clock time as HH:MM"),
        (("pt-0002", "--record", "Seen.", "--by", "t01", "--on", "2026-11-25"), 3, "2026-11-25 is still to come"),
        (("pt-0002", "--record", "Seen.", "--by", "t01", "--on", "2026-11-19"), 3, "before an alert answers nothing"),
        (("pt-0009",), 3, "no such chart"),
    ],
)
def test_what_cannot_be_recorded_is_one_sentence(
    iopctl: Iopctl, clinic: Path, args: tuple[str, ...], status: int, said: str
) -> None:
    before = (clinic / FILE).read_text()
    ran = iopctl("risk", *args, *AS_OF, plans=clinic)
    assert (ran.status, ran.out) == (status, "")
    assert said in ran.err
    assert (clinic / FILE).read_text() == before


def test_on_a_terminal_it_is_asked_who_did_it(iopctl: Iopctl, clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "interactive", lambda: True)
    ran = iopctl(*RECORD, "--on", "2026-11-20", *AS_OF, plans=clinic, input="t09\nmd1\n")
    assert "no staff member of that id" in ran.err
    assert tomllib.loads((clinic / FILE).read_text())["action"]["by"] == "md1"


def test_a_program_without_a_crisis_text_shows_the_gap(iopctl: Iopctl, clinic: Path) -> None:
    program = clinic / "program.toml"
    program.write_text(program.read_text().replace("crisis_text", "# crisis_text"))
    gap = "Whom to call is not recorded: write crisis_text in program.toml.\n"
    assert iopctl("risk", *AS_OF, plans=clinic).out.startswith(gap)
    assert gap in iopctl("review", "pt-0002", *AS_OF, plans=clinic).out
    (clinic / FILE).unlink()
    assert iopctl("risk", *AS_OF, plans=clinic).out.startswith(gap)
    assert risk_of(iopctl, clinic)["crisis_text"] is None


def test_a_chart_that_cannot_be_read_is_named(iopctl: Iopctl, clinic: Path) -> None:
    (clinic / "pt-0002/plan.toml").write_text("=")
    ran = iopctl("risk", *AS_OF, plans=clinic)
    assert "pt-0002 cannot be read and is left out" in ran.err
    assert "No alert is open.\nNot everything could be read, so more may be open: pt-0002.\n" in ran.out
    (clinic / "pt-0001/assessments/2026-11-16-phq9.toml").write_text("=")
    (clinic / "pt-0003/plan.toml").write_text((clinic / "pt-0003/plan.toml").read_text().replace("age_at", "aged_at"))
    assert risk_of(iopctl, clinic)["not_read"] == ["pt-0001", "pt-0002"]


def test_an_urgent_alert_stands_below_the_critical_ones_of_the_day(iopctl: Iopctl, clinic: Path) -> None:
    form = clinic / "pt-0001/assessments/2026-09-01-cssrs_screener.toml"
    form.write_text('schema = 1\ninstrument = "cssrs_screener"\ngiven_at = 2026-11-01\nlevel = "moderate"\n')
    for line in (("today", "--who", "md1"), ("review",)):
        first, second, *_ = iopctl(*line, *AS_OF, plans=clinic).out.splitlines()
        assert first.startswith("ALERT  pt-0002  PHQ-9 of 2026-11-20: item 9, self harm thoughts: critical; no action")
        assert (
            second == "ALERT  pt-0001  C-SSRS of 2026-11-01: suicide risk moderate: urgent; no action recorded, 23 days"
        )


def test_the_alerts_on_a_terminal_of_eighty_columns(clinic: Path) -> None:
    text, status = ended(on_terminal("risk", *AS_OF, plans=clinic))
    assert status == 0
    assert max(len(line) for line in text.split("\n")) <= 80
