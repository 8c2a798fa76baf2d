"""What things cost, told as ratios to something else in the same run: `python -m tests.benchmarks.history`."""
