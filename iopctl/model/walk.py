"""Every place that a dotted path names in a record, for rules whose fields are data."""

from collections.abc import Callable, Iterator, Sequence

from iopctl.model.frozen import Key

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
