"""The program folder on disk: the only package that touches it. Values and problems come back side by side.

`folder` finds it, `loading` reads it (through `raw`, `reading`, `positions`), `editing` and `writing` change it.
"""

from iopctl.store.folder import find_program, known_patient, program_if_any, shown
from iopctl.store.loading import Loaded, load, load_packs, load_program, located
from iopctl.store.scope import scope_of

__all__ = [
    "Loaded",
    "find_program",
    "known_patient",
    "load",
    "load_packs",
    "load_program",
    "located",
    "program_if_any",
    "scope_of",
    "shown",
]
