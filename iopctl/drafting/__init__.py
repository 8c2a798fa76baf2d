"""Draft a plan: what is known becomes plan data, what is not stays a gap. Nothing is invented."""
