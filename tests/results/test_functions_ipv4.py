"""IPv4 addresses give the documented answers.

Source: https://learn.microsoft.com/en-us/kusto/query/ipv4-compare-function
Source: https://learn.microsoft.com/en-us/kusto/query/ipv4-is-in-range-function
Source: https://learn.microsoft.com/en-us/kusto/query/ipv4-is-in-any-range-function
Source: https://learn.microsoft.com/en-us/kusto/query/ipv4-is-match-function
Source: https://learn.microsoft.com/en-us/kusto/query/ipv4-is-private-function
Source: https://learn.microsoft.com/en-us/kusto/query/format-ipv4-function
Source: https://learn.microsoft.com/en-us/kusto/query/parse-ipv4-mask-function
Source: https://learn.microsoft.com/en-us/kusto/query/has-ipv4-function
Source: https://learn.microsoft.com/en-us/kusto/query/has-ipv4-prefix-function
"""

from __future__ import annotations

import pytest

from defender_tui.results.engine import KqlEngine
from tests.results.functions_answers import value_of


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        (0, "ipv4_compare('192.168.1.1/24','192.168.1.255')"),
        (0, "ipv4_compare('192.168.1.1','192.168.1.0',31)"),
        (1, "ipv4_compare('192.168.1.1','192.168.1.0')"),
        (True, "ipv4_is_match('192.168.1.1/30','192.168.1.255/24')"),
        (None, "ipv4_is_match('x','192.168.1.255/24')"),
        (True, "ipv4_is_in_range('192.168.1.1','192.168.1.255/24')"),
        (
            True,
            "ipv4_is_in_any_range('192.168.1.6', '192.168.1.1/24', '10.0.0.1/8', '127.1.0.1/16')",
        ),
        (True, 'ipv4_is_in_any_range("127.0.0.1", dynamic(["127.0.0.1", "192.168.1.1"]))'),
        (False, 'ipv4_is_in_any_range("1.1.1.1", dynamic(["127.0.0.1", "192.168.1.1"]))'),
        (True, "ipv4_is_private('192.168.1.1/24')"),
        (False, "ipv4_is_private('127.0.0.1')"),
        (True, "ipv4_is_private('172.31.0.1')"),
        (None, "ipv4_is_private('')"),
        (24, "ipv4_netmask_suffix('10.1.2.3/24')"),
        (2130706432, 'parse_ipv4_mask("127.0.0.1",24)'),
        ("192.168.1.0", "format_ipv4('192.168.1.1',24)"),
        ("192.168.1.0", "format_ipv4('192.168.1.1/24',32)"),
        ("", "format_ipv4('192.168.1.1/24',-1)"),
        ("192.168.1.0/24", "format_ipv4_mask('192.168.1.1',24)"),
        ("192.168.1.0/24", "format_ipv4_mask('192.168.1.1/24',32)"),
        ("192.168.1.1", "format_ipv4(3232235777)"),
        (True, "has_ipv4('05:04:54 127.0.0.1 GET /favicon.ico 404', '127.0.0.1')"),
        (False, "has_ipv4('05:04:54 127.0.0.256 GET', '127.0.0.256')"),
        (False, "has_ipv4('05:04:54127.0.0.1 GET', '127.0.0.1')"),
        (True, "has_ipv4_prefix('05:04:54 127.0.0.1 GET /favicon.ico 404', '127.0.')"),
        (False, "has_ipv4_prefix('05:04:54 127.0.0.1 GET /favicon.ico 404', '127.0')"),
        (False, "has_ipv4_prefix('05:04:54 127.0.0.256 GET', '127.0.')"),
        (True, "has_any_ipv4('05:04:54 127.0.0.1 GET', dynamic(['1.1.1.1','127.0.0.1']))"),
        (None, 'ipv4_is_in_range("10.0.0.1","x")'),
        (None, 'ipv4_is_in_any_range("9.9.9.9", dynamic(["x"]))'),
        (True, 'ipv4_is_private("10.1.2.3")'),
        (False, 'ipv4_is_private("172.32.0.1")'),
        (False, 'has_ipv4("a 1.2.3.4", "1.2.3")'),
        (None, 'ipv4_compare("1.1.1.1","1.1.1.1",33)'),
        (True, 'isnull(geo_info_from_ip_address("8.8.8.8"))'),
    ],
)
def test_an_ipv4_function_answers_as_documented(
    engine: KqlEngine, expected: object, expression: str
) -> None:
    assert expected == value_of(engine, expression)
