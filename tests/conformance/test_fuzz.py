"""Requests that no client would send: all are answered, in the service's words, without a 5xx."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from .served import GRAPH_SCOPE, VAULT_SCOPE, XDR_SCOPE, Served

pytestmark = [pytest.mark.full, pytest.mark.timeout(300)]

METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS")
GRAPH_PATHS = (
    "/v1.0/security/incidents",
    "/v1.0/security/incidents/{}",
    "/v1.0/security/incidents/{}/comments",
    "/v1.0/security/incidents/mergeIncidents",
    "/v1.0/security/alerts_v2",
    "/v1.0/security/alerts_v2/{}",
    "/v1.0/security/alerts_v2/{}/comments",
    "/v1.0/security/runHuntingQuery",
    "/v1.0/security/microsoft.graph.security.runHuntingQuery",
    "/beta/security/{}",
    "/{}",
)
XDR_PATHS = ("/api/incidents", "/api/incidents/{}", "/api/advancedhunting/run", "/api/{}", "/{}")
VAULT_PATHS = ("/secrets", "/secrets/{}", "/secrets/{}/{}", "/{}")
ENTRA_PATHS = (
    "/{}/oauth2/token",
    "/{}/oauth2/v2.0/token",
    "/{}/v2.0/.well-known/openid-configuration",
    "/{}/.well-known/openid-configuration",
    "/{}/discovery/v2.0/keys",
    "/common/discovery/instance",
    "/metadata/endpoints",
)
OPTIONS = ("$filter", "$top", "$skip", "$skiptoken", "$orderby", "$select", "$expand", "$count")
WORDS = (
    *(
        "severity",
        "status",
        "createdDateTime",
        "lastUpdateTime",
        "customTags",
        "comments",
        "alerts",
    ),
    *("eq", "ne", "gt", "le", "in", "and", "or", "not", "any", "has", "contains", "asc", "desc"),
    *("'high'", "'", "''", '"', "(", ")", "()", ",", "/", ":", "null", "true", "-1", "0", "51"),
    *("500", "1e999", "9" * 30, "2026-11-23T00:00:00Z", "2026-13-45", "PT1H", "P1D/P2D", "t:t/x"),
    *("DeviceInfo", "| take 1", "| where", "| project", "print", "let x =", "=~", "//", "*", "$"),
)
NAMES = (
    *("Query", "query", "Timespan", "timespan", "status", "severity", "classification"),
    *("determination", "assignedTo", "customTags", "tags", "comment", "@odata.type", "displayName"),
)

texts = st.one_of(st.text(max_size=12), st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
bodies = st.one_of(
    st.just(b""),
    st.binary(max_size=40),
    values.map(lambda value: json.dumps(value).encode()),
    st.dictionaries(st.sampled_from(NAMES), values, max_size=4).map(
        lambda fields: json.dumps(fields).encode()
    ),
)
queries = st.lists(
    st.tuples(st.sampled_from(OPTIONS) | st.text(max_size=6), texts), max_size=3
).map(urlencode)
forms = st.dictionaries(
    st.sampled_from(
        (
            *("grant_type", "client_id", "client_secret", "scope", "resource", "claims"),
            *("client_assertion", "client_assertion_type"),
        )
    ),
    st.sampled_from(
        ("client_credentials", GRAPH_SCOPE, "{}", "a.b.c", "urn:ietf:params:oauth:grant-type:x")
    )
    | texts,
).map(lambda form: urlencode(form).encode())
headers = st.dictionaries(
    st.sampled_from(
        ("Prefer", "Accept", "Content-Type", "client-request-id", "ConsistencyLevel", "If-Match")
    ),
    st.sampled_from(
        ("application/json", "text/plain; charset=utf-16", "include-unknown-enum-members", "*/*")
    )
    | st.text(st.characters(codec="latin-1", categories=("L", "N", "P")), max_size=12),
    max_size=2,
)


def paths(templates: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Give the paths with anything at all, quoted, where they leave a place."""
    parts = st.one_of(st.integers(0, 10**12).map(str), texts).map(lambda text: quote(text, safe=""))
    return st.tuples(st.sampled_from(templates), parts, parts).map(
        lambda found: found[0].format(found[1], found[2])
    )


@dataclass(frozen=True, slots=True, repr=False)
class Caller:
    """A client with a token of each resource."""

    http: httpx.Client
    served: Served
    tokens: Mapping[str, str]

    def __repr__(self) -> str:
        return f"<caller of {self.served}>"

    def send(
        self, base: str, method: str, path: str, query: str, body: bytes, more: Mapping[str, str]
    ) -> httpx.Response:
        """Send one request; the token is that of the base address."""
        all_headers = [(name.encode(), value.encode("latin-1")) for name, value in more.items()]
        if base in self.tokens:
            all_headers.append((b"Authorization", f"Bearer {self.tokens[base]}".encode()))
        url = f"{base}{path}" + (f"?{query}" if query else "")
        return self.http.request(method, url, content=body, headers=all_headers)


@pytest.fixture(scope="module")
def caller(served: Served) -> Iterator[Caller]:
    """Give a client that keeps its connection."""
    app = served.app()
    with httpx.Client(verify=ssl.create_default_context(cafile=str(served.ca_file))) as http:

        def token(scope: str) -> str:
            form = {
                "grant_type": "client_credentials",
                "client_id": app.client_id,
                "client_secret": app.client_secret,
                "scope": scope,
            }
            return str(http.post(served.token_url(), data=form).json()["access_token"])

        bases = (
            (served.graph, GRAPH_SCOPE),
            (served.xdr, XDR_SCOPE),
            (served.keyvault, VAULT_SCOPE),
        )
        yield Caller(http, served, {base: token(scope) for base, scope in bases})


def _json_of(answer: httpx.Response, method: str) -> Any:
    assert answer.status_code < 500, answer.text
    if method == "HEAD" or answer.status_code == 204 or (method == "OPTIONS" and answer.is_success):
        return None
    assert answer.headers["content-type"].startswith("application/json"), answer.text
    # Python reads NaN, JSON does not know it.
    return json.loads(answer.content, parse_constant=_no_constant)


def _no_constant(name: str) -> Any:
    raise AssertionError(f"{name} is not JSON")


def _assert_error(error: Any, fields: set[str]) -> None:
    assert {"error"} == set(error), error
    assert fields <= set(error["error"]), error
    assert isinstance(error["error"]["message"], str)


@given(st.sampled_from(METHODS), paths(GRAPH_PATHS), queries, bodies, headers, st.booleans())
def test_graph_answers_anything_in_its_own_words(
    caller: Caller,
    method: str,
    path: str,
    query: str,
    body: bytes,
    more: dict[str, str],
    is_signed_in: bool,
) -> None:
    if not is_signed_in:
        more = more | {"Authorization": "Bearer nothing"}
    base = caller.served.graph if is_signed_in else caller.served.graph + "/"
    answer = caller.send(base, method, path, query, body, more)
    found = _json_of(answer, method)
    assert answer.headers["request-id"]
    if found is not None and not answer.is_success:
        _assert_error(found, {"code", "message", "innerError"})


@given(st.sampled_from(METHODS), paths(XDR_PATHS), queries, bodies, headers)
def test_xdr_answers_anything_in_its_own_words(
    caller: Caller, method: str, path: str, query: str, body: bytes, more: dict[str, str]
) -> None:
    answer = caller.send(caller.served.xdr, method, path, query, body, more)
    found = _json_of(answer, method)
    if found is not None and not answer.is_success:
        _assert_error(found, {"code", "message", "target"})


@given(st.sampled_from(METHODS), paths(VAULT_PATHS), queries, bodies, headers)
def test_key_vault_answers_anything_in_its_own_words(
    caller: Caller, method: str, path: str, query: str, body: bytes, more: dict[str, str]
) -> None:
    answer = caller.send(caller.served.keyvault, method, path, query, body, more)
    found = _json_of(answer, method)
    if found is not None and not answer.is_success:
        _assert_error(found, {"code", "message"})


@given(st.sampled_from(METHODS), paths(ENTRA_PATHS), queries, forms | bodies, headers)
def test_entra_answers_anything_in_its_own_words(
    caller: Caller, method: str, path: str, query: str, body: bytes, more: dict[str, str]
) -> None:
    path = path.replace("/0/", f"/{caller.served.tenant_id}/")
    answer = caller.send(caller.served.authority, method, path, query, body, more)
    found = _json_of(answer, method)
    if found is not None and "/token" in path and not answer.is_success:
        expected = {"error", "error_description", "error_codes", "trace_id", "correlation_id"}
        assert expected <= set(found)
