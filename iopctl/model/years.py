"""The years that a date may lie in.

Further out it is a slip of the finger, and arithmetic with it would leave the calendar: Python's ends with 9999.
"""

YEARS = range(1900, 2200)
EXPECTED = f"between {YEARS[0]} and {YEARS[-1]}"
