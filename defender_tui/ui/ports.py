"""What the screens need from the rest of the program, as typed protocols.

`workflows.session.Session` fulfils all of them; a test hands a screen a fake of the one it uses.
Every method raises `DefenderTuiError` and nothing else. What they speak of is imported by whoever
does the work, so that a screen does not load the work of all others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from .charts.ports import ChartWork
from .history.ports import HistoryWork
from .hunting.split_ports import SplitWork
from .library.ports import LibraryWork
from .local.ports import LocalWork
from .schema.ports import SchemaWork

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from ..core.call_wait import CallWait
    from ..core.changes import IncidentChange
    from ..core.credentials import SecretPlace
    from ..core.custom_resource import CustomResource, CustomToken
    from ..core.filters import IncidentFilter
    from ..core.incidents import Incident
    from ..core.machines import Machine, MachineAction, ResponseRequest
    from ..core.profiles import Profile
    from ..core.resources import Resource
    from ..core.secret import Secret, SecretPurpose
    from ..core.signature import SignatureState
    from ..core.tokens import AccessToken
    from ..workflows.credential_test import TestStep
    from ..workflows.device_actions import StartResult
    from ..workflows.hunt import HuntOutcome
    from ..workflows.hunt_waiting import Told
    from ..workflows.incident_changes import ChangeResult
    from ..workflows.incident_sync import QueueProgress
    from ..workflows.key_pair import KeyPair
    from ..workflows.profiles import Destination
    from ..workflows.setup import Check, CheckNews, Wanted


class HasProfile(Protocol):
    """Who is signed in, where, and how fresh an answer is."""

    @property
    def profile(self) -> Profile | None:
        """The current profile; `None` until one is set up."""
        ...

    @property
    def generation(self) -> int:
        """Counts up at every switch; an answer asked for under an older number is stale."""
        ...

    def now(self) -> datetime:
        """The time, UTC and aware."""
        ...

    def known_token(self, resource: Resource) -> AccessToken | None:
        """The token in hand for an API, without asking for one."""
        ...

    @property
    def hunts_last_minute(self) -> int:
        """How many hunting calls the current profile made in the last 60 seconds."""
        ...


class StartWork(HasProfile, Protocol):
    """Opening and closing, for the app itself."""

    async def start(self) -> None:
        """Load the profile (for the demo: wait for the sandbox); without one, just return."""
        ...

    async def close(self) -> None:
        """Close connections and files."""
        ...


class TokenWork(HasProfile, Protocol):
    """Getting tokens, for the Token screen."""

    async def acquire(self, resource: Resource, *, fresh: bool = False) -> AccessToken:
        """Get a token; `fresh` drops every cached one first."""
        ...

    async def acquire_custom(self, resource: CustomResource) -> CustomToken:
        """Get a token for an API that is not one of ours; the screen keeps it."""
        ...

    def forget_tokens(self) -> None:
        """Drop every token in hand."""
        ...

    async def check_signature(self, token: Secret) -> SignatureState:
        """Say who signed a token; only the keys of its tenant are asked for."""
        ...

    @property
    def clock_skew_s(self) -> float | None:
        """How far the identity provider's clock was ahead of this one; `None` until it said."""
        ...

    async def granted_roles(self, resource: Resource) -> tuple[str, ...] | None:
        """The roles granted on an API in Entra; `None` when that may not be read."""
        ...

    async def save_token(self, file: Path, token: Secret) -> None:
        """Write a token to a file that only this user can read."""
        ...


class IncidentWork(HasProfile, Protocol):
    """The queue, for the Incidents screen."""

    @property
    def incidents_api(self) -> Resource:
        """The API that answers: GRAPH or XDR."""
        ...

    def call_waits(self) -> tuple[CallWait, ...]:
        """The calls that wait just now: for a limit of the API, or to be made again."""
        ...

    def load_queue(
        self, wanted: IncidentFilter, *, anew: bool = False, listed: bool = False
    ) -> AsyncIterator[QueueProgress]:
        """Bring the wanted incidents up to date, newest first; each step holds all so far.

        Only what was updated since the last time is asked for, unless `anew`. `listed` leaves out
        what a list does not need; it comes at once where an earlier run kept it on disk.
        """
        ...

    async def keep_queue(self) -> None:
        """Write the part that was read to disk where the profile says so, if it is another now."""
        ...

    async def forget_kept_incidents(self, profile_name: str) -> int:
        """Delete what was kept on disk for a profile and tell how many files that were."""
        ...

    async def load_incident(self, incident_id: str) -> Incident:
        """Get one incident with alerts, evidence and comments."""
        ...

    async def incident_of_alert(self, alert_id: str) -> str:
        """Give the id of the incident that an alert belongs to; empty for none."""
        ...

    async def change(
        self, seen: Incident, change: IncidentChange, *, even_if_moved: bool = False
    ) -> ChangeResult:
        """Change an incident unless it moved since it was `seen`; a refusal is a result too."""
        ...

    def change_all(
        self, changes: Iterable[tuple[Incident, IncidentChange]]
    ) -> AsyncIterator[ChangeResult]:
        """Change several incidents one after the other; one that fails does not stop the rest."""
        ...

    async def write_file(self, file: Path, text: str, *, overwrite: bool = False) -> None:
        """Write a text to a file, whole or not at all; one that is there stays, unless told."""
        ...

    async def preferences(self, screen: str) -> Mapping[str, object]:
        """Give what was chosen on a screen and kept; empty when nothing was."""
        ...

    async def keep_preferences(self, screen: str, choices: Mapping[str, object]) -> None:
        """Keep what was chosen on a screen, in place of what was."""
        ...


class DeviceWork(HasProfile, Protocol):
    """Response actions on one device, for the dialog that takes them."""

    async def acquire(self, resource: Resource, *, fresh: bool = False) -> AccessToken:
        """Get a token, whose roles say what may be done."""
        ...

    async def load_device(self, id_or_name: str) -> Machine:
        """Give one device by its id or its DNS name."""
        ...

    async def device_actions(self, machine_id: str) -> tuple[MachineAction, ...]:
        """Give all response actions on a device, the newest first."""
        ...

    async def start_action(self, machine_id: str, request: ResponseRequest) -> StartResult:
        """Start a response action unless just this is on its way; a refusal is a result too."""
        ...

    def follow_action(self, action: MachineAction) -> AsyncIterator[MachineAction]:
        """Give an action, and again after every change, until it has ended."""
        ...

    async def cancel_action(self, action_id: str, comment: str) -> MachineAction:
        """Call a response action off and give it as it is then."""
        ...

    async def package_link(self, action_id: str) -> Secret:
        """Give the link to a collected package; whoever has it can download the package."""
        ...


class IncidentPageWork(IncidentWork, DeviceWork, Protocol):
    """The Incidents screen, from which devices are responded on too."""


class HuntWork(
    SchemaWork, HistoryWork, LibraryWork, LocalWork, SplitWork, ChartWork, HasProfile, Protocol
):
    """Queries, for the Hunting screen. Cancelling the awaiting task drops the connection."""

    @property
    def hunting_api(self) -> Resource:
        """The API that answers: GRAPH or XDR."""
        ...

    def hunt_through(self, api: Resource) -> None:
        """Ask this API from now on, until the profile is switched."""
        ...

    async def hunt(
        self, query: str, *, timespan: str | None = None, told: Told | None = None
    ) -> HuntOutcome:
        """Run one query and give its result table.

        `told` hears about every second how long the run still waits for its turn, and `None` when
        its call is made.
        """
        ...

    async def preferences(self, screen: str) -> Mapping[str, object]:
        """Give what was chosen on a screen and kept; empty when nothing was."""
        ...

    async def keep_preferences(self, screen: str, choices: Mapping[str, object]) -> None:
        """Keep what was chosen on a screen, in place of what was."""
        ...


class SwitchWork(HasProfile, Protocol):
    """Going to another profile or tenant, from anywhere."""

    async def destinations(self) -> tuple[Destination, ...]:
        """Give everything to switch to; one whose settings are wrong carries its problem."""
        ...

    async def switch_to(self, profile: Profile | None) -> None:
        """Make a profile the current one; answers still on the way become stale."""
        ...


class CredentialWork(SwitchWork, Protocol):
    """Setting up a profile, for the Credentials screen."""

    def profile_names(self) -> tuple[str, ...]:
        """The stored profiles in file order."""
        ...

    def secret_places(self) -> tuple[SecretPlace, ...]:
        """Where a secret can be kept on this machine; KEYRING only when a real one is there."""
        ...

    def test_credentials(
        self, draft: Profile, typed: Mapping[SecretPurpose, Secret]
    ) -> AsyncIterator[TestStep]:
        """Try a draft out step by step; a failed step carries its error and ends the test.

        A secret that is not among `typed` is the kept one of that profile name.
        """
        ...

    @property
    def incident_folder(self) -> Path | None:
        """The folder for the incidents of profiles that want them on disk; `None`: none are."""
        ...

    async def save_profile(self, profile: Profile, typed: Mapping[SecretPurpose, Secret]) -> None:
        """Store the profile and what was typed (the rest stays as kept), then switch to it."""
        ...

    async def load_profile(self, name: str) -> Profile:
        """Give a stored profile without switching to it."""
        ...

    async def duplicate_profile(self, name: str, new_name: str) -> Profile:
        """Store a copy with its secrets, and give it without switching to it."""
        ...

    async def delete_profile(self, name: str) -> None:
        """Drop a profile and its secrets; of the current one, switch to the next there is."""
        ...


class SetupWork(HasProfile, Protocol):
    """Registering an application, for the Setup screen."""

    def profile_names(self) -> tuple[str, ...]:
        """The stored profiles in file order."""
        ...

    def secret_places(self) -> tuple[SecretPlace, ...]:
        """Where a secret can be kept on this machine; KEYRING only when a real one is there."""
        ...

    def check_registration(
        self, draft: Profile, typed: Mapping[SecretPurpose, Secret], wanted: Wanted, *, last: Check
    ) -> AsyncIterator[CheckNews]:
        """Check a registration up to one of the checks; the first failed one ends it."""
        ...

    async def make_key_pair(self, name: str) -> KeyPair:
        """Make a key and a certificate of that name; files that are there stay as they are."""
        ...

    async def save_profile(self, profile: Profile, typed: Mapping[SecretPurpose, Secret]) -> None:
        """Store the profile and what was typed (the rest stays as kept), then switch to it."""
        ...


class Workbench(
    StartWork,
    TokenWork,
    IncidentWork,
    DeviceWork,
    HuntWork,
    CredentialWork,
    SetupWork,
    SwitchWork,
    Protocol,
):
    """All of it: what the app is built with."""
