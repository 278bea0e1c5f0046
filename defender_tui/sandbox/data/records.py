"""Incidents as the sandbox keeps them, before any API spells them.

Enumerated values are lower camel case words (`inProgress`, `truePositive`); each dialect has a
table of its own that turns them into what it answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from defender_tui.sandbox.data.cast import Address, Device, File, User

if TYPE_CHECKING:
    from defender_tui.sandbox.data.traces import Trace


@dataclass(frozen=True, slots=True)
class DeviceSubject:
    """An onboarded device."""

    device: Device


@dataclass(frozen=True, slots=True)
class UserSubject:
    """An account of the tenant."""

    user: User


@dataclass(frozen=True, slots=True)
class IpSubject:
    """An address, of an attacker or of an office."""

    address: Address


@dataclass(frozen=True, slots=True)
class UrlSubject:
    """A link or an address that was called."""

    url: str


@dataclass(frozen=True, slots=True)
class FileSubject:
    """A file seen on a device; without a device it came by mail or from the cloud."""

    file: File
    device: Device | None
    detection: str
    """detected, blocked or prevented."""


@dataclass(frozen=True, slots=True)
class ProcessSubject:
    """A process that ran, or was stopped, on a device."""

    image: File
    command_line: str
    process_id: int
    started_at: datetime
    parent_image: File
    parent_process_id: int
    parent_started_at: datetime
    user: User
    device: Device
    detection: str


@dataclass(frozen=True, slots=True)
class MailboxSubject:
    """The mailbox of a user."""

    user: User


@dataclass(frozen=True, slots=True)
class MessageSubject:
    """A message as mail filtering saw it; `delivery_action` is delivered, blocked or replaced."""

    network_message_id: str
    internet_message_id: str
    subject: str
    sender_name: str
    sender_address: str
    sender_ip: str
    recipient: User
    received_at: datetime
    delivery_action: str
    delivery_location: str
    urls: tuple[str, ...]
    attachments: tuple[File, ...]
    threats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CloudApplicationSubject:
    """A cloud service in which something happened, by its catalogue number."""

    app_id: int
    name: str


@dataclass(frozen=True, slots=True)
class OAuthApplicationSubject:
    """An application that was given consent."""

    app_id: str
    object_id: str
    name: str
    publisher: str


@dataclass(frozen=True, slots=True)
class RegistryKeySubject:
    """A registry key that was read or written."""

    device: Device
    hive: str
    key: str


@dataclass(frozen=True, slots=True)
class RegistryValueSubject:
    """A registry value that was written."""

    device: Device
    hive: str
    key: str
    value_name: str
    value: str
    value_type: str


@dataclass(frozen=True, slots=True)
class MailClusterSubject:
    """Messages that mail filtering takes for one campaign.

    `cluster_by` names what they share, joined by semicolons, and `cluster_by_value` the values.
    """

    cluster_by: str
    cluster_by_value: str
    network_message_ids: tuple[str, ...]
    query: str


@dataclass(frozen=True, slots=True)
class SecurityGroupSubject:
    """A group of the directory, to which an account was added."""

    name: str
    sid: str
    group_id: str
    distinguished_name: str
    member: User


Subject = (
    DeviceSubject
    | UserSubject
    | IpSubject
    | UrlSubject
    | FileSubject
    | ProcessSubject
    | MailboxSubject
    | MessageSubject
    | CloudApplicationSubject
    | OAuthApplicationSubject
    | RegistryKeySubject
    | RegistryValueSubject
    | MailClusterSubject
    | SecurityGroupSubject
)


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """One thing that an alert points at, and what is thought of it."""

    subject: Subject
    created_at: datetime
    verdict: str
    """unknown, suspicious, malicious or noThreatsFound."""
    remediation: str
    """none, active, remediated, prevented, blocked or notFound."""
    roles: tuple[str, ...] = ()
    detailed_roles: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentRecord:
    """A note of an analyst or an application."""

    text: str
    created_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class AlertRecord:
    """One alert; its evidence happened between `first_activity` and `last_activity`."""

    alert_id: str
    provider_alert_id: str
    incident_id: int
    title: str
    description: str
    recommended_actions: str
    category: str
    """MITRE tactic, e.g. `LateralMovement`."""
    techniques: tuple[str, ...]
    service_source: str
    detection_source: str
    product_name: str
    detector_id: str
    severity: str
    status: str
    """new, inProgress or resolved."""
    classification: str | None
    determination: str | None
    assigned_to: str | None
    actor: str | None
    threat_family: str | None
    investigation_state: str
    created_at: datetime
    updated_at: datetime
    resolved_at: datetime | None
    first_activity: datetime
    last_activity: datetime
    evidence: tuple[EvidenceRecord, ...]
    comments: tuple[CommentRecord, ...] = ()
    custom_details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentRecord:
    """One incident with its alerts, oldest alert first; times are aware UTC."""

    incident_id: int
    title: str
    description: str
    summary: str
    status: str
    """active, inProgress, resolved, redirected or awaitingAction."""
    severity: str
    classification: str | None
    determination: str | None
    assigned_to: str | None
    tags: tuple[str, ...]
    system_tags: tuple[str, ...]
    priority_score: int
    created_at: datetime
    updated_at: datetime
    modified_by: str
    resolving_comment: str | None
    redirect_incident_id: int | None
    comments: tuple[CommentRecord, ...]
    alerts: Sequence[AlertRecord]
    traces: Sequence[Trace] = ()
    """What happened beside what the alerts point at; in the hunting tables only."""
