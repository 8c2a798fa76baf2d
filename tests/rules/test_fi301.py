"""FI301: session notes that repeat an earlier one."""

from dataclasses import replace
from datetime import date

from iopctl.model.chart import Census
from iopctl.model.identity import Identity
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding
from iopctl.rules import fi301_cloned_note as fi301
from iopctl.testing import census_of, findings_of
from tests.conftest import messages, pack_of

SAME = "Spoke of the week; set one aim."
# 41 and 40 different words; 50 words have 46 runs of five.
WORDS = [f"w{'abcdefghijklmnopqrstuvwxyz'[n % 26]}{'abcdefghijklmnopqrstuvwxyz'[n // 26]}" for n in range(60)]


def weeks(*rows: str) -> str:
    """Sessions from rows `day am-or-pm patient: note`, in November 2026."""
    sessions: dict[tuple[date, str], list[str]] = {}
    for row in rows:
        head, _, note = row.partition(": ")
        day, half, patient = head.split()
        sessions.setdefault((date(2026, 11, int(day)), half), []).append(
            f'attendance.{patient} = {{ status = "attended", response = "{note}" }}'
        )
    blocks: dict[str, list[str]] = {}
    for (on, half), notes in sessions.items():
        block = blocks.setdefault(f"{on:%G-W%V}", [])
        block += [f'[[weeks.sessions]]\nid = "{on:%a}-{half}"\nservice = "group"'.lower(), f"date = {on}"]
        block += [f"start = {'09' if half == 'am' else '13'}:00:00\nend = 14:00:00", *notes]
    return "\n".join(["[plan]", *(f'[[weeks]]\nweek = "{week}"\n' + "\n".join(b) for week, b in blocks.items())])


def found(facts: str | Census, pack: str | RulePack = "core", as_of: str = "2026-11-30") -> list[Finding]:
    return findings_of(fi301, facts, pack, as_of)


def said(*rows: str, pack: str | RulePack = "core") -> list[str]:
    return messages(found(weeks(*rows), pack))


def test_a_note_of_one_patient_on_another_date() -> None:
    [finding] = found(weeks(f"23 am pt-0001: {SAME}", f"24 am pt-0001: {SAME}"))
    assert finding.message == "the note of 2026-W48/tue-am says the same as that of 2026-W48/mon-am for pt-0001"
    assert finding.next == "write what this patient said or did in that session, as a late entry"
    assert (finding.severity, finding.patient, finding.on) == ("warning", "pt-0001", date(2026, 11, 24))
    assert finding.limit is not None
    assert finding.limit.name == "cloned_note_words"
    assert (finding.place.file, str(finding.place)) == (
        "weeks/2026-W48.toml",
        "sessions.1.attendance.pt-0001.response",
    )


def test_a_note_of_another_patient_in_another_session() -> None:
    assert said(f"23 am pt-0001: {SAME}", f"23 pm pt-0002: {SAME}") == [
        "the note of 2026-W48/mon-pm says the same as that of 2026-W48/mon-am for pt-0001"
    ]


def test_one_session_or_one_day_of_one_patient_may_share_a_text() -> None:
    assert said(f"23 am pt-0001: {SAME}", f"23 am pt-0002: {SAME}") == []
    assert said(f"23 am pt-0001: {SAME}", f"23 pm pt-0001: {SAME}") == []


def test_each_copy_is_told_once_and_names_the_first() -> None:
    rows = [f"{day} am pt-000{n}: {SAME}" for day in (25, 24, 23) for n in (2, 1)]
    findings = found(weeks(*rows))
    assert [(finding.on and finding.on.day, finding.patient, finding.message[-7:]) for finding in findings] == [
        (24, "pt-0001", "pt-0001"),
        (24, "pt-0002", "pt-0001"),
        (25, "pt-0001", "pt-0001"),
        (25, "pt-0002", "pt-0001"),
    ]


def test_the_first_that_may_not_be_repeated_is_named() -> None:
    """In the afternoon pt-0001 may repeat the morning's own note, but not the one of pt-0002."""
    rows = (f"23 am pt-0001: {SAME}", f"23 am pt-0002: {SAME}", f"23 pm pt-0001: {SAME}")
    assert said(*rows) == ["the note of 2026-W48/mon-pm says the same as that of 2026-W48/mon-am for pt-0002"]


def test_order_is_by_date_then_clock_not_by_id() -> None:
    facts = weeks(f"23 aa pt-0001: {SAME}", f"23 am pt-0002: {SAME}")
    assert "2026-W48/mon-aa says the same as that of 2026-W48/mon-am" in messages(found(facts))[0]
    evening = facts.replace("start = 09:00:00", "start = 13:30:00")
    assert "2026-W48/mon-am says the same as that of 2026-W48/mon-aa" in messages(found(evening))[0]


def test_case_digits_and_punctuation_make_no_difference_and_one_word_is_enough() -> None:
    assert len(said("23 am pt-0001: Engaged.", "24 am pt-0001: ENGAGED!")) == 1
    assert len(said("23 am pt-0001: Mood 4 of 10.", "24 am pt-0001: Mood 7 of 10.")) == 1
    assert said("23 am pt-0001: Engaged.", "24 am pt-0001: Quiet.") == []


def test_notes_of_which_no_word_is_left_or_that_are_empty_are_not_compared() -> None:
    assert said("23 am pt-0001: 4/10", "24 am pt-0001: 7/10", "25 am pt-0001: ", "26 am pt-0001: ") == []


def test_names_in_identity_files_make_no_difference() -> None:
    facts = weeks("23 am pt-0001: Ann sang.", "24 am pt-0001: Ms sang.")
    assert found(facts) == []
    census = census_of(facts)
    identity = Identity.read({"name": "Ann Ms"}, "pt-0001/identity.toml")
    assert len(found(replace(census, charts=(replace(census.charts[0], identity=identity),)))) == 1


def changed(words: list[str], *at: int) -> str:
    """The words with those at some places put differently."""
    return " ".join("other" if n in at else word for n, word in enumerate(words))


def test_long_notes_that_share_nine_tenths_of_their_runs_are_copies() -> None:
    """54 words have 50 runs of five. A change of the middle takes five of them away, one of the end takes one."""
    long = WORDS[:54]
    [near] = said(f"23 am pt-0001: {' '.join(long)}", f"24 am pt-0001: {changed(long, 20)}")
    assert near == (
        "the note of 2026-W48/tue-am shares 90 % of its wording, where 90 % count as copied,"
        " with that of 2026-W48/mon-am for pt-0001"
    )
    assert said(f"23 am pt-0001: {' '.join(long)}", f"24 am pt-0001: {changed(long, 20, 53)}") == []


def test_the_same_runs_said_more_often_say_the_same() -> None:
    twice, thrice = " ".join(WORDS[:45] * 2), " ".join(WORDS[:45] * 3)
    assert said(f"23 am pt-0001: {twice}", f"24 am pt-0001: {thrice}") == [
        "the note of 2026-W48/tue-am says the same as that of 2026-W48/mon-am for pt-0001"
    ]


def test_forty_words_are_not_more_than_forty() -> None:
    for count, copies in ((40, 0), (41, 1)):
        words = WORDS[:count]
        pack = pack_of("limits.cloned_note_words = [{ value = 40 }]\nlimits.shared_shingles_percent = [{ value = 80 }]")
        assert (
            len(said(f"23 am pt-0001: {' '.join(words)}", f"24 am pt-0001: {changed(words, 0)}", pack=pack)) == copies
        )


def test_of_an_equal_and_a_similar_note_the_earlier_one_is_named() -> None:
    long = WORDS[:54]
    near, far = changed(long, 0), changed(long, 53)
    rows = (f"20 am pt-0001: {near}", f"23 am pt-0001: {far}", f"24 am pt-0001: {far}")
    assert said(*rows)[-1].endswith("that of 2026-W47/fri-am for pt-0001")


def test_without_a_percentage_only_equal_notes_are_copies() -> None:
    long = WORDS[:54]
    pack = pack_of("limits.cloned_note_words = [{ value = 40 }]")
    assert said(f"23 am pt-0001: {' '.join(long)}", f"24 am pt-0001: {changed(long, 0)}", pack=pack) == []
    [same] = said(f"23 am pt-0001: {' '.join(long)}", f"24 am pt-0001: {' '.join(long)}", pack=pack)
    assert "says the same as" in same


def test_what_is_noted_after_the_day_of_judgement_is_not_there_yet() -> None:
    facts = weeks(f"23 am pt-0001: {SAME}", f"24 am pt-0001: {SAME}")
    assert found(facts, as_of="2026-11-23") == []
    assert len(found(facts, as_of="2026-11-24")) == 1


def test_a_pack_that_only_compares_objectives_reads_no_notes() -> None:
    assert said(f"23 am pt-0001: {SAME}", f"24 am pt-0001: {SAME}", pack="tjc") == []
