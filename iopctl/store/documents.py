"""Document templates of a program's own, in its folder `templates/`."""

from pathlib import Path

from iopctl.errors import Refused
from iopctl.store.folder import shown

FOLDER = "templates"
MAX_BYTES = 256 * 1024


def document_templates(root: Path) -> dict[str, str]:
    """The text of each by its file name. Raises Refused for one that cannot be read."""
    folder = root / FOLDER
    return {path.name: _text(root, path) for path in sorted(folder.glob("*.html"))} if folder.is_dir() else {}


def _text(root: Path, path: Path) -> str:
    name = shown(root, f"{FOLDER}/{path.name}")
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            raise Refused(f"{name}: is no file, or larger than {MAX_BYTES // 1024} KiB. Mend it, or take it away.")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise Refused(f"{name}: cannot be read: {error.strerror}. Mend that, or take it away.") from None
    except UnicodeDecodeError:
        raise Refused(f"{name}: is not UTF-8 text. Save it again as UTF-8.") from None
