"""Stand-ins for the session: credentials that pass or fail, tokens made on the spot."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from textual.app import App
from textual.screen import Screen

from defender_tui import ui
from defender_tui.core.claims import decode_token
from defender_tui.core.credentials import ClientSecret, SecretPlace
from defender_tui.core.custom_resource import CustomResource, CustomToken
from defender_tui.core.errors import ConfigError, DefenderTuiError
from defender_tui.core.profiles import Profile
from defender_tui.core.resources import Resource
from defender_tui.core.secret import Secret, SecretPurpose
from defender_tui.core.signature import SignatureState, SignatureVerdict, told_by_header
from defender_tui.core.tokens import AccessToken
from defender_tui.ui.themes import DARK, LIGHT
from defender_tui.workflows.credential_test import Step, StepState, TestStep
from defender_tui.workflows.profiles import Destination, destinations_of

NOW = datetime(2026, 11, 23, 14, 3, 5, tzinfo=UTC)
TENANT_ID = "11111111-2222-4333-8444-555555555555"
CLIENT_ID = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
PROFILE = Profile(
    name="contoso-soc",
    tenant_id=TENANT_ID,
    client_id=CLIENT_ID,
    credential=ClientSecret(SecretPlace.KEYRING),
    tenant_name="contoso.example",
)
GRAPH_ROLES = ("SecurityIncident.Read.All", "ThreatHunting.Read.All")
XDR_ROLES = ("Incident.Read.All", "AdvancedHunting.Read.All")
AUDIENCES = {
    Resource.GRAPH: "https://graph.microsoft.com",
    Resource.XDR: "https://api.security.microsoft.com",
    Resource.MDE: "https://api.securitycenter.microsoft.com",
    Resource.KEYVAULT: "https://vault.azure.net",
}


def jwt_text(claims: Mapping[str, object], header: Mapping[str, object] | None = None) -> str:
    """Make an unsigned token that decodes to these claims."""
    head = header or {"typ": "JWT", "alg": "RS256", "kid": "key-1", "x5t": "key-1"}
    parts = [json.dumps(part).encode() for part in (head, claims)] + [b"signature"]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def app_claims(
    resource: Resource, roles: Sequence[str] = (), *, now: datetime = NOW, minutes: float = 58
) -> dict[str, object]:
    """Give the claims of an app-only v1 token for one API."""
    issued = int(now.timestamp())
    claims: dict[str, object] = {
        "aud": AUDIENCES[resource],
        "iss": f"https://sts.windows.net/{TENANT_ID}/",
        "iat": issued - 300,
        "nbf": issued - 300,
        "exp": issued + int(minutes * 60),
        "aio": "k2RgYNjn",
        "appid": CLIENT_ID,
        "appidacr": "1",
        "idtyp": "app",
        "oid": "99999999-8888-4777-8666-555555555555",
        "sub": "99999999-8888-4777-8666-555555555555",
        "tid": TENANT_ID,
        "uti": "abcDEF123",
        "ver": "1.0",
        "xms_tcdt": 1_500_000_000,
    }
    if roles:
        claims["roles"] = list(roles)
    return claims


def access_token(
    resource: Resource, roles: Sequence[str] = (), *, now: datetime = NOW, minutes: float = 58
) -> AccessToken:
    """Make a token for one API that ends in so many minutes."""
    value = Secret(jwt_text(app_claims(resource, roles, now=now, minutes=minutes)))
    return AccessToken(resource, value, now + timedelta(minutes=minutes), decode_token(value))


class FakeIdentity:
    """What both screens share: a profile, a generation and a clock that stands still."""

    def __init__(self, profile: Profile | None = PROFILE) -> None:
        self.profile = profile
        self.generation = 1
        self.hunts_last_minute = 0
        self.time = NOW
        self.tokens: dict[Resource, AccessToken] = {}

    def now(self) -> datetime:
        return self.time

    def known_token(self, resource: Resource) -> AccessToken | None:
        return self.tokens.get(resource)


class FakeCredentials(FakeIdentity):
    """`CredentialWork` that tells a fixed course of steps and remembers what it was given.

    With `holds` set, the test waits before its second step until the event is set.
    """

    incident_folder: Path | None = None

    def __init__(
        self,
        profile: Profile | None = PROFILE,
        *,
        names: tuple[str, ...] = ("contoso-soc", "lab"),
        places: tuple[SecretPlace, ...] = (SecretPlace.KEYRING, SecretPlace.RUN),
        failing: Step | None = None,
        error: DefenderTuiError | None = None,
        holds: asyncio.Event | None = None,
    ) -> None:
        super().__init__(profile)
        self.names = names
        self.places = places
        self.failing = failing
        self.error = error
        self.holds = holds
        self.save_error: DefenderTuiError | None = None
        self.tested: list[tuple[Profile, Mapping[SecretPurpose, Secret]]] = []
        self.saved: list[tuple[Profile, Mapping[SecretPurpose, Secret]]] = []
        self.was_cancelled = False
        self.others: dict[str, Profile] = {}
        self.problems: dict[str, ConfigError] = {}
        self.details = {Step.TENANT: "contoso.example", Step.ROLES: "3 on Graph"}

    def profile_names(self) -> tuple[str, ...]:
        return self.names

    def secret_places(self) -> tuple[SecretPlace, ...]:
        return self.places

    async def test_credentials(
        self, draft: Profile, typed: Mapping[SecretPurpose, Secret]
    ) -> AsyncIterator[TestStep]:
        self.tested.append((draft, dict(typed)))
        for step in Step:
            yield TestStep(step, StepState.RUNNING)
            if self.holds is not None and step is Step.SECRET:
                await self._hold(self.holds)
            if step is self.failing:
                yield TestStep(step, StepState.FAILED, error=self.error)
                return
            yield TestStep(step, StepState.PASSED, self.details.get(step, ""))

    async def _hold(self, holds: asyncio.Event) -> None:
        try:
            await holds.wait()
        except asyncio.CancelledError:
            self.was_cancelled = True
            raise

    async def save_profile(self, profile: Profile, typed: Mapping[SecretPurpose, Secret]) -> None:
        if self.save_error is not None:
            raise self.save_error
        self.saved.append((profile, dict(typed)))
        if profile.name not in self.names:
            self.names = (*self.names, profile.name)
        await self.switch_to(replace(profile))

    def stored(self, name: str) -> Profile:
        """Give a stored profile: the current one, or one that is made up for its name."""
        if self.profile is not None and self.profile.name == name:
            return self.profile
        return self.others.get(name) or replace(PROFILE, name=name, tenant_id="lab.example")

    async def load_profile(self, name: str) -> Profile:
        return self.stored(name)

    async def duplicate_profile(self, name: str, new_name: str) -> Profile:
        self.names = (*self.names, new_name)
        self.others[new_name] = replace(self.stored(name), name=new_name)
        return self.others[new_name]

    async def delete_profile(self, name: str) -> None:
        self.names = tuple(one for one in self.names if one != name)
        if self.profile is not None and self.profile.name == name:
            await self.switch_to(self.stored(self.names[0]) if self.names else None)

    async def destinations(self) -> tuple[Destination, ...]:
        return tuple(
            found
            for name in self.names
            for found in (
                [Destination(name, None, problem=self.problems[name])]
                if name in self.problems
                else destinations_of(self.stored(name))
            )
        )

    async def switch_to(self, profile: Profile | None) -> None:
        self.profile = profile
        self.generation += 1


class FakeTokenFacts:
    """What is found out about tokens: a set signature, set grants; what was asked is kept."""

    def __init__(self) -> None:
        self.asked_customs: list[CustomResource] = []
        self.signature = SignatureState(SignatureVerdict.VERIFIED, "by the tenant's key", "key-1")
        self.checked: list[Secret] = []
        self.grants: dict[Resource, tuple[str, ...]] = {}
        self.clock_skew_s: float | None = None
        self.saved_tokens: list[tuple[Path, Secret]] = []
        self.save_error: DefenderTuiError | None = None

    def forget_tokens(self) -> None:
        """Nothing is held here."""

    async def acquire_custom(self, resource: CustomResource) -> CustomToken:
        self.asked_customs.append(resource)
        claims = {**app_claims(Resource.GRAPH, now=NOW), "aud": resource.audience}
        value = Secret(jwt_text(claims))
        ends_at = NOW + timedelta(minutes=58)
        return CustomToken(resource, value, ends_at, decode_token(value))

    async def check_signature(self, token: Secret) -> SignatureState:
        self.checked.append(token)
        return told_by_header(decode_token(token)) or self.signature

    async def granted_roles(self, resource: Resource) -> tuple[str, ...] | None:
        return self.grants.get(resource)

    async def save_token(self, file: Path, token: Secret) -> None:
        if self.save_error is not None:
            raise self.save_error
        self.saved_tokens.append((file, token))


class FakeTokens(FakeIdentity, FakeTokenFacts):
    """`TokenWork` that hands out made tokens, or the error set for an API."""

    def __init__(self, profile: Profile | None = PROFILE) -> None:
        super().__init__(profile)
        FakeTokenFacts.__init__(self)
        self.roles: dict[Resource, tuple[str, ...]] = {
            Resource.GRAPH: GRAPH_ROLES,
            Resource.XDR: XDR_ROLES,
        }
        self.errors: dict[Resource, DefenderTuiError] = {}
        self.holds: asyncio.Event | None = None
        self.asked: list[tuple[Resource, bool]] = []

    def forget_tokens(self) -> None:
        self.tokens.clear()

    async def acquire(self, resource: Resource, *, fresh: bool = False) -> AccessToken:
        self.asked.append((resource, fresh))
        if self.holds is not None:
            await self.holds.wait()
        if error := self.errors.get(resource):
            raise error
        token = access_token(resource, self.roles.get(resource, ()), now=self.time)
        self.tokens[resource] = token
        return token


class Host(App[None]):
    """An app that holds one screen and remembers what went to the clipboard."""

    CSS_PATH = Path(ui.__file__).parent / "app.tcss"

    def __init__(self, screen: Screen[None]) -> None:
        super().__init__()
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        self.theme = DARK.name
        self.under_test = screen
        self.copied: list[str] = []

    def on_mount(self) -> None:
        self.push_screen(self.under_test)

    def copy_to_clipboard(self, text: str) -> None:
        self.copied.append(text)
