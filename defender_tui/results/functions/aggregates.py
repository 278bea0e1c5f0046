"""Aggregates that the translator lacks, and those whose limit of elements it passes over.

Nulls are left out but for `make_list_with_nulls`; a group without values gives an empty list.

Source: https://learn.microsoft.com/en-us/kusto/query/make-set-if-aggregation-function
Source: https://learn.microsoft.com/en-us/kusto/query/make-list-aggregation-function
Source: https://learn.microsoft.com/en-us/kusto/query/make-bag-aggregation-function
Source: https://learn.microsoft.com/en-us/kusto/query/count-distinct-aggregation-function
Source: https://learn.microsoft.com/en-us/kusto/query/percentiles-aggregation-function
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duckdb_kql.translate.functions import AggregateSpec

from defender_tui.results.functions.spelling import bag, whole_number

if TYPE_CHECKING:
    from collections.abc import Callable

_TRUE = "TRUE"


@dataclass(frozen=True)
class SqlAggregate(AggregateSpec):
    """An aggregate as a SQL expression of the SQL of its arguments."""

    spell: Callable[..., str] = field(default=str)
    least: int = 1
    most: int = 1

    def render(self, args: list[str]) -> str:
        """Give the SQL of one call.

        Raises:
            ValueError: the aggregate takes another number of arguments, or not one of these.
        """
        if not self.least <= len(args) <= self.most:
            raise ValueError(f"{self.name}() does not take {len(args)} argument(s)")
        return self.spell(*args)


def _aggregate(
    name: str,
    spell: Callable[..., str],
    least: int = 1,
    most: int = 0,
    *,
    prefix: str | None = None,
    named_as_argument: bool = False,
) -> SqlAggregate:
    return SqlAggregate(
        name,
        "",
        name_prefix=prefix,
        name_is_argument=named_as_argument,
        spell=spell,
        least=least,
        most=most or least,
    )


def _cut(elements: str, size: str | None) -> str:
    if size is None:
        return elements
    limit = whole_number(size)
    if limit is None:
        raise ValueError("a size that is not spelled out")
    return f"({elements})[:{max(limit, 0)}]"


def _element(value: str) -> str:
    """A value as an array holds it: moments spelled as the service does, all else as JSON does."""
    moment = f"TRY_CAST(CAST({value} AS VARCHAR) AS TIMESTAMP)"
    return (
        f"CASE typeof({value}) WHEN 'TIMESTAMP' THEN"
        f" to_json(strftime({moment}, '%Y-%m-%dT%H:%M:%S.%f0Z')) ELSE to_json({value}) END"
    )


def _list(value: str, size: str | None = None) -> str:
    return _list_if(value, _TRUE, size)


def _list_if(value: str, condition: str, size: str | None = None) -> str:
    kept = f"list({_element(value)}) FILTER (WHERE {value} IS NOT NULL AND {condition})"
    return f"to_json({_cut(f'coalesce({kept}, [])', size)})"


def _list_with_nulls(value: str) -> str:
    return f"to_json(coalesce(list({_element(value)}), []))"


def _set(value: str, size: str | None = None) -> str:
    return _set_if(value, _TRUE, size)


def _set_if(value: str, condition: str, size: str | None = None) -> str:
    """The elements of arrays are put into the set, not the arrays."""
    each = (
        f"CASE WHEN json_type(TRY_CAST({value} AS JSON)) = 'ARRAY'"
        f" THEN CAST(to_json({value}) AS JSON[]) ELSE [{_element(value)}] END"
    )
    kept = f"list({each}) FILTER (WHERE {value} IS NOT NULL AND {condition})"
    return f"to_json({_cut(f'coalesce(list_distinct(flatten({kept})), [])', size)})"


def _bag(value: str, size: str | None = None) -> str:
    return _bag_if(value, _TRUE, size)


def _bag_if(value: str, condition: str, size: str | None = None) -> str:
    """Of values with one key the first stays; what is no bag is passed over."""
    pairs = f"flatten(list(map_entries({bag(value)})) FILTER (WHERE {condition}))"
    named = "list_transform(__m, lambda __p: __p.key)"
    firsts = f"list_filter(__m, lambda __e, __i: list_position({named}, __e.key) = __i)"
    return (
        f"list_transform([coalesce({pairs}, [])], lambda __m:"
        f" to_json(map_from_entries({_cut(firsts, size)})))[1]"
    )


def _count_distinct(*values: str) -> str:
    return f"count(DISTINCT {values[0]})"


def _count_distinct_if(value: str, condition: str) -> str:
    return f"count(DISTINCT {value}) FILTER (WHERE {condition})"


def _filtered(sql_name: str) -> Callable[..., str]:
    def spell(value: str, condition: str) -> str:
        return f"{sql_name}({value}) FILTER (WHERE {condition})"

    return spell


def _or_zero(sql_name: str) -> Callable[..., str]:
    def spell(value: str, condition: str = _TRUE) -> str:
        return f"coalesce({sql_name}({value}) FILTER (WHERE {condition}), 0.0)"

    return spell


def _bits(sql_name: str) -> Callable[..., str]:
    def spell(value: str) -> str:
        return f"{sql_name}(CAST({value} AS BIGINT))"

    return spell


def _percentile_array(value: str, *percents: str) -> str:
    """Of the nearest rank, as `percentile` gives it."""
    ranks = [f"quantile_disc({value}, {percent} / 100.0)" for percent in percents]
    return f"to_json([{', '.join(ranks)}])"


AGGREGATES = (
    _aggregate("make_list", _list, 1, 2, prefix="list"),
    _aggregate("make_list_if", _list_if, 2, 3, prefix="list"),
    _aggregate("make_list_with_nulls", _list_with_nulls, prefix="list"),
    _aggregate("make_set", _set, 1, 2, prefix="set"),
    _aggregate("make_set_if", _set_if, 2, 3, prefix="set"),
    _aggregate("make_bag", _bag, 1, 2, prefix="bag"),
    _aggregate("make_bag_if", _bag_if, 2, 3, prefix="bag"),
    _aggregate("count_distinct", _count_distinct),
    _aggregate("count_distinctif", _count_distinct_if, 2),
    _aggregate("maxif", _filtered("max"), 2),
    _aggregate("minif", _filtered("min"), 2),
    _aggregate("take_anyif", _filtered("any_value"), 2, named_as_argument=True),
    _aggregate("stdevp", _or_zero("stddev_pop")),
    _aggregate("variancep", _or_zero("var_pop")),
    _aggregate("variancepif", _or_zero("var_pop"), 2),
    _aggregate("binary_all_and", _bits("bit_and")),
    _aggregate("binary_all_or", _bits("bit_or")),
    _aggregate("binary_all_xor", _bits("bit_xor")),
    _aggregate("percentiles_array", _percentile_array, 2, 64, prefix="percentiles"),
)
