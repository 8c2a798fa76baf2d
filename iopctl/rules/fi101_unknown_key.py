"""A key is not in the schema of its file.

Why: a misspelt key is silently no data at all: a target date under the wrong name is a goal without a target date.
What to do: correct the key (the message names the nearest known one), or take it out. The rest of the file is still
checked, as if the key were not there.
"""

from iopctl.model.rule import Rule, Severity

RULE = Rule("FI101", "unknown-key", Severity.ERROR)
