"""Parameters of queries on the command line."""

from __future__ import annotations

import pytest

from defender_tui.cli.failure import UsageError
from defender_tui.cli.query_parameters import filled_query

QUERY = 'declare query_parameters(Days:timespan = 7d);\nT | where A has "{{Name}}"'


def test_values_are_put_in_as_literals_and_defaults_stand_for_the_rest() -> None:
    assert ('let Days = timespan(7.00:00:00.0000000);\nT | where A has "a=\\"b"') == filled_query(
        QUERY, ['Name=a="b']
    )


def test_a_query_without_parameters_stays_as_it_is() -> None:
    assert "T | take {5}" == filled_query("T | take {5}", [])


@pytest.mark.parametrize(
    ("words", "given"),
    [
        ("Parameter Name: There is no value", []),
        ("Parameter Days: This is not a length of time", ["Name=x", "Days=long"]),
        ("no parameter Nam", ["Nam=x"]),
        ("gives no parameter", ["Name"]),
        ("gives no parameter", ["=x"]),
    ],
)
def test_a_value_that_cannot_be_is_wrong_usage(words: str, given: list[str]) -> None:
    with pytest.raises(UsageError, match=words):
        filled_query(QUERY, given)
