"""Plain data that fits a model, generated from the model's own fields."""

import typing
from datetime import date, datetime, time, timedelta, timezone
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le
from hypothesis import strategies as st
from pydantic import BaseModel, StringConstraints

from iopctl.model.program import Program
from iopctl.model.week import Week, week_id

Strategy = st.SearchStrategy[Any]

# What a chart may hold: everything but control and bidirectional characters.
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\u061c\u200e\u200f")
    .filter(lambda character: not ("\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"))
    .map(str)
    | st.sampled_from(["\n", "\t", '"', "\\", "'", "#", "[", "=", ",", "}"]),
    max_size=20,
) | st.just("x" * 150)
DATES = st.dates(date(1900, 1, 1), date(2199, 12, 31))
CLOCKS = st.times().map(lambda clock: time(clock.hour, clock.minute))
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30), timezones=OFFSETS)  # noqa: DTZ001  # zoned below
INTEGERS = (-(2**63), 2**63 - 1)
BY_TYPE: dict[Any, Strategy] = {
    bool: st.booleans(),
    float: st.floats(0.001, 1e9),
    date: DATES,
    time: CLOCKS,
    datetime: MOMENTS,
}


def tables(model: type[BaseModel]) -> Strategy:
    """Tables that fit a model, keys as they stand in TOML; an optional key is there now and then."""
    fields = {info.alias or name: info for name, info in model.model_fields.items()}
    required = {key: values(info.annotation, info.metadata) for key, info in fields.items() if info.is_required()}
    optional = {key: values(info.annotation, info.metadata) for key, info in fields.items() if not info.is_required()}
    if model is Program:
        required["time_zone"] = st.sampled_from(["America/New_York", "UTC"])
    if model is Week:
        mondays = DATES.map(lambda day: day - timedelta(days=day.weekday())).filter(lambda day: day.year > 1900)
        weeks = mondays.map(lambda monday: {"monday": monday, "week": week_id(monday)})
        return st.builds(lambda week, rest: {**week, **rest}, weeks, st.fixed_dictionaries({}, optional=optional))
    # At most three optional keys: with all of them most tables would name two metrics, or grow without end.
    some = st.lists(st.sampled_from(sorted(optional)), max_size=3, unique=True) if optional else st.just([])
    chosen = some.flatmap(lambda keys: st.fixed_dictionaries({key: optional[key] for key in keys}))
    return st.builds(lambda one, other: {**one, **other}, st.fixed_dictionaries(required), chosen)


def values(annotation: Any, metadata: typing.Iterable[Any] = ()) -> Strategy:
    """Values that fit a field."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is typing.Annotated:
        return values(args[0], [*args[1:], *metadata])
    if origin is Literal:
        return st.sampled_from(args)
    if origin in {UnionType, typing.Union}:
        return st.one_of(*(values(arg, metadata) for arg in args if arg is not NoneType))
    if origin is tuple:
        return st.lists(values(args[0]), max_size=2)
    if origin is dict:
        return st.dictionaries(values(args[0]), values(args[1]), max_size=2)
    if annotation is str:
        return _texts(metadata)
    if annotation is int:
        return st.integers(*_bounds(metadata))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return st.deferred(lambda: tables(annotation))
    return BY_TYPE[annotation]


def _texts(metadata: typing.Iterable[Any]) -> Strategy:
    patterns = [each.pattern for each in metadata if isinstance(each, StringConstraints)]
    pattern = str(patterns[0]) if patterns else ""
    return TEXTS if not pattern or "\\x00" in pattern else st.from_regex(pattern, fullmatch=True)


def _bounds(metadata: typing.Iterable[Any]) -> tuple[int, int]:
    lowest, highest = INTEGERS
    for each in metadata:
        if isinstance(each, Ge | Gt):
            lowest = int(str(each.ge if isinstance(each, Ge) else each.gt)) + isinstance(each, Gt)
        if isinstance(each, Le):
            highest = int(str(each.le))
    return lowest, highest
