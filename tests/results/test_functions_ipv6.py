"""IPv6 addresses give the documented answers.

Source: https://learn.microsoft.com/en-us/kusto/query/ipv6-compare-function
Source: https://learn.microsoft.com/en-us/kusto/query/ipv6-is-match-function
Source: https://learn.microsoft.com/en-us/kusto/query/ipv6-is-in-range-function
"""

from __future__ import annotations

import pytest

from defender_tui.results.engine import KqlEngine
from tests.results.functions_answers import value_of


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        (0, "ipv6_compare('192.168.1.1','192.168.1.1')"),
        (0, "ipv6_compare('192.168.1.1/24','192.168.1.255')"),
        (-1, "ipv6_compare('fe80::85d:e82c:9446:7994','fe80::85d:e82c:9446:7995')"),
        (0, "ipv6_compare('fe80::85d:e82c:9446:7994','fe80::85d:e82c:9446:7995',127)"),
        (True, "ipv6_is_match('fe80::85d:e82c:9446:7994/120','fe80::85d:e82c:9446:7998')"),
        (True, "ipv6_is_match('192.168.1.1/24','::ffff:c0a8:01ff')"),
        (True, "ipv6_is_match('::192.168.1.1/30', '192.168.1.255/24')"),
        (None, "ipv6_is_match('zzz','192.168.1.255/24')"),
        (True, "ipv6_is_in_range('fe80::1','fe80::/10')"),
        (False, "ipv6_is_in_range('2001::1','fe80::/10')"),
        (0, "ipv6_compare('fe80::85d:e82c:9446:7994/120','fe80::85d:e82c:9446:7998/120')"),
        (0, "ipv6_compare('192.168.1.1','192.168.1.255',24)"),
    ],
)
def test_an_ipv6_function_answers_as_documented(
    engine: KqlEngine, expected: object, expression: str
) -> None:
    assert expected == value_of(engine, expression)
