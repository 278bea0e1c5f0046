"""A session that remembers the runs and keeps the queries that a test gives it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from defender_tui.core.errors import DefenderTuiError
from defender_tui.core.hunt_record import HuntRecord
from defender_tui.core.saved_query import Library, QueryNameTaken, SavedQuery

FOLDER = Path("/queries")


def saved(name: str, text: str, *, folder: Path = FOLDER, problem: str = "") -> SavedQuery:
    """Give a saved query."""
    return SavedQuery(folder, name, folder / f"{name}.kql", text, problem)


class FakePast:
    """Fulfils what `HistoryWork` and `LibraryWork` add; `past_error`, where set, is raised."""

    runs: tuple[HuntRecord, ...] = ()
    kept_queries: tuple[SavedQuery, ...] = ()
    folders: tuple[Path, ...] = (FOLDER,)
    library_problems: tuple[str, ...] = ()
    history_problem: DefenderTuiError | None = None
    past_error: DefenderTuiError | None = None

    async def past_runs(self) -> tuple[HuntRecord, ...]:
        self._fail()
        return self.runs

    async def forget_run(self, record_id: str) -> None:
        self._fail()
        self.runs = tuple(run for run in self.runs if run.id != record_id)

    async def forget_all_runs(self) -> None:
        self.runs = ()

    async def library(self) -> Library:
        self._fail()
        return Library(self.folders, self.kept_queries, self.library_problems)

    async def query_folders(self) -> tuple[Path, ...]:
        return self.folders

    async def save_query(
        self, name: str, text: str, *, folder: Path | None = None, overwrite: bool = False
    ) -> SavedQuery:
        self._fail()
        others = tuple(query for query in self.kept_queries if query.name != name)
        if len(others) < len(self.kept_queries) and not overwrite:
            raise QueryNameTaken(f"There is a query {name} already.", hint="Choose another name.")
        query = saved(name, text, folder=folder or FOLDER)
        self.kept_queries = (*others, query)
        return query

    async def rename_query(self, query: SavedQuery, name: str) -> SavedQuery:
        if any(one.name == name for one in self.kept_queries):
            raise QueryNameTaken(f"There is a query {name} already.", hint="Choose another name.")
        renamed = replace(query, name=name)
        self.kept_queries = tuple(renamed if one == query else one for one in self.kept_queries)
        return renamed

    async def delete_query(self, query: SavedQuery) -> None:
        self._fail()
        self.kept_queries = tuple(one for one in self.kept_queries if one != query)

    def _fail(self) -> None:
        if self.past_error is not None:
            raise self.past_error
