"""What a cell names."""

from __future__ import annotations

import pytest

from defender_tui.kql.cell_entities import entity_in
from defender_tui.kql.pivots import can_pivot

SHA256 = "a" * 64
ID = "8d4e4f0a-65a4-4c3b-9d2a-a1f2f3f4f5f6"


@pytest.mark.parametrize(
    ("column", "value", "kind", "label"),
    [
        ("DeviceName", "fin-ws-07.contoso.example", "device", "fin-ws-07.contoso.example"),
        ("RemoteDeviceName", "srv", "device", "srv"),
        ("SHA256", SHA256, "file", SHA256),
        ("InitiatingProcessSHA1", "b" * 40, "file", "b" * 40),
        ("AccountUpn", "mia@contoso.example", "user", "mia@contoso.example"),
        ("AccountName", "mia", "user", "contoso\\mia"),
        ("AccountObjectId", ID, "user", ID),
        ("AccountSid", "S-1-5-21-1-2-3-500", "user", "S-1-5-21-1-2-3-500"),
        ("RecipientEmailAddress", "mia@contoso.example", "mailbox", "mia@contoso.example"),
        ("NetworkMessageId", ID, "analyzedMessage", "no details"),
        ("RemoteIP", "10.0.0.1", "ip", "10.0.0.1"),
        ("anything", "2001:db8::1", "ip", "2001:db8::1"),
        ("Url", "https://evil.example/a?b", "url", "https://evil.example/a?b"),
        ("RemoteUrl", "evil.example/a", "dns", "evil.example"),
        ("UrlDomain", "evil.example", "dns", "evil.example"),
        ("x", SHA256, "file", SHA256),
        ("x", "mia@contoso.example", "user", "mia@contoso.example"),
        ("FileName", "a.exe", "file", "a.exe"),
        ("RegistryKey", "HKEY_LOCAL_MACHINE\\X", "registryKey", "HKEY_LOCAL_MACHINE\\X"),
    ],
)
def test_a_cell_is_recognised_by_its_column_and_its_value(
    column: str, value: str, kind: str, label: str
) -> None:
    entity = entity_in(column, value, {column: value, "AccountDomain": "contoso"})
    assert entity is not None
    assert kind == entity.kind
    assert label in (entity.label, "no details")
    assert can_pivot(entity)


def test_a_process_is_told_with_its_device() -> None:
    row = {"ProcessId": "42", "DeviceId": "d", "ProcessCommandLine": "cmd /c x", "FileName": "cmd"}
    entity = entity_in("ProcessId", "42", row)
    assert entity is not None
    assert "cmd /c x (pid 42)" == entity.label
    assert "d" == entity.fields["mdeDeviceId"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("DeviceName", ""),
        ("DeviceName", None),
        ("SHA256", "not a hash"),
        ("AccountName", "SYSTEM"),
        ("AccountUpn", "no address"),
        ("ReportId", "1763802842"),
        ("ActionType", "ProcessCreated"),
        ("x", "1.2.3.4.5"),
        ("x", "1" * 32),
        ("Url", "x" * 5_000),
    ],
)
def test_other_cells_name_nothing(column: str, value: str | None) -> None:
    assert entity_in(column, value, {}) is None
