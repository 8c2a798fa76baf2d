"""Show a claim that was tested."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from iopctl.commands.report.frame import Asked, pinned

if TYPE_CHECKING:
    from iopctl.reporting.claims import Tested
    from iopctl.store import Loaded


def show_tested(name: str, made: "Tested", loaded: "Loaded", options: Iterable[str], asked: Asked, today: date) -> None:
    """Print it with its commit and its command."""
    from iopctl.console import show
    from iopctl.render.claim import claim_sheet

    report = pinned(made.report, loaded, ["claim", "test", name, *options], asked, today)
    show(claim_sheet(replace(made, report=report)), asked.form)
