"""Putting a prepared query into an editor without taking anything away."""

from __future__ import annotations

from ..widgets.kql_editor import KqlEditor


def is_free(editor: KqlEditor, *, example: str) -> bool:
    """Whether an editor holds nothing that somebody wrote: it is empty, or has the `example`."""
    return not editor.text.strip() or editor.text == example


def put_query(editor: KqlEditor, query: str, *, example: str) -> None:
    """Put a query where it is the one that runs.

    What was typed stays above it; only an empty editor, or the `example`, gives way.
    """
    text, end = editor.text, editor.document.end
    if is_free(editor, example=example):
        editor.replace(query, (0, 0), end)
        editor.move_cursor((0, 0))
    else:
        gap = "\n" * max(2 - (len(text) - len(text.rstrip("\n"))), 0)
        editor.insert(gap + query, end)
        editor.move_cursor((end[0] + len(gap), 0))
    editor.focus()
