"""What a tenant named, put over what ships here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from defender_tui.core.tenant_schema import TenantColumn, TenantFunction, TenantSchema, TenantTable

from .schema import Column, HuntingFunction, HuntingSchema, Table

_TIME_COLUMNS = ("Timestamp", "TimeGenerated")


def merged(known: HuntingSchema, tenant: TenantSchema) -> HuntingSchema:
    """Put a tenant's tables and functions over the known ones.

    Its columns and types count; area, status, own words, ActionTypes and values stay. A known
    table that it did not name stays too, marked as not there; what only it has comes behind.
    """
    named = {table.name: table for table in tenant.tables}
    tables = [
        replace(table, is_in_tenant=False)
        if table.name not in named
        else _over(table, named[table.name])
        for table in known
    ]
    tables += [_new(table) for name, table in named.items() if name not in known]
    return replace(known, tables=tuple(tables), functions=tuple(_functions(known, tenant)))


def with_live_columns(
    known: HuntingSchema, name: str, columns: tuple[Column, ...]
) -> HuntingSchema:
    """Put one table's columns, as the tenant has them, in place of the known ones."""
    told = TenantTable(name, tuple(TenantColumn(one.name, one.type) for one in columns))
    table = known.table(name)
    if table is None:
        return replace(known, tables=(*known.tables, _new(told)))
    over = _over(table, told)
    return replace(known, tables=tuple(over if one is table else one for one in known.tables))


def _over(known: Table, told: TenantTable) -> Table:
    meanings = {column.name: column.description for column in known.columns}
    columns = tuple(
        Column(one.name, one.type, meanings.get(one.name) or one.description)
        for one in told.columns
    )
    if not columns:
        # It names the table and keeps quiet about what is in it.
        return replace(known, is_in_tenant=True)
    has_time = any(column.name == known.time_column for column in columns)
    return replace(
        known,
        columns=columns,
        time_column=known.time_column if has_time else _time_column(columns),
        description=known.description or told.description,
        is_in_tenant=True,
    )


def _new(told: TenantTable) -> Table:
    columns = tuple(_column(one) for one in told.columns)
    return Table(
        told.name,
        status="",
        columns=columns,
        time_column=_time_column(columns),
        description=told.description,
        is_in_tenant=True,
    )


def _column(told: TenantColumn) -> Column:
    return Column(told.name, told.type, told.description)


def _time_column(columns: Sequence[Column]) -> str | None:
    names = {column.name for column in columns if column.type == "datetime"}
    return next((name for name in _TIME_COLUMNS if name in names), None)


def _functions(known: HuntingSchema, tenant: TenantSchema) -> Iterator[HuntingFunction]:
    if not tenant.functions:
        # Other answers of the service leave them out.
        yield from known.functions
        return
    named = {function.name: function for function in tenant.functions}
    for function in known.functions:
        # What reads other services is part of the language: no tenant lists it.
        is_listed = function.kind != "cross-service" or function.name in named
        yield replace(function, is_in_tenant=function.name in named if is_listed else None)
    for name, told in named.items():
        if known.function(name) is None:
            yield _new_function(told)


def _new_function(told: TenantFunction) -> HuntingFunction:
    taken = ", ".join(parameter.name for parameter in told.parameters)
    return HuntingFunction(
        told.name,
        call=f"{told.name}({taken})",
        status="",
        description=told.description,
        parameters=tuple(_column(one) for one in told.parameters),
        columns=tuple(_column(one) for one in told.columns),
        path=told.path,
        author=told.author,
        is_saved=told.is_saved,
        is_in_tenant=True,
    )
