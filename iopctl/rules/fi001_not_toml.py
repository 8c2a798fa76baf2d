"""A file is not valid TOML.

Why: nothing in it can be read, so nothing in it is checked, and a merge conflict that was saved half done looks just
like this.
What to do: open the file at the line and column named, mend it, and run `iopctl check` again. All other files are
still checked.
"""

from iopctl.model.rule import Rule, Severity

RULE = Rule("FI001", "not-toml", Severity.ERROR)
