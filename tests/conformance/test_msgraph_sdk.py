"""Microsoft Graph's own SDK, from its list calls to its parsed errors."""

from __future__ import annotations

import json
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from typing import Any

import pytest

from .served import GRAPH_SCOPE, Served

pytest.importorskip("msgraph")

import httpx
from azure.identity import ClientSecretCredential
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.method import Method
from kiota_abstractions.request_information import RequestInformation
from kiota_authentication_azure.azure_identity_authentication_provider import (
    AzureIdentityAuthenticationProvider,
)
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.security.alert_classification import AlertClassification
from msgraph.generated.models.security.alert_comment import AlertComment
from msgraph.generated.models.security.alert_determination import AlertDetermination
from msgraph.generated.models.security.alert_severity import AlertSeverity
from msgraph.generated.models.security.device_evidence import DeviceEvidence
from msgraph.generated.models.security.incident import Incident
from msgraph.generated.models.security.incident_status import IncidentStatus
from msgraph.generated.security.alerts_v2.alerts_v2_request_builder import (
    Alerts_v2RequestBuilder,
)
from msgraph.generated.security.incidents.incidents_request_builder import (
    IncidentsRequestBuilder,
)
from msgraph.generated.security.incidents.item.incident_item_request_builder import (
    IncidentItemRequestBuilder,
)
from msgraph.generated.security.microsoft_graph_security_run_hunting_query import (
    run_hunting_query_post_request_body as hunting,
)
from msgraph_core import GraphClientFactory
from msgraph_core.tasks.page_iterator import PageIterator

pytestmark = [pytest.mark.full, pytest.mark.timeout(120)]

ListQuery = IncidentsRequestBuilder.IncidentsRequestBuilderGetQueryParameters
AlertQuery = Alerts_v2RequestBuilder.Alerts_v2RequestBuilderGetQueryParameters
ItemQuery = IncidentItemRequestBuilder.IncidentItemRequestBuilderGetQueryParameters


@contextmanager
def signing_in(served: Served, app_name: str, **settings: Any) -> Iterator[Any]:
    """Give what signs the SDK's calls."""
    app = served.app(app_name)
    with ClientSecretCredential(
        served.tenant_id,
        app.client_id,
        app.client_secret,
        connection_verify=str(served.ca_file),
        **settings,
    ) as credential:
        yield AzureIdentityAuthenticationProvider(credential, scopes=[GRAPH_SCOPE])


@asynccontextmanager
async def connected(served: Served, app_name: str = "full") -> AsyncIterator[Any]:
    """Give the SDK's client, told where the sandbox is."""
    trust = ssl.create_default_context(cafile=str(served.ca_file))
    here = {"authority": served.authority, "disable_instance_discovery": True}
    # The SDK wraps the transport and never closes what it wrapped.
    async with httpx.AsyncHTTPTransport(verify=trust) as wire:
        http = httpx.AsyncClient(transport=wire, base_url=f"{served.graph}/v1.0")
        http = GraphClientFactory.create_with_default_middleware(client=http)
        with signing_in(served, app_name, **here) as sign_in:
            yield GraphServiceClient(request_adapter=GraphRequestAdapter(sign_in, client=http))


@pytest.fixture
async def graph(served: Served) -> AsyncIterator[Any]:
    async with connected(served) as client:
        yield client


def _asking(query: object) -> Any:
    return RequestConfiguration(query_parameters=query)


async def test_incidents_come_with_their_alerts_and_typed_evidence(graph: Any) -> None:
    query = ListQuery(expand=["alerts"], top=30)
    found = await graph.security.incidents.get(request_configuration=_asking(query))
    assert found.value
    for incident in found.value:
        assert isinstance(incident.severity, AlertSeverity)
        assert isinstance(incident.status, IncidentStatus)
        assert isinstance(incident.created_date_time, datetime)
        assert incident.alerts
    alerts = [alert for incident in found.value for alert in incident.alerts]
    evidence = [item for alert in alerts for item in alert.evidence]
    assert any(isinstance(item, DeviceEvidence) and item.device_dns_name for item in evidence)
    # What the SDK does not know stays a bare AlertEvidence with its type written beside it.
    assert [] == [item.odata_type for item in evidence if type(item).__name__ == "AlertEvidence"]


async def test_the_page_iterator_meets_every_incident_once(graph: Any) -> None:
    first = await graph.security.incidents.get(
        request_configuration=_asking(ListQuery(top=50, count=True))
    )
    seen: list[str] = []

    def note(incident: Any) -> bool:
        seen.append(incident.id)
        return True

    await PageIterator(first, graph.request_adapter).iterate(note)
    assert first.odata_count == len(seen)
    assert len(seen) == len(set(seen))


async def test_a_filter_and_an_order_are_obeyed(graph: Any) -> None:
    query = ListQuery(
        filter="severity eq 'high' and status ne 'resolved'",
        orderby=["lastUpdateDateTime desc"],
        top=20,
    )
    found = await graph.security.incidents.get(request_configuration=_asking(query))
    times = [incident.last_update_date_time for incident in found.value]
    assert times
    assert sorted(times, reverse=True) == times
    assert {AlertSeverity.High} == {incident.severity for incident in found.value}


async def _newest(graph: Any) -> Any:
    found = await graph.security.incidents.get(request_configuration=_asking(ListQuery(top=1)))
    return found.value[0]


async def test_one_incident_can_be_read_with_its_alerts(graph: Any) -> None:
    newest = await _newest(graph)
    item = graph.security.incidents.by_incident_id(newest.id)
    found = await item.get(request_configuration=_asking(ItemQuery(expand=["alerts"])))
    assert newest.display_name == found.display_name
    assert {newest.id} == {alert.incident_id for alert in found.alerts}


async def test_a_change_is_answered_with_the_changed_incident(graph: Any) -> None:
    item = graph.security.incidents.by_incident_id((await _newest(graph)).id)
    change = Incident(
        assigned_to="kai@contoso.example",
        status=IncidentStatus.Resolved,
        classification=AlertClassification.TruePositive,
        determination=AlertDetermination.MultiStagedAttack,
        custom_tags=["Demo"],
        resolving_comment="Contained.",
    )
    changed = await item.patch(change)
    for found in (changed, await item.get()):
        assert "kai@contoso.example" == found.assigned_to
        assert IncidentStatus.Resolved == found.status
        assert AlertDetermination.MultiStagedAttack == found.determination
        assert ["Demo"] == found.custom_tags


async def test_a_comment_is_kept_and_all_are_answered(graph: Any) -> None:
    newest = await _newest(graph)
    # The SDK has a model for comments but no call that adds one.
    request = RequestInformation(Method.POST, "{+baseurl}/security/incidents/{id}/comments")
    request.path_parameters = {"baseurl": graph.request_adapter.base_url, "id": newest.id}
    comment = AlertComment(
        odata_type="#microsoft.graph.security.alertComment", comment="Seen by the SDK."
    )
    request.set_content_from_parsable(graph.request_adapter, "application/json", comment)
    answer = await graph.request_adapter.send_primitive_async(request, "bytes", {})
    found = await graph.security.incidents.by_incident_id(newest.id).get()
    for texts in (
        [comment["comment"] for comment in json.loads(answer)["value"]],
        [comment.comment for comment in found.comments],
    ):
        assert "Seen by the SDK." in texts


async def test_alerts_are_listed_read_and_changed(graph: Any) -> None:
    query = AlertQuery(filter="severity eq 'high'", top=3)
    found = await graph.security.alerts_v2.get(request_configuration=_asking(query))
    item = graph.security.alerts_v2.by_alert_id(found.value[0].id)
    alert = await item.get()
    assert found.value[0].title == alert.title
    alert_change = type(alert)(assigned_to="kai@contoso.example")
    assert "kai@contoso.example" == (await item.patch(alert_change)).assigned_to


async def test_a_hunt_gives_its_schema_and_its_rows(graph: Any) -> None:
    body = hunting.RunHuntingQueryPostRequestBody(
        query="DeviceProcessEvents | summarize n=count() by FileName | top 3 by n",
        timespan="P30D",
    )
    found = await graph.security.microsoft_graph_security_run_hunting_query.post(body)
    assert ["FileName", "n"] == [column.name for column in found.schema]
    # The rows are of an open type: the SDK keeps their columns beside its own fields.
    rows = [row.additional_data for row in found.results]
    assert 3 == len(rows)
    assert sorted((int(row["n"]) for row in rows), reverse=True) == [row["n"] for row in rows]


async def _refused(call: Any) -> Any:
    with pytest.raises(ODataError) as caught:
        await call
    return caught.value


async def test_errors_arrive_as_odata_errors_with_their_ids(graph: Any) -> None:
    incidents = graph.security.incidents
    error = await _refused(incidents.by_incident_id("999999999").get())
    assert 404 == error.response_status_code
    assert error.error.code
    assert error.error.inner_error.request_id
    assert isinstance(error.error.inner_error.date, datetime)


async def test_a_query_that_is_wrong_says_where(graph: Any) -> None:
    body = hunting.RunHuntingQueryPostRequestBody(query="NoSuchTable | take 1")
    error = await _refused(graph.security.microsoft_graph_security_run_hunting_query.post(body))
    assert (400, "BadRequest") == (error.response_status_code, error.error.code)
    assert "NoSuchTable" in error.error.message


async def test_a_page_that_is_too_large_has_graph_s_odd_error(graph: Any) -> None:
    call = graph.security.incidents.get(request_configuration=_asking(ListQuery(top=51)))
    error = await _refused(call)
    assert (400, "") == (error.response_status_code, error.error.code)


async def test_a_missing_role_is_named(served: Served) -> None:
    async with connected(served, "hunting-only") as graph:
        error = await _refused(graph.security.incidents.get())
    assert 403 == error.response_status_code
    assert "SecurityIncident.Read.All" in error.error.message


async def test_the_client_as_it_comes_works_under_the_services_own_names(
    under_real_names: Served,
) -> None:
    http = GraphClientFactory.create_with_default_middleware()
    wire = http._transport.transport
    try:
        with signing_in(under_real_names, "read-only") as sign_in:
            client = GraphServiceClient(request_adapter=GraphRequestAdapter(sign_in, client=http))
            found = await client.security.incidents.get()
    finally:
        await wire.aclose()
    assert found.value
