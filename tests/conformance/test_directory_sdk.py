"""The Graph SDK on the directory: what it reads there has the types of its models."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from typing import Any

import pytest

from .served import Served

pytest.importorskip("msgraph")

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate
from msgraph.generated.models.o_data_errors.o_data_error import ODataError

from .test_msgraph_sdk import connected

pytestmark = [pytest.mark.full, pytest.mark.timeout(120)]

_XDR = "8ee8fdad-f234-4243-8f3b-15c294843740"


@pytest.fixture
async def graph(served: Served) -> AsyncIterator[Any]:
    async with connected(served, "directory-reader") as client:
        yield client


async def test_roles_are_resolved_and_granted_ones_found(graph: Any, served: Served) -> None:
    api = await graph.service_principals_with_app_id(_XDR).get()
    names = {role.id: role.value for role in api.app_roles}
    own = await graph.service_principals_with_app_id(served.app("read-only").client_id).get()
    listed = await graph.service_principals.by_service_principal_id(
        own.id
    ).app_role_assignments.get()
    granted = {names[one.app_role_id] for one in listed.value if str(one.resource_id) == api.id}
    assert {"Incident.Read.All", "AdvancedHunting.Read.All"} == granted


async def test_a_registrations_credentials_have_their_ends(graph: Any, served: Served) -> None:
    app = served.app()
    found = await graph.applications_with_app_id(app.client_id).get()
    (password,), (key,) = found.password_credentials, found.key_credentials
    assert password.start_date_time < password.end_date_time < key.end_date_time
    assert (None, app.client_secret[:3]) == (password.secret_text, password.hint)
    assert app.certificate_file is not None
    certificate = load_pem_x509_certificate(app.certificate_file.read_bytes())
    digest = hashlib.sha1(certificate.public_bytes(Encoding.DER)).digest()
    assert digest == key.custom_key_identifier


async def test_the_organization_is_named(graph: Any, served: Served) -> None:
    (found,) = (await graph.organization.get()).value
    assert served.tenant_id == found.id
    assert served.domain in [one.name for one in found.verified_domains]


async def test_who_is_not_there_is_an_error_of_the_sdk(graph: Any) -> None:
    with pytest.raises(ODataError) as refused:
        await graph.applications_with_app_id("0" * 8 + "-0000-0000-0000-" + "0" * 12).get()
    assert (404, "Request_ResourceNotFound") == (
        refused.value.response_status_code,
        refused.value.error.code,
    )


async def test_without_the_role_it_is_an_error_too(served: Served) -> None:
    async with connected(served) as client:
        with pytest.raises(ODataError) as refused:
            await client.organization.get()
    assert "Authorization_RequestDenied" == refused.value.error.code
