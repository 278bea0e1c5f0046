"""A result as the user shaped it: which rows, in which order, and what they add up to."""
