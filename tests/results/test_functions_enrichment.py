"""The table functions of advanced hunting, rewritten and run."""

from __future__ import annotations

import pytest

from defender_tui.kql import Column, Table
from defender_tui.kql.adapt.draft import Surroundings, first_draft
from defender_tui.kql.adapt.functions import convert_extracted
from defender_tui.kql.adapt.functions_enrichment import enrich
from defender_tui.kql.adapt.functions_ipv4_lookup import join_on_networks
from defender_tui.results.engine import KqlEngine
from tests.results.functions_answers import rows_of

_NAMES = ("DeviceId", "DeviceName", "NetworkAdapterName", "NetworkAdapterType", "IPAddresses")
_NETWORK_TABLE = Table(
    "DeviceNetworkInfo",
    columns=(
        Column("Timestamp", "datetime"),
        *(Column(name, "string") for name in _NAMES),
        Column("ConnectedNetworks", "string"),
    ),
    time_column="Timestamp",
)


@pytest.fixture(scope="module")
def network() -> KqlEngine:
    """One address that moves from d1 to d2 on the second day."""
    engine = KqlEngine()
    engine.create([_NETWORK_TABLE])
    engine.fill(
        "INSERT INTO DeviceNetworkInfo VALUES"
        " ('2026-01-01', 'd1', 'pc1', 'eth', 'Ethernet', '[{\"IPAddress\":\"10.0.0.1\"}]', ''),"
        " ('2026-01-02', 'd2', 'pc2', 'eth', 'Ethernet',"
        ' \'[{"IPAddress":"10.0.0.1","AddressType":"Private"},{"IPAddress":"10.0.0.9"}]\', \'\')'
    )
    return engine


def _adapted(engine: KqlEngine, query: str) -> list[dict[str, object]]:
    surroundings = Surroundings(columns={"DeviceNetworkInfo": engine.columns("DeviceNetworkInfo")})
    draft = first_draft(query, surroundings)
    for rewrite in (convert_extracted, enrich, join_on_networks):
        draft = rewrite(draft)
    return rows_of(engine, draft.text)


def test_a_file_profile_keeps_the_hash_and_knows_nothing(network: KqlEngine) -> None:
    query = (
        'datatable(SHA1:string)["ab"] | invoke FileProfile(SHA1, 1000)'
        " | project SHA1, MD5, GlobalPrevalence, Signer, IsCertificateValid"
    )
    expected = {
        "SHA1": "ab",
        "MD5": "",
        "GlobalPrevalence": None,
        "Signer": "",
        "IsCertificateValid": None,
    }
    assert [expected] == _adapted(network, query)


def test_an_address_belongs_to_the_device_that_had_it_last(network: KqlEngine) -> None:
    query = 'datatable(IP:string)["10.0.0.1", "1.1.1.1"] | invoke DeviceFromIP() | order by IP'
    expected = [{"IP": "10.0.0.1", "DeviceId": "d2"}, {"IP": "1.1.1.1", "DeviceId": ""}]
    assert expected == _adapted(network, query)


def test_an_address_belongs_to_the_device_that_had_it_then(network: KqlEngine) -> None:
    query = (
        'datatable(IP:string)["10.0.0.1"] | invoke DeviceFromIP("IP", datetime(2026-01-01 12:00))'
    )
    assert [{"IP": "10.0.0.1", "DeviceId": "d1"}] == _adapted(network, query)


def test_a_device_has_the_addresses_of_its_last_record(network: KqlEngine) -> None:
    query = 'AssignedIPAddresses("pc2") | project IPAddress, IPType'
    expected = [
        {"IPAddress": "10.0.0.1", "IPType": "Private"},
        {"IPAddress": "10.0.0.9", "IPType": ""},
    ]
    assert expected == _adapted(network, query)


def test_nobody_is_known_to_have_seen_a_device(network: KqlEngine) -> None:
    assert [] == _adapted(network, 'datatable(DeviceId:string)["x"] | invoke SeenBy()')


def test_rows_are_looked_up_by_the_network_that_holds_their_address(network: KqlEngine) -> None:
    query = (
        'let N = datatable(network:string, c:string)["10.0.0.0/8", "A", "5.8.0.0/19", "RU"];'
        ' datatable(ip:string)["10.1.1.1", "9.9.9.9", "5.8.1.2"]'
        " | evaluate ipv4_lookup(N, ip, network) | order by ip asc"
    )
    expected = [
        {"ip": "10.1.1.1", "network": "10.0.0.0/8", "c": "A"},
        {"ip": "5.8.1.2", "network": "5.8.0.0/19", "c": "RU"},
    ]
    assert expected == _adapted(network, query)


def test_what_is_extracted_has_the_type_that_was_asked_for(network: KqlEngine) -> None:
    query = r'print n = extract("([0-9]+)", 1, "a12", typeof(long)) + 1'
    assert [{"n": 13}] == _adapted(network, query)
