"""What a session says about itself is changed in place; every other line of the week file stays."""

from datetime import date, time
from pathlib import Path

import pytest
import tomlkit

from iopctl.errors import ChangedMeanwhile
from iopctl.model.week import Cancelled, Session, Week
from iopctl.store.editing import check_text, document_of
from iopctl.store.sessions import add_session, replace_session

HEAD = """\
schema = 1
week = "2026-W48"   # the week before the training
monday = 2026-11-23
"""
BLOCKS = (
    HEAD
    + """
# Monday
[[sessions]]
id = "mon"
service = "group"      # skills
date = 2026-11-23
start = 09:00:00  # sharp
end = 10:00:00
patients = ["pt-0001", "pt-0002"]  # as planned

# Tuesday
[[sessions]]
id = "tue"
service = "group"
date = 2026-11-24
start = 09:00:00
end = 10:00:00
patients = [
  "pt-0001",  # first week
]

[sessions.attendance]
pt-0001 = { status = "absent-excused", reason = "ill" }  # called

# Wednesday
[[sessions]]
id = "wed"
service = "group"
date = 2026-11-25
start = 09:00:00
end = 10:00:00
"""
)
OFF = Cancelled(reason="ill", by="t01", on=date(2026, 11, 23))


def changed(text: str, session_id: str, **fields: object) -> str:
    """The text with one session otherwise."""
    root, file = Path("plans"), "weeks/2026-W48.toml"
    week = check_text(root, file, text, Week)
    [before] = [each for each in week.sessions if each.id == session_id]
    document = document_of(root, file, text)
    after = before.model_copy(update=fields)
    replace_session(document, before, after)
    written = tomlkit.dumps(document)
    [read] = [each for each in check_text(root, file, written, Week).sessions if each.id == session_id]
    assert read == after
    return written


def test_a_patient_more_stands_on_the_line_of_the_others() -> None:
    assert changed(BLOCKS, "mon", patients=("pt-0001", "pt-0002", "pt-0003")) == BLOCKS.replace(
        '["pt-0001", "pt-0002"]  #', '["pt-0001", "pt-0002", "pt-0003"]  #'
    )


def test_a_list_on_several_lines_keeps_them_and_their_comments() -> None:
    written = changed(BLOCKS, "tue", patients=("pt-0001", "pt-0002"))
    assert written == BLOCKS.replace('  "pt-0001",  # first week\n', '  "pt-0001",  # first week\n  "pt-0002",\n')


def test_a_value_is_replaced_and_its_comment_stays() -> None:
    assert changed(BLOCKS, "mon", start=time(8, 30)) == BLOCKS.replace("09:00:00  # sharp", "08:30:00  # sharp")


def test_a_key_that_was_not_there_stands_behind_the_others_of_the_session() -> None:
    line = 'cancelled = { reason = "ill", by = "t01", on = 2026-11-23 }\n'
    assert changed(BLOCKS, "mon", cancelled=OFF) == BLOCKS.replace("# as planned\n", f"# as planned\n{line}")
    assert changed(BLOCKS, "wed", cancelled=OFF) == f"{BLOCKS}{line}"


def test_a_key_that_was_not_there_stands_before_the_attendance() -> None:
    line = 'cancelled = { reason = "ill", by = "t01", on = 2026-11-23 }\n'
    assert changed(BLOCKS, "tue", cancelled=OFF) == BLOCKS.replace("]\n\n[sessions.att", f"]\n{line}\n[sessions.att")


OTHERS = (
    HEAD
    + """
[[sessions]]
id = "dotted"
service = "group"
date = 2026-11-23
start = 09:00:00
end = 10:00:00
attendance.pt-0001 = { status = "absent-excused" }
attendance.pt-0002 = { status = "absent-excused" }

[[sessions]]
id = "inline"
service = "group"
date = 2026-11-23
start = 09:00:00
end = 10:00:00
attendance = { pt-0001 = { status = "absent-excused" } }
[[sessions]]
id = "tables"
service = "group"
date = 2026-11-23
start = 09:00:00
end = 10:00:00  # sharp

# one of two
[sessions.attendance.pt-0001]
status = "absent-excused"

[sessions.attendance.pt-0002]
status = "absent-excused"

# the last
[[sessions]]
id = "last"
service = "group"
date = 2026-11-23
start = 09:00:00
end = 10:00:00
"""
)


@pytest.mark.parametrize("session_id", ["dotted", "inline", "tables", "last"])
def test_whatever_the_layout_one_line_is_added(session_id: str) -> None:
    before, written = OTHERS.splitlines(), changed(OTHERS, session_id, cancelled=OFF).splitlines()
    added = 'cancelled = { reason = "ill", by = "t01", on = 2026-11-23 }'
    assert written.count(added) == 1
    assert [line for line in written if line != added] == before
    assert changed("\n".join(written) + "\n", session_id, cancelled=None) == OTHERS


@pytest.mark.parametrize("session_id", ["mon", "tue", "wed"])
def test_what_is_written_and_taken_out_again_leaves_the_file_as_it_was(session_id: str) -> None:
    assert changed(changed(BLOCKS, session_id, cancelled=OFF), session_id, cancelled=None) == BLOCKS


def test_a_table_of_its_own_grows_by_a_line() -> None:
    own = 'make_ups = {{ pt-0001 = "2026-W47/mon"{more} }}\n'
    text = BLOCKS.replace("# as planned\n", "# as planned\n" + own.format(more=""))
    make_ups = {"pt-0001": "2026-W47/mon", "pt-0002": "2026-W47/tue"}
    assert changed(text, "mon", make_ups=make_ups) == BLOCKS.replace(
        "# as planned\n", "# as planned\n" + own.format(more=', pt-0002 = "2026-W47/tue"')
    )
    header = '\n[sessions.make_ups]\npt-0001 = "2026-W47/mon"  # said so\n'
    text = BLOCKS.replace("# as planned\n", f"# as planned\n{header}")
    line = 'pt-0002 = "2026-W47/tue"\n'
    assert changed(text, "mon", make_ups=make_ups) == BLOCKS.replace("# as planned\n", f"# as planned\n{header}{line}")


def test_a_table_of_its_own_that_is_taken_out_leaves_what_stands_behind_it() -> None:
    header = '\n[sessions.cancelled]\nreason = "ill"\nby = "t01"\non = 2026-11-23\n'
    text = BLOCKS.replace("# as planned\n", f"# as planned\n{header}")
    assert changed(text, "mon", cancelled=None) == BLOCKS
    seen = '\n[sessions.attendance]\npt-0001 = { status = "absent-excused" }\n'
    text = BLOCKS.replace("# as planned\n", f"# as planned\n{header}{seen}")
    assert changed(text, "mon", cancelled=None) == BLOCKS.replace("# as planned\n", f"# as planned\n{seen}")
    dotted = BLOCKS.replace(
        "# as planned\n", '# as planned\ncancelled.reason = "ill"\ncancelled.by = "t01"\ncancelled.on = 2026-11-23\n'
    )
    assert changed(dotted, "mon", cancelled=None) == BLOCKS


def test_sessions_on_one_line_stay_there() -> None:
    text = f"""{HEAD}sessions = [
  {{ id = "mon", service = "group", date = 2026-11-23, start = 09:00:00, end = 10:00:00, patients = ["pt-0001"] }},
]
"""
    assert changed(text, "mon", patients=("pt-0001", "pt-0002"), room="a") == text.replace(
        'patients = ["pt-0001"] }', 'patients = ["pt-0001", "pt-0002"], room = "a"}'
    )
    assert changed(changed(text, "mon", cancelled=OFF), "mon", cancelled=None) == text


def test_a_new_session_stands_behind_the_others() -> None:
    document = tomlkit.parse(BLOCKS)
    new = Session(
        id="new",
        service="group",
        date=date(2026, 11, 25),
        start=time(11),
        end=time(12),
        leads=("t01",),
        patients=("pt-0001",),
    )
    add_session(document, new)
    assert tomlkit.dumps(document) == (
        f"""{BLOCKS}
[[sessions]]
id = "new"
service = "group"
date = 2026-11-25
start = 11:00:00
end = 12:00:00
leads = ["t01"]
patients = ["pt-0001"]
"""
    )


def test_a_session_that_has_gone_meanwhile_is_named() -> None:
    gone = Session(
        id="gone",
        service="group",
        date=date(2026, 11, 25),
        start=time(11),
        end=time(12),
    )
    for text in (BLOCKS, HEAD, f"{HEAD}sessions = [3, {{ service = 'x' }}]\n"):
        with pytest.raises(ChangedMeanwhile, match=r"^gone has just been taken out of its week;"):
            replace_session(tomlkit.parse(text), gone, gone)
