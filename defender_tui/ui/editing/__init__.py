"""Help while a query is written: offers, hints, edits of lines, finding, buffers."""
