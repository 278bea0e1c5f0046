"""Evidence is called by what an analyst knows it by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.evidence import Evidence, text_at

USER: dict[str, object] = {"accountName": "ann", "domainName": "CONTOSO"}
ANN = {"userPrincipalName": "ann@contoso.com"}
NOTEPAD: dict[str, object] = {"fileName": "notepad.exe", "filePath": "C:\\Windows"}

# One of every documented kind: what it is called, its kind, the telling ones of its fields.
KINDS: list[tuple[str, str, dict[str, object]]] = [
    (
        "corp.contoso.com",
        "activeDirectoryDomain",
        {"activeDirectoryDomainName": "corp.contoso.com", "trustedDomains": []},
    ),
    ("Helper", "aiAgent", {"agentId": "a1", "agentName": "Helper"}),
    ("bucket", "amazonResource", {"amazonResourceId": "arn:x", "resourceName": "bucket"}),
    (
        "“Invoice” to ann@contoso.com",
        "analyzedMessage",
        {"subject": "Invoice", "recipientEmailAddress": "ann@contoso.com"},
    ),
    ("Invoice", "analyzedMessage", {"subject": "Invoice", "recipientEmailAddress": None}),
    ("ann@contoso.com", "analyzedMessage", {"recipientEmailAddress": "ann@contoso.com"}),
    ("vm-1", "azureResource", {"resourceId": "/subscriptions/x", "resourceName": "vm-1"}),
    ("https://x.blob/c/b", "blob", {"name": "b", "url": "https://x.blob/c/b"}),
    ("b", "blob", {"name": "b", "url": ""}),
    ("https://x.blob/c", "blobContainer", {"name": "c", "url": "https://x.blob/c"}),
    ("Dropbox", "cloudApplication", {"appId": 11627, "displayName": "Dropbox"}),
    ("11627", "cloudApplication", {"appId": 11627, "displayName": None}),
    ("r-1", "cloudLogonRequest", {"requestId": "r-1"}),
    ("s-1", "cloudLogonSession", {"sessionId": "s-1"}),
    ("nginx", "container", {"containerId": "c1", "name": "nginx"}),
    ("sha256:1", "containerImage", {"imageId": "sha256:1"}),
    ("x.azurecr.io", "containerRegistry", {"registry": "x.azurecr.io"}),
    ("pc-1.contoso.com", "device", {"deviceDnsName": "pc-1.contoso.com", "hostName": "pc-1"}),
    ("pc-1", "device", {"deviceDnsName": None, "hostName": "pc-1", "mdeDeviceId": "335b"}),
    ("335b", "device", {"mdeDeviceId": "335b"}),
    ("evil.example", "dns", {"domainName": "evil.example"}),
    ("C:\\Windows\\notepad.exe", "file", {"fileDetails": NOTEPAD}),
    (
        "C:\\Windows\\Notepad.exe",
        "file",
        {"fileDetails": {"fileName": "notepad.exe", "filePath": "C:\\Windows\\Notepad.exe"}},
    ),
    ("C:\\x.exe", "file", {"fileDetails": {"fileName": "x.exe", "filePath": "C:\\"}}),
    ("/usr/bin/curl", "file", {"fileDetails": {"fileName": "curl", "filePath": "/usr/bin/"}}),
    ("/opt/xcurl/curl", "file", {"fileDetails": {"fileName": "curl", "filePath": "/opt/xcurl"}}),
    ("a.docx", "file", {"fileDetails": {"fileName": "a.docx", "sha256": "ff"}}),
    ("ff", "file", {"fileDetails": {"sha256": "ff", "sha1": "ee"}}),
    ("ee", "file", {"fileDetails": {"sha1": "ee"}}),
    ("ff", "fileHash", {"algorithm": "sha256", "value": "ff"}),
    ("Contoso", "gitHubOrganization", {"orgId": "1", "login": "c", "displayName": "Contoso"}),
    ("tools", "gitHubRepo", {"repoId": "2", "login": "tools"}),
    ("octo", "gitHubUser", {"userId": "3", "login": "octo"}),
    ("vm-g", "googleCloudResource", {"resourceName": "vm-g", "fullResourceName": "//x/vm-g"}),
    ("h-1", "hostLogonSession", {"sessionId": "h-1"}),
    ("camera", "ioTDevice", {"deviceId": "d1", "deviceName": "camera"}),
    ("10.0.0.7", "ip", {"ipAddress": "10.0.0.7", "countryLetterCode": "DE"}),
    *(
        ("web", f"kubernetes{kind}", dict[str, object](name="web"))
        for kind in (
            *("Cluster", "Controller", "Namespace", "Pod", "Secret", "Service"),
            "ServiceAccount",
        )
    ),
    ("ann@contoso.com", "mailbox", {"primaryAddress": "ann@contoso.com", "displayName": "Ann"}),
    ("forward all", "mailboxConfiguration", {"displayName": "forward all"}),
    ("Subject;P2Sender", "mailCluster", {"clusterByValue": "Subject;P2Sender", "query": "q"}),
    ("Emotet", "malware", {"name": "Emotet", "category": "trojan"}),
    (
        "10.0.0.7:50000 to 1.2.3.4:443",
        "networkConnection",
        {
            "sourceAddress": {"ipAddress": "10.0.0.7"},
            "sourcePort": 50000,
            "destinationAddress": {"ipAddress": "1.2.3.4"},
            "destinationPort": 443,
        },
    ),
    ("? to 1.2.3.4", "networkConnection", {"destinationAddress": {"ipAddress": "1.2.3.4"}}),
    ("?:22 to ?", "networkConnection", {"sourcePort": 22}),
    ("00:11:22", "nic", {"macAddress": "00:11:22", "ipAddress": {"ipAddress": "10.0.0.7"}}),
    ("10.0.0.7", "nic", {"macAddress": None, "ipAddress": {"ipAddress": "10.0.0.7"}}),
    ("Mail reader", "oauthApplication", {"appId": "1", "displayName": "Mail reader"}),
    ("cmd /c dir (pid 9112)", "process", {"processId": 9112, "processCommandLine": "cmd /c dir"}),
    ("notepad.exe (pid 4)", "process", {"processId": 4, "imageFile": NOTEPAD}),
    ("cmd /c dir", "process", {"processCommandLine": "cmd /c dir"}),
    ("pid 9112", "process", {"processId": 9112}),
    (
        "HKLM\\SOFTWARE\\Run",
        "registryKey",
        {"registryHive": "HKLM", "registryKey": "SOFTWARE\\Run"},
    ),
    (
        "HKLM\\SOFTWARE\\Run\\evil",
        "registryValue",
        {"registryHive": "HKLM", "registryKey": "SOFTWARE\\Run", "registryValueName": "evil"},
    ),
    ("sig", "sasToken", {"signatureHash": "sig"}),
    ("Admins", "securityGroup", {"displayName": "Admins", "securityGroupId": "g"}),
    ("svc", "servicePrincipal", {"servicePrincipalName": "svc", "appId": "a"}),
    ("“Hi” to ann", "submissionMail", {"subject": "Hi", "recipient": "ann"}),
    ("Join us", "teamsMessage", {"subject": "Join us", "messageId": "m"}),
    ("https://evil.example/x", "url", {"url": "https://evil.example/x"}),
    ("ann@contoso.com", "user", {"userAccount": {**USER, **ANN}}),
    ("CONTOSO\\ann", "user", {"userAccount": USER}),
    ("ann", "user", {"userAccount": {"accountName": "ann"}}),
    ("Ann Lee", "user", {"userAccount": {"displayName": "Ann Lee", "userSid": "S-1-5"}}),
    ("S-1-5", "user", {"userAccount": {"userSid": "S-1-5"}}),
]


@pytest.mark.parametrize(("label", "kind", "fields"), KINDS)
def test_each_kind_is_called_by_its_own_name(
    label: str, kind: str, fields: dict[str, object]
) -> None:
    assert label == Evidence(kind, fields=fields).label


@pytest.mark.parametrize("kind", sorted({kind for _, kind, _ in KINDS}))
def test_a_kind_without_its_telling_field_shows_what_it_has(kind: str) -> None:
    assert "stream 7" == Evidence(kind, fields={"stream": 7}).label
    assert "no details" == Evidence(kind).label


def test_a_kind_of_tomorrow_shows_its_first_fields() -> None:
    fields: dict[str, object] = {
        "a": None,
        "b": "x",
        "c": [],
        "d": 5,
        "e": True,
        "f": "",
        "g": "y",
        "h": "z",
    }
    assert "b x, d 5, g y" == Evidence("quantumDevice", fields=fields).label


def test_the_same_thing_is_known_again_whatever_its_capitals() -> None:
    one = Evidence("device", verdict="suspicious", fields={"hostName": "PC-1"})
    other = Evidence("device", verdict="malicious", fields={"hostName": "pc-1"})
    assert one.identity == other.identity
    assert one.identity != Evidence("url", fields={"url": "pc-1"}).identity


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("x", {"a": {"b": "x"}}),
        ("7", {"a": {"b": 7}}),
        (None, {"a": {"b": True}}),
        (None, {"a": {"b": ""}}),
        (None, {"a": {"b": {}}}),
        (None, {"a": "x"}),
        (None, {}),
    ],
)
def test_a_text_is_found_at_its_place_or_not_at_all(
    text: str | None, fields: dict[str, object]
) -> None:
    assert text == text_at(fields, "a", "b")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)
field_names = st.sampled_from(
    sorted({name for _, _, fields in KINDS for name in fields} | {"accountName", "ipAddress"})
)


@given(
    st.sampled_from([*{kind for _, kind, _ in KINDS}, "quantumDevice"]),
    st.dictionaries(
        field_names, json_values | st.dictionaries(field_names, json_values, max_size=3)
    ),
)
def test_whatever_the_fields_hold_there_is_a_label(kind: str, fields: dict[str, object]) -> None:
    evidence = Evidence(kind, fields=fields)
    assert evidence.label
    assert (kind, evidence.label.casefold()) == evidence.identity[:2]
