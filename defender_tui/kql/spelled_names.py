"""Names of tables, columns and functions as they must stand in a query.

Source: https://learn.microsoft.com/en-us/kusto/query/schema-entities/entity-names
"""

from __future__ import annotations

import re
from functools import cache

from .literals import quote
from .vocabulary import load_vocabulary

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def spell_name(name: str) -> str:
    """Spell a name: as it is, or in brackets and quotes where it would not be read as one."""
    if _PLAIN.fullmatch(name) and name not in _taken():
        return name
    return f"[{quote(name)}]"


@cache
def _taken() -> frozenset[str]:
    known = load_vocabulary()
    return known.keywords | known.tabular_operators | known.operators | known.types
