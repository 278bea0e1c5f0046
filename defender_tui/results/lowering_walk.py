"""A query with marks as a query without: each pipeline rebuilt, operator by operator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from duckdb_kql import ir
from duckdb_kql.schema import resolve_let_refs

from defender_tui.kql.adapt.marks import PREFIX
from defender_tui.results.lowering_columns import away, distinct, keep, reorder, with_every_column
from defender_tui.results.lowering_groups import Group
from defender_tui.results.lowering_marks import mark_name, mark_of, refusal, whole_number
from defender_tui.results.lowering_nested import mv_apply, partition, top_nested
from defender_tui.results.lowering_pipeline import Lets, Pipeline, Scope
from defender_tui.results.lowering_plugins import bag_unpack, pivot
from defender_tui.results.lowering_series import make_series
from defender_tui.results.lowering_tree import calls, with_queries
from defender_tui.results.lowering_windows import WINDOWS, with_windows

_WHOLE: dict[str, Callable[[Pipeline, ir.FunctionCall], None]] = {
    "bag_unpack": bag_unpack,
    "make_series": make_series,
    "pivot": pivot,
    "top_nested": top_nested,
}
_ANYWHERE: dict[str, Callable[[Pipeline, ir.FunctionCall], None]] = {
    "away": away,
    "distinct": distinct,
    "keep": keep,
    "reorder": reorder,
}


def needs_lowering(query: ir.Query) -> bool:
    """Whether anything in a query is for this engine to spell rather than the translator."""
    return any(call.name.startswith(PREFIX) or call.name in WINDOWS for call in calls(query))


@dataclass(frozen=True, slots=True)
class Walk:
    """Rebuilds the pipelines of one query, nested ones before those around them."""

    scope: Scope

    def query(self, query: ir.Query, lets: Lets = ()) -> ir.Query:
        """The query without marks; `lets` are the tables bound around it.

        Raises:
            KqlError: a construct cannot be spelled, or reads what is not there.
        """
        bound: list[tuple[str, ir.Query | ir.Expr]] = []
        inner = list(lets)
        for name, value in query.lets:
            done = self.query(value, tuple(inner)) if isinstance(value, ir.Query) else value
            bound.append((name, done))
            if isinstance(done, ir.Query):
                inner.append((name, done))
        scope = tuple(inner)
        source = with_queries(query.source, lambda nested: self.query(nested, scope))
        if not isinstance(source, ir.Source):
            raise TypeError("a source stays a source")
        pipeline = Pipeline(self.scope, ir.Query(source), scope)
        for operator in query.operators:
            self.run(pipeline, operator)
        return ir.Query(
            pipeline.query.source, pipeline.query.operators, bound, list(query.parameters)
        )

    def run(self, pipeline: Pipeline, operator: ir.Operator, group: Group | None = None) -> None:
        """Let an operator follow in a pipeline; in a group, for each part of it."""
        mark = mark_of(operator)
        if mark is None or mark_name(mark) not in ("mv_apply", "partition"):
            lets = pipeline.lets
            rebuilt = with_queries(operator, lambda nested: self.query(nested, lets))
            if not isinstance(rebuilt, ir.Operator):
                raise TypeError("an operator stays an operator")
            operator = rebuilt
        if not any(c.name.startswith(PREFIX) or c.name in WINDOWS for c in calls(operator)):
            self._follow(pipeline, operator, group)
            return
        operator = resolve_let_refs(operator, pipeline.columns)
        before = pipeline.hidden
        mark = mark_of(operator)
        if mark is not None:
            self._marked(pipeline, mark, group)
        else:
            operator = with_every_column(pipeline, operator)
            part = "" if group is None else group.column
            self._follow(pipeline, with_windows(pipeline, operator, part), group)
        pipeline.drop([name for name in pipeline.hidden if name not in before])

    def _follow(self, pipeline: Pipeline, operator: ir.Operator, group: Group | None) -> None:
        if group is None:
            pipeline.add(operator)
        else:
            group.apply(pipeline, resolve_let_refs(operator, pipeline.columns))

    def _marked(self, pipeline: Pipeline, mark: ir.FunctionCall, group: Group | None) -> None:
        name = mark_name(mark)
        if name in _ANYWHERE:
            _ANYWHERE[name](pipeline, mark)
        elif name == "mv_apply":
            mv_apply(pipeline, mark, self.run)
        elif group is not None:
            raise refusal(f"{name.replace('_', '-')} inside {group.construct}")
        elif name == "partition":
            partition(pipeline, mark, self.run)
        elif name == "sample":
            _sample(pipeline, mark)
        elif name in _WHOLE:
            _WHOLE[name](pipeline, mark)
        else:
            raise refusal(name)


def _sample(pipeline: Pipeline, mark: ir.FunctionCall) -> None:
    """Any rows, as many as asked for: the service promises no more than that they are random."""
    count = whole_number(mark.args[0], "sample")
    pipeline.become(
        f"SELECT * FROM ({pipeline.sql()}) USING SAMPLE reservoir({max(count or 0, 0)} ROWS)",
        pipeline.columns,
    )
