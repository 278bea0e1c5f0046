"""One incident while it is being told: processes, messages, and alerts that pile up."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from random import Random

from defender_tui.sandbox.data.cast import Cast, Device, File, User
from defender_tui.sandbox.data.records import (
    AlertRecord,
    EvidenceRecord,
    MailClusterSubject,
    MessageSubject,
    ProcessSubject,
)
from defender_tui.sandbox.data.sensors import Sensor
from defender_tui.sandbox.data.stage import MALICIOUS, PREVENTED, Outcome, Stage
from defender_tui.sandbox.data.traces import ProcessRun, Trace

_LEAST_BEFORE_A_CHILD = timedelta(milliseconds=200)
_A_MOMENT = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Plot:
    """What a story says of its incident as a whole; `tell` raises the alerts in the scene."""

    title: str
    description: str
    severity: str
    """That of the worst alert."""
    tell: Callable[[], None]
    lasts_h: float = 0.1
    """Hours from the first alert to the last, at most."""
    is_benign: bool = False
    determination: str = "multiStagedAttack"
    tags: tuple[str, ...] = ()


class Scene(Stage):
    """Collects the alerts of one incident, and what else happened.

    The first alert is raised at `first_alert_at`, none after `ends_at`.
    """

    def __init__(
        self,
        cast: Cast,
        random: Random,
        *,
        incident_id: int,
        first_alert_at: datetime,
        ends_at: datetime,
    ) -> None:
        super().__init__(cast, random, first_alert_at=first_alert_at, ends_at=ends_at)
        self.incident_id = incident_id
        self.alerts: list[AlertRecord] = []
        self.traces: list[Trace] = []
        self._running: dict[tuple[str, str], tuple[int, datetime]] = {}
        """Id and start of the latest process of an image on a device."""

    def process(
        self,
        image: str,
        command_line: str,
        *,
        parent: str,
        device: Device,
        user: User,
        outcome: Outcome = MALICIOUS,
    ) -> EvidenceRecord:
        """Give evidence of a process that started now; `started` says how its parent is found."""
        started_at = self.moment - timedelta(seconds=self.random.randint(1, 50))
        process = self.started(
            image, command_line, parent=parent, device=device, user=user, at=started_at
        )
        return self.seen(replace(process, detection=outcome.detection), outcome)

    def started(
        self,
        image: str,
        command_line: str,
        *,
        parent: str,
        device: Device,
        user: User,
        at: datetime,
    ) -> ProcessSubject:
        """Give a process that started at a moment.

        Its parent is the one of that image which runs on the device, else one that began up to
        half an hour ago and is the parent of those that follow.
        """
        process_id = 4 * self.random.randint(300, 6000)
        parent_id, parent_started_at = self._running.setdefault(
            (device.device_id, parent),
            (
                4 * self.random.randint(150, 3000),
                at - timedelta(seconds=self.random.randint(2, 1800)),
            ),
        )
        at = max(at, parent_started_at + _LEAST_BEFORE_A_CHILD)
        self._running[device.device_id, image] = process_id, at
        return ProcessSubject(
            image=self.cast.file(image),
            command_line=command_line,
            process_id=process_id,
            started_at=at,
            parent_image=self.cast.file(parent),
            parent_process_id=parent_id,
            parent_started_at=parent_started_at,
            user=user,
            device=device,
            detection="detected",
        )

    def runs(
        self,
        image: str,
        command_line: str,
        *,
        parent: str,
        device: Device,
        user: User,
        at: datetime,
    ) -> ProcessSubject:
        """Let a process start of which no alert tells."""
        process = self.started(image, command_line, parent=parent, device=device, user=user, at=at)
        self.traces.append(ProcessRun(process.started_at, process))
        return process

    def message(
        self,
        subject: str,
        recipient: User,
        *,
        sender: tuple[str, str],
        sender_ip: str,
        delivered: bool,
        urls: tuple[str, ...] = (),
        attachments: tuple[File, ...] = (),
        received_at: datetime | None = None,
    ) -> EvidenceRecord:
        """Give a mail, by default one that came in shortly before now.

        `sender` is a name and an address.
        """
        if received_at is None:
            received_at = self.moment - timedelta(seconds=self.random.randint(20, 400))
        network_message_id = self.guid()
        name, address = sender
        return self.seen(
            MessageSubject(
                network_message_id=network_message_id,
                internet_message_id=f"<{network_message_id[:13]}@{address.partition('@')[2]}>",
                subject=subject,
                sender_name=name,
                sender_address=address,
                sender_ip=sender_ip,
                recipient=recipient,
                received_at=received_at,
                delivery_action="delivered" if delivered else "blocked",
                delivery_location="inbox" if delivered else "quarantine",
                urls=urls,
                attachments=attachments,
                threats=("phish",) if urls else ("malware",),
            ),
            MALICIOUS if delivered else PREVENTED,
        )

    def mail_cluster(self, messages: Sequence[EvidenceRecord]) -> EvidenceRecord:
        """Give what these messages, one at least, have in common."""
        mails = [item.subject for item in messages if isinstance(item.subject, MessageSubject)]
        title, domain = mails[0].subject, mails[0].sender_address.partition("@")[2]
        return self.seen(
            MailClusterSubject(
                cluster_by="Subject;P2SenderDomain;ContentType",
                cluster_by_value=f"{title};{domain};1",
                network_message_ids=tuple(mail.network_message_id for mail in mails),
                query=f'((Subject:"{title}") AND (P2SenderDomain:"{domain}") AND (ContentType:1))',
            ),
            MALICIOUS,
        )

    def raise_alert(
        self,
        sensor: Sensor,
        title: str,
        description: str,
        *,
        severity: str,
        tactic: str,
        techniques: Sequence[str],
        evidence: Sequence[EvidenceRecord],
        family: str | None = None,
    ) -> None:
        """Add an alert about what just happened; triage fills in the rest later.

        The number at the end of its id is that of its incident.
        """
        provider_id = f"{self.guid()}_{self.incident_id}"
        first_activity = min((self.moment - _A_MOMENT, *_beginnings(evidence)))
        last_activity = self.moment
        if self.alerts:
            self.wait(0.3, 4)
        else:
            self.moment = self.first_alert_at
        self.alerts.append(
            AlertRecord(
                alert_id=sensor.id_prefix + provider_id,
                provider_alert_id=provider_id,
                incident_id=self.incident_id,
                title=title,
                description=description,
                recommended_actions=_RECOMMENDED.get(tactic, _RECOMMENDED["Execution"]),
                category=tactic,
                techniques=tuple(techniques),
                service_source=sensor.service_source,
                detection_source=sensor.detection_source,
                product_name=sensor.product_name,
                detector_id=_detector_id(title),
                severity=severity,
                status="new",
                classification=None,
                determination=None,
                assigned_to=None,
                actor=None,
                threat_family=family,
                investigation_state="unsupportedAlertType",
                created_at=self.moment,
                updated_at=self.moment,
                resolved_at=None,
                first_activity=first_activity,
                last_activity=last_activity,
                evidence=tuple(evidence),
            )
        )


def _beginnings(evidence: Sequence[EvidenceRecord]) -> Iterator[datetime]:
    """When processes started and messages came in."""
    for item in evidence:
        match item.subject:
            case ProcessSubject(started_at=moment) | MessageSubject(received_at=moment):
                yield moment


@cache
def _detector_id(title: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{title}.detector"))


_RECOMMENDED = {
    "Execution": (
        "1. Look at the process tree and the command line.\n"
        "2. Search for the same file hash and command line on other devices.\n"
        "3. Isolate the device when the activity is not expected."
    ),
    "InitialAccess": (
        "1. Find who else received the message or opened the link.\n"
        "2. Remove the message from all mailboxes.\n"
        "3. Reset the sessions and the password of users who clicked."
    ),
    "CredentialAccess": (
        "1. Treat the credentials used on the device as known to the attacker.\n"
        "2. Reset them, privileged accounts first.\n"
        "3. Look for sign-ins from new places since the activity began."
    ),
    "Impact": (
        "1. Isolate the devices at once.\n"
        "2. Check that backups are out of reach of the compromised accounts.\n"
        "3. Find the account that started the encryption and disable it."
    ),
}
