"""Profiles as people type them and as the configuration file holds them."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.clouds import CLOUDS, PUBLIC, custom_cloud
from defender_tui.core.credentials import ClientSecret, SecretPlace
from defender_tui.core.errors import ConfigError
from defender_tui.core.profile_table import read_profile, write_profile
from defender_tui.core.profiles import (
    ApiChoice,
    CachePlace,
    Profile,
    client_id_problem,
    profile_name_problem,
    secret_problem,
    tenant_problem,
)

GUID = "00001111-aaaa-2222-bbbb-3333cccc4444"
MINIMAL: dict[str, object] = {"tenant_id": "contoso.onmicrosoft.com", "client_id": GUID}


@pytest.mark.parametrize(
    "value",
    [
        GUID,
        GUID.upper(),
        f"  {GUID}\n",
        "contoso.com",
        "a.b-c.contoso.onmicrosoft.com",
        "x1.co",
    ],
)
def test_a_tenant_is_a_guid_or_a_domain(value: str) -> None:
    assert tenant_problem(value) is None


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ("missing", ""),
        ("missing", "  "),
        ("own id", "common"),
        ("own id", "Organizations"),
        ("own id", "consumers"),
        ("neither", "contoso"),
        ("neither", GUID[:-1]),
        ("neither", f"{{{GUID}}}"),
        ("neither", "-a.com"),
        ("neither", "a..com"),
        ("neither", "https://contoso.com"),
        ("neither", "a b.com"),
        ("neither", "contoso.com/x"),
        ("neither", f"{'a' * 64}.com"),
    ],
)
def test_a_wrong_tenant_is_told_as_it_is_typed(told: str, value: str) -> None:
    assert told in (tenant_problem(value) or "")


def test_a_client_id_is_a_guid() -> None:
    assert client_id_problem(f" {GUID} ") is None
    assert "missing" in (client_id_problem("") or "")
    assert "GUID" in (client_id_problem("my-app") or "")


def test_a_secrets_id_is_told_from_its_value() -> None:
    assert secret_problem("Q8~abc.def_ghi") is None
    assert "missing" in (secret_problem(" ") or "")
    assert "secret's id" in (secret_problem(f" {GUID}\n") or "")


@pytest.mark.parametrize("value", ["contoso", "a", "A.b-c_9", "9lives", "x" * 64])
def test_a_short_plain_name_names_a_profile(value: str) -> None:
    assert profile_name_problem(value) is None


@pytest.mark.parametrize("value", ["", "-a", ".a", "a b", "a/b", "x" * 65, "größe"])
def test_a_name_that_is_hard_to_type_names_no_profile(value: str) -> None:
    assert profile_name_problem(value)


def test_a_profile_is_called_by_its_tenants_name_where_it_has_one() -> None:
    assert "contoso.com" == Profile("a", "contoso.com", GUID).tenant_title
    assert "Contoso" == Profile("a", "contoso.com", GUID, tenant_name="Contoso").tenant_title


def test_two_settings_make_a_profile() -> None:
    profile = Profile.from_mapping("work", MINIMAL)
    assert Profile("work", "contoso.onmicrosoft.com", GUID) == profile
    assert PUBLIC == profile.cloud
    assert ClientSecret(SecretPlace.KEYRING) == profile.credential
    assert (ApiChoice.GRAPH, ApiChoice.GRAPH) == (profile.incidents_api, profile.hunting_api)


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("tenant_id", {"tenant_id": None}),
        ("tenant_id", {"tenant_id": 7}),
        ("tenant_id", {"tenant_id": "common"}),
        ("client_id", {"client_id": ""}),
        ("client_id", {"client_id": "not-a-guid"}),
        ("client_id", {"client_id": [GUID]}),
        ("tennant", {"tennant": "x"}),
        ("client_secret", {"client_secret": "x"}),
        ("tenant_name", {"tenant_name": 1}),
        ("cloud", {"cloud": "mars"}),
        ("cloud", {"cloud": True}),
        ("hosts", {"hosts": "https://x"}),
        ("hosts", {"hosts": {"grpah": "https://x"}}),
        ("hosts.graph", {"hosts": {"graph": 1}}),
        ("hosts.graph", {"hosts": {"graph": "http://x"}}),
        ("ca_file", {"ca_file": {}}),
        ("incidents_api", {"incidents_api": "Graph"}),
        ("hunting_api", {"hunting_api": "local"}),
        ("credential", {"credential": "client_secret"}),
        ("credential.kind", {"credential": {"kind": "password"}}),
        ("credential.kind", {"credential": {"kind": 1}}),
        ("credential.place", {"credential": {"place": "pocket"}}),
        ("credential.place", {"credential": {"place": 2}}),
        ("credential.secret", {"credential": {"secret": "x"}}),
    ],
)
def test_a_wrong_setting_is_named_with_its_profile_and_file(
    key: str, wrong: dict[str, object]
) -> None:
    file = Path("config.toml")
    with pytest.raises(ConfigError, match="Profile “work”") as caught:
        read_profile("work", {**MINIMAL, **wrong}, file=file)
    assert key == caught.value.key
    assert (("Setting", key), ("File", "config.toml")) == caught.value.details()


def test_a_misspelled_setting_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ConfigError) as caught:
        read_profile("work", {**MINIMAL, "tenant": "x"})
    assert "tenant_id" in caught.value.hint


def test_a_profile_with_an_impossible_name_is_refused() -> None:
    with pytest.raises(ConfigError, match="profile name"):
        read_profile("a/b", MINIMAL)


def test_a_file_below_the_home_may_be_written_with_a_tilde(own_home: Path) -> None:
    profile = read_profile("work", {**MINIMAL, "ca_file": "~/ca.pem"})
    assert own_home / "ca.pem" == profile.ca_file


def test_hosts_are_laid_over_the_named_cloud() -> None:
    table = {**MINIMAL, "cloud": "gcc-high", "hosts": {"xdr": "https://127.0.0.1:1/xdr"}}
    profile = read_profile("work", table)
    assert "gcc-high" == profile.cloud.based_on


def test_defaults_are_left_out_and_no_secret_is_ever_in() -> None:
    assert {
        **MINIMAL,
        "cloud": "public",
        "credential": {"kind": "client_secret", "place": "keyring"},
    } == write_profile(read_profile("work", MINIMAL))


hosts = st.dictionaries(
    st.sampled_from(["authority", "portal", "graph", "xdr", "mde", "keyvault"]),
    st.builds(
        "https://{}:{}{}".format,
        st.sampled_from(["127.0.0.1", "[::1]", "relay.contoso.com"]),
        st.integers(1, 65535),
        st.sampled_from(["", "/graph", "/a/b"]),
    ),
)
clouds = st.sampled_from(list(CLOUDS.values()))
printable = st.text(st.characters(codec="utf-8"), min_size=1)
profiles = st.builds(
    Profile,
    name=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", fullmatch=True),
    tenant_id=st.uuids().map(str) | st.just("contoso.onmicrosoft.com"),
    client_id=st.uuids().map(str),
    cloud=clouds | st.builds(custom_cloud, hosts.filter(bool), clouds),
    credential=st.builds(ClientSecret, st.sampled_from(SecretPlace)),
    incidents_api=st.sampled_from(ApiChoice),
    hunting_api=st.sampled_from(ApiChoice),
    tenant_name=st.none() | printable,
    ca_file=st.none() | st.just(Path("/etc/ssl/Größe und so.pem")),
    hunts_per_minute=st.none() | st.integers(1, 10_000),
    keeps_history=st.booleans(),
    cache=st.sampled_from(CachePlace),
)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("hunts_per_minute", value) for value in (0, -1, 10_001, 4.5, "45", True)),
        ("history", "no"),
        ("history", 0),
        ("cache", "ram"),
        ("cache", True),
    ],
)
def test_how_hunts_are_paced_and_remembered_is_checked(key: str, value: object) -> None:
    with pytest.raises(ConfigError) as caught:
        read_profile("work", {**MINIMAL, key: value})
    assert key == caught.value.key


@given(profiles)
def test_a_written_profile_is_read_back_the_same(profile: Profile) -> None:
    assert profile == read_profile(profile.name, write_profile(profile))


@given(profiles)
def test_a_profile_survives_the_file_it_is_written_to(profile: Profile) -> None:
    text = tomlkit.dumps({"profiles": {profile.name: write_profile(profile)}})
    tables = tomlkit.parse(text).unwrap()["profiles"]
    assert profile == read_profile(profile.name, tables[profile.name])


@given(
    st.dictionaries(
        st.sampled_from(["tenant_id", "client_id", "cloud", "hosts", "credential", "ca_file", "x"]),
        st.none()
        | st.text()
        | st.integers()
        | st.just(GUID)
        | st.dictionaries(st.sampled_from(["graph", "kind", "place"]), st.text() | st.integers()),
    )
)
def test_any_table_is_a_profile_or_a_setting_that_is_named(table: dict[str, object]) -> None:
    try:
        profile = read_profile("work", table)
    except ConfigError as wrong:
        named = wrong.key
    else:
        named = profile.name
    assert named
