"""Write what was done about an alert into the form's own file; nothing else in it changes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from iopctl.errors import ChangedMeanwhile
from iopctl.model.assessment import Assessment
from iopctl.store.editing import Edit, check_text, replace, text_of
from iopctl.store.folder import shown
from iopctl.store.setting import set_key


def action_edit(root: Path, file: str, fields: Mapping[str, Any]) -> Edit:
    """The form with its `[action]`. Raises ChangedMeanwhile where one stands there: it is nobody's to replace."""
    before = text_of(root, file)
    if check_text(root, file, before, Assessment).action is not None:
        raise ChangedMeanwhile(
            f"{shown(root, file)}: holds an action already; nothing was written. Correct it in the file itself."
        )
    return replace(root, file, before, set_key(root, file, before, "action", dict(fields)), Assessment)
