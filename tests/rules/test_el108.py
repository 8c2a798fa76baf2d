"""EL108: the track against the age band, on admission and at birthdays."""

from collections.abc import Mapping
from datetime import date

from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.rules import el108_population_band_mismatch as el108
from tests.conftest import AS_OF, messages, pack_of

Packs = Mapping[str, RulePack]


def test_eighteen_is_adult(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    track = "morning"
    population = "adult"
    admitted_at = 2026-09-07
    age_at_admission = 18
    """
    assert messages(el108.check(chart, packs["core"], AS_OF)) == []


def test_seventeen_on_an_adult_track_is_a_mismatch(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    track = "morning"
    admitted_at = 2026-09-07
    age_at_admission = 17
    """
    [finding] = el108.check(chart, packs["core"], AS_OF)
    assert finding.message == (
        "the age on admission is 17, youth where adults are 18 and older; the track morning is for adult"
    )
    assert (finding.severity, finding.on, str(finding.place)) == ("warning", date(2026, 9, 7), "track")


def test_twenty_is_youth_in_arts_but_only_believed_so(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    track = "morning"
    admitted_at = 2026-09-07
    age_at_admission = 20
    """
    assert messages(el108.check(chart, packs["core"], AS_OF)) == []
    [finding] = el108.check(chart, packs["va-arts"], AS_OF)
    assert finding.severity == "info"


def test_the_plans_population_must_be_the_tracks(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    track = "youth"
    population = "adult"
    admitted_at = 2026-09-07
    age_at_admission = 15
    """
    [finding] = el108.check(chart, packs["core"], AS_OF)
    assert finding.message == "the plan says adult, the track youth is for youth"
    assert str(finding.place) == "population"


def test_without_an_age_nothing_can_be_judged(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    track = "youth"
    admitted_at = 2026-09-07
    """
    [finding] = el108.check(chart, packs["core"], AS_OF)
    assert finding.message == "the age at admission is missing, so limits by age cannot be judged"
    assert (finding.severity, str(finding.place)) == ("info", "age_at_admission")


def test_a_draft_without_a_track_has_nothing_to_compare(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    population = "adult"
    """
    assert messages(el108.check(chart, packs["core"], AS_OF)) == []


def test_a_draft_with_a_track_is_judged_today(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    track = "youth"
    age_at_admission = 40
    birthdays = [{ on = 2026-10-02, turns = 41 }]
    """
    [finding] = el108.check(chart, packs["core"], AS_OF)
    assert finding.message == (
        "the age on admission is 41, adult where adults are 18 and older; the track youth is for youth"
    )
    assert finding.on is None


def test_an_eighteenth_birthday_during_the_stay_needs_a_note(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    track = "youth"
    admitted_at = 2026-09-07
    age_at_admission = 17
    birthdays = [{ on = 2026-10-02, turns = 18 }]
    """
    assert messages(el108.check(chart, packs["core"], date(2026, 10, 1))) == []
    [finding] = el108.check(chart, packs["core"], date(2026, 10, 2))
    assert finding.message == "the patient turns 18 during the stay, and no population_change is recorded"
    assert (finding.severity, finding.on, str(finding.place)) == ("warning", date(2026, 10, 2), "birthdays.0")


def test_a_birthday_after_discharge_is_nobodys_transition(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    track = "youth"
    admitted_at = 2026-09-07
    age_at_admission = 17
    birthdays = [{ on = 2026-10-02, turns = 18 }]
    discharge = { on = 2026-10-01, reason = "completed" }
    """
    assert messages(el108.check(chart, packs["core"], AS_OF)) == []


def test_a_nineteenth_birthday_crosses_no_band(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    track = "morning"
    admitted_at = 2026-09-07
    age_at_admission = 18
    birthdays = [{ on = 2026-09-07, turns = 18 }, { on = 2026-10-02, turns = 19 }]
    """
    assert messages(el108.check(chart, packs["core"], AS_OF)) == []


def test_with_a_note_the_patient_may_stay_on_the_track(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    track = "youth"
    admitted_at = 2026-09-07
    age_at_admission = 17
    birthdays = [{ on = 2026-10-02, turns = 18 }]
    population_change = { on = 2026-10-02, by = "t01", text = "Stays with the youth group to the end." }
    """
    assert messages(el108.check(chart, packs["core"], AS_OF)) == []


def test_with_a_note_the_patient_may_move_to_the_adults(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    track = "morning"
    admitted_at = 2026-09-07
    age_at_admission = 17
    birthdays = [{ on = 2026-10-02, turns = 18 }]
    population_change = { on = 2026-10-02, by = "t01", text = "Moves to the adult mornings." }
    """
    assert messages(el108.check(chart, packs["core"], AS_OF)) == []


def test_a_note_before_the_birthday_does_not_make_an_adult(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    track = "morning"
    admitted_at = 2026-09-07
    age_at_admission = 17
    birthdays = [{ on = 2026-10-02, turns = 18 }]
    population_change = { on = 2026-10-01, by = "t01", text = "Moves to the adult mornings." }
    """
    assert len(messages(el108.check(chart, packs["core"], AS_OF))) == 1


def test_a_pack_without_the_limit_judges_no_band(chart: Chart) -> None:
    """
    [plan]
    track = "morning"
    admitted_at = 2026-09-07
    age_at_admission = 17
    birthdays = [{ on = 2026-10-02, turns = 18 }]
    """
    assert messages(el108.check(chart, pack_of(""), AS_OF)) == []
