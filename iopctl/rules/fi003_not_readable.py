"""A file cannot be read: its encoding, size, depth, kind or permissions forbid it.

Why: a chart is a small UTF-8 text file. Anything else under its name is damage, or something that does not belong
into the program folder.
What to do: save the file as UTF-8, split it, or move it elsewhere; check who may read it.
"""

from iopctl.model.rule import Rule, Severity

RULE = Rule("FI003", "not-readable", Severity.ERROR)
