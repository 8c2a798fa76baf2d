"""JSON that somebody else wrote, from a file outside the program folder: read whole, or refused in one sentence."""

import json
from pathlib import Path
from typing import Any, NoReturn

from iopctl.errors import Refused
from iopctl.store.foreign import foreign_text

MAX_DEPTH = 100


def read_json(path: Path) -> Any:
    """The data in a file. Raises Refused for what cannot be read, is too large, too deep, or not JSON."""
    try:
        data = json.loads(foreign_text(path), parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise Refused(f"{path}:{error.lineno}:{error.colno}: is not JSON. Export the record again.") from None
    except RecursionError:
        data = None
    except ValueError:
        raise Refused(f"{path}: holds NaN, Infinity or a number that is too long; JSON has none of these.") from None
    if data is None or _too_deep(data):
        raise Refused(f"{path}: holds nothing, or is nested more than {MAX_DEPTH} levels deep.")
    return data


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _too_deep(data: Any) -> bool:
    level = [data]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return bool(level)
