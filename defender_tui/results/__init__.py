"""Rows at rest: the hardened engine, hunting answers as tables, export."""
