"""Where one incident is told: a clock that moves on, those who take part, and evidence of them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from defender_tui.sandbox.data.cast import Address, Cast, Device, User
from defender_tui.sandbox.data.records import (
    DeviceSubject,
    EvidenceRecord,
    FileSubject,
    IpSubject,
    MailboxSubject,
    SecurityGroupSubject,
    Subject,
    UrlSubject,
    UserSubject,
)
from defender_tui.sandbox.data.stable_ids import stable_uuid


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

# The last part of the SID, the same in every domain.
_GROUP_NUMBERS = {"Domain Admins": 512}


class Stage:
    """The clock, the players and single pieces of evidence.

    The clock stands a little before `first_alert_at`, and never passes `ends_at`, which may be set
    until the first alert.
    """

    def __init__(
        self, cast: Cast, random: Random, *, first_alert_at: datetime, ends_at: datetime
    ) -> None:
        self.cast = cast
        self.random = random
        self.first_alert_at = first_alert_at
        self.ends_at = ends_at
        self.moment = first_alert_at - timedelta(seconds=random.randint(20, 240))

    def wait(self, least_min: float, most_min: float) -> None:
        """Let a random number of minutes pass, as far as the end leaves room."""
        wanted = timedelta(microseconds=round(self.random.uniform(least_min, most_min) * 6e7))
        # Short of the end, so that what follows is told in order even when time is up.
        self.moment += min(wanted, (self.ends_at - self.moment) / 3)

    def after_min(self, minutes: float) -> datetime:
        """Give the moment so many minutes after the first alert, before it when negative."""
        return self.first_alert_at + timedelta(minutes=minutes)

    def go_to_min(self, minutes: float) -> None:
        """Go on to the moment so many minutes after the first alert, never back."""
        self.moment = max(self.moment, min(self.after_min(minutes), self.ends_at))

    def person(self) -> User:
        return self.random.choice(self.cast.users)

    def windows_workstation(self) -> Device:
        return self.random.choice(self.cast.windows_workstations)

    def server(self, name: str) -> Device:
        return self.cast.device(name)

    def attacker(self) -> Address:
        return self.random.choice(self.cast.attacker_addresses)

    def domain(self) -> str:
        return self.random.choice(self.cast.bad_domains)

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

    def group(self, name: str, member: User) -> EvidenceRecord:
        """Give a group of the domain to which an account was added."""
        domain_sid = member.sid.rpartition("-")[0]
        path = ",".join(f"DC={part}" for part in self.cast.domain.split("."))
        return self.seen(
            SecurityGroupSubject(
                name=name,
                sid=f"{domain_sid}-{_GROUP_NUMBERS[name]}",
                group_id=stable_uuid(self.cast.seed, "group", name),
                distinguished_name=f"CN={name},CN=Users,{path}",
                member=member,
            ),
            SUSPICIOUS,
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

    def guid(self) -> str:
        """Give a fresh GUID from the story's own randomness."""
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))
