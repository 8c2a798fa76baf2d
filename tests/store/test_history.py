"""What git says of a program, from real repositories: when facts entered, what changed, and when it says nothing."""

from datetime import date
from pathlib import Path

import pytest

from iopctl import library, store
from iopctl.model.frozen import Place
from iopctl.model.history import UNCOMMITTED
from iopctl.store.history import read_history
from tests.store.repository import (
    NOTE,
    NOTED,
    PATIENT,
    PLAN,
    PLAN_FILE,
    ROW,
    SIGNATURE,
    SIGNED,
    WEEK,
    WEEK_FILE,
    Repository,
    changed,
    late,
    repository,
)

__all__ = ["repository"]

REVIEW = 'schema = 1\non = 2026-11-09\nby = "t01"\nfiled_on = 2026-11-09\n'
REVIEW_FILE = "pt-0001/reviews/2026-11-09.toml"
LATE_PLAN = late(PATIENT, "2026-11-10", "2026-11-20", 10)
CHANGED_PLAN = changed(PATIENT, "2026-11-10", "2026-11-20")
MORE = PLAN.replace("Mood lifts.", "Mood lifts a little.")


day = date.fromisoformat


# When a date entered


@pytest.mark.parametrize(
    ("committed", "said"),
    [
        ("2026-11-13", []),
        ("2026-11-14", [late(PATIENT, "2026-11-10", "2026-11-14", 4)]),
        # The day is that of the clock in New York, not that of UTC.
        ("2026-11-14T04:59:59Z", []),
        ("2026-11-14T05:00:00Z", [late(PATIENT, "2026-11-10", "2026-11-14", 4)]),
        ("2026-11-14T04:59:59-0700", [late(PATIENT, "2026-11-10", "2026-11-14", 4)]),
    ],
)
def test_the_last_allowed_day_is_in_time(repository: Repository, committed: str, said: list[str]) -> None:
    repository.commit(committed, {PLAN_FILE: PLAN + SIGNED})
    assert repository.said() == said


def test_the_day_is_the_committers_and_not_the_authors(repository: Repository) -> None:
    repository.write({PLAN_FILE: PLAN + SIGNED})
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "x", "--date", "2026-11-10T12:00:00Z", at="2026-11-20T12:00:00Z")
    assert repository.said() == [LATE_PLAN]


def test_every_kind_of_date_is_found(repository: Repository) -> None:
    dates = """
[[evaluations]]
id = "e1"
kind = "initial"
by = "t01"
signed_at = 2026-11-09T17:00:00-05:00
[evaluations.cosigned]
by = "md1"
at = 2026-11-10

[[certifications]]
on = 2026-11-08
by = "md1"
"""
    row = NOTED.replace(" }\n", ', cosigned = { by = "d01", at = 2026-11-12 } }\n')
    files = {PLAN_FILE: PLAN + dates + SIGNED, WEEK_FILE: WEEK + row, REVIEW_FILE: REVIEW}
    repository.commit("2026-11-20", files)
    assert repository.said() == [
        LATE_PLAN,
        late("the signature under evaluation e1", "2026-11-09", "2026-11-20", 11),
        late("the co-signature under evaluation e1", "2026-11-10", "2026-11-20", 10),
        late("the certification by md1", "2026-11-08", "2026-11-20", 12),
        late(NOTE, "2026-11-09", "2026-11-20", 11),
        late(SIGNATURE, "2026-11-09", "2026-11-20", 11),
        late("the co-signature under the note of 2026-W46/mon", "2026-11-12", "2026-11-20", 8),
        late("the filing of the review of 2026-11-09", "2026-11-09", "2026-11-20", 11),
    ]


def test_a_record_that_was_added_to_later_is_as_old_as_it_was(repository: Repository) -> None:
    repository.commit("2026-11-09", {WEEK_FILE: WEEK + ROW, REVIEW_FILE: REVIEW})
    row = NOTED.replace(" }\n", ', cosigned = { by = "d01", at = 2026-11-20 } }\n')
    repository.commit("2026-11-20", {WEEK_FILE: WEEK + row, REVIEW_FILE: f"{REVIEW}text = 'More.'\n"})
    assert repository.said() == [late(SIGNATURE, "2026-11-09", "2026-11-20", 11)]


def test_a_signature_in_another_name_is_another_signature(repository: Repository) -> None:
    other = SIGNED.replace("patient", "guardian").replace("pt-0001", "mother")
    repository.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED})
    repository.commit("2026-11-20", {PLAN_FILE: PLAN + other})
    assert repository.said() == [late("the guardian signature by mother", "2026-11-10", "2026-11-20", 10)]


@pytest.mark.parametrize(("key", "was"), [("digest", "00"), ("revision = ", "1")])
def test_a_signature_for_something_else_is_another_signature(repository: Repository, key: str, was: str) -> None:
    lines = [line.replace(was, "2") if line.startswith(key) else line for line in SIGNED.splitlines(keepends=True)]
    repository.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED})
    repository.commit("2026-11-20", {PLAN_FILE: PLAN + "".join(lines)})
    assert repository.said() == [LATE_PLAN]


def test_only_what_still_stands_is_judged(repository: Repository) -> None:
    repository.commit("2026-11-20", {PLAN_FILE: PLAN + SIGNED, WEEK_FILE: WEEK + NOTED})
    repository.commit("2026-11-21", {PLAN_FILE: PLAN, WEEK_FILE: WEEK})
    assert repository.said() == []


def test_a_date_moves_with_its_record(repository: Repository) -> None:
    second = SIGNED.replace("patient", "therapist").replace("pt-0001", "t01")
    repository.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED})
    repository.commit("2026-11-20", {PLAN_FILE: PLAN + second + SIGNED})
    history = repository.census().history
    assert history is not None
    assert [place.key for place, commit in history.entered.items() if commit.on and commit.on.day == 20] == [
        ("signatures", 0, "on")
    ]


def test_rewriting_a_file_in_another_layout_enters_nothing(repository: Repository) -> None:
    repository.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED, WEEK_FILE: WEEK + NOTED})
    inline = (
        'signatures = [{ role = "patient", by = "pt-0001", on = 2026-11-10, revision = 1, digest = "blake2b-256:00" }]'
    )
    table = """[sessions.attendance.pt-0001]
signed_at = 2026-11-09
"signed_by" = 't01'
status = '''attended'''
response = "Took part\\u002e"
noted_at = 2026-11-09
noted_by = "t01"
"""
    week = WEEK.replace("[sessions.attendance]\n", table)
    repository.commit("2026-11-20", {PLAN_FILE: f"{inline}\n{PLAN}", WEEK_FILE: week})
    assert repository.said() == []


def test_a_row_of_one_session_is_not_that_of_another(repository: Repository) -> None:
    second = WEEK.partition("\n\n")[2].replace('"mon"', '"mon-2"')
    repository.commit("2026-11-09", {WEEK_FILE: WEEK + NOTED})
    repository.commit("2026-11-20", {WEEK_FILE: f"{WEEK}{NOTED}\n{second}{NOTED}"})
    assert repository.said() == [
        late("the note of 2026-W46/mon-2", "2026-11-09", "2026-11-20", 11),
        late("the signature under the note of 2026-W46/mon-2", "2026-11-09", "2026-11-20", 11),
    ]


def test_history_after_the_day_of_judgement_is_left_out(repository: Repository) -> None:
    repository.commit("2026-11-20", {PLAN_FILE: PLAN + SIGNED})
    repository.commit("2026-11-21", {PLAN_FILE: MORE + SIGNED})
    assert repository.said("2026-11-19") == []
    assert repository.said("2026-11-20") == [LATE_PLAN]
    assert repository.said("2026-11-21") == [LATE_PLAN, changed(PATIENT, "2026-11-10", "2026-11-21")]


# What is not committed


def test_what_a_tracked_file_holds_enters_today(repository: Repository) -> None:
    repository.commit("2026-11-09", {PLAN_FILE: PLAN})
    repository.write({PLAN_FILE: PLAN + SIGNED})
    assert repository.said("2026-11-13") == []
    assert repository.said("2026-11-14") == [
        f"{PATIENT} is of 2026-11-10 and is not committed yet, 4 days later, at most 3 are allowed"
    ]


def test_a_file_that_is_only_added_is_tracked_and_one_that_is_not_is_not_judged(repository: Repository) -> None:
    repository.commit("2026-11-09")
    repository.write({WEEK_FILE: WEEK + ROW})
    assert repository.said() == []
    repository.git("add", "-A")
    assert repository.said() == [
        f"{NOTE} is of 2026-11-09 and is not committed yet, 14 days later, at most 3 are allowed"
    ]
    repository.git("rm", "-q", "--cached", f"plans/{WEEK_FILE}")
    assert repository.said() == []


def test_a_change_that_is_not_committed_counts(repository: Repository) -> None:
    repository.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED})
    repository.write({PLAN_FILE: MORE + SIGNED})
    assert repository.said() == [
        f"{PATIENT} is of 2026-11-10, and what stands under it was changed and is not committed yet"
    ]
    history = repository.census().history
    assert history is not None
    assert history.changed == {Place(PLAN_FILE, ("signatures", 0, "on")): (UNCOMMITTED,)}


def test_line_ends_and_a_byte_order_mark_are_no_change(repository: Repository) -> None:
    text = WEEK + NOTED
    repository.commit("2026-11-09", {WEEK_FILE: text})
    repository.write({WEEK_FILE: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()})
    assert repository.said() == []


# What changed under a signature


def test_a_plan_that_changed_under_a_signature(repository: Repository) -> None:
    repository.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED})
    repository.commit("2026-11-20", {PLAN_FILE: MORE + SIGNED})
    assert repository.said() == [CHANGED_PLAN]


def test_changing_back_heals_nothing(repository: Repository) -> None:
    repository.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED})
    repository.commit("2026-11-20", {PLAN_FILE: MORE + SIGNED})
    repository.commit("2026-11-21", {PLAN_FILE: PLAN + SIGNED})
    assert repository.said() == [CHANGED_PLAN]


def test_what_no_signature_covers_may_change(repository: Repository) -> None:
    more = '\n[[certifications]]\non = 2026-11-20\nby = "md1"\n\n[[events]]\nkind = "crisis"\non = 2026-11-20\n'
    closed = PLAN.replace("active", "closed").replace("[[goals]]", "# The end.\n[[goals]]")
    repository.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED})
    repository.commit("2026-11-20", {PLAN_FILE: closed + SIGNED + more})
    assert repository.said() == []


def test_a_new_revision_or_a_new_signature_heals(repository: Repository) -> None:
    second = SIGNED.replace("2026-11-10", "2026-11-20").replace(":00", ":11")
    repository.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED})
    repository.commit("2026-11-20", {PLAN_FILE: MORE + SIGNED + second})
    assert repository.said() == []
    repository.commit("2026-11-21", {PLAN_FILE: MORE.replace("revision = 1", "revision = 2") + SIGNED})
    repository.commit("2026-11-22", {PLAN_FILE: PLAN.replace("revision = 1", "revision = 2") + SIGNED})
    assert repository.said() == [CHANGED_PLAN]  # the one of 20 November stands no longer


def test_a_change_with_a_new_revision_is_none_under_the_old_signature(repository: Repository) -> None:
    repository.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED})
    repository.commit("2026-11-20", {PLAN_FILE: MORE.replace("revision = 1", "revision = 2") + SIGNED})
    assert repository.said() == []


def test_a_draft_may_change_until_it_is_signed(repository: Repository) -> None:
    repository.commit("2026-11-08", {PLAN_FILE: PLAN})
    repository.commit("2026-11-09", {PLAN_FILE: MORE})
    repository.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED})
    assert repository.said() == []


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('"attended"', '"partial", left = 09:40:00'),
        ('"attended"', '"partial", arrived = 09:10:00'),
        ("Took part.", "Took part in all."),
        ('response = "Took part.", ', ""),
        ('response = "Took part.", ', 'response = "Took part.", did = ["cbt.activation"], '),
        ('response = "Took part.", ', 'response = "Took part.", objectives = ["g1.o1"], '),
        ('response = "Took part.", ', 'response = "Took part.", reason = "x", '),
        ('signed_by = "t01"', 'signed_by = "t02"'),
    ],
)
def test_a_signed_note_that_changed(repository: Repository, was: str, now: str) -> None:
    assert was in NOTED
    repository.commit("2026-11-09", {WEEK_FILE: WEEK + NOTED})
    repository.commit("2026-11-12", {WEEK_FILE: WEEK + NOTED.replace(was, now)})
    assert repository.said() == [changed(SIGNATURE, "2026-11-09", "2026-11-12")]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("2026-11-09 }", "2026-11-12 }"),  # signed anew
        (" }\n", ', cosigned = { by = "d01", at = 2026-11-12 } }\n'),
        (" }\n", ", did = [] }\n"),
        ('response = "Took part."', "response = 'Took part.'"),
        ('noted_by = "t01"', 'noted_by = "t02"'),
    ],
)
def test_a_signed_note_that_did_not_change(repository: Repository, was: str, now: str) -> None:
    repository.commit("2026-11-09", {WEEK_FILE: WEEK + NOTED})
    repository.commit("2026-11-12", {WEEK_FILE: WEEK + NOTED.replace(was, now)})
    assert repository.said() == []


def test_a_note_may_change_until_it_is_signed(repository: Repository) -> None:
    repository.commit("2026-11-09", {WEEK_FILE: WEEK + ROW})
    repository.commit("2026-11-10", {WEEK_FILE: WEEK + NOTED.replace("Took part.", "Took part in all.")})
    assert repository.said() == []


def test_an_evaluation_and_a_certification_that_changed(repository: Repository) -> None:
    text = """
[[evaluations]]
id = "e1"
kind = "initial"
by = "t01"
signed_at = 2026-11-10T17:00:00-05:00
current = "{}"

[[certifications]]
on = 2026-11-10
by = "md1"
hours_per_week = {}
"""
    repository.commit("2026-11-10", {PLAN_FILE: PLAN + text.format("Low mood.", 9)})
    repository.commit("2026-11-20", {PLAN_FILE: PLAN + text.format("Low mood, no sleep.", 12)})
    assert repository.said() == [
        changed("the signature under evaluation e1", "2026-11-10", "2026-11-20"),
        changed("the certification by md1", "2026-11-10", "2026-11-20"),
    ]


def test_the_reason_of_a_late_entry_is_no_change_of_what_was_signed(repository: Repository) -> None:
    evaluation = '\n[[evaluations]]\nid = "e1"\nkind = "initial"\nby = "t01"\nsigned_at = 2026-11-05\n'
    signed = SIGNED.replace("2026-11-10", "2026-11-05")
    repository.commit("2026-11-10", {PLAN_FILE: PLAN + evaluation + signed})
    assert len(repository.said()) == 2
    reason = 'late_entry = { reason = "Signed on paper at the hospital." }\n'
    repository.commit("2026-11-11", {PLAN_FILE: PLAN + evaluation + reason + signed + reason})
    assert repository.said() == []


# Names, branches, files that come and go


def test_a_folder_that_was_renamed_keeps_its_history(repository: Repository) -> None:
    files = {PLAN_FILE: PLAN + SIGNED, WEEK_FILE: WEEK + NOTED, REVIEW_FILE: REVIEW}
    repository.commit("2026-11-09", files)
    repository.git("mv", "plans", "our clinic")
    repository.plans = repository.top / "our clinic"
    repository.commit("2026-11-20")
    repository.commit("2026-11-21", {WEEK_FILE: WEEK + NOTED.replace("Took part.", "Took part in all.")})
    assert repository.said() == [changed(SIGNATURE, "2026-11-09", "2026-11-21")]
    assert set(map(str, repository.days().values())) == {"2026-11-09"}


def test_a_patient_whose_code_was_corrected_keeps_their_history(repository: Repository) -> None:
    repository.commit("2026-11-09", {REVIEW_FILE: REVIEW, PLAN_FILE: PLAN})
    repository.git("mv", "plans/pt-0001", "plans/pt-0002")
    repository.commit("2026-11-20", {"pt-0002/plan.toml": PLAN.replace("pt-0001", "pt-0002")})
    assert {str(day) for day in repository.days().values()} == {"2026-11-09"}


def test_a_name_that_was_given_again_starts_anew(repository: Repository) -> None:
    repository.commit("2026-11-09", {PLAN_FILE: PLAN + SIGNED})
    repository.git("mv", "plans", "clinic")
    repository.plans = repository.top / "clinic"
    repository.commit("2026-11-12")
    other = Repository(repository.top)
    other.commit("2026-11-20", {PLAN_FILE: MORE + SIGNED})
    assert repository.said() == []


def test_what_another_branch_did_under_the_old_name_counts(repository: Repository) -> None:
    repository.commit("2026-11-08", {WEEK_FILE: WEEK, PLAN_FILE: PLAN})
    repository.git("checkout", "-q", "-b", "notes")
    repository.commit("2026-11-10", {WEEK_FILE: WEEK + NOTED})
    repository.git("checkout", "-q", "main")
    repository.git("mv", "plans", "clinic")
    repository.commit("2026-11-09")
    repository.plans = repository.top / "clinic"
    repository.git("merge", "-q", "--no-ff", "-m", "x", "notes", at="2026-11-20T12:00:00Z")
    assert repository.said() == []


def test_a_merge_brings_nothing_of_its_own(repository: Repository) -> None:
    repository.commit("2026-11-08", {WEEK_FILE: WEEK, PLAN_FILE: PLAN})
    repository.git("checkout", "-q", "-b", "notes")
    repository.commit("2026-11-09", {WEEK_FILE: WEEK + NOTED})
    repository.git("checkout", "-q", "main")
    repository.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED, WEEK_FILE: f"# Ours.\n{WEEK}"})
    repository.git("merge", "-q", "--no-ff", "-m", "x", "notes", at="2026-11-20T12:00:00Z")
    assert repository.said() == []
    assert (repository.plans / WEEK_FILE).read_text() == f"# Ours.\n{WEEK}{NOTED}"


def test_what_only_a_merge_brought_entered_with_the_merge(repository: Repository) -> None:
    repository.commit("2026-11-08", {WEEK_FILE: WEEK, PLAN_FILE: PLAN})
    repository.git("checkout", "-q", "-b", "notes")
    repository.commit("2026-11-09", {WEEK_FILE: WEEK + NOTED})
    repository.git("checkout", "-q", "main")
    repository.commit("2026-11-10", {WEEK_FILE: f"# Ours.\n{WEEK}"})
    repository.git("merge", "-q", "--no-ff", "--no-commit", "notes")
    other = NOTED.replace("pt-0001", "pt-0002")
    changed_note = NOTED.replace("Took part.", "Took part in all.")
    files = {
        WEEK_FILE: WEEK + changed_note + other,
        PLAN_FILE: PLAN,
        "pt-0002/plan.toml": PLAN.replace("-0001", "-0002"),
    }
    repository.commit("2026-11-20", files)
    assert repository.said() == [
        late(NOTE, "2026-11-09", "2026-11-20", 11),
        late(SIGNATURE, "2026-11-09", "2026-11-20", 11),
        changed(SIGNATURE, "2026-11-09", "2026-11-20"),
    ]


def test_a_change_on_a_branch_is_named_by_the_commit_there(repository: Repository) -> None:
    repository.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED})
    repository.git("checkout", "-q", "-b", "edits")
    repository.commit("2026-11-20", {PLAN_FILE: MORE + SIGNED})
    repository.git("checkout", "-q", "main")
    repository.commit("2026-11-11", {REVIEW_FILE: REVIEW})
    assert repository.said() == []  # what is not merged is not ours
    repository.git("merge", "-q", "--no-ff", "-m", "x", "edits", at="2026-11-22T12:00:00Z")
    assert repository.said() == [CHANGED_PLAN]


def test_a_file_that_was_deleted_and_restored_is_as_old_as_it_was(repository: Repository) -> None:
    repository.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED})
    (repository.plans / PLAN_FILE).unlink()
    repository.commit("2026-11-11")
    repository.commit("2026-11-20", {PLAN_FILE: PLAN + SIGNED})
    assert repository.said() == []
    assert repository.days() == {PLAN_FILE: day("2026-11-10")}
    (repository.plans / PLAN_FILE).unlink()
    repository.commit("2026-11-20")
    repository.commit("2026-11-21", {PLAN_FILE: MORE + SIGNED})
    assert repository.said() == [changed(PATIENT, "2026-11-10", "2026-11-21")]


@pytest.mark.parametrize("program", [".", "clinics/north side/plans", "[x]*?", "ü\tb"])
def test_the_program_may_lie_anywhere_in_the_repository(tmp_path: Path, program: str) -> None:
    repository = Repository(tmp_path / "r", program)
    repository.commit("2026-11-20", {PLAN_FILE: PLAN + SIGNED})
    assert repository.said() == [LATE_PLAN]


def test_another_program_in_the_same_repository_is_another_record(repository: Repository) -> None:
    other = Repository(repository.top, "other")
    other.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED})
    repository.commit("2026-11-20", {PLAN_FILE: PLAN + SIGNED})
    assert repository.said() == [LATE_PLAN]
    assert other.said() == []


# What cannot be read in history


@pytest.mark.parametrize(
    "broken",
    [
        b"\xff\xfe broken",
        b"schema = 1\n[[signatures]\n",
        b"<<<<<<< ours\n",
        b"",
        b"x = " + b"[" * 5000,
        b"\x00\x01",
        b".".join([b"a"] * 30_000) + b" = 1\n",
        b"# " + b"x" * 300_000,
    ],
    ids=["encoding", "toml", "conflict", "empty", "deep", "binary", "dotted", "huge"],
)
def test_a_version_that_cannot_be_read_is_passed_over(repository: Repository, broken: bytes) -> None:
    files = {PLAN_FILE: PLAN + SIGNED, WEEK_FILE: WEEK + NOTED, REVIEW_FILE: REVIEW}
    repository.commit("2026-11-09", files)
    repository.commit("2026-11-15", dict.fromkeys(files, broken))
    repository.commit("2026-11-20", files)
    assert repository.said() == []
    repository.commit("2026-11-21", {PLAN_FILE: MORE + SIGNED})
    assert repository.said() == [changed(PATIENT, "2026-11-10", "2026-11-21")]


def test_a_huge_version_is_not_even_read(repository: Repository) -> None:
    repository.commit("2026-11-09", {WEEK_FILE: WEEK + NOTED})
    repository.commit("2026-11-15", {WEEK_FILE: b"#" * 200_000_000})
    repository.commit("2026-11-20", {WEEK_FILE: WEEK + NOTED})
    assert repository.said() == []


def test_a_link_in_history_is_no_version(repository: Repository) -> None:
    repository.commit("2026-11-09", {REVIEW_FILE: REVIEW})
    (repository.plans / WEEK_FILE).parent.mkdir()
    (repository.plans / WEEK_FILE).symlink_to("../program.toml")
    repository.commit("2026-11-10")
    (repository.plans / WEEK_FILE).unlink()
    repository.commit("2026-11-20", {WEEK_FILE: WEEK + NOTED})
    assert [message.partition(" is of ")[0] for message in repository.said()] == [NOTE, SIGNATURE]
    assert repository.days()[WEEK_FILE] == day("2026-11-20")


def test_a_plan_with_unknown_keys_is_held_to_what_is_known(repository: Repository) -> None:
    repository.commit("2026-11-10", {PLAN_FILE: f"mood = 1\n{PLAN}{SIGNED}"})
    repository.commit("2026-11-12", {PLAN_FILE: PLAN + SIGNED})
    assert repository.said() == []


@pytest.mark.parametrize("broken", ["Mood lifts.", "7"], ids=["no TOML", "no plan"])
def test_a_plan_that_was_broken_under_its_signature_is_passed_over(repository: Repository, broken: str) -> None:
    repository.commit("2026-11-10", {PLAN_FILE: PLAN + SIGNED})
    repository.commit("2026-11-11", {PLAN_FILE: PLAN.replace('"Mood lifts."', broken) + SIGNED})
    repository.commit("2026-11-12", {PLAN_FILE: PLAN + SIGNED})
    assert repository.said() == []


@pytest.mark.parametrize("now", [PLAN.replace("1", "2"), "x", None])
def test_a_file_that_somebody_saves_or_takes_away_meanwhile_is_no_crash(
    repository: Repository, now: str | None
) -> None:
    files = {PLAN_FILE: PLAN + SIGNED, WEEK_FILE: WEEK + NOTED, REVIEW_FILE: REVIEW}
    repository.commit("2026-11-09", files)
    census = store.load(repository.plans, library.packs(), library.instruments()).census
    for file in files:
        (repository.plans / file).unlink()
    if now is not None:
        repository.write(dict.fromkeys(files, now))
    history = read_history(repository.plans, census, 3)
    assert (history.missing, history.changed) == (None, {})
    assert set(history.first) == set(files)


# For other rules


def test_the_first_commit_of_a_file(repository: Repository) -> None:
    first = repository.commit("2026-11-12", {REVIEW_FILE: REVIEW})
    repository.commit("2026-11-20", {REVIEW_FILE: f"{REVIEW}text = 'x'\n"})
    history = repository.census().history
    assert history is not None
    commit = history.first_commit(REVIEW_FILE)
    assert commit is not None
    assert (commit.id, commit.on) == (first[:10], day("2026-11-12"))
    assert history.first_commit("pt-0001/reviews/2026-12-01.toml") is None


def test_charts_and_the_program_share_one_history(repository: Repository) -> None:
    repository.commit("2026-11-12", {PLAN_FILE: PLAN})
    census = repository.census()
    assert census.history is not None
    assert census.charts[0].history is census.history
    assert store.load(repository.plans, library.packs(), library.instruments()).census.history is None
