"""JSON that somebody else wrote, from a file outside the program folder: read whole, or refused in one sentence."""

import json
from pathlib import Path
from typing import Any, NoReturn

from iopctl.errors import Refused

MAX_BYTES = 50 * 1024 * 1024
MAX_DEPTH = 100


def read_json(path: Path) -> Any:
    """The data in a file. Raises Refused for what cannot be read, is too large, too deep, or not JSON."""
    try:
        data = json.loads(_content(path).decode("utf-8-sig"), parse_constant=_no_constant)
    except OSError as error:
        raise Refused(f"{path}: cannot be read: {error.strerror}. Nothing was written.") from None
    except UnicodeDecodeError:
        raise Refused(f"{path}: is not UTF-8 text. Save it again as UTF-8.") from None
    except json.JSONDecodeError as error:
        raise Refused(f"{path}:{error.lineno}:{error.colno}: is not JSON. Export the record again.") from None
    except RecursionError:
        data = None
    except ValueError:
        raise Refused(f"{path}: holds NaN, Infinity or a number that is too long; JSON has none of these.") from None
    if data is None or _too_deep(data):
        raise Refused(f"{path}: holds nothing, or is nested more than {MAX_DEPTH} levels deep.")
    return data


def _content(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise Refused(f"{path}: is not a file. Give the files of a record, one --from-fhir each.")
    with path.open("rb") as stream:
        content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Refused(f"{path}: is larger than {MAX_BYTES // 1024**2} MB. Give the files of one patient.")
    return content


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
