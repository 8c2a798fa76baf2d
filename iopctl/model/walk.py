"""Every place that a dotted path names in a record, for rules whose fields are data; and every free text in one."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import get_args, get_type_hints

from iopctl.model.frozen import Frozen, Key
from iopctl.model.words import Text

# Words of TOML that Python keeps for itself.
_ATTRIBUTES = {"from": "from_"}


def walk(document: object, path: str, skip: Callable[[object], bool] = lambda _: False) -> Iterator[tuple[Key, object]]:
    """The keys that `goals.objectives.due_on` stands for, with their values; lists and tables are walked through.

    Where the path breaks off at an absent record, that record's key is given, with None. `skip` leaves items out.
    """
    return _walk(document, path.split("."), (), skip)


def _walk(value: object, path: Sequence[str], key: Key, skip: Callable[[object], bool]) -> Iterator[tuple[Key, object]]:
    if not path or value is None:
        yield key, value
    elif isinstance(value, tuple | dict):
        for part, item in value.items() if isinstance(value, dict) else enumerate(value):
            if not skip(item):
                yield from _walk(item, path, (*key, part), skip)
    else:
        part, *rest = path
        yield from _walk(getattr(value, _ATTRIBUTES.get(part, part), None), rest, (*key, part), skip)


def free_texts(record: Frozen, key: Key = ()) -> Iterator[tuple[Key, str]]:
    """Every text of a record that a person wrote in words, with its key: fields of type Text, never ids or codes."""
    for name, alias, free in _fields(type(record)):
        yield from _texts(getattr(record, name), (*key, alias), free=free)


def _texts(value: object, key: Key, *, free: bool) -> Iterator[tuple[Key, str]]:
    if isinstance(value, Frozen):
        yield from free_texts(value, key)
    elif isinstance(value, tuple | dict):
        for part, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(item, (*key, part), free=free)
    elif isinstance(value, str) and free:
        yield key, value


@cache
def _fields(model: type[Frozen]) -> tuple[tuple[str, str, bool], ...]:
    """Name, key in the file, and whether its own words are free text, of each field that is or may hold some."""
    hints = get_type_hints(model, include_extras=True)
    return tuple(
        (name, info.alias or name, _mentions(hints[name], lambda part: part == Text))
        for name, info in model.model_fields.items()
        if _mentions(hints[name], lambda part: part == Text or (isinstance(part, type) and issubclass(part, Frozen)))
    )


def _mentions(hint: object, wanted: Callable[[object], bool]) -> bool:
    return wanted(hint) or any(_mentions(part, wanted) for part in get_args(hint))
