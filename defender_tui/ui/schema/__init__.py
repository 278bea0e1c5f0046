"""The browser of tables, columns, values and functions."""
