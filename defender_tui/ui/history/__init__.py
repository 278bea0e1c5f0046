"""The runs of the past."""
