"""The entities of alerts as the Defender XDR API writes them: flat, each kind with keys of its own.

Source: https://learn.microsoft.com/defender-xdr/api-list-incidents (2026-11-23)
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.conftest import Visitor

_FILE = {"sha1", "sha256", "fileName", "filePath", "deviceId"}
_ACCOUNT = {"accountName", "domainName", "userSid", "aadUserId", "userPrincipalName"}
_KEYS = {
    "User": _ACCOUNT,
    "Ip": {"ipAddress"},
    "Url": {"url"},
    "File": _FILE,
    "Process": {
        *_FILE,
        *("processId", "processCommandLine", "processCreationTime", "parentProcessId"),
        "parentProcessCreationTime",
    },
    "MailBox": {"userPrincipalName", "mailboxDisplayName", "mailboxAddress"},
    "MailMessage": {"userPrincipalName", "sender", "recipient", "subject", "deliveryAction"},
    "MailCluster": {"clusterBy"},
    "Registry": {
        *("registryHive", "registryKey", "registryValueType", "registryValue", "deviceId"),
    },
    "SecurityGroup": {"securityGroupId", "securityGroupName"},
}


@pytest.fixture
async def alerts(visitor: Visitor) -> list[dict[str, Any]]:
    headers = await visitor.bearer("xdr")
    found: list[dict[str, Any]] = []
    for skip in range(0, 500, 100):
        answer = await visitor.http.get(f"/xdr/api/incidents?$skip={skip}", headers=headers)
        found += [alert for one in answer.json()["value"] for alert in one["alerts"]]
    return found


async def test_entities_of_every_documented_type_come_up(alerts: list[dict[str, Any]]) -> None:
    assert set(_KEYS) == {one["entityType"] for alert in alerts for one in alert["entities"]}


@pytest.mark.parametrize("entity_type", _KEYS)
async def test_an_entity_fills_the_keys_of_its_type_and_no_others(
    alerts: list[dict[str, Any]], entity_type: str
) -> None:
    every = set().union(*_KEYS.values()) | {"entityType"}
    found = [
        one for alert in alerts for one in alert["entities"] if one["entityType"] == entity_type
    ]
    assert {frozenset(every)} == {frozenset(one) for one in found}
    filled = {name for one in found for name, value in one.items() if value is not None}
    assert _KEYS[entity_type] | {"entityType"} == filled


async def test_a_device_is_apart_from_the_entities_and_there_once(
    alerts: list[dict[str, Any]],
) -> None:
    with_devices = [alert for alert in alerts if alert["devices"]]
    assert with_devices
    for alert in with_devices:
        ids = [device["mdatpDeviceId"] for device in alert["devices"]]
        assert sorted(set(ids)) == sorted(ids)
        assert {"Machine", "Device"}.isdisjoint(one["entityType"] for one in alert["entities"])
