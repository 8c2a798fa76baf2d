"""What may be changed in a file without asking a clinician: recomputed totals and bands, order, layout."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from iopctl.errors import Refused
from iopctl.model.assessment import Assessment
from iopctl.store.editing import Edit, edit, text_of
from iopctl.store.folder import PROGRAM, patient_folders, shown, toml_files
from iopctl.store.layout import laid_out
from iopctl.store.ordering import ORDERED, in_order
from iopctl.store.schemas import kind_of


def tidied(root: Path, file: str, totals: Mapping[str, Any]) -> Edit:
    """The file with these keys of an assessment, in order and in canonical layout. Raises Refused."""
    before = text_of(root, file)
    with_totals = edit(root, file, Assessment, lambda document: document.update(totals)).after if totals else before
    return Edit(root, file, before, in_layout(root, file, with_totals))


def in_layout(root: Path, file: str, text: str) -> str:
    """The text in order and in canonical layout. Raises Refused when that would not be the same data."""
    after = laid_out(file, in_order(file, text))
    if _data(file, text) != _data(file, after):
        raise Refused(f"{shown(root, file)}: its layout cannot be changed without changing data; nothing was written.")
    return after


def files(root: Path) -> Iterator[str]:
    """Every file that is worked on. Revisions are frozen, links are not followed, and who a patient is stays alone."""
    yield PROGRAM
    folders = ["rulepacks", "weeks"]
    for patient in patient_folders(root):
        if not (root / patient).is_symlink():
            folders += [patient, *(f"{patient}/{name}" for name in ("assessments", "reviews", "claims"))]
    for folder in folders:
        for file in toml_files(root, folder):
            if kind_of(file) not in {None, "identity"}:
                yield file


def _data(file: str, text: str) -> dict[str, Any]:
    """The data of a file, its orderless lists in one order."""
    data = tomllib.loads(text)
    for name in ORDERED.get(kind_of(file) or "", {}):
        if isinstance(data.get(name), list):
            data[name] = sorted(data[name], key=repr)
    return data
