"""The program folder on disk: the only package that touches it. Values and problems come back side by side.

`folder` finds it, `loading` reads it (through `raw`, `reading`, `positions`), `editing` and `writing` change it.
"""

from iopctl.store.baseline import read_baseline, write_baseline
from iopctl.store.changes import changed_since, checkout_of
from iopctl.store.documents import document_templates
from iopctl.store.excerpts import quoted_lines
from iopctl.store.folder import find_program, known_patient, program_if_any, shown
from iopctl.store.history import with_history
from iopctl.store.loading import Loaded, load, load_packs, load_program, located
from iopctl.store.repository import name_in_repository
from iopctl.store.scope import scope_of

__all__ = [
    "Loaded",
    "changed_since",
    "checkout_of",
    "document_templates",
    "find_program",
    "known_patient",
    "load",
    "load_packs",
    "load_program",
    "located",
    "name_in_repository",
    "program_if_any",
    "quoted_lines",
    "read_baseline",
    "scope_of",
    "shown",
    "with_history",
    "write_baseline",
]
