"""One incident while it is being told: a clock that moves on, and alerts that pile up."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from defender_tui.sandbox.data.cast import Address, Cast, Device, File, User
from defender_tui.sandbox.data.records import (
    AlertRecord,
    DeviceSubject,
    EvidenceRecord,
    FileSubject,
    IpSubject,
    MailboxSubject,
    MessageSubject,
    ProcessSubject,
    Subject,
    UrlSubject,
    UserSubject,
)
from defender_tui.sandbox.data.sensors import Sensor


@dataclass(frozen=True, slots=True)
class Plot:
    """What a story says of its incident as a whole."""

    title: str
    description: str
    is_benign: bool = False
    determination: str = "multiStagedAttack"
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the evidence of one alert is judged."""

    verdict: str = "malicious"
    remediation: str = "none"
    detection: str = "detected"


SUSPICIOUS = Outcome("suspicious", "active")
MALICIOUS = Outcome("malicious", "active")
PREVENTED = Outcome("malicious", "prevented", "prevented")
REMEDIATED = Outcome("malicious", "remediated", "detected")
HARMLESS = Outcome("noThreatsFound", "none")

_LEAST_BEFORE_A_CHILD = timedelta(milliseconds=200)


class Scene:
    """Collects the alerts of one incident; its clock never passes `now`."""

    def __init__(self, cast: Cast, random: Random, *, started_at: datetime, now: datetime) -> None:
        self.cast = cast
        self.random = random
        self.moment = started_at
        self.alerts: list[AlertRecord] = []
        self._now = now
        self._running: dict[tuple[str, str], tuple[int, datetime]] = {}
        """Id and start of the latest process of an image on a device."""

    def wait(self, least_min: float, most_min: float) -> None:
        """Let a random number of minutes pass."""
        seconds = round(self.random.uniform(least_min, most_min) * 60_000_000)
        latest = self._now - timedelta(seconds=self.random.randint(20, 90))
        self.moment = max(self.moment, min(self.moment + timedelta(microseconds=seconds), latest))

    def person(self) -> User:
        return self.random.choice(self.cast.users)

    def windows_workstation(self) -> Device:
        return self.random.choice(
            [d for d in self.cast.workstations if d.os_platform.startswith("Windows")]
        )

    def server(self, name: str) -> Device:
        return next(device for device in self.cast.servers if device.name == name)

    def attacker(self) -> Address:
        return self.random.choice(self.cast.attacker_addresses)

    def domain(self) -> str:
        return self.random.choice(self.cast.bad_domains)

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
        """Give a process that started now.

        Its parent is the one of that image which runs on the device, else one that began up to
        half an hour ago and is the parent of those that follow.
        """
        started_at = self.moment - timedelta(seconds=self.random.randint(1, 50))
        process_id = 4 * self.random.randint(300, 6000)
        parent_id, parent_started_at = self._running.setdefault(
            (device.device_id, parent),
            (
                4 * self.random.randint(150, 3000),
                started_at - timedelta(seconds=self.random.randint(2, 1800)),
            ),
        )
        started_at = max(started_at, parent_started_at + _LEAST_BEFORE_A_CHILD)
        self._running[device.device_id, image] = process_id, started_at
        return self.seen(
            ProcessSubject(
                image=self.cast.file(image),
                command_line=command_line,
                process_id=process_id,
                started_at=started_at,
                parent_image=self.cast.file(parent),
                parent_process_id=parent_id,
                parent_started_at=parent_started_at,
                user=user,
                device=device,
                detection=outcome.detection,
            ),
            outcome,
        )

    def file(
        self, name: str, device: Device | None, outcome: Outcome = MALICIOUS
    ) -> EvidenceRecord:
        return self.seen(FileSubject(self.cast.file(name), device, outcome.detection), outcome)

    def machine(self, device: Device, outcome: Outcome = SUSPICIOUS) -> EvidenceRecord:
        return self.seen(
            DeviceSubject(device), outcome, roles=("compromised",), detailed=("PrimaryDevice",)
        )

    def account(self, user: User, outcome: Outcome = SUSPICIOUS) -> EvidenceRecord:
        return self.seen(UserSubject(user), outcome, roles=("compromised",))

    def address(self, address: Address, outcome: Outcome = MALICIOUS) -> EvidenceRecord:
        return self.seen(IpSubject(address), outcome)

    def url(self, url: str, outcome: Outcome = MALICIOUS) -> EvidenceRecord:
        return self.seen(UrlSubject(url), outcome)

    def mailbox(self, user: User, outcome: Outcome = SUSPICIOUS) -> EvidenceRecord:
        return self.seen(MailboxSubject(user), outcome)

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
    ) -> EvidenceRecord:
        """Give a mail that came in shortly before now; `sender` is a name and an address."""
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
                received_at=self.moment - timedelta(seconds=self.random.randint(20, 400)),
                delivery_action="delivered" if delivered else "blocked",
                delivery_location="inbox" if delivered else "quarantine",
                urls=urls,
                attachments=attachments,
                threats=("phish",) if urls else ("malware",),
            ),
            MALICIOUS if delivered else PREVENTED,
        )

    def seen(
        self,
        subject: Subject,
        outcome: Outcome,
        *,
        roles: tuple[str, ...] = (),
        detailed: tuple[str, ...] = (),
    ) -> EvidenceRecord:
        """Give evidence of a subject as of now."""
        return EvidenceRecord(
            subject=subject,
            created_at=self.moment,
            verdict=outcome.verdict,
            remediation=outcome.remediation,
            roles=roles,
            detailed_roles=detailed,
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
        """Add an alert about what just happened; triage fills in the rest later."""
        provider_id = f"{self.guid()}_1"
        started = [
            item.subject.started_at for item in evidence if isinstance(item.subject, ProcessSubject)
        ]
        received = [
            item.subject.received_at
            for item in evidence
            if isinstance(item.subject, MessageSubject)
        ]
        first_activity = min((*started, *received, self.moment - timedelta(seconds=30)))
        last_activity = self.moment
        self.wait(0.3, 4)
        self.alerts.append(
            AlertRecord(
                alert_id=sensor.id_prefix + provider_id,
                provider_alert_id=provider_id,
                incident_id=0,
                title=title,
                description=description,
                recommended_actions=_RECOMMENDED.get(tactic, _RECOMMENDED["Execution"]),
                category=tactic,
                techniques=tuple(techniques),
                service_source=sensor.service_source,
                detection_source=sensor.detection_source,
                product_name=sensor.product_name,
                detector_id=str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{title}.detector")),
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

    def guid(self) -> str:
        """Give a fresh GUID from the story's own randomness."""
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))


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
