"""Through the texts that a file has had: when a date first stood in it, and what changed under a signature."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from operator import eq
from typing import NamedTuple

from iopctl.model.digest import content_digest
from iopctl.model.frozen import Place
from iopctl.model.history import DATED, Commit, Dated, value_at
from iopctl.model.plan import Plan
from iopctl.model.review import Review
from iopctl.model.week import Week
from iopctl.model.words import day_of
from iopctl.store.parsing import parse
from iopctl.store.problems import Problem
from iopctl.store.reading import validate
from iopctl.store.records import PlanParts, Row, plan_parts, record, rows, sessions, spelled

# The texts that a record has had, each with the first commit that holds it, oldest first.
Texts = Mapping[str, Commit]


class Version(NamedTuple):
    """One text that a file has had, and the first commit that holds it."""

    commit: Commit
    text: str


class Tracer:
    """What the versions of one document after another tell of the dates in it, by their places.

    A date is in time without a closer look when its record was last changed within so many days of it.
    """

    def __init__(self, days: int) -> None:
        self._days = days
        self._said = cache(record)
        self._spelled = cache(spelled)
        self.entered: dict[Place, Commit] = {}
        self.changed: dict[Place, tuple[Commit, ...]] = {}

    def trace(self, document: Week | Plan | Review, versions: Sequence[Version]) -> None:
        """Follow one document through its versions, oldest first; the last is the one that was read."""
        self._said.cache_clear()
        self._spelled.cache_clear()
        if isinstance(document, Week):
            self._week(document, versions)
        elif isinstance(document, Plan):
            self._plan(document, versions)
        else:
            self._record("reviews", document, document.at(), versions[-1].text, _first_of(versions))

    def _week(self, week: Week, versions: Sequence[Version]) -> None:
        cut: dict[str, dict[Row, str] | None] = {}
        done: set[str] = set()  # most sessions of a version are as they were before
        seen: defaultdict[Row, dict[str, Commit]] = defaultdict(dict)
        for commit, text in versions:
            for part in _parts(text, cut):
                if part not in done:
                    done.add(part)
                    for row, written in (cut[part] or {}).items():
                        seen[row].setdefault(written, commit)
        now = {row: text for part in _parts(versions[-1].text, cut) for row, text in (cut[part] or {}).items()}
        for index, session in enumerate(week.sessions):
            for patient, attendance in session.attendance.items():
                row = session.id, patient
                if row in now:
                    place = week.at("sessions", index, "attendance", patient)
                    self._record("attendance", attendance, place, now[row], seen[row])

    def _plan(self, plan: Plan, versions: Sequence[Version]) -> None:
        parts = [(version, plan_parts(version.text)) for version in versions]
        for name, written in parts[-1][1].records.items():
            texts = _first_of(Version(v.commit, text) for v, cut in parts for text in cut.records[name])
            for index, (held, text) in enumerate(zip(getattr(plan, name), written, strict=False)):
                self._record(name, held, plan.at(name, index), text, texts)
        newest = {(signature.role, signature.by): n for n, signature in enumerate(plan.signatures) if signature.on}
        for index in newest.values():
            if index < len(parts[-1][1].records["signatures"]):  # else somebody saved the file while it was read
                self._signature(plan, index, parts)

    def _record(self, name: str, held: object, place: Place, text: str, texts: Texts) -> None:
        """One record as it is held and written now, with every text that it, or one of its kind, has had."""
        for dated in DATED[name]:
            moment = value_at(held, dated.key)
            if not isinstance(moment, date):
                continue
            last = texts[text].on
            if last is None or (last - day_of(moment)).days > self._days:
                self.entered[dated.under(place)] = next(self._stands(text, texts, (dated.key, *dated.same)))[1]
            if dated.covers and (changed := self._changes(dated, text, texts)):
                self.changed[dated.under(place)] = changed

    def _changes(self, dated: Dated, text: str, texts: Texts) -> tuple[Commit, ...]:
        """The commits in which the signature of the date covers something that it did not cover before."""
        signed = {each: commit for each, commit in texts.items() if dated.key in each or "\\" in each}
        return _later(self._stands(text, signed, dated.signed_as), lambda a, b: self._agree(a, b, dated.covers))

    def _signature(self, plan: Plan, index: int, parts: Sequence[tuple[Version, PlanParts]]) -> None:
        """What changed in the plan while a signature stood under it and the revision stayed."""
        signature, text = plan.signatures[index], parts[-1][1].records["signatures"][index]
        keys = DATED["signatures"][0].signed_as
        under: dict[str, Version] = {}  # what is equal here needs no digest
        for version, cut in parts:
            if any(self._agree(each, text, keys) for each in cut.records["signatures"]):
                under.setdefault(cut.rest, version)
        if len(under) > 1:
            plans = [(_read_plan(plan.file, version.text), version.commit) for version in under.values()]
            digests = [(content_digest(p), commit) for p, commit in plans if p and p.revision == signature.revision]
            if changed := _later(digests, eq):
                self.changed[plan.at("signatures", index, "on")] = changed

    def _stands(self, text: str, texts: Texts, keys: Sequence[str]) -> Iterator[tuple[str, Commit]]:
        """The texts that say the same as one of them at some keys."""
        return ((each, commit) for each, commit in texts.items() if self._agree(each, text, keys))

    def _agree(self, one: str, other: str, keys: Sequence[str]) -> bool:
        """Whether two texts of a record say the same at some keys: spelled alike, or when they are parsed."""
        if one == other:
            return True
        mine, theirs = self._spelled(one), self._spelled(other)
        if mine is not None and theirs is not None:
            roots = [key.partition(".")[0] for key in keys]
            if all(mine.get(root) == theirs.get(root) for root in roots):
                return True
        return all(value_at(self._said(one), key) == value_at(self._said(other), key) for key in keys)


def _parts(text: str, cut: dict[str, dict[Row, str] | None]) -> list[str]:
    """The parts of a week file, with the rows of each in `cut`: its sessions, or all of it."""
    parts = sessions(text)
    cut |= {part: rows(part) for part in parts or () if part not in cut}
    if parts is None or any(cut[part] is None for part in parts):
        parts = [text]
        cut[text] = rows(text, whole=True)
    return parts


def _first_of(versions: Iterable[Version]) -> dict[str, Commit]:
    """The first commit of each text."""
    first: dict[str, Commit] = {}
    for commit, text in versions:
        first.setdefault(text, commit)
    return first


def _later(contents: Iterable[tuple[str, Commit]], same: Callable[[str, str], bool]) -> tuple[Commit, ...]:
    """The commits with a content that none before them had, but for the first."""
    seen: list[tuple[str, Commit]] = []
    for content, commit in contents:
        if not any(same(content, each) for each, _ in seen):
            seen.append((content, commit))
    return tuple(commit for _, commit in seen[1:])


def _read_plan(file: str, text: str) -> Plan | None:
    try:
        return validate(parse(file, text), file, Plan)[0]
    except Problem:
        return None
