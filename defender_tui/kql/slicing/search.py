"""The tables that a search looks in.

Source: https://learn.microsoft.com/en-us/kusto/query/search-operator
"""

from __future__ import annotations

from .options import take_options
from .words import Stretch, Words


def searched_tables(words: Words, operator: Stretch) -> list[Stretch]:
    """Give the tables in the brackets behind `search in`.

    Raises:
        CannotSlice: it does not say in which tables to look.
    """
    _, rest = take_options(words, operator.after())
    if words[rest.first] != "in" or words[rest.first + 1] != "(":
        raise words.refuse("`search` has to name its tables: `search in (A, B) …`.", operator)
    inside = Stretch(rest.first + 2, words.closing(rest.first + 1))
    return words.split(inside, ",")
