"""The traces that the incidents left: every entity of their evidence occurs in an event table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from defender_tui.sandbox.data.records import (
    AlertRecord,
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
from defender_tui.sandbox.hunting import cloud_traces, device_traces, mail_traces
from defender_tui.sandbox.hunting.alert_context import AlertContext
from defender_tui.sandbox.hunting.alert_rows import alert_evidence, alert_info
from defender_tui.sandbox.hunting.attack_rows import rows_of
from defender_tui.sandbox.hunting.timespan import RETENTION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from defender_tui.sandbox.data.cast import Address, Device, User
    from defender_tui.sandbox.data.records import IncidentRecord
    from defender_tui.sandbox.hunting.rows import Row

TRACED = frozenset(
    {
        "CloudAppEvents",
        "DeviceEvents",
        "DeviceFileEvents",
        "DeviceLogonEvents",
        "DeviceNetworkEvents",
        "DeviceProcessEvents",
        "DeviceRegistryEvents",
        "EmailAttachmentInfo",
        "EmailEvents",
        "EmailPostDeliveryEvents",
        "EmailUrlInfo",
        "EntraIdSignInEvents",
        "EntraIdSpnSignInEvents",
        "GraphAPIAuditEvents",
        "IdentityDirectoryEvents",
        "IdentityLogonEvents",
        "IdentityQueryEvents",
        "UrlClickEvents",
    }
)
"""The tables in which incidents leave traces."""
_BRUTE_FORCE = "T1110"


def alert_rows(incidents: Iterable[IncidentRecord]) -> list[Row]:
    """Give the rows of AlertInfo."""
    return [alert_info(alert) for incident in incidents for alert in incident.alerts]


def evidence_rows(incidents: Iterable[IncidentRecord]) -> list[Row]:
    """Give the rows of AlertEvidence."""
    return [
        alert_evidence(alert, evidence)
        for incident in incidents
        for alert in incident.alerts
        for evidence in alert.evidence
    ]


def trace_rows(incidents: Iterable[IncidentRecord], now: datetime) -> dict[str, list[Row]]:
    """Give the rows of the traces of the incidents, for each of `TRACED`.

    Traces older than what the service keeps are moved to its first hour, so that no evidence is
    without one.
    """
    rows: dict[str, list[Row]] = {table: [] for table in TRACED}
    number = 0
    for incident in incidents:
        for alert in incident.alerts:
            around = _surroundings(alert)
            for evidence in alert.evidence:
                number += 1
                context = around.context(evidence.subject, number, now)
                _add(rows, _traces(evidence.subject, context), now)
        for trace in incident.traces:
            number += 1
            _add(rows, rows_of(trace, number), now)
    return rows


def _add(rows: dict[str, list[Row]], made: Iterable[tuple[str, Row]], now: datetime) -> None:
    for table, row in made:
        rows[table].append({**row, "Timestamp": _kept(row["Timestamp"], now)})


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """Who and what else one alert is about."""

    alert: AlertRecord
    processes: tuple[ProcessSubject, ...]
    users: tuple[User, ...]
    device: Device | None
    message: MessageSubject | None
    application: CloudApplicationSubject | None
    address: Address | None
    is_guessing: bool

    def context(self, subject: Subject, number: int, now: datetime) -> AlertContext:
        """Give what surrounds one of its entities."""
        device = getattr(subject, "device", None) or self.device
        if device is None and self.processes:
            device = self.processes[0].device
        user = next(iter(self.users), None)
        if user is None:
            owner = device.owner if device else None
            user = self.message.recipient if self.message else owner
        span = self.alert.last_activity - self.alert.first_activity
        return AlertContext(
            at=min(self.alert.first_activity + span * ((number % 7) / 7), now),
            number=number,
            user=user,
            device=device,
            process=next((p for p in self.processes if p.device is device), None),
            message=self.message,
            application=self.application,
            address=self.address,
            guessed=self.users if self.is_guessing else (),
        )


def _surroundings(alert: AlertRecord) -> _Surroundings:
    subjects = [evidence.subject for evidence in alert.evidence]
    return _Surroundings(
        alert,
        processes=tuple(s for s in subjects if isinstance(s, ProcessSubject)),
        users=tuple(s.user for s in subjects if isinstance(s, UserSubject | MailboxSubject)),
        device=next((s.device for s in subjects if isinstance(s, DeviceSubject)), None),
        message=next((s for s in subjects if isinstance(s, MessageSubject)), None),
        application=next((s for s in subjects if isinstance(s, CloudApplicationSubject)), None),
        address=next((s.address for s in subjects if isinstance(s, IpSubject)), None),
        is_guessing=any(technique.startswith(_BRUTE_FORCE) for technique in alert.techniques),
    )


def _traces(subject: Subject, context: AlertContext) -> Iterator[tuple[str, Row]]:
    """Table and row of each trace that one entity left."""
    match subject:
        case DeviceSubject():
            yield device_traces.sensor_alarm(subject.device, context)
        case UserSubject() | MailboxSubject():
            yield from cloud_traces.account(subject.user, context)
        case IpSubject():
            yield from _address(subject, context)
        case UrlSubject():
            yield from _url(subject, context)
        case FileSubject():
            yield from _file(subject, context)
        case ProcessSubject():
            yield device_traces.process(subject, context)
        case MessageSubject():
            yield from mail_traces.message(subject, context)
        case CloudApplicationSubject():
            yield cloud_traces.application(subject, context)
        case OAuthApplicationSubject():
            yield from cloud_traces.consent(subject, context)
        case RegistryKeySubject() | RegistryValueSubject():
            yield device_traces.registry(subject, context)
        case SecurityGroupSubject():
            yield cloud_traces.group_change(subject, context)
        case MailClusterSubject():
            # Its messages are evidence too.
            return


def _address(subject: IpSubject, context: AlertContext) -> Iterator[tuple[str, Row]]:
    if context.device is not None:
        yield device_traces.connection(context.device, subject.address.ip, "", context)
    else:
        yield from cloud_traces.sign_ins(subject.address, context)


def _url(subject: UrlSubject, context: AlertContext) -> Iterator[tuple[str, Row]]:
    if context.device is not None:
        ip = "" if context.address is None else context.address.ip
        yield device_traces.connection(context.device, ip, subject.url, context)
    if context.message is not None or context.device is None:
        yield mail_traces.click(subject.url, context)


def _file(subject: FileSubject, context: AlertContext) -> Iterator[tuple[str, Row]]:
    if subject.device is not None:
        yield device_traces.file(subject, subject.device, context)
    elif context.message is not None:
        yield mail_traces.attachment(context.message, subject.file)
    else:
        yield cloud_traces.stored_file(subject.file, context)


def _kept(at: object, now: datetime) -> datetime:
    if not isinstance(at, datetime):
        raise TypeError("a trace has no time")
    oldest = now - RETENTION
    return at if at > oldest else oldest + timedelta(hours=1)
