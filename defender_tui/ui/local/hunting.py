"""Choosing where queries run, and the tables that are open here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content

from ...core.resources import Resource
from ..hunting.run import HuntAnswered, HuntRun
from ..hunting.schema_following import SchemaFollowing
from ..schema.messages import SchemaChanged
from ..text import shown

if TYPE_CHECKING:
    from ...kql.schema import HuntingSchema
    from ...results.local.tables import LocalTable
    from ...workflows.hunt import HuntOutcome
    from .tables_dialog import TableWish

_TITLE = "Local tables"
_APIS = (Resource.GRAPH, Resource.XDR)


class LocalHunting(SchemaFollowing):
    """A screen whose queries run over local tables when that is chosen."""

    _is_local: bool = False
    _local_schema: HuntingSchema | None = None

    @property
    def target_label(self) -> str:
        """Where queries run, as people say it."""
        return _TITLE if self._is_local else self._work.hunting_api.label

    @property
    def is_local(self) -> bool:
        """Whether queries go to no API."""
        return self._is_local

    async def answered(self, run: HuntRun) -> HuntOutcome:
        """Have a query answered by what was chosen."""
        if not self._is_local:
            return await super().answered(run)
        self._show_results()
        return await self._work.hunt_local(run.query, timespan=run.timespan)

    def action_target(self) -> None:
        """Ask where queries run."""
        from ..widgets.choice import Choice

        self._show_results()
        names = ", ".join(one.name for one in self._work.local_tables.tables) or "none is open yet"
        local = Content.assemble(_TITLE, Content.styled(f"  {names}", "$text-muted"))
        profile, current = self._work.profile, self._work.hunting_api
        apis = [api for api in _APIS if profile is None or api in profile.cloud.hosts]
        until = {Resource.XDR: Content.styled("  until 2027-02-01", "$text-muted")}
        words = [Content.assemble(api.label, until.get(api, "")) for api in apis]
        place = apis.index(current) if current in apis else 0
        dialog = Choice(
            Content("Where queries run"),
            [*words, local],
            current=len(apis) if self._is_local else place,
        )

        def chosen(place: int | None) -> None:
            if place is not None and place < len(apis):
                self._work.hunt_through(apis[place])
            if place is not None:
                self._run_at(is_local=place == len(apis))

        self.app.push_screen(dialog, chosen)

    def _run_at(self, *, is_local: bool) -> None:
        has_changed, self._is_local = is_local is not self._is_local, is_local
        self._show_choices()
        if is_local:
            self.tell_local_schema()
        elif has_changed:
            self.tell_api_schema()

    def tell_local_schema(self) -> None:
        """Have the editor know the local tables, when queries run there."""
        if self._is_local:
            self._show_results()
            self._local_schema = self._work.local_tables.schema
            self.post_message(SchemaChanged(self._local_schema, self._work.generation))

    @on(SchemaChanged)
    def _schema_told(self, event: SchemaChanged) -> None:
        """Keep the tenant's tables, when they come in late, from those that queries run over."""
        if self._is_local and event.schema is not self._local_schema:
            event.prevent_default()

    def tell_api_schema(self) -> None:
        """Have the editor know the tables of the API again."""
        self._schema_generation = None
        self._has_other_schema = True
        self.follow_schema()

    def _follow_schema(self, generation: int) -> None:
        if not self._is_local:
            super()._follow_schema(generation)

    @on(HuntAnswered)
    def _result_opened(self) -> None:
        self.call_next(self.tell_local_schema)

    def action_open_table(self) -> None:
        """Ask for a file to open as a table."""
        from .open_dialog import OpenTable

        self._show_results()
        self.app.push_screen(OpenTable(self._work), self._table_opened)

    def _table_opened(self, table: LocalTable | None) -> None:
        if table is None:
            return
        self._run_at(is_local=True)
        rows = "1 row" if table.row_count == 1 else f"{table.row_count:,} rows"
        said = f"{table.name} has {rows}; queries run over local tables now."
        self.notify(shown(" ".join((said, *table.notes))).plain, markup=False)

    def action_local_tables(self) -> None:
        """Show the tables that are open here."""
        from .tables_dialog import LocalTablesDialog

        self._show_results()
        tables = self._work.local_tables.tables
        self.app.push_screen(LocalTablesDialog(tables), self._table_wished)

    def _table_wished(self, wish: TableWish | None) -> None:
        from .tables_dialog import Wanted

        if wish is None:
            return
        if wish.wanted is Wanted.OPEN:
            self.action_open_table()
        elif wish.wanted is Wanted.NAME:
            self._editor.insert(wish.name)
            self._editor.focus()
            self._run_at(is_local=True)
        else:
            self.guarded(
                partial(self._closing_table, wish.name),
                name="close a table",
                group="close table",
                description="close a local table",
            )

    async def _closing_table(self, name: str) -> None:
        await self._work.close_local_table(name)
        self.tell_local_schema()

    def _show_results(self) -> None:
        """Let local queries read the results that are open now."""
        shelf = self._pane.shelf
        self._work.local_tables.show_results(
            {result.name: result.outcome.table for result in shelf.results}
        )
