"""The hunting tables and functions that a tenant itself names for an application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TenantColumn:
    """A column, or a function's parameter.

    `type` is a KQL type word, or the service's own word where it is none that is known.
    """

    name: str
    type: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class TenantTable:
    """A table that the application may query; its columns in the service's order."""

    name: str
    columns: tuple[TenantColumn, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class TenantFunction:
    """A function that the application may call; `is_saved` when people of the tenant wrote it.

    `path` is the folder it is in, `author` who saved it; both empty when not told.
    """

    name: str
    is_saved: bool = False
    parameters: tuple[TenantColumn, ...] = ()
    columns: tuple[TenantColumn, ...] = ()
    description: str = ""
    path: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class TenantSchema:
    """What a tenant answered; `document` is the answer as it came, with what was not read."""

    tables: tuple[TenantTable, ...]
    functions: tuple[TenantFunction, ...] = ()
    document: Mapping[str, object] = field(default_factory=dict, compare=False, repr=False)
