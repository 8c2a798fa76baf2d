"""The program folder on disk: the only package that touches it. Values and problems come back side by side.

`folder` finds it, `loading` reads it (through `raw`, `reading`, `positions`), `editing` and `writing` change it.
"""

from iopctl.store.folder import find_program, known_patient, patients_named, shown
from iopctl.store.loading import Loaded, load, load_program, located

__all__ = ["Loaded", "find_program", "known_patient", "load", "load_program", "located", "patients_named", "shown"]
