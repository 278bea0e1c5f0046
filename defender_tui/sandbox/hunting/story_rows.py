"""The traces that the incidents left: every entity of their evidence occurs in an event table."""

from __future__ import annotations

from collections import defaultdict
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

    from defender_tui.sandbox.data.records import IncidentRecord
    from defender_tui.sandbox.hunting.rows import Row

_BRUTE_FORCE = "T1110"


def story_rows(incidents: Iterable[IncidentRecord], now: datetime) -> dict[str, list[Row]]:
    """Give the rows of alerts, evidence and traces of the incidents, by table.

    Traces older than what the service keeps are moved to its first hour, so that no evidence is
    without one.
    """
    rows: dict[str, list[Row]] = defaultdict(list)
    number = 0
    for incident in incidents:
        for alert in incident.alerts:
            rows["AlertInfo"].append(alert_info(alert))
            for evidence in alert.evidence:
                rows["AlertEvidence"].append(alert_evidence(alert, evidence))
                number += 1
                context = _context(alert, evidence.subject, number, now)
                _add(rows, _traces(evidence.subject, context), now)
        for trace in incident.traces:
            number += 1
            _add(rows, rows_of(trace, number), now)
    return rows


def _add(rows: dict[str, list[Row]], made: Iterable[tuple[str, Row]], now: datetime) -> None:
    for table, row in made:
        rows[table].append({**row, "Timestamp": _kept(row["Timestamp"], now)})


def _context(alert: AlertRecord, subject: Subject, number: int, now: datetime) -> AlertContext:
    subjects = [evidence.subject for evidence in alert.evidence]
    processes = [s for s in subjects if isinstance(s, ProcessSubject)]
    users = [s.user for s in subjects if isinstance(s, UserSubject | MailboxSubject)]
    devices = [s.device for s in subjects if isinstance(s, DeviceSubject)]
    messages = [s for s in subjects if isinstance(s, MessageSubject)]
    applications = [s for s in subjects if isinstance(s, CloudApplicationSubject)]
    addresses = [s.address for s in subjects if isinstance(s, IpSubject)]
    is_guessing = any(technique.startswith(_BRUTE_FORCE) for technique in alert.techniques)
    device = getattr(subject, "device", None) or next(iter(devices), None)
    if device is None and processes:
        device = processes[0].device
    user = next(iter(users), None)
    if user is None:
        user = messages[0].recipient if messages else (device.owner if device else None)
    span = alert.last_activity - alert.first_activity
    return AlertContext(
        at=min(alert.first_activity + span * ((number % 7) / 7), now),
        number=number,
        user=user,
        device=device,
        process=next((p for p in processes if p.device is device), None),
        message=next(iter(messages), None),
        application=next(iter(applications), None),
        address=next(iter(addresses), None),
        guessed=tuple(users) if is_guessing else (),
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
