"""Which of the fields that a pack names a record leaves empty."""

from collections.abc import Iterable

from iopctl.model.frozen import Frozen


def empty_fields(record: Frozen | None, names: Iterable[str]) -> list[str]:
    """The named fields that the record does not have, or that are empty or blank; zero and false are answers."""
    return [name for name in names if _empty(getattr(record, name, None))]


def _empty(value: object) -> bool:
    if isinstance(value, tuple):
        return all(_empty(item) for item in value)
    return value is None or (isinstance(value, str) and not value.strip())
