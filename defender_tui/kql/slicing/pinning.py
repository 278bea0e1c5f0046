"""Making all parts count from one and the same moment.

Source: https://learn.microsoft.com/en-us/kusto/query/ago-function
Source: https://learn.microsoft.com/en-us/kusto/query/now-function
"""

from __future__ import annotations

from .edits import Edits
from .moments import literal
from .words import Stretch, Words


def pin_now(words: Words, edits: Edits, now: int) -> None:
    """Write the moment `now`, in ticks, in place of each `now()` and in each `ago()`.

    Raises:
        CannotSlice: the query gives one of these names a meaning of its own.
    """
    moment = literal(now)
    for number in range(len(words.tokens)):
        called = words[number]
        if called not in ("now", "ago"):
            continue
        if words[number - 1] == "let":
            raise words.refuse(f"`{called}` is given another meaning.", Stretch(number, number + 1))
        if words[number + 1] != "(" or words[number - 1] == ".":
            continue
        closing = words.closing(number + 1)
        if closing == number + 2:
            if called == "now":
                edits.replace(Stretch(number, closing + 1), moment)
            continue
        sign = "+" if called == "now" else "-"
        edits.replace(Stretch(number, number + 2), f"({moment} {sign} (")
        edits.replace(Stretch(closing, closing + 1), "))")
