"""Documents about one patient, session or week."""
