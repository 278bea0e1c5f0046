"""Requests built and answers read for each API: pure functions, no connection."""
