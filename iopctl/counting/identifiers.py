"""What in a text would tell who somebody is: the identifiers of 45 CFR 164.514(b)(2) that have a form.

Every pattern looks at each character a bounded number of times. Only that something was found is ever told, not what.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from iopctl.model.chart import Census

# How the kinds are called in a finding; their ids are the words of the limit.
KINDS = {
    "name": "a name",
    "ssn": "a social security number",
    "phone": "a phone number",
    "email": "an e-mail address",
    "street": "a street address",
    "mrn": "a medical record number",
    "birth-date": "a full birth date",
}

# An area code of North America. Toll-free ones are lines that anybody may call: no person is known by them.
_AREA = r"(?!8(?:00|33|44|55|66|77|88))[2-9]\d\d"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_FULL_DATE = (
    rf"(?:\d{{4}}-\d\d?-\d\d?|\d\d?[/.-]\d\d?[/.-]\d\d(?:\d\d)?|{_DAY}\.? (?:of )?{_MONTH},? \d{{4}}"
    rf"|{_MONTH} {_DAY},? \d{{4}})(?!\d)"
)
# "5 Minutes With Dr. Lee" and "2 Nights At St Mary" are no addresses.
_STREET = (
    r"(?:Street|St(?! [A-Z])|Avenue|Ave|Road|Rd|Drive|Dr(?!\.? [A-Z])|Lane|Ln|Boulevard|Blvd|Court|Ct|Circle|Terrace"
    r"|Parkway|Pkwy|Highway)"
)

_PATTERNS = {
    # A title makes a name of the word after it; without one only identity.toml knows which words are names.
    "name": re.compile(r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof)\.? [A-ZÀ-ÖØ-Þ][\w'\u2019-]"),
    "ssn": re.compile(
        r"(?<![\w-])\d{3}-\d\d-\d{4}(?![\w-])|\b(?i:SSN|social security)\b\D{0,20}\d{3}[- ]?\d\d[- ]?\d{4}(?!\d)"
    ),
    "phone": re.compile(
        rf"(?<![\w.+-])(?:\+?1[-. ]?)?(?:\({_AREA}\) ?|{_AREA}[-. ])\d{{3}}[-. ]\d{{4}}(?![\w-])"
        rf"|(?<![\w+])\+[2-9](?:[-. ]?\d){{7,13}}(?!\d)"
        rf"|\b(?i:phone|tel|telephone|cell|mobile|call|fax|text)\b\D{{0,20}}"
        rf"(?:{_AREA}\d{{7}}|\d{{3}}[-. ]\d{{4}})(?![\w-])"
    ),
    "email": re.compile(r"\w@[\w-]{1,63}\.\w"),
    "street": re.compile(
        rf"(?<![\w.-])\d{{1,5}}(?: [NSEW]\.?)?(?: (?:[A-Z][\w'\u2019-]{{0,24}}|{_DAY})){{1,3}} {_STREET}\b"
        r"|\bP\.? ?O\.? Box \d"
    ),
    "mrn": re.compile(r"\b(?i:MRN|(?:record|chart) (?:no|nr|number))\b\W{0,3}[A-Za-z]{0,3}-?\d{4}"),
    # A date alone is any day of treatment; beside a birth it is a birth date.
    "birth-date": re.compile(rf"\b(?i:born|birth(?:date)?|DOB|D\.O\.B)\b\.?[^\d.,;]{{0,30}}?{_FULL_DATE}"),
}

_WITHOUT_DIGITS = frozenset({"name", "email"})
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]{2,}")  # an initial is no name


@dataclass(frozen=True)
class Known:
    """The names that identity.toml gives, and the phone numbers that the program itself gives to everybody.

    In somebody's own chart each word of the name is one, as written or in capitals: in lower case, hope and will are
    words of anybody's sentences. Elsewhere two words that go together are one, in any case, first name first or last.
    """

    own: dict[str, frozenset[str]]
    pairs: frozenset[tuple[str, str]]
    public: tuple[str, ...]

    @classmethod
    def of(cls, census: Census) -> "Known":
        """From every chart that has an identity.toml, and from the program's crisis text."""
        names = {c.patient: _WORD.findall(c.identity.name or "") for c in census.charts if c.identity is not None}
        own = {patient: frozenset((*words, *(word.upper() for word in words))) for patient, words in names.items()}
        pairs = frozenset(pair for words in names.values() for pair in _pairs(words))
        numbers = _PATTERNS["phone"].finditer(census.program.crisis_text or "")
        return cls(own, pairs, tuple(number[0] for number in numbers))

    def named_in(self, text: str, patient: str | None) -> bool:
        """Whether the text, of this patient's chart or of nobody's, holds a name on file."""
        if not self.own:
            return False
        words = _WORD.findall(text)
        own = self.own.get(patient or "", frozenset())
        return not own.isdisjoint(words) or not self.pairs.isdisjoint(pairwise(word.casefold() for word in words))


def kinds_in(text: str, patient: str | None, known: Known) -> Iterator[str]:
    """The kinds of identifier that the text seems to hold, in the order of KINDS."""
    for number in known.public:
        text = text.replace(number, "")
    digits = _DIGIT.search(text) is not None  # most notes have none, and most kinds need one
    for kind in KINDS:
        formed = (digits or kind in _WITHOUT_DIGITS) and _PATTERNS[kind].search(text)
        if formed or (kind == "name" and known.named_in(text, patient)):
            yield kind


def _pairs(words: list[str]) -> Iterator[tuple[str, str]]:
    """Neighbours, and first and last name in either order; one word alone has none."""
    folded = [word.casefold() for word in words]
    yield from pairwise(folded)
    if len(folded) > 1:
        yield folded[0], folded[-1]
        yield folded[-1], folded[0]
