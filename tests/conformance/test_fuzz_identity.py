"""Requests that no client would send to consent pages, the directory and managed identities."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from .served import GRAPH_SCOPE, Served
from .test_fuzz import METHODS, bodies, headers, paths, queries, texts

pytestmark = [pytest.mark.full, pytest.mark.timeout(300)]

_CONSENT_PATHS = ("/{}/adminconsent", "/{}/v2.0/adminconsent", "/{}/oauth2/authorize")
_DIRECTORY_PATHS = (
    *("/v1.0/organization", "/v1.0/applications", "/v1.0/servicePrincipals"),
    "/v1.0/applications/{}",
    "/v1.0/applications(appId='{}')",
    "/v1.0/servicePrincipals/{}",
    "/v1.0/servicePrincipals(appId='{}')",
    "/v1.0/servicePrincipals(appId='{}')/appRoleAssignments",
    "/v1.0/servicePrincipals/{}/appRoleAssignedTo",
    "/v1.0/applications/{}/federatedIdentityCredentials",
)
_REGISTERING_PATHS = (
    *("/v1.0/applications", "/v1.0/servicePrincipals"),
    "/v1.0/applications(appId='{}')/addPassword",
    "/v1.0/servicePrincipals(appId='{}')/appRoleAssignedTo",
)
_PROPERTIES = (
    *("displayName", "signInAudience", "requiredResourceAccess", "web", "redirectUris", "appId"),
    *("passwordCredential", "startDateTime", "endDateTime", "principalId", "resourceId"),
    *("resourceAppId", "resourceAccess", "id", "type", "appRoleId"),
)
_properties = st.recursive(
    st.none()
    | st.integers()
    | st.sampled_from(("AzureADMyOrg", "Role", "x", "0001-01-01", "9999-12-31T23:59:59Z")),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(_PROPERTIES), inner, max_size=3)
    ),
    max_leaves=6,
)
_IDENTITY_PATHS = ("/metadata/identity/oauth2/token", "/msi/token", "/metadata/{}", "/{}")
_NAMES = (
    *("client_id", "redirect_uri", "state", "scope", "prompt", "response_type", "api-version"),
    *("resource", "object_id", "msi_res_id", "mi_res_id", "principal_id"),
)
_VALUES = (
    *("consent", "code", "http://localhost:8400/", "https://portal.azure.com", "http://[", "//"),
    *("2018-02-01", "2019-08-01", GRAPH_SCOPE, "https://graph.microsoft.com", "javascript:x"),
)


def _parameters(served: Served) -> st.SearchStrategy[str]:
    known = st.sampled_from((*_VALUES, served.app("multi-tenant").client_id)) | texts
    return st.dictionaries(st.sampled_from(_NAMES), known).map(urlencode)


@pytest.fixture(scope="module")
def http(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(verify=ssl.create_default_context(cafile=str(served.ca_file))) as client:
        yield client


@pytest.fixture(scope="module")
def reader(served: Served, http: httpx.Client) -> str:
    """Give a token that may read the directory."""
    return _token(served, http, "directory-reader")


@pytest.fixture(scope="module")
def registrar(served: Served, http: httpx.Client) -> Iterator[str]:
    """Give a token that may change it; the changes are undone for those who come after."""
    yield _token(served, http, "registrar")
    http.delete(f"{served.authority}/sandbox/directory").raise_for_status()


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def _token(served: Served, http: httpx.Client, app_name: str) -> str:
    app = served.app(app_name)
    form = {
        "grant_type": "client_credentials",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "scope": GRAPH_SCOPE,
    }
    return str(http.post(served.token_url(), data=form).json()["access_token"])


def _sent(headers_sent: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode("latin-1")) for name, value in headers_sent.items()]


@given(st.data(), st.sampled_from(("GET", "POST")), paths(_CONSENT_PATHS), st.binary(max_size=40))
def test_a_consent_page_answers_anything_with_a_page_or_a_registered_redirect(
    served: Served, http: httpx.Client, data: st.DataObject, method: str, path: str, body: bytes
) -> None:
    path = path.replace("/0/", "/common/")
    query = data.draw(_parameters(served))
    answer = http.request(method, f"{served.authority}{path}?{query}", content=body)
    assert answer.status_code in (200, 302, 400, 404), answer.text
    if answer.status_code == 302:
        location = answer.headers["location"]
        assert location.startswith(("http://localhost", "https://portal.azure.com/?"))


@given(st.sampled_from(METHODS), paths(_DIRECTORY_PATHS), queries, headers)
def test_the_directory_answers_anything_in_its_own_words(
    served: Served,
    http: httpx.Client,
    reader: str,
    method: str,
    path: str,
    query: str,
    more: dict[str, str],
) -> None:
    sent = [*_sent(more), (b"Authorization", f"Bearer {reader}".encode())]
    answer = http.request(method, f"{served.graph}{path}?{query}", headers=sent)
    assert answer.status_code < 500, answer.text
    if method != "HEAD" and not answer.is_success:
        assert {"code", "message", "innerError"} <= set(answer.json()["error"])


@given(st.data(), st.sampled_from(_REGISTERING_PATHS), st.booleans())
def test_registering_answers_any_body_in_its_own_words(
    served: Served,
    http: httpx.Client,
    registrar: str,
    data: st.DataObject,
    path: str,
    is_object: bool,
) -> None:
    body = data.draw(
        st.dictionaries(st.sampled_from(_PROPERTIES), _properties, max_size=4).map(_json)
        if is_object
        else bodies
    )
    sent = [(b"Authorization", f"Bearer {registrar}".encode())]
    path = path.format(served.app("hunting-only").client_id)
    answer = http.post(f"{served.graph}{path}", headers=sent, content=body)
    assert answer.status_code < 500, answer.text
    if not answer.is_success:
        assert {"code", "message", "innerError"} <= set(answer.json()["error"])


@given(st.data(), st.sampled_from(METHODS), paths(_IDENTITY_PATHS), headers, st.booleans())
def test_managed_identities_answer_anything_in_json(
    served: Served,
    http: httpx.Client,
    data: st.DataObject,
    method: str,
    path: str,
    more: dict[str, str],
    knows_the_word: bool,
) -> None:
    told: Any = served.line["managed_identity"]
    sent = _sent(more)
    if knows_the_word:
        sent += [(b"Metadata", b"true"), (b"X-IDENTITY-HEADER", told["identity_header"].encode())]
    query = data.draw(_parameters(served))
    answer = http.request(method, f"{told['imds']}{path}?{query}", headers=sent)
    # An App Service answers 500 for a resource that Entra does not know.
    assert answer.status_code < 500 or path == "/msi/token", answer.text
    if method != "HEAD":
        assert isinstance(json.loads(answer.content), dict)
