"""How files are named for others: from the top of the repository, with forward slashes."""

from iopctl.model.rule import Finding


def file_name(finding: Finding, folder: str) -> str:
    """The file of a finding; `folder` is the program folder as the repository names it, "" for its top."""
    return "/".join(part for part in (folder, finding.place.file) if part) or "."
