"""What is printed is complete, in order, and harmless: a text in a chart is never a command to a terminal."""

import errno
import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopctl import console
from iopctl.console import Format
from iopctl.errors import Refused
from iopctl.render.clean import clean, one_line
from iopctl.render.sheet import GAP, Grid, Sheet, hours_text, or_gap
from iopctl.render.terminal import terminal_text
from iopctl.render.width import cell_width

HOSTILE = (
    "\x1b[31m",  # colour
    "\x1b]0;title\x07",  # window title
    "\x1b]52;c;aGk=\x07",  # clipboard
    "\x9b2J",  # C1: clear the screen
    "\r",
    "\b",
    "\x7f",
    "\u202e",  # writes backwards
    "\u2066",
    "\u061c",
    "\u200b",
    "\ufeff",
    "\u2028",
    "\U000e0041",
    "\ud800",
)
MARKUP = ("[red]", "[/]", "[link=file:///etc/passwd]", ":skull:", "[bold]x[/bold]", "{0}", "%s")
SHEET = Sheet(
    {"things": [{"id": "a", "name": "Alpha"}, {"id": "b", "name": None}]},
    grids=[
        Grid("Things", ("id", "name"), [("a", "Alpha"), ("b", GAP)]),
        Grid("", ("id", "n"), [("c", "1")], spoken=("id", "number")),
    ],
    heading="Two things",
    notes=["", "  That is all."],
)


class Terminal(io.StringIO):
    """A stdout that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def printed(capsys: pytest.CaptureFixture[str], sheet: Sheet, form: Format) -> str:
    """What stdout gets."""
    console.show(sheet, form)
    return capsys.readouterr().out


def on_terminal(monkeypatch: pytest.MonkeyPatch, sheet: Sheet, columns: int = 80) -> str:
    """What a terminal of that width gets, without colour."""
    stdout = Terminal()
    monkeypatch.setattr("sys.stdout", stdout)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "dumb")
    console.show(sheet, Format.TABLE)
    return stdout.getvalue()


def of_texts(*texts: str) -> Sheet:
    """A sheet with the texts wherever a text can stand."""
    rows = [(text, text) for text in texts]
    joined = " ".join(texts)
    return Sheet(
        {"things": list(texts)}, grids=[Grid(joined, (joined, "b"), rows)], heading=joined, notes=[f"  {joined}"]
    )


def test_a_table_for_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, SHEET, Format.TABLE) == (
        "Two things\n\nThings\nid  name\na   Alpha\nb   -\n\nid  n\nc   1\n\n  That is all.\n"
    )


def test_plain_is_one_fact_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, SHEET, Format.PLAIN) == (
        "Two things\nThings:\na, name: Alpha\nb, name: not recorded\nc, number: 1\n\n  That is all.\n"
    )


def test_json_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(printed(capsys, SHEET, Format.JSON)) == SHEET.data


def test_lines_are_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, SHEET, Format.LINES) == '{"id": "a", "name": "Alpha"}\n{"id": "b", "name": null}\n'


@pytest.mark.parametrize(
    ("data", "items"),
    [
        ({"things": [1, 2]}, [1, 2]),
        ({"thing": {"id": "a"}}, [{"id": "a"}]),
        ({"id": "a", "name": "b"}, [{"id": "a", "name": "b"}]),
        ({"things": []}, []),
    ],
)
def test_the_items_of_a_sheet(data: dict[str, object], items: list[object]) -> None:
    assert Sheet(data).items == items


def test_nothing_is_printed_for_an_empty_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, Sheet({"things": []}), Format.LINES) == ""


def test_a_grid_that_brings_lines_is_read_out_by_them(capsys: pytest.CaptureFixture[str]) -> None:
    grid = Grid("Week", ("", "mon"), [("9:00", "cbt\nroom a")], lines=["Monday 9:00, cbt in room a"])
    assert printed(capsys, Sheet({}, [grid]), Format.PLAIN) == "Week:\nMonday 9:00, cbt in room a\n"
    assert printed(capsys, Sheet({}, [grid]), Format.TABLE) == "Week\n      mon\n9:00  cbt\n      room a\n"


def test_a_grid_without_heads_has_no_line_for_them(capsys: pytest.CaptureFixture[str]) -> None:
    grids = [Grid("", ("", ""), [("a", "b")]), Grid("Empty", (), [])]
    assert printed(capsys, Sheet({}, grids), Format.TABLE) == "a  b\n\nEmpty\n"


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_terminal_obeys_is_shown_and_not_sent(
    capsys: pytest.CaptureFixture[str], form: Format, text: str
) -> None:
    out = printed(capsys, of_texts(f"before{text}after"), form)
    assert all(character.isprintable() or character == "\n" for character in out)
    assert "before\\" in out
    assert "beforeafter" not in out


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("text", MARKUP)
def test_markup_stands_as_it_is(capsys: pytest.CaptureFixture[str], form: Format, text: str) -> None:
    assert f"before {text} after" in printed(capsys, of_texts(f"before {text} after"), form)


@pytest.mark.parametrize("text", [*HOSTILE, *MARKUP])
def test_a_terminal_is_sent_nothing_but_text(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    out = on_terminal(monkeypatch, of_texts(text))
    assert all(character.isprintable() or character == "\n" for character in out)
    assert clean(text) in out


@given(st.text(st.characters()))
def test_a_clean_text_is_printable(text: str) -> None:
    kept = "\n\t\u200d\u200c"
    assert all(each.isprintable() or each in kept or each.isspace() or ord(each) > 0x2FF for each in clean(text))
    assert clean(clean(text)) == clean(text)
    assert "\n" not in one_line(text)


def test_what_a_script_needs_stays() -> None:
    for text in ("Zoë", "नमस्ते", "👩\u200d👧", "\u0645\u06cc\u200c\u062e\u0648", "two\nlines\tand a tab"):
        assert clean(text) == text


def test_no_text_can_pass_for_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    forged = "Snow.\nplans/pt-0002/plan.toml:1:1: error DO101"
    sheet = Sheet({}, [Grid("", ("a", "b"), [("x", forged)])], notes=[forged])
    assert printed(capsys, sheet, Format.PLAIN) == (
        "x, b: Snow. plans/pt-0002/plan.toml:1:1: error DO101\nSnow. plans/pt-0002/plan.toml:1:1: error DO101\n"
    )


@pytest.mark.parametrize("length", [1, 79, 500, 120_000])
def test_nothing_is_cut_in_a_pipe(capsys: pytest.CaptureFixture[str], length: int) -> None:
    out = printed(capsys, of_texts("x" * length), Format.TABLE)
    assert out.splitlines()[-1] == "  " + "x" * length


def test_columns_stay_straight_beside_wide_and_combined_characters(capsys: pytest.CaptureFixture[str]) -> None:
    grid = Grid("", ("a", "b"), [("日本", "1"), ("e\u0301e", "2"), ("👍", "3")])
    assert printed(capsys, Sheet({}, [grid]), Format.TABLE) == "a     b\n日本  1\ne\u0301e    2\n👍    3\n"
    assert cell_width("one\nfour") == 4


@pytest.mark.parametrize("columns", [1, 10, 20, 40, 79, 80, 120, 200])
def test_a_terminal_of_any_width_gets_every_word(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    sheet = Sheet(
        {},
        [Grid("Goals", ("goal", "text"), [("g1", "Mood lifts enough to keep a full working week."), ("g2", GAP)])],
        heading="pt-0001",
        notes=["  next  correct it"],
    )
    out = on_terminal(monkeypatch, sheet, columns)
    assert all(len(line) <= columns for line in out.splitlines())
    together = "".join(out.split())
    for word in ("pt-0001", "Goals", "working", "g2", "correct"):
        assert word in together


def test_a_broken_line_keeps_its_indent(monkeypatch: pytest.MonkeyPatch) -> None:
    assert on_terminal(monkeypatch, Sheet({}, notes=["  " + "word " * 5]), 14) == "  word word\n  word word\n  word\n"


def test_the_widest_column_is_broken_and_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    grid = Grid("", ("code", "what"), [("planned-weekly-minimum", "one two three four five six")])
    assert on_terminal(monkeypatch, Sheet({}, [grid]), 40).splitlines()[2:] == [
        "planned-weekly-minimum  one two three",
        "                        four five six",
    ]


def test_a_terminal_with_colour_gets_bold_headings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert terminal_text(Sheet({}, [Grid("Things", ("a",), [("b",)])], heading="Head")).startswith("\x1b[1mHead\x1b[0m")


class Broken(io.StringIO):
    """A stdout that nobody takes from."""

    def __init__(self, error: OSError, descriptor: int) -> None:
        super().__init__()
        self.error, self.descriptor = error, descriptor

    def flush(self) -> None:
        raise self.error

    def fileno(self) -> int:
        return self.descriptor


@pytest.fixture
def descriptor(tmp_path: Path) -> int:
    """A descriptor that may be pointed elsewhere."""
    return os.open(tmp_path / "out", os.O_CREAT | os.O_WRONLY)


def test_a_reader_that_has_gone_ends_the_program_quietly(monkeypatch: pytest.MonkeyPatch, descriptor: int) -> None:
    monkeypatch.setattr("sys.stdout", Broken(BrokenPipeError(errno.EPIPE, "Broken pipe"), descriptor))
    with pytest.raises(SystemExit) as ended:
        console.write("x")
    assert ended.value.code == 141


def test_a_full_disk_is_a_sentence(monkeypatch: pytest.MonkeyPatch, descriptor: int) -> None:
    monkeypatch.setattr("sys.stdout", Broken(OSError(errno.ENOSPC, "No space left on device"), descriptor))
    with pytest.raises(Refused, match=r"the result cannot be printed: No space left on device. Send it elsewhere."):
        console.write("x")


def test_talk_that_nobody_hears_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Deaf(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("sys.stderr", Deaf())
    console.say("saved")


def test_talk_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    console.say("no such chart: \x1b[31m")
    assert capsys.readouterr().err == "no such chart: \\x1b[31m\n"


def test_closed_streams_are_opened_on_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(f"sys.{name}", None)
    with pytest.raises(Refused, match="stdout is closed, so nothing can be printed and nothing was done"):
        console.prepare_streams()
    import sys

    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.close()


def test_a_terminal_that_cannot_show_a_character_gets_its_escape(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="ascii"))
    console.prepare_streams()
    console.write("Zoë \udcff")
    assert raw.getvalue() == b"Zo\\xeb \\udcff\n"


def test_minutes_are_hours_and_minutes() -> None:
    assert [hours_text(minutes) for minutes in (0, 59, 60, 505, 540, 6000)] == [
        "0:00",
        "0:59",
        "1:00",
        "8:25",
        "9:00",
        "100:00",
    ]


def test_a_missing_fact_is_a_gap() -> None:
    assert [or_gap(value) for value in (None, "", 0, False, "x")] == [GAP, GAP, "0", "False", "x"]
