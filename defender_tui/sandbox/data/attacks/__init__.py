"""The attacks of the sandbox: each happens once, and shows in incidents and tables alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from defender_tui.sandbox.data.attacks import (
    consent_phishing,
    insider,
    oauth_application,
    password_spray,
    phishing_intrusion,
    ransomware,
)
from defender_tui.sandbox.data.scene import Plot, Scene


@dataclass(frozen=True, slots=True)
class Attack:
    """A story and how long before the start of the sandbox its first alert came."""

    name: str
    story: Callable[[Scene], Plot]
    age: timedelta


ATTACKS: tuple[Attack, ...] = (
    Attack("phish to hands on keyboard", phishing_intrusion.story, timedelta(hours=3.2)),
    Attack("ransomware with lateral movement", ransomware.story, timedelta(days=2.3)),
    Attack("password spray", password_spray.story, timedelta(days=4.6)),
    Attack("consent phishing", consent_phishing.story, timedelta(days=7.4)),
    Attack("insider exfiltration", insider.story, timedelta(days=10.2)),
    Attack("malicious OAuth application", oauth_application.story, timedelta(days=13.7)),
)
"""The newest first."""
