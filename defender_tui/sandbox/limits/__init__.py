"""What the services grant to their callers, and the counting of what was used up."""
