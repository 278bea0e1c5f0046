"""The words of the library."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from ...core.saved_query import Library, SavedQuery
from ...kql.parameters import Parameter, find_parameters
from ..text import shown
from ..widgets.grid import GridColumn

_NAME = GridColumn("name", "Name", width=28, min_width=16, flexible=True)
_DESCRIPTION = GridColumn("description", "Description", width=40, min_width=20, flexible=True)
_FOLDER = GridColumn("folder", "Folder", width=14, priority=1)
_LINE_CELLS = 200
# A longer text is searched for parameters only when it is used.
_MOST_LOOKED_AT = 20_000


def columns_of(library: Library) -> tuple[GridColumn, ...]:
    """Give the columns; the folder is told where there are several."""
    several = len(library.folders) > 1
    return (_NAME, _DESCRIPTION, _FOLDER) if several else (_NAME, _DESCRIPTION)


def query_cells(query: SavedQuery) -> Sequence[Content]:
    """Give a query's cells, one for each column there may be."""
    if query.problem:
        description = shown(query.problem, limit=_LINE_CELLS).stylize("$text-warning")
    else:
        description = shown(query.description.partition("\n")[0], limit=_LINE_CELLS)
    return (
        shown(query.name, limit=_LINE_CELLS),
        description,
        shown(query.folder.name, limit=14).stylize("$text-muted"),
    )


def query_facts(query: SavedQuery) -> Sequence[Content]:
    """Give what is known of a query besides its text."""
    if query.problem:
        return (shown(query.file), shown(query.problem).stylize("$text-warning"))
    parameters = find_parameters(query.text) if len(query.text) < _MOST_LOOKED_AT else ()
    asked = f"asks for {', '.join(map(_parameter, parameters))}" if parameters else ""
    return tuple(fact for fact in (shown(query.file), shown(asked)) if fact)


def library_words(library: Library) -> Content:
    """Say where queries are, or what could not be read."""
    if library.problems:
        return shown(" ".join(library.problems))
    broken = sum(bool(query.problem) for query in library.queries)
    where = ", ".join(map(str, library.folders))
    return shown(f"{where} · {broken} cannot be read" if broken else where)


def empty_words(library: Library) -> str:
    """Say what to do about a library with no query."""
    return "No saved queries yet: alt+q saves the text of a tab."


def _parameter(parameter: Parameter) -> str:
    return f"{parameter.name}:{parameter.type}"
