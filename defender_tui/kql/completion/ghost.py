"""The rest of the best completion, shown dimmed behind the cursor."""

from __future__ import annotations

from ..schema import HuntingSchema
from .completing import complete
from .cursor import locate


def ghost_text(text: str, offset: int, schema: HuntingSchema) -> str:
    """Give what would follow the cursor if the best completion were taken.

    Empty when nothing fits, when the word is complete, when the best completion would also change
    letters that are typed already, and in the middle of a word.
    """
    before, after = text[: max(offset, 0)], text[max(offset, 0) :]
    if after[:1].isalnum() or after[:1] == "_":
        return ""
    offers = complete(before, len(before), schema)
    if not offers:
        return ""
    cursor = locate(before, schema)
    begun = cursor.prefix if cursor.string is None else cursor.string
    best = offers[0].text
    return best[len(begun) :] if best.startswith(begun) else ""
