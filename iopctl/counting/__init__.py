"""How minutes, days, weeks and deadlines are counted (semantics S1-S14 of the rule catalogue)."""
