"""The browser under the keyboard, on a screen of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from textual import on
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Input

from defender_tui.core.errors import ProtocolError, QueryInvalid
from defender_tui.core.tenant_schema import TenantColumn, TenantFunction, TenantSchema, TenantTable
from defender_tui.kql import load_schema
from defender_tui.ui.hunting.messages import QueryWanted, TextWanted
from defender_tui.ui.schema.messages import SchemaChanged
from defender_tui.ui.schema.pane import SchemaPane
from defender_tui.ui.screens.base import WorkScreen
from defender_tui.workflows.session_schema import KnownSchema

from ..fakes_credentials import NOW
from ..fakes_hunting import FakeHunts
from ..rendered import HOSTILE, clickable_actions, screen_text, unsafe_characters

COLUMNS = (TenantColumn("TimeGenerated", "datetime"), TenantColumn("odd name", "Vector"))
TENANT = TenantSchema(
    (TenantTable("AlertInfo"), TenantTable("Ours_CL", COLUMNS, "Our firewall")),
    (TenantFunction("OurDevices", is_saved=True, columns=COLUMNS),),
)
TOLD = KnownSchema(load_schema(TENANT), NOW - timedelta(minutes=12))


class SchemaScreen(WorkScreen):
    """A screen with nothing but the browser."""

    def __init__(self, session: FakeHunts) -> None:
        super().__init__(session)
        self._work = session
        self.heard: list[Message] = []

    def compose_body(self) -> ComposeResult:
        yield SchemaPane(self._work)

    @on(TextWanted)
    @on(QueryWanted)
    @on(SchemaChanged)
    def _hear(self, event: Message) -> None:
        self.heard.append(event)


class SchemaApp(App[None]):
    def __init__(self, session: FakeHunts) -> None:
        super().__init__()
        self.shown = SchemaScreen(session)

    def on_mount(self) -> None:
        self.push_screen(self.shown)


@dataclass
class Stage:
    session: FakeHunts
    pilot: Pilot[None]
    shown: SchemaScreen

    @property
    def pane(self) -> SchemaPane:
        return self.shown.query_one(SchemaPane)

    @property
    def text(self) -> str:
        return screen_text(self.pilot.app)

    @property
    def wanted(self) -> list[str]:
        """The texts and queries that were asked for; a query to run has a ! before it."""
        return [
            one.text if isinstance(one, TextWanted) else "!" * one.run + one.query
            for one in self.shown.heard
            if isinstance(one, TextWanted | QueryWanted)
        ]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def search(self, text: str) -> None:
        """Search at once, and go to the rows."""
        await self.pilot.press("slash")
        self.pane.query_one(Input).value = text
        await self.press("enter")

    async def settle(self) -> None:
        await self.pilot.pause()
        await self.pilot.app.workers.wait_for_complete()
        await self.pilot.pause()


@asynccontextmanager
async def browsing(
    session: FakeHunts | None = None, *, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Stage]:
    session = session or FakeHunts(script=deque())
    app = SchemaApp(session)
    async with app.run_test(size=size, notifications=True) as pilot:
        stage = Stage(session, pilot, app.shown)
        await stage.settle()
        stage.pane.grid.focus()
        await stage.settle()
        yield stage


async def test_names_go_to_the_editor_and_previews_run() -> None:
    async with browsing() as stage:
        await stage.press("p", "enter")
        await stage.search("openprocess")
        await stage.press("enter")
        await stage.search("seenby")
        await stage.press("p")
        assert ["!AlertEvidence\n| take 5", "AlertEvidence", '"OpenProcess"'] == stage.wanted
        assert "Only a table has rows" in stage.text


async def test_a_search_narrows_while_one_types_and_escape_shows_all_at_the_same_place() -> None:
    async with browsing() as stage:
        assert "66 tables" in stage.text
        await stage.search("networkmessageid emailat")
        await stage.press("slash", "t")
        assert "found 1 column" in stage.text
        assert "EmailAttachmentInfo" in stage.text
        assert "AlertEvidence" not in stage.text
        await stage.press("down")
        node = stage.pane.node
        assert node is not None
        assert "NetworkMessageId" == node.name
        await stage.press("escape")
        assert "66 tables" in stage.text
        node = stage.pane.node
        assert node is not None
        assert "EmailAttachmentInfo" == node.name
        await stage.search("nothing such")
        assert "Nothing has “nothing such” in its name" in stage.text


async def test_tables_unfold_by_keys_and_details_stand_beside_or_below() -> None:
    async with browsing() as stage:
        await stage.press(*["down"] * 12, "right")
        # What was unfolded comes into view.
        assert stage.pane.grid.cursor_row == stage.pane.grid.scroll_offset.y > 0
        await stage.press("left", *["up"] * 12, "right", "down", "down")
        assert "AlertEvidence · string · Alert identifier" in stage.text
        await stage.pilot.resize_terminal(120, 40)
        await stage.settle()
        assert "Also in" in stage.text
        await stage.press("left", "left")
        assert "▾ AlertEvidence" not in stage.text
        await stage.press("d")
        assert "Columns: 42" in stage.text


async def test_it_says_whose_tables_these_are_and_asks_again_when_told_to() -> None:
    session = FakeHunts(script=deque())
    async with browsing(session) as stage:
        assert "as shipped with this program" in stage.text
        await stage.press("f")
        assert "has not said which tables" in stage.text
        session.told_schemas = deque([TOLD])
        await stage.press("f5")
        assert 1 == session.asked_schema_anew
        assert "read from the tenant 12 min ago" in stage.text
        assert "not in tenant" in stage.text
        await stage.press("f")
        assert "this tenant only" in stage.text
        assert "2 of 67 tables" in stage.text
        await stage.search("odd")
        await stage.press("enter", "y")
        assert ['["odd name"]'] == stage.wanted
        changed = [one for one in stage.shown.heard if isinstance(one, SchemaChanged)]
        assert TOLD.schema is changed[-1].schema


async def test_a_tenant_that_does_not_tell_is_said_with_its_reason() -> None:
    problem = ProtocolError("Microsoft Graph does not tell the tables.")
    session = FakeHunts(script=deque())
    session.known_schema = KnownSchema(load_schema(), problem=problem)
    async with browsing(session) as stage:
        assert "Microsoft Graph does not tell the tables. · as shipped" in stage.text
        assert "AlertEvidence" in stage.text
        assert "Could not read which" not in stage.text
        await stage.press("f5")
        assert "Could not read which tables the tenant has" in stage.text


async def test_the_columns_of_one_table_are_asked_for_alone() -> None:
    session = FakeHunts(script=deque())
    session.told_columns = KnownSchema(load_schema().with_columns("AlertEvidence", ()))
    async with browsing(session) as stage:
        await stage.press("c")
        assert ("AlertEvidence",) == session.asked_columns
        session.told_columns = QueryInvalid("The query was refused: no such table", status=400)
        await stage.press("c")
        assert "Could not read the columns of AlertEvidence" in stage.text
        assert "no such table" in stage.text


async def test_a_switch_shows_the_tables_of_the_other_tenant() -> None:
    session = FakeHunts(script=deque())
    session.known_schema = TOLD
    async with browsing(session) as stage:
        assert "67 tables" in stage.text
        session.generation += 1
        session.known_schema = KnownSchema(load_schema())
        stage.pane.reload()
        await stage.settle()
        assert "66 tables" in stage.text


async def test_hostile_names_from_a_tenant_stay_text() -> None:
    columns = tuple(TenantColumn(text, text, text) for text in HOSTILE)
    tables = tuple(TenantTable(text, columns, text) for text in HOSTILE)
    functions = tuple(TenantFunction(text, True, columns, columns, text, text) for text in HOSTILE)
    session = FakeHunts(script=deque())
    schema = load_schema(TenantSchema(tables, functions))
    session.known_schema = KnownSchema(schema, NOW, ProtocolError(HOSTILE[0]))
    async with browsing(session, size=(120, 40)) as stage:
        await stage.press("f", "right", "down", "down", "right", "ctrl+end", "right", "down", "d")
        assert set() == unsafe_characters(stage.pilot.app)
        assert [] == clickable_actions(stage.pilot.app)
        await stage.press("escape", "y")
        await stage.pilot.resize_terminal(80, 24)
        await stage.settle()
        assert set() == unsafe_characters(stage.pilot.app)
