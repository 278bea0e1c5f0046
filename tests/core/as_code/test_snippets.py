"""The code asks for what the screens show, keeps verification on and holds no secret."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.as_code import (
    Language,
    TokenVersion,
    hunting_code,
    incidents_code,
    token_code,
)
from defender_tui.core.clouds import CLOUDS
from defender_tui.core.credentials import Certificate, ManagedIdentity
from defender_tui.core.custom_resource import CustomResource
from defender_tui.core.errors import ConfigError
from defender_tui.core.filters import IncidentFilter
from defender_tui.core.profiles import Profile
from defender_tui.core.resources import Resource

PROFILE = Profile(
    "contoso", "11111111-2222-4333-8444-555555555555", "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
)
QUERY = "DeviceInfo\n| where DeviceName == 'a'\n| take 1"
WANTED = IncidentFilter(
    statuses=frozenset({"active"}), since=datetime(2026, 11, 1, tzinfo=UTC), text="mail"
)


def every_code(profile: Profile, language: Language) -> list[str]:
    """Give every piece of code of one language for a profile."""
    return [
        token_code(language, profile, Resource.GRAPH),
        token_code(language, profile, Resource.XDR, TokenVersion.V1),
        token_code(language, profile, CustomResource("https://api.loganalytics.io")),
        incidents_code(language, profile, Resource.GRAPH, WANTED),
        incidents_code(language, profile, Resource.XDR, WANTED),
        hunting_code(language, profile, Resource.GRAPH, QUERY, timespan="P7D"),
        hunting_code(language, profile, Resource.XDR, QUERY),
    ]


@pytest.mark.parametrize("language", Language)
def test_the_secret_comes_from_the_environment_and_verification_stays_on(
    language: Language,
) -> None:
    for code in every_code(replace(PROFILE, ca_file=Path("/etc/ca.pem")), language):
        assert "AZURE_CLIENT_SECRET" in code
        assert "/etc/ca.pem" in code
        for weak in (" -k", "insecure", "CERT_NONE", "SkipCertificateCheck", "=> true"):
            assert weak not in code


@pytest.mark.parametrize("language", Language)
def test_without_a_ca_of_its_own_no_file_is_named(language: Language) -> None:
    for code in every_code(PROFILE, language):
        assert "ca_file" not in code
        assert "SSL_CERT_FILE" not in code
        assert "ImportFromPemFile" not in code


@pytest.mark.parametrize("language", Language)
def test_v1_asks_for_a_resource_and_v2_for_a_scope(language: Language) -> None:
    old = token_code(language, PROFILE, Resource.XDR, TokenVersion.V1)
    new = token_code(language, PROFILE, Resource.XDR, TokenVersion.V2)
    assert "/oauth2/token" in old
    assert "https://api.security.microsoft.com/.default" not in old
    assert "resource" in old
    assert "/oauth2/v2.0/token" in new
    assert "https://api.security.microsoft.com/.default" in new


@pytest.mark.parametrize("language", Language)
def test_the_filter_goes_along_and_what_the_api_cannot_filter_is_said(language: Language) -> None:
    code = unquote(incidents_code(language, PROFILE, Resource.GRAPH, WANTED))
    assert "$filter=" in code
    assert "lastUpdateDateTime ge 2026-11-01T00:00:00Z" in code
    assert "not here: text." in code
    assert "mail" not in code


@pytest.mark.parametrize("language", Language)
def test_another_cloud_is_asked_at_its_own_hosts(language: Language) -> None:
    code = hunting_code(language, replace(PROFILE, cloud=CLOUDS["dod"]), Resource.GRAPH, QUERY)
    assert "https://login.microsoftonline.us/" in code
    assert "https://dod-graph.microsoft.us/v1.0/security/runHuntingQuery" in code


def test_an_api_that_the_cloud_lacks_has_no_code() -> None:
    with pytest.raises(ConfigError, match="not available"):
        token_code(Language.CURL, replace(PROFILE, cloud=CLOUDS["china"]), Resource.XDR)


@pytest.mark.parametrize("language", Language)
def test_a_managed_identity_asks_its_machine_and_needs_no_secret(language: Language) -> None:
    profile = replace(PROFILE, credential=ManagedIdentity(client_id=PROFILE.client_id))
    code = token_code(language, profile, Resource.GRAPH)
    assert "AZURE_CLIENT_SECRET" not in code
    assert "http://169.254.169.254/metadata/identity/oauth2/token" in code
    assert f"client_id={PROFILE.client_id}" in code
    assert "resource=https%3A%2F%2Fgraph.microsoft.com" in code


@pytest.mark.parametrize("language", Language)
def test_a_profile_with_a_certificate_is_told_that_this_code_needs_a_secret(
    language: Language,
) -> None:
    profile = replace(PROFILE, credential=Certificate(Path("app.pem")))
    assert "this code needs a secret" in token_code(language, profile, Resource.GRAPH)


@pytest.mark.parametrize("profile", [PROFILE, replace(PROFILE, ca_file=Path("ca.pem"))])
def test_python_code_is_python(profile: Profile) -> None:
    for code in every_code(profile, Language.PYTHON):
        ast.parse(code)


@pytest.mark.parametrize("language", Language)
@given(tenant=st.text(min_size=1), client=st.text())
def test_hostile_ids_add_no_line_and_no_comment(
    language: Language, tenant: str, client: str
) -> None:
    hostile = replace(PROFILE, tenant_id=tenant, client_id=client)
    try:
        code = token_code(language, hostile, Resource.GRAPH)
    except ConfigError:
        assert "\0" in client
        return
    if language is Language.PYTHON:
        tree = ast.parse(code)
        usual = ast.parse(token_code(language, PROFILE, Resource.GRAPH))
        assert [type(node) for node in ast.walk(usual)] == [type(node) for node in ast.walk(tree)]
    if language is not Language.CURL:
        usual_lines = token_code(language, PROFILE, Resource.GRAPH).count("\n")
        assert usual_lines == code.count("\n")


@given(query=st.text(min_size=1))
def test_any_query_reaches_the_service_unchanged_from_python(query: str) -> None:
    if not query.strip():
        return
    tree = ast.parse(hunting_code(Language.PYTHON, PROFILE, Resource.GRAPH, query))
    bodies = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "body"
    ]
    assert [{"Query": query}] == [ast.literal_eval(body) for body in bodies]


@given(query=st.text(min_size=1))
def test_any_query_stands_in_curl_as_json_in_one_word(query: str) -> None:
    if not query.strip():
        return
    code = hunting_code(Language.CURL, PROFILE, Resource.GRAPH, query)
    (line,) = (part for part in code.split("\n") if "--data-raw" in part)
    word = line.strip().removeprefix("--data-raw ").removesuffix(" \\")
    assert {"Query": query} == json.loads(word[1:-1].replace("'\\''", "'"))
