"""The hunting tables that the tenants of the sandbox hold."""

from __future__ import annotations

from dataclasses import replace

from defender_tui.kql.schema import Table, load_schema


def held_tables() -> list[Table]:
    """Give them in the order of the schema: all but those that were retired.

    The column LogonID is not among theirs: the pages list it, but place it in AdditionalFields.
    """
    return [_as_held(table) for table in load_schema() if table.status != "deprecated"]


def _as_held(table: Table) -> Table:
    kept = tuple(column for column in table.columns if column.name != "LogonID")
    return replace(table, columns=kept)
