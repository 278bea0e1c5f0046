from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, datetime

import pytest

from defender_tui.kql import quote
from defender_tui.sandbox.data.cast import build_cast
from defender_tui.sandbox.data.records import (
    CloudApplicationSubject,
    DeviceSubject,
    FileSubject,
    IpSubject,
    MailboxSubject,
    MailClusterSubject,
    MessageSubject,
    OAuthApplicationSubject,
    ProcessSubject,
    RegistryKeySubject,
    RegistryValueSubject,
    SecurityGroupSubject,
    Subject,
    UrlSubject,
    UserSubject,
)
from defender_tui.sandbox.data.stories import build_incidents
from defender_tui.sandbox.hunting import HuntingService

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
CAST = build_cast(3)
INCIDENTS = build_incidents(CAST, now=NOW, seed=3)
ALERTS = [alert for incident in INCIDENTS for alert in incident.alerts]
SUBJECTS = [evidence.subject for alert in ALERTS for evidence in alert.evidence]

# Where the entities of each kind must occur: the values of a column over some tables.
PLACES: dict[str, str] = {
    "device": "DeviceEvents | distinct Value = DeviceId",
    "user": "IdentityLogonEvents | distinct Value = AccountUpn",
    "ip": (
        "union (DeviceNetworkEvents | project Value = RemoteIP),"
        " (EntraIdSignInEvents | project Value = IPAddress) | distinct Value"
    ),
    "url": (
        "union (DeviceNetworkEvents | project Value = RemoteUrl),"
        " (UrlClickEvents | project Value = Url) | distinct Value"
    ),
    "file": (
        "union (DeviceFileEvents | project Value = SHA256),"
        " (EmailAttachmentInfo | project Value = SHA256),"
        " (CloudAppEvents | project Value = tostring(AdditionalFields.SHA256)) | distinct Value"
    ),
    "command line": "DeviceProcessEvents | distinct Value = ProcessCommandLine",
    "mailbox": "CloudAppEvents | distinct Value = AccountId",
    "mail subject": "EmailEvents | distinct Value = Subject",
    "message": "EmailEvents | distinct Value = NetworkMessageId",
    "application": "CloudAppEvents | distinct Value = Application",
    "OAuth application": "CloudAppEvents | distinct Value = OAuthAppId",
    "security group": (
        "IdentityDirectoryEvents | where ActionType == 'Group Membership changed'"
        " | distinct Value = strcat(AdditionalFields['TO.GROUP'], ' ', TargetAccountUpn)"
    ),
    "registry key": "DeviceRegistryEvents | distinct Value = RegistryKey",
    "registry value": "DeviceRegistryEvents | distinct Value = RegistryValueData",
}


@pytest.fixture(scope="module")
def service() -> HuntingService:
    return HuntingService(CAST, INCIDENTS, NOW, seed=3)


def _values(subject: Subject) -> list[tuple[str, str]]:
    match subject:
        case DeviceSubject():
            return [("device", subject.device.device_id)]
        case UserSubject():
            return [("user", subject.user.upn)]
        case IpSubject():
            return [("ip", subject.address.ip)]
        case UrlSubject():
            return [("url", subject.url)]
        case FileSubject():
            return [("file", subject.file.sha256)]
        case ProcessSubject():
            return [("command line", subject.command_line)]
        case MailboxSubject():
            return [("mailbox", subject.user.upn)]
        case MessageSubject():
            return [("mail subject", subject.subject), ("message", subject.network_message_id)]
        case CloudApplicationSubject():
            return [("application", subject.name)]
        case OAuthApplicationSubject():
            return [("OAuth application", subject.app_id)]
        case RegistryKeySubject():
            return [("registry key", f"{subject.hive}\\{subject.key}")]
        case RegistryValueSubject():
            return [("registry value", subject.value)]
        case MailClusterSubject():
            return [("message", message_id) for message_id in subject.network_message_ids]
        case SecurityGroupSubject():
            return [("security group", f"{subject.name} {subject.member.upn}")]


async def _column(service: HuntingService, query: str, name: str) -> list[object]:
    answer = await service.run(query)
    return [row[name] for row in json.loads(answer.rows_json)]


def _expected() -> dict[str, set[str]]:
    expected: dict[str, set[str]] = defaultdict(set)
    for subject in SUBJECTS:
        for kind, value in _values(subject):
            expected[kind].add(value)
    return expected


@pytest.mark.parametrize("kind", PLACES)
async def test_every_entity_of_the_evidence_occurs_in_an_event_table(
    service: HuntingService, kind: str
) -> None:
    expected = _expected()[kind]
    assert expected, "the stories have none"
    assert expected <= set(await _column(service, PLACES[kind], "Value"))


async def test_alert_info_mirrors_the_alerts(service: HuntingService) -> None:
    rows = await service.run("AlertInfo | project AlertId, Title, Severity, Category")
    assert sorted(
        (alert.alert_id, alert.title, alert.severity.capitalize(), alert.category)
        for alert in ALERTS
    ) == sorted(tuple(row.values()) for row in json.loads(rows.rows_json))


async def test_alert_evidence_has_a_row_for_each_piece_of_evidence(
    service: HuntingService,
) -> None:
    query = "AlertEvidence | summarize n = count() by AlertId"
    answer = json.loads((await service.run(query)).rows_json)
    assert {alert.alert_id: len(alert.evidence) for alert in ALERTS} == {
        row["AlertId"]: row["n"] for row in answer
    }


async def test_a_password_spray_shows_in_the_failed_sign_ins(service: HuntingService) -> None:
    query = (
        "EntraIdSignInEvents | where ErrorCode == 50126 and RiskLevelDuringSignIn == 100"
        " | summarize Accounts = make_set(AccountUpn), Failed = count() by IPAddress"
    )
    rows = json.loads((await service.run(query)).rows_json)
    found = {row["IPAddress"]: set(json.loads(row["Accounts"])) for row in rows}
    sprays = [alert for alert in ALERTS if alert.title == "Password spray"]
    assert sprays
    for alert in sprays:
        subjects = [evidence.subject for evidence in alert.evidence]
        tried = {subject.user.upn for subject in subjects if isinstance(subject, UserSubject)}
        address = next(s.address.ip for s in subjects if isinstance(s, IpSubject))
        assert tried <= found[address]


async def test_a_connection_to_a_url_has_the_alert_s_address_and_the_url_s_port(
    service: HuntingService,
) -> None:
    query = (
        "DeviceNetworkEvents | where RemoteUrl has_any ('jquery', 'stratum')"
        " | project Port = RemotePort, IsMiner = RemoteUrl startswith 'stratum', RemoteIP"
    )
    rows = json.loads((await service.run(query)).rows_json)
    assert {(3333, True), (443, False)} == {(row["Port"], row["IsMiner"]) for row in rows}
    assert all(row["IsMiner"] or row["RemoteIP"] for row in rows)


async def test_an_alert_leads_to_its_process(service: HuntingService) -> None:
    process = next(subject for subject in SUBJECTS if isinstance(subject, ProcessSubject))
    query = (
        f"AlertEvidence | where ProcessCommandLine == {quote(process.command_line)}"
        " | join kind=inner (DeviceProcessEvents) on DeviceId, ProcessCommandLine"
        " | project ProcessId, InitiatingProcessFileName"
    )
    answer = json.loads((await service.run(query)).rows_json)
    assert {
        "ProcessId": process.process_id,
        "InitiatingProcessFileName": process.parent_image.name,
    } in answer
