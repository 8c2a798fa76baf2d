"""A value has the wrong type, or a field that the file cannot do without is missing.

Why: a date in quotes or a number with a unit would be guessed at, and a guess in a chart is an invention.
What to do: write the value in the form that the message names. Until then the file counts as not read; all other
files are still checked.
"""

from iopctl.model.rule import Rule, Severity

RULE = Rule("FI002", "wrong-type-or-missing", Severity.ERROR)
