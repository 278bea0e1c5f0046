"""Whether a name means anything where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ..completion.position import Slot
from ..completion.scope import Environment, Function, Scope
from ..completion.signatures import load_signatures
from ..vocabulary import load_vocabulary
from .diagnostic import Fix, Severity
from .findings import Findings
from .former_names import SENTINEL_COLUMNS, is_sentinel_table, load_former_names
from .nearest import nearest


@dataclass(frozen=True, slots=True)
class Word:
    """A name as it is known, without `['...']`, and its place by offsets."""

    name: str
    place: tuple[int, int]


_VALUES = frozenset(("true", "false", "null", "$left", "$right", "$table", "_"))
_CALLED_SOURCES = frozenset(
    ("table", "cluster", "database", "materialize", "view", "toscalar", "datatable", "typeof")
)
_ANY_COLUMN = frozenset(("search", "find", "evaluate"))
"""These look for columns that only some of their tables have, or take those of others."""
_NUMBERED = re.compile(r"\d+\Z")


def check_table(word: Word, environment: Environment, findings: Findings) -> None:
    """Check a name that stands where a table must."""
    name, place = word.name, word.place
    former = load_former_names()
    if environment.bindings.get(name) is not None:
        return
    if name in former.tables:
        heirs = former.tables[name]
        message = f"The table {name} was replaced by {' and '.join(heirs)}"
        fix = Fix(*place, heirs[0]) if len(heirs) == 1 else None
        findings.add(place, f"{message}.", Severity.WARNING, fix)
        return
    table = environment.schema.table(name)
    if table is not None:
        if table.is_in_tenant is False:
            message = f"The tenant did not name the table {name} to this application."
            findings.add(place, message, Severity.WARNING)
        return
    if is_sentinel_table(name):
        message = f"{name} is no table of Defender: it takes a connected Sentinel workspace."
        findings.add(place, message, Severity.WARNING)
        return
    known = {*environment.schema.names, *_bound_tables(environment)}
    findings.replace_name(place, f"There is no table {name}", nearest(name, known))


def check_function(word: Word, environment: Environment, findings: Findings) -> None:
    """Check a name that is called; one that resembles none may be saved in the tenant."""
    name, place = word.name, word.place
    if name in known_functions() or name in environment.bindings or name.startswith("_"):
        return
    if environment.schema.function(name) is not None:
        return
    functions = {n for n, bound in environment.bindings.items() if isinstance(bound, Function)}
    better = nearest(name, known_functions() | functions)
    if better is not None:
        findings.replace_name(place, f"There is no function {name}", better)
        return
    message = f"{name} is no function of the language; if it is saved in the tenant, all is well."
    findings.add(place, message, Severity.WARNING)


def check_value(word: Word, slot: Slot, environment: Environment, findings: Findings) -> None:
    """Check a name that stands for a column or a value."""
    scope = slot.scope
    name, place = word.name, word.place
    if name in scope.columns or name in _VALUES or name in environment.bindings:
        return
    if slot.has_tables and (name in environment.schema or name in load_former_names().tables):
        return
    if name in SENTINEL_COLUMNS:
        _sentinel_column(word, scope, findings)
        return
    heirs = load_former_names().column(name, scope.tables)
    if heirs is not None:
        _former_column(word, heirs, findings)
        return
    known = {*scope.columns, *environment.bindings}
    if slot.has_tables:
        known |= environment.schema.names
    better = nearest(name, known)
    if scope.is_open or slot.operator in _ANY_COLUMN:
        if better is not None and not _is_numbered(name, better):
            message = f"No table here has a column {name}"
            findings.replace_name(place, message, better, Severity.WARNING)
        return
    if name in known_functions() and better is None:
        findings.add(place, f"{name} is a function: its arguments stand in brackets.")
        return
    what = "column" if scope.columns else "name"
    is_doubtful = better is not None and (
        _is_numbered(name, better) or _is_spelt_so_elsewhere(name, better, environment)
    )
    severity = Severity.WARNING if is_doubtful else Severity.ERROR
    findings.replace_name(place, f"There is no {what} {name} here", better, severity)


def _sentinel_column(word: Word, scope: Scope, findings: Findings) -> None:
    name, place = word.name, word.place
    if scope.is_open:
        return
    message = f"Only tables that a Sentinel workspace streams have {name}"
    better = "Timestamp" if name == "TimeGenerated" and "Timestamp" in scope.columns else None
    findings.replace_name(place, message, better, Severity.WARNING)


def _former_column(word: Word, heirs: tuple[str, ...], findings: Findings) -> None:
    name, place = word.name, word.place
    if not heirs:
        findings.add(place, f"The column {name} was taken out of the table.", Severity.WARNING)
        return
    message = f"The column {name} was renamed to {' and '.join(heirs)}."
    fix = Fix(*place, heirs[0]) if len(heirs) == 1 else None
    findings.add(place, message, Severity.WARNING, fix)


def _is_numbered(name: str, better: str) -> bool:
    """Whether it is a name as `join` gives it to the right side's columns."""
    return _NUMBERED.sub("", name) == _NUMBERED.sub("", better)


def _is_spelt_so_elsewhere(name: str, better: str, environment: Environment) -> bool:
    """Whether only the case differs, and another table writes the name just so."""
    if name.lower() != better.lower():
        return False
    return any(table.column(name) is not None for table in environment.schema)


def _bound_tables(environment: Environment) -> set[str]:
    return {name for name, bound in environment.bindings.items() if isinstance(bound, Scope)}


@cache
def known_functions() -> frozenset[str]:
    """All names that can be called without having been defined in the query."""
    known, called = load_vocabulary(), load_signatures()
    every = (called.scalar, called.aggregate, called.plugin, called.hunting)
    return frozenset().union(known.functions, known.types, _CALLED_SOURCES, *every)
