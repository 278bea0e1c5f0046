"""Pipelines that run over parts of the rows: those of one array (mv-apply), of one key (partition).

The rows of all parts go through one pipeline, whose operators are told the column that parts them.

Source: https://learn.microsoft.com/en-us/kusto/query/mv-apply-operator
Source: https://learn.microsoft.com/en-us/kusto/query/partition-operator
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from duckdb_kql import ir

from defender_tui.results.connection import quote_name
from defender_tui.results.lowering_marks import refusal
from defender_tui.results.lowering_pipeline import Pipeline

_ROW_BY_ROW = (ir.Where, ir.Extend, ir.Sort, ir.Parse, ir.MvExpand)


@dataclass(slots=True)
class Group:
    """How a nested pipeline is parted.

    `column` holds the part that a row is of; `carried` are the columns that every row keeps from
    the row around it. `whole` is the SQL of all parts before any row was left out.
    """

    construct: str
    column: str
    carried: list[str]
    whole: str = ""
    is_whole: bool = True

    def apply(self, pipeline: Pipeline, operator: ir.Operator) -> None:
        """Let an operator follow that works on each part for itself."""
        self._refuse_overwriting(operator)
        match operator:
            case ir.Summarize():
                self._summarize(pipeline, operator)
            case ir.Count():
                count = ir.NamedExpr(ir.FunctionCall("count"), operator.name)
                self._summarize(pipeline, ir.Summarize((count,)))
            case ir.Project():
                own = tuple(e for e in operator.expressions if not self._is_carried(e))
                pipeline.add(replace(operator, expressions=(*self._kept(), *own)))
            case ir.Distinct():
                self.is_whole = False
                own = tuple(e for e in operator.expressions if not self._is_carried(e))
                pipeline.add(replace(operator, expressions=(*self._kept(), *own)))
            case ir.ProjectAway():
                own_names = tuple(n for n in operator.columns if n not in self._names)
                if own_names:
                    pipeline.add(replace(operator, columns=own_names))
            case ir.ProjectRename():
                pipeline.add(operator)
            case ir.Top():
                self._top(pipeline, operator)
            case ir.Take():
                self._first(pipeline, pipeline.number_rows(), operator.count)
            case _ if isinstance(operator, _ROW_BY_ROW):
                self.is_whole &= isinstance(operator, ir.Extend | ir.Sort)
                pipeline.add(operator)
            case _:
                raise refusal(f"{type(operator).__name__.lower()} inside {self.construct}")

    @property
    def _names(self) -> list[str]:
        return [self.column, *self.carried]

    def _kept(self) -> tuple[ir.NamedExpr, ...]:
        return tuple(ir.NamedExpr(ir.ColumnRef(name)) for name in self._names)

    def _is_carried(self, named: ir.NamedExpr) -> bool:
        """Whether a target only names a column that every row keeps anyway."""
        expression = named.expr
        return (
            isinstance(expression, ir.ColumnRef)
            and expression.name in self._names
            and named.name in (None, expression.name)
        )

    def _refuse_overwriting(self, operator: ir.Operator) -> None:
        """What becomes of an outer column that the nested pipeline gives another value is not
        documented."""
        named: Sequence[ir.NamedExpr] = ()
        if isinstance(operator, ir.Project | ir.Extend | ir.Distinct):
            named = operator.expressions
        elif isinstance(operator, ir.Summarize):
            named = (*operator.aggregates, *operator.by)
        renamed = (
            [name for pair in operator.renames for name in pair]
            if isinstance(operator, ir.ProjectRename)
            else []
        )
        taken = [each.name for each in named if not self._is_carried(each)]
        if any(name in self._names for name in (*taken, *renamed)):
            raise refusal(f"a column of the rows around it set anew inside {self.construct}")

    def _summarize(self, pipeline: Pipeline, operator: ir.Summarize) -> None:
        kept = [name for name in self.carried if name in pipeline.columns]
        keys = tuple(key for key in operator.by if not self._is_carried(key))
        outer = tuple(
            ir.NamedExpr(ir.FunctionCall("take_any", (ir.ColumnRef(name),)), name) for name in kept
        )
        group = ir.NamedExpr(ir.ColumnRef(self.column), self.column)
        before = Pipeline(pipeline.scope, pipeline.query, pipeline.lets)
        pipeline.add(ir.Summarize((*outer, *operator.aggregates), (group, *keys)))
        columns = pipeline.columns
        results = [name for name in columns if name not in self._names]
        if not operator.by and not self.is_whole and self.whole:
            self._fill_empty(pipeline, before, operator, results)
        ordered = [self.column, *kept, *results]
        pipeline.add(ir.Project(tuple(ir.NamedExpr(ir.ColumnRef(name)) for name in ordered)))
        self.is_whole = False

    def _fill_empty(
        self, pipeline: Pipeline, before: Pipeline, operator: ir.Summarize, results: Sequence[str]
    ) -> None:
        """Give a part that has lost all its rows what the aggregates make of no rows at all."""
        before.add(ir.Where(ir.Literal(False, "bool")), ir.Summarize(operator.aggregates))
        group = quote_name(self.column)
        values = "".join(
            f", CASE WHEN s.{group} IS NULL THEN e.{quote_name(name)} ELSE s.{quote_name(name)}"
            f" END AS {quote_name(name)}"
            for name in results
        )
        kept = "".join(f", o.{quote_name(name)}" for name in self.carried)
        outer = "".join(f", any_value({quote_name(n)}) AS {quote_name(n)}" for n in self.carried)
        pipeline.become(
            f"SELECT o.{group}{kept}{values}"
            f" FROM (SELECT {group}{outer} FROM ({self.whole}) GROUP BY {group}) AS o"
            f" LEFT JOIN ({pipeline.sql()}) AS s ON o.{group} = s.{group}"
            f" CROSS JOIN ({before.sql()}) AS e",
            [self.column, *self.carried, *results],
        )

    def _top(self, pipeline: Pipeline, operator: ir.Top) -> None:
        row = pipeline.number_rows()
        held = pipeline.hold(*(key.expr for key in operator.keys))
        order = []
        for name, key in zip(held, operator.keys, strict=True):
            nulls_first = key.ascending if key.nulls_first is None else key.nulls_first
            order.append(
                f"{quote_name(name)} {'ASC' if key.ascending else 'DESC'}"
                f" NULLS {'FIRST' if nulls_first else 'LAST'}"
            )
        order.append(quote_name(row))
        self._cut(pipeline, ", ".join(order), operator.count)
        pipeline.drop([row, *held])

    def _first(self, pipeline: Pipeline, row: str, count: int) -> None:
        self._cut(pipeline, quote_name(row), count)
        pipeline.drop([row])

    def _cut(self, pipeline: Pipeline, order: str, count: int) -> None:
        self.is_whole = False
        columns = pipeline.columns
        pipeline.become(
            f"SELECT * FROM ({pipeline.sql()}) QUALIFY row_number() OVER"
            f" (PARTITION BY {quote_name(self.column)} ORDER BY {order}) <= {max(count, 0)}"
            f" ORDER BY {quote_name(self.column)}, {order}",
            columns,
        )
