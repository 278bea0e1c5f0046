"""Each cloud's addresses, and clouds of one's own."""

from __future__ import annotations

import pytest

from defender_tui.core.clouds import CHINA, CLOUDS, GCC_HIGH, PUBLIC, cloud_named, custom_cloud
from defender_tui.core.errors import ConfigError
from defender_tui.core.resources import Resource


@pytest.mark.parametrize(
    ("name", "authority", "graph", "xdr"),
    [
        (
            "public",
            "https://login.microsoftonline.com",
            "https://graph.microsoft.com",
            "https://api.security.microsoft.com",
        ),
        (
            "gcc",
            "https://login.microsoftonline.com",
            "https://graph.microsoft.com",
            "https://api-gcc.security.microsoft.us",
        ),
        (
            "gcc-high",
            "https://login.microsoftonline.us",
            "https://graph.microsoft.us",
            "https://api-gov.security.microsoft.us",
        ),
        (
            "dod",
            "https://login.microsoftonline.us",
            "https://dod-graph.microsoft.us",
            "https://api-gov.security.microsoft.us",
        ),
    ],
)
def test_a_cloud_signs_in_and_answers_at_its_own_hosts(
    name: str, authority: str, graph: str, xdr: str
) -> None:
    cloud = cloud_named(name)
    assert authority == cloud.authority
    assert graph == cloud.base_url(Resource.GRAPH)
    assert xdr == cloud.base_url(Resource.XDR)
    assert f"{graph}/.default" == cloud.scope(Resource.GRAPH)


@pytest.mark.parametrize("resource", [Resource.GRAPH, Resource.XDR, Resource.MDE])
def test_an_api_that_a_cloud_lacks_is_named(resource: Resource) -> None:
    for ask in (CHINA.base_url, CHINA.scope):
        with pytest.raises(ConfigError, match=f"{resource.label} is not available.*China"):
            ask(resource)


def test_an_unknown_cloud_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="“mars”") as caught:
        cloud_named("mars")
    assert all(name in caught.value.hint for name in CLOUDS)
    assert "cloud" == caught.value.key


def test_a_custom_cloud_takes_the_rest_from_the_one_it_is_based_on() -> None:
    cloud = custom_cloud({"graph": "https://127.0.0.1:8443/graph/"}, GCC_HIGH)
    assert "https://127.0.0.1:8443/graph" == cloud.base_url(Resource.GRAPH)
    assert GCC_HIGH.base_url(Resource.XDR) == cloud.base_url(Resource.XDR)
    assert (GCC_HIGH.authority, GCC_HIGH.portal) == (cloud.authority, cloud.portal)
    assert "gcc-high" == cloud.based_on
    assert PUBLIC.based_on is None


def test_a_stand_in_is_asked_with_the_real_apis_audience() -> None:
    cloud = custom_cloud({"graph": "https://127.0.0.1:8443/graph", "authority": "https://[::1]:1"})
    assert "https://graph.microsoft.com/.default" == cloud.scope(Resource.GRAPH)
    assert "https://[::1]:1" == cloud.authority


def test_an_api_that_only_the_custom_cloud_has_is_its_own_audience() -> None:
    cloud = custom_cloud({"graph": "https://relay.contoso.cn"}, CHINA)
    assert "https://relay.contoso.cn/.default" == cloud.scope(Resource.GRAPH)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "graph.contoso.com",
        "http://graph.contoso.com",
        "https://",
        "https:///",
        "https:///graph",
        "https://:443",
        "https://graph.contoso.com:99999",
        "https://graph.contoso.com:0",
        "https://graph.contoso.com:x",
        "https://[::1",
        "https://graph.contoso.com/a b",
        "https://graph.contoso.com/\n",
        "https://graph.contoso.com/\x1b[2J",
        "https://graph.contoso.com?x=1",
        "https://graph.contoso.com#x",
        "https://graph.contoso.com\\x",
        "https://ann:pa55@graph.contoso.com",
    ],
)
def test_a_host_that_is_no_https_address_is_refused_by_name(url: str) -> None:
    with pytest.raises(ConfigError, match=r"hosts\.graph is not an https address") as caught:
        custom_cloud({"graph": url})
    assert "hosts.graph" == caught.value.key
    assert "pa55" not in caught.value.message


def test_a_host_for_an_api_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ConfigError, match="grpah") as caught:
        custom_cloud({"grpah": "https://graph.contoso.com"})
    assert "keyvault" in caught.value.hint


def test_the_first_party_ids_of_the_apis_are_known() -> None:
    assert "8ee8fdad-f234-4243-8f3b-15c294843740" == Resource.XDR.app_id
    assert "00000003-0000-0000-c000-000000000000" == Resource.GRAPH.app_id
    assert Resource.KEYVAULT.app_id is None
    assert len(Resource) == len({resource.label for resource in Resource})


@pytest.mark.parametrize("name", ["public", "gcc", "gcc-high", "dod"])
def test_most_clouds_lack_nothing(name: str) -> None:
    cloud = cloud_named(name)
    assert ((), "") == (cloud.missing_apis, cloud.lacks)


def test_what_a_cloud_lacks_is_said_with_what_cannot_be_done_there() -> None:
    assert (Resource.GRAPH, Resource.XDR, Resource.MDE) == CHINA.missing_apis
    assert "lacks the security APIs of Microsoft Graph" in CHINA.lacks
    assert "no incident queue, no hunting, no device action" in CHINA.lacks
    assert "vault" not in CHINA.lacks


def test_a_relay_gives_a_cloud_back_what_it_lacks() -> None:
    cloud = custom_cloud({"graph": "https://relay.contoso.cn"}, CHINA)
    assert (Resource.XDR, Resource.MDE) == cloud.missing_apis
    assert "no device action" in cloud.lacks
    assert "incident" not in cloud.lacks


@pytest.mark.parametrize(
    ("name", "audience"),
    [
        ("public", "api://AzureADTokenExchange"),
        ("gcc", "api://AzureADTokenExchange"),
        ("gcc-high", "api://AzureADTokenExchangeUSGov"),
        ("dod", "api://AzureADTokenExchangeUSGov"),
        ("china", "api://AzureADTokenExchangeChina"),
    ],
)
def test_federated_tokens_are_made_out_to_each_clouds_exchange(name: str, audience: str) -> None:
    cloud = cloud_named(name)
    relayed = custom_cloud({"authority": "https://login.contoso.com"}, cloud)
    assert (audience, audience) == (cloud.federated_audience, relayed.federated_audience)
