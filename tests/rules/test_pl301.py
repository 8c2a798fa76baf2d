"""PL301: objectives that read like those of other patients."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from iopctl import library
from iopctl.model.chart import Census
from iopctl.model.identity import Identity
from iopctl.model.pack import RulePack
from iopctl.model.rule import Finding
from iopctl.rules import pl301_cloned_objectives as pl301
from iopctl.testing import census_of, findings_of
from tests.conftest import AS_OF, messages, pack_of

Packs = Mapping[str, RulePack]

WALKS = "Walks every morning before work."
SLEEP = "Sleeps until six on five nights."
CALLS = "Calls the sister on bad days."
UNMASKED = "; without identity.toml names could not be left out"


def plans(*texts: Sequence[str], more: Sequence[str] = ()) -> str:
    """A program whose nth patient has these objectives."""
    blocks = []
    for n, mine in enumerate(texts):
        objectives = ", ".join(f'{{ id = "g1.o{o}", text = "{text}" }}' for o, text in enumerate(mine, 1))
        goals = f'goals = [{{ id = "g1", text = "Mood lifts.", objectives = [{objectives}] }}]'
        extra = more[n] if n < len(more) else ""
        blocks.append(f'[[plans]]\npatient = "pt-{n + 1:04d}"\n{extra}\n{goals}')
    return "\n".join(blocks)


def named(facts: str, *names: str | None) -> Census:
    """The program with an identity.toml for each patient that gets a name here."""
    census = census_of(facts)
    identities = [None if name is None else Identity.read({"name": name}, "identity.toml") for name in names]
    charts = (replace(chart, identity=identity) for chart, identity in zip(census.charts, identities, strict=True))
    return replace(census, charts=tuple(charts))


def found(facts: str | Census, pack: str | RulePack = "core") -> list[Finding]:
    return findings_of(pl301, facts, pack, AS_OF)


def said(facts: str | Census, pack: str | RulePack = "core") -> list[str]:
    return messages(found(facts, pack))


def test_two_objectives_in_common_are_named_in_both_plans() -> None:
    first, second = found(plans([SLEEP, WALKS, CALLS], [WALKS, CALLS]))
    assert first.message == (f"2 objectives (g1.o2, g1.o3) read like objectives of pt-0002, fewer than 2 may{UNMASKED}")
    assert first.next == "rewrite them with the patient, from what was assessed and what he or she wants"
    assert (first.severity, first.patient, first.on) == ("warning", "pt-0001", None)
    assert first.limit is not None
    assert first.limit.name == "cloned_objectives_min"
    assert (first.place.file, str(first.place)) == ("pt-0001/plan.toml", "goals.0.objectives.1.text")
    assert (second.patient, str(second.place)) == ("pt-0002", "goals.0.objectives.0.text")


def test_one_objective_in_common_is_none_too_many() -> None:
    assert said(plans([WALKS, SLEEP], [WALKS, CALLS])) == []


def test_they_may_be_those_of_different_patients() -> None:
    [finding] = found(plans([WALKS, SLEEP], [WALKS], [SLEEP]))
    assert (
        finding.message
        == f"2 objectives (g1.o1, g1.o2) read like objectives of pt-0002, pt-0003, fewer than 2 may{UNMASKED}"
    )


def test_an_objective_twice_in_one_plan_is_no_clone() -> None:
    assert said(plans([WALKS, WALKS], [SLEEP])) == []


def test_case_digits_and_punctuation_make_no_difference() -> None:
    mine = ["PHQ-9 from 19 to 9 or less!", "Out 5 days a week"]
    assert len(said(plans(mine, ["phq from 21 to 4, or less", "out 3 days; a week."]))) == 2
    assert said(plans(mine, ["phq from 21 to 4, or more", "out 3 days; a week."])) == []


def test_nine_tenths_of_the_five_word_runs_make_a_clone_and_less_does_not() -> None:
    """Fourteen words have ten runs of five, thirteen have nine, twelve have eight."""
    letters = "abcdefghijklmn"

    def text(count: int, last: str = "") -> str:
        return " ".join((*letters[:count], *last))

    for other, count in ((text(13, "z"), 2), (text(13), 2), (text(12), 0), (text(12, "yz"), 0)):
        assert len(said(plans([WALKS, text(14)], [WALKS, other]))) == count


def test_of_fewer_than_five_words_only_equal_ones_are_alike() -> None:
    assert len(said(plans(["Sleeps well again.", WALKS], ["sleeps well again", WALKS]))) == 2
    assert said(plans(["Sleeps well again.", WALKS], ["well again sleeps", WALKS])) == []


def test_objectives_of_which_no_word_is_left_are_not_compared() -> None:
    assert said(plans(["19 / 9", "5"], ["4", "12"])) == []


def test_names_in_identity_files_make_no_difference() -> None:
    facts = plans(["Ann calls her sister.", WALKS], ["Bea calls her sister.", WALKS], [SLEEP])
    assert said(facts) == []
    alike = "2 objectives (g1.o1, g1.o2) read like objectives of {}, fewer than 2 may"
    assert said(named(facts, "Ann Poe", "Bea Lee", None)) == [alike.format("pt-0002"), alike.format("pt-0001")]


def test_where_an_identity_is_not_there_the_finding_says_so() -> None:
    facts = plans([WALKS, CALLS], [WALKS, CALLS], [SLEEP])
    for names in (("Ann Poe", None, "Cas Ray"), (None, "Bea Lee", "Cas Ray"), ("Ann Poe", "", "Cas Ray")):
        assert all(message.endswith(UNMASKED) for message in said(named(facts, *names)))
    assert not any(message.endswith(UNMASKED) for message in said(named(facts, "Ann Poe", "Bea Lee", None)))


def test_closed_objectives_and_goals_are_left_alone() -> None:
    facts = plans([WALKS, CALLS], [WALKS, CALLS]).replace(f'text = "{CALLS}"', f'text = "{CALLS}", status = "met"', 1)
    assert said(facts) == []
    assert said(plans([WALKS, CALLS], [WALKS, CALLS]).replace('text = "Mood', 'status = "dropped", text = "Mood')) == []


def test_an_earlier_stay_of_the_same_person_is_no_other_patient() -> None:
    mine = [WALKS, CALLS]
    back, again = 'previous_stay = "pt-0001"', 'previous_stay = "pt-0002"'
    assert said(plans(mine, mine, mine, more=("", back, again))) == []
    assert said(plans(mine, mine, more=('previous_stay = "pt-0009"', 'previous_stay = "pt-0009"'))) == []
    assert len(said(plans(mine, mine, more=('previous_stay = "pt-0008"', 'previous_stay = "pt-0009"')))) == 2
    assert len(said(plans(mine, mine, mine, more=("", back)))) == 3


def test_stays_that_name_each_other_do_not_go_round_for_ever() -> None:
    mine = [WALKS, CALLS]
    assert len(said(plans(mine, mine, more=('previous_stay = "pt-0002"', 'previous_stay = "pt-0001"')))) == 2


def test_drafts_from_one_template_are_clones_of_each_other() -> None:
    text = library.template("depression")
    written = text.partition("[[goals]]")[2]
    assert "Uses a coping step of one's own on bad days." in written
    drafted = ["Uses a coping step of one's own on bad days.", "The PHQ-9 falls to the target."]
    assert len(said(plans(drafted, drafted))) == 2
    assert said(plans(drafted, [WALKS, SLEEP])) == []


def test_many_patients_are_counted() -> None:
    first = said(plans(*[[WALKS, CALLS]] * 7))[0]
    assert "objectives of pt-0002, pt-0003, pt-0004, pt-0005, pt-0006 and 1 more, fewer" in first


def test_a_pack_may_count_otherwise() -> None:
    long = "a b c d e f g h i j k l m n"
    near = long.replace("n", "z")
    facts = plans([long], [near])
    three = pack_of("limits.cloned_objectives_min = [{ value = 3 }]")
    assert said(plans([WALKS, CALLS], [WALKS, CALLS]), three) == []
    assert len(said(plans([WALKS, CALLS, SLEEP], [WALKS, CALLS, SLEEP]), three)) == 2
    alone = "limits.cloned_objectives_min = [{ value = 1 }]\n"
    assert said(facts, pack_of(alone)) == []
    assert len(said(plans([long], [long]), pack_of(alone))) == 2
    for percent, count in ((90, 2), (91, 0)):
        assert len(said(facts, pack_of(f"{alone}limits.shared_shingles_percent = [{{ value = {percent} }}]"))) == count
    none = pack_of("limits.cloned_objectives_min = [{ value = 0 }]")
    assert said(plans([WALKS], [CALLS]), none) == []


def test_a_stay_that_is_over_is_judged_by_what_was_in_force_on_its_last_day() -> None:
    ended = 'discharge = { on = 2026-10-02, reason = "completed" }'
    facts = plans([WALKS, CALLS], [WALKS, CALLS], more=(ended, ""))
    later = pack_of("limits.cloned_objectives_min = [{ value = 2, since = 2026-10-03 }]")
    assert [finding.patient for finding in found(facts, later)] == ["pt-0002"]


def test_a_pack_without_the_limit_compares_nothing(packs: Packs) -> None:
    facts = plans([WALKS, CALLS], [WALKS, CALLS])
    assert said(facts, "va-dbhds") == []
    assert len(said(facts, "tjc")) == 2
