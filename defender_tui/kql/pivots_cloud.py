"""Prepared queries about people, addresses and applications."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from ..core.evidence import text_at
from .pivot_parts import Draft, DraftsOf, Fields, either, first_text, found, is_exactly, is_within
from .pivots_endpoint import LOGON_COLUMNS, NETWORK_COLUMNS, PROCESS_COLUMNS

SIGN_IN_COLUMNS = (
    "AccountUpn, Application, ResourceDisplayName, ErrorCode, IPAddress, Country, City,"
    " RiskLevelDuringSignIn, UserAgent, ConditionalAccessStatus"
)
ACTIVITY_COLUMNS = (
    "AccountId, ActionType, Application, ObjectName, IPAddress, CountryCode, UserAgent,"
    " OAuthAppId, RawEventData"
)
MAIL_COLUMNS = (
    "SenderFromAddress, RecipientEmailAddress, Subject, DeliveryAction, DeliveryLocation,"
    " ThreatTypes, SenderIPv4, NetworkMessageId"
)
CLICK_COLUMNS = "AccountUpn, Url, ActionType, IsClickedThrough, Workload, IPAddress, ThreatTypes"
_APP_SIGN_IN_COLUMNS = (
    "ServicePrincipalName, ApplicationId, ResourceDisplayName, ErrorCode, IPAddress, Country"
)
_REQUEST_COLUMNS = (
    "ApplicationId, ServicePrincipalId, RequestMethod, RequestUri, ResponseStatusCode, IpAddress,"
    " Scopes"
)


def _user(fields: Fields) -> Sequence[Draft]:
    account = fields.get("userAccount")
    return about_account(account) if isinstance(account, Mapping) else ()


def _session(fields: Fields) -> Sequence[Draft]:
    account = fields.get("account")
    return _user(account) if isinstance(account, Mapping) else ()


def about_account(account: Fields) -> Sequence[Draft]:
    """Give the queries about a person, by whichever names are known."""
    upn, object_id = text_at(account, "userPrincipalName"), text_at(account, "azureAdUserId")
    name, sid = text_at(account, "accountName"), text_at(account, "userSid")
    by_cloud = either(is_exactly("AccountObjectId", object_id), is_exactly("AccountUpn", upn))
    by_activity = either(is_exactly("AccountObjectId", object_id), is_exactly("AccountId", upn))
    by_host = is_exactly("AccountSid", sid) or is_exactly("AccountName", name)
    by_mail = either(is_exactly("RecipientEmailAddress", upn), is_exactly("SenderFromAddress", upn))
    ran = either(is_exactly("AccountUpn", upn), by_host)
    wanted = (
        ("Sign-ins of the user", "EntraIdSignInEvents", by_cloud, SIGN_IN_COLUMNS),
        ("Logons of the user on devices", "DeviceLogonEvents", by_host, LOGON_COLUMNS),
        ("What the user did in cloud apps", "CloudAppEvents", by_activity, ACTIVITY_COLUMNS),
        ("Mail to and from the user", "EmailEvents", by_mail, MAIL_COLUMNS),
        (
            "Links the user clicked",
            "UrlClickEvents",
            is_exactly("AccountUpn", upn),
            CLICK_COLUMNS,
        ),
        ("Processes of the user", "DeviceProcessEvents", ran, PROCESS_COLUMNS),
        (
            "Logons seen by the domain controllers",
            "IdentityLogonEvents",
            either(by_cloud, is_exactly("AccountSid", sid)),
            "AccountUpn, ActionType, LogonType, Protocol, DeviceName, IPAddress,"
            " DestinationDeviceName, FailureReason",
        ),
        (
            "Changes of the user in the directory",
            "IdentityDirectoryEvents",
            either(by_cloud, is_exactly("TargetAccountUpn", upn)),
            "ActionType, AccountUpn, TargetAccountUpn, Application, AdditionalFields",
        ),
    )
    return tuple(found(*each) for each in wanted if each[2])


def _ip(fields: Fields) -> Sequence[Draft]:
    address = text_at(fields, "ipAddress")
    return _about_address(address) if address else ()


def _connection(fields: Fields) -> Sequence[Draft]:
    address = first_text(
        fields, ("destinationAddress", "ipAddress"), ("sourceAddress", "ipAddress")
    )
    return _about_address(address) if address else ()


def _about_address(address: str) -> Sequence[Draft]:
    sent = is_exactly("SenderIPv6" if ":" in address else "SenderIPv4", address)
    connected = either(is_exactly("RemoteIP", address), is_exactly("LocalIP", address))
    by_address = is_exactly("IPAddress", address)
    return (
        found("Connections with the address", "DeviceNetworkEvents", connected, NETWORK_COLUMNS),
        found("Sign-ins from the address", "EntraIdSignInEvents", by_address, SIGN_IN_COLUMNS),
        found(
            "Logons on devices from the address",
            "DeviceLogonEvents",
            is_exactly("RemoteIP", address),
            LOGON_COLUMNS,
        ),
        found(
            "Cloud app activity from the address", "CloudAppEvents", by_address, ACTIVITY_COLUMNS
        ),
        found(
            "Sign-ins of applications from the address",
            "EntraIdSpnSignInEvents",
            by_address,
            _APP_SIGN_IN_COLUMNS,
        ),
        found("Mail sent from the address", "EmailEvents", sent, MAIL_COLUMNS),
        found("Links clicked from the address", "UrlClickEvents", by_address, CLICK_COLUMNS),
    )


def _url(fields: Fields) -> Sequence[Draft]:
    url = text_at(fields, "url")
    if not url:
        return ()
    host = _host_of(url)
    drafts = [
        found("Clicks on the link", "UrlClickEvents", is_exactly("Url", url), CLICK_COLUMNS),
        found(
            "Mail with the link",
            "EmailUrlInfo",
            is_exactly("Url", url),
            "Url, UrlDomain, UrlLocation, NetworkMessageId",
        ),
        found(
            "Files from the link",
            "DeviceFileEvents",
            is_exactly("FileOriginUrl", url),
            "DeviceName, ActionType, FolderPath, FileName, SHA256, FileOriginUrl,"
            " InitiatingProcessFileName",
        ),
    ]
    return (*drafts, *(_about_domain(host) if host else ()))


def _dns(fields: Fields) -> Sequence[Draft]:
    name = text_at(fields, "domainName")
    return _about_domain(name) if name else ()


def _about_domain(name: str) -> Sequence[Draft]:
    columns = "Url, UrlDomain, UrlLocation, NetworkMessageId"
    return (
        found(
            "Connections to the domain",
            "DeviceNetworkEvents",
            is_within("RemoteUrl", name),
            NETWORK_COLUMNS,
        ),
        found("Clicks to the domain", "UrlClickEvents", is_within("Url", name), CLICK_COLUMNS),
        found(
            "Mail with links to the domain", "EmailUrlInfo", is_exactly("UrlDomain", name), columns
        ),
    )


def _host_of(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _application(fields: Fields) -> Sequence[Draft]:
    """Look for an application of the tenant by the ids of it and of its principal."""
    app_id = text_at(fields, "appId")
    principal = first_text(fields, ("servicePrincipalObjectId",), ("objectId",))
    by_request = either(
        is_exactly("ApplicationId", app_id), is_exactly("ServicePrincipalId", principal)
    )
    if not by_request:
        return ()
    by_activity = either(is_exactly("OAuthAppId", app_id), is_exactly("ObjectId", principal))
    consents = f'ActionType has "consent" and ({by_activity})'
    return (
        found("Consents to the application", "CloudAppEvents", consents, ACTIVITY_COLUMNS),
        found("Activity of the application", "CloudAppEvents", by_activity, ACTIVITY_COLUMNS),
        found(
            "Sign-ins of the application",
            "EntraIdSpnSignInEvents",
            by_request,
            _APP_SIGN_IN_COLUMNS,
        ),
        found("Calls of Microsoft Graph", "GraphAPIAuditEvents", by_request, _REQUEST_COLUMNS),
    )


def _cloud_application(fields: Fields) -> Sequence[Draft]:
    name = first_text(fields, ("displayName",), ("instanceName",))
    if not name:
        return ()
    same = is_exactly("Application", name)
    columns = ACTIVITY_COLUMNS
    return (
        found("Activity in the application", "CloudAppEvents", same, columns),
        found("Sign-ins to the application", "EntraIdSignInEvents", same, SIGN_IN_COLUMNS),
    )


def _group(fields: Fields) -> Sequence[Draft]:
    name = first_text(fields, ("displayName",), ("friendlyName",))
    if not name:
        return ()
    columns = "ActionType, AccountUpn, TargetAccountUpn, AdditionalFields"
    condition = is_within("tostring(AdditionalFields)", name)
    return (found("Changes of the group's members", "IdentityDirectoryEvents", condition, columns),)


DRAFTS: Mapping[str, DraftsOf] = {
    "user": _user,
    "cloudLogonSession": _session,
    "hostLogonSession": _session,
    "ip": _ip,
    "networkConnection": _connection,
    "url": _url,
    "dns": _dns,
    "oauthApplication": _application,
    "servicePrincipal": _application,
    "cloudApplication": _cloud_application,
    "securityGroup": _group,
}
