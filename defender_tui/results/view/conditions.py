"""Conditions into SQL, with every text of the user bound as a value."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import duckdb

from defender_tui.core.errors import ConfigError
from defender_tui.results.column_types import text_sql
from defender_tui.results.view.comparing import HINTS, key_sql, literal_key_sql
from defender_tui.results.view.shape import Comparison, Condition

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from defender_tui.results.column_types import ResultColumn
    from defender_tui.results.reading import Readings

_NEGATED = {
    Comparison.DIFFERS: Comparison.EQUALS,
    Comparison.NOT_CONTAINS: Comparison.CONTAINS,
    Comparison.NONE_OF: Comparison.ONE_OF,
    Comparison.IS_NOT_NULL: Comparison.IS_NULL,
}
_ORDERED = {Comparison.LESS, Comparison.AT_MOST, Comparison.MORE, Comparison.AT_LEAST}
_NO_TERM = r"[^\pL\pN]"


class ConditionSql:
    """Collects the values that its SQL names; one object for one statement."""

    def __init__(
        self,
        columns: Sequence[ResultColumn],
        readings: Readings,
        uncast_in: Callable[[int], int],
    ) -> None:
        """`readings` are asked whether a text is a value of a type: that is DuckDB's to say."""
        self.values: list[str] = []
        self._columns = columns
        self._readings = readings
        self._uncast_in = uncast_in
        self._readable: dict[tuple[str, str], bool] = {}

    def all_of(self, conditions: Sequence[Condition]) -> str:
        """Build what is true for the rows that meet all of the conditions.

        Raises:
            ConfigError: a value is missing, not of the column's type, or no regular expression.
            IndexError: there is no such column.
        """
        return " AND ".join(self._one(condition) for condition in conditions) or "true"

    def _one(self, condition: Condition) -> str:
        comparison = condition.comparison
        positive = _NEGATED.get(comparison, comparison)
        if condition.column is None:
            met = self._in_any(Condition(None, positive, condition.values))
        elif 0 <= condition.column < len(self._columns):
            met = self._in_one(condition.column, positive, condition.values)
        else:
            raise IndexError(f"no column {condition.column}")
        return f"NOT coalesce({met}, false)" if comparison in _NEGATED else met

    def _in_any(self, condition: Condition) -> str:
        """The columns whose type cannot hold a value are passed over, or compared as text."""
        found = []
        for number, column in enumerate(self._columns):
            comparison, values = condition.comparison, condition.values
            is_typed = comparison in _ORDERED or comparison is Comparison.EQUALS
            if is_typed and not all(self._reads(value or "", column.type) for value in values):
                if comparison in _ORDERED:
                    continue
                comparison = Comparison.ONE_OF
            found.append(self._in_one(number, comparison, values))
        return f"({' OR '.join(found) or 'false'})"

    def _in_one(self, column: int, comparison: Comparison, values: tuple[str | None, ...]) -> str:
        if comparison is Comparison.IS_NULL:
            return self._is_null(column)
        if comparison is Comparison.ONE_OF:
            return self._is_one_of(column, values)
        if comparison is Comparison.EQUALS and values == (None,):
            return f"({self._shown(column)} IS NULL)"
        if len(values) != 1 or values[0] is None:
            raise ConfigError(f"The condition “{comparison}” has no value.", hint="Give one.")
        return f"({self._held_against(column, comparison, values[0])})"

    def _held_against(self, column: int, comparison: Comparison, value: str) -> str:
        shown = self._shown(column)
        match comparison:
            case Comparison.CONTAINS:
                return self._holds(shown, value)
            case Comparison.STARTS:
                return f"starts_with(lower({shown}), lower({self._bind(value)}))"
            case Comparison.HAS:
                term = self._bind(_term_pattern(value))
                # The plain search drops most rows in a third of the time.
                return f"{self._holds(shown, value)} AND regexp_matches({shown}, {term})"
            case Comparison.MATCHES:
                self._insist_on_pattern(value)
                return f"regexp_matches({shown}, {self._bind(value)})"
            case Comparison.EQUALS:
                return self._equals(column, value)
        return self._ordered(column, comparison, value)

    def _is_null(self, column: int) -> str:
        """A text column may hold an empty text, which is a value; the other types have none."""
        cell = f"c{column}"
        is_text = self._columns[column].type == "string"
        return f"({cell} IS NULL)" if is_text else f"({cell} IS NULL OR {cell} = '')"

    def _is_one_of(self, column: int, values: tuple[str | None, ...]) -> str:
        shown = self._shown(column)
        texts = ", ".join(self._bind(value) for value in values if value is not None)
        found = [f"{shown} IN ({texts})"] if texts else []
        if None in values:
            found.append(f"{shown} IS NULL")
        return f"({' OR '.join(found) or 'false'})"

    def _equals(self, column: int, value: str) -> str:
        kind = self._columns[column].type
        if not self._reads(value, kind):
            if value and not self._has_misfit(column, value):
                raise self._unreadable(column, value)
            return f"{self._shown(column)} = {self._bind(value)}"
        return self._typed(column, "=", value)

    def _has_misfit(self, column: int, text: str) -> bool:
        if self._columns[column].type != "timespan":
            return self._uncast_in(column) > 0
        # Spans are not counted as misfits when an answer comes in.
        found = f"SELECT 1 FROM answer_rows WHERE c{column} = $1 LIMIT 1"
        return bool(self._readings.fetch(found, [text]))

    def _ordered(self, column: int, comparison: Comparison, value: str) -> str:
        if not self._reads(value, self._columns[column].type):
            raise self._unreadable(column, value)
        return self._typed(column, comparison, value)

    def _typed(self, column: int, sign: str, value: str) -> str:
        kind = self._columns[column].type
        literal = literal_key_sql(f"CAST({self._bind(value)} AS VARCHAR)", kind)
        return f"{key_sql(f'c{column}', kind)} {sign} {literal}"

    def _reads(self, value: str, kind: str) -> bool:
        if (value, kind) not in self._readable:
            first = literal_key_sql("CAST($1 AS VARCHAR)", kind)
            found = self._readings.fetch(f"SELECT {first} IS NOT NULL", [value])
            self._readable[value, kind] = found == [(True,)]
        return self._readable[value, kind]

    def _unreadable(self, column: int, value: str) -> ConfigError:
        one = self._columns[column]
        return ConfigError(
            f"“{value}” is no value of the column {one.name}, whose type is {one.type}.",
            hint=HINTS.get(one.type, "Give another value."),
        )

    def _insist_on_pattern(self, pattern: str) -> None:
        try:
            self._readings.run("SELECT regexp_matches('', $1)", [pattern])
        except duckdb.InvalidInputException as cause:
            raise ConfigError(
                f"“{pattern}” is no regular expression: {str(cause).partition(': ')[2]}.",
                hint="Write it as RE2 does, or search for the text with contains.",
            ) from cause

    def _shown(self, column: int) -> str:
        return text_sql(f"c{column}", self._columns[column].type)

    def _holds(self, shown: str, text: str) -> str:
        pattern, template = holding(text)
        return template.format(shown, self._bind(pattern))

    def _bind(self, value: str) -> str:
        if value in self.values:
            return f"${self.values.index(value) + 1}"
        self.values.append(value)
        return f"${len(self.values)}"


def holding(text: str) -> tuple[str, str]:
    """Give a value to bind, and the SQL of a cell `{0}` that holds a text, in any case, by it."""
    # An ILIKE that names an escape character takes half as long again.
    if set(text) & set("\\%_"):
        return text, "contains(lower({0}), lower({1}))"
    return f"%{text}%", "{0} ILIKE {1}"


def _term_pattern(text: str) -> str:
    """What finds a text between characters that are no letters and digits, as KQL's `has` does."""
    start = f"(?:^|{_NO_TERM})" if _is_of_term(text[:1]) else ""
    end = f"(?:$|{_NO_TERM})" if _is_of_term(text[-1:]) else ""
    return f"(?i){start}{re.escape(text)}{end}"


def _is_of_term(character: str) -> bool:
    return bool(character) and unicodedata.category(character)[0] in "LN"
