"""The week: who comes when, what does not fit, who was there.

`composing` makes a week from slots and patterns, `clashes` says what cannot go together in it, `marks` and `attending`
turn what somebody states into attendance records, `expected` is the roster of one session, `days` what a day holds.
"""
