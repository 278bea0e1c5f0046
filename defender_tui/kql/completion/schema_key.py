"""A schema as the key of what is kept for it."""

from __future__ import annotations

from ..schema import HuntingSchema

KNOWN_SCHEMAS = 4
"""For so many schemas something is kept; each that learns members replaces another."""


class SchemaKey:
    """Equal for the same object only: comparing whole schemas would take too long."""

    def __init__(self, schema: HuntingSchema) -> None:
        self.schema = schema

    def __hash__(self) -> int:
        return id(self.schema)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SchemaKey) and self.schema is other.schema
