"""An incident is the same case whichever API tells it."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from defender_tui.core.incidents import Alert, Comment, Incident
from defender_tui.core.wire import graph, xdr

from .bodies import GRAPH_ALERT, GRAPH_INCIDENT, XDR_ALERT, XDR_INCIDENT

CASE = Incident(
    id="924565",
    title="Ransomware activity",
    status="inProgress",
    severity="high",
    classification="falsePositive",
    determination="notMalicious",
    assigned_to="ann@contoso.com",
    web_url="https://security.microsoft.com/incident2/924565",
    created=datetime(2026, 11, 22, 9, 0, 0, 73333, UTC),
    last_updated=datetime(2026, 11, 22, 10, tzinfo=UTC),
    tags=("Tier 0",),
    comments=(Comment("Looking.", "ann@contoso.com", datetime(2026, 11, 22, 9, 10, tzinfo=UTC)),),
    extra={"brandNewField": {"a": 1}},
)
ALERT = Alert(
    id="da1_1",
    incident_id="924565",
    title="Suspicious PowerShell",
    description="Encoded command.",
    status="new",
    severity="high",
    category="Execution",
    service="microsoftDefenderForEndpoint",
    detection_source="antivirus",
    assigned_to="ann@contoso.com",
    threat="Emotet",
    techniques=("T1059.001",),
    created=datetime(2026, 11, 22, 9, 0, 1, 123456, UTC),
    last_updated=datetime(2026, 11, 22, 10, tzinfo=UTC),
    first_activity=datetime(2026, 11, 22, 8, 59, tzinfo=UTC),
    last_activity=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
)
EVIDENCE = [
    ("device", "pc-1.contoso.com"),
    ("user", "contoso\\ann"),
    ("process", "powershell -enc aaaa (pid 9112)"),
    ("file", "c:\\temp\\a.exe"),
    ("mailbox", "ann@contoso.com"),
]


def test_graph_tells_the_case_with_its_own_further_facts() -> None:
    read = graph.read_incident(GRAPH_INCIDENT)
    assert read == replace(
        CASE,
        description="Files were encrypted.",
        summary="One device.",
        resolving_comment="Benign.",
        tenant_id="aaaabbbb-0000-cccc-1111-dddd2222eeee",
        priority=87,
        last_modified_by="ann@contoso.com",
        system_tags=("Defender Experts",),
        alerts=read.alerts,
    )


def test_defender_xdr_tells_the_same_case() -> None:
    read = xdr.read_incident(XDR_INCIDENT)
    assert read == replace(CASE, alerts=read.alerts)


def test_both_tell_the_same_alert() -> None:
    (from_graph,) = graph.read_incident(GRAPH_INCIDENT).alerts or ()
    (from_xdr,) = xdr.read_incident(XDR_INCIDENT).alerts or ()
    assert from_xdr == replace(
        ALERT, evidence=from_xdr.evidence, extra={"investigationState": "Queued"}
    )
    assert from_graph == replace(
        ALERT,
        recommended_actions="Isolate the device.",
        web_url="https://security.microsoft.com/alerts/da1_1",
        evidence=from_graph.evidence,
        extra={"productName": "Microsoft Defender for Endpoint"},
    )


def test_both_name_the_same_evidence() -> None:
    assert EVIDENCE == [item.identity[:2] for item in graph.read_alert(GRAPH_ALERT).evidence]
    assert EVIDENCE == [item.identity[:2] for item in xdr.read_alert(XDR_ALERT).evidence]


def test_evidence_keeps_its_verdict_roles_and_time() -> None:
    device = graph.read_alert(GRAPH_ALERT).evidence[0]
    assert ("suspicious", "none", ("compromised",)) == (
        device.verdict,
        device.remediation,
        device.roles,
    )
    assert datetime(2026, 11, 22, 9, 0, 2, tzinfo=UTC) == device.created
    assert {"deviceDnsName": "pc-1.contoso.com", "mdeDeviceId": "335b3ef5"} == device.fields


def test_flat_entities_take_graphs_field_names_and_lose_their_nulls() -> None:
    device, _, process, file, _ = xdr.read_alert(XDR_ALERT).evidence
    assert {"mdeDeviceId": "335b3ef5", "deviceDnsName": "pc-1.contoso.com"} == device.fields
    assert {"fileName": "powershell.exe", "sha1": "eb42"} == process.fields["imageFile"]
    assert {"accountName": "ann"} == process.fields["userAccount"]
    assert 9112 == process.fields["processId"]
    assert ["fileDetails"] == list(file.fields)


@pytest.mark.parametrize(
    ("identity", "entity"),
    [
        (("ip", "10.0.0.7"), {"entityType": "Ip", "ipAddress": "10.0.0.7"}),
        (("url", "https://x.example"), {"entityType": "Url", "url": "https://x.example"}),
        (("mailCluster", "subject"), {"entityType": "MailCluster", "clusterBy": "Subject"}),
        (
            ("analyzedMessage", "“hi” to ann"),
            {"entityType": "MailMessage", "subject": "Hi", "recipient": "ann", "sender": "bob"},
        ),
        (
            ("registryValue", "hklm\\run"),
            {"entityType": "Registry", "registryHive": "HKLM", "registryKey": "Run"},
        ),
        (
            ("securityGroup", "admins"),
            {"entityType": "SecurityGroup", "securityGroupName": "Admins"},
        ),
        (
            ("user", "ann@contoso.com"),
            {"entityType": "User", "userPrincipalName": "ann@contoso.com"},
        ),
        (("quantumChip", "size 7"), {"entityType": "QuantumChip", "size": 7}),
        (("unknown", "size 7"), {"entityType": None, "size": 7}),
    ],
)
def test_each_flat_entity_becomes_evidence_of_its_kind(
    identity: tuple[str, str], entity: dict[str, object]
) -> None:
    (read,) = xdr.read_alert({"entities": [entity]}).evidence
    assert identity == read.identity[:2]


def test_an_entitys_verdict_takes_graphs_spelling() -> None:
    entity = {"entityType": "Ip", "verdict": "NoThreatsFound", "remediationStatus": "Active"}
    (read,) = xdr.read_alert({"entities": [entity]}).evidence
    assert ("noThreatsFound", "active") == (read.verdict, read.remediation)


@pytest.mark.parametrize(
    ("word", "key", "value"),
    [
        ("active", "status", "Active"),
        ("redirected", "status", "Redirected"),
        ("awaitingAction", "status", "AwaitingAction"),
        ("unknown", "severity", "UnSpecified"),
        ("informational", "severity", "Informational"),
        ("unknown", "classification", "Unknown"),
        ("informationalExpectedActivity", "classification", "InformationalExpectedActivity"),
        ("unknown", "determination", "NotAvailable"),
        ("notMalicious", "determination", "Clean"),
        ("notEnoughDataToValidate", "determination", "NoEnoughDataToValidate"),
        ("notEnoughDataToValidate", "determination", "InsufficientData"),
        ("compromisedAccount", "determination", "CompromisedUser"),
        ("confirmedActivity", "determination", "ConfirmedUserActivity"),
        ("multiStagedAttack", "determination", "MultiStagedAttack"),
        ("wordOfTomorrow", "determination", "WordOfTomorrow"),
        (None, "determination", None),
    ],
)
def test_defender_xdrs_words_take_graphs_spelling(
    word: str | None, key: str, value: str | None
) -> None:
    assert word == getattr(xdr.read_incident({key: value}), key)


@pytest.mark.parametrize(
    ("service", "value"),
    [
        ("microsoftDefenderForCloudApps", "MicrosoftCloudAppSecurity"),
        ("microsoftDefenderForOffice365", "OfficeATP"),
        ("microsoftDefenderForIdentity", "AzureATP"),
        ("microsoftDefenderForIdentity", "MicrosoftDefenderForIdentity"),
        ("XYZService", "XYZService"),
    ],
)
def test_defender_xdrs_services_take_graphs_names(service: str, value: str) -> None:
    assert service == xdr.read_alert({"serviceSource": value}).service


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("cloudAppSecurity", "MCAS"),
        ("microsoftDefenderForOffice365", "OfficeATP"),
        ("customDetection", "CustomDetection"),
        ("NDR", "NDR"),
    ],
)
def test_detection_sources_take_graphs_names_and_abbreviations_stay(
    source: str, value: str
) -> None:
    assert source == xdr.read_alert({"detectionSource": value}).detection_source


def test_alerts_that_were_not_asked_for_differ_from_none_at_all() -> None:
    assert graph.read_incident({"id": "1"}).alerts is None
    assert () == graph.read_incident({"id": "1", "alerts": []}).alerts
    assert () == xdr.read_incident({"incidentId": 1}).alerts


def test_a_merged_incident_names_the_one_it_went_into() -> None:
    assert "29" == graph.read_incident({"id": "1", "redirectIncidentId": "29"}).redirect_to
    assert "29" == xdr.read_incident({"incidentId": 1, "redirectIncidentId": 29}).redirect_to


def test_older_comments_of_graph_are_read_too() -> None:
    (comment,) = graph.read_comments(
        {"value": [{"comment": "x", "createdBy": "ann", "createdTime": "2026-11-22T09:10:00Z"}]},
        "value",
    )
    assert comment == Comment("x", "ann", datetime(2026, 11, 22, 9, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    ("kind", "odata_type"),
    [
        ("device", "#microsoft.graph.security.deviceEvidence"),
        ("quantumChip", "#microsoft.graph.security.quantumChipEvidence"),
        ("Evidence", "#microsoft.graph.security.Evidence"),
        ("#other.namespace.thing", "#other.namespace.thing"),
        ("unknown", None),
    ],
)
def test_evidence_of_any_type_keeps_its_kind(kind: str, odata_type: str | None) -> None:
    assert kind == graph.read_evidence({"@odata.type": odata_type}).kind


def test_reading_leaves_the_answer_as_it_was() -> None:
    entity = {"entityType": "File", "fileDetails": {"a": 1}, "sha1": "ff"}
    for source in (GRAPH_INCIDENT, XDR_INCIDENT, {"alerts": [{"entities": [entity]}]}):
        before = copy.deepcopy(source)
        graph.read_incident(source)
        xdr.read_incident(source)
        assert before == source
