"""A change of one field is a change of one line: comments, order and layout stay, and nothing invalid is written."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import tomlkit
from tomlkit.toml_document import TOMLDocument

from iopctl.errors import AlreadyThere, ChangedMeanwhile, Refused
from iopctl.model.plan import Plan
from iopctl.model.week import Week
from iopctl.store import editing, raw
from tests.store.two_charts import BROKEN, WEEK, plan, root, write_files

__all__ = ["root"]

WAIVER: dict[str, object] = {"code": "DO201", "reason": "Snow.", "by": None, "until": date(2026, 10, 4)}
BLOCK = '[[waivers]]\ncode = "DO201"\nreason = "Snow."\nuntil = 2026-10-04\n'
LINE = '{ code = "DO201", reason = "Snow.", until = 2026-10-04 }'
CLOSED = (("-", "active"), ("+", "closed"))


def close(document: TOMLDocument) -> None:
    """The change of one field."""
    document["status"] = "closed"


def changed(diff: str) -> list[str]:
    """The lines that a diff adds and removes."""
    return [line for line in diff.split("\n")[2:] if line[0] in "+-"]


def appended(text: str, *values: dict[str, object]) -> str:
    """The text with blocks added under `waivers`."""
    document = tomlkit.parse(text)
    for each in values or (WAIVER,):
        editing.append_table(document, "waivers", each)
    return tomlkit.dumps(document)


def test_one_field_is_one_line(root: Path) -> None:
    edit = editing.edit(root, BROKEN, Plan, close)
    assert edit.name == f"{root}/pt-0001/plan.toml"
    assert changed(edit.diff()) == [
        '-status = "active"          # since Monday',
        '+status = "closed"          # since Monday',
    ]
    assert (root / BROKEN).read_text() == plan()
    edit.apply()
    assert (root / BROKEN).read_text() == plan().replace('"active"', '"closed"')


def test_an_edit_that_changes_nothing_writes_nothing(root: Path) -> None:
    before = (root / BROKEN).stat()
    edit = editing.edit(root, BROKEN, Plan, lambda _: None)
    assert edit.diff() == ""
    edit.apply()
    assert (root / BROKEN).stat() == before


def test_a_file_without_a_last_newline_gets_one(root: Path) -> None:
    write_files(root, {BROKEN: plan().rstrip("\n")})
    editing.edit(root, BROKEN, Plan, lambda document: editing.append_table(document, "waivers", WAIVER)).apply()
    assert (root / BROKEN).read_text() == plan(
        more='\n[[waivers]]\ncode = "DO201"\nreason = "Snow."\nuntil = 2026-10-04\n'
    )


def test_two_edits_of_one_state_do_not_both_win(root: Path) -> None:
    first, second = (editing.edit(root, BROKEN, Plan, close) for _ in range(2))
    first.apply()
    with pytest.raises(ChangedMeanwhile):
        second.apply()


def test_a_new_file_is_created_once(root: Path) -> None:
    edit = editing.new(root, "weeks/2026-W48.toml", WEEK, Week)
    named = f"#:schema ../.schemas/week.json\n{WEEK}"
    assert changed(edit.diff()) == [f"+{line}" for line in named.splitlines()]
    edit.apply()
    with pytest.raises(AlreadyThere):
        editing.new(root, "weeks/2026-W48.toml", WEEK, Week).apply()


def test_a_whole_new_text_is_held_to_the_model(root: Path) -> None:
    editing.replace(root, BROKEN, plan(), plan(more="# x\n"), Plan).apply()
    assert (root / BROKEN).read_text() == plan(more="# x\n")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (
            lambda root: editing.edit(root, BROKEN, Plan, lambda document: document.update({"status": "gone"})),
            ":4:1: status must be one of 'draft', 'active' or 'closed'. Next: correct it, and run",
        ),
        (
            lambda root: editing.edit(root, BROKEN, Plan, lambda document: document.update({"trck": "a"})),
            ":7:1: trck is not a key of this file. Next: write track, if that was meant.",
        ),
        (
            lambda root: editing.replace(root, BROKEN, plan(), plan(more="x"), Plan),
            ":16:2: is not TOML: a key has no = and value. Next: mend the line and run `iopctl check` again.",
        ),
        (
            lambda root: editing.new(root, BROKEN, plan().replace("38", "1e400"), Plan),
            ":6:1: age_at_admission is a number out of range. Next: correct it.",
        ),
        (
            lambda root: editing.replace(root, BROKEN, plan(), plan().replace("schema = 1", "schema = 2"), Plan),
            ":2:1: is written in a newer schema; this version reads schema 1. Next: upgrade iopctl:",
        ),
        (
            lambda root: editing.new(root, BROKEN, plan(more="#" * raw.MAX_BYTES), Plan),
            ": would be larger than 256 KiB;",
        ),
        (
            lambda root: editing.new(root, BROKEN, plan(more="# \udcff\n"), Plan),
            ": a character is not UTF-8;",
        ),
    ],
)
def test_what_would_not_be_valid_is_refused(root: Path, make: Callable[[Path], object], said: str) -> None:
    with pytest.raises(Refused, match="othing was written") as refused:
        make(root)
    assert str(refused.value).startswith(f"{root}/{BROKEN}{said}")
    assert (root / BROKEN).read_text() == plan()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (plan(more="x = \n"), ":16:5: is not TOML: a value is missing, or needs quotes."),
        (plan(more="<<<<<<< HEAD\n"), ":16:1: a merge conflict is left in the file."),
        (b"\xff", ": is not UTF-8 text. Next: save it again as UTF-8."),
    ],
)
def test_a_file_that_cannot_be_read_is_not_edited(root: Path, content: str | bytes, said: str) -> None:
    write_files(root, {BROKEN: content})
    with pytest.raises(Refused) as refused:
        editing.edit(root, BROKEN, Plan, close)
    assert str(refused.value).startswith(f"{root}/{BROKEN}{said}")


def test_a_change_that_would_move_other_blocks_is_refused(root: Path) -> None:
    apart = plan(more='[[services]]\nservice = "cbt"\n\n[[goals]]\nid = "g2"\ntext = "Sleeps."\n')
    write_files(root, {BROKEN: apart})
    with pytest.raises(Refused, match="blocks of one name do not stand together, so a change would move others"):
        editing.edit(root, BROKEN, Plan, close)
    assert (root / BROKEN).read_text() == apart


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1\n", f"a = 1\n\n{BLOCK}"),
        ("a = 1 # x\n\n# the end\n", f"a = 1 # x\n\n# the end\n\n{BLOCK}"),
        ('[[waivers]]\ncode = "A" # x\n', f'[[waivers]]\ncode = "A" # x\n\n{BLOCK}'),
        (
            '[[waivers]]\ncode = "A"\n# still about A\n\n# about discharge\n[discharge]\non = 1\n',
            f'[[waivers]]\ncode = "A"\n# still about A\n\n{BLOCK}\n# about discharge\n[discharge]\non = 1\n',
        ),
        ("waivers = [] # none\nb = 1\n", f"waivers = [{LINE}] # none\nb = 1\n"),
        ('waivers = [{ code = "A" }]\n', f'waivers = [{{ code = "A" }}, {LINE}]\n'),
        (
            'waivers = [\n  { code = "A" }, # first\n]\nb = 1\n',
            f'waivers = [\n  {{ code = "A" }}, # first\n  {LINE},\n]\nb = 1\n',
        ),
    ],
    ids=["none", "comment", "block", "block before a table", "empty list", "list on one line", "list on several"],
)
def test_a_block_is_added_as_the_list_is_written(text: str, expected: str) -> None:
    assert appended(text) == expected


def test_two_blocks_are_added_one_after_the_other() -> None:
    assert appended("a = 1\n", WAIVER, WAIVER) == f"a = 1\n\n{BLOCK}\n{BLOCK}"


def test_nested_values_stand_on_the_line_of_their_key() -> None:
    text = appended("", {"code": "A", "who": {"by": "md1", "on": None, "ids": ["a", "b"]}})
    assert text == '[[waivers]]\ncode = "A"\nwho = { by = "md1", ids = ["a", "b"] }\n'
