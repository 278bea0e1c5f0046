"""Links handed out by a server never take the token elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
import trustme

from defender_tui.client import DefenderClient
from defender_tui.core.errors import ProtocolError
from defender_tui.core.profiles import Profile
from defender_tui.core.secret import Secret
from tests.client.conftest import profile_for
from tests.client.staged import Reply, StagedServer, serving
from tests.given_secret import GivenSecret

LIST = "/graph/v1.0/security/incidents"


async def _ids(client: DefenderClient) -> list[str]:
    return [one.id async for page in client.incidents.pages() for one in page.incidents]


async def test_a_page_link_to_another_listener_is_not_followed(
    client: DefenderClient, server: StagedServer, authority: trustme.CA
) -> None:
    with serving(StagedServer(), authority) as stranger:
        link = f"{stranger.url}{LIST}?$skiptoken=1"
        server.stage(LIST, Reply(body={"value": [{"id": "1"}], "@odata.nextLink": link}))
        with pytest.raises(ProtocolError) as caught:
            await _ids(client)
        assert [] == stranger.asked
    assert "another host" in caught.value.message


@pytest.mark.parametrize(
    "link",
    ["{url}/elsewhere/incidents", "{url}/graph/../secrets", "{url}/graph%2F..%2Fsecrets", "/graph"],
)
async def test_a_page_link_outside_the_base_path_is_not_followed(
    client: DefenderClient, server: StagedServer, link: str
) -> None:
    target = link.format(url=server.url)
    server.stage(LIST, Reply(body={"value": [{"id": "1"}], "@odata.nextLink": target}))
    with pytest.raises(ProtocolError):
        await _ids(client)
    assert 1 == len(server.api_calls())


async def test_page_links_in_a_circle_end_with_an_error(
    client: DefenderClient, server: StagedServer
) -> None:
    link = f"{server.url}{LIST}?$skiptoken=same"
    server.stage(LIST, Reply(body={"value": [{"id": "1"}], "@odata.nextLink": link}))
    with pytest.raises(ProtocolError, match="circle"):
        await _ids(client)
    assert 2 == len(server.api_calls())


async def test_an_incident_on_two_pages_is_given_once(
    client: DefenderClient, server: StagedServer
) -> None:
    link = f"{server.url}{LIST}?$skiptoken=2"
    server.stage(
        LIST,
        Reply(body={"value": [{"id": "3"}, {"id": "2"}], "@odata.nextLink": link}),
        Reply(body={"value": [{"id": "2"}, {"id": "1"}]}),
    )
    assert ["3", "2", "1"] == await _ids(client)
    assert "2" == server.api_calls()[1].param("$skiptoken")


async def test_a_redirect_does_not_take_the_token_along(
    client: DefenderClient, server: StagedServer, authority: trustme.CA
) -> None:
    with serving(StagedServer(), authority) as stranger:
        server.stage(LIST, Reply(307, b"", {"Location": f"{stranger.url}{LIST}"}))
        with pytest.raises(ProtocolError, match="elsewhere"):
            await _ids(client)
        assert [] == stranger.asked


async def test_metadata_that_names_another_token_endpoint_gets_no_secret(
    server: StagedServer, authority: trustme.CA, tmp_path: Path
) -> None:
    profile: Profile = profile_for(server, tmp_path, authority)
    with serving(StagedServer(), authority) as stranger:
        path = f"/{profile.tenant_id}/v2.0/.well-known/openid-configuration"
        endpoint = f"{stranger.url}/{profile.tenant_id}/oauth2/v2.0/token"
        metadata = {"issuer": "x", "authorization_endpoint": endpoint, "token_endpoint": endpoint}
        server.stage(path, Reply(body=metadata))
        async with DefenderClient(profile, GivenSecret(Secret("s"))) as client:
            with pytest.raises(ProtocolError, match="not followed"):
                await client.incidents.get("1")
        assert [] == stranger.asked
