"""iopctl keeps the care plans of mental-health intensive outpatient programs."""

__version__ = "0.1.0"
