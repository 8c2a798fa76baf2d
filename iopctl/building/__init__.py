"""Fill people into groups, rooms and therapists under all limits, and say why when they do not fit."""
