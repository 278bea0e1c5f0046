"""What the browser's background work reports, and what it tells the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from ...core.errors import DefenderTuiError
    from ...kql.schema import HuntingSchema
    from ...workflows.session_schema import KnownSchema
    from .index import SchemaIndex


class SchemaChanged(Message):
    """Another schema is known: to complete and to check with."""

    def __init__(self, schema: HuntingSchema, generation: int) -> None:
        super().__init__()
        self.schema = schema
        self.generation = generation


class SchemaRead(Message):
    """A schema was read and made ready to be searched.

    `is_last` when no more will come, `is_asked_for` when somebody wanted the tenant asked anew.
    """

    def __init__(
        self,
        known: KnownSchema,
        index: SchemaIndex,
        generation: int,
        *,
        is_last: bool,
        is_asked_for: bool = False,
    ) -> None:
        super().__init__()
        self.known = known
        self.index = index
        self.generation = generation
        self.is_last = is_last
        self.is_asked_for = is_asked_for


class ColumnsNotRead(Message):
    """A table's columns could not be asked for."""

    def __init__(self, table: str, error: DefenderTuiError, generation: int) -> None:
        super().__init__()
        self.table = table
        self.error = error
        self.generation = generation
