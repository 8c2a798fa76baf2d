"""A file is written in a newer schema than this version of iopctl knows.

Why: reading half of it would lose the other half when it is saved.
What to do: upgrade iopctl.
"""

from iopctl.model.rule import Rule, Severity

RULE = Rule("FI004", "newer-schema", Severity.ERROR)
