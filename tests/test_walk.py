"""The free texts of a record."""

from iopctl.model.chart import Chart
from iopctl.model.walk import free_texts


def test_words_are_free_text_and_ids_codes_and_keys_are_not(chart: Chart) -> None:
    """
    [plan]
    track = "morning"
    identified = true
    strengths = ["Reads a lot.", "Sings."]
    roles = { t01 = "therapy" }
    referral = { from = "inpatient", psychiatric = true }
    diagnoses = [{ code = "F33.1", text = "depression" }]
    needs = [{ id = "n1", text = "Low mood." }]
    [[plan.goals]]
    id = "g1"
    needs = ["n1"]
    text = "Mood lifts."
    objectives = [{ id = "g1.o1", text = "Walks.", measure = { count = "walks a week", baseline = 1 } }]
    """
    assert dict(free_texts(chart.plan)) == {
        ("strengths", 0): "Reads a lot.",
        ("strengths", 1): "Sings.",
        ("roles", "t01"): "therapy",
        ("referral", "from"): "inpatient",
        ("diagnoses", 0, "text"): "depression",
        ("needs", 0, "text"): "Low mood.",
        ("goals", 0, "text"): "Mood lifts.",
        ("goals", 0, "objectives", 0, "text"): "Walks.",
        ("goals", 0, "objectives", 0, "measure", "count"): "walks a week",
    }


def test_a_week_has_words_in_its_sessions_and_rows(chart: Chart) -> None:
    """
    [plan]
    [[weeks]]
    week = "2026-W48"
    [[weeks.sessions]]
    id = "mon"
    service = "group"
    date = 2026-11-23
    start = 09:00:00
    end = 10:00:00
    cancelled = { reason = "Storm.", by = "t01", on = 2026-11-22 }
    attendance.pt-0001 = { status = "absent-excused", reason = "bus", late_entry = { reason = "ill" } }
    """
    assert list(free_texts(chart.bookings[0].week)) == [
        (("sessions", 0, "cancelled", "reason"), "Storm."),
        (("sessions", 0, "attendance", "pt-0001", "reason"), "bus"),
        (("sessions", 0, "attendance", "pt-0001", "late_entry", "reason"), "ill"),
    ]
