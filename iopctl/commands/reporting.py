"""How the findings of a check leave the program."""

from enum import StrEnum
from typing import TYPE_CHECKING

from iopctl.console import Format, show, write

if TYPE_CHECKING:
    from iopctl.model.checked import Checked
    from iopctl.model.rule import Severity
    from iopctl.store import Loaded


class CheckFormat(StrEnum):
    """How findings are printed: as every command prints, or for systems that read such reports."""

    TABLE = "table"
    PLAIN = "plain"
    JSON = "json"
    LINES = "lines"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"


def report(checked: "Checked", loaded: "Loaded", form: CheckFormat, fails: "Severity | None") -> None:
    """Print the findings in a format; `fails` is the severity from which on they make the exit status 1."""
    from iopctl import store
    from iopctl.export import github, junit, sarif
    from iopctl.render.findings import findings_sheet

    root = loaded.root
    if form is CheckFormat.SARIF:
        write(sarif.export(checked, store.name_in_repository(root)))
    elif form is CheckFormat.JUNIT:
        write(junit.export(checked, store.name_in_repository(root), fails))
    elif form is CheckFormat.GITHUB:
        write(github.export(checked, store.name_in_repository(root)))
    else:
        quoted = store.quoted_lines(root, checked.findings, loaded.problems) if form is CheckFormat.TABLE else {}
        show(findings_sheet(checked, root, quoted), Format(form.value))
