"""One file per command: parse, load, call, show, exit. Heavy imports stand inside the functions."""
