"""An audience is taken as people write it, and nothing else is sent to Entra."""

from __future__ import annotations

import pytest

from defender_tui.core.custom_resource import CustomResource
from defender_tui.core.errors import ConfigError


@pytest.mark.parametrize(
    ("scope", "typed"),
    [
        ("https://api.loganalytics.io/.default", "https://api.loganalytics.io"),
        ("https://api.loganalytics.io/.default", " https://api.loganalytics.io/.default\n"),
        ("https://api.contoso.com//.default", "https://api.contoso.com/"),
        ("https://api.contoso.com//.default", "https://api.contoso.com//.default"),
        (
            "https://c.westeurope.kusto.windows.net/.default",
            "https://c.westeurope.kusto.windows.net",
        ),
        (
            "api://11111111-2222-4333-8444-555555555555/.default",
            "api://11111111-2222-4333-8444-555555555555",
        ),
        (
            "4500ebfb-89b6-4b14-a480-7f749797bfcd/.default",
            "4500ebfb-89b6-4b14-a480-7f749797bfcd",
        ),
    ],
)
def test_an_audience_or_its_scope_gives_the_scope(scope: str, typed: str) -> None:
    assert scope == CustomResource.from_text(typed).scope


@pytest.mark.parametrize(
    ("told", "typed"),
    [
        ("missing", ""),
        ("missing", "  "),
        ("without spaces", "https://a.example https://b.example"),
        ("without spaces", "https://a.example/\x1b]0;x"),
        ("without spaces", "https://" + "x" * 600),
        ("with its scheme", "graph.microsoft.com"),
        ("with its scheme", "User.Read"),
        ("with its scheme", "https://a.example?x=1"),
    ],
)
def test_what_is_no_audience_is_refused_in_words(told: str, typed: str) -> None:
    with pytest.raises(ConfigError, match=told) as caught:
        CustomResource.from_text(typed)
    assert caught.value.hint
