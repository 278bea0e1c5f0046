"""What happened in an attack beside what its alerts point at: for the hunting tables only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from defender_tui.sandbox.data.cast import Address, Device, User
from defender_tui.sandbox.data.records import (
    MessageSubject,
    OAuthApplicationSubject,
    ProcessSubject,
    RegistryValueSubject,
)


@dataclass(frozen=True, slots=True)
class ProcessRun:
    """A process that nobody raised an alert about; it began at `at`."""

    at: datetime
    process: ProcessSubject


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that a process made, changed, renamed or deleted; `action` as the tables say it."""

    at: datetime
    device: Device
    action: str
    folder: str
    name: str
    sha256: str
    size_bytes: int
    process: ProcessSubject
    previous_name: str = ""
    origin_url: str = ""


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection that a process opened."""

    at: datetime
    device: Device
    ip: str
    url: str
    port: int
    process: ProcessSubject
    sent_bytes: int = 0


@dataclass(frozen=True, slots=True)
class SensorEvent:
    """Something else that the sensor of a device reported; `details` are name and text."""

    at: datetime
    device: Device
    action: str
    details: tuple[tuple[str, str], ...]
    process: ProcessSubject


@dataclass(frozen=True, slots=True)
class RegistryWrite:
    """A registry value that a process wrote."""

    at: datetime
    value: RegistryValueSubject
    process: ProcessSubject


@dataclass(frozen=True, slots=True)
class Logon:
    """A logon to a device, from another device or from an address outside."""

    at: datetime
    device: Device
    user: User
    kind: str
    """Network, RemoteInteractive, Interactive or Service."""
    source: Device | None
    ip: str
    is_success: bool = True


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in to Entra ID; `error_code` 0 is success."""

    at: datetime
    user: User
    address: Address
    error_code: int
    application: str
    application_id: str
    client: str
    user_agent: str


@dataclass(frozen=True, slots=True)
class AppSignIn:
    """A sign-in of an application with its own secret."""

    at: datetime
    application: OAuthApplicationSubject
    address: Address


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that came in."""

    at: datetime
    message: MessageSubject


@dataclass(frozen=True, slots=True)
class Click:
    """A click on a link of a message; an address behind is opened when it was allowed."""

    at: datetime
    user: User
    url: str
    network_message_id: str
    ip: str
    is_allowed: bool


@dataclass(frozen=True, slots=True)
class CloudActivity:
    """Something done in a cloud application by a user, perhaps through another application."""

    at: datetime
    user: User
    action: str
    application: tuple[str, int]
    """Name and catalogue number."""
    object_name: str
    object_type: str
    address: Address
    oauth_app_id: str = ""
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class GraphCall:
    """A request to Microsoft Graph; without a user the application acts for itself."""

    at: datetime
    application: OAuthApplicationSubject
    user: User | None
    method: str
    uri: str
    address: Address
    scopes: str
    response_bytes: int


@dataclass(frozen=True, slots=True)
class DirectoryQuery:
    """A question to a domain controller."""

    at: datetime
    user: User
    device: Device
    query: str
    query_type: str


Trace = (
    ProcessRun
    | FileChange
    | Connection
    | SensorEvent
    | RegistryWrite
    | Logon
    | SignIn
    | AppSignIn
    | Delivery
    | Click
    | CloudActivity
    | GraphCall
    | DirectoryQuery
)
