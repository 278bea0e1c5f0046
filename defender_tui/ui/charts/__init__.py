"""The rows of a result as a chart, and as a line of time above them."""
