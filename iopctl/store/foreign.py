"""A file outside the program folder that somebody else wrote: read whole, or refused in one sentence."""

from pathlib import Path

from iopctl.errors import Refused

MAX_BYTES = 50 * 1024 * 1024


def foreign_text(path: Path) -> str:
    """The text of a file, without a byte order mark. Raises Refused when it cannot be read, is too large or no text."""
    try:
        return _content(path).decode("utf-8-sig")
    except OSError as error:
        raise Refused(f"{path}: cannot be read: {error.strerror}. Nothing was written.") from None
    except UnicodeDecodeError:
        raise Refused(f"{path}: is not UTF-8 text. Save it again as UTF-8.") from None


def _content(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise Refused(f"{path}: is not a file. Name the file itself.")
    with path.open("rb") as stream:
        content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Refused(f"{path}: is larger than {MAX_BYTES // 1024**2} MB. Split it.")
    return content
