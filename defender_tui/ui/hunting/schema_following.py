"""The tenant's own tables, for what helps with the editor and for the browser."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.widget import Widget

from ..schema.messages import SchemaChanged
from .running import HuntRunning

_PATIENCE_S = 1.0


class SchemaFollowing(HuntRunning):
    """Takes over what is known of the tables; the tenant is asked once it was shown for a while."""

    _schema_generation: int | None = None
    _has_other_schema: bool = False

    def follow_schema(self) -> None:
        """Read what is known of the tables, then ask the tenant; once for each profile."""
        generation = self._work.generation
        if generation != self._schema_generation:
            self._schema_generation = generation
            self.set_timer(_PATIENCE_S, partial(self._follow_schema, generation))

    def make_schema_pane(self) -> Widget:
        """Make the browser; it opens at the table of the query at the cursor."""
        from ..schema.pane import SchemaPane

        return SchemaPane(self._work, self._editor.current_query().query, id="schema-pane")

    def schema_switched(self) -> None:
        """Forget the tables of another tenant."""
        if self.query("SchemaPane"):
            # Not sooner: the browser may never be looked at.
            from ..schema.pane import SchemaPane

            self.query_one(SchemaPane).reload()
        self.follow_schema()

    def _follow_schema(self, generation: int) -> None:
        self.guarded(
            partial(self._following_schema, generation),
            name="schema",
            group="schema",
            description="follow the tenant's tables",
        )

    async def _following_schema(self, generation: int) -> None:
        if self._work.profile is None:
            return
        known = await self._work.hunting_schema()
        if known.read_at is not None or self._has_other_schema:
            # The editor begins with the tables that ship here by itself.
            self.post_message(SchemaChanged(known.schema, generation))
        found = await self._work.refresh_schema()
        if found.schema is not known.schema:
            self.post_message(SchemaChanged(found.schema, generation))

    @on(SchemaChanged)
    def _schema_changed(self, event: SchemaChanged) -> None:
        event.stop()
        if event.generation == self._work.generation:
            self._has_other_schema = True
            self._editor.use_schema(event.schema)
            self._problem_line.use_schema(event.schema)
