"""Applications of a served sandbox, as somebody who registers one would type them in."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from defender_tui.client.environment import EnvironmentSecrets
from defender_tui.core.clouds import custom_cloud
from defender_tui.core.credentials import Certificate, ClientSecret, SecretPlace
from defender_tui.core.permissions import Capability
from defender_tui.core.profiles import Profile
from defender_tui.core.registration.features import USUAL_FEATURES, roles_for
from defender_tui.core.secret import Secret, SecretPurpose
from defender_tui.store.memory import MemoryProfiles
from defender_tui.store.secrets import RunSecrets
from defender_tui.workflows.secrets import SecretPlaces
from defender_tui.workflows.session import Session, SessionParts
from defender_tui.workflows.setup import Check, CheckNews, Wanted
from tests.sandbox.served import ROOT, announced

HOSTS = ("authority", "graph", "xdr", "mde", "keyvault")
Typed = dict[SecretPurpose, Secret]


@dataclass(frozen=True, slots=True)
class Registered:
    """A running sandbox, by what it announced."""

    line: dict[str, Any]

    def app(self, name: str) -> dict[str, Any]:
        """Give what was announced of an application of the home tenant."""
        found: dict[str, Any] = next(app for app in self.line["apps"] if app["name"] == name)
        return found

    def tenant_id(self, name: str) -> str:
        """Give the id of a tenant by its name."""
        return next(str(one["tenant_id"]) for one in self.line["tenants"] if one["name"] == name)

    def draft(self, name: str = "full", **changes: str) -> Profile:
        """Give a profile for an application; `changes` replace ids."""
        values = {
            "tenant_id": self.line["tenant_id"],
            "client_id": self.app(name)["client_id"],
            **changes,
        }
        return Profile(
            name="new",
            cloud=custom_cloud({host: self.line[host] for host in HOSTS}),
            credential=ClientSecret(SecretPlace.RUN),
            ca_file=Path(self.line["ca_file"]),
            **values,
        )

    def typed(self, name: str = "full") -> Typed:
        """Give the client secret of an application as typed."""
        return {SecretPurpose.CLIENT_SECRET: Secret(self.app(name)["client_secret"])}

    def with_certificate(self, file: Path, name: str = "full") -> Profile:
        """Give a profile that signs in with a certificate."""
        draft = self.draft(name)
        return Profile(
            name=draft.name,
            tenant_id=draft.tenant_id,
            client_id=draft.client_id,
            cloud=draft.cloud,
            credential=Certificate(file),
            ca_file=draft.ca_file,
        )


@contextmanager
def registered() -> Iterator[Registered]:
    """Serve a sandbox for as long as it is needed."""
    program = [sys.executable, "-m", "defender_tui", "sandbox", "--json", "--exit-with-stdin"]
    with subprocess.Popen(
        [*program, "--seed", "3"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdin is not None
        yield Registered(announced(process))
        process.stdin.close()


def a_session() -> Session:
    """Give a session of a machine on which nothing is kept."""
    places = SecretPlaces(RunSecrets(), EnvironmentSecrets(), lambda: None)
    return Session(SessionParts(MemoryProfiles(), places))


def wanted(*features: Capability) -> Wanted:
    """Give what the checks look for; the usual features when none is named."""
    chosen = frozenset(features) or USUAL_FEATURES
    return Wanted(chosen, roles_for(chosen))


async def checked(
    draft: Profile, typed: Typed, wish: Wanted | None = None, last: Check = Check.ROLES
) -> list[CheckNews]:
    """Give all news of the checks of a draft."""
    session = a_session()
    news = session.check_registration(draft, typed, wish or wanted(), last=last)
    return [one async for one in news]
