"""What Entra ID, the directory and the cloud applications saw of an incident."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from defender_tui.sandbox.data.stable_ids import stable_uuid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from defender_tui.sandbox.data.cast import Address, File, User
    from defender_tui.sandbox.data.records import (
        CloudApplicationSubject,
        OAuthApplicationSubject,
        SecurityGroupSubject,
    )
    from defender_tui.sandbox.hunting.alert_context import AlertContext
    from defender_tui.sandbox.hunting.rows import Row

_MICROSOFT_365 = ("Microsoft 365", 11161)
_WRONG_PASSWORD = 50126
_TRIES_EACH = 4
_BETWEEN_TRIES = timedelta(seconds=20)


def account(user: User, context: AlertContext) -> Iterator[tuple[str, Row]]:
    """A logon of an account, and what it did in its mailbox."""
    yield "IdentityLogonEvents", logon(user, context)
    yield activity(context, "MailItemsAccessed", user, ("Microsoft Exchange Online", 20893))


def logon(user: User, context: AlertContext) -> Row:
    """A logon that a domain controller confirmed."""
    return {
        "Timestamp": context.at,
        "ActionType": "LogonSuccess",
        "Application": "Active Directory",
        "LogonType": "Credentials validation",
        "Protocol": "Ntlm",
        "AccountName": user.account_name,
        "AccountDomain": user.domain_name.lower(),
        "AccountUpn": user.upn,
        "AccountSid": user.sid,
        "AccountObjectId": user.object_id,
        "AccountDisplayName": user.display_name,
        "DeviceName": "" if context.device is None else context.device.dns_name,
        "ReportId": context.event_id,
    }


def group_change(group: SecurityGroupSubject, context: AlertContext) -> tuple[str, Row]:
    """The addition of an account to a group, as a domain controller replicated it."""
    return "IdentityDirectoryEvents", {
        "Timestamp": context.at,
        "ActionType": "Group Membership changed",
        "Application": "Active Directory",
        "Protocol": "Ldap",
        "TargetAccountUpn": group.member.upn,
        "TargetAccountDisplayName": group.member.display_name,
        "AccountName": group.member.account_name,
        "AccountDomain": group.member.domain_name.lower(),
        "AccountUpn": group.member.upn,
        "AccountSid": group.member.sid,
        "AccountObjectId": group.member.object_id,
        "AccountDisplayName": group.member.display_name,
        "ReportId": context.event_id,
        "AdditionalFields": {"TO.GROUP": group.name, "ToGroupSid": group.sid},
    }


def sign_ins(address: Address, context: AlertContext) -> Iterator[tuple[str, Row]]:
    """A sign-in from an address, after those that failed where passwords were guessed."""
    tries = context.guessed * _TRIES_EACH
    for number, user in enumerate(tries):
        at = context.at - _BETWEEN_TRIES * (len(tries) - number)
        failed = sign_in(address, user, at, stable_uuid(context.number, "try", str(number)))
        yield "EntraIdSignInEvents", {**failed, "ErrorCode": _WRONG_PASSWORD}
    yield (
        "EntraIdSignInEvents",
        sign_in(address, context.user, context.at, context.event_id),
    )


def sign_in(address: Address, user: User | None, at: datetime, event_id: str) -> Row:
    """A sign-in that succeeded and looked risky."""
    row: Row = {
        "Timestamp": at,
        "TimeGenerated": at,
        "Application": "Office 365 Exchange Online",
        "ApplicationId": "00000002-0000-0ff1-ce00-000000000000",
        "LogonType": '["interactiveUser"]',
        "ErrorCode": 0,
        "IPAddress": address.ip,
        "Country": address.country,
        "City": address.city,
        "Latitude": str(address.latitude),
        "Longitude": str(address.longitude),
        "ClientAppUsed": "Browser",
        "Browser": "Chrome 130.0.0",
        "UserAgent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0",
        "AuthenticationRequirement": "singleFactorAuthentication",
        "IsExternalUser": 0,
        "IsGuestUser": False,
        "RiskLevelAggregated": 100,
        "RiskLevelDuringSignIn": 100,
        "RiskState": 4,
        "ConditionalAccessStatus": 2,
        "CorrelationId": event_id,
        "RequestId": event_id,
        "ReportId": event_id,
    }
    if user is not None:
        row["AccountUpn"] = user.upn
        row["AccountObjectId"] = user.object_id
        row["AccountDisplayName"] = user.display_name
    return row


def application(subject: CloudApplicationSubject, context: AlertContext) -> tuple[str, Row]:
    """Something done in a cloud application."""
    return activity(context, "FilePreviewed", context.user, (subject.name, subject.app_id))


def consent(subject: OAuthApplicationSubject, context: AlertContext) -> Iterator[tuple[str, Row]]:
    """The consent to an application, and the application's own sign-in."""
    table, row = activity(context, "Consent to application.", context.user, _MICROSOFT_365)
    yield (
        table,
        {
            **row,
            "OAuthAppId": subject.app_id,
            "ObjectName": subject.name,
            "ObjectType": "Application",
            "ObjectId": subject.object_id,
        },
    )
    yield app_sign_in(subject, context.address, context)


def app_sign_in(
    subject: OAuthApplicationSubject, address: Address | None, context: AlertContext
) -> tuple[str, Row]:
    """A sign-in of an application with its own secret."""
    row: Row = {
        "Timestamp": context.at,
        "TimeGenerated": context.at,
        "Application": subject.name,
        "ApplicationId": subject.app_id,
        "ServicePrincipalId": subject.object_id,
        "ServicePrincipalName": subject.name,
        "IsManagedIdentity": False,
        "ErrorCode": 0,
        "ResourceDisplayName": "Microsoft Graph",
        "RequestId": context.event_id,
        "ReportId": context.event_id,
    }
    if address is not None:
        row |= {"IPAddress": address.ip, "Country": address.country, "City": address.city}
    return "EntraIdSpnSignInEvents", row


def stored_file(file: File, context: AlertContext) -> tuple[str, Row]:
    """Malware found in a library."""
    sharepoint = ("Microsoft SharePoint Online", 20892)
    table, row = activity(context, "FileMalwareDetected", context.user, sharepoint)
    return table, {
        **row,
        "ObjectName": file.name,
        "ObjectType": "File",
        "AdditionalFields": {"SHA256": file.sha256, "ThreatFamily": file.threat_family},
    }


def activity(
    context: AlertContext, action: str, user: User | None, application: tuple[str, int]
) -> tuple[str, Row]:
    """Something done in an application, given by name and catalogue number."""
    name, number = application
    row: Row = {
        "Timestamp": context.at,
        "ActionType": action,
        "Application": name,
        "ApplicationId": number,
        "ReportId": context.event_id,
        "ActivityType": "Basic",
        "AccountType": "Regular",
        "RawEventData": {"Operation": action, "Workload": name},
    }
    if user is not None:
        row["AccountObjectId"] = user.object_id
        row["AccountId"] = user.upn
        row["AccountDisplayName"] = user.display_name
    return "CloudAppEvents", row
