"""What happened in an attack beside its evidence, as rows of the hunting tables."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from defender_tui.sandbox.data.traces import (
    AppSignIn,
    Click,
    CloudActivity,
    Connection,
    Delivery,
    DirectoryQuery,
    FileChange,
    GraphCall,
    Logon,
    ProcessRun,
    RegistryWrite,
    SensorEvent,
    SignIn,
    Trace,
)
from defender_tui.sandbox.hunting import cloud_traces, device_traces, mail_traces
from defender_tui.sandbox.hunting.alert_context import AlertContext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from defender_tui.sandbox.data.records import ProcessSubject
    from defender_tui.sandbox.hunting.rows import Row

_BAD_PASSWORD = "InvalidUserNameOrPassword"
_IN_OFFICE = re.compile(r"10\.")


def rows_of(trace: Trace, number: int) -> Iterator[tuple[str, Row]]:
    """Give table and row of everything that the sensors noted of a trace.

    `number` is one that no other trace or piece of evidence has.
    """
    context = AlertContext(at=trace.at, number=number)
    match trace:
        case ProcessRun():
            yield device_traces.process(trace.process, context)
        case FileChange():
            yield _file(trace, _by(trace.process, context))
        case Connection():
            yield _connection(trace, _by(trace.process, context))
        case SensorEvent():
            by = _by(trace.process, context)
            _, row = device_traces.sensor_alarm(trace.device, by)
            details = json.dumps(dict(trace.details))
            yield "DeviceEvents", {**row, "ActionType": trace.action, "AdditionalFields": details}
        case RegistryWrite():
            yield device_traces.registry(trace.value, _by(trace.process, context))
        case Logon():
            yield from _logon(trace, context)
        case SignIn():
            yield _sign_in(trace, context)
        case AppSignIn():
            yield cloud_traces.app_sign_in(trace.application, trace.address, context)
        case Delivery():
            yield from mail_traces.message(trace.message, context)
        case Click():
            yield _click(trace, context)
        case CloudActivity():
            yield _activity(trace, context)
        case GraphCall():
            yield _graph_call(trace, context)
        case DirectoryQuery():
            yield _directory_query(trace, context)


def _by(process: ProcessSubject, context: AlertContext) -> AlertContext:
    return replace(context, process=process, device=process.device, user=process.user)


def _file(trace: FileChange, context: AlertContext) -> tuple[str, Row]:
    return "DeviceFileEvents", {
        **device_traces.event(trace.device, context),
        **device_traces.acting(context),
        "ActionType": trace.action,
        "FileName": trace.name,
        "FolderPath": f"{trace.folder}\\{trace.name}",
        "SHA256": trace.sha256,
        "FileSize": trace.size_bytes,
        "PreviousFileName": trace.previous_name,
        "PreviousFolderPath": trace.folder if trace.previous_name else "",
        "FileOriginUrl": trace.origin_url,
    }


def _connection(trace: Connection, context: AlertContext) -> tuple[str, Row]:
    table, row = device_traces.connection(trace.device, trace.ip, trace.url, context)
    sent = {"SentBytes": trace.sent_bytes} if trace.sent_bytes else {}
    return table, {**row, "RemotePort": trace.port, "AdditionalFields": json.dumps(sent)}


def _logon(trace: Logon, context: AlertContext) -> Iterator[tuple[str, Row]]:
    user = trace.user
    action = "LogonSuccess" if trace.is_success else "LogonFailed"
    yield (
        "DeviceLogonEvents",
        {
            **device_traces.event(trace.device, context),
            "ActionType": action,
            "FailureReason": "" if trace.is_success else _BAD_PASSWORD,
            "LogonType": trace.kind,
            "AccountDomain": user.domain_name.lower(),
            "AccountName": user.account_name,
            "AccountSid": user.sid,
            "Protocol": "NTLM",
            "IsLocalAdmin": user.is_admin,
            "LogonId": context.report_id,
            "RemoteDeviceName": "" if trace.source is None else trace.source.name,
            "RemoteIP": trace.ip,
            "RemoteIPType": "Private" if _IN_OFFICE.match(trace.ip) else "Public",
            "RemotePort": 49_152 + context.number % 16_000,
        },
    )
    yield (
        "IdentityLogonEvents",
        {
            **cloud_traces.logon(user, context),
            "ActionType": action,
            "FailureReason": "" if trace.is_success else "WrongPassword",
            "DeviceName": "" if trace.source is None else trace.source.dns_name,
            "IPAddress": trace.ip,
            "TargetDeviceName": trace.device.dns_name,
        },
    )


def _sign_in(trace: SignIn, context: AlertContext) -> tuple[str, Row]:
    row = cloud_traces.sign_in(trace.address, trace.user, trace.at, context.event_id)
    return "EntraIdSignInEvents", {
        **row,
        "ErrorCode": trace.error_code,
        "Application": trace.application,
        "ApplicationId": trace.application_id,
        "ClientAppUsed": trace.client,
        "UserAgent": trace.user_agent,
    }


def _click(trace: Click, context: AlertContext) -> tuple[str, Row]:
    table, row = mail_traces.click(trace.url, context)
    return table, {
        **row,
        "Timestamp": trace.at,
        "ActionType": "ClickAllowed" if trace.is_allowed else "ClickBlocked",
        "AccountUpn": trace.user.upn,
        "Workload": "Email",
        "NetworkMessageId": trace.network_message_id,
        "IPAddress": trace.ip,
        "IsClickedThrough": trace.is_allowed,
    }


def _activity(trace: CloudActivity, context: AlertContext) -> tuple[str, Row]:
    table, row = cloud_traces.activity(context, trace.action, trace.user, trace.application)
    raw = {"Operation": trace.action, "UserId": trace.user.upn, "ClientIP": trace.address.ip}
    return table, {
        **row,
        "ObjectName": trace.object_name,
        "ObjectType": trace.object_type,
        "IPAddress": trace.address.ip,
        "CountryCode": trace.address.country,
        "City": trace.address.city,
        "OAuthAppId": trace.oauth_app_id,
        "RawEventData": raw | dict(trace.details),
    }


def _graph_call(trace: GraphCall, context: AlertContext) -> tuple[str, Row]:
    app = trace.application
    return "GraphAPIAuditEvents", {
        "Timestamp": trace.at,
        "TimeGenerated": trace.at,
        "IdentityProvider": "",
        "ApiVersion": "v1.0",
        "ApplicationId": app.app_id,
        "ServicePrincipalId": app.object_id,
        "AccountObjectId": "" if trace.user is None else trace.user.object_id,
        "EntityType": "app" if trace.user is None else "user",
        "RequestMethod": trace.method,
        "RequestUri": trace.uri,
        "ResponseStatusCode": "200",
        "ResponseSize": trace.response_bytes,
        "Scopes": trace.scopes,
        "IpAddress": trace.address.ip,
        "Location": trace.address.city,
        "TargetWorkload": "Microsoft.Exchange",
        "RequestId": context.event_id,
        "OperationId": context.event_id,
        "ClientRequestId": context.event_id,
        "ReportId": context.event_id,
    }


def _directory_query(trace: DirectoryQuery, context: AlertContext) -> tuple[str, Row]:
    user = trace.user
    return "IdentityQueryEvents", {
        "Timestamp": trace.at,
        "ActionType": "SAMR query",
        "Application": "Active Directory",
        "QueryType": trace.query_type,
        "QueryTarget": trace.query,
        "Query": trace.query,
        "Protocol": "Samr",
        "AccountName": user.account_name,
        "AccountDomain": user.domain_name.lower(),
        "AccountUpn": user.upn,
        "AccountSid": user.sid,
        "AccountObjectId": user.object_id,
        "AccountDisplayName": user.display_name,
        "DeviceName": trace.device.dns_name,
        "IPAddress": trace.device.ip_address,
        "DestinationDeviceName": f"srv-dc-01.{trace.device.dns_name.partition('.')[2]}",
        "DestinationPort": 445,
        "ReportId": context.event_id,
    }
