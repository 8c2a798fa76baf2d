"""A session note repeats an earlier note: of the patient on another date, or of another patient in another session.

Why: a note that was copied says nothing of the session it stands under, and cloned notes are what payers' auditors look
for first. Case, digits, punctuation and the names in identity.toml are left out before notes are compared. The same
words count at any length: an "engaged" that stands under every session is a copy too, and one line of what the patient
did costs less than defending it. Notes of which no word is left, such as a bare score, are not compared. Longer notes
also count when both share the percentage of five-word runs that the pack names. Several patients of one session, and
one patient's sessions of one day, may share a text.
What to do: write what this patient said or did in that session, as a late entry. The first of equal notes stands.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time

from iopctl.counting.likeness import WHOLE, Words, alike, names_on_file, words_of
from iopctl.model.chart import Census
from iopctl.model.frozen import Place
from iopctl.model.pack import Limit, RulePack
from iopctl.model.rule import Finding, Rule, Severity

RULE = Rule("FI301", "cloned-note", Severity.WARNING, ("cloned_note_words",), ("shared_shingles_percent",))


@dataclass(frozen=True)
class Note:
    """One patient's note of one session."""

    on: date
    start: time
    ref: str
    patient: str
    place: Place
    words: Words

    @property
    def order(self) -> tuple[date, time, str, str]:
        """By time; of one session by patient."""
        return self.on, self.start, self.ref, self.patient

    def may_not_repeat(self, earlier: "Note") -> bool:
        """Of one patient on another date, or of another patient in another session."""
        return self.on != earlier.on if self.patient == earlier.patient else self.ref != earlier.ref


def check_program(census: Census, pack: RulePack, today: date) -> Iterator[Finding]:
    """One finding for each note that repeats one, naming the first that it repeats."""
    limit, percent = pack.limit("cloned_note_words", today), pack.limit("shared_shingles_percent", today)
    if limit is None:
        return
    notes = sorted(_notes(census, today), key=lambda note: note.order)
    like = alike((note.words for note in notes), None if percent is None else percent.number, over=limit.number)
    by_words: dict[Words, list[Note]] = {}
    for note in notes:
        earlier = _first_repeated(note, like.get(note.words, {}), by_words)
        by_words.setdefault(note.words, []).append(note)
        if earlier is not None:
            how = _how(like[note.words][earlier.words], percent)
            yield RULE.finding(
                note.place,
                f"the note of {note.ref} {how} that of {earlier.ref} for {earlier.patient}",
                "write what this patient said or did in that session, as a late entry",
                patient=note.patient,
                limit=limit,
                on=note.on,
            )


def _notes(census: Census, today: date) -> Iterator[Note]:
    names = names_on_file(census)
    for week, index, session in census.sessions():
        for patient, record in session.attendance.items():
            if record.response and session.date <= today:
                place = week.at("sessions", index, "attendance", patient, "response")
                words = words_of(record.response, names)
                yield Note(session.date, session.start, f"{week.week}/{session.id}", patient, place, words)


def _first_repeated(note: Note, like: Mapping[Words, int], by_words: Mapping[Words, list[Note]]) -> Note | None:
    firsts = (next(filter(note.may_not_repeat, by_words.get(words, ())), None) for words in like)
    return min((each for each in firsts if each is not None), key=lambda each: each.order, default=None)


def _how(shared: int, percent: Limit | None) -> str:
    """In a sentence; less than the whole is only looked for where the pack names a percentage."""
    if percent is None or shared == WHOLE:
        return "says the same as"
    return f"shares {shared} % of its wording, where {percent.number} % count as copied, with"
