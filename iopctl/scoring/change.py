"""How far one score is from another, by the published constants of its instrument (measures, section 2)."""

from dataclasses import dataclass
from typing import Literal

from iopctl.model.instrument import Instrument

# Of a pair of scores, in the order in which it is asked (measures, section 2).
Category = Literal["deteriorated", "unchanged", "recovered", "improved"]
Movement = Literal["reliable improvement", "improving", "unchanged", "worse", "reliably worse"]


@dataclass(frozen=True)
class Change:
    """From a baseline to a score; None is what no published constant decides.

    Response, remission and clinical significance are None for people who were not clinical at baseline. `meaningful`
    is a change towards health by at least the smallest that matters (MCID).
    """

    points: float
    percent: float | None  # undefined at baseline 0, never 0 or 100
    movement: Movement
    response: bool | None
    remission: bool | None
    meaningful: bool | None = None
    significant: bool | None = None
    category: Category | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """Response, remission and a clinically significant change (reliable, and out of the clinical range)."""
        significant = self.category == "recovered"
        reached = {"response": self.response, "remission": self.remission, "clinically significant": significant}
        return tuple(word for word, is_reached in reached.items() if is_reached)


def change(instrument: Instrument, baseline: float, score: float) -> Change:
    """The change from a baseline to a score. Every threshold is inclusive."""
    points, known = score - baseline, instrument.change
    towards_health = -points if instrument.higher_is_worse else points
    better = gained(instrument, baseline, score)
    was, left = is_clinical(instrument, baseline), is_clinical(instrument, score)
    reliable = None if known.rci is None else abs(better) >= known.rci.value
    response, remission = known.response_pct, known.remission_max
    return Change(
        points=points,
        percent=100 * points / baseline if baseline else None,
        movement=_movement(towards_health, reliable=bool(reliable)),
        response=100 * towards_health >= response.value * baseline if was and response else None,
        remission=score <= remission.value if was and remission else None,
        meaningful=None if known.mcid is None else better >= known.mcid.value,
        significant=not left if was else None,
        category=None if reliable is None else _category(better, reliable=reliable, crossed=bool(was) and not left),
    )


def gained(instrument: Instrument, baseline: float, score: float) -> float:
    """How far a score has moved towards health, in the unit of the published constants; below 0 it is worse."""
    points = score - baseline
    return (-points if instrument.higher_is_worse else points) * _scale(instrument)


def percent_gained(instrument: Instrument, baseline: float, score: float) -> float | None:
    """How far a score has moved towards health, in percent of the baseline; undefined from 0."""
    return 100 * gained(instrument, baseline, score) / (baseline * _scale(instrument)) if baseline else None


def points_of_change(instrument: Instrument) -> float | None:
    """How many points on the form are a reliable change; None where nobody has published one."""
    reliable = instrument.change.rci
    return None if reliable is None else reliable.value / _scale(instrument)


def is_clinical(instrument: Instrument, score: float) -> bool | None:
    """Whether a score lies in the clinical range; None where nobody has published one."""
    known, scaled = instrument.change, score * _scale(instrument)
    if known.clinical_min is not None:
        return scaled >= known.clinical_min.value
    return None if known.clinical_max is None else scaled <= known.clinical_max.value


def _scale(instrument: Instrument) -> int:
    """What one point is in the unit of the constants."""
    return instrument.percent_factor or 1 if instrument.change.unit == "percent" else 1


def _movement(towards_health: float, *, reliable: bool) -> Movement:
    if towards_health == 0:
        return "unchanged"
    if towards_health > 0:
        return "reliable improvement" if reliable else "improving"
    return "reliably worse" if reliable else "worse"


def _category(gained: float, *, reliable: bool, crossed: bool) -> Category:
    if not reliable:
        return "unchanged"
    if gained < 0:
        return "deteriorated"
    return "recovered" if crossed else "improved"
