"""Members of dynamic values in an answer, offered by the editor afterwards."""

from __future__ import annotations

import asyncio

import pytest

from defender_tui.results.spool import Spool
from defender_tui.ui.hunting.seen_members import learn_members, members_of

from ..editing.writing import writing
from ..fakes_hunting import answer_table

COLUMNS = (("Fields", "Object"), ("Text", "String"), ("n", "Int64"))
ROWS = (
    ('{"Command": "a", "Port": 1, "odd name": {}}', '{"Later": 1}', 1),
    ('{"Port": 2, "User": {"Name": "b"}}', "{no object", 2),
    (None, "plain", 3),
)


def test_names_at_the_top_of_objects_are_the_members_of_their_column(spool: Spool) -> None:
    with answer_table(spool, COLUMNS, ROWS) as table:
        assert {"Fields": ("Command", "Port", "User"), "Text": ("Later",)} == members_of(table)


def test_only_so_many_members_of_a_column_are_kept(spool: Spool) -> None:
    wide = "{" + ", ".join(f'"m{at}": {at}' for at in range(500)) + "}"
    with answer_table(spool, COLUMNS, [(wide, None, 1)]) as table:
        assert 200 == len(members_of(table)["Fields"])


@pytest.mark.parametrize("cell", ["{" * 50_000, "[1]", "{}", '{"a": 1', ""])
def test_cells_without_members_teach_nothing(spool: Spool, cell: str) -> None:
    with answer_table(spool, COLUMNS, [(cell, None, 1)]) as table:
        assert {} == members_of(table)


async def test_members_of_an_answer_are_offered_behind_a_dot(spool: Spool) -> None:
    async with writing("DeviceEvents\n| where AdditionalFields") as desk:
        columns = (("AdditionalFields", "Object"),)
        with await asyncio.to_thread(answer_table, spool, columns, [('{"Zebra": 1}',)]) as table:
            learn_members(desk.editor, desk.editor, table)
            # Reading the answer is one worker, reading the language for it another.
            await desk.app.workers.wait_for_complete()
            await desk.app.workers.wait_for_complete()
        await desk.type(".")
        assert "Zebra" in desk.offered
