"""A token's audience names its API, and its signature may be beyond checking."""

from __future__ import annotations

import pytest

from defender_tui.core.claims import DecodedToken
from defender_tui.core.clouds import CLOUDS
from defender_tui.core.resources import Resource
from defender_tui.core.token_facts import resource_of, signature_state


@pytest.mark.parametrize(
    ("resource", "audience"),
    [
        (Resource.XDR, "https://api.security.microsoft.com"),
        (Resource.XDR, "https://API.security.microsoft.com/"),
        (Resource.XDR, "8ee8fdad-f234-4243-8f3b-15c294843740"),
        (Resource.GRAPH, "https://dod-graph.microsoft.us"),
        (Resource.GRAPH, "00000003-0000-0000-c000-000000000000"),
        (Resource.KEYVAULT, "https://vault.azure.net"),
        (None, "https://api.security.microsoft.com.evil.example"),
        (None, "https://management.azure.com"),
        (None, "/"),
        (None, ""),
        (None, None),
    ],
)
def test_an_audience_names_the_api_that_takes_the_token(
    resource: Resource | None, audience: str | None
) -> None:
    assert resource is resource_of(audience)


def test_every_audience_of_every_cloud_is_known_again() -> None:
    assert [] == [
        (cloud.name, resource)
        for cloud in CLOUDS.values()
        for resource, audience in cloud.audiences.items()
        if resource_of(audience) is not resource
    ]


@pytest.mark.parametrize(
    ("state", "token"),
    [
        (
            "cannot be checked by third parties",
            DecodedToken({}, {"aud": "https://graph.microsoft.com"}),
        ),
        ("cannot be checked by third parties", DecodedToken({"nonce": "x"}, {})),
        ("not checked", DecodedToken({}, {"aud": "https://api.security.microsoft.com"})),
        ("not checked", DecodedToken({}, {})),
    ],
)
def test_what_is_known_of_the_signature_is_never_called_a_failure(
    state: str, token: DecodedToken
) -> None:
    assert state == signature_state(token)
